"""Compares what was read from a crossed plan with its truth, in the measure of the gold tests."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.models import Extraction, Section
from tests import scoring
from tests.scoring import Gold, Record, plain

Cell = tuple[str, str, str, str, int | None]
"""Section, plan item, role, text and dollars of one budget cell."""
SHOWN = 3
"""Differences that are told of a document."""


@dataclass(frozen=True)
class Judged:
    """How one document was read by one engine."""

    items: int
    read: int = 0
    exact: int = 0
    budgets: int = 0
    budgets_right: int = 0
    budgets_invented: int = 0
    outside: int = 0
    told: int = 0
    """Wrong records that have a finding."""
    silent: int = 0
    """Wrong records without one, and records that are missing."""
    fronts_wrong: int = 0
    plans_wrong: int = 0
    """Offices and years that differ from the truth."""
    failure: str = ""
    differences: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall over whole records."""
        return 2 * self.exact / (self.items + self.read) if self.items + self.read else 1.0

    @property
    def records_right(self) -> bool:
        """Tell whether every record and every budget is right and the account balances."""
        budgets = self.budgets_right == self.budgets and not self.budgets_invented
        return self.f1 == 1.0 and budgets and not self.outside and not self.failure

    @property
    def perfect(self) -> bool:
        """Tell whether nothing is wrong."""
        return self == replace(
            self, read=self.items, exact=self.items, budgets_right=self.budgets, budgets_invented=0,
            outside=0, told=0, silent=0, fronts_wrong=0, plans_wrong=0, failure="", differences=(),
        )  # fmt: skip


def failed(gold: Gold, message: str) -> Judged:
    """Judge a document that could not be read at all."""
    return Judged(len(wanted(gold)), budgets=len(_wanted_cells(gold)), failure=message)


def judged(gold: Gold, found: Extraction) -> Judged:
    """Judge a document that was read."""
    truth, got = wanted(gold), scoring.records(found)
    cells, read = Counter(_wanted_cells(gold)), Counter(_cells(found))
    right = Counter(truth)
    told = silent = exact = 0
    for record, item in zip(got, scoring.items_of(found), strict=True):
        if right[record] > 0:
            right[record] -= 1
            exact += 1
        elif item.finding_ids:
            told += 1
        else:
            silent += 1
    fronts = Counter(scoring.gold_fronts(gold)) - Counter(scoring.fronts(found))
    offices = [(plan.agency.name, plan.year_roc) for plan in found.plans]
    return Judged(
        items=len(truth),
        read=len(got),
        exact=exact,
        budgets=cells.total(),
        budgets_right=(cells & read).total(),
        budgets_invented=(read - cells).total(),
        # More glyphs in fields than on the page is as wrong as fewer, and must not cancel out.
        outside=abs(found.audit.outside),
        told=told,
        silent=silent + max(0, len(truth) - len(got)),
        fronts_wrong=fronts.total(),
        plans_wrong=int(offices != list(_offices(gold))),
        differences=tuple(_differences(truth, got))[:SHOWN] + _cell_differences(cells, read),
    )


def wanted(gold: Gold) -> list[Record]:
    """List the items of the truth; their labels are more than the general truth has signs for."""
    items = [item for unit in gold["units"] for item in unit["items"]]
    return [
        replace(
            record,
            implementation=tuple(
                (depth, plain(label), plain(text).removeprefix(plain(label)))
                for (depth, text), label in zip(item["implementation"], item["labels"], strict=True)
            ),
        )
        for record, item in zip(scoring.gold_records(gold), items, strict=True)
    ]


def _offices(gold: Gold) -> Iterator[tuple[str, int]]:
    above = None
    for unit in gold["units"]:
        office = unit["agency"], unit["year_roc"]
        if office != above:
            yield office
        above = office


def _wanted_cells(gold: Gold) -> list[Cell]:
    return [
        (plain(unit["unit"]), plain(item["plan"][-1]), role, plain(text), dollars)
        for unit in gold["units"]
        for item in unit["items"]
        for key, text, dollars in item["money"]
        for role in ["current" if key == "budget" else key]
    ]


def _cells(found: Extraction) -> Iterator[Cell]:
    for section in scoring.sections_of(found):
        yield from _cells_of(section)


def _cells_of(section: Section) -> Iterator[Cell]:
    names = {
        item.id: plain((item.plan_item[-1].label or "") + item.plan_item[-1].text)
        for item in section.items
        if item.plan_item
    }
    for budget in section.budgets:
        at = names.get(budget.applies_to[0], "") if budget.applies_to else ""
        yield plain(section.name), at, budget.role, plain(budget.raw), budget.amount_twd


def _differences(truth: list[Record], got: list[Record]) -> Iterator[str]:
    """Tell the first places where the records differ, each as short as it can be said."""
    lost, extra = Counter(truth) - Counter(got), Counter(got) - Counter(truth)
    if not lost and not extra:
        return
    yield f"{lost.total()} of {len(truth)} wrong or missing, {len(got)} read"
    for record in [one for one in truth if lost[one]]:
        near = next((one for one in got if extra[one] and one.plan[-1:] == record.plan[-1:]), None)
        near = near or next(
            (one for one in got if extra[one] and one.implementation[:1] == record.implementation[:1]), None
        )
        if near is None:
            yield f"{record.plan}: missing"
            continue
        for field in ("section", "work", "plan", "implementation", "budget"):
            a, b = getattr(record, field), getattr(near, field)
            if a != b:
                yield f"{''.join(record.plan)[:14]} {field}: " + _apart(a, b)


def _apart(wanted_value: object, got: object, around: int = 60) -> str:
    """Show two values from shortly before their first difference."""
    a, b = str(wanted_value), str(got)
    start = next(
        (n for n, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b))
    )
    start = max(0, start - 12)
    return f"gold …{a[start : start + around]}… got …{b[start : start + around]}…"


def _cell_differences(cells: Counter[Cell], read: Counter[Cell]) -> tuple[str, ...]:
    lost, extra = list((cells - read).elements()), list((read - cells).elements())
    if not lost and not extra:
        return ()
    return (f"budgets: {len(lost)} lost, {len(extra)} invented; gold {lost[:1]} got {extra[:1]}",)
