"""Metadata with which Datasette shows the database: titles, descriptions, search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.exporters.columns import FlatTable
from pipeline.exporters.sqlite import ITEM_BUDGETS, PLANS_TABLE, SECTIONS
from pipeline.exporters.tables import TABLES

DATASETTE_FILE = "datasette.json"
DATABASE_TITLE = "年度重要工作計畫 | Annual work plans"
VIEW_DESCRIPTIONS = {
    "section_totals": "各課室預算加總：每一預算儲存格只計一次，依角色分列。 | "
    "Budget of each section: every cell counted once, by role.",
    "plan_totals": "各計畫預算加總：每一預算儲存格只計一次，依角色分列。 | "
    "Budget of each plan: every cell counted once, by role.",
}
SEARCH_SQL = """SELECT item_id, agency, section, year_roc, plan_item, implementation, budget_raw FROM items
WHERE :words <> '' AND (
  instr(work_item, :words) OR instr(plan_item, :words)
  OR instr(implementation, :words) OR instr(extra, :words)
)
ORDER BY item_id"""


def datasette_bytes(databases: Iterable[str], about: Mapping[str, str] | None = None) -> bytes:
    """The metadata file as UTF-8 JSON.

    Args:
        databases: their names, all with the same tables.
        about: what the publisher says: ``license``, ``license_url``, ``source``, ``source_url``, ``title``.
    """
    all_tables: list[FlatTable] = [PLANS_TABLE, SECTIONS, *TABLES.values(), ITEM_BUDGETS]
    tables: dict[str, dict[str, Any]] = {table.name: _table(table) for table in all_tables}
    tables["items"] |= {"fts_table": "items_search", "fts_pk": "rowid"}
    tables |= {name: {"description": text} for name, text in VIEW_DESCRIPTIONS.items()}
    search = {
        "title": "搜尋項目 | Search items",
        "description": "任意長度的字詞。 | Words of any length.",
        "sql": SEARCH_SQL,
        "params": ["words"],
    }
    data = {
        "title": DATABASE_TITLE,
        **(about or {}),
        "databases": {name: {"tables": tables, "queries": {"search": search}} for name in databases},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: FlatTable) -> dict[str, Any]:
    return {
        "title": f"{table.title_zh} | {table.name}",
        "description": f"{table.chinese} | {table.english}",
        "columns": {
            column.name: f"{column.title_zh}：{column.chinese} | {column.english}" for column in table.columns
        },
    }
