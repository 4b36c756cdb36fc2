"""Numbers as pages and reports tell them, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.messages.wording import Wording

Words = tuple[str, str]
"""The same in Chinese and English."""


def pair(words: Wording | Words) -> Words:
    """A text in Chinese and English, however it is given."""
    return (words.zh, words.en) if isinstance(words, Wording) else words


def money(amount_twd: int | None) -> Words:
    """An amount in New Taiwan dollars, with a minus sign where it is below nought.

    >>> money(40_000)
    ('40,000 元', 'NT$40,000')
    """
    if amount_twd is None:
        return "無法比較", "not comparable"
    sign = "−" if amount_twd < 0 else ""
    return f"{sign}{abs(amount_twd):,} 元", f"{sign}NT${abs(amount_twd):,}"


def signed(amount_twd: int | None) -> Words:
    """A difference with its sign.

    >>> signed(5_000)
    ('+5,000 元', '+NT$5,000')
    """
    zh, en = money(amount_twd)
    plus = "+" if amount_twd and amount_twd > 0 else ""
    return plus + zh, plus + en


def share_told(percent: Decimal | None) -> str:
    """A percentage with its sign; empty where there is none, such as without an older amount.

    >>> share_told(Decimal("-12.5")), share_told(Decimal("0.0"))
    ('−12.5%', '0.0%')
    """
    if percent is None:
        return ""
    return f"{percent:+}%".replace("-", "−") if percent else "0.0%"


def size_told(count_bytes: int) -> str:
    """A file's size as people read it, in units of a thousand.

    >>> size_told(999), size_told(18_341), size_told(1_260_000)
    ('999 B', '18.3 KB', '1.3 MB')
    """
    size, unit = float(count_bytes), "B"
    for larger in ("KB", "MB", "GB"):
        if size < 999.95:
            break
        size, unit = size / 1000, larger
    return f"{count_bytes} B" if unit == "B" else f"{size:.1f} {unit}"


def pages_told(pages: Sequence[int]) -> str:
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
