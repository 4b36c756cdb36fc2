"""Rules that hold each format against the CSV files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import zip_longest

from pipeline.gate.expected import Table, tables
from pipeline.gate.folder import Folder
from pipeline.gate.formats import DamagedError, equal, path_of, rows_of
from pipeline.gate.results import CannotJudgeError, Hit

FORMATS = ("jsonl", "xlsx", "ods", "parquet", "sqlite")
ENOUGH = 20
"""Differences of one table that are told: behind a row too many every row differs."""


def roundtrip(format_name: str, folder: Folder) -> Iterator[Hit]:
    """Records of a format that are not those of the CSV."""
    there = [t for t in tables().values() if folder.has(path_of(format_name, t))]
    if not there:
        raise CannotJudgeError(f"沒有 {format_name} 檔。", f"There is no {format_name} file.")
    for table in there:
        try:
            yield from _differences(format_name, folder, table)
        except DamagedError as error:
            yield Hit(path_of(format_name, table), detail=f"{table.name}: {error}")


def _differences(format_name: str, folder: Folder, table: Table) -> Iterator[Hit]:
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
        raise CannotJudgeError(f"缺 {name}。", f"{name} is missing.")
    address = f"{(folder.root / name).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            broken = [str(row[0]) for row in base.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            yield from (Hit(name, detail=text[:120]) for text in broken)
            for table, row, parent, _ in base.execute("PRAGMA foreign_key_check"):
                yield Hit(name, row and int(row) + 1, detail=f"{table} → {parent}")
    except sqlite3.DatabaseError as error:
        yield Hit(name, detail=str(error))


FOLDER_RULES: dict[str, Callable[[Folder], Iterator[Hit]]] = {
    **{f"roundtrip-{name}": partial(roundtrip, name) for name in FORMATS},
    "sqlite-damaged": sqlite_damaged,
}
