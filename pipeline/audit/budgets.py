"""Rules about the budget cells of one item, and about amounts that are sums of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.audit.bare_findings import BareFinding, name_of, place_of, sections, short
from pipeline.audit.sums import BudgetColumn, columns_of
from pipeline.models import Budget, Extraction, Item, Level
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import years_in

PARTS_OF_SUM = 3
"""Of fewer amounts one may be the sum of the others by chance."""
SUMMING = re.compile(
    r"(?:本頁|本月|頁)(?:小計|合計|總計|計)|[承接續]前頁|[承接續]上頁|[過轉接]次頁|[過轉接]下頁|累計"
)
"""How the rows at the edge of a page begin that sum it or carry a sum over it."""
TOTAL_TEXT = re.compile(r"[^，。、；：]{0,4}(?:小|合|總|共|累)計[:：]?|合計數")
"""Words of totals with what they sum, such as 分項小計, where a text holds nothing else."""


def budget_twice(extraction: Extraction) -> Iterator[BareFinding]:
    """Items with two cells of one column, or with a cell that sums those of the other columns."""
    for _, section in sections(extraction):
        cells: dict[str, list[Budget]] = {}
        for budget in section.budgets:
            for item_id in budget.applies_to if budget.role == "current" else ():
                cells.setdefault(item_id, []).append(budget)
        for item in section.items:
            found = cells.get(item.id, [])
            second = _second(found) or _summing(found)
            if second is not None:
                values = {"item": name_of(item), "raw": short(second.raw), "header": second.header}
                yield BareFinding("budget-twice", place_of(second.provenance), values, item.id)


def _second(cells: Iterable[Budget]) -> Budget | None:
    """The first cell of a column that has one already."""
    seen: set[str] = set()
    for cell in cells:
        if cell.header in seen:
            return cell
        seen.add(cell.header)
    return None


def _summing(cells: Iterable[Budget]) -> Budget | None:
    """The cell whose amount is the sum of at least two others, if there is one."""
    amounts = [cell for cell in cells if cell.amount_twd]
    whole = sum(cell.amount_twd or 0 for cell in amounts)
    if len(amounts) < PARTS_OF_SUM:
        return None
    return next((cell for cell in amounts if 2 * (cell.amount_twd or 0) == whole), None)


def budget_of_other_year(extraction: Extraction) -> Iterator[BareFinding]:
    """Amounts of a column of another year that stand as the plan's own beside those of its year."""
    for plan in extraction.plans:
        own = plan.year_roc
        for section in plan.sections:
            years = {budget.header: {m.roc for m in years_in(budget.header)} for budget in section.budgets}
            current = [budget for budget in section.budgets if budget.role == "current"]
            if own is None or not any(own in years[budget.header] for budget in current):
                continue
            for budget in current:
                if years[budget.header] and own not in years[budget.header]:
                    values = {"header": budget.header, "year": str(own), "raw": short(budget.raw)}
                    item_id = budget.applies_to[0] if budget.applies_to else None
                    yield BareFinding("budget-of-other-year", place_of(budget.provenance), values, item_id)


def total_in_record(extraction: Extraction) -> Iterator[BareFinding]:
    """Rows of totals that were read as records: by their words, or by an amount that sums those above it."""
    for plan in extraction.plans:
        summing = [cell for column in columns_of(plan).values() for cell in _sums_in(column)]
        amounts = {item_id: cell for cell in summing for item_id in cell.applies_to}
        for section in plan.sections:
            for item in section.items:
                words = _words(item)
                cell = amounts.get(item.id)
                if words is not None:
                    field, text = words
                    place = place_of(item.provenance, field)
                    yield BareFinding("total-in-record", place, {"text": short(text)}, item.id)
                elif cell is not None:
                    place = place_of(cell.provenance)
                    yield BareFinding("total-in-record", place, {"text": short(cell.raw)}, item.id)


def _words(item: Item) -> tuple[str, str] | None:
    """Field and text of a level that is, or begins or ends with, the words of a total's row."""
    levels: list[tuple[str, Level]] = [(f"work_item[{i}]", one) for i, one in enumerate(item.work_item)]
    levels += [(f"plan_item[{i}]", one) for i, one in enumerate(item.plan_item)]
    texts = [(field, level.text) for field, level in levels]
    texts += [(f"implementation[{i}]", step.text) for i, step in enumerate(item.implementation)]
    for field, text in texts:
        if is_summing(squeeze(text)):
            return field, text
    return None


def is_summing(text: str) -> bool:
    """Whether a text without white space is that of a row that sums others, or begins like one at a page's edge.

    >>> is_summing("合計"), is_summing("本頁小計二、就業促進"), is_summing("小計畫徵選")
    (True, True, False)
    """
    return bool(TOTAL_TEXT.fullmatch(text) or SUMMING.match(text))


def _sums_in(column: BudgetColumn) -> Iterator[Budget]:
    """Cells whose amount is the sum of all cells between them and a bound before them."""
    for i, cell in enumerate(column.cells):
        if cell.role == "difference" or not cell.amount_twd:
            continue
        run = column.longest_run(i, cell.amount_twd)
        if run is not None and column.count(run) >= PARTS_OF_SUM:
            yield cell
