"""Tables as an Excel workbook: typed cells, text never taken for a formula, number or link."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.exporters.columns import Value
from pipeline.exporters.rows import Rows
from pipeline.exporters.sheets import EXCEL_CELL, XLSX_FILE, WorkbookSheet, refuse_unfit, sheets_of

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
CELL_FONT = {"font_name": "Microsoft JhengHei", "font_size": 11, "valign": "top"}


def xlsx_bytes(rows: Rows) -> bytes:
    """All tables as one workbook.

    Raises:
        UnwritableError: a table or a value does not fit into a workbook.
    """
    sheets = sheets_of(rows)
    refuse_unfit(sheets, XLSX_FILE, EXCEL_CELL)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, WORKBOOK_OPTIONS) as book:
        book.set_properties({"created": CREATION_DATE, "author": "", "title": "workplan"})
        plain = book.add_format(CELL_FONT)
        wrapped = book.add_format({**CELL_FONT, "text_wrap": True})
        head = book.add_format({**CELL_FONT, "bold": True, "bg_color": "#DDEBF7", "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
            formats = [wrapped if wrap else plain for wrap in sheet.wrapped]
            for i, width in enumerate(sheet.widths):
                page.set_column(i, i, width, formats[i])
            for i, name in enumerate(sheet.header):
                page.write_string(0, i, name, head)
            _fill(page, sheet, formats)
    return out.getvalue()


def _fill(page: Worksheet, sheet: WorkbookSheet, formats: list[object]) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        # Excel finds the height itself when it opens the file, LibreOffice does not.
        if (lines := min(sheet.lines(row), MOST_ROW_LINES)) > 1:
            page.set_row(number, lines * LINE_POINTS)
        for i, value in enumerate(row):
            _write(page, number, i, value, formats[i])


def _write(page: Worksheet, row: int, column: int, value: Value, form: object) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(row, column, value, form)
    elif value is not None:
        page.write_number(row, column, value, form)
