"""What is still to be matched, and what a person has said of it before anything is matched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from pipeline.compare.boilerplate import OwnWording, own_wording
from pipeline.compare.model import BY_PERSON, Band, Entry, Match, Ruling, Side
from pipeline.compare.sections import Groups
from pipeline.dataclass import dataclass
from pipeline.messages.catalogue import catalogue
from pipeline.messages.wording import Wording

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
    _wording: dict[bool, OwnWording] = field(default_factory=dict)

    def left(self) -> list[Entry]:
        """Items of the older side without a match, in reading order."""
        return [e for e in self.old.entries if e.order not in self._old and e.id not in self.alone[0]]

    def right(self) -> list[Entry]:
        """Items of the newer side without a match, in reading order."""
        return [e for e in self.new.entries if e.order not in self._new and e.id not in self.alone[1]]

    def own_wording(self, *, forward: bool = True) -> OwnWording:
        """All items with the contents that are theirs alone, those of the older side as wholes; else the newer ones."""
        if forward not in self._wording:
            sides = self.old.entries, self.new.entries
            self._wording[forward] = own_wording(*(sides if forward else reversed(sides)))
        return self._wording[forward]

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


Unapplied = tuple[Ruling, Wording]


def ruled(pool: Pool, rulings: Sequence[Ruling]) -> tuple[Unapplied, ...]:
    """Apply the rulings to the pool in their order.

    Returns:
        Those that do not fit, with the reason.
    """
    unapplied: list[Unapplied] = []
    taken: tuple[set[str], set[str]] = (set(), set())
    rejected = set(pool.rejected)
    alone = (set(pool.alone[0]), set(pool.alone[1]))
    entries = (_by_id(pool.old), _by_id(pool.new))
    for ruling in rulings:
        reason = _misfit(ruling, entries)
        if reason and ruling.verdict == "reject" and len(ruling.old_ids) + len(ruling.new_ids) > 2:
            # Rows rejected together stand for themselves too, and the one that does not fit is told there.
            continue
        if reason is None and ruling.verdict == "reject":
            rejected.add((tuple(sorted(ruling.old_ids)), tuple(sorted(ruling.new_ids))))
            continue
        reason = reason or _claimed(ruling, taken)
        if reason is not None:
            unapplied.append((ruling, reason))
            continue
        taken[0].update(ruling.old_ids)
        taken[1].update(ruling.new_ids)
        if ruling.old_ids and ruling.new_ids:
            olds = _in_order(ruling.old_ids, entries[0])
            news = _in_order(ruling.new_ids, entries[1])
            pool.add(Match(olds, news, "certain", 1.0, (f"{BY_PERSON} {ruling.verdict}",)))
        else:
            alone[0].update(ruling.old_ids)
            alone[1].update(ruling.new_ids)
    pool.rejected = frozenset(rejected)
    pool.alone = (frozenset(alone[0]), frozenset(alone[1]))
    return tuple(unapplied)


def _by_id(side: Side) -> dict[str, Entry]:
    return {entry.id: entry for entry in side.entries}


def _in_order(ids: Sequence[str], entries: dict[str, Entry]) -> tuple[Entry, ...]:
    return tuple(sorted((entries[known] for known in ids), key=lambda e: e.order))


def _misfit(ruling: Ruling, entries: tuple[dict[str, Entry], dict[str, Entry]]) -> Wording | None:
    """Why the ruling does not fit the plans, or its verdict its items."""
    asked = (ruling.old_ids, ruling.new_ids)
    for side, other, ids in zip(entries, reversed(entries), asked, strict=True):
        for known in ids:
            if known not in side and known in other:
                return _reason("other-year", item=known)
            if known not in side:
                return _reason("no-item", item=known)
        if len(set(ids)) < len(ids):
            return _reason("item-twice")
    olds, news = len(ruling.old_ids), len(ruling.new_ids)
    fits = {
        "split": olds == 1 and news > 1,
        "merge": olds > 1 and news == 1,
        "link": olds == news == 1,
        "accept": min(olds, news) <= 1
        and max(olds, news) >= 1
        and (min(olds, news) == 1 or olds + news == 1),
        "reject": olds >= 1 and news >= 1,
    }
    if not fits[ruling.verdict]:
        return _reason("verdict-unfit", verdict=ruling.verdict, old=olds, new=news)
    return None


def _claimed(ruling: Ruling, taken: tuple[set[str], set[str]]) -> Wording | None:
    for side, ids in zip(taken, (ruling.old_ids, ruling.new_ids), strict=True):
        for known in ids:
            if known in side:
                return _reason("claimed", item=known)
    return None


def _reason(name: str, **values: object) -> Wording:
    return catalogue("comparison")["crosswalk-unapplied"].reason(name, **values)
