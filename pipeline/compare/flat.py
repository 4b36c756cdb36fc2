"""Changes, items and their budgets in the single cells of a CSV file: the rows of changes.csv."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.model import Change, Comparison, Entry, EntryBudget
from pipeline.compare.totals import shared_budgets

BETWEEN_LEVELS = " > "
CELL_SEPARATOR = "; "
"""Between what several items or budget cells say, and between codes."""
CHANGE_COLUMNS = (
    "change",
    "status",
    "changes",
    "band",
    "score",
    "evidence",
    "doubts",
    "old_agency",
    "new_agency",
    "old_year_roc",
    "new_year_roc",
    "old_id",
    "new_id",
    "old_section",
    "new_section",
    "old_work_item",
    "new_work_item",
    "old_plan_item",
    "new_plan_item",
    "old_budget_raw",
    "new_budget_raw",
    "old_budget_twd",
    "new_budget_twd",
    "difference_twd",
    "old_budget_ids",
    "new_budget_ids",
    "old_first_page",
    "new_first_page",
)
"""Of changes.csv; amounts in New Taiwan dollars, score 0 to 1, pages from 1. ``change`` counts the
changes between two years of an office from 1; ``doubts`` are rules of findings that the change rests on."""
SCORE_DECIMALS = 4
"""Of a score."""


def change_rows(comparison: Comparison) -> Iterator[list[str | int | None]]:
    """Yield the cells of each row of changes.csv, in the order of ``CHANGE_COLUMNS``.

    A split and a merge have a row for each of their items, which bear the same number in ``change``. A difference is
    that of a whole budget and stands once, in the first row of its leading change.
    """
    old_side, new_side = comparison.old, comparison.new
    between = old_side.agency, new_side.agency, old_side.year_roc, new_side.year_roc
    differences = {one.leading[0]: one.difference_twd for one in shared_budgets(comparison.changes)}
    for number, change in enumerate(comparison.changes, start=1):
        whole = differences.get(number)
        for at, (old, new) in enumerate(pairs(change)):
            yield [
                number,
                change.status,
                CELL_SEPARATOR.join(change.changes),
                change.band,
                score_text(change.score),
                CELL_SEPARATOR.join(change.evidence),
                CELL_SEPARATOR.join(change.doubts),
                *between,
                *_both(old, new, None if at else whole),
            ]


def numeric_rows(comparison: Comparison) -> Iterator[list[str | int | float | None]]:
    """Yield the rows of changes.csv with the score as a number, for where texts are guarded against spreadsheets."""
    place = CHANGE_COLUMNS.index("score")
    for row in change_rows(comparison):
        yield [float(str(cell)) if at == place else cell for at, cell in enumerate(row)]


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


def score_text(score: float) -> str:
    """A score as it is written in tables.

    >>> score_text(1.0), score_text(0.83)
    ('1.0000', '0.8300')
    """
    return f"{score:.{SCORE_DECIMALS}f}"


def _both(old: Entry | None, new: Entry | None, difference_twd: int | None) -> Iterator[str | int | None]:
    """The columns that tell both sides, old before new, and the difference."""
    sides = [_flat(old), _flat(new)]
    for place, values in enumerate(zip(*sides, strict=True)):
        yield from values
        if place == AMOUNT_PLACE:
            yield difference_twd


AMOUNT_PLACE = 5
"""Of the amount within ``_flat``."""


def _flat(entry: Entry | None) -> list[str | int | None]:
    if entry is None:
        return [None] * 8
    return [
        entry.id,
        entry.section,
        BETWEEN_LEVELS.join(entry.work_item),
        BETWEEN_LEVELS.join(entry.plan_item),
        CELL_SEPARATOR.join(one.raw for one in current(entry)),
        amount_twd(entry),
        CELL_SEPARATOR.join(one.id for one in current(entry)),
        entry.pages[0] if entry.pages else None,
    ]
