"""Small documents with tables, and what is read of them."""

from functools import cache

from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.tables.cells import Grid
from pipeline.tables.pages import read_grids
from tests.making.typeset import compile_pdf

READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")
PROSE = (
    "The harvest of the southern valleys was carried over the pass in early autumn, and most of it "
    "reached the market towns before the first snow closed the road for the rest of the year. "
)
BOUNDARY = "#pagebreak()\n"


def page(body: str, *, width: int = 420, height: int = 600, size: int = 10) -> str:
    """A typst document around a body, without header or page number."""
    return (
        "#set document(date: none)\n"
        f"#set page(width: {width}pt, height: {height}pt, margin: 40pt)\n"
        f'#set text(font: ("Libertinus Serif", "Noto Sans CJK TC"), size: {size}pt)\n'
        "#set table(inset: 4pt)\n" + body
    )


@cache
def pdf(source: str) -> bytes:
    """The document as PDF; the same source is set once."""
    return compile_pdf(source)


def grids(source: str, reader: Reader = "pdfium") -> tuple[Grid, ...]:
    """The tables of a typst document."""
    opened = opener(reader)(pdf(source), "test.pdf")
    try:
        return read_grids(opened.pages(tuple(range(1, opened.page_count + 1))))
    finally:
        opened.close()


def only(source: str, reader: Reader = "pdfium") -> Grid:
    """The one table of a document."""
    (grid,) = grids(source, reader)
    return grid


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """Row, column and spans of each merged cell, by its text."""
    return {
        cell.text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row_span > 1 or cell.column_span > 1
    }


def covered(grid: Grid) -> list[tuple[int, int]]:
    """Every place that a cell covers, sorted."""
    return sorted(
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )
