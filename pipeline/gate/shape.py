"""Rules about the shape of a table: header, rows, types and constraints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.gate.expected import SchemaField
from pipeline.gate.folder import CsvFile, Folder, value_of
from pipeline.gate.results import Hit

NUMERIC = {"integer", "number"}
PRINTED_UNIT_OR_SIGN = re.compile(r"[0-9０-９]\s*(?:千|萬|百萬|億)?元|NT\$|\$|%|％")


def header_differs(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """A header other than the schema's, in the language that datapackage.json names."""
    wanted = file.table.titles if file.form.header == "zh-TW" else file.table.names
    if file.is_first and file.header != wanted:
        seen = set(file.header) ^ set(wanted)
        yield Hit(file.path, 1, detail=", ".join(sorted(seen)) or "≠")


def header_duplicate(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Names that stand twice in a header, or are blank."""
    for name, count in Counter(file.header).items() if file.is_first else ():
        if count > 1 or not name.strip():
            yield Hit(file.path, 1, detail=name)


def row_ragged(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Rows with more or fewer cells than the header."""
    wanted = len(file.header)
    for row, cells in file.rows:
        if cells and len(cells) != wanted:
            yield Hit(file.path, row, detail=f"{len(cells)} ≠ {wanted}")


def row_blank(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Rows without a single value."""
    yield from (Hit(file.path, row) for row, cells in file.rows if not any(cell.strip() for cell in cells))


def row_duplicate(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Rows that are equal to one before them."""
    # A country's rows are too many to be held; two that differ have one hash of 64 bits in one of 10^7 such tables.
    seen: set[int] = file.memory.setdefault("row-duplicate", set())
    for row, cells in file.rows:
        told = hash(cells)
        if told in seen and any(cells):
            yield Hit(file.path, row)
        seen.add(told)


def type_wrong(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Cells that are not of their column's type."""
    for row, field, cell in file.cells(_is_numeric):
        if isinstance(value_of(cell, field.type), str):
            yield Hit(file.path, row, field.name, cell[:40])


def required_missing(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Empty cells where a value is required."""
    yield from (
        Hit(file.path, row, field.name)
        for row, field, cell in file.cells(lambda field: field.required)
        if not cell
    )


def enum_unknown(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Values that are none of those a column may have."""
    for row, field, cell in file.cells(lambda field: field.enum):
        if cell and cell not in field.enum:
            yield Hit(file.path, row, field.name, cell[:40])


def pattern_mismatch(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Values that do not have their column's form."""
    for row, field, cell in file.cells(lambda field: field.pattern):
        if field.pattern and cell and not re.search(field.pattern, cell):
            yield Hit(file.path, row, field.name, cell[:40])


def value_below_minimum(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Numbers below the least that may be."""
    for row, field, cell in file.cells(lambda field: field.minimum is not None):
        value = value_of(cell, field.type) if field.minimum is not None else None
        if field.minimum is not None and isinstance(value, int | float) and value < field.minimum:
            yield Hit(file.path, row, field.name, f"{cell} < {field.minimum}")


def amount_not_integer(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Amounts that are not bare whole dollars."""
    for row, field, cell in file.cells(lambda field: field.name.endswith("_twd")):
        if cell and not re.fullmatch(r"-?(?:0|[1-9][0-9]*)", cell):
            yield Hit(file.path, row, field.name, cell[:40])


def unit_in_cell(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Units in numeric cells: they belong to the column's name."""
    for row, field, cell in file.cells(_is_numeric):
        if PRINTED_UNIT_OR_SIGN.search(cell):
            yield Hit(file.path, row, field.name, cell[:40])


def _is_numeric(field: SchemaField) -> bool:
    return field.type in NUMERIC


def key_missing(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Rows that lack a part of their primary key."""
    for row, record in file.records():
        for name in file.table.primary_key:
            if not record.get(name):
                yield Hit(file.path, row, name)


def key_duplicate(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Primary keys that stand in two rows."""
    seen: set[int] = file.memory.setdefault("key-duplicate", set())
    for row, record in file.records():
        key = tuple(record.get(name, "") for name in file.table.primary_key)
        told = hash(key)
        if told in seen:
            yield Hit(file.path, row, "+".join(file.table.primary_key), " ".join(key))
        seen.add(told)


SHAPE_RULES = {
    "header-differs": header_differs,
    "header-duplicate": header_duplicate,
    "row-ragged": row_ragged,
    "row-blank": row_blank,
    "row-duplicate": row_duplicate,
    "type-wrong": type_wrong,
    "required-missing": required_missing,
    "enum-unknown": enum_unknown,
    "pattern-mismatch": pattern_mismatch,
    "value-below-minimum": value_below_minimum,
    "amount-not-integer": amount_not_integer,
    "unit-in-cell": unit_in_cell,
    "key-missing": key_missing,
    "key-duplicate": key_duplicate,
}
