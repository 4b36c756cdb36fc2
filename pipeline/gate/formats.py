"""The same tables in other formats, read by the libraries that their users have and held against the CSV files."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.gate.expected import SchemaTable, tables
from pipeline.gate.folder import Cell, Folder
from pipeline.gate.results import CannotJudgeError, Hit
from pipeline.stored import json_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Rows = Iterator[tuple[Any, ...]]


class DamagedError(Exception):
    """The file's own library cannot read it, or the table is not in it as it should be."""


SINGLE_TABLE = ("jsonl", "parquet")
"""Formats with a file for each table; the others hold all tables in one, or those of some plans in each volume."""


def path_of(format_name: str, table: SchemaTable) -> str:
    """Where a format with a file for each table has it."""
    return f"{format_name}/{table.name}.{format_name}"


def books_of(folder: Folder, format_name: str) -> tuple[str, ...]:
    """Files of a format that holds all tables: the whole one or, where that is not there, its volumes."""
    whole = f"workplan.{format_name}"
    if folder.has(whole):
        return (whole,)
    found = (folder.root / format_name).glob(f"*.{format_name}")
    return tuple(f"{format_name}/{path.name}" for path in sorted(found))


@contextmanager
def opened(path: Path, format_name: str) -> Iterator[Callable[[SchemaTable], Rows]]:
    """A file that holds all tables, opened once, as a function that gives the rows of one.

    Raises:
        DamagedError: the file, or a table in it, cannot be read, or its columns are others.
    """
    with _damaged():
        if format_name == "sqlite":
            with closing(sqlite3.connect(_address(path), uri=True)) as base:
                yield partial(_sqlite, base)
        else:
            from python_calamine import CalamineWorkbook  # noqa: PLC0415 - heavy

            with CalamineWorkbook.from_path(path) as book:
                yield partial(_sheet, book)


def lone_rows(folder: Folder, format_name: str, table: SchemaTable) -> Rows:
    """Rows of a table that has a file of its own, with values in the order of the expected columns.

    Raises:
        DamagedError: it cannot be read, or its columns are others.
    """
    with _damaged():
        reader = _jsonl if format_name == "jsonl" else _parquet
        yield from reader(folder.root / path_of(format_name, table), table)


@contextmanager
def _damaged() -> Iterator[None]:
    try:
        yield
    except (DamagedError, GeneratorExit):
        raise
    except Exception as error:  # each library has errors of its own for damaged files
        raise DamagedError(f"{type(error).__name__}: {error}"[:120]) from error


