"""What a file that holds all tables is made from: their rows, gone through as often as it is wanted, never held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.exporters.columns import HeaderLanguage, Row, TableName, Value

WIDEST_COLUMN = 60
"""Of a spreadsheet, in digits; text that is wider is wrapped."""
Values = Sequence[Value]
"""The values of a row, in the order of its table's columns."""


@dataclass(frozen=True)
class Stream:
    """The rows of one table.

    Attributes:
        count: number of rows.
        widths: of the widest value of each column in digits, with one to spare; none where there are no rows.
        rows: gives them from the first one again each time.
    """

    count: int
    widths: tuple[int, ...]
    rows: Callable[[], Iterable[Values]]


@dataclass(frozen=True)
class Book:
    """Some plans as tables.

    Attributes:
        tables: all of ``TABLES``.
        plans: rows of the database's table of plans.
        sections: the same of their sections.
        reading: gives the rows of the sheet to be read, from the first one again each time.
        header: language of the header rows of a spreadsheet's tables.
    """

    tables: Mapping[TableName, Stream]
    plans: Sequence[Row]
    sections: Sequence[Row]
    reading: Callable[[], Iterable[Row]]
    header: HeaderLanguage = "en"


def widths_of(rows: Iterable[Values]) -> tuple[int, ...]:
    """The widest value of each column of some rows, with one digit to spare; 0 where all are missing.

    Args:
        rows: of the same table; without any the result is empty.
    """
    widest: list[int] = []
    for row in rows:
        widest = widest or [0] * len(row)
        for i, value in enumerate(row):
            if value is not None:
                widest[i] = max(widest[i], width_of(value) + 1)
    return tuple(min(width, WIDEST_COLUMN + 1) for width in widest)


def wider(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    """The widths of two parts of a table together; a part without rows has none."""
    return tuple(map(max, one, other)) if one and other else tuple(one or other)


def width_of(value: Value) -> int:
    """Digits that a value is as wide as; a Chinese character is as wide as two."""
    text = str(value)
    wide = len(text) if text.isascii() else (len(text) + len(text.encode(errors="replace"))) // 2
    # Only the number of lines matters beyond this, and those are wrapped in any case.
    return WIDEST_COLUMN + 1 if "\n" in text else wide
