"""A comparison in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from pipeline.compare.flat import title
from pipeline.compare.model import Change, Comparison, Status
from pipeline.compare.totals import budget_changes
from pipeline.messages.wording import Wording

NAMED_CHANGES = 10
"""Changes that are named."""
TITLE_CHARACTERS = 40
STATUS_ZH: dict[Status, str] = {
    "unchanged": "未變更",
    "changed": "變更",
    "added": "新增",
    "removed": "刪除",
    "split": "分割",
    "merged": "合併",
}


def summary_lines(comparison: Comparison) -> Iterator[Wording]:
    """Yield who and when, the number of changes by status, those that need a person, and the largest ones."""
    old, new = comparison.old, comparison.new
    agencies = " → ".join(dict.fromkeys(one.agency or one.label for one in (old, new)))
    sizes = f"{agencies}  {_when(comparison)}  {len(old.entries)} → {len(new.entries)}"
    yield Wording(zh=f"{sizes} 項", en=f"{sizes} items")
    counts = Counter(one.status for one in comparison.changes)
    words = [(STATUS_ZH[one], one, counts[one]) for one in get_args(Status)]
    yield Wording(
        zh="".join(f"  {chinese} {count}" for chinese, _, count in words),
        en="".join(f"  {english} {count}" for _, english, count in words),
    )
    uncertain = sum(one.band == "uncertain" for one in comparison.changes)
    if uncertain:
        yield Wording(
            zh=f"  待確認 {uncertain}（crosswalk.csv）", en=f"  uncertain {uncertain} (crosswalk.csv)"
        )
    for before, after in comparison.renamed_sections:
        yield Wording(zh=f"  課室更名：{before} → {after}", en=f"  section renamed: {before} → {after}")
    largest = largest_changes(comparison)
    if largest:
        yield Wording(zh="  主要變動（元）：", en="  largest changes (TWD):")
    for _, change, difference in largest:
        amount, what = f"  {difference:+15,}", called(change)
        chinese, english = ("（存疑）", " (doubtful)") if change.doubts else ("", "")
        yield Wording(
            zh=f"{amount}  {STATUS_ZH[change.status]}  {what}{chinese}",
            en=f"{amount}  {change.status}  {what}{english}",
        )


def largest_changes(comparison: Comparison, count: int = NAMED_CHANGES) -> list[tuple[int, Change, int]]:
    """Changes of this year's budgets with their numbers and their size in New Taiwan dollars, the largest first.

    Cells that items of several changes share are told once, with the first of these that is a change.
    """
    return [(*one.leading, one.difference_twd or 0) for one in budget_changes(comparison)[:count]]


def _when(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    return f"{old.year_roc or old.label} → {new.year_roc or new.label}"


def called(change: Change) -> str:
    """Section and title of a change's first item, the newer where there is one, shortened to a line."""
    entry = (change.new or change.old)[0]
    name = title(entry)
    short = name if len(name) <= TITLE_CHARACTERS else f"{name[:TITLE_CHARACTERS]}…"
    return f"{entry.section} {short}".strip()
