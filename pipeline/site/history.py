"""Where an office's items go on through the years, found a pair of years at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from pipeline.compare.comparison import compare_documents
from pipeline.compare.crosswalk import CROSSWALK_FILE, rulings_of
from pipeline.compare.lineages import lineage_rows
from pipeline.compare.model import Band, Change, Comparison, Entry, Status
from pipeline.compare.totals import sums_of
from pipeline.dataclass import dataclass
from pipeline.folder.comparisons import read_crosswalk
from pipeline.site.inputs import OfficeInput, PlanInput
from pipeline.site.model import SiteComparison, SitePlan
from pipeline.web.words import Words


@dataclass(frozen=True, slots=True)
class YearOfItem:
    """An item as the others of its line tell it.

    Attributes:
        title_key: of its title, without numbers.
        budget: dollars of the year's budget, else its words; None where it has none.
    """

    plan_id: str
    year: Words
    item_id: str
    title: str
    title_key: str
    budget: int | str | None


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """Where an item stands in a comparison.

    Attributes:
        comparison: its name.
        number: of the change in it.
        status: what became of the item.
        band: how sure that is.
    """

    comparison: str
    number: int
    status: Status
    band: Band


@dataclass(frozen=True, slots=True)
class ReachedItem:
    """An item of a line as it is reached from another one of it, a change after the other.

    Attributes:
        doubt: the first change on the way that is uncertain, a split or a merge: beyond it the item is not surely the
            same, or no longer the same alone. None where the whole way is certain, one item to one.
        is_again: whether the line has a gap of a year or more before it, behind which its title is back.
    """

    year: YearOfItem
    doubt: ChangeMark | None = None
    is_again: bool = False


@dataclass(frozen=True)
class History:
    """What an office's comparisons tell of each item.

    Attributes:
        lines: of each item, itself and those that it leads to in other years, by year. What else came of the same
            split, or went into the same merge, is not among them.
        marks: of each item, its changes.
        lineages: the items of each line, by year; one that was merged is in several.
        renamed: of each pair of years in turn, the older and newer names of sections that go by another one.
    """

    lines: Mapping[str, tuple[ReachedItem, ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[ChangeMark, ...]] = field(default_factory=dict)
    lineages: tuple[tuple[str, ...], ...] = ()
    renamed: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True)
class Steps:
    """Which items an item leads to in the next year and in the year before, each with the change."""

    later: dict[str, list[tuple[str, ChangeMark]]] = field(default_factory=lambda: defaultdict(list))
    earlier: dict[str, list[tuple[str, ChangeMark]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, change: Change, mark: ChangeMark) -> None:
        """Add a change's steps, in both directions."""
        for old in change.old:
            for new in change.new:
                self.later[old.id].append((new.id, mark))
                self.earlier[new.id].append((old.id, mark))

    def walked(
        self, item_id: str, steps: Mapping[str, list[tuple[str, ChangeMark]]]
    ) -> dict[str, ChangeMark | None]:
        """All items that lie that way, each with the first doubtful change before it."""
        found: dict[str, ChangeMark | None] = {}
        open_steps: list[tuple[str, ChangeMark | None]] = [(item_id, None)]
        while open_steps:
            at, doubt = open_steps.pop()
            for other, mark in steps.get(at, ()):
                beyond = doubt or (mark if _is_doubtful(mark) else None)
                found[other] = beyond
                open_steps.append((other, beyond))
        return found


def _is_doubtful(mark: ChangeMark) -> bool:
    return mark.band == "uncertain" or mark.status in {"split", "merged"}


