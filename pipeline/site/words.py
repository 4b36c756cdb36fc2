"""Words of the pages, in Chinese and English; numbers, levels and budgets as the pages tell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.compare.model import Entry
from pipeline.compare.report_words import STATUS_WORDS
from pipeline.compare.totals import Sums, sums_of
from pipeline.models import BudgetBasis, BudgetKind, Confidence, Level, MentionKind, Step
from pipeline.normalizers.records import labelled
from pipeline.web.words import Words, money

FIELD_WORDS: Final[dict[str, Words]] = {
    "work_item": ("機關工作項目", "Work item"),
    "plan_item": ("重要工作計畫項目", "Plan item"),
    "implementation": ("實施內容", "Contents"),
    "budget": ("預算", "Budget"),
    "extra": ("其他欄位", "Other columns"),
    "finding": ("檢核發現", "Finding"),
}
"""Roles of the boxes on a page, in the order of the table's columns."""
BUDGET_WORDS: Final[dict[BudgetKind, Words]] = {
    "amount": ("金額", "amount"),
    "text": ("文字", "words"),
    "nil": ("無", "none"),
}
BASIS_WORDS: Final[dict[BudgetBasis, Words]] = {
    "own_cell": ("自有儲存格", "a cell of its own"),
    "merged_cell": ("合併儲存格", "a merged cell"),
    "aligned": ("與項目首行對齊（原件無框線）", "printed beside the item; no rules around it"),
    "sum_of_parts": ("各分項之和（原件未印合計）", "the sum of its parts; no total is printed"),
}
CONFIDENCE_WORDS: Final[dict[Confidence, Words]] = {
    "certain": ("確定", "certain"),
    "likely": ("大致可信", "likely"),
    "doubtful": ("存疑", "doubtful"),
}
WHY_SO_SURE: Final[dict[Confidence, Words]] = {
    "certain": ("兩次讀取一致，亦無疑義", "read twice alike, and nothing was found"),
    "likely": (
        "僅讀取一次、由圖片辨識，或所屬表格、頁面有疑義",
        "read once, recognised on a picture, or something was found about its table or page",
    ),
    "doubtful": (
        "本項或其預算有錯誤或警告，或兩次讀取不一致；引用前請對照原件頁面",
        "an error or a warning is about it or its budget, or two readings differ: see the page before you quote it",
    ),
}
MENTION_WORDS: Final[dict[MentionKind, Words]] = {
    "money": ("金額", "money"),
    "year": ("年度", "year"),
    "date": ("日期", "date"),
    "deadline": ("期限", "deadline"),
    "law": ("法規", "law"),
}
LINE_WORDS: Final[Mapping[str, Words]] = {
    **{status: words for status, words in STATUS_WORDS.items() if status != "unchanged"},
    "skipped": ("中斷", "Left out between"),
}
"""What may become of an item through the years."""
WORK_LEVEL_WORDS: Final[Mapping[str, Words]] = {
    "work": ("工作項目", "Work item"),
    "item": ("計畫項目", "Plan item"),
}
NO_BUDGET: Words = ("—", "—")


def told_level(level: Level | Step) -> str:
    """A level with its number as people read it: 四 and 國土計畫 are no 四國土計畫.

    >>> told_level(Level(id="p", label="四", number=4, text="國土計畫"))
    '四 國土計畫'
    >>> told_level(Level(id="p", label="四、", number=4, text="國土計畫"))
    '四、國土計畫'
    """
    bare = level.label and level.label[-1].isalnum() and level.text
    return f"{level.label} {level.text}" if bare else labelled(level)


def told_sums(sums: Sums) -> Words:
    """A sum; a dash where there is no cell, the number of cells where none of them is an amount."""
    if sums.amounts:
        return money(sums.amount_twd)
    if sums.not_compared:
        return f"{sums.not_compared} 格非金額", f"{sums.not_compared} cells, no amount"
    return NO_BUDGET


def told_budget(entry: Entry) -> Words:
    """The year's budget of an item: its amount, else its words; several cells are summed."""
    cells = [cell for cell in entry.budgets if cell.role == "current"]
    sums = sums_of(cells)
    if sums.amounts:
        return money(sums.amount_twd)
    words = "、".join(cell.raw for cell in cells if cell.raw)
    return (words, words) if words else NO_BUDGET
