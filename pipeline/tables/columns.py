"""What the printed lines of a table's part on one page tell of its columns and of its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import ONE_LINE_EM
from pipeline.lines.segments import Segment, is_number

NEAR_RIGHT_EM = 1.5
"""Lines that end this close to the longest one show that there the column's room ends."""
SPARE_EM = 2.0
"""Room behind the longest line of a column where only one line is so long."""
MOST_PITCH_EM = 2.0
"""Lines of one cell are no further apart."""
FIGURES_SHARE = 0.6
"""A column of figures has this share of them."""
YEAR_HEADING = re.compile(r"(1[89]|20)\d\d\W*\w?")
"""A heading of a column, though it is a figure."""


class PlacedSegment(NamedTuple):
    """A segment with its first and last column."""

    first: int
    last: int
    segment: Segment


PrintedLine = tuple[PlacedSegment, ...]


@dataclass(frozen=True, slots=True)
class ColumnTraits:
    """What its lines tell of a column.

    Attributes:
        right: x up to which its text reaches.
        pitch: distance of the lines of one cell, in points.
        figures: whether it holds figures mostly.
    """

    right: float
    pitch: float
    figures: bool


def measures(lines: Sequence[PrintedLine], xs: Sequence[float], *, ruled: bool) -> tuple[ColumnTraits, ...]:
    """Learn from all lines of a table's part on one page, top to bottom.

    Args:
        lines: its printed lines, those of its header aside.
        xs: its column bounds.
        ruled: whether they are drawn.
    """
    texts = [
        [p.segment for line in lines for p in line if p.first == p.last == c] for c in range(len(xs) - 1)
    ]
    pitches = [_pitch(own) for own in texts]
    least = min(filter(None, pitches), default=1.0)
    return tuple(
        ColumnTraits(
            _right(own, bounds, ruled=ruled),
            pitch or least,
            bool(own) and sum(is_number(s.text) for s in own) >= FIGURES_SHARE * len(own),
        )
        for own, pitch, bounds in zip(texts, pitches, pairwise(xs), strict=True)
    )


def _pitch(own: Sequence[Segment]) -> float:
    """Least distance of a column's lines; 0 where none are as close as lines of one cell."""
    pitch = _least([b.y - a.y for a, b in pairwise(own)])
    return pitch if own and pitch <= MOST_PITCH_EM * median(s.size for s in own) else 0.0


def _least(steps: Sequence[float]) -> float:
    """The least of some distances, but for a tenth of them."""
    return sorted(steps)[len(steps) // 10] if steps else 0.0


def step(a: PrintedLine, b: PrintedLine) -> float:
    """Distance of two lines, in points."""
    return b[0].segment.y - a[0].segment.y


def _right(segments: Sequence[Segment], bounds: tuple[float, float], *, ruled: bool) -> float:
    """Up to where text reaches: to its longest lines, or as close to the right bound as it begins at the left one."""
    if not segments:
        return 0.0
    right, size = max(s.x1 for s in segments), median(s.size for s in segments)
    near = sum(s.x1 >= right - NEAR_RIGHT_EM * size for s in segments)
    padded = bounds[1] - max(min(s.x0 for s in segments) - bounds[0], 0.0)
    if near >= 2:
        # Alike names end alike anywhere: what ends far from the bound was not broken for want of room.
        return padded if ruled and padded - right > SPARE_EM * size else right
    return max(right, min(right + SPARE_EM * size, padded))


def spans(line: PrintedLine) -> bool:
    """Whether a text stands over several columns."""
    return any(p.first != p.last for p in line)


def heads_of(lines: Sequence[PrintedLine]) -> list[tuple[int, ...]]:
    """Rows of the header: the lines before the first figure, where most other lines hold figures.

    They are one row but where a cell over several columns stands.
    """
    rows: list[list[int]] = []
    for i in range(_head_lines(lines)):
        close = i > 0 and step(lines[i - 1], lines[i]) < ONE_LINE_EM * lines[i][0].segment.size
        spanned = i > 0 and any(spans(lines[k]) for k in (*rows[-1], i))
        if rows and (close or not spanned):
            rows[-1].append(i)
        else:
            rows.append([i])
    return [tuple(row) for row in rows]


def _head_lines(lines: Sequence[PrintedLine]) -> int:
    figures = [holds_figures(line) for line in lines]
    if True not in figures:
        return 0
    first = figures.index(True)
    rest = figures[first:]
    return first if sum(rest) >= len(rest) / 2 else 0


def holds_figures(line: PrintedLine) -> bool:
    """Whether a figure stands behind the first column, years aside, which name columns."""
    return any(
        p.first and is_number(p.segment.text) and not YEAR_HEADING.fullmatch(p.segment.text) for p in line
    )