def history_of(
    office: OfficeInput,
    read: Callable[[PlanInput], SitePlan],
    crosswalks: Path | None,
    use: Callable[[SiteComparison], None],
) -> History:
    """Compare an office's years in turn; no more than two of them are held at a time.

    Args:
        office: its plans.
        read: a plan.
        crosswalks: folder of ``compare --in``, whose crosswalks are followed.
        use: is called with each comparison.

    Raises:
        CrosswalkError: a crosswalk cannot be used.
        UnreadableError: it cannot be read.
    """
    told: dict[str, YearOfItem] = {}
    marks: dict[str, list[ChangeMark]] = defaultdict(list)
    steps = Steps()
    renamed: list[tuple[tuple[str, str], ...]] = []

    def comparisons() -> Iterator[Comparison]:
        newer: tuple[SitePlan, ...] = ()
        for name, old, new in office.pairs():
            older = newer or tuple(map(read, old))
            newer = tuple(map(read, new))
            one = _comparison(name, older, newer, crosswalks)
            told.update((year.item_id, year) for year in _years((*older, *newer)))
            for change, mark in _marks(one):
                for entry in (*change.old, *change.new):
                    marks[entry.id].append(mark)
                steps.take(change, mark)
            renamed.append(one.comparison.renamed_sections)
            use(one)
            yield one.comparison

    lines: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
    for line_id, year_roc, item_id in lineage_rows(comparisons()):
        lines[line_id].append((year_roc, item_id))
    return History(
        {item_id: _reached(item_id, own, steps, told) for item_id, own in _by_item(lines.values()).items()},
        {item_id: tuple(one) for item_id, one in marks.items()},
        tuple(tuple(item_id for _, item_id in line) for line in lines.values()),
        tuple(renamed),
    )


def _comparison(
    name: str, old: tuple[SitePlan, ...], new: tuple[SitePlan, ...], crosswalks: Path | None
) -> SiteComparison:
    rows = read_crosswalk(crosswalks / name / CROSSWALK_FILE) if crosswalks else ()
    documents = [plan.document for plan in old], [plan.document for plan in new]
    return SiteComparison(name, compare_documents(*documents, rulings_of(rows)), old, new)


def _years(plans: Iterable[SitePlan]) -> Iterator[YearOfItem]:
    for plan in plans:
        for row in plan.rows:
            yield YearOfItem(plan.id, plan.year, row.id, row.title, row.entry.title_key, _budget(row.entry))


def _budget(entry: Entry) -> int | str | None:
    """As ``told_budget`` tells it."""
    cells = [cell for cell in entry.budgets if cell.role == "current"]
    sums = sums_of(cells)
    return sums.amount_twd if sums.amounts else "、".join(cell.raw for cell in cells if cell.raw) or None


def _marks(one: SiteComparison) -> Iterator[tuple[Change, ChangeMark]]:
    for number, change in enumerate(one.comparison.changes, start=1):
        yield change, ChangeMark(one.name, number, change.status, change.band)


def _by_item(lines: Iterable[list[tuple[int | None, str]]]) -> dict[str, list[str]]:
    """Of each item, all items of the lines that it is in, by year."""
    found: dict[str, dict[tuple[int | None, str], None]] = defaultdict(dict)
    for line in lines:
        for _, item_id in line:
            found[item_id].update(dict.fromkeys(line))
    return {
        item_id: [other for _, other in sorted(line, key=lambda one: one[0] or 0)]
        for item_id, line in found.items()
    }


def _reached(
    item_id: str, line: Sequence[str], steps: Steps, told: Mapping[str, YearOfItem]
) -> tuple[ReachedItem, ...]:
    """The items of a line that one of them leads to, itself among them, by year."""
    doubts: dict[str, ChangeMark | None] = {item_id: None}
    doubts |= steps.walked(item_id, steps.later) | steps.walked(item_id, steps.earlier)
    years = {told[other].plan_id for other in doubts}
    titles = {told[other].title_key for other in doubts}
    found = []
    for other in line:
        year = told[other]
        if other in doubts:
            found.append(ReachedItem(year, doubts[other]))
        elif year.plan_id not in years and year.title_key in titles:
            found.append(ReachedItem(year, is_again=True))
    return tuple(found)
