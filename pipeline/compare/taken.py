"""What the report's page holds for whoever takes its tables away: columns and rows of what it shows, as data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Final

from pipeline.compare.flat import CELL_SEPARATOR
from pipeline.compare.report_words import BANDS, CHANGES, ROLE_WORDS, STATUS_WORDS, doubt_told, evidence_told
from pipeline.compare.totals import GroupTotal, Totals
from pipeline.web.words import Words

CHANGE_TITLES: Final = {
    "change": "變更",
    "status": "狀態",
    "changes": "變更類型",
    "band": "對應",
    "score": "對應分數",
    "evidence": "對應依據",
    "doubts": "疑義",
    "old_agency": "舊年度機關",
    "new_agency": "新年度機關",
    "old_year_roc": "舊年度",
    "new_year_roc": "新年度",
    "old_id": "舊年度項目識別碼",
    "new_id": "新年度項目識別碼",
    "old_section": "舊年度課室",
    "new_section": "新年度課室",
    "old_work_item": "舊年度工作項目",
    "new_work_item": "新年度工作項目",
    "old_plan_item": "舊年度計畫項目",
    "new_plan_item": "新年度計畫項目",
    "old_budget_raw": "舊年度預算（原件文字）",
    "new_budget_raw": "新年度預算（原件文字）",
    "old_budget_twd": "舊年度預算（元）",
    "new_budget_twd": "新年度預算（元）",
    "difference_twd": "增減（元）",
    "old_budget_ids": "舊年度預算格",
    "new_budget_ids": "新年度預算格",
    "old_first_page": "舊年度起始頁",
    "new_first_page": "新年度起始頁",
}
"""Chinese titles of the columns of changes.csv."""
_KNOWN: Final = dict[str, Words](
    (*STATUS_WORDS.items(), *CHANGES.items(), *BANDS.items(), *ROLE_WORDS.items())
)
CODES: Final[dict[str, Callable[[str], Words]]] = {
    **dict.fromkeys(("status", "changes", "band", "role"), _KNOWN.__getitem__),
    "evidence": evidence_told,
    "doubts": doubt_told,
}
"""Columns whose cells are codes, and what people are told in their place."""
TOTAL_TITLES: Final = {
    "role": "預算欄位",
    "section": "課室",
    "work_item": "工作項目",
    "old_twd": "舊年度（元）",
    "new_twd": "新年度（元）",
    "difference_twd": "增減（元）",
    "old_amounts": "舊年度金額（格）",
    "new_amounts": "新年度金額（格）",
    "old_texts": "舊年度文字（格）",
    "new_texts": "新年度文字（格）",
    "old_nils": "舊年度「無」（格）",
    "new_nils": "新年度「無」（格）",
    "old_unread": "舊年度單位不明（格）",
    "new_unread": "新年度單位不明（格）",
}


def taken_changes(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], shown: Container[int]
) -> dict[str, Any]:
    """Rows of changes.csv by the number of their change.

    Args:
        columns: of changes.csv; the first is the number of the change.
        rows: their cells.
        shown: numbers of the changes that the page shows.
    """
    held: dict[str, list[list[Any]]] = defaultdict(list)
    for row in rows:
        if row[0] in shown:
            held[str(row[0])].append(list(row))
    told = [row for rows in held.values() for row in rows]
    return {"columns": _columns(columns, CHANGE_TITLES, told), "rows": held}


def taken_totals(totals: Totals) -> dict[str, Any]:
    """Totals by the key of their row in the report, see ``total_key``; amounts in New Taiwan dollars."""
    groups = (*totals.by_role, *totals.by_section, *totals.by_work_item)
    rows = {total_key(one): [_total(one)] for one in groups}
    told = [row for rows_of_one in rows.values() for row in rows_of_one]
    return {"columns": _columns(tuple(TOTAL_TITLES), TOTAL_TITLES, told), "rows": rows}


def _columns(
    names: Sequence[str], titles: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> list[list[Any]]:
    """Name, title in Chinese and in English of each column; of those that hold codes also what people are told."""
    known = list(rows)
    return [
        [
            name,
            titles.get(name, name),
            name,
            *([{code: CODES[name](code) for code in _codes(known, place)}] if name in CODES else []),
        ]
        for place, name in enumerate(names)
    ]


def _codes(rows: Iterable[Sequence[Any]], place: int) -> list[str]:
    """The codes of a column, each once; a cell may hold several."""
    return sorted({code for row in rows for code in str(row[place] or "").split(CELL_SEPARATOR) if code})


def total_key(one: GroupTotal) -> str:
    """What a row of totals is known by within its page."""
    levels = [one.role, one.section, *(one.work_item or ())]
    return "|".join("" if level is None else f"={level}" for level in levels)


def _total(one: GroupTotal) -> list[Any]:
    return [
        one.role,
        one.section,
        None if one.work_item is None else " > ".join(one.work_item),
        _twd(one, "old"),
        _twd(one, "new"),
        one.difference_twd,
        one.old.amounts,
        one.new.amounts,
        one.old.texts,
        one.new.texts,
        one.old.nils,
        one.new.nils,
        one.old.unread,
        one.new.unread,
    ]


def _twd(one: GroupTotal, year: str) -> int | None:
    """A sum as the page tells it: nothing where there is no cell."""
    sums = one.old if year == "old" else one.new
    return sums.known_twd if sums.amounts or sums.not_compared else None
