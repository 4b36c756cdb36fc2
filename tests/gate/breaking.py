"""How a test breaks one thing in a published folder, and what it expects of the gate."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Break = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """One thing to break, and where the rule has to see it."""

    rule: str
    broken: Break
    file: str
    row: int | None
    column: str | None


CASES: list[Case] = []


def case(rule: str, file: str, row: int | None = None, column: str | None = None) -> Callable[[Break], Break]:
    """Say what breaking does: the rule that fires and the first place that it names."""

    def noted(broken: Break) -> Break:
        CASES.append(Case(rule, broken, file, row, column))
        return broken

    return noted


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Put the first occurrence of some bytes right or, here, wrong."""
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def read_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def put(path: Path, row: int, column: str, value: str) -> str:
    """Write a cell, its row being counted as a spreadsheet does; gives what stood there."""
    rows = read_rows(path)
    place = rows[0].index(column)
    before, rows[row - 1][place] = rows[row - 1][place], value
    write_rows(path, rows)
    return before


def add(path: Path, **values: str) -> int:
    """Add a row, with nothing in the cells that are not named; gives its number."""
    rows = read_rows(path)
    write_rows(path, [*rows, [values.get(name, "") for name in rows[0]]])
    return len(rows) + 1


def first(path: Path, **wanted: str) -> int:
    """The first row with these values."""
    rows = read_rows(path)
    places = [(rows[0].index(name), value) for name, value in wanted.items()]
    return next(n for n, row in enumerate(rows, 1) if n > 1 and all(row[i] == v for i, v in places))


def value(path: Path, row: int, column: str) -> str:
    rows = read_rows(path)
    return rows[row - 1][rows[0].index(column)]


def change(path: Path, how: Callable[[Any], object]) -> None:
    """Change a JSON file in place."""
    data = json.loads(path.read_bytes())
    how(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", newline="\n")


def statement(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(sql)
