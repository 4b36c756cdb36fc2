"""Words that both reports share, in Chinese and English."""

from __future__ import annotations

from pipeline.compare.model import Band, ChangeKind, Comparison, Status
from pipeline.models import BudgetRole

Words = tuple[str, str]
"""The same in Chinese and English."""
STATUSES: dict[Status, Words] = {
    "changed": ("變更", "Changed"),
    "added": ("新增", "Added"),
    "removed": ("刪除", "Removed"),
    "split": ("拆分", "Split"),
    "merged": ("合併", "Merged"),
    "unchanged": ("未變更", "Unchanged"),
}
CHANGES: dict[ChangeKind, Words] = {
    "renamed": ("更名", "renamed"),
    "moved": ("移動", "moved"),
    "reworded": ("內容修改", "reworded"),
    "budget": ("預算調整", "budget"),
}
BANDS: dict[Band, Words] = {"certain": ("確定", "certain"), "uncertain": ("待確認", "uncertain")}
ROLES: dict[BudgetRole, Words] = {
    "current": ("本年度預算", "Budget of the year"),
    "previous": ("上年度預算", "Budget of the year before"),
    "difference": ("增減", "Printed difference"),
    "source": ("經費來源", "Source of funds"),
}
NO_SECTION: Words = ("（未分單位）", "(no section)")


def notices(comparison: Comparison) -> tuple[Words, ...]:
    """What a reader has to know before the numbers, worst first."""
    old, new = comparison.old, comparison.new
    found: list[Words] = []
    if old.agency and new.agency and old.agency != new.agency:
        found.append(("兩份計畫的機關名稱不同，請確認是否為同一機關。", "The plans name different agencies."))
    if old.year_roc and new.year_roc and old.year_roc > new.year_roc:
        found.append(
            ("前期計畫的年度晚於後期，請確認先後順序。", "The older side is of a later year than the newer.")
        )
    if old.year_roc and old.year_roc == new.year_roc:
        found.append(("兩份計畫為同一年度。", "Both sides are of the same year."))
    for side, zh, en in ((old, "前期", "older"), (new, "後期", "newer")):
        if not side.entries:
            found.append((f"{zh}計畫沒有任何工作項目。", f"The {en} side has no items."))
    statuses = {change.status for change in comparison.changes}
    if statuses == {"unchanged"}:
        found.append(("兩份計畫沒有差異。", "The two sides do not differ."))
    uncertain = sum(change.band == "uncertain" for change in comparison.changes)
    if uncertain:
        found.append(
            (
                f"有 {uncertain:,} 項對應待確認，請於 crosswalk.csv 檢視。",
                f"Matches that a person should look at in crosswalk.csv: {uncertain:,}.",
            )
        )
    return tuple(found)


def money(amount_twd: int | None) -> Words:
    """An amount in New Taiwan dollars.

    >>> money(40_000)
    ('40,000 元', 'NT$40,000')
    """
    if amount_twd is None:
        return "無法比較", "not comparable"
    sign = "-" if amount_twd < 0 else ""
    return f"{amount_twd:,} 元", f"{sign}NT${abs(amount_twd):,}"


def signed(amount_twd: int | None) -> Words:
    """A difference with its sign.

    >>> signed(5_000)
    ('+5,000 元', '+NT$5,000')
    """
    zh, en = money(amount_twd)
    plus = "+" if amount_twd and amount_twd > 0 else ""
    return plus + zh, plus + en


def pages_told(pages: tuple[int, ...]) -> str:
    """Page numbers, runs of them shortened.

    >>> pages_told((1, 2, 3, 7))
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
