"""Numbers, levels and budgets as the pages tell them."""

from __future__ import annotations

from pipeline.compare.model import Entry
from pipeline.compare.report_words import money
from pipeline.compare.totals import Sums, sums_of
from pipeline.models import Level, Step
from pipeline.normalizers.contents import labelled
from pipeline.site.words import Words

NOTHING: Words = ("—", "—")


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
    return NOTHING


def told_budget(entry: Entry) -> Words:
    """The year's budget of an item: its amount, else its words; several cells are summed."""
    cells = [cell for cell in entry.budgets if cell.role == "current"]
    sums = sums_of(cells)
    if sums.amounts:
        return money(sums.amount_twd)
    words = "、".join(cell.raw for cell in cells if cell.raw)
    return (words, words) if words else NOTHING
