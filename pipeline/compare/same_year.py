"""One year's budget in two plans: what its own plan gives, and what the next year's prints as the year before.

They may differ, as where a plan was written before its budget was approved. Who sums over years has to know which of
the two was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pipeline.compare.flat import CELL_SEPARATOR, title
from pipeline.compare.model import Band, Change, Comparison, Entry, EntryBudget
from pipeline.compare.totals import (
    GroupTotal,
    Sums,
    cells_of,
    difference,
    joined_by_cells,
    sums_of,
    totals_of,
)
from pipeline.dataclass import dataclass
from pipeline.exporters.csv_form import csv_text
from pipeline.models import BudgetRole
from pipeline.normalizers.text import BYTE_ORDER_MARK

SAME_YEAR_FILE = "same-year.csv"
SAME_YEAR_COLUMNS = (
    "agency", "year_roc", "next_year_roc", "level", "section", "plan_item", "band", "own_twd", "next_twd",
    "difference_twd", "own_raw", "next_raw", "own_pages", "next_pages", "own_not_compared", "next_not_compared",
    "own_budget_ids", "next_budget_ids", "own_item_ids", "next_item_ids",
)  # fmt: skip
"""``own_`` is what the plan of ``year_roc`` gives for its own year, ``next_`` what the plan of the next year prints for
that same year; amounts in New Taiwan dollars, pages from 1."""
SameYearLevel = Literal["item", "section", "total"]
Cells = dict[tuple[str, str], tuple[Entry, EntryBudget]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A year's budget as one plan gives it.

    Attributes:
        twd: in New Taiwan dollars; None where there is no amount, or of an item where beside it a cell is none.
        cells: that it is the sum of; empty for sections and totals, which are sums of all of theirs.
        not_compared: number of cells that are in no sum.
    """

    twd: int | None
    cells: tuple[EntryBudget, ...] = ()
    items: tuple[Entry, ...] = ()
    not_compared: int = 0


@dataclass(frozen=True, slots=True)
class SameYearRow:
    """Both figures of an item, or of items that share a cell, of a section or of all.

    Attributes:
        band: of the match; a doubtful record makes it uncertain. Certain for sections and totals.
        own: in the plan of the year.
        next: in the plan of the year after.
    """

    level: SameYearLevel
    section: str
    name: str
    band: Band
    own: Figure
    next: Figure

    @property
    def difference_twd(self) -> int | None:
        """What the next plan prints less what the year's own gives; None where either is not known."""
        return difference(self.own.twd, self.next.twd)


def same_year_rows(comparison: Comparison) -> tuple[SameYearRow, ...]:
    """All figures that two plans give for one year, items first, then sections, then all.

    None where the sides are not of two years that follow each other, or the newer plan has no column of the year
    before.
    """
    old, new = comparison.old, comparison.new
    if old.year_roc is None or new.year_roc != old.year_roc + 1 or not cells_of(new.entries, "previous"):
        return ()
    totals = totals_of(comparison)
    return (
        *_items(comparison.changes),
        *_sums("section", totals.by_section),
        *_sums("total", totals.by_role),
    )


def differing(rows: Iterable[SameYearRow]) -> tuple[SameYearRow, ...]:
    """Those of items whose two figures are known and not the same."""
    return tuple(row for row in rows if row.level == "item" and row.difference_twd)


def same_year_csv(comparisons: Iterable[Comparison]) -> bytes:
    """The rows of comparisons as UTF-8 CSV with byte-order mark and LF."""
    rows = (_cells(one, row) for one in comparisons for row in same_year_rows(one))
    return BYTE_ORDER_MARK + (csv_text([SAME_YEAR_COLUMNS]) + csv_text(rows)).encode()


def _items(changes: Iterable[Change]) -> Iterator[SameYearRow]:
    """A row for items whose cells hang together, so that no cell is in two of them."""
    for several in _hanging_together(changes):
        own = _cells_at(several, "old", "current")
        following = _cells_at(several, "new", "previous")
        entries = [entry for change in several for entry in (*change.new, *change.old)]
        doubted = any(one.band == "uncertain" for one in several) or any(entry.doubts for entry in entries)
        yield SameYearRow(
            "item",
            entries[0].section,
            CELL_SEPARATOR.join(
                dict.fromkeys(title(one) for change in several for one in change.new or change.old)
            ),
            "uncertain" if doubted else "certain",
            _figure(own, [entry for change in several for entry in change.old]),
            _figure(following, [entry for change in several for entry in change.new]),
        )


def _hanging_together(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes with either figure, those of which a cell is in common put together, in their order."""
    known = list(changes)
    cells = ((*cells_of(change.old, "current"), *cells_of(change.new, "previous")) for change in known)
    return [[known[at] for at in group] for group in joined_by_cells(cells)]


def _cells_at(changes: Sequence[Change], side: Literal["old", "new"], role: BudgetRole) -> Cells:
    entries = [entry for change in changes for entry in (change.old if side == "old" else change.new)]
    return cells_of(entries, role)


def _figure(cells: Cells, items: Sequence[Entry]) -> Figure:
    known = tuple(cell for _, cell in cells.values())
    sums = sums_of(known)
    whole = bool(sums.amounts) and not sums.not_compared
    return Figure(sums.amount_twd if whole else None, known, tuple(items), sums.not_compared)


def _sums(level: SameYearLevel, totals: Sequence[GroupTotal]) -> Iterator[SameYearRow]:
    """A row for each section, or for all, of what both plans have amounts of."""
    own = {total.section: total.old for total in totals if total.role == "current"}
    following = {total.section: total.new for total in totals if total.role == "previous"}
    for section in dict.fromkeys((*own, *following)):
        figures = [_summed(known.get(section, Sums())) for known in (own, following)]
        yield SameYearRow(level, section or "", "", "certain", *figures)


def _summed(sums: Sums) -> Figure:
    return Figure(sums.amount_twd if sums.amounts else None, not_compared=sums.not_compared)


def _cells(comparison: Comparison, row: SameYearRow) -> list[str | int | None]:
    """Cells of the file in the order of ``SAME_YEAR_COLUMNS``."""
    figures = row.own, row.next
    return [
        comparison.new.agency,
        comparison.old.year_roc,
        comparison.new.year_roc,
        row.level,
        row.section,
        row.name,
        row.band,
        *(one.twd for one in figures),
        row.difference_twd,
        *(CELL_SEPARATOR.join(cell.raw for cell in one.cells) for one in figures),
        *(_pages(one.cells) for one in figures),
        *(one.not_compared for one in figures),
        *(CELL_SEPARATOR.join(cell.id for cell in one.cells) for one in figures),
        *(CELL_SEPARATOR.join(item.id for item in one.items) for one in figures),
    ]


def _pages(cells: Iterable[EntryBudget]) -> str:
    return CELL_SEPARATOR.join(map(str, sorted({cell.page for cell in cells if cell.page is not None})))
