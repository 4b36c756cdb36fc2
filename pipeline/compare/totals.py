"""Budgets of both years summed by role, section and work item, each cell once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.compare.model import Band, Change, Comparison, Entry, EntryBudget
from pipeline.dataclass import dataclass
from pipeline.models import BudgetRole

Group = tuple[str, str]
"""Section and folded work item."""
CellKey = tuple[str, str]
"""Plan and identifier of a cell."""
LEAST_SAME_AMOUNTS = 20
"""Budgets that are not all the same by chance: between the sample's two years 5 of 22 differ, and at that rate 20 stay
once in two hundred times."""
BUDGET_ROLE_ORDER: tuple[BudgetRole, ...] = ("current", "previous", "difference", "source")


@dataclass(frozen=True, slots=True)
class Sums:
    """Budget cells of one year.

    Attributes:
        amount_twd: sum in New Taiwan dollars of the cells that give an amount.
        amounts: number of those cells.
        texts: number of cells that are words; in no sum.
        nils: number of cells that are a mark of none; in no sum.
        unread: number of amounts whose unit or number is not known; in no sum.
    """

    amount_twd: int = 0
    amounts: int = 0
    texts: int = 0
    nils: int = 0
    unread: int = 0

    @property
    def not_compared(self) -> int:
        """Number of cells that are in no sum."""
        return self.texts + self.nils + self.unread

    @property
    def known_twd(self) -> int | None:
        """The sum; None where there are cells, but none gives an amount."""
        return None if self.not_compared and not self.amounts else self.amount_twd


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """Budgets of one role in both years, in one group.

    Attributes:
        section: name in the newer year where it has one; None in totals of the whole plan.
        work_item: levels with their labels; None in totals of a section or the whole plan.
    """

    section: str | None
    work_item: tuple[str, ...] | None
    role: BudgetRole
    old: Sums
    new: Sums

    @property
    def difference_twd(self) -> int | None:
        """Newer less older year, nominal; None where a year has cells, but no amount among them."""
        return difference(self.old.known_twd, self.new.known_twd)

    @property
    def percent(self) -> Decimal | None:
        """Difference as a percentage of the older year, one decimal; None without an older amount."""
        return percent(self.old.known_twd, self.new.known_twd)


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a comparison, each in the order of the newer year, what only the older one has last."""

    by_role: tuple[GroupTotal, ...]
    by_section: tuple[GroupTotal, ...]
    by_work_item: tuple[GroupTotal, ...]


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """One budget that both years have, or only one of them: cells that no other change has a part in.

    Attributes:
        changes: those whose items the cells apply to, in their order.
        numbers: of these changes, from 1.
        old_cells: of the older year, by plan and identifier.
        old_twd: in New Taiwan dollars; None where it cannot be compared.
    """

    changes: tuple[Change, ...]
    numbers: tuple[int, ...]
    old_cells: frozenset[CellKey]
    new_cells: frozenset[CellKey]
    old_twd: int | None
    new_twd: int | None

    @property
    def leading(self) -> tuple[int, Change]:
        """Number of the first that is a change, and that one; of the first where none is."""
        numbered = list(zip(self.numbers, self.changes, strict=True))
        return next((one for one in numbered if one[1].status != "unchanged"), numbered[0])

    @property
    def band(self) -> Band:
        """Uncertain where any of its changes is."""
        return "uncertain" if any(change.band == "uncertain" for change in self.changes) else "certain"

    @property
    def difference_twd(self) -> int | None:
        """Newer less older; None where either cannot be compared."""
        return difference(self.old_twd, self.new_twd)

    @property
    def percent(self) -> Decimal | None:
        """Difference as a percentage of the older amount, one decimal; None without an older amount."""
        return percent(self.old_twd, self.new_twd)

    def is_of(self, change: Change, role: BudgetRole = "current") -> bool:
        """Whether all of its cells are at a change's own items, so that it tells what became of that one's budget."""
        old, new = frozenset(cells_of(change.old, role)), frozenset(cells_of(change.new, role))
        return (old, new) == (self.old_cells, self.new_cells)


