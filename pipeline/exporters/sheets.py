"""What XLSX and ODS have in common: a sheet per table, one before them that explains the columns, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import UnwritableError
from pipeline.exporters.columns import FlatTable, Value
from pipeline.exporters.rows import Rows
from pipeline.exporters.tables import TABLES

XLSX_FILE = "workplan.xlsx"
ROWS = 1_048_576
"""Rows of a sheet in Excel and in LibreOffice, the header among them."""
EXCEL_CELL = 32_767
"""Characters of a cell in Excel, counted as UTF-16 does."""
EXACT_INTEGER = 10**15
"""From here on Excel writes zeros for the last digits."""
NARROWEST_COLUMN, WIDEST_COLUMN = 8, 60
"""Widths of columns, in digits; text that is wider is wrapped."""
EXPLAINING_NAME = "說明 fields"
EXPLAINING_HEADER = (
    "資料表 table", "欄名 column", "中文欄名 title", "型別 type", "缺值 missing", "說明", "description",
)  # fmt: skip


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: a header row and rows of the same length.

    Attributes:
        widths: of each column, in digits.
        wrapped: whether the text of each column runs over several lines.
    """

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    widths: tuple[int, ...]
    wrapped: tuple[bool, ...]

    def lines(self, row: Sequence[Value]) -> int:
        """Lines that a row needs where its text is wrapped, roughly."""
        wrapped = (
            str(value) for value, wrap in zip(row, self.wrapped, strict=True) if wrap and value is not None
        )
        return max(
            (sum(1 + _width(line) // WIDEST_COLUMN for line in text.split("\n")) for text in wrapped),
            default=1,
        )


def sheets_of(rows: Rows) -> list[WorkbookSheet]:
    """The sheet that explains every column, then one per table."""
    explained = [line for table in TABLES.values() for line in _explained(table)]
    return [
        _sheet(EXPLAINING_NAME, EXPLAINING_HEADER, explained),
        *(
            _sheet(name, table.names, [tuple(row.values()) for row in rows[name]])
            for name, table in TABLES.items()
        ),
    ]


def refuse_unfit(sheets: Iterable[WorkbookSheet], file_name: str, cell_limit: int | None) -> None:
    """Make sure that a spreadsheet can hold every value whole.

    Args:
        sheets: all of a file.
        file_name: of the file, for the message.
        cell_limit: UTF-16 units of a cell; None where there is no limit.

    Raises:
        UnwritableError: a sheet has too many rows, or a value does not fit into a cell.
    """
    for sheet in sheets:
        if len(sheet.rows) >= ROWS:
            count = len(sheet.rows)
            raise UnwritableError("rows-do-not-fit", file=file_name, sheet=sheet.name, count=count)
        for number, row in enumerate(sheet.rows, start=2):
            for name, value in zip(sheet.header, row, strict=True):
                if not _fits(value, cell_limit):
                    place = f"{sheet.name}.{name}"
                    raise UnwritableError("value-does-not-fit", file=file_name, row=number, place=place)


def _fits(value: Value, cell_limit: int | None) -> bool:
    if isinstance(value, str):
        return cell_limit is None or 2 * len(value) <= cell_limit or _utf16(value) <= cell_limit
    return value is None or abs(value) < EXACT_INTEGER


def _utf16(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _explained(table: FlatTable) -> Iterable[tuple[str, ...]]:
    yield (table.name, "", table.title_zh, "", "", table.chinese, table.english)
    for column in table.columns:
        missing = "不可 never" if column.required else "可 possible"
        yield (
            table.name, column.name, column.title_zh, column.type, missing, column.chinese, column.english,
        )  # fmt: skip


def _sheet(name: str, header: tuple[str, ...], rows: Sequence[Sequence[Value]]) -> WorkbookSheet:
    widths = [_width(title) + 4 for title in header]  # room for the filter's button
    for row in rows:
        for i, value in enumerate(row):
            if value is not None:
                widths[i] = max(widths[i], _width(value) + 1)
    return WorkbookSheet(
        name,
        header,
        rows,
        tuple(min(max(width, NARROWEST_COLUMN), WIDEST_COLUMN) for width in widths),
        tuple(width > WIDEST_COLUMN for width in widths),
    )


def _width(value: Value) -> int:
    """Digits that a value is as wide as; a Chinese character is as wide as two."""
    text = str(value)
    wide = len(text) if text.isascii() else (len(text) + len(text.encode(errors="replace"))) // 2
    # Only the number of lines matters beyond this, and those are wrapped in any case.
    return WIDEST_COLUMN + 1 if "\n" in text else wide
