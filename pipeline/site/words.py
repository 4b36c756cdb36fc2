"""Words of the pages, in Chinese and English."""

from __future__ import annotations

from typing import Final

from pipeline.compare.report_words import ROLES, STATUSES, Words
from pipeline.models import BudgetBasis, BudgetKind, Confidence, MentionKind, Severity

FIELDS: Final[dict[str, Words]] = {
    "work_item": ("機關工作項目", "Work item"),
    "plan_item": ("重要工作計畫項目", "Plan item"),
    "implementation": ("實施內容", "Contents"),
    "budget": ("預算", "Budget"),
    "extra": ("其他欄位", "Other columns"),
    "finding": ("檢核發現", "Finding"),
}
"""Roles of the boxes on a page, in the order of the table's columns."""
KINDS: Final[dict[BudgetKind, Words]] = {
    "amount": ("金額", "amount"),
    "text": ("文字", "words"),
    "nil": ("無", "none"),
}
BASES: Final[dict[BudgetBasis, Words]] = {
    "own_cell": ("自有儲存格", "a cell of its own"),
    "merged_cell": ("合併儲存格", "a merged cell"),
    "aligned": ("與項目首行對齊（原件無框線）", "printed beside the item; no rules around it"),
    "sum_of_parts": ("各分項之和（原件未印合計）", "the sum of its parts; no total is printed"),
}
SEVERITIES: Final[dict[Severity, Words]] = {
    "error": ("錯誤", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
}
CONFIDENCES: Final[dict[Confidence, Words]] = {
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
MENTIONS: Final[dict[MentionKind, Words]] = {
    "money": ("金額", "money"),
    "year": ("年度", "year"),
    "date": ("日期", "date"),
    "deadline": ("期限", "deadline"),
    "law": ("法規", "law"),
}
__all__ = [
    "BASES",
    "CONFIDENCES",
    "FIELDS",
    "KINDS",
    "MENTIONS",
    "ROLES",
    "SEVERITIES",
    "STATUSES",
    "WHY_SO_SURE",
    "Words",
]
