"""A comparison in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from pipeline.compare.files import current, title
from pipeline.compare.model import Change, Comparison, Entry, Status
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
    for change, difference in largest:
        amount, what = f"  {difference:+15,}", called(change)
        chinese, english = ("（存疑）", " (doubtful)") if change.doubts else ("", "")
        yield Wording(
            zh=f"{amount}  {STATUS_ZH[change.status]}  {what}{chinese}",
            en=f"{amount}  {change.status}  {what}{english}",
        )


def largest_changes(comparison: Comparison, count: int = NAMED_CHANGES) -> list[tuple[Change, int]]:
    """Changes of this year's budgets and their size in New Taiwan dollars, the largest first.

    A cell that several items share is counted once, with the first of its changes. What is in words on one of
    the sides of a pair has no size and is not among them; what was added or removed has its whole budget.
    """
    seen: set[str] = set()
    sized: list[tuple[Change, int]] = []
    for change in comparison.changes:
        before, after = (_amount(entries, seen) for entries in (change.old, change.new))
        if (before is None and change.old) or (after is None and change.new):
            continue
        difference = (after or 0) - (before or 0)
        if change.status != "unchanged" and difference:
            sized.append((change, difference))
    return sorted(sized, key=lambda one: -abs(one[1]))[:count]


def _amount(entries: tuple[Entry, ...], seen: set[str]) -> int | None:
    """Sum of cells that no earlier change has counted; None where there is none with an amount."""
    cells = {cell.id: cell for entry in entries for cell in current(entry)}
    amounts = [cell.amount_twd for id_, cell in cells.items() if id_ not in seen]
    seen.update(cells)
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _when(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    return f"{old.year_roc or old.label} → {new.year_roc or new.label}"


def called(change: Change) -> str:
    """Section and title of a change's first item, the newer where there is one, shortened to a line."""
    entry = (change.new or change.old)[0]
    name = title(entry)
    short = name if len(name) <= TITLE_CHARACTERS else f"{name[:TITLE_CHARACTERS]}…"
    return f"{entry.section} {short}".strip()
