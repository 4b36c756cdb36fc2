"""Items that became several, and several that became one, looked for among what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.compare.assignment import within
from pipeline.compare.model import Band, Entry, Match
from pipeline.compare.pool import Pool

PART = 0.75
"""Share of a part's title that must be in the title of the whole, in order."""
TEXT_PART = 0.9
"""The same of contents, which are long enough to be carried over as they are."""
COVERED = 0.8
"""Share of the whole that its parts must cover together (「及」 between two titles falls away)."""
OWN = 0.2
"""Share of the whole that each part must bring that no other one does."""
EXACT, EXACT_COVERED = 1.0, 0.9
"""Parts that hold nothing foreign need bring a single character (里、鄰長: 里長 and 鄰長)."""
LEAST_TEXT = 8
"""Characters below which contents say nothing about where they come from."""
MOST_PARTS = 6
"""Parts looked at together."""
CERTAIN = 0.9
"""Score from which on a split or merge is certain: all but a tenth of both sides is accounted for."""


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
            if len(match.old) == len(match.new) == 1 and not match.evidence[0].startswith("ruling"):
                old, new = match.old[0], match.new[0]
                if old.title_key != new.title_key or old.contents_key != new.contents_key:
                    yield (old if self.forward else new), match

    def parts(self) -> list[Entry]:
        return self.pool.right() if self.forward else self.pool.left()

    def section(self, entry: Entry, *, whole: bool) -> str:
        return entry.section_key if whole == self.forward else self.pool.groups.section(entry)

    def take(
        self, whole: Entry, parts: Sequence[Entry], before: Match | None, score: float, why: str
    ) -> bool:
        several = tuple(sorted(parts, key=lambda e: e.order))
        olds, news = ((whole,), several) if self.forward else (several, (whole,))
        if not self.pool.allowed(olds, news):
            return False
        if any(not self.pool.allowed((a,), (b,)) for a in olds for b in news):
            return False
        band: Band = "certain" if score >= CERTAIN else "uncertain"
        match = Match(olds, news, band, round(score, 4), (why, f"covered {score:.2f}"))
        if before is None:
            self.pool.add(match)
        else:
            self.pool.replace(before, match)
        return True


def splits(pool: Pool) -> None:
    """Look for splits, then for merges; a part may have been matched alone before."""
    for forward in (True, False):
        _look(_View(pool, forward))


def _look(view: _View) -> None:
    parts: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in view.parts():
        parts[view.section(entry, whole=False)].append(entry)
    wholes: defaultdict[str, list[tuple[Entry, Match | None]]] = defaultdict(list)
    for entry, match in view.wholes():
        wholes[view.section(entry, whole=True)].append((entry, match))
    found = [
        hit for name, there in wholes.items() if name in parts for hit in _hits(view, there, parts[name])
    ]
    used: set[int] = set()
    for score, whole, several, before, why in sorted(found, key=lambda hit: (-hit[0], hit[1].order)):
        free = {e.order for e in several} - ({_partner(view, before).order} if before else set())
        if not free & used and view.take(whole, several, before, score, why):
            used |= free


Hit = tuple[float, Entry, tuple[Entry, ...], Match | None, str]


def _partner(view: _View, match: Match) -> Entry:
    return match.new[0] if view.forward else match.old[0]


def _hits(view: _View, wholes: Sequence[tuple[Entry, Match | None]], parts: Sequence[Entry]) -> Iterator[Hit]:
    """The best split of each whole."""
    likely = _likely([whole for whole, _ in wholes], parts)
    for (whole, before), candidates in zip(wholes, likely, strict=True):
        fixed = (_partner(view, before),) if before else ()
        near = sorted(candidates, key=lambda at: abs(parts[at].order - whole.order))[:MOST_PARTS]
        best: Hit | None = None
        for count in range(2 - len(fixed), len(near) + 1):
            for chosen in combinations(near, count):
                several = (*fixed, *(parts[at] for at in chosen))
                for score, why in _judged(whole, several):
                    if best is None or score > best[0]:
                        best = (score, whole, several, before, why)
        if best:
            yield best


def _likely(wholes: Sequence[Entry], parts: Sequence[Entry]) -> list[list[int]]:
    """For each whole the parts that may be of it."""
    titles = within([e.title_key for e in wholes], [e.title_key for e in parts])
    texts = within([e.contents_key for e in wholes], [e.contents_key for e in parts])
    long = [len(e.contents_key) >= LEAST_TEXT for e in parts]
    keep = (titles >= PART) | ((texts >= TEXT_PART) & long)
    return [[int(at) for at in row.nonzero()[0]] for row in keep]


def _judged(whole: Entry, parts: Sequence[Entry]) -> Iterator[tuple[float, str]]:
    """Scores of the parts as a split of the whole, by titles and by contents."""
    for of, least, why in ((_title, PART, "titles of parts"), (_text, TEXT_PART, "contents of parts")):
        score = _score(of(whole), [of(e) for e in parts], least)
        if score:
            yield score, why


def _title(entry: Entry) -> str:
    return entry.title_key


def _text(entry: Entry) -> str:
    return entry.contents_key


def _score(whole: str, parts: Sequence[str], least: float) -> float:
    """Share of both sides that is accounted for, 0 where it is no split."""
    if not whole or not all(parts) or (least == TEXT_PART and min(map(len, parts)) < LEAST_TEXT):
        return 0.0
    marks = [_covered(whole, part) for part in parts]
    inside = [len(mark) / len(part) for mark, part in zip(marks, parts, strict=True)]
    if min(inside) < least:
        return 0.0
    covered = len(frozenset().union(*marks)) / len(whole)
    own = min(
        len(mark - frozenset().union(*(m for to, m in enumerate(marks) if to != at)))
        for at, mark in enumerate(marks)
    )
    exact = min(inside) >= EXACT and covered >= EXACT_COVERED and own >= 1
    if not exact and (covered < COVERED or own < OWN * len(whole)):
        return 0.0
    return covered * min(inside)


def _covered(whole: str, part: str) -> frozenset[int]:
    """Positions in the whole that a part takes up."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415

    blocks = LCSseq.opcodes(whole, part).as_matching_blocks()
    return frozenset(at for block in blocks for at in range(block.a, block.a + block.size))
