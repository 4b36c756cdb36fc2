"""A drawn document without a producer: sheets, paragraphs and tables of cells that know what they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

Align = Literal["left", "center", "right"]
Height = Literal["top", "middle", "bottom"]
Margins = tuple[float, float, float, float]
"""Left, right, top, bottom."""
A4 = (595.3, 841.9)


class Kind(StrEnum):
    """What a band of a table, or a line outside tables, is."""

    ITEM = "item"
    HEADING = "heading"
    """A group heading in the plan column: a row of its own, or a paragraph above its first item."""
    AGAIN = "again"
    """A text printed again where its item goes on."""
    CATEGORY = "category"
    TOTAL = "total"
    HEADER = "header"
    NUMBERS = "numbers"
    """A row of column numbers below the header."""
    NOTE = "note"
    MARK = "mark"
    """Words about the page: 續, 承前頁, 過次頁."""
    TITLE = "title"
    SECTION = "section"
    UNIT = "unit"
    FURNITURE = "furniture"
    FORM = "form"
    STATISTICS = "statistics"
    INNER = "inner"
    """Figures of a small table inside a record's contents."""


class Column(StrEnum):
    """What a column holds."""

    WORK = "work"
    PART = "part"
    PLAN = "plan"
    STEPS = "steps"
    BUDGET = "budget"
    BEFORE = "before"
    NUMBER = "number"
    OWNER = "owner"
    MONTHS = "months"
    INDICATOR = "indicator"
    NOTE = "note"
    OTHER = "other"
    FIRST, SECOND, THIRD = "first", "second", "third"
    """Parts of the budget."""
    Q1, Q2, Q3, Q4 = "q1", "q2", "q3", "q4"
    M1, M2, M3, M4, M5, M6 = "m1", "m2", "m3", "m4", "m5", "m6"
    M7, M8, M9, M10, M11, M12 = "m7", "m8", "m9", "m10", "m11", "m12"


@dataclass(frozen=True)
class Place:
    """What a text of the document is, for its truth."""

    kind: Kind
    table: int | None = None
    band: int | None = None
    column: str | None = None
    records: tuple[int, ...] = ()
    begins: tuple[str, ...] = ()
    """For each paragraph of the text whether an entry begins with it: work, heading, plan, step, or nothing."""
    parts: "tuple[Place | None, ...]" = ()
    """For each paragraph what it is, where that is not what the whole text is."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    paras: tuple[str, ...] = ()
    place: Place = Place(Kind.NOTE)
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    height: Height | None = None
    bold: bool = False
    fill: str | None = None
    size: float | None = None
    inner: "Table | None" = None
    mark: int = 0
    """The number by which its glyphs are known in a tinted document."""


Row = tuple[Cell | None, ...]
"""Cells from left to right; columns that a merged cell reaches to have none of their own."""


@dataclass(frozen=True)
class Rules:
    """Which rules a table is drawn with."""

    frame: bool = False
    columns: bool = False
    rows: bool = False
    header: bool = False
    ends: bool = False
    """A rule at the top and one at the foot."""
    width: float = 0.7
    undivided: bool = False
    """No rule parts the rows of the header."""

    @property
    def any(self) -> bool:
        """Tell whether there is a rule at all."""
        return self.frame or self.columns or self.rows or self.header or self.ends


@dataclass(frozen=True)
class Table:
    """A table. Lengths are points."""

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    rules: Rules = Rules(frame=True, columns=True, rows=True, header=True)
    size: float = 12.0
    lead: float = 18.0
    pad: tuple[float, float] = (4.0, 3.0)
    aligns: tuple[Align, ...] = ()
    heights: tuple[Height, ...] = ()
    """Where the texts of each column stand; at the top if none is given."""
    head_align: Align = "center"
    head_bold: bool = False
    head_fill: str | None = None
    zebra: str | None = None
    repeat: bool = True
    """The header is printed again where the table goes on."""
    cut: bool = True
    """Rows may be cut by a page end."""
    after: float = 8.0
    unruled: tuple[int, ...] = ()
    """Columns in which no rule stands above an empty cell."""

    def align(self, cell: Cell, column: int, *, head: bool) -> Align:
        """Tell where the text of a cell stands across."""
        return cell.align or (self.head_align if head else self.aligns[column] if self.aligns else "left")

    def height(self, cell: Cell, column: int, *, head: bool) -> Height:
        """Tell where the text of a cell stands in its height."""
        return cell.height or ("middle" if head else self.heights[column] if self.heights else "top")


@dataclass(frozen=True)
class Para:
    """A paragraph outside tables."""

    text: str
    place: Place
    size: float = 12.0
    align: Align = "left"
    bold: bool = False
    before: float = 0.0
    after: float = 4.0
    mark: int = 0

    @property
    def lead(self) -> float:
        """Give the distance of its lines."""
        return round(self.size * 1.4, 2)


@dataclass(frozen=True)
class Sheet:
    """The paper of some pages."""

    landscape: bool = False
    margins: Margins = (56.0, 56.0, 56.0, 56.0)
    mirrored: bool = False
    columns: int = 1
    gap: float = 30.0
    foot: str = ""
    """What stands at the foot of each page; {page} for its number."""
    head: str = ""
    """What stands at the head of each page."""
    foot_size: float = 10.0
    """The size of head and foot."""
    shifts: tuple[float, ...] = ()
    """By how much the pages are moved to the right, in turn."""

    @property
    def paper(self) -> tuple[float, float]:
        """Give width and height."""
        return A4[::-1] if self.landscape else A4

    @property
    def width(self) -> float:
        """Give the width between the margins."""
        return self.paper[0] - self.margins[0] - self.margins[1]


@dataclass(frozen=True)
class ColumnEnd:
    """What follows stands at the head of the next text column."""


@dataclass(frozen=True)
class Beside:
    """Tables beside each other."""

    tables: tuple[Table, ...]
    gap: float


Block = Para | Table | Sheet | ColumnEnd | Beside
"""A sheet begins a page."""


@dataclass(frozen=True)
class Document:
    """All that a producer draws; the first block is a sheet."""

    title: str
    font: str
    """The family."""
    blocks: tuple[Block, ...]
    tinted: bool = False
    """Each text has a colour of its own, by which its glyphs are known."""

    def ink(self, mark: int) -> str:
        """Give the colour of a text, as CSS writes it."""
        return f"#{mark * self.tinted:06x}"


def placed(rows: Sequence[Row]) -> Iterator[list[tuple[int, Cell]]]:
    """Give each row's cells with the column that they begin at."""
    reached: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column, line = 0, []
        for cell in row:
            while (number, column) in reached:
                column += 1
            if cell is None:
                continue
            line.append((column, cell))
            reached |= {
                (number + down, column + right) for down in range(cell.rows) for right in range(cell.columns)
            }
            column += cell.columns
        yield line


