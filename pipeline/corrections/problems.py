"""What can be wrong in corrections.csv and reviewed.csv, in both languages, each with what to write instead."""

from __future__ import annotations

from pipeline.corrections.fields import FIELD_NAMES, PLAN_OPTIONS
from pipeline.errors import FileProblem
from pipeline.normalizers.written_tables import shown

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
    "item_ids": "budget[ID].applies_to",
    "budget_ids": "budget[ID].applies_to",
    "applies_to": "budget[ID].applies_to",
    "merge": "join",
}
"""Columns of items.csv that are put together from fields, and one of those."""
PLAN_FIELDS = frozenset(("section", "section_id", "section.name", "title", "plan_id", "item_id"))
"""Values that are no item's own."""
VERBS = {
    "split": (
        "Write split[2], for instance: the number of a step of the outermost level, from 1, as in steps.csv.",
        "請寫成例如 split[2]，方括號內為 steps.csv 最外層步驟的編號，自 1 起。",
    ),
    "join": (
        "Write join, and the other item's item_id as new_value.",
        "請寫 join，並於 new_value 填另一項目的 item_id。",
    ),
    "move": (
        "Write move[after] or move[before], and the other item's item_id as new_value.",
        "請寫 move[after] 或 move[before]，並於 new_value 填另一項目的 item_id。",
    ),
}
"""How to write what changes the items themselves, by how the name begins."""


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


def control_character(name: str, line: int, column: str) -> FileProblem:
    """A cell with a character that spreadsheets refuse, or that shows its text in another order."""
    return FileProblem(
        name,
        line,
        f"{column} holds a control character or a mark of writing direction, which nobody sees.",
        f"{column} 含有看不見的控制字元或文字方向字元。",
        "Type the text anew, without pasting it.",
        "請直接輸入文字，勿由其他程式貼上。",
    )


def no_date(name: str, line: int, text: str) -> FileProblem:
    """A day that no calendar has."""
    return FileProblem(
        name,
        line,
        f"“{shown(text)}” is no date.",
        f"「{shown(text)}」不是日期。",
        "Write it as 2026-03-05 or 115/3/5.",
        "請寫成 2026-03-05 或 115/3/5。",
    )


def no_sha256(name: str, line: int, text: str) -> FileProblem:
    """A cell of reviewed.csv that is no hash."""
    return FileProblem(
        name,
        line,
        f"“{shown(text)}” is no SHA-256 of 64 hexadecimal digits.",
        f"「{shown(text)}」不是 64 位十六進位的 SHA-256。",
        "Delete the row and mark the item again; hashes are not written by hand.",
        "請刪除該列並重新標記該項目；雜湊值不由人填寫。",
    )


def field_unknown(name: str, line: int, field: str) -> FileProblem:
    """A field that cannot be corrected, with what to do instead where that is known."""
    told = shown(field)
    if field in PLAN_OPTIONS:
        remedy = (
            f"It holds for the whole plan: run the PDF file again with {PLAN_OPTIONS[field]}.",
            f"此值屬於整份計畫：請以 {PLAN_OPTIONS[field]} 重新處理 PDF 檔。",
        )
    elif field in PLAN_FIELDS:
        remedy = (
            "It is no value of one item; identifiers and names of sections follow from the document.",
            "此值不屬於單一項目；識別碼與課室名稱由原件決定。",
        )
    elif field in INSTEAD:
        remedy = (f"Write {INSTEAD[field]}, for instance.", f"請改寫，例如 {INSTEAD[field]}。")
    elif verb := next((one for one in VERBS if field.startswith(one)), None):
        remedy = VERBS[verb]
    else:
        remedy = (f"Fields are {FIELD_NAMES}.", f"可用的欄位如 {FIELD_NAMES}。")
    return FileProblem(name, line, f"“{told}” cannot be corrected.", f"「{told}」不是可更正的欄位。", *remedy)


def value_unusable(name: str, line: int, field: str, value: str) -> FileProblem:
    """A new value that the field cannot hold."""
    return FileProblem(
        name,
        line,
        f"“{shown(value)}” cannot be the new value of {field}.",
        f"「{shown(value)}」不能作為 {field} 的新值。",
        *_usable_value(field),
    )


def _usable_value(field: str) -> tuple[str, str]:
    if field.endswith("amount_twd"):
        return "Write whole dollars in digits, such as 8359000.", "請以數字寫整數元，例如 8359000。"
    if field.startswith("split["):
        return (
            "Write number and words of the new plan item on one line, such as 2、召開里民大會.",
            "請以一行寫新項目的編號與文字，例如 2、召開里民大會。",
        )
    if field == "join" or field.startswith("move["):
        return (
            "Write the item_id of one other item, from items.csv.",
            "請填另一個項目的 item_id（見 items.csv）。",
        )
    if field.endswith("applies_to"):
        return (
            "Write each item_id once, with spaces between them.",
            "每個 item_id 請只寫一次，以空格分隔。",
        )
    return "Write the number on one line.", "編號請寫成一行。"


def old_value_given(name: str, line: int) -> FileProblem:
    """An old value where there is none."""
    return FileProblem(
        name,
        line,
        "A join has no old_value.",
        "join 沒有 old_value。",
        "Leave old_value empty; new_value is the item_id of the item that goes away.",
        "請將 old_value 留空；new_value 為併入後消失之項目的 item_id。",
    )


def own_identifier(name: str, line: int, item_id: str) -> FileProblem:
    """An item that is to be joined to itself, or moved beside itself."""
    return FileProblem(
        name,
        line,
        f"The row names {shown(item_id)} twice.",
        f"此列兩次指向同一項目 {shown(item_id)}。",
        "Write the item_id of another item as old_value and new_value.",
        "old_value 與 new_value 請填其他項目的 item_id。",
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
