"""What can be wrong in crosswalk.csv, in both languages, each with what to write instead."""

from __future__ import annotations

from pipeline.compare.model import Ruling
from pipeline.errors import FileProblem
from pipeline.normalizers.written_tables import shown


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
        f"“{shown(text)}” is no verdict.",
        f"「{shown(text)}」不是可用的判定。",
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
