"""CSV text: one form for all tables, declared by ``CsvForm``, which can be read back exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.exporters.columns import FlatTable, HeaderLanguage, Row, Value
from pipeline.normalizers.text import BYTE_ORDER_MARK

Change = Literal["formula", "value"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What OWASP's page on CSV injection lists as the beginnings of formulas."""
KEPT_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d*[1-9])?")
"""Numbers that come back as the same characters: at most 15 digits, no leading or trailing zeros."""
EXACT_DIGITS = 15
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
CHANGED_BY_SPREADSHEET = re.compile(
    r"""
      [$¥€£]?\(?(\s*[$¥€£])?\s*[+-]?(\d[\d,]*(\.\d*)?|\.\d+)(e[+-]?\d+)?(\s*[%元])?\s*\)?[+-]?  # 007, (1), 1,000, 1E5
    | (nt|us|twd|usd)\s?\$?\s?[\d,.]+                               # NT$16,000
    | \d+\s+\d+/\d+                                                 # 1 1/2
    | \d+\s?[-/]\s?\d+(\s?[-/]\s?\d+)?(\s+[\d:.]+)?                 # 1-2, 1/2, 113-05-20, with a time
    | \d+\.\d+\.\d+                                                 # 1.2.1, a day to LibreOffice in Taiwan
    | \d+:(\d+(:[\d.]+)?(\s?[ap]m?)?)?                              # 9:00, 9:00 PM, 1:
    | \d+\s?[ap]m?                                                  # 9 PM
    | ([上下]午)\s?\d+[:時].*                                        # 上午 9:00
    | (民國|西元)?\s?\d+年(\d+月(\d+日)?)? | \d+月(\d+日)? | \d+時(\d+分(\d+秒)?)?
    | (\d+[\s-]*)?(MONTHS)[a-z]*\.?([\s,/-]*\d+([\s,/-]+\d+)?)?      # 5-Mar, May 2024
    | true | false
    | \#(n/a|ref!|value!|name\?|div/0!|num!|null!|spill!|calc!)
    """.replace("MONTHS", MONTHS),
    re.VERBOSE | re.IGNORECASE,
)
"""No two parts that stand beside each other begin alike, so that a cell of any length takes as long as it is long."""


def spreadsheet_change(text: str) -> Change | None:
    """What a spreadsheet would make of a text in a CSV.

    Args:
        text: of one cell.

    Returns:
        ``formula`` where it begins like one, ``value`` where a number, date, time, truth value or error value
        that reads otherwise would take its place; None where it stays as it is.

    >>> [spreadsheet_change(text) for text in ("=1+1", "(1)", "1-2", "2.10", "112", "2.1", "里幹事")]
    ['formula', 'value', 'value', 'value', None, None, None]
    """
    # East Asian versions of Excel take full-width digits and signs for the plain ones.
    plain = unicodedata.normalize("NFKC", text)
    if text.startswith(FORMULA_STARTS) or plain.startswith(FORMULA_STARTS):
        # A lone dash means none, and is one to a spreadsheet too.
        return None if plain == "-" else "formula"
    trimmed = plain.strip()
    if KEPT_NUMBER.fullmatch(text):
        return "value" if sum(map(str.isdigit, text)) > EXACT_DIGITS else None
    return "value" if CHANGED_BY_SPREADSHEET.fullmatch(trimmed) else None


HEADER_LANGUAGES: tuple[HeaderLanguage, ...] = ("en", "zh-TW")
ESCAPE = "'"
"""Before a cell that a spreadsheet would change, and before one that begins with it."""


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


def csv_bytes(table: FlatTable, rows: Iterable[Row], form: CsvForm = DEFAULT_FORM) -> bytes:
    """A table as CSV: header row, LF line ends, quotes only where they are needed.

    Args:
        table: whose columns, in their order.
        rows: a value for each of them.
        form: byte-order mark, language of the header and whether cells are escaped.
    """
    return csv_head(table, form) + csv_body(table, rows, form)


def csv_head(table: FlatTable, form: CsvForm = DEFAULT_FORM) -> bytes:
    """What stands before the rows of a table: the byte-order mark and the header row."""
    return (BYTE_ORDER_MARK if form.bom else b"") + csv_text([table.header(form.header)]).encode()


def csv_body(table: FlatTable, rows: Iterable[Row], form: CsvForm = DEFAULT_FORM) -> bytes:
    """Rows of a table, as they stand in its CSV behind the head, whatever rows stand before them."""
    texts = [column.type == "string" for column in table.columns]
    cells = (_safe(row.values(), texts) if form.safe else row.values() for row in rows)
    return csv_text(cells).encode()


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
