"""What a person should know of a comparison as a whole: told, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from pipeline.compare.model import Comparison, Side
from pipeline.exporters.csv_form import csv_text
from pipeline.normalizers.text import BYTE_ORDER_MARK

FINDINGS_FILE = "findings.csv"
REMARK_COLUMNS = ("rule", "severity", "old_label", "new_label", "message_zh", "message_en")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding about a comparison.

    Attributes:
        rule: name that docs/comparing.md explains.
        severity: warning or info.
        old: label of the older side; "" where it is about none.
        new: label of the newer side.
    """

    rule: str
    severity: str
    old: str
    new: str
    message_zh: str
    message_en: str

    def line(self) -> str:
        """Both languages in one line."""
        return f"{self.message_zh} | {self.message_en}"


def remarks_of(comparison: Comparison) -> tuple[Remark, ...]:
    """All findings about a comparison, those about the sides first."""
    labels = comparison.old.label, comparison.new.label
    told = (
        *(Remark(rule, "warning", *labels, zh, en) for rule, zh, en in _about_sides(comparison)),
        *(
            Remark(
                "crosswalk-unapplied",
                "warning",
                *labels,
                f"crosswalk.csv 第 {ruling.line} 行（{_ids(ruling.old_ids)} → {_ids(ruling.new_ids)}，"
                f"{ruling.verdict}）未套用：{chinese}",
                f"Line {ruling.line} of crosswalk.csv ({_ids(ruling.old_ids)} → {_ids(ruling.new_ids)}, "
                f"{ruling.verdict}) was not applied: {english}",
            )
            for ruling, english, chinese in comparison.unapplied
        ),
    )
    return tuple(dict.fromkeys(told))


def findings_csv(remarks: Iterable[Remark]) -> bytes:
    """Findings as UTF-8 CSV with byte-order mark and LF."""
    return BYTE_ORDER_MARK + (csv_text([REMARK_COLUMNS]) + csv_text(map(astuple, remarks))).encode()


def _about_sides(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """Rule and messages of what is odd about the two sides."""
    old, new = comparison.old, comparison.new
    if old.plan_ids and set(old.plan_ids) == set(new.plan_ids):
        yield "same-plan", "兩邊是同一份計畫。", "Both sides are the same plan."
    elif old.agency and new.agency and old.agency != new.agency:
        yield (
            "agencies-differ",
            f"兩邊屬於不同機關：{old.agency}、{new.agency}。",
            f"The sides are plans of different agencies: {old.agency} and {new.agency}.",
        )
    if old.year_roc is not None and new.year_roc is not None:
        if old.year_roc > new.year_roc:
            yield (
                "years-swapped",
                f"年度順序相反：{old.year_roc} 年在前，{new.year_roc} 年在後；新增與刪除、分割與合併亦相反。",
                f"The years are swapped, {old.year_roc} before {new.year_roc}; added, removed, split and merged too.",
            )
        elif old.year_roc == new.year_roc and old.plan_ids != new.plan_ids:
            yield (
                "years-alike",
                f"兩邊都是 {old.year_roc} 年度的計畫。",
                f"Both sides are plans of {old.year_roc}.",
            )
    for side in (old, new):
        yield from _about_side(side)


def _about_side(side: Side) -> Iterator[tuple[str, str, str]]:
    if not side.entries:
        # Of many offices several may have such a plan: the year alone would not tell which.
        named = ", ".join(side.plan_ids) or side.label
        yield "side-empty", f"{named} 沒有任何項目。", f"{named} has no items."
    if side.error_rules:
        listed = ", ".join(side.error_rules)
        yield (
            "side-with-errors",
            f"{side.label} 讀取時有錯誤（{listed}）：沒有讀到的項目會顯示為新增或刪除。",
            f"{side.label} was read with errors ({listed}): items that were not read look added or removed.",
        )
    if len(side.plan_ids) > 1:
        listed = ", ".join(side.plan_ids)
        yield (
            "side-several-plans",
            f"{side.label} 含數份計畫（{listed}），已合併比對；若為不同機關或年度，請改用 --in。",
            f"{side.label} holds several plans ({listed}), compared together; use --in for several offices or years.",
        )


def _ids(ids: Iterable[str]) -> str:
    return "+".join(ids)
