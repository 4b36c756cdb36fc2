"""Draws documents with LibreOffice Calc, from workbooks: a sheet for each paper, columns of the table's widths."""

import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from tests.making.wide.edges import edges_of
from tests.making.wide.layout import Block, Cell, Document, Para, Row, Sheet, Table, placed, sheets
from tests.making.wide.office import convert

INCH = 72.0
PAPER_A4 = 9
CHARACTER = 6.3
"""Points in a unit of a column's width."""
NARROW = 0.62
"""Ems that a Latin letter takes at most."""
PITCH = 1.36
"""Ems from line to line, which a spreadsheet does not let anybody choose."""
SPARE = 4.0


def to_pdfs(documents: Mapping[str, Document], out: Path) -> None:
    """Write the PDF of each document under its name."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for name, document in documents.items():
            path = Path(folder) / f"{name}.xlsx"
            workbook(document).save(path)
            sources.append(path)
        convert(sources, out)


def workbook(document: Document) -> Any:
    """Make the workbook of a document."""
    book = openpyxl.Workbook()
    for number, (sheet, blocks) in enumerate(sheets(document)):
        page = book.active if number == 0 else book.create_sheet()
        page.title = f"表{number + 1}"
        _set_up(page, sheet)
        _fill(page, blocks, document)
    return book


def _set_up(page: Any, sheet: Sheet) -> None:
    setup = page.page_setup
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = PAPER_A4, 1, 0
    setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = page.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (side / INCH for side in sheet.margins)
    margins.header = margins.footer = 0.3
    if sheet.head:
        page.oddHeader.center.text = sheet.head
    if sheet.foot:
        page.oddFooter.center.text = sheet.foot.replace("{page}", "&P")


def _fill(page: Any, blocks: list[Block], document: Document) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    widths = tables[0].widths
    assert all(table.widths == widths for table in tables), "tables of one sheet share its columns"
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width / CHARACTER
    row = 1
    for block in blocks:
        if isinstance(block, Para):
            row = _para(page, row, block, widths, document)
        else:
            assert isinstance(block, Table), "a sheet holds paragraphs and tables"
            row = _table(page, row, block, document)


def _font(document: Document, size: float, mark: int, *, bold: bool) -> Any:
    return Font(name=document.font, size=size, bold=bold, color=f"FF{document.ink(mark)[1:]}")


def _lines(text: str, width: float, size: float) -> int:
    """Count the lines that a text takes at most: a full stop may not fit any more, and its line would be cut off."""
    count, taken = 1, 0.0
    for char in text:
        wide = size if unicodedata.east_asian_width(char) in "WFA" else size * NARROW
        count, taken = (count + 1, wide) if taken + wide > width - size - SPARE else (count, taken + wide)
    return count


def _para(page: Any, row: int, para: Para, widths: tuple[float, ...], document: Document) -> int:
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    cell = page.cell(row, 1, para.text)
    cell.font = _font(document, para.size, para.mark, bold=para.bold)
    cell.alignment = Alignment(horizontal=para.align, vertical="center", wrap_text=True)
    count = _lines(para.text, sum(widths), para.size)
    page.row_dimensions[row].height = (para.lead + para.before + para.after) * count
    return row + 1


def _table(page: Any, row: int, table: Table, document: Document) -> int:
    head = len(table.head)
    _rows(page, row, table, table.head, 0, document, head=True)
    _rows(page, row, table, table.body, head, document, head=False)
    if head and table.repeat:
        page.print_title_rows = f"{row}:{row + head - 1}"
    return row + head + len(table.body)


def _rows(
    page: Any, top: int, table: Table, rows: tuple[Row, ...], above: int, document: Document, *, head: bool
) -> None:
    for number, row in enumerate(placed(rows)):
        at, count = top + above + number, 1
        fill = table.head_fill if head else table.zebra if number % 2 else None
        for column, cell in row:
            _cell(
                page,
                at,
                column,
                table,
                cell,
                fill,
                document,
                edges_of(table, above + number, column, cell),
                head=head,
            )
            width = sum(table.widths[column : column + cell.columns])
            if cell.rows == 1:
                count = max(count, sum(_lines(para, width, cell.size or table.size) for para in cell.paras))
        page.row_dimensions[at].height = count * table.size * PITCH + 2 * table.pad[1] + SPARE


def _cell(
    page: Any, row: int, column: int, table: Table, cell: Cell, fill: str | None, document: Document,
    edges: tuple[str, ...], *, head: bool,
) -> None:  # fmt: skip
    line = Side(style="thin")
    last_row, last_column = row + cell.rows - 1, column + cell.columns - 1
    for down in range(row, last_row + 1):
        for right in range(column, last_column + 1):
            outer = {
                "left": right == column, "right": right == last_column, "top": down == row, "bottom": down == last_row,
            }  # fmt: skip
            one = page.cell(down, right + 1)
            one.border = Border(**{side: line for side in edges if outer[side]})
            colour = cell.fill or fill
            if colour:
                one.fill = PatternFill("solid", fgColor=colour.lstrip("#"))
    one = page.cell(row, column + 1)
    text = "\n".join(cell.paras)
    if not head and text.isascii() and text.replace(",", "").isdigit():
        one.value, one.number_format = int(text.replace(",", "")), "#,##0"
    else:
        one.value = text or None
    bold = cell.bold or (head and table.head_bold)
    one.font = _font(document, cell.size or table.size, cell.mark, bold=bold)
    height = table.height(cell, column, head=head).replace("middle", "center")
    one.alignment = Alignment(
        horizontal=table.align(cell, column, head=head), vertical=height, wrap_text=True
    )
    if cell.columns > 1 or cell.rows > 1:
        page.merge_cells(start_row=row, end_row=last_row, start_column=column + 1, end_column=last_column + 1)
