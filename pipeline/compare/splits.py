"""Items that became several, and several that became one, looked for among what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.compare.assignment import within
from pipeline.compare.boilerplate import BOILERPLATE
from pipeline.compare.coverage import (
    BY_CONTENTS,
    LEAST_TEXT,
    SAME_PART,
    STEM,
    STEM_TEXT,
    adds_up,
    claim_of,
    judged,
    strength,
    title_of,
)
from pipeline.compare.model import BY_PERSON, Band, Entry, Match
from pipeline.compare.passes import likenesses
from pipeline.compare.pool import Pool
from pipeline.dataclass import dataclass

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


def rivals_of(pool: Pool) -> Callable[[bool], Rivals]:
    """What has no match now, for splits (true) and for merges; worked out only where somebody asks."""
    left, right = pool.left(), pool.right()
    scores = cache(lambda: likenesses(pool, left, right))

    @cache
    def rivals(forward: bool) -> Rivals:
        return Rivals(scores(), left, right) if forward else Rivals(scores().T, right, left)

    return rivals


ADDING_UP = "budgets add up"
"""Evidence of parts whose budgets are the whole's."""
MOST_PARTS = 6
"""Parts looked at together."""
PART_COST = 0.05
"""Score that another part may cost: one that fits leaves less over, but is seldom carried over word by word.
Without it 18 matches are wrong (measured as in ``coverage``); three times as much changes nothing."""
BUDGET_WORTH = 0.1
"""Score that parts whose budgets are the whole's may cost beside others: chance seldom makes sums agree."""
ACCOUNTED = "covered"
"""What evidence begins with that tells the score of a split or merge."""
CERTAIN_SPLIT = 0.9
"""Score from which on a split or merge is certain: all but a tenth of both sides is accounted for.
Random edits bear 0.7 without a wrong one; a person's word costs less than a false split called certain."""


@dataclass(frozen=True, slots=True)
class _View:
    """One direction: wholes on one side, parts on the other."""

    pool: Pool
    forward: bool

    def wholes(self) -> Iterator[tuple[Entry, Match | None]]:
        """Items without a match, and those whose match leaves something of them over."""
        for entry in self.pool.left() if self.forward else self.pool.right():
            yield entry, None
        for match in list(self.pool.matches):
            if len(match.old) == len(match.new) == 1 and not match.evidence[0].startswith(BY_PERSON):
                old, new = match.old[0], match.new[0]
                if old.title_key != new.title_key or old.contents_key != new.contents_key:
                    yield (old if self.forward else new), match

    def parts(self) -> list[Entry]:
        return self.pool.right() if self.forward else self.pool.left()

    def section(self, entry: Entry, *, whole: bool) -> str:
        return entry.section_key if whole == self.forward else self.pool.groups.section(entry)

    def take(
        self, whole: Entry, parts: Sequence[Entry], before: Match | None, score: float, why: Sequence[str]
    ) -> bool:
        several = tuple(sorted(parts, key=lambda e: e.order))
        olds, news = ((whole,), several) if self.forward else (several, (whole,))
        if not self.pool.allowed(olds, news):
            return False
        if any(not self.pool.allowed((a,), (b,)) for a in olds for b in news):
            return False
        band: Band = "certain" if score >= CERTAIN_SPLIT and BOILERPLATE not in why else "uncertain"
        match = Match(olds, news, band, round(score, 4), (*why, f"{ACCOUNTED} {score:.2f}"))
        if before is None:
            self.pool.add(match)
        else:
            self.pool.replace(before, match)
        return True


def splits(pool: Pool) -> None:
    """Look for splits, then for merges, section by section; a part may have been matched alone before."""
    _look(pool, anywhere=False)


def splits_anywhere(pool: Pool) -> None:
    """The same over all sections, where budgets add up: texts alone are alike by chance too often."""
    _look(pool, anywhere=True)


def _look(pool: Pool, *, anywhere: bool) -> None:
    if not pool.left() and not pool.right():
        return
    rivals = rivals_of(pool)
    for forward in (True, False):
        view = _View(pool, forward)
        _take(view, _found(view, rivals, anywhere=anywhere))


