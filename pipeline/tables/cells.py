"""Tables as they are handed on, and the pieces of them that one page holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.lines.lines import Line
from pipeline.models import Reader, Source
from pipeline.readers.page import BBox

DoubtKind = Literal["row-joined", "row-parted", "row-bound"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page number from 1 and x0, top, x1, bottom in points from the page's top left."""

    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """What may be otherwise.

    Attributes:
        kind: ``row-joined``: a row before and one behind a page end were taken for one without a rule that tells;
            ``row-parted``: they were taken for two although the second lacks its first cells; ``row-bound``: no rule
            parts it from the row before, and a line of one of them may be the other's.
        row: the row it is about, from 0.
        page: the page on which the row goes on or begins.
    """

    kind: DoubtKind
    row: int
    page: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell; a merged one is given once, at its first row and column.

    Attributes:
        row: its first row, from 0.
        column: its first column, from 0.
        row_span: number of rows it runs over.
        column_span: number of columns it runs over.
        text: lines that were broken for want of room are joined, others keep their line break; "" if blank.
        spans: its share of each page; of a blank cell or one without rules the place of its text or row.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    spans: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One logical table, over all its pages.

    Attributes:
        id: ``t`` and its number in the file, from 1.
        pages: numbers of the pages it stands on.
        header_rows: number of rows at its top that name the columns.
        rows: number of rows, the header's once.
        columns: number of columns.
        ruled: whether rules part both its rows and its columns.
        cells: by row, then column; every place of the grid belongs to exactly one of them.
        boxes: its share of each page.
        doubts: what may be otherwise.
        sideways: printed glyphs inside it that stand apart from its text, such as a stamp's; they are in no cell.
    """

    id: str
    pages: tuple[int, ...]
    header_rows: int
    rows: int
    columns: int
    ruled: bool
    cells: tuple[GridCell, ...]
    boxes: tuple[Place, ...]
    doubts: tuple[RowDoubt, ...] = ()
    sideways: int = 0

    def texts(self) -> list[list[str]]:
        """All rows with a text for each column; a merged cell's text stands at its first place only."""
        rows = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell.text
        return rows


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a file.

    Attributes:
        version: version of the program.
        source: the file.
        reader: engine that read the glyphs.
        tables: in reading order.
        unread: numbers of the pages that could not be read or are scans.
        overdrawn: those of them on which more is drawn than on any printed page.
    """

    version: str
    source: Source
    reader: Reader
    tables: tuple[Grid, ...]
    unread: tuple[int, ...] = ()
    overdrawn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PieceCell:
    """A cell on one page, its lines not yet joined to a text."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]
    bbox: BBox

    @property
    def last_row(self) -> int:
        """Last row it runs over."""
        return self.row + self.row_span - 1

    @property
    def last_column(self) -> int:
        """Last column it runs over."""
        return self.column + self.column_span - 1


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table's share of one page.

    Attributes:
        page: page number, from 1.
        bbox: its rules, or its text where it has none.
        bounds: x of the column bounds, one more than there are columns.
        rows: number of rows.
        entries: its cells, blank ones too.
        ruled: whether rules part both rows and columns.
        open_top: whether no rule closes it at its top, though vertical rules stand there.
        open_bottom: likewise at its foot.
        sideways: glyphs inside it that stand apart from its text.
        begins: how rows begin that no rule parts from those above: ``begun`` by evidence of their own, ``rest`` where
            nothing begins them, as with the rest of a row that a page end cuts, ``unsure`` if perhaps elsewhere.
    """

    page: int
    bbox: BBox
    bounds: tuple[float, ...]
    rows: int
    entries: tuple[PieceCell, ...]
    ruled: bool
    open_top: bool = False
    open_bottom: bool = False
    sideways: int = 0
    begins: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.bounds) - 1
