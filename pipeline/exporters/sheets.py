"""What XLSX and ODS have in common: a sheet per table, one before them that explains the columns, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import UnwritableError
from pipeline.exporters.books import WIDEST_COLUMN, Book, Stream, wider, width_of, widths_of
from pipeline.exporters.columns import FlatTable, Value
from pipeline.exporters.tables import TABLES

XLSX_FILE = "workplan.xlsx"
ROWS = 1_048_576
"""Rows of a sheet in Excel and in LibreOffice, the header among them."""
EXCEL_CELL = 32_767
"""Characters of a cell in Excel, counted as UTF-16 does."""
EXACT_INTEGER = 10**15
"""From here on Excel writes zeros for the last digits."""
NARROWEST_COLUMN = 8
"""In digits."""
EXPLAINING_NAME = "說明 fields"
EXPLAINING_HEADER = (
    "資料表 table", "欄名 column", "中文欄名 title", "型別 type", "缺值 missing", "說明", "description",
)  # fmt: skip


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: a header row and rows of the same length, which are made as they are asked for.

    Attributes:
        count: number of rows, the header aside.
        widths: of each column, in digits.
        wrapped: whether the text of each column runs over several lines.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    widths: tuple[int, ...]
    wrapped: tuple[bool, ...]

    def lines(self, row: Sequence[Value]) -> int:
        """Lines that a row needs where its text is wrapped, roughly."""
        wrapped = (
            str(value) for value, wrap in zip(row, self.wrapped, strict=True) if wrap and value is not None
        )
        return max(
            (sum(1 + width_of(line) // WIDEST_COLUMN for line in text.split("\n")) for text in wrapped),
            default=1,
        )


def sheets_of(book: Book, file_name: str, cell_limit: int | None) -> list[WorkbookSheet]:
    """The sheet that explains every column, then one per table.

    Args:
        book: the tables.
        file_name: of the spreadsheet, for messages.
        cell_limit: UTF-16 units of a cell; None where there is no limit.

    Returns:
        The sheets; going through the rows of one raises UnwritableError at a value that no cell can hold whole.

    Raises:
        UnwritableError: a table has too many rows.
    """
    explained = [line for table in TABLES.values() for line in _explained(table)]
    sheets = [
        _sheet(
            EXPLAINING_NAME,
            EXPLAINING_HEADER,
            Stream(len(explained), widths_of(explained), lambda: explained),
        ),
        *(_sheet(name, table.names, book.tables[name]) for name, table in TABLES.items()),
    ]
    for sheet in sheets:
        if sheet.count >= ROWS:
            raise UnwritableError("rows-do-not-fit", file=file_name, sheet=sheet.name, count=sheet.count)
    return [replace(sheet, rows=_fitting(sheet, file_name, cell_limit)) for sheet in sheets]


def _fitting(sheet: WorkbookSheet, file_name: str, cell_limit: int | None) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(sheet.rows, start=2):
        for name, value in zip(sheet.header, row, strict=True):
            if not _fits(value, cell_limit):
                place = f"{sheet.name}.{name}"
                raise UnwritableError("value-does-not-fit", file=file_name, row=number, place=place)
        yield row


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


def _sheet(name: str, header: tuple[str, ...], stream: Stream) -> WorkbookSheet:
    # Room for the filter's button beside a title.
    widths = wider([width_of(title) + 4 for title in header], stream.widths)
    return WorkbookSheet(
        name,
        header,
        stream.rows(),
        stream.count,
        tuple(min(max(width, NARROWEST_COLUMN), WIDEST_COLUMN) for width in widths),
        tuple(width > WIDEST_COLUMN for width in widths),
    )
