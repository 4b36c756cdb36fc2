"""An office through its years: budgets by section and by kind, and the line of each item, a plan read at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.compare.entries import key_of
from pipeline.compare.model import EntryBudget
from pipeline.compare.report_rows import unnumbered_text
from pipeline.compare.report_words import ROLE_WORDS
from pipeline.compare.totals import Sums, added, cells_of, sums_of
from pipeline.dataclass import dataclass
from pipeline.models import BudgetRole
from pipeline.site.facts import PlanFacts
from pipeline.site.history import ChangeMark, History
from pipeline.site.model import ItemRow, SitePlan

SKIPPED = "skipped"
"""An event of a line beside the statuses of changes: it is back after a year without it."""
PAYING_ROLES: tuple[BudgetRole, ...] = ("current", "source")
"""Whose words tell who pays."""
Kind = tuple[BudgetRole, str]
"""A role, and of sources of funds, which a plan may print in several columns, the key of the column's header."""


@dataclass(frozen=True, slots=True)
class LineItem:
    """An item as its line shows it.

    Attributes:
        order: place in its plan, from 0.
        cells: amounts in dollars of the year's budget cells, by identifier; None where a cell is no amount.
        told: words of cells that are no amounts.
        shared: whether other items have a part in a cell.
    """

    id: str
    plan_id: str
    order: int
    section: str
    title: str
    cells: tuple[tuple[str, int | None], ...]
    told: str
    shared: bool

    @property
    def amount_twd(self) -> int | None:
        """Its cells together; None where none of them is an amount."""
        return amount_of([self])


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """What an office's page takes of one plan.

    Attributes:
        by_section: sums of the year's budget cells by name of the section, "" where it has none.
        by_kind: sums of all cells.
        headers: as printed, by key.
        by_words: number of cells that are words, by what they say.
    """

    facts: PlanFacts
    items: tuple[LineItem, ...]
    by_section: Mapping[str, Sums]
    by_kind: Mapping[Kind, Sums]
    headers: Mapping[str, str]
    by_words: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item through the years.

    Attributes:
        items: by plan; several of one plan where it was split.
        marks: its changes, those that found none aside.
        skipped: plans between its first and last that do not have it.
    """

    items: Mapping[str, tuple[LineItem, ...]]
    marks: tuple[ChangeMark, ...]
    skipped: tuple[str, ...]

    @property
    def newest(self) -> LineItem:
        """The first item of the latest plan that has it."""
        return [items for items in self.items.values() if items][-1][0]

    @property
    def titles(self) -> tuple[str, ...]:
        """Of all items of the latest plan that has any: several where it was split."""
        return tuple(
            dict.fromkeys(one.title for one in [items for items in self.items.values() if items][-1])
        )

    @property
    def former(self) -> tuple[str, ...]:
        """Titles of earlier plans that are others but for their numbers, by year."""
        own = {unnumbered_text(title) for title in self.titles}
        earlier = (one.title for items in self.items.values() for one in items)
        return tuple(dict.fromkeys(title for title in earlier if unnumbered_text(title) not in own))

    @property
    def events(self) -> tuple[str, ...]:
        """What became of it, each once."""
        skipped = (SKIPPED,) if self.skipped else ()
        return tuple(dict.fromkeys((*(mark.status for mark in self.marks), *skipped)))


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section through the years.

    Attributes:
        name: in the latest plan that has it; "" of what is in no section.
        former: other names that it had.
        by_plan: its sums; a plan without it is not there.
    """

    name: str
    former: tuple[str, ...]
    by_plan: Mapping[str, Sums]


@dataclass(frozen=True, slots=True)
class WordsLine:
    """Budgets that are words through the years: what they say of who pays.

    Attributes:
        words: as the latest plan prints them.
        by_plan: number of cells.
    """

    words: str
    by_plan: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of budgets through the years.

    Attributes:
        header: of the column, in the latest plan that has it; "" where a role's columns are not told apart.
        by_plan: its sums; a plan without it is not there.
    """

    role: BudgetRole
    header: str
    by_plan: Mapping[str, Sums]


def office_plan(plan: SitePlan, facts: PlanFacts) -> OfficePlan:
    """What an office's page takes of a plan."""
    by_section: dict[str, list[Sums]] = defaultdict(list)
    for one in plan.sections:
        by_section[one.name or ""].append(one.by_role.get("current", Sums()))
    return OfficePlan(
        facts,
        tuple(_line_item(place, row) for place, row in enumerate(plan.rows)),
        {name: added(sums) for name, sums in by_section.items()},
        _by_kind(plan),
        {key_of(header): header for header in _headers(plan).values()},
        Counter(
            cell.raw
            for role in PAYING_ROLES
            for _, cell in cells_of(plan.entries, role).values()
            if cell.kind == "text" and cell.raw
        ),
    )


def amount_of(items: Iterable[LineItem]) -> int | None:
    """The cells of some items of one plan together, each once; None where none of them is an amount."""
    cells = dict(cell for one in items for cell in one.cells)
    known = [amount for amount in cells.values() if amount is not None]
    return sum(known) if known else None


