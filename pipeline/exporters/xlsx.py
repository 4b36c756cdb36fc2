"""Tables as an Excel workbook: typed cells, text never taken for a formula, number or link."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.exporters.books import Book
from pipeline.exporters.columns import Value
from pipeline.exporters.sheets import XLSX_FILE, WorkbookSheet, is_money, sheets_of

CREATION_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""In place of the day of writing, which would change the bytes."""
WORKBOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LINE_POINTS = 15.75
MOST_ROW_LINES = 20
"""Of the height of a row; its cells may hold more, which is seen when the row is drawn higher."""
THOUSANDS_FORMAT = "#,##0"
HEIGHTS = ("row_info", "set_rows", "row_sizes")
"""Where xlsxwriter, each version in its way, keeps heights of rows to the end: 335 bytes a row, measured."""
RULED = {"bottom": 4, "bottom_color": "#BFBFBF"}
"""A light line below each row of what is read."""
A4 = 9
"""Excel's number of the paper."""
PRINT_MARGINS_INCHES = (0.4, 0.4, 0.5, 0.6)
"""Left, right, top, bottom."""
CELL_FONT = {"font_name": "Microsoft JhengHei", "font_size": 11, "valign": "top"}


def write_xlsx(book: Book, path: Path) -> None:
    """Write all tables as one workbook; its rows are in memory one at a time.

    Args:
        book: the tables.
        path: of the file.

    Raises:
        UnwritableError: a table does not fit into a workbook.
    """
    sheets = sheets_of(book, XLSX_FILE)
    with xlsxwriter.Workbook(path, WORKBOOK_OPTIONS) as file:
        file.set_properties({"created": CREATION_DATE, "author": "", "title": "workplan"})
        plain = file.add_format(CELL_FONT)
        wrapped = file.add_format({**CELL_FONT, **RULED, "text_wrap": True})
        grouped = file.add_format({**CELL_FONT, **RULED, "num_format": THOUSANDS_FORMAT, "text_wrap": True})
        head = file.add_format(
            {**CELL_FONT, "bold": True, "bg_color": "#DDEBF7", "bottom": 1, "text_wrap": True}
        )
        for sheet in sheets:
            page = file.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, sheet.count, len(sheet.header) - 1)
            _set_print(page, sheet)
            texts = [wrapped if wrap else plain for wrap in sheet.wrapped]
            formats = [
                grouped if is_money(name) else form for name, form in zip(sheet.header, texts, strict=True)
            ]
            for i, width in enumerate(sheet.widths):
                page.set_column(i, i, width, formats[i])
            for i, name in enumerate(sheet.header):
                page.write_string(0, i, name, head)
            _fill(page, sheet, formats)


def _set_print(page: Worksheet, sheet: WorkbookSheet) -> None:
    """A4 lying, one page wide, with the header on every page."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(*PRINT_MARGINS_INCHES)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, sheet.count, sheet.printed - 1)
    page.set_footer("&C&P / &N")


def _fill(page: Worksheet, sheet: WorkbookSheet, formats: list[object]) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        # Excel finds the height itself when it opens the file, LibreOffice does not.
        if (lines := min(sheet.lines(row), MOST_ROW_LINES)) > 1:
            page.set_row(number, lines * LINE_POINTS)
        for i, value in enumerate(row):
            _write(page, number, i, value, formats[i])
        # The row before has been written by now.
        for name in HEIGHTS:
            getattr(page, name, {}).pop(number - 1, None)


def _write(page: Worksheet, row: int, column: int, value: Value, form: object) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(row, column, value, form)
    elif value is not None:
        page.write_number(row, column, value, form)
