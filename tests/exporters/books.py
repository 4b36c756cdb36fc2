"""Books and files of rows that are at hand."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.exporters.books import Book, Stream, widths_of
from pipeline.exporters.columns import FlatTable, HeaderLanguage, Row
from pipeline.exporters.jsonl import jsonl_bytes
from pipeline.exporters.ods import write_ods
from pipeline.exporters.parquet import write_parquet
from pipeline.exporters.reading_sheet import reading_rows
from pipeline.exporters.rows import Rows
from pipeline.exporters.sqlite import PLANS_TABLE, SECTIONS, write_sqlite
from pipeline.exporters.xlsx import write_xlsx
from pipeline.models import PlanDocument


def book_of(rows: Rows, documents: Sequence[PlanDocument] = (), header: HeaderLanguage = "en") -> Book:
    """The rows as a book; the documents give what no flat table holds."""
    return Book(
        {name: stream_of(kept) for name, kept in rows.items()},
        [row for one in documents for row in PLANS_TABLE.rows(one)],
        [row for one in documents for row in SECTIONS.rows(one)],
        lambda: reading_rows(rows),
        header,
    )


def stream_of(rows: Sequence[Row]) -> Stream:
    values = [tuple(row.values()) for row in rows]
    return Stream(len(values), widths_of(values), lambda: values)


def xlsx_bytes(rows: Rows, header: HeaderLanguage = "en") -> bytes:
    with TemporaryDirectory() as folder:
        write_xlsx(book_of(rows, header=header), Path(folder) / "made")
        return (Path(folder) / "made").read_bytes()


def ods_bytes(rows: Rows, header: HeaderLanguage = "en") -> bytes:
    with TemporaryDirectory() as folder:
        write_ods(book_of(rows, header=header), Path(folder) / "made")
        return (Path(folder) / "made").read_bytes()


def sqlite_bytes(documents: Sequence[PlanDocument], rows: Rows) -> bytes:
    with TemporaryDirectory() as folder:
        write_sqlite(book_of(rows, documents), Path(folder) / "made")
        return (Path(folder) / "made").read_bytes()


def parquet_bytes(table: FlatTable, rows: Sequence[Row]) -> bytes:
    with TemporaryDirectory() as folder:
        write_parquet(table, jsonl_bytes(rows).splitlines(keepends=True), Path(folder) / "made")
        return (Path(folder) / "made").read_bytes()
