"""What can be wrong in corrections.csv, in both languages, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.corrections.fields import NAMES, OPTIONS
from pipeline.errors import FileProblem

SHOWN = 40
"""Characters of a wrong value that a message shows."""
INSTEAD = {
    "work_item": "work_item[0].text",
    "work_item_1": "work_item[0].text",
    "work_item_2": "work_item[1].text",
    "work_item_3": "work_item[2].text",
    "plan_item": "plan_item[0].text",
    "budget_raw": "budget[ID].raw",
    "budget_twd": "budget[ID].amount_twd",
    "budget": "budget[ID].raw",
    "extra": "extra[備註]",
}
"""Columns of items.csv that are put together from fields, and one of those."""
WHOLE = frozenset(("section", "section_id", "section.name", "title", "plan_id", "item_id"))
"""Values that are no item's own."""


def not_utf8(name: str, line: int) -> FileProblem:
    """Bytes that are no UTF-8, such as those of Excel's plain CSV."""
    return FileProblem(
        name,
        line,
        "The file is not coded in UTF-8.",
        "檔案不是 UTF-8 編碼。",
        "In Excel, save it as “CSV UTF-8”.",
        "在 Excel 請另存為「CSV UTF-8（逗號分隔）」。",
    )


def not_csv(name: str, line: int, reason: str) -> FileProblem:
    """Quotes that do not close."""
    return FileProblem(
        name,
        line,
        f"This is not CSV: {reason}.",
        f"不是 CSV 格式：{reason}。",
        "A quotation mark may be missing; one within a cell is written twice.",
        "可能少了引號；儲存格內的引號須重複一次。",
    )


def columns_missing(name: str, line: int, columns: Iterable[str]) -> FileProblem:
    """Columns that the header row lacks."""
    listed = ", ".join(columns)
    return FileProblem(
        name,
        line,
        f"The first row lacks the columns {listed}.",
        f"首列缺少欄位 {listed}。",
        "Write item_id,field,old_value,new_value,reason,who,date, separated by commas.",
        "請寫 item_id,field,old_value,new_value,reason,who,date，以逗號分隔。",
    )


def column_unknown(name: str, line: int, column: str) -> FileProblem:
    """A column with another name."""
    return FileProblem(
        name,
        line,
        f"There is no column “{_shown(column)}”.",
        f"沒有「{_shown(column)}」這個欄位。",
        "Delete the column.",
        "請刪除該欄。",
    )


def column_twice(name: str, line: int, column: str) -> FileProblem:
    """A column that is there twice."""
    return FileProblem(
        name,
        line,
        f"The column “{column}” is there twice.",
        f"欄位「{column}」重複。",
        "Keep one of them.",
        "請只保留一欄。",
    )


def too_many_cells(name: str, line: int) -> FileProblem:
    """Text behind the last column."""
    return FileProblem(
        name,
        line,
        "The row has more cells than the first row.",
        "此列的儲存格比首列多。",
        "Put a value that holds a comma in quotation marks.",
        "含逗號的值請加上引號。",
    )


def cell_missing(name: str, line: int, column: str) -> FileProblem:
    """A cell that must not be empty."""
    return FileProblem(
        name,
        line,
        f"{column} is empty.",
        f"{column} 是空白。",
        "Fill it in, or delete the row.",
        "請填寫，或刪除該列。",
    )


def no_date(name: str, line: int, text: str) -> FileProblem:
    """A day that no calendar has."""
    return FileProblem(
        name,
        line,
        f"“{_shown(text)}” is no date.",
        f"「{_shown(text)}」不是日期。",
        "Write it as 2026-03-05 or 115/3/5.",
        "請寫成 2026-03-05 或 115/3/5。",
    )


def field_unknown(name: str, line: int, field: str) -> FileProblem:
    """A field that cannot be corrected, with what to do instead where that is known."""
    shown = _shown(field)
    if field in OPTIONS:
        remedy = (
            f"It holds for the whole plan: run the PDF file again with {OPTIONS[field]}.",
            f"此值屬於整份計畫：請以 {OPTIONS[field]} 重新處理 PDF 檔。",
        )
    elif field in WHOLE:
        remedy = (
            "It is no value of one item; identifiers and names of sections follow from the document.",
            "此值不屬於單一項目；識別碼與課室名稱由原件決定。",
        )
    elif field in INSTEAD:
        remedy = (f"Write {INSTEAD[field]}, for instance.", f"請改寫，例如 {INSTEAD[field]}。")
    else:
        remedy = (f"Fields are {NAMES}.", f"可用的欄位如 {NAMES}。")
    return FileProblem(
        name, line, f"“{shown}” cannot be corrected.", f"「{shown}」不是可更正的欄位。", *remedy
    )


def value_unusable(name: str, line: int, field: str, value: str) -> FileProblem:
    """A new value that the field cannot hold."""
    remedy = (
        ("Write whole dollars in digits, such as 8359000.", "請以數字寫整數元，例如 8359000。")
        if field.endswith("amount_twd")
        else ("Write the number on one line.", "編號請寫成一行。")
    )
    return FileProblem(
        name,
        line,
        f"“{_shown(value)}” cannot be the new value of {field}.",
        f"「{_shown(value)}」不能作為 {field} 的新值。",
        *remedy,
    )


def nothing_changed(name: str, line: int) -> FileProblem:
    """Old and new value are the same."""
    return FileProblem(
        name,
        line,
        "The old and the new value are the same.",
        "更正前後的值相同。",
        "Write another new_value, or delete the row.",
        "請修正 new_value，或刪除該列。",
    )


def not_a_chain(name: str, line: int, before: int, field: str) -> FileProblem:
    """Two rows about one field, the second of which does not begin where the first ends."""
    return FileProblem(
        name,
        line,
        f"Line {before} corrects {field} of the same item to another value than this row's old_value.",
        f"第 {before} 行已更正同一項目的 {field}，其新值與此列的 old_value 不同。",
        f"Keep one of the rows, or write the new_value of line {before} as this row's old_value.",
        f"請只保留一列，或將此列的 old_value 改為第 {before} 行的 new_value。",
    )


def _shown(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= SHOWN else f"{joined[:SHOWN]}…"
