"""Rules about budget cells and printed totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.audit.found import Found, budgets, place_of, sections, short
from pipeline.models import Budget, Extraction, Plan, Provenance, Section, Total
from pipeline.normalizers.money import is_not_shown, parse_budget
from pipeline.normalizers.years import without_years

DIGIT = re.compile(r"[0-9０-９]")


def budget_unclear(extraction: Extraction, nil_words: frozenset[str]) -> Iterator[Found]:
    """Words with digits in them, and amounts that were read against some evidence.

    Args:
        extraction: what was read.
        nil_words: words of a budget cell that mean none.
    """
    for budget in budgets(extraction):
        if budget.kind == "nil" or is_not_shown(budget.raw):
            continue
        doubtful = parse_budget(budget.raw, budget.printed_unit, nil_words).doubtful
        # The year in 「依113年預算」 is no amount that was missed.
        if doubtful or (budget.kind == "text" and DIGIT.search(without_years(budget.raw))):
            yield _about("budget-unclear", budget)


def amount_not_shown(extraction: Extraction) -> Iterator[Found]:
    """Cells of ###: the amount did not fit the column of a spreadsheet."""
    for budget in budgets(extraction):
        if is_not_shown(budget.raw):
            yield _about("amount-not-shown", budget)


def budget_negative(extraction: Extraction) -> Iterator[Found]:
    """Less than nothing in a column of the plan's own year."""
    for budget in budgets(extraction):
        if budget.role == "current" and any(amount.amount_twd < 0 for amount in budget.amounts):
            yield _about("budget-negative", budget)


def budget_unassigned(extraction: Extraction) -> Iterator[Found]:
    """Cells that no item has."""
    for budget in budgets(extraction):
        if not budget.applies_to:
            yield _about("budget-unassigned", budget)


def totals(extraction: Extraction) -> Iterator[Found]:
    """Printed totals against the sum of the current budgets in their scope."""
    for plan, section in sections(extraction):
        for total in section.totals:
            yield from _total(total, _scope(total, plan), section)


def _about(rule: str, budget: Budget) -> Found:
    item_id = budget.applies_to[0] if budget.applies_to else None
    return Found(rule, place_of(budget.provenance), {"raw": short(budget.raw)}, item_id)


def _scope(total: Total, plan: Plan) -> tuple[Budget, ...]:
    """Budgets of all columns in the section or plan that a total names."""
    inside = [s for s in plan.sections if total.scope in {s.id, plan.id}]
    return tuple(b for s in inside for b in s.budgets)


def _total(total: Total, cells: tuple[Budget, ...], section: Section) -> Iterator[Found]:
    place = place_of(total.provenance)
    scope = tuple(b for b in cells if b.role == "current")
    open_cells = [b for b in scope if b.kind == "text" or (b.kind == "amount" and b.amount_twd is None)]
    if total.amount_twd is None or open_cells:
        count = len(open_cells) + (total.amount_twd is None)
        values = {"label": total.label, "raw": short(total.raw), "count": str(count)}
        yield Found("total-not-checked", place, values)
        return
    if total.amount_twd in {*_column_sums(cells), *_partial_sums(total, scope, section)}:
        return
    summed = _sum(scope)
    values = {
        "label": total.label,
        "printed": f"{total.amount_twd:,}",
        "summed": f"{summed:,}",
        "difference": f"{total.amount_twd - summed:,}",
    }
    yield Found("total-mismatch", place, values)


def _column_sums(cells: tuple[Budget, ...]) -> set[int]:
    """The sums of the single columns: a total of last year's budgets stands in the same row."""
    return {_sum(b for b in cells if b.header == header) for header in {b.header for b in cells}}


def _partial_sums(total: Total, scope: tuple[Budget, ...], section: Section) -> set[int]:
    """What a total may rightly say of its plan's own year: the sum of its scope, or of a part.

    A subtotal sums what is printed between it and the total before it, or, where totals stand above their
    parts, the total behind it.
    """
    others = [t for t in section.totals if t.scope == total.scope and t is not total]
    sums = {_sum(scope)}
    if others:
        here = _height(total.provenance)
        before = max((h for t in others if (h := _height(t.provenance)) < here), default=(0, 0.0))
        behind = min((h for t in others if (h := _height(t.provenance)) > here), default=(10**9, 0.0))
        sums.add(_sum(b for b in scope if before < _height(b.provenance) < here))
        sums.add(_sum(b for b in scope if here < _height(b.provenance) < behind))
    return sums


def _height(provenance: tuple[Provenance, ...]) -> tuple[int, float]:
    return (provenance[0].page, provenance[0].bbox[1]) if provenance else (0, 0.0)


def _sum(cells: Iterable[Budget]) -> int:
    return sum(cell.amount_twd or 0 for cell in cells)
