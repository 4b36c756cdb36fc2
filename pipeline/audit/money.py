"""Rules about budget cells and printed totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.audit.bare_findings import BareFinding, budgets, place_of, sections, short
from pipeline.audit.sums import BudgetColumn, CellRun, Position, beside, columns_of, places_of, position
from pipeline.models import Budget, Extraction, Plan, Total
from pipeline.normalizers.arithmetic import is_range
from pipeline.normalizers.money import Remark, is_not_shown, parse_budget
from pipeline.normalizers.years import without_years

DIGIT = re.compile(r"[0-9０-９]")
AMOUNT_RULES: Mapping[Remark, str] = {
    "summed": "amounts-summed",
    "differs": "parts-differ",
    "worded": "amount-worded",
}
"""Rules that say how an amount came about."""


def amounts_as_read(extraction: Extraction, nil_words: frozenset[str]) -> Iterator[BareFinding]:
    """How amounts came about: words with digits in them, what was read against some evidence, sums, calculations.

    Args:
        extraction: what was read.
        nil_words: words of a budget cell that mean none.
    """
    for budget in budgets(extraction):
        if budget.kind == "nil" or budget.derived or is_not_shown(budget.raw):
            continue
        value = parse_budget(budget.raw, budget.printed_unit or budget.given_unit, nil_words)
        if budget.kind == "text" and is_range(budget.raw):
            yield _about("budget-range", budget)
            continue
        # The year in 「依113年預算」 is no amount that was missed.
        if value.doubtful or (budget.kind == "text" and DIGIT.search(without_years(budget.raw))):
            yield _about("budget-unclear", budget)
        if budget.kind == "amount":
            yield from (_about(AMOUNT_RULES[remark], budget) for remark in sorted(value.remarks))


def parts_differ(extraction: Extraction) -> Iterator[BareFinding]:
    """Totals whose parts, all of which are amounts, add up to another one."""
    for _, section in sections(extraction):
        parts: dict[str, list[Budget]] = {}
        for budget in section.budgets:
            if budget.part_of is not None:
                parts.setdefault(budget.part_of, []).append(budget)
        for budget in section.budgets:
            counted = [part for part in parts.get(budget.id, ()) if part.kind != "nil"]
            amounts = [part.amount_twd for part in counted if part.amount_twd is not None]
            # A lone part may stand beside others that are named in words.
            told = budget.amount_twd is not None and 1 < len(amounts) == len(counted)
            if told and sum(amounts) != budget.amount_twd:
                yield _about("parts-differ", budget)


def amount_not_shown(extraction: Extraction) -> Iterator[BareFinding]:
    """Cells of ###: the amount did not fit the column of a spreadsheet."""
    for budget in budgets(extraction):
        if is_not_shown(budget.raw):
            yield _about("amount-not-shown", budget)


def budget_negative(extraction: Extraction) -> Iterator[BareFinding]:
    """Less than nothing in a column of the plan's own year."""
    for budget in budgets(extraction):
        if budget.role == "current" and any(amount.amount_twd < 0 for amount in budget.amounts):
            yield _about("budget-negative", budget)


def budget_unassigned(extraction: Extraction) -> Iterator[BareFinding]:
    """Cells that no item has."""
    for budget in budgets(extraction):
        if not budget.applies_to:
            yield _about("budget-unassigned", budget)


def totals(extraction: Extraction) -> Iterator[BareFinding]:
    """Printed totals against the sums of their columns, at the level that each of them sums."""
    for plan in extraction.plans:
        columns, places = columns_of(plan), places_of(plan)
        current = columns_of(plan, "current").get("")
        for number, section in enumerate(plan.sections):
            for total in section.totals:
                beside_it = [columns[header] for header in sorted(beside(total, places) or columns)]
                summed = [*beside_it, *([current] if current is not None else [])]
                yield from _total(total, position(number, total.provenance), summed, plan)


def _about(rule: str, budget: Budget) -> BareFinding:
    item_id = budget.applies_to[0] if budget.applies_to else None
    return BareFinding(rule, place_of(budget.provenance), {"raw": short(budget.raw)}, item_id)


def _total(total: Total, at: Position, columns: Sequence[BudgetColumn], plan: Plan) -> Iterator[BareFinding]:
    if total.scope == plan.id:
        tries = [(column, CellRun(0, len(column.cells))) for column in columns]
    else:
        tries = [(column, run) for column in columns for run in column.runs(at)]
    amount = total.amount_twd
    if amount is None and parse_budget(total.raw, None).kind == "amount":
        # Its unit is not known, which is said of the table.
        return
    # Nothing may have been planned in a stretch, or no cell of it may be printed.
    if amount == 0 or any(c.sum(r) == amount for c, r in tries) or _sums_totals(total, plan):
        return
    place = place_of(total.provenance)
    column, run = min(tries, key=lambda one: abs(one[0].sum(one[1]) - (amount or 0)), default=(None, None))
    cells = column.cells[run.first : run.last] if column is not None and run is not None else []
    open_cells = sum(b.kind == "text" or (b.kind == "amount" and b.amount_twd is None) for b in cells)
    if amount is None or open_cells:
        count = open_cells + (amount is None)
        yield BareFinding(
            "total-not-checked", place, {"label": total.label, "raw": short(total.raw), "count": str(count)}
        )
        return
    summed = sum(cell.amount_twd or 0 for cell in cells)
    values = {
        "label": total.label,
        "printed": f"{amount:,}",
        "summed": f"{summed:,}",
        "difference": f"{amount - summed:,}",
    }
    yield BareFinding("total-mismatch", place, values, _culprit(amount, tries))


def _sums_totals(total: Total, plan: Plan) -> bool:
    """Whether it sums other totals of its column, all of one kind: they are right where cells hold words."""
    groups: dict[str, int] = {}
    for section in plan.sections:
        for other in section.totals:
            if other is not total and _below(other, total):
                groups[other.label] = groups.get(other.label, 0) + (other.amount_twd or 0)
    return total.amount_twd is not None and total.amount_twd in groups.values()


def _below(one: Total, other: Total) -> bool:
    """Whether their amounts share a column."""
    a, b = one.provenance[-1:], other.provenance[-1:]
    return bool(a and b) and min(a[0].bbox[2], b[0].bbox[2]) > max(a[0].bbox[0], b[0].bbox[0])


def _culprit(amount: int, tries: Iterable[tuple[BudgetColumn, CellRun]]) -> str | None:
    """The only item whose budget a sum has too much, or one beside the summed ones that it lacks."""
    found: set[str] = set()
    for column, run in tries:
        over = column.sum(run) - amount
        inside = column.cells[run.first : run.last]
        outside = [*column.cells[max(run.first - 1, 0) : run.first], *column.cells[run.last : run.last + 1]]
        suspects = inside if over > 0 else outside
        found.update(
            item_id for cell in suspects if cell.amount_twd == abs(over) for item_id in cell.applies_to[:1]
        )
    return found.pop() if len(found) == 1 else None
