"""The formats that tables are published in: a module that writes each, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from pipeline.dataclass import dataclass
from pipeline.exporters.books import Book
from pipeline.exporters.columns import FlatTable, Row, TableName
from pipeline.exporters.csv_form import CsvForm, csv_body, csv_head
from pipeline.exporters.jsonl import jsonl_bytes


@dataclass(frozen=True)
class FileFormat:
    """One format.

    Attributes:
        name: also the ending of its files.
        media_type: as IANA calls it; that of JSON Lines is in use but not registered.
        extra: of the packages that write it; None where the program itself does.
    """

    name: str
    media_type: str
    extra: str | None = None


@dataclass(frozen=True)
class TextFormat(FileFormat):
    """A file for each table that is its head and then the rows of each plan, whatever stands before them.

    Attributes:
        folder: of its files; empty for the output folder itself.
        head: what a file begins with.
        body: some rows as they stand in it.
    """

    folder: str = ""
    head: Callable[[FlatTable, CsvForm], bytes] = lambda *_: b""
    body: Callable[[FlatTable, Iterable[Row], CsvForm], bytes] = lambda *_: b""

    def path(self, table: TableName) -> str:
        """Of a table's file in the output folder."""
        return f"{self.folder}/{table}.{self.name}" if self.folder else f"{table}.{self.name}"


@dataclass(frozen=True)
class WholeFormat(FileFormat):
    """A format whose files are written in one go.

    Attributes:
        writer: module and function, which are loaded when they are needed.
    """

    writer: tuple[str, str] = ("", "")

    def write(self, *given: Any) -> None:
        """Call the writer.

        Raises:
            UnwritableError: the format cannot hold what it was given.
        """
        module, function = self.writer
        getattr(import_module(module), function)(*given)


@dataclass(frozen=True)
class TableFormat(WholeFormat):
    """A file for each table, which the writer makes of the table, lines of its JSON Lines and the path."""

    def path(self, table: TableName) -> str:
        """Of a table's file in the output folder."""
        return f"{self.name}/{table}.{self.name}"

    def write_table(self, table: FlatTable, lines: Iterable[bytes], path: Path) -> None:
        """Write a table from lines of its JSON Lines."""
        self.write(table, lines, path)


@dataclass(frozen=True)
class BookFormat(WholeFormat):
    """One file for all tables, which the writer makes of a book and the path; in volumes where there are too many rows.

    Attributes:
        volumes: what the plans of a volume have in common.
    """

    volumes: Literal["agency", "year"] = "agency"

    def path(self, volume: str | None = None) -> str:
        """Of a volume, or of the one file, in the output folder."""
        return f"workplan.{self.name}" if volume is None else f"{self.name}/{volume}.{self.name}"

    def write_book(self, book: Book, path: Path) -> None:
        """Write some plans."""
        self.write(book, path)


def _lines(_: FlatTable, rows: Iterable[Row], __: CsvForm) -> bytes:
    return jsonl_bytes(rows)


CSV = TextFormat("csv", "text/csv", head=csv_head, body=csv_body)
JSON_LINES = TextFormat("jsonl", "application/jsonl", folder="jsonl", body=_lines)
TEXT_FORMATS = (CSV, JSON_LINES)
TABLE_FORMATS = (
    TableFormat(
        "parquet",
        "application/vnd.apache.parquet",
        "publish",
        ("pipeline.exporters.parquet", "write_parquet"),
    ),
)
BOOK_FORMATS = (
    BookFormat(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "publish",
        ("pipeline.exporters.xlsx", "write_xlsx"),
    ),
    BookFormat(
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        writer=("pipeline.exporters.ods", "write_ods"),
    ),
    BookFormat(
        "sqlite",
        "application/vnd.sqlite3",
        writer=("pipeline.exporters.sqlite", "write_sqlite"),
        volumes="year",
    ),
)
FORMATS: tuple[FileFormat, ...] = (*TEXT_FORMATS, *TABLE_FORMATS, *BOOK_FORMATS)
FORMAT_FOLDERS = tuple(one.name for one in FORMATS if one is not CSV)
"""Folders of an output folder that hold files of a format."""
