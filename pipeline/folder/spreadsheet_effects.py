"""What a spreadsheet makes of cells by itself when it opens or saves a table, told from what a person wrote there."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from math import isclose

from pipeline.exporters.columns import Value
from pipeline.exporters.csv_form import MONTHS, protected, spreadsheet_change
from pipeline.normalizers.text import EXCEL_CELL
from pipeline.normalizers.years import ROC_OFFSET

Found = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as it was read back: text of a CSV, any type of a workbook."""
SHOWN_DIGITS = 1e-5
"""Relative difference of a number and of what a spreadsheet shows of it, such as 1.23457E+13."""
CENTURY = 2000
"""What a spreadsheet adds to a year of two digits."""
SHOWN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
AROUND_NUMBERS = re.compile(r"nt|us|twd|usd|[$¥€£,\s元%()]", re.IGNORECASE)
ERROR_CELL = re.compile(r"#[A-Z/0!?]+|Err:\d+")
DATE_LIKE = re.compile(
    rf"\d+([-/.:]\d+)+([ T].*)?|(\d+年)?\d+月(\d+日)?|\d+[- ]({MONTHS})\w*([- ]\d+)?|({MONTHS})\w*[- ]\d+"
    r"|[上下]午.*|\d+(:\d+)+ ?[ap]m",
    re.IGNORECASE,
)
BIG5 = "cp950"
"""In which Excel in Taiwan saves a CSV unless told otherwise; what it lacks becomes a question mark."""


def is_same(value: Value, found: Found) -> bool:
    """Whether a cell holds what was published, whatever its type or its form of CSV.

    >>> is_same(8359000, "8,359,000"), is_same("1-1", "'1-1"), is_same(None, ""), is_same("函", "函覆")
    (True, True, True, False)
    """
    if value is None:
        return found is None or found == ""
    if isinstance(value, str):
        text = _lines(found) if isinstance(found, str) else None
        return text is not None and (text == _lines(value) or text == protected(_lines(value)))
    return not isinstance(found, bool) and (number := _number(found)) is not None and number == value


def is_by_spreadsheet(value: Value, found: Found) -> bool:
    """Whether a cell is what a spreadsheet by itself makes of what was published.

    >>> [is_by_spreadsheet(*pair) for pair in (("1-1", "1月1日"), ("007", 7.0), ("1-1", "1-2"), ("函", "函覆"))]
    [True, True, False, False]
    """
    if not isinstance(value, str):
        number = _number(found)
        shown = isinstance(found, float) or (isinstance(found, str) and "E" in found.upper())
        return (
            value is not None
            and shown
            and number is not None
            and isclose(number, value, rel_tol=SHOWN_DIGITS)
        )
    if isinstance(found, str) and _is_cut_or_coded(value, found):
        return True
    change = spreadsheet_change(value)
    if change is None:
        return False
    if change == "formula" and not isinstance(found, date | time | timedelta):
        return (
            found is None
            or found in {"", 0}
            or (isinstance(found, str) and bool(ERROR_CELL.fullmatch(found)))
        )
    if isinstance(found, bool):
        return value.lower() == str(found).lower()
    if isinstance(found, str) and (found.lower() == value.lower() or ERROR_CELL.fullmatch(found)):
        return True
    return _is_same_number(value, found) or _is_same_date(value, found)


def is_typed(value: Value, found: Found) -> bool:
    """Whether a cell holds a date or time, of which nobody can tell what a person wrote there.

    >>> is_typed("1-1", "1月2日"), is_typed("每月", "每週")
    (True, False)
    """
    if isinstance(found, date | time | timedelta | bool):
        return True
    return (
        isinstance(value, str | None)
        and isinstance(found, str)
        and DATE_LIKE.fullmatch(found.strip()) is not None
    )


def text_of(found: Found) -> str:
    """A cell as a person reads it.

    >>> text_of(8359000.0), text_of(None)
    ('8359000', '')
    """
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    return "" if found is None else _lines(str(found))


def _is_cut_or_coded(value: str, found: str) -> bool:
    if len(found) >= EXCEL_CELL // 2 and value.startswith(found):
        return True
    lost = "?" in found and value.encode(BIG5, "replace").decode(BIG5) == found
    return lost or (found != value and unicodedata.normalize("NFKC", value).strip() == found)


def _is_same_number(value: str, found: Found) -> bool:
    number, plain = _number(found), unicodedata.normalize("NFKC", value)
    own = _number(plain)
    if number is None or own is None:
        return False
    ways = [own, -own] if "(" in plain else [own]
    ways += [one / 100 for one in ways] if "%" in plain else []
    return any(isclose(number, one, rel_tol=SHOWN_DIGITS) for one in ways)


def _is_same_date(value: str, found: Found) -> bool:
    """Whether a date or time has all numbers of a text; a year of the Republic may have become a Gregorian one."""
    if not is_typed(value, found) or isinstance(found, bool):
        return False
    left = _numbers_in(str(found))
    for number in _numbers_in(unicodedata.normalize("NFKC", value)):
        likely = next((one for one in (number, number + ROC_OFFSET, number + CENTURY) if one in left), None)
        if likely is None:
            return False
        left.remove(likely)
    return True


def _numbers_in(text: str) -> list[int]:
    months = MONTHS.split("|")
    named = [1 + months.index(one.lower()) for one in re.findall(rf"(?i){MONTHS}", text)]
    return [*named, *(int(digits) for digits in re.findall(r"\d{1,18}", text))]


def _number(found: Found) -> float | None:
    if isinstance(found, int | float):
        return found
    if not isinstance(found, str):
        return None
    bare = AROUND_NUMBERS.sub("", found)
    if not SHOWN_NUMBER.fullmatch(bare) or len(bare) > EXCEL_CELL:
        return None
    # Whole numbers are compared digit by digit: a float has but fifteen.
    return int(bare) if bare.lstrip("+-").isdecimal() and len(bare) < 1000 else float(bare)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