def lines_of_office(plans: Sequence[OfficePlan], history: History) -> tuple[ItemLine, ...]:
    """The lines of an office's items: those of the latest plan in its order, then what ended with earlier ones."""
    items = {one.id: one for plan in plans for one in plan.items}
    order = {plan.facts.id: place for place, plan in enumerate(plans)}
    through = [line for line in history.lineages if all(item_id in items for item_id in line)]
    alone = items.keys() - {item_id for line in through for item_id in line}
    lines = [_line(ids, items, plans, history) for ids in (*through, *((one,) for one in sorted(alone)))]
    return tuple(
        sorted(lines, key=lambda one: (-order[one.newest.plan_id], one.newest.order, _first(one).id))
    )


def sections_of_office(plans: Sequence[OfficePlan], history: History) -> tuple[SectionLine, ...]:
    """An office's sections, each under all of its names; those of the latest plan in its order come first."""
    renamed = {
        (key_of(new), key_of(old)): None for pair in history.renamed for old, new in pair if old and new
    }
    own: dict[str, str] = {}
    for plan in plans:
        for name in plan.by_section:
            key = key_of(name) if name else ""
            former = next((before for now, before in renamed if now == key and before in own), key)
            own.setdefault(key, own.get(former, key))
    names: dict[str, list[str]] = defaultdict(list)
    sums: dict[str, dict[str, list[Sums]]] = defaultdict(lambda: defaultdict(list))
    for plan in reversed(plans):
        for name, one in plan.by_section.items():
            section = own[key_of(name) if name else ""]
            names[section].append(name)
            sums[section][plan.facts.id].append(one)
    return tuple(
        SectionLine(
            known[0],
            tuple(dict.fromkeys(name for name in known if name != known[0])),
            {plan_id: added(one) for plan_id, one in sums[section].items()},
        )
        for section, known in names.items()
    )


def kinds_of_office(plans: Sequence[OfficePlan]) -> tuple[KindLine, ...]:
    """Kinds of budgets that an office's plans have, by role, those of the latest plan first."""
    found = dict.fromkeys(kind for plan in reversed(plans) for kind in plan.by_kind)
    return tuple(
        KindLine(
            role,
            next((plan.headers[key] for plan in reversed(plans) if key in plan.headers), ""),
            {plan.facts.id: plan.by_kind[role, key] for plan in plans if (role, key) in plan.by_kind},
        )
        for named in ROLE_WORDS
        for role, key in found
        if role == named
    )


def words_of_office(plans: Sequence[OfficePlan]) -> tuple[WordsLine, ...]:
    """What an office's budgets say in words, the most frequent in the latest plan first."""
    printed: dict[str, str] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for plan in reversed(plans):
        for words, count in plan.by_words.items():
            counts[printed.setdefault(key_of(words), words)][plan.facts.id] += count
    lines = [WordsLine(words, by_plan) for words, by_plan in counts.items()]
    return tuple(
        sorted(
            lines,
            key=lambda one: ([-one.by_plan.get(plan.facts.id, 0) for plan in reversed(plans)], one.words),
        )
    )


def _line_item(place: int, row: ItemRow) -> LineItem:
    cells = [cell for cell in row.entry.budgets if cell.role == "current"]
    return LineItem(
        row.id,
        row.entry.plan_id,
        place,
        row.entry.section,
        row.title,
        tuple((cell.id, cell.amount_twd) for cell in cells),
        "、".join(cell.raw for cell in cells if cell.amount_twd is None and cell.raw),
        any(cell.shared_by > 1 for cell in cells),
    )


def _headers(plan: SitePlan) -> dict[str, str]:
    """Header of each cell."""
    return {cell.id: cell.header for held in plan.document.plan.sections for cell in held.budgets}


def _by_kind(plan: SitePlan) -> dict[Kind, Sums]:
    """Sums of a plan's cells, each once."""
    headers = _headers(plan)
    kinds: dict[Kind, list[EntryBudget]] = defaultdict(list)
    for role in plan.roles:
        for _, cell in cells_of(plan.entries, role).values():
            kinds[role, key_of(headers[cell.id]) if role == "source" else ""].append(cell)
    return {kind: sums_of(cells) for kind, cells in kinds.items()}


def _line(
    ids: Sequence[str], items: Mapping[str, LineItem], plans: Sequence[OfficePlan], history: History
) -> ItemLine:
    own: dict[str, list[LineItem]] = {plan.facts.id: [] for plan in plans}
    for item_id in ids:
        own[items[item_id].plan_id].append(items[item_id])
    return ItemLine(
        {plan_id: tuple(found) for plan_id, found in own.items()},
        tuple(dict.fromkeys(_marks(ids, history))),
        tuple(_skipped(own, plans)),
    )


def _marks(ids: Iterable[str], history: History) -> Iterator[ChangeMark]:
    marks = (mark for item_id in ids for mark in history.marks.get(item_id, ()))
    yield from (mark for mark in marks if mark.status != "unchanged")


def _skipped(own: Mapping[str, Sequence[LineItem]], plans: Sequence[OfficePlan]) -> Iterator[str]:
    """Plans of a year that is between the line's first and last and has no item of it in any of its plans."""
    years = {plan.facts.year_roc for plan in plans if own[plan.facts.id] and plan.facts.year_roc is not None}
    for plan in plans:
        year = plan.facts.year_roc
        if years and year is not None and year not in years and min(years) < year < max(years):
            yield plan.facts.id


def _first(line: ItemLine) -> LineItem:
    return next(items[0] for items in line.items.values() if items)