def difference(old_twd: int | None, new_twd: int | None) -> int | None:
    """Newer less older; None where either is not known."""
    return None if old_twd is None or new_twd is None else new_twd - old_twd


def percent(old_twd: int | None, new_twd: int | None) -> Decimal | None:
    """Difference as a percentage of the older amount, one decimal.

    >>> percent(40_000, 45_000)
    Decimal('12.5')
    """
    if not old_twd or new_twd is None:
        return None
    return (Decimal(new_twd - old_twd) * 100 / abs(old_twd)).quantize(Decimal("0.1"))


def sums_of(cells: Iterable[EntryBudget]) -> Sums:
    """Cells that are all different, summed."""
    known = list(cells)
    read = [cell.amount_twd for cell in known if cell.kind == "amount" and cell.amount_twd is not None]
    kinds = Counter(cell.kind for cell in known)
    return Sums(
        amount_twd=sum(read),
        amounts=len(read),
        texts=kinds["text"],
        nils=kinds["nil"],
        unread=len(known) - len(read) - kinds["text"] - kinds["nil"],
    )


def added(sums: Iterable[Sums]) -> Sums:
    """Sums of cells that are all different, together."""
    known = list(sums)
    return Sums(
        amount_twd=sum(one.amount_twd for one in known),
        amounts=sum(one.amounts for one in known),
        texts=sum(one.texts for one in known),
        nils=sum(one.nils for one in known),
        unread=sum(one.unread for one in known),
    )


def cells_of(entries: Iterable[Entry], role: BudgetRole) -> dict[CellKey, tuple[Entry, EntryBudget]]:
    """Each cell of a role once, by plan and identifier, with the first item that it applies to."""
    cells: dict[CellKey, tuple[Entry, EntryBudget]] = {}
    for entry in entries:
        for cell in entry.budgets:
            if cell.role == role:
                cells.setdefault((entry.plan_id, cell.id), (entry, cell))
    return cells


def totals_of(comparison: Comparison) -> Totals:
    """The totals; a cell that items of several groups share counts in the group of the first of them."""
    old, new = comparison.old.entries, comparison.new.entries
    groups = _older_groups(comparison)
    names = {group: entry for entry in (*reversed(old),) for group in [groups[_group(entry)]]}
    names |= {_group(entry): entry for entry in reversed(new)}
    order = dict.fromkeys([*map(_group, new), *(groups[_group(entry)] for entry in old)])
    section_names = {entry.section_key: entry.section for entry in (*reversed(old), *reversed(new))}
    before = _by_group(old, lambda entry: groups[_group(entry)])
    after = _by_group(new, _group)
    by_work = [
        GroupTotal(
            section_names.get(group[0], names[group].section),
            names[group].work_item,
            role,
            sums_of(before.get((group, role), ())),
            sums_of(after.get((group, role), ())),
        )
        for group in order
        for role in BUDGET_ROLE_ORDER
        if (group, role) in before or (group, role) in after
    ]
    by_section: dict[str | None, list[GroupTotal]] = {}
    for total in by_work:
        by_section.setdefault(total.section, []).append(total)
    return Totals(
        by_role=tuple(_joined(None, by_work)),
        by_section=tuple(total for section, known in by_section.items() for total in _joined(section, known)),
        by_work_item=tuple(by_work),
    )


def budget_changes(comparison: Comparison) -> tuple[BudgetChange, ...]:
    """Budgets of the year that differ, the largest difference first, each cell in one of them only."""
    differing = [one for one in shared_budgets(comparison.changes) if one.difference_twd]
    return tuple(sorted(differing, key=lambda one: -abs(one.difference_twd or 0)))


def same_amounts(comparison: Comparison) -> int:
    """Number of budgets of the year that both years have, where not one of them differs; 0 where one does, or few are.

    A plan whose every amount is last year's may be last year's file.
    """
    both = [one for one in shared_budgets(comparison.changes) if one.old_twd and one.new_twd]
    if len(both) < LEAST_SAME_AMOUNTS or any(one.difference_twd for one in both):
        return 0
    return len(both)


