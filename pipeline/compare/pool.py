"""What is still to be matched: the items of both sides, what is taken, and what a person has ruled out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.compare.model import Band, Entry, Match, Side
from pipeline.compare.sections import Groups

Ids = tuple[str, ...]


@dataclass(slots=True)
class Pool:
    """Matches found so far; each pass adds to them and leaves what is taken alone.

    Attributes:
        rejected: groups of identifiers, old and new, sorted, that may not be matched.
        alone: identifiers of items, old and new, that a person has ruled to have no match.
    """

    old: Side
    new: Side
    groups: Groups
    rejected: frozenset[tuple[Ids, Ids]] = frozenset()
    alone: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    matches: list[Match] = field(default_factory=list)
    ruled: set[int] = field(default_factory=set)
    _old: set[int] = field(default_factory=set)
    _new: set[int] = field(default_factory=set)

    def left(self) -> list[Entry]:
        """Items of the older side without a match, in reading order."""
        return [e for e in self.old.entries if e.order not in self._old and e.id not in self.alone[0]]

    def right(self) -> list[Entry]:
        """Items of the newer side without a match, in reading order."""
        return [e for e in self.new.entries if e.order not in self._new and e.id not in self.alone[1]]

    def allowed(self, olds: Iterable[Entry], news: Iterable[Entry]) -> bool:
        """Whether no person has ruled the match out."""
        if not self.rejected:
            return True
        return (tuple(sorted(e.id for e in olds)), tuple(sorted(e.id for e in news))) not in self.rejected

    def add(self, match: Match) -> None:
        """Take the items of a match."""
        self.matches.append(match)
        self._old.update(e.order for e in match.old)
        self._new.update(e.order for e in match.new)

    def pair(self, old: Entry, new: Entry, band: Band, score: float, *evidence: str) -> bool:
        """Take two items unless a person has ruled that out; whether they were taken."""
        if not self.allowed((old,), (new,)):
            return False
        self.add(Match((old,), (new,), band, round(score, 4), evidence))
        return True

    def replace(self, before: Match, after: Match) -> None:
        """Put a split or merge where one of its parts had been matched alone."""
        self.matches.remove(before)
        self.add(after)
