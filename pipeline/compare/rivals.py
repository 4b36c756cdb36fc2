"""How like items without a match are to others than those of a split that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.compare.model import Entry
from pipeline.compare.passes import likenesses
from pipeline.compare.pool import Pool

if TYPE_CHECKING:
    from pipeline.compare.assignment import Matrix


class Rivals:
    """Likeness of every two items without a match, as wholes of one direction see it."""

    def __init__(self, scores: Matrix, wholes: Sequence[Entry], parts: Sequence[Entry]) -> None:
        """Scores: a row for each whole, a column for each part."""
        self._scores = scores
        self._wholes = {e.order: at for at, e in enumerate(wholes)}
        self._parts = {e.order: at for at, e in enumerate(parts)}

    def of_part(self, part: Entry, whole: Entry) -> float:
        """Likeness of the part with the likest other whole."""
        column = self._scores[:, self._parts[part.order]]
        at = self._wholes.get(whole.order)
        around = (column,) if at is None else (column[:at], column[at + 1 :])
        return max((float(some.max()) for some in around if some.size), default=0.0)

    def of_whole(self, whole: Entry, parts: Sequence[Entry]) -> float:
        """Likeness of the whole with the likest item that is none of its parts; 0 where it has a match."""
        if whole.order not in self._wholes:
            return 0.0
        row = self._scores[self._wholes[whole.order]].copy()
        row[[self._parts[e.order] for e in parts if e.order in self._parts]] = 0
        return float(row.max(initial=0.0))


def rivals_of(pool: Pool) -> tuple[Rivals, Rivals]:
    """What has no match, for splits and for merges."""
    left, right = pool.left(), pool.right()
    scores = likenesses(pool, left, right)
    return Rivals(scores, left, right), Rivals(scores.T, right, left)
