"""What is printed and drawn in the columns of the tables, before any row was told apart: lines, and rules between.

The laws of ``page_laws`` hold records against it. It is taken from the lattice, so what a reading made of the lines
has no part in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from pipeline.dataclass import dataclass
from pipeline.extractors.budgets import CUT_EM
from pipeline.extractors.steps import rounded
from pipeline.lattice.tables import Table, Track
from pipeline.models import BBox


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a column."""

    page: int
    bbox: BBox
    text: str

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.bbox[1] + self.bbox[3]) / 2

    def goes_on_in(self, other: PrintedLine) -> bool:
        """Whether another line follows without a gap, as where a bound of columns cuts a text."""
        gap = other.bbox[0] - self.bbox[2]
        same = self.page == other.page and self.middle == other.middle
        return same and abs(gap) < CUT_EM * (self.bbox[3] - self.bbox[1])


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One column of a table over all its pages.

    Attributes:
        role: role in the profile, such as "plan" or "budget_current".
        rules: heights of the rules between its cells, each with its page; edges of the table on a page left out.
    """

    role: str
    header: str
    lines: tuple[PrintedLine, ...]
    rules: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table: its columns from left to right."""

    columns: tuple[PrintedColumn, ...]

    def roles(self, *roles: str) -> tuple[PrintedColumn, ...]:
        """Its columns that have one of these roles."""
        return tuple(column for column in self.columns if column.role in roles)

    def lines(self, *roles: str) -> tuple[PrintedLine, ...]:
        """Lines of the columns that have one of these roles, what a bound between two of them cuts as one line."""
        found: list[PrintedLine] = []
        every = (line for column in self.roles(*roles) for line in column.lines)
        for line in sorted(every, key=lambda one: (one.page, one.middle, one.bbox[0])):
            if found and found[-1].goes_on_in(line):
                before = found[-1]
                bbox = (*before.bbox[:2], *line.bbox[2:])
                found[-1] = PrintedLine(line.page, bbox, before.text + line.text)
            else:
                found.append(line)
        return tuple(found)


def printed_tables(tables: Iterable[Table]) -> tuple[PrintedTable, ...]:
    """The tables of a lattice, without what later stages need to know of them."""
    return tuple(PrintedTable(tuple(_column(track, table) for track in table.tracks)) for table in tables)


def _column(track: Track, table: Table) -> PrintedColumn:
    lines = (
        PrintedLine(line.page, rounded(line.bbox), line.ordinal + (line.raw if line.marks else line.text))
        for line in track.lines
    )
    # Of several parts on one page each begins at its own height.
    starts = (0.0, *table.joints)
    rules: list[tuple[int, float]] = []
    for v in table.printed_rules(track):
        i = bisect_right(starts, v) - 1
        rules.append((table.parts[i].page, v - starts[i] + table.parts[i].top))
    return PrintedColumn(track.column.role, track.column.header, tuple(lines), tuple(rules))
