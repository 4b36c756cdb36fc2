"""What a match says: which kinds of change lie between the two items, and what stands on one side only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compare.coverage import title_of
from pipeline.compare.entries import key_of
from pipeline.compare.model import BY_PERSON, Change, ChangeKind, Entry, Match, Side, Status
from pipeline.compare.sections import Groups, Path, path_of
from pipeline.dataclass import dataclass

Cell = tuple[int, str]
"""Value of a budget cell: dollars where it is an amount, else -1 and its key."""


Heading = tuple[Path, str]
"""Work item as the older side has it, and the key of what stands above the innermost title in it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies about two matched items, by which their change is told.

    Attributes:
        groups: sections and work items of both sides as one.
        shared: cells that several items share.
        old_headings: that the older side has.
        new_headings: that the newer side has.
    """

    groups: Groups
    shared: Shared
    old_headings: frozenset[Heading]
    new_headings: frozenset[Heading]


@dataclass(frozen=True, slots=True)
class Shared:
    """Values of cells that stand at an item on the other side, for each cell that several items share.

    Attributes:
        old: by cell of the older side, values at the matches of its items.
        new: the same of the newer side.
    """

    old: Mapping[str, frozenset[Cell]]
    new: Mapping[str, frozenset[Cell]]


def changes_of(
    old: Side, new: Side, matches: Sequence[Match], groups: Groups, ruled_alone: Collection[str] = ()
) -> tuple[Change, ...]:
    """All changes: in the order of the newer side, removed items behind what they stood behind.

    Args:
        old: the older side.
        new: the newer side.
        matches: of their items.
        groups: sections and work items of both sides as one.
        ruled_alone: identifiers of items that a person has said have no match.
    """
    about = Surroundings(
        groups,
        _shared(matches),
        frozenset((path_of(e), _heading(e)) for e in old.entries),
        frozenset((groups.work(e), _heading(e)) for e in new.entries),
    )
    by_new = {min(e.order for e in m.new): _change(m, about) for m in matches}
    taken = {e.order for m in matches for e in m.new}
    for entry in new.entries:
        if entry.order not in taken:
            by_new[entry.order] = Change("added", (), "certain", 1.0, (), (), (entry,))
    ordered = [by_new[at] for at in sorted(by_new)]
    gaps = {"added": old.gaps, "removed": new.gaps}
    return tuple(
        _doubted(change, gaps.get(change.status, ()), ruled_alone) for change in _with_removed(old, ordered)
    )


def _doubted(change: Change, gaps: Iterable[str], ruled_alone: Collection[str]) -> Change:
    """The change with the doubts it rests on; where nothing changed there is no news, and a person's word stands."""
    items = (*change.old, *change.new)
    doubts = tuple(sorted({*gaps, *(doubt for one in items for doubt in one.doubts)}))
    if change.status in {"added", "removed"} and items[0].id in ruled_alone:
        return replace(change, evidence=(f"{BY_PERSON} accept",), doubts=doubts)
    if change.status == "unchanged" or not doubts:
        return change
    ruled = any(word.startswith(BY_PERSON) for word in change.evidence)
    return replace(change, band=change.band if ruled else "uncertain", doubts=doubts)


def _with_removed(old: Side, ordered: Sequence[Change]) -> Iterator[Change]:
    known = {e.order for change in ordered for e in change.old}
    behind: defaultdict[int, list[Change]] = defaultdict(list)
    before = -1
    for entry in old.entries:
        if entry.order in known:
            before = entry.order
        else:
            behind[before].append(Change("removed", (), "certain", 1.0, (), (entry,), ()))
    yield from behind[-1]
    for change in ordered:
        yield change
        for entry in change.old:
            yield from behind[entry.order]


def _change(match: Match, about: Surroundings) -> Change:
    status: Status
    kinds: tuple[ChangeKind, ...] = ()
    if len(match.new) > 1:
        status = "split"
    elif len(match.old) > 1:
        status = "merged"
    else:
        kinds = tuple(_kinds(match.old[0], match.new[0], about))
        status = "changed" if kinds else "unchanged"
    return Change(status, kinds, match.band, match.score, match.evidence, match.old, match.new)


def _kinds(old: Entry, new: Entry, about: Surroundings) -> Iterator[ChangeKind]:
    elsewhere = about.groups.work(new) != path_of(old)
    regrouped = elsewhere or _regrouped(old, new, about)
    if title_of(old) != title_of(new) or (_heading(old) != _heading(new) and not regrouped):
        yield "renamed"
    if regrouped:
        yield "moved"
    if old.contents_key != new.contents_key:
        yield "reworded"
    if _budget_differs(old, new, about.shared):
        yield "budget"


def _regrouped(old: Entry, new: Entry, about: Surroundings) -> bool:
    """Whether the item stands under another heading of its work item, not under the same one in other words."""
    before, after = _heading(old), _heading(new)
    if before == after:
        return False
    place = path_of(old)
    known = (place, after) in about.old_headings or (place, before) in about.new_headings
    return known or not before or not after


def _heading(entry: Entry) -> str:
    return entry.title_key.rpartition("/")[0]


def _cells(entry: Entry) -> list[tuple[str, Cell, bool]]:
    """Budgets of the year itself: identifier, value, whether shared; a mark of none is as good as no cell."""
    return [
        (b.id, (b.amount_twd, "") if b.amount_twd is not None else (-1, key_of(b.raw)), b.shared_by > 1)
        for b in entry.budgets
        if b.role == "current" and b.kind != "nil"
    ]


def _budget_differs(old: Entry, new: Entry, shared: Shared) -> bool:
    """Whether the cells say something else; the same cell printed over more or fewer items is no change."""
    before, after = Counter(c for _, c, _ in _cells(old)), Counter(c for _, c, _ in _cells(new))
    gone, come = before - after, after - before
    return any(gone[c] and c not in shared.old.get(known, ()) for known, c, _ in _cells(old)) or any(
        come[c] and c not in shared.new.get(known, ()) for known, c, _ in _cells(new)
    )


def _shared(matches: Sequence[Match]) -> Shared:
    """What stands on the other side at the items that share a cell."""
    old: defaultdict[str, set[Cell]] = defaultdict(set)
    new: defaultdict[str, set[Cell]] = defaultdict(set)
    for match in matches:
        olds = [cell for e in match.old for cell in _cells(e)]
        news = [cell for e in match.new for cell in _cells(e)]
        for known, _, several in olds:
            if several:
                old[known].update(c for _, c, _ in news)
        for known, _, several in news:
            if several:
                new[known].update(c for _, c, _ in olds)
    return Shared({k: frozenset(v) for k, v in old.items()}, {k: frozenset(v) for k, v in new.items()})
