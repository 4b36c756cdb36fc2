"""Rules about cells: what tells who a person is, and what a spreadsheet would run or change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from pipeline.gate.expected import SchemaField
from pipeline.gate.folder import CsvFile, Folder
from pipeline.gate.results import Hit

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""Of county codes in the order of their numbers, A being 10."""
NATIONAL_ID_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
NATIONAL_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z](?:[1289][0-9]|[A-D][0-9])[0-9]{7}(?![A-Za-z0-9])")
MOBILE = re.compile(
    r"(?<![0-9A-Za-z第-])(?:\+?886[- ]?|0)9[0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{3}(?![0-9A-Za-z-]|\s*號)"
)
"""Not the number of a letter, such as 院臺財字第0990044058號."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What OWASP's page on CSV injection lists."""
CHANGED_CELL = re.compile(
    r"\([0-9,.]+\)|[0-9]+\s?[-/]\s?[0-9]+(?:\s?[-/]\s?[0-9]+)?|0[0-9]+|[0-9]{16,}|[0-9.]+[eE][+-]?[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]*0|[0-9.,]+%|[0-9]{1,2}:[0-9]{2}|TRUE|FALSE|true|false"
    r"|[0-9]+月[0-9]+日|[0-9]+年[0-9]+月(?:[0-9]+日)?"
)
"""Whole cells that Excel or LibreOffice reads as another value: (1) as -1, 1-2 as a day, 007 as 7."""


def valid_identity(number: str) -> bool:
    """Whether the check digit of a national ID or resident certificate number is right.

    Old resident certificates have a letter in the second place, of which the last digit of its code counts.

    >>> valid_identity("A123456789"), valid_identity("A123456788"), valid_identity("A800000014")
    (True, False, True)
    """
    first = LETTERS.index(number[0]) + 10
    second = str((LETTERS.index(number[1]) + 10) % 10) if number[1].isalpha() else number[1]
    digits = [first // 10, first % 10, *map(int, second + number[2:])]
    return sum(d * w for d, w in zip(digits, NATIONAL_ID_WEIGHTS, strict=True)) % 10 == 0


def masked(number: str) -> str:
    """A number of a person as it may be shown: its two ends.

    >>> masked("A123456789"), masked("0912-345-678")
    ('A1******89', '09********78')
    """
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def personal_identifier(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """National ID numbers, resident certificate numbers and mobile telephone numbers."""
    for row, field, cell in file.cells(_is_text):
        if len(cell) >= 10:
            for found in NATIONAL_ID.finditer(cell):
                if valid_identity(found[0]):
                    yield Hit(file.path, row, field.name, masked(found[0]))
            for found in MOBILE.finditer(cell):
                yield Hit(file.path, row, field.name, masked(found[0]))


def csv_formula(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Cells that a spreadsheet runs as formulas when it opens the CSV; one hit for each column."""
    yield from _by_column(file, "csv-formula", _formula)


def csv_changed(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Cells that a spreadsheet turns into other values; one hit for each column."""
    yield from _by_column(file, "csv-changed", lambda cell: CHANGED_CELL.fullmatch(cell) is not None)


def _is_text(field: SchemaField) -> bool:
    return field.type == "string"


def _by_column(file: CsvFile, rule: str, told: Callable[[str], bool]) -> Iterator[Hit]:
    if file.form.safe:
        return
    first: dict[str, tuple[int, str]] = file.memory.setdefault(f"{rule} first", {})
    counts: Counter[str] = file.memory.setdefault(f"{rule} counts", Counter())
    for row, field, cell in file.cells(_is_text):
        if told(cell):
            first.setdefault(field.name, (row, cell))
            counts[field.name] += 1
    for name, (row, cell) in first.items() if file.is_last else ():
        yield Hit(file.path, row, name, " ".join(cell[:20].split()), counts[name])


def _formula(cell: str) -> bool:
    # A lone dash is a word to a spreadsheet too.
    return cell.startswith(FORMULA) and cell != "-"


def csv_unsafe(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Cells of a file that says it is safe for spreadsheets and that begin like formulas all the same."""
    if not file.form.safe:
        return
    for row, field, cell in file.printed():
        if field.type == "string" and (_formula(cell) or CHANGED_CELL.fullmatch(cell)):
            yield Hit(file.path, row, field.name, " ".join(cell[:20].split()))


PRIVACY_RULES = {
    "personal-identifier": personal_identifier,
    "csv-formula": csv_formula,
    "csv-changed": csv_changed,
    "csv-unsafe": csv_unsafe,
}
