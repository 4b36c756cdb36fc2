"""The flat tables, declared once as data: rows, frames, files, Table Schemas and the dictionary follow from here."""

from __future__ import annotations

from pipeline.exporters.columns import FlatTable, TableName
from pipeline.exporters.tables_notes import CORRECTION_LOG, FINDINGS, MENTIONS, SOURCES, TOTALS
from pipeline.exporters.tables_plans import BUDGETS, ITEMS, STEPS

__all__ = [
    "BUDGETS",
    "CORRECTION_LOG",
    "FINDINGS",
    "ITEMS",
    "MENTIONS",
    "PLAN_TABLES",
    "SOURCES",
    "STEPS",
    "TABLES",
    "TOTALS",
]

TABLES: dict[TableName, FlatTable] = {
    table.name: table
    for table in (ITEMS, STEPS, BUDGETS, MENTIONS, TOTALS, FINDINGS, SOURCES, CORRECTION_LOG)
}
"""All tables, in the order in which they are given everywhere."""
PLAN_TABLES: tuple[FlatTable, ...] = (ITEMS, STEPS, BUDGETS, MENTIONS)
"""Tables that lie as CSV in each plan's own folder too."""