def shared_budgets(changes: Iterable[Change], role: BudgetRole = "current") -> tuple[BudgetChange, ...]:
    """Budgets of a role, each with all changes that have a part in one of its cells, in the order of their first.

    Changes whose items share a cell in either year have one budget: what one of them alone has lost or won cannot
    be told. Each cell is thus in one budget only, and their differences add up to that of the plans.
    """
    known = list(changes)
    cells = ((*cells_of(change.old, role), *cells_of(change.new, role)) for change in known)
    return tuple(_budget(known, group, role) for group in joined_by_cells(cells))


def joined_by_cells(cells: Iterable[Iterable[CellKey]]) -> list[list[int]]:
    """Places of what has cells in common, directly or through others, in the order of their first; without cells: none.

    Args:
        cells: of each, in order.
    """
    parent: list[int] = []
    first: dict[CellKey, int] = {}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    having: list[int] = []
    for at, own_cells in enumerate(cells):
        parent.append(at)
        for cell in own_cells:
            own, other = root(at), root(first.setdefault(cell, at))
            parent[max(own, other)] = min(own, other)
            if not having or having[-1] != at:
                having.append(at)
    groups: dict[int, list[int]] = {}
    for at in having:
        groups.setdefault(root(at), []).append(at)
    return list(groups.values())


def _budget(known: Sequence[Change], group: Sequence[int], role: BudgetRole) -> BudgetChange:
    changes = tuple(known[at] for at in group)
    old = cells_of((entry for change in changes for entry in change.old), role)
    new = cells_of((entry for change in changes for entry in change.new), role)
    numbers = tuple(at + 1 for at in group)
    return BudgetChange(changes, numbers, frozenset(old), frozenset(new), _known_twd(old), _known_twd(new))


def _known_twd(cells: Mapping[CellKey, tuple[Entry, EntryBudget]]) -> int | None:
    return sums_of(cell for _, cell in cells.values()).known_twd


def _group(entry: Entry) -> Group:
    return entry.section_key, entry.work_key


def _older_groups(comparison: Comparison) -> dict[Group, Group]:
    """The newer year's group for each of the older year: of the same name, or that most of its items are in."""
    renamed = _renamed_keys(comparison)
    known = set(map(_group, comparison.new.entries))
    went: dict[Group, Counter[Group]] = {}
    for change in comparison.changes:
        for old in change.old:
            went.setdefault(_group(old), Counter()).update(map(_group, change.new))
    groups = {}
    for group in dict.fromkeys(map(_group, comparison.old.entries)):
        same = (renamed.get(group[0], group[0]), group[1])
        most = went.get(group, Counter()).most_common(1)
        groups[group] = same if same in known or not most else most[0][0]
    return groups


def _renamed_keys(comparison: Comparison) -> Mapping[str, str]:
    old = {entry.section: entry.section_key for entry in comparison.old.entries}
    new = {entry.section: entry.section_key for entry in comparison.new.entries}
    return {
        old[before]: new[after]
        for before, after in comparison.renamed_sections
        if before in old and after in new
    }


def _by_group(
    entries: Sequence[Entry], group_of: Callable[[Entry], Group]
) -> dict[tuple[Group, BudgetRole], list[EntryBudget]]:
    """Each cell once, in the group of the first item that it applies to, by group and role."""
    found: dict[tuple[Group, BudgetRole], list[EntryBudget]] = {}
    for role in BUDGET_ROLE_ORDER:
        for entry, cell in cells_of(entries, role).values():
            found.setdefault((group_of(entry), role), []).append(cell)
    return found


def _joined(section: str | None, totals: Sequence[GroupTotal]) -> Iterator[GroupTotal]:
    """Totals of one section or of all, by role."""
    for role in BUDGET_ROLE_ORDER:
        known = [total for total in totals if total.role == role]
        if known:
            yield GroupTotal(
                section, None, role, added(total.old for total in known), added(total.new for total in known)
            )
