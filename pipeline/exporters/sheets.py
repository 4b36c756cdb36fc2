"""What XLSX and ODS have in common: a sheet to be read, one per table, one that explains the columns, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.errors import UnwritableError
from pipeline.exporters.books import WIDEST_COLUMN, Book, Stream, wider, width_of, widths_of
from pipeline.exporters.columns import FlatTable, Value
from pipeline.exporters.reading_sheet import IDENTIFIERS, READING_SHEET, READING_WIDTHS, reading_table
from pipeline.exporters.tables import TABLES

XLSX_FILE = "workplan.xlsx"
ROWS = 1_048_576
"""Rows of a sheet in Excel and in LibreOffice, the header among them."""
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
        printed: number of its columns that are printed, from the first one.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    widths: tuple[int, ...]
    wrapped: tuple[bool, ...]
    printed: int

    def lines(self, row: Sequence[Value]) -> int:
        """Lines that a row needs where its text is wrapped, roughly."""
        cells = zip(row, self.wrapped, self.widths, strict=True)
        wrapped = ((str(value), width) for value, wrap, width in cells if wrap and value is not None)
        return max(
            (sum(1 + width_of(line) // width for line in text.split("\n")) for text, width in wrapped),
            default=1,
        )


def sheets_of(book: Book, file_name: str) -> list[WorkbookSheet]:
    """The sheet to be read, one per table, then the one that explains every column.

    Args:
        book: the tables; none of their values is one that no cell can hold, see ``fitness``.
        file_name: of the spreadsheet, for messages.

    Raises:
        UnwritableError: a sheet has too many rows.
    """
    explained = [line for table in TABLES.values() for line in _explained(table)]
    sheets = [
        _reading(book),
        *(_sheet(name, table.header(book.header), book.tables[name]) for name, table in TABLES.items()),
        _sheet(
            EXPLAINING_NAME,
            EXPLAINING_HEADER,
            Stream(len(explained), widths_of(explained), lambda: explained),
        ),
    ]
    for sheet in sheets:
        if sheet.count >= ROWS:
            raise UnwritableError("rows-do-not-fit", file=file_name, sheet=sheet.name, count=sheet.count)
    return sheets


def _reading(book: Book) -> WorkbookSheet:
    table = reading_table(book.tables["sources"].count)
    return WorkbookSheet(
        READING_SHEET,
        table.header("zh-TW"),
        (tuple(row[name] for name in table.names) for row in book.reading()),
        book.tables["items"].count,
        tuple(READING_WIDTHS[name] for name in table.names),
        tuple(name not in IDENTIFIERS for name in table.names),
        len(table.names) - len(IDENTIFIERS),
    )


def is_money(title: str) -> bool:
    """Whether the amounts of a column are shown with separators of thousands."""
    return title.endswith(("_twd", "元）"))


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
        len(header),
    )
