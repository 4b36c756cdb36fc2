"""Rules about characters in the cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.gate.folder import CsvFile, Folder
from pipeline.gate.results import Hit

COMPATIBILITY_RADICAL = re.compile("[\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
LOST_CHARACTER = re.compile("\ufffd")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
MISSING_WORDS = frozenset(
    {"-", "--", "－", "—", "–", "無", "N/A", "n/a", "NA", "null", "NULL", "None", "NaN", "nan"}
)
PRINTED = {
    *(
        "raw",
        "budget_raw",
        "text",
        "label",
        "note",
        "header",
        "extra",
        "implementation",
        "plan_item",
        "value",
    ),
    *("work_item", "work_item_1", "work_item_2", "work_item_3"),
    *("old_value", "new_value", "reason", "message_zh", "message_en"),
}
"""Columns that hold what a document prints or a person wrote: a dash there is a word, no missing value."""


def text_not_nfc(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Text that is not in normalisation form C."""
    for row, field, cell in file.cells():
        if not unicodedata.is_normalized("NFC", cell):
            yield Hit(file.path, row, field.name)


def replacement_character(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """U+FFFD, which stands for a character that some program lost."""
    yield from (Hit(file.path, row, field.name) for row, field, _ in file.found(LOST_CHARACTER))


def private_use_character(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Characters that only one font can tell."""
    for row, field, cell in file.found(PRIVATE):
        if found := PRIVATE.search(cell):
            yield Hit(file.path, row, field.name, f"U+{ord(found[0]):04X}")


def compatibility_radical(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Radicals in place of the characters that they look like."""
    for row, field, cell in file.found(COMPATIBILITY_RADICAL):
        if found := COMPATIBILITY_RADICAL.search(cell):
            yield Hit(file.path, row, field.name, f"U+{ord(found[0]):04X}")


def control_character(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Characters that no one can see and that XML forbids."""
    for row, field, cell in file.found(CONTROL):
        if found := CONTROL.search(cell):
            yield Hit(file.path, row, field.name, f"U+{ord(found[0]):04X}")


def white_space_around(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Cells that begin or end with white space, or hold nothing else."""
    yield from (Hit(file.path, row, field.name) for row, field, cell in file.cells() if cell != cell.strip())


def missing_mixed(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Words for nothing where the schema says that an empty cell is nothing."""
    for row, field, cell in file.cells(lambda field: field.name not in PRINTED):
        if cell in MISSING_WORDS:
            yield Hit(file.path, row, field.name, cell)


TEXT_RULES = {
    "text-not-nfc": text_not_nfc,
    "replacement-character": replacement_character,
    "private-use-character": private_use_character,
    "compatibility-radical": compatibility_radical,
    "control-character": control_character,
    "white-space-around": white_space_around,
    "missing-mixed": missing_mixed,
}
