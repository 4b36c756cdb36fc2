"""What the cells of a table that a person writes may hold, by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

from pipeline.dataclass import dataclass
from pipeline.normalizers.years import ROC_OFFSET
from pipeline.written.problems import one_line

FIRST_GREGORIAN = 1000
"""A smaller year is one of the ROC calendar."""
MOST_NAME_CHARACTERS = 200
"""Of the name of a person."""
_DATE = re.compile(r"(?:民國)?\s*(\d{2,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = re.compile(r"[0-9]{1,12}")
_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CellKind:
    """A kind of cells that are not empty.

    Attributes:
        read: a cell as the program understands it; None where it is none of the kind.
        wrong: id of the message that tells so.
        quoted: whether it repeats what stands in a document, which may hold any character.
    """

    read: Callable[[str], str | None] = one_line
    wrong: str = ""
    quoted: bool = False


def iso_date(text: str) -> str | None:
    """A day as ISO 8601, whichever calendar it is written in; None where it is no day.

    >>> iso_date("2026/3/5"), iso_date("115/3/5"), iso_date("115年3月5日"), iso_date("2026-13-01")
    ('2026-03-05', '2026-03-05', '2026-03-05', None)
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year if year >= FIRST_GREGORIAN else year + ROC_OFFSET, month, day).isoformat()
    except ValueError:
        return None


def sha256_text(text: str) -> str | None:
    """A SHA-256 in hexadecimal, in small letters; None where it is none."""
    digits = one_line(text).lower()
    return digits if _SHA256_HEX.fullmatch(digits) else None


def counted(text: str) -> str | None:
    """A whole number above nought in digits, without the commas between its thousands; None where it is none.

    >>> counted("12,345"), counted("１２"), counted("0"), counted("3.5")
    ('12345', '12', None, None)
    """
    digits = _THOUSANDS.sub("", one_line(unicodedata.normalize("NFKC", text)))
    return str(int(digits)) if _DIGITS.fullmatch(digits) and int(digits) else None


def roc_year(text: str) -> str | None:
    """A year of the ROC calendar in digits; None where it is none, such as one of the Gregorian calendar.

    >>> roc_year("113"), roc_year("2024")
    ('113', None)
    """
    year = counted(text)
    return year if year is not None and int(year) < FIRST_GREGORIAN else None


def plain_word(text: str) -> str:
    """A word that a person writes, without white space about it, in small letters of half width."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def one_of(words: Iterable[str], wrong: str) -> CellKind:
    """Cells that hold one of some words, told by a message of their own."""
    known = frozenset(words)
    return CellKind(lambda text: word if (word := plain_word(text)) in known else None, wrong)


TEXT_CELL = CellKind()
QUOTED_CELL = CellKind(quoted=True)
DAY_CELL = CellKind(iso_date, "not-a-day")
COUNT_CELL = CellKind(counted, "not-a-count")
ROC_YEAR_CELL = CellKind(roc_year, "not-a-roc-year")
SHA256_CELL = CellKind(sha256_text, "not-a-hash")
