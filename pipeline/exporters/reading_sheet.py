"""The first sheet of a workbook: items as the plan prints them, for people who read, print or correct them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.exporters.columns import (
    AGENCY,
    PATH_SEPARATOR,
    PLAN_ID,
    SECTION,
    YEAR_ROC,
    FlatColumn,
    FlatTable,
    Row,
    TableName,
    Value,
)

PLAN_SHEET = FlatTable(
    name="plan",
    title_zh="工作計畫",
    english="One row per plan item, as the plan prints it: to be read, printed and corrected.",
    chinese="每一計畫項目一列，依原件編排：供閱讀、列印與更正。",
    primary_key=("item_id",),
    columns=(
        YEAR_ROC,
        AGENCY,
        SECTION,
        FlatColumn(
            "work_item", "工作項目", "levels of the work item, one per line", "工作項目各層級，每層一行"
        ),
        FlatColumn(
            "plan_item", "計畫項目", "levels of the plan item, one per line", "計畫項目各層級，每層一行"
        ),
        FlatColumn("implementation", "實施內容", "all steps, one per line", "實施內容，每步驟一行"),
        FlatColumn(
            "budget",
            "預算（元）",
            "this year's budget: the amount, or the words where there is none; 〃 where it is that of an item above",
            "本年度預算：金額，無金額者為原件文字；與前列項目共用者為〃",
        ),
        FlatColumn("pages", "頁", "pages that the item stands on", "所在頁碼"),
        FlatColumn("told", "檢核發現", "errors and warnings about the item", "與本項目有關的錯誤與警告"),
        PLAN_ID,
        FlatColumn("item_id", "項目識別碼", "identifier of the item", "項目的識別碼", required=True),
    ),
)
READING_SHEET = "工作計畫 plan"
READ_TABLES: tuple[TableName, ...] = ("items", "findings")
"""Tables that the first sheet is made from."""
OF_SEVERAL = ("year_roc", "agency")
"""Columns that are there where the workbook holds several plans."""
IDENTIFIERS = ("plan_id", "item_id")
"""Last, and not printed."""
READING_WIDTHS = {
    "year_roc": 6, "agency": 14, "section": 10, "work_item": 20, "plan_item": 26, "implementation": 62, "budget": 13,
    "pages": 7, "told": 22, "plan_id": 24, "item_id": 32,
}  # fmt: skip
"""In digits; together as wide as an A4 page at a size that can be read."""
SHARED = "〃"
MOST_FINDINGS = 12
"""Findings of an item that stand in its cell; the table of findings has all."""
TOLD_SEVERITIES = ("error", "warning")


def reading_table(plans: int) -> FlatTable:
    """The columns of the first sheet: those that tell plans apart only where there are several."""
    several = plans > 1
    kept = (column for column in PLAN_SHEET.columns if several or column.name not in OF_SEVERAL)
    return replace(PLAN_SHEET, columns=tuple(kept))


def reading_rows(rows: Mapping[TableName, Sequence[Row]]) -> list[Row]:
    """The rows of the first sheet, of all its columns; those of several plans are those of each, one after the other.

    Args:
        rows: of the tables ``READ_TABLES`` over the same plans.
    """
    told: defaultdict[Value, list[str]] = defaultdict(list)
    for finding in rows["findings"]:
        if finding["item_id"] and finding["severity"] in TOLD_SEVERITIES:
            told[finding["item_id"]].append(str(finding["message_zh"] or ""))
    return list(_rows(rows["items"], told))


def _rows(items: Iterable[Row], told: Mapping[Value, Sequence[str]]) -> Iterator[Row]:
    seen: set[tuple[Value, Value]] = set()
    for item in items:
        cell = item["plan_id"], item["budget_ids"]
        shared = (item["budget_items"] or 0) != 1 and cell in seen
        seen.add(cell)
        own = item["budget_raw"] if item["budget_twd"] is None else item["budget_twd"]
        yield {
            "year_roc": item["year_roc"],
            "agency": item["agency"],
            "section": item["section"],
            "work_item": _lines(item["work_item"]),
            "plan_item": _lines(item["plan_item"]),
            "implementation": item["implementation"],
            "budget": SHARED if shared and own is not None else own,
            "pages": _pages(item["first_page"], item["last_page"]),
            "told": "\n".join(told.get(item["item_id"], ())[:MOST_FINDINGS]) or None,
            "plan_id": item["plan_id"],
            "item_id": item["item_id"],
        }


def _lines(path: Value) -> Value:
    return path.replace(PATH_SEPARATOR, "\n") if isinstance(path, str) else path


def _pages(first: Value, last: Value) -> str | None:
    """Pages as they are read; not with a hyphen, of which a spreadsheet would make a day.

    >>> _pages(3, 4), _pages(3, 3)
    ('3–4', '3')
    """
    if first is None:
        return None
    return str(first) if first == last else f"{first}–{last}"
