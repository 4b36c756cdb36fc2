"""A comparison as changes.json, for programs, and as changes.csv, flat."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipeline.compare.flat import CHANGE_COLUMNS, SCORE_DECIMALS, change_rows, numeric_rows
from pipeline.compare.model import Change, Comparison, Entry, EntryBudget, Side
from pipeline.compare.report_html import html_of
from pipeline.compare.report_md import markdown_of
from pipeline.compare.report_rows import ChangeRow, rows_of
from pipeline.compare.taken import taken_changes
from pipeline.compare.totals import totals_of
from pipeline.exporters.csv_form import csv_text
from pipeline.normalizers.text import BYTE_ORDER_MARK

CHANGES_JSON = "changes.json"
CHANGES_CSV = "changes.csv"


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


def taken_rows(comparison: Comparison, shown: Iterable[ChangeRow]) -> dict[str, Any]:
    """The rows of changes.csv of the changes that a page shows, for whoever takes them away from there."""
    return taken_changes(CHANGE_COLUMNS, numeric_rows(comparison), {row.number for row in shown})


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


def reports_of(comparison: Comparison) -> dict[str, bytes]:
    """Contents of report.html and report.md by file name, UTF-8; the same comparison gives the same bytes."""
    rows, totals = rows_of(comparison), totals_of(comparison)
    return {
        "report.html": html_of(comparison, rows, totals, taken_rows(comparison, rows)).encode(),
        "report.md": markdown_of(comparison, rows, totals).encode(),
    }
