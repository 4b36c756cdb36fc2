"""Items and their budgets in the single cells of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.model import Change, Entry, EntryBudget

BETWEEN_LEVELS = " > "
CELL_SEPARATOR = "; "
"""Between what several items or budget cells say, and between codes."""


def pairs(change: Change) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Each item of a change beside what stands on the other side: None where nothing does."""
    for old in change.old or (None,):
        for new in change.new or (None,):
            yield old, new


def amount_twd(entry: Entry) -> int | None:
    """What an item's cells of this year's budget say together, in New Taiwan dollars.

    None where they hold no amount. A cell that several items share is given whole for each of them: sums are
    made of cells, never of items.
    """
    amounts = [one.amount_twd for one in current(entry) if one.amount_twd is not None]
    return sum(amounts) if amounts else None


def current(entry: Entry) -> tuple[EntryBudget, ...]:
    """The cells of an item's own year."""
    return tuple(one for one in entry.budgets if one.role == "current")


def title(entry: Entry) -> str:
    """An item's plan item, all levels on one line."""
    return " ".join(BETWEEN_LEVELS.join(entry.plan_item).split())