def _address(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _jsonl(path: Path, table: SchemaTable) -> Rows:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            record = json_of(line)
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


def _sqlite(base: sqlite3.Connection, table: SchemaTable) -> Rows:
    # The names come from the shipped schemas and are quoted.
    columns = ", ".join(f'"{name}"' for name in table.names)
    has = tuple(row[1] for row in base.execute(f'PRAGMA table_info("{table.name}")'))
    _same(has, table)
    yield from base.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY rowid')  # noqa: S608


def _sheet(book: CalamineWorkbook, table: SchemaTable) -> Rows:
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
    if format_name in SPREADSHEETS:
        return isinstance(other, int | float) and not isinstance(other, bool) and one == other
    return type(one) is type(other) and one == other


ROUNDTRIP_FORMATS = ("jsonl", "xlsx", "ods", "parquet", "sqlite")
LONGEST_FIRST = tuple(f"roundtrip-{name}" for name in ("ods", "xlsx", "sqlite", "jsonl", "parquet"))
"""Rules that take longest."""
SPREADSHEETS = {"xlsx", "ods"}
"""They know one kind of number only."""
NO_ROWS = array("q")
ENOUGH = 20
"""Differences of one table that are told: behind a row too many every row differs."""


def roundtrip(format_name: str, folder: Folder) -> Iterator[Hit]:
    """Records of a format that are not those of the CSV."""
    if format_name in SINGLE_TABLE:
        there = [t for t in tables().values() if folder.has(path_of(format_name, t))]
        if not there:
            raise _nothing(format_name)
        for table in there:
            path = path_of(format_name, table)
            yield from _compared(format_name, folder, table, path, partial(lone_rows, folder, format_name))
        return
    books = books_of(folder, format_name)
    if not books:
        raise _nothing(format_name)
    if books == (f"workplan.{format_name}",):
        yield from _whole(format_name, folder, books[0])
    else:
        yield from _volumes(format_name, folder, books)


def _nothing(format_name: str) -> CannotJudgeError:
    return CannotJudgeError("no-format", format=format_name)


def _whole(format_name: str, folder: Folder, path: str) -> Iterator[Hit]:
    try:
        with opened(folder.root / path, format_name) as rows_of:
            for table in tables().values():
                yield from _compared(format_name, folder, table, path, rows_of)
    except DamagedError as error:
        yield Hit(path, detail=str(error))


def _compared(
    format_name: str, folder: Folder, table: SchemaTable, path: str, rows_of: Callable[[SchemaTable], Rows]
) -> Iterator[Hit]:
    try:
        with _damaged():
            yield from _differences(format_name, folder, table, path, rows_of(table))
    except DamagedError as error:
        yield Hit(path, detail=f"{table.name}: {error}")


def _left_out(folder: Folder, path: str) -> set[str]:
    """Plans that a file does not hold, as the publication itself says."""
    return {plan_id for place, plan_id in folder.left_out if path.startswith(place)}


def _differences(
    format_name: str, folder: Folder, table: SchemaTable, path: str, rows: Rows
) -> Iterator[Hit]:
    told = 0
    left, plan = _left_out(folder, path), table.names.index("plan_id")
    ours = (
        row
        for part in folder.table(table.name)
        for row in part.typed()
        if not left or (row[1][plan] or "") not in left
    )
    for number, (mine, row) in enumerate(zip_longest(ours, rows), 2):
        if mine is None or row is None or len(mine[1]) != len(row):
            yield Hit(path, number, detail=f"{table.name}: {'-' if mine is None else '+'}CSV")
            return
        for name, one, other in zip(table.names, mine[1], row, strict=True):
            if not equal(format_name, one, other):
                yield Hit(path, number, name, f"{table.name}: {_short(one)} ≠ {_short(other)}")
                told += 1
        if told >= ENOUGH:
            return


def _volumes(format_name: str, folder: Folder, paths: tuple[str, ...]) -> Iterator[Hit]:
    """Plans whose records in the volumes are not those of the CSV, and plans that stand in none or in several."""
    wanted = {name: _hashes(format_name, folder, table) for name, table in tables().items()}
    seen: Counter[str] = Counter()
    nowhere: set[str] = set()
    for path in paths:
        left = _left_out(folder, path)
        nowhere |= left
        try:
            with opened(folder.root / path, format_name) as rows_of:
                plans = {str(row[0]) for row in rows_of(tables()["sources"])}
                seen.update(plans)
                for name, table in tables().items():
                    found = _by_plan(format_name, table, rows_of(table))
                    for plan in sorted(plans | set(found)):
                        if plan in left or found.get(plan, NO_ROWS) != wanted[name].get(plan, NO_ROWS):
                            yield Hit(path, detail=f"{name}: {plan}")
        except DamagedError as error:
            yield Hit(path, detail=str(error))
    plans = set(wanted["sources"]) - nowhere
    yield from (Hit(f"{format_name}/", detail=plan) for plan in sorted(plans | set(seen)) if seen[plan] != 1)


def _hashes(format_name: str, folder: Folder, table: SchemaTable) -> dict[str, array[int]]:
    rows = (row for part in folder.table(table.name) for _, row in part.typed())
    return _by_plan(format_name, table, rows)


def _by_plan(format_name: str, table: SchemaTable, rows: Rows) -> dict[str, array[int]]:
    """A hash of 64 bits for each row of a plan: the rows of a country are too many to be held."""
    at = table.names.index("plan_id")
    found: dict[str, array[int]] = defaultdict(partial(array, "q"))
    for row in rows:
        kinds = () if format_name in SPREADSHEETS else tuple(type(value).__name__ for value in row)
        found[str(row[at])].append(hash((*row, kinds)))
    return found


def _short(value: object) -> str:
    return repr(value)[:24]


def plan_left_out(folder: Folder) -> Iterator[Hit]:
    """Plans that a format cannot hold, as the publication itself says."""
    for path, plan_id in folder.left_out:
        yield Hit(path, detail=plan_id or "correction_log")


def sqlite_damaged(folder: Folder) -> Iterator[Hit]:
    """What SQLite itself says against a database: damage and foreign keys."""
    names = books_of(folder, "sqlite")
    if not names:
        raise CannotJudgeError("no-file", file="workplan.sqlite")
    for name in names:
        yield from _said(folder.root / name, name)


def _said(path: Path, name: str) -> Iterator[Hit]:
    try:
        with closing(sqlite3.connect(_address(path), uri=True)) as base:
            broken = [str(row[0]) for row in base.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            yield from (Hit(name, detail=text[:120]) for text in broken)
            for table, row, parent, _ in base.execute("PRAGMA foreign_key_check"):
                yield Hit(name, row and int(row) + 1, detail=f"{table} → {parent}")
    except sqlite3.DatabaseError as error:
        yield Hit(name, detail=str(error))


FORMAT_RULES: dict[str, Callable[[Folder], Iterator[Hit]]] = {
    **{f"roundtrip-{name}": partial(roundtrip, name) for name in ROUNDTRIP_FORMATS},
    "plan-left-out": plan_left_out,
    "sqlite-damaged": sqlite_damaged,
}
