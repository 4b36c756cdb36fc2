"""CSV text: one form for all tables, declared by ``CsvForm``, which can be read back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.exporters.columns import Row, Table, Value
from pipeline.exporters.spreadsheet_cells import spreadsheet_change

HeaderLanguage = Literal["en", "zh-TW"]
HEADER_LANGUAGES: tuple[HeaderLanguage, ...] = ("en", "zh-TW")
ESCAPE = "'"
"""Before a cell that a spreadsheet would change, and before one that begins with it."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class CsvForm:
    """How CSV files are written.

    Attributes:
        bom: whether a byte-order mark comes first, without which Excel shows Chinese wrongly.
        header: ``en`` for the machine names in the header row, ``zh-TW`` for the titles.
        safe: whether text cells that a spreadsheet would run or change begin with an apostrophe; so do, once
            more, those that begin with one, and taking one apostrophe away gives every text back.
    """

    bom: bool = True
    header: HeaderLanguage = "en"
    safe: bool = False

    @property
    def encoding(self) -> str:
        """Python's name of the encoding."""
        return "utf-8-sig" if self.bom else "utf-8"


DEFAULT_FORM = CsvForm()


def csv_bytes(table: Table, rows: Iterable[Row], form: CsvForm = DEFAULT_FORM) -> bytes:
    """A table as CSV: header row, LF line ends, quotes only where they are needed.

    Args:
        table: whose columns, in their order.
        rows: a value for each of them.
        form: byte-order mark, language of the header and whether cells are escaped.
    """
    header = table.names if form.header == "en" else tuple(column.title_zh for column in table.columns)
    texts = [column.type == "string" for column in table.columns]
    cells = (_safe(row.values(), texts) if form.safe else row.values() for row in rows)
    body = csv_text([header]) + csv_text(cells)
    return (BYTE_ORDER_MARK if form.bom else b"") + body.encode()


def csv_text(rows: Iterable[Iterable[Value]]) -> str:
    """Rows of any table as CSV text, without byte-order mark."""
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def protected(text: str) -> str:
    """A text as a cell of a CSV that is safe in spreadsheets.

    >>> protected("=1+1"), protected("'1"), protected("宣導")
    ("'=1+1", "''1", '宣導')
    """
    return ESCAPE + text if text.startswith(ESCAPE) or spreadsheet_change(text) else text


def restored(cell: str) -> str:
    """The text that ``protected`` was given."""
    return cell.removeprefix(ESCAPE)


def _safe(values: Iterable[Value], texts: Iterable[bool]) -> Iterator[Value]:
    for value, is_text in zip(values, texts, strict=True):
        yield protected(value) if is_text and isinstance(value, str) else value


def _cell(value: Value) -> str:
    # By hand because Python's csv module quotes a lone carriage return in some versions only.
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
