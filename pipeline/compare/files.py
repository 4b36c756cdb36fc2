"""A comparison as changes.json, for programs, and as changes.csv, flat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.compare.flat import BETWEEN_LEVELS, CELL_SEPARATOR, amount_twd, current, pairs
from pipeline.compare.model import Change, Comparison, Entry, EntryBudget, Side
from pipeline.compare.report_html import html_of
from pipeline.compare.report_md import markdown_of
from pipeline.compare.report_rows import ChangeRow, rows_of
from pipeline.compare.taken import taken_changes
from pipeline.compare.totals import shared_budgets, totals_of
from pipeline.exporters.csv_form import csv_text
from pipeline.normalizers.text import BYTE_ORDER_MARK

CHANGES_JSON = "changes.json"
CHANGES_CSV = "changes.csv"
CHANGE_COLUMNS = (
    "change",
    "status",
    "changes",
    "band",
    "score",
    "evidence",
    "doubts",
    "old_agency",
    "new_agency",
    "old_year_roc",
    "new_year_roc",
    "old_id",
    "new_id",
    "old_section",
    "new_section",
    "old_work_item",
    "new_work_item",
    "old_plan_item",
    "new_plan_item",
    "old_budget_raw",
    "new_budget_raw",
    "old_budget_twd",
    "new_budget_twd",
    "difference_twd",
    "old_budget_ids",
    "new_budget_ids",
    "old_first_page",
    "new_first_page",
)
"""Of changes.csv; amounts in New Taiwan dollars, score 0 to 1, pages from 1. ``change`` counts the
changes between two years of an office from 1; ``doubts`` are rules of findings that the change rests on."""
SCORE_DECIMALS = 4
"""Of a score."""


def changes_json(comparison: Comparison) -> bytes:
    """All changes with their items as UTF-8 JSON: ``old``, ``new`` and ``changes``, ending in LF.

    Amounts are in New Taiwan dollars; ``shared_by`` counts the items that a budget cell applies to.
    """
    whole = {
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "changes": [_change(one) for one in comparison.changes],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def changes_csv(comparison: Comparison) -> bytes:
    """All changes as CSV: a row for each pair of items, one with an empty side for added and removed ones."""
    return combined_csv([comparison])


def combined_csv(comparisons: Iterable[Comparison]) -> bytes:
    """The changes of several comparisons in one table; ``change`` begins anew with each office and pair of years."""
    rows = [row for one in comparisons for row in change_rows(one)]
    return BYTE_ORDER_MARK + (csv_text([CHANGE_COLUMNS]) + csv_text(rows)).encode()


def change_rows(comparison: Comparison) -> Iterator[list[str | int | None]]:
    """Yield the cells of each row of changes.csv, in the order of ``CHANGE_COLUMNS``.

    A split and a merge have a row for each of their items, which bear the same number in ``change``. A difference is
    that of a whole budget and stands once, in the first row of its leading change.
    """
    old_side, new_side = comparison.old, comparison.new
    between = old_side.agency, new_side.agency, old_side.year_roc, new_side.year_roc
    differences = {one.leading[0]: one.difference_twd for one in shared_budgets(comparison.changes)}
    for number, change in enumerate(comparison.changes, start=1):
        whole = differences.get(number)
        for at, (old, new) in enumerate(pairs(change)):
            yield [
                number,
                change.status,
                CELL_SEPARATOR.join(change.changes),
                change.band,
                score_text(change.score),
                CELL_SEPARATOR.join(change.evidence),
                CELL_SEPARATOR.join(change.doubts),
                *between,
                *_both(old, new, None if at else whole),
            ]


def score_text(score: float) -> str:
    """A score as it is written in tables.

    >>> score_text(1.0), score_text(0.83)
    ('1.0000', '0.8300')
    """
    return f"{score:.{SCORE_DECIMALS}f}"


def taken_rows(comparison: Comparison, shown: Iterable[ChangeRow]) -> dict[str, Any]:
    """The rows of changes.csv of the changes that a page shows, for whoever takes them away from there."""
    return taken_changes(CHANGE_COLUMNS, numeric_rows(comparison), {row.number for row in shown})


def numeric_rows(comparison: Comparison) -> Iterator[list[str | int | float | None]]:
    """Yield the rows of changes.csv with the score as a number, for where texts are guarded against spreadsheets."""
    place = CHANGE_COLUMNS.index("score")
    for row in change_rows(comparison):
        yield [float(str(cell)) if at == place else cell for at, cell in enumerate(row)]


def _side(side: Side) -> dict[str, Any]:
    return {
        "label": side.label,
        "plan_ids": list(side.plan_ids),
        "agency": side.agency,
        "year_roc": side.year_roc,
        "source": side.source,
        "items": len(side.entries),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "status": change.status,
        "changes": list(change.changes),
        "band": change.band,
        "score": round(change.score, SCORE_DECIMALS),
        "evidence": list(change.evidence),
        "doubts": list(change.doubts),
        "old": [_entry(one) for one in change.old],
        "new": [_entry(one) for one in change.new],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "section": entry.section,
        "work_item": list(entry.work_item),
        "plan_item": list(entry.plan_item),
        "budgets": [_budget(one) for one in entry.budgets],
        "pages": list(entry.pages),
        "doubts": list(entry.doubts),
    }


def _budget(budget: EntryBudget) -> dict[str, Any]:
    return {
        "id": budget.id,
        "role": budget.role,
        "raw": budget.raw,
        "kind": budget.kind,
        "amount_twd": budget.amount_twd,
        "shared_by": budget.shared_by,
        "page": budget.page,
    }


def _both(old: Entry | None, new: Entry | None, difference_twd: int | None) -> Iterator[str | int | None]:
    """The columns that tell both sides, old before new, and the difference."""
    sides = [_flat(old), _flat(new)]
    for place, values in enumerate(zip(*sides, strict=True)):
        yield from values
        if place == AMOUNT_PLACE:
            yield difference_twd


AMOUNT_PLACE = 5
"""Of the amount within ``_flat``."""


def _flat(entry: Entry | None) -> list[str | int | None]:
    if entry is None:
        return [None] * 8
    return [
        entry.id,
        entry.section,
        BETWEEN_LEVELS.join(entry.work_item),
        BETWEEN_LEVELS.join(entry.plan_item),
        CELL_SEPARATOR.join(one.raw for one in current(entry)),
        amount_twd(entry),
        CELL_SEPARATOR.join(one.id for one in current(entry)),
        entry.pages[0] if entry.pages else None,
    ]


def reports_of(comparison: Comparison) -> dict[str, bytes]:
    """Contents of report.html and report.md by file name, UTF-8; the same comparison gives the same bytes."""
    rows, totals = rows_of(comparison), totals_of(comparison)
    return {
        "report.html": html_of(comparison, rows, totals, taken_rows(comparison, rows)).encode(),
        "report.md": markdown_of(comparison, rows, totals).encode(),
    }
