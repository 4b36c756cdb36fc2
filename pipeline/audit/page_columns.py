"""What is printed and drawn in the columns of the tables, before any row was told apart: lines, and rules between.

The laws of ``page_laws`` hold records against it. It is taken from the lattice, so what a reading made of the lines
has no part in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extractors.steps import rounded
from pipeline.lattice.stitching import Table, Track
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