def covered(rows: Sequence[Row]) -> set[tuple[int, int]]:
    """List the rows and columns that a cell from a row above reaches down to."""
    return {
        (number + down, column + right)
        for number, line in enumerate(placed(rows))
        for column, cell in line
        for down in range(1, cell.rows)
        for right in range(cell.columns)
    }


def marked(document: Document) -> Document:
    """Number the texts of a document in their order."""
    count = 0

    def number() -> int:
        nonlocal count
        count += 1
        return count

    def block(one: Block) -> Block:
        if isinstance(one, Para):
            return replace(one, mark=number())
        if isinstance(one, Table):
            return _table(one, number)
        if isinstance(one, Beside):
            return replace(one, tables=tuple(_table(table, number) for table in one.tables))
        return one

    return replace(document, blocks=tuple(map(block, document.blocks)))


def _table(table: Table, number: Callable[[], int]) -> Table:
    def row(cells: Row) -> Row:
        return tuple(
            cell and replace(cell, mark=number(), inner=cell.inner and _table(cell.inner, number))
            for cell in cells
        )

    return replace(table, head=tuple(map(row, table.head)), body=tuple(map(row, table.body)))


def texts(document: Document) -> Iterator[tuple[int, tuple[str, ...], Place]]:
    """List the texts of a document: number, paragraphs and what they are."""
    for block in document.blocks:
        if isinstance(block, Para):
            yield block.mark, (block.text,), block.place
        elif isinstance(block, Table):
            yield from _texts(block)
        elif isinstance(block, Beside):
            for table in block.tables:
                yield from _texts(table)


def _texts(table: Table) -> Iterator[tuple[int, tuple[str, ...], Place]]:
    for row in (*table.head, *table.body):
        for cell in row:
            if cell is not None:
                yield cell.mark, cell.paras, cell.place
                if cell.inner:
                    yield from _texts(cell.inner)


def scaled(widths: Sequence[float], total: float) -> tuple[float, ...]:
    """Stretch widths to a total."""
    factor = total / sum(widths)
    return tuple(round(width * factor, 1) for width in widths)


def sheets(document: Document) -> list[tuple[Sheet, list[Block]]]:
    """Group the blocks by the sheet that they stand on."""
    groups: list[tuple[Sheet, list[Block]]] = []
    for block in document.blocks:
        if isinstance(block, Sheet):
            groups.append((block, []))
        else:
            groups[-1][1].append(block)
    return groups
