"""Tables as a person sees them who looks for a plan: headers, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.words import HEADER_SENTENCE
from pipeline.layouts.trial import bare
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import squeeze
from pipeline.readers.page import BadPage, Page
from pipeline.tables.cells import Grid, GridCell
from pipeline.tables.pages import read_grids

MAX_HEADER_WORD = 20
"""A longer text is no header; the longest listed word has nine characters."""


@dataclass(frozen=True)
class HeaderColumn:
    """A column of a table.

    Attributes:
        text: its header without white space, with the note behind it.
        groups: headers above it that stand over several columns, outer first.
        cells: texts below the header, top to bottom, blank ones left out.
    """

    text: str
    groups: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The header without the note behind it: what a profile lists."""
        return bare(self.text)


@dataclass(frozen=True)
class SeenTable:
    """A table with a header.

    Attributes:
        pages: that it stands on, from 1.
        top: of its share of the first page, in points.
        columns: left to right.
    """

    pages: tuple[int, ...]
    top: float
    columns: tuple[HeaderColumn, ...]


def tables_seen(pages: Iterable[Page | BadPage]) -> list[SeenTable]:
    """All tables of a document that have a header, in reading order."""
    return [table for grid in read_grids(pages) if (table := seen(grid)) is not None]


def seen(grid: Grid) -> SeenTable | None:
    """A grid as a table with a header; None where it has no header, or one column only."""
    if not grid.header_rows or grid.columns < 2:
        return None
    spans = _spans(grid)
    columns = tuple(_column(grid, span) for span in spans)
    words = [column.word for column in columns if column.word]
    if len(columns) < 2 or not words or not all(map(_may_be_header, words)):
        return None
    return SeenTable(grid.pages, grid.boxes[0].bbox[1], columns)


def _may_be_header(word: str) -> bool:
    """Whether a text is no numbered item and no sentence of a first row that was taken for a header."""
    return len(word) <= MAX_HEADER_WORD and find_label(word) is None and HEADER_SENTENCE.search(word) is None


def _spans(grid: Grid) -> list[tuple[int, int]]:
    """First and last columns of the grid that share the lowest cell of the header: numbers and their texts."""
    lowest = [cell for cell in grid.cells if _last_row(cell) == grid.header_rows - 1]
    return [
        (cell.column, cell.column + cell.column_span - 1) for cell in sorted(lowest, key=lambda c: c.column)
    ]


def _column(grid: Grid, span: tuple[int, int]) -> HeaderColumn:
    first, last = span
    above = [c for c in grid.cells if c.row < grid.header_rows and _covers(c, first, last)]
    own = [c for c in above if c.column == first and c.column + c.column_span - 1 == last]
    groups = tuple(squeeze(c.text) for c in above if c not in own and c.text.strip())
    below = [c for c in grid.cells if c.row >= grid.header_rows and first <= c.column]
    inside = [c for c in below if c.column + c.column_span - 1 <= last]
    return HeaderColumn("".join(squeeze(c.text) for c in own), groups, _by_row(inside))


def _by_row(cells: Sequence[GridCell]) -> tuple[str, ...]:
    """Texts of a column's rows; a number that stands in a column of its own goes before its text."""
    rows: dict[int, str] = {}
    for cell in cells:
        rows[cell.row] = f"{rows.get(cell.row, '')}{cell.text.strip()}"
    return tuple(text for _, text in sorted(rows.items()) if text)


def _last_row(cell: GridCell) -> int:
    return cell.row + cell.row_span - 1


def _covers(cell: GridCell, first: int, last: int) -> bool:
    return cell.column <= first and last <= cell.column + cell.column_span - 1
