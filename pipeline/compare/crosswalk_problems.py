"""What can be wrong in crosswalk.csv, in both languages, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.compare.model import Ruling
from pipeline.errors import FileProblem

SHOWN = 40
"""Characters of a wrong value that a message shows."""


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
        "Keep the first row as it was written; delete the file to have it written anew.",
        "請保留原有首列；刪除此檔即會重新產生。",
    )


def column_unknown(name: str, line: int, column: str) -> FileProblem:
    """A column with another name."""
    return FileProblem(
        name,
        line,
        f"There is no column “{_shown(column)}”.",
        f"沒有「{_shown(column)}」這個欄位。",
        "Write remarks in the column note, and delete this one.",
        "備註請寫在 note 欄，並刪除該欄。",
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
    """A row that is judged but names one item only."""
    return FileProblem(
        name,
        line,
        f"{column} is empty.",
        f"{column} 是空白。",
        "Copy the identifier from changes.csv, or delete the row.",
        "請由 changes.csv 複製識別碼，或刪除該列。",
    )


def verdict_unknown(name: str, line: int, text: str) -> FileProblem:
    """Another word than those that are known."""
    return FileProblem(
        name,
        line,
        f"“{_shown(text)}” is no verdict.",
        f"「{_shown(text)}」不是可用的判定。",
        "Write accept, reject, link, split or merge, or leave the cell empty.",
        "請寫 accept、reject、link、split 或 merge（接受、拒絕、連結、分割、合併），或留空。",
    )


def judged_twice(name: str, line: int, before: int) -> FileProblem:
    """Two verdicts on one pair."""
    return FileProblem(
        name,
        line,
        f"Line {before} has a verdict on the same two items.",
        f"第 {before} 行已判定相同的兩個項目。",
        "Keep one of the rows.",
        "請只保留一列。",
    )


def several_to_several(name: str, line: int) -> FileProblem:
    """Rows that join several older items with several newer ones."""
    return FileProblem(
        name,
        line,
        "The rows that hang together from here join several older items with several newer ones.",
        "自此列起相互關聯的各列，將多個舊項目與多個新項目相連。",
        "A split has one old_id and several new_id, a merge several old_id and one new_id.",
        "分割為一個 old_id 對數個 new_id，合併為數個 old_id 對一個 new_id。",
    )


def not_fitting(name: str, line: int, ruling: Ruling) -> FileProblem | None:
    """A split or merge whose rows say something else; None where they fit."""
    split, merge = len(ruling.new_ids) > 1, len(ruling.old_ids) > 1
    if ruling.verdict == "split" and not split:
        return FileProblem(
            name,
            line,
            "A split needs two rows or more with the same old_id.",
            "分割須有兩列以上相同的 old_id。",
            "Add a row for each newer item, or write link.",
            "請為每個新項目各列一列，或改寫 link。",
        )
    if ruling.verdict == "merge" and not merge:
        return FileProblem(
            name,
            line,
            "A merge needs two rows or more with the same new_id.",
            "合併須有兩列以上相同的 new_id。",
            "Add a row for each older item, or write link.",
            "請為每個舊項目各列一列，或改寫 link。",
        )
    return None


def _shown(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= SHOWN else f"{joined[:SHOWN]}…"
