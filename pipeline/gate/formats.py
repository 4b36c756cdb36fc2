"""The same tables in other formats, read by the libraries that their users have and held against the CSV files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipeline.gate.expected import SchemaTable, tables
from pipeline.gate.folder import Cell, Folder
from pipeline.gate.results import CannotJudgeError, Hit

Rows = Iterator[tuple[Any, ...]]


class DamagedError(Exception):
    """The file's own library cannot read it, or the table is not in it as it should be."""


def path_of(format_name: str, table: SchemaTable) -> str:
    """Where a format has a table."""
    if format_name in {"jsonl", "parquet"}:
        return f"{format_name}/{table.name}.{format_name}"
    return f"workplan.{format_name}"


def rows_of(folder: Folder, format_name: str, table: SchemaTable) -> Rows:
    """Rows of a table with values in the order of the expected columns.

    Raises:
        CannotJudgeError: the file is not there, which another rule tells.
        DamagedError: it cannot be read, or its columns are others.
    """
    name = path_of(format_name, table)
    if not folder.has(name):
        raise CannotJudgeError("no-file", file=name)
    reader = {"jsonl": _jsonl, "parquet": _parquet, "sqlite": _sqlite, "xlsx": _sheet, "ods": _sheet}[
        format_name
    ]
    try:
        yield from reader(folder.root / name, table)
    except DamagedError:
        raise
    except Exception as error:  # each library has errors of its own for damaged files
        raise DamagedError(f"{type(error).__name__}: {error}"[:120]) from error


def _jsonl(path: Path, table: SchemaTable) -> Rows:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            record = json.loads(line)
            _same(tuple(record), table)
            yield tuple(record.values())


def _parquet(path: Path, table: SchemaTable) -> Rows:
    pq = import_module("pyarrow.parquet")  # heavy, and without types

    # A handle of our own is surely closed again, which Windows wants before the file can be replaced.
    with path.open("rb") as opened:
        file = pq.ParquetFile(opened)
        _same(tuple(file.schema_arrow.names), table)
        for batch in file.iter_batches(batch_size=1000):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _sqlite(path: Path, table: SchemaTable) -> Rows:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        # The names come from the shipped schemas and are quoted.
        columns = ", ".join(f'"{name}"' for name in table.names)
        has = tuple(row[1] for row in base.execute(f'PRAGMA table_info("{table.name}")'))
        _same(has, table)
        yield from base.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY rowid')  # noqa: S608


def _sheet(path: Path, table: SchemaTable) -> Rows:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - heavy

    with CalamineWorkbook.from_path(path) as book:
        names = [name for name in book.sheet_names if table.name in name.split() or name == table.title]
        if len(names) != 1:
            raise DamagedError(f"{table.name} ∉ {', '.join(book.sheet_names)}")
        rows = iter(book.get_sheet_by_name(names[0]).iter_rows())
        _same(tuple(next(rows, ())), table)
        for row in rows:
            yield tuple(None if cell == "" else cell for cell in row)


def _same(names: tuple[Any, ...], table: SchemaTable) -> None:
    if names not in {table.names, table.titles}:
        raise DamagedError(", ".join(map(str, names))[:120])


def equal(format_name: str, one: Cell, other: Any) -> bool:
    """Whether a value of the CSV and one of another format are the same.

    >>> equal("xlsx", 3, 3.0), equal("jsonl", 3, 3.0), equal("xlsx", "3", 3.0), equal("jsonl", None, "")
    (True, False, False, False)
    """
    if isinstance(one, str) or one is None:
        return type(one) is type(other) and one == other
    if format_name in {"xlsx", "ods"}:
        # Spreadsheets know one kind of number only.
        return isinstance(other, int | float) and not isinstance(other, bool) and one == other
    return type(one) is type(other) and one == other


ROUNDTRIP_FORMATS = ("jsonl", "xlsx", "ods", "parquet", "sqlite")
ENOUGH = 20
"""Differences of one table that are told: behind a row too many every row differs."""


def roundtrip(format_name: str, folder: Folder) -> Iterator[Hit]:
    """Records of a format that are not those of the CSV."""
    there = [t for t in tables().values() if folder.has(path_of(format_name, t))]
    if not there:
        raise CannotJudgeError("no-format", format=format_name)
    for table in there:
        try:
            yield from _differences(format_name, folder, table)
        except DamagedError as error:
            yield Hit(path_of(format_name, table), detail=f"{table.name}: {error}")


def _differences(format_name: str, folder: Folder, table: SchemaTable) -> Iterator[Hit]:
    file = folder.table(table.name)
    path, told = path_of(format_name, table), 0
    ours = file.typed() if file is not None else iter(())
    for number, (mine, row) in enumerate(zip_longest(ours, rows_of(folder, format_name, table)), 2):
        if mine is None or row is None or len(mine[1]) != len(row):
            yield Hit(path, number, detail=f"{table.name}: {'-' if mine is None else '+'}CSV")
            return
        for name, one, other in zip(table.names, mine[1], row, strict=True):
            if not equal(format_name, one, other):
                yield Hit(path, number, name, f"{table.name}: {_short(one)} ≠ {_short(other)}")
                told += 1
        if told >= ENOUGH:
            return


def _short(value: object) -> str:
    return repr(value)[:24]


def sqlite_damaged(folder: Folder) -> Iterator[Hit]:
    """What SQLite itself says against the database: damage and foreign keys."""
    name = "workplan.sqlite"
    if not folder.has(name):
        raise CannotJudgeError("no-file", file=name)
    address = f"{(folder.root / name).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            broken = [str(row[0]) for row in base.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            yield from (Hit(name, detail=text[:120]) for text in broken)
            for table, row, parent, _ in base.execute("PRAGMA foreign_key_check"):
                yield Hit(name, row and int(row) + 1, detail=f"{table} → {parent}")
    except sqlite3.DatabaseError as error:
        yield Hit(name, detail=str(error))


FORMAT_RULES: dict[str, Callable[[Folder], Iterator[Hit]]] = {
    **{f"roundtrip-{name}": partial(roundtrip, name) for name in ROUNDTRIP_FORMATS},
    "sqlite-damaged": sqlite_damaged,
}