def _found(view: _View, rivals: Callable[[bool], Rivals], *, anywhere: bool) -> Iterator[Hit]:
    parts: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in view.parts():
        parts["" if anywhere else view.section(entry, whole=False)].append(entry)
    wholes: defaultdict[str, list[tuple[Entry, Match | None]]] = defaultdict(list)
    for entry, match in view.wholes():
        wholes["" if anywhere else view.section(entry, whole=True)].append((entry, match))
    for name, there in wholes.items():
        if name in parts:
            yield from _hits(view, rivals, there, parts[name], anywhere=anywhere)


def _take(view: _View, found: Iterable[Hit]) -> None:
    used: set[int] = set()
    for score, whole, several, before, why in sorted(found, key=lambda hit: (-hit[0], hit[1].order)):
        free = {e.order for e in several} - ({_partner(view, before).order} if before else set())
        if not free & used and view.take(whole, several, before, score, why):
            used |= free


Hit = tuple[float, Entry, tuple[Entry, ...], Match | None, tuple[str, ...]]


def _partner(view: _View, match: Match) -> Entry:
    return match.new[0] if view.forward else match.old[0]


def _hits(
    view: _View,
    rivals: Callable[[bool], Rivals],
    wholes: Sequence[tuple[Entry, Match | None]],
    parts: Sequence[Entry],
    *,
    anywhere: bool,
) -> Iterator[Hit]:
    """The best split of each whole."""
    likely = _likely([whole for whole, _ in wholes], parts)
    for (whole, before), candidates in zip(wholes, likely, strict=True):
        fixed = (_partner(view, before),) if before else ()
        if len(candidates) + len(fixed) < 2:
            continue
        claims = {at: claim_of(whole, parts[at]) for at in candidates}
        own = [
            at for at in candidates if rivals(view.forward).of_part(parts[at], whole) <= strength(claims[at])
        ]
        near = sorted(own, key=lambda at: (-strength(claims[at]), abs(parts[at].order - whole.order)))
        near = near[:MOST_PARTS]
        first = [claim_of(whole, entry) for entry in fixed]
        best: Hit | None = None
        most = 0.0
        for count in range(2 - len(fixed), len(near) + 1):
            for chosen in combinations(near, count):
                several = (*fixed, *(parts[at] for at in chosen))
                adding_up = adds_up(whole, several)
                if anywhere and not adding_up:
                    continue
                found = judged(
                    whole, [*first, *(claims[at] for at in chosen)], adding_up=adding_up and not anywhere
                )
                worth = found[0] + PART_COST * count + BUDGET_WORTH * adding_up if found else 0.0
                if found and worth > most:
                    most = worth
                    why = (found[1], ADDING_UP) if adding_up else (found[1],)
                    best = (found[0], whole, several, before, why)
        if best and rivals(view.forward).of_whole(whole, best[2]) <= best[0]:
            yield best if _is_borne_out(view, best) else (*best[:4], (*best[4], BOILERPLATE))


def _is_borne_out(view: _View, hit: Hit) -> bool:
    """Whether a split is as certain by what is the items' own; titles and budgets are, contents may be a template's."""
    score, whole, several, _, why = hit
    if score < CERTAIN_SPLIT or BY_CONTENTS.isdisjoint(why) or ADDING_UP in why:
        return True
    wholes, parts = view.pool.own_wording(forward=view.forward)
    own = wholes[whole.order]
    found = judged(own, [claim_of(own, parts[part.order]) for part in several])
    return found is not None and found[0] >= CERTAIN_SPLIT


def _likely(wholes: Sequence[Entry], parts: Sequence[Entry]) -> list[list[int]]:
    """For each whole the parts that may be of it."""
    names, own = [title_of(e) for e in wholes], [title_of(e) for e in parts]
    long = [len(e.contents_key) >= LEAST_TEXT for e in parts]
    keep = within(names, own) >= SAME_PART
    keep |= (within([e.contents_key for e in wholes], [e.contents_key for e in parts]) >= STEM_TEXT) & long
    keep |= within(own, names).T >= STEM
    return [[int(at) for at in row.nonzero()[0]] for row in keep]
