"""A published folder, read lazily: of a table so many rows as a part has are held in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from pipeline.dataclass import dataclass
from pipeline.gate.expected import PLAN_TABLE_NAMES, SchemaField, SchemaTable, tables
from pipeline.stored import json_of

UNPUBLISHED = {
    "publisher.toml", "corrections.csv", "reviewed.csv", "manifest.json",
    "carried.csv", "reading-changes.csv", "reading-changes.md",
}  # fmt: skip
"""Written by people or about the run; the manifest does not list them, nor itself."""
CONFLICTS_FOLDER = "conflicts"
CELL_CHARACTERS = 2**31 - 1
"""Python's csv module refuses cells above 131,072 characters unless told otherwise."""
Cell = str | int | float | None
Numbered = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How the CSV files are written, as datapackage.json says it."""

    bom: bool = True
    header: str = "en"
    safe: bool = False


PART_ROWS = 20_000
"""Of a table that are in memory at once."""


@dataclass(frozen=True)
class CsvFile:
    """A part of a CSV file, whatever is wrong with it: so many rows as are held at once.

    Attributes:
        path: within the folder, with slashes.
        header: its cells as they stand in the file.
        raw: number as a spreadsheet counts it, and cells as they stand in the file.
        problem: why the csv module gave up behind these rows, None where it did not.
        is_first: whether the file begins with this part.
        is_last: whether it ends with it.
        memory: what rules keep from one part of a file for the next, by rule.
    """

    path: str
    table: SchemaTable
    form: CsvDialect
    header: tuple[str, ...]
    raw: tuple[tuple[int, tuple[str, ...]], ...]
    problem: str | None
    is_first: bool
    is_last: bool
    memory: dict[str, Any]

    @cached_property
    def rows(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The same with the apostrophes of the safe form taken off."""
        if not self.form.safe:
            return self.raw
        strings = {field.name for field in self.table.fields if field.type == "string"}
        texts = {i for i, name in enumerate(self.names) if name in strings}
        return tuple(
            (number, tuple(cell.removeprefix("'") if i in texts else cell for i, cell in enumerate(row)))
            for number, row in self.raw
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Machine name of each column, the cell itself where it is none of the table's."""
        known = dict(zip(self.table.titles, self.table.names, strict=True)) | {n: n for n in self.table.names}
        return tuple(known.get(cell, cell) for cell in self.header)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows as machine name to cell; empty where a value is missing."""
        for number, cells in self.rows:
            yield number, dict(zip(self.names, cells, strict=False))

    def cells(self, of: Callable[[SchemaField], object] = bool) -> Iterator[tuple[int, SchemaField, str]]:
        """Every cell of the columns that the table should have.

        Args:
            of: which columns; all by default.
        """
        yield from self._cells(self.rows, of)

    def printed(self) -> Iterator[tuple[int, SchemaField, str]]:
        """The same as they stand in the file."""
        yield from self._cells(self.raw, bool)

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, SchemaField, str]]:
        """The cells in which a pattern is found."""
        # Most rows hold none: one look at all their cells together tells it.
        rows = tuple(row for row in self.rows if pattern.search("\n".join(row[1])))
        yield from (one for one in self._cells(rows, bool) if pattern.search(one[2]))

    def _cells(
        self, rows: Numbered, of: Callable[[SchemaField], object]
    ) -> Iterator[tuple[int, SchemaField, str]]:
        fields = {field.name: field for field in self.table.fields}
        found = [(at, fields[name]) for at, name in enumerate(self.names) if name in fields]
        columns = [(at, field) for at, field in found if of(field)]
        for number, cells in rows if columns else ():
            for at, field in columns:
                if at < len(cells):
                    yield number, field, cells[at]

    def typed(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Rows with typed values in the order of the expected columns; a cell of the wrong type stays text."""
        kinds = {field.name: field.type for field in self.table.fields}
        # The last of several columns of one name is the one that is read.
        places = {name: at for at, name in enumerate(self.names)}
        columns = [(places.get(name, -1), kind) for name, kind in kinds.items()]
        for number, cells in self.rows:
            count = len(cells)
            yield (
                number,
                tuple(
                    None
                    if not 0 <= at < count or cells[at] == ""
                    else cells[at]
                    if kind == "string"
                    else value_of(cells[at], kind)
                    for at, kind in columns
                ),
            )


class Folder:
    """A published folder.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._last: CsvFile | None = None

    def has(self, name: str) -> bool:
        """Whether there is a file of this path."""
        return (self.root / name).is_file()

    def read(self, name: str) -> bytes | None:
        """Content of a file; None where it is not there or cannot be read."""
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def size(self, name: str) -> int | None:
        """Bytes of a file; None where it is not there."""
        try:
            return (self.root / name).stat().st_size
        except OSError:
            return None

    def sha256(self, name: str) -> str | None:
        """SHA-256 of a file; None where it cannot be read."""
        try:
            with (self.root / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def load(self, name: str) -> Any:
        """Content of a JSON file; None where it is not there or no JSON."""
        content = self.read(name)
        try:
            return None if content is None else json_of(content)
        except ValueError:
            return None

    @cached_property
    def published(self) -> tuple[str, ...]:
        """Paths of all files that are there to be published."""
        paths = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        open_paths = (
            p
            for p in paths
            if p.parts[0] != CONFLICTS_FOLDER and not any(part.startswith(".") for part in p.parts)
        )
        return tuple(sorted(p.as_posix() for p in open_paths if p.as_posix() not in UNPUBLISHED))

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """Names of the plans' folders."""
        return tuple(
            sorted(p.parent.name for p in self.root.glob("*/plan.json") if p.parent.name != CONFLICTS_FOLDER)
        )

    @cached_property
    def manifest(self) -> tuple[Mapping[str, Any], ...]:
        """Entries of manifest.json."""
        data = self.load("manifest.json")
        entries = data.get("files", ()) if isinstance(data, dict) else data
        return tuple(entry for entry in _list(entries) if isinstance(entry, dict) and "path" in entry)

    @cached_property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Path of a format and id of a plan that it does not hold, as manifest.json says; no id for no plan's rows."""
        data = self.load("manifest.json")
        entries = _list(data.get("left_out")) if isinstance(data, dict) else []
        return tuple((str(e.get("path")), str(e.get("plan_id"))) for e in entries if isinstance(e, dict))

    @cached_property
    def package(self) -> Mapping[str, Any]:
        """datapackage.json; empty where it is not there or broken."""
        data = self.load("datapackage.json")
        return data if isinstance(data, dict) else {}

    @cached_property
    def resources(self) -> tuple[Mapping[str, Any], ...]:
        """Resources of datapackage.json."""
        return tuple(r for r in _list(self.package.get("resources")) if isinstance(r, dict))

    def resource(self, path: str) -> Mapping[str, Any]:
        """The resource of a file; empty where there is none."""
        return next((r for r in self.resources if r.get("path") == path), {})

    def form(self, table: SchemaTable) -> CsvDialect:
        """Form of a table's CSV files; the plans' own have the form of the combined one."""
        resource = self.resource(f"{table.name}.csv")
        if not resource:
            return CsvDialect()
        return CsvDialect(
            bom=str(resource.get("encoding", "utf-8")).lower() == "utf-8-sig",
            header=str(resource.get("headerLanguage", "en")),
            safe=resource.get("csvSafe") is True,
        )

    def csv_paths(self) -> Iterator[tuple[str, SchemaTable]]:
        """Path and table of every CSV that should be there and is."""
        wanted = [(f"{name}.csv", table) for name, table in tables().items()]
        wanted += [
            (f"{p}/{n}.csv", tables()[n]) for p in self.plans for n in PLAN_TABLE_NAMES if n in tables()
        ]
        yield from ((path, table) for path, table in wanted if self.has(path))

    def csv(self, path: str, table: SchemaTable) -> Iterator[CsvFile]:
        """A CSV file part by part; one that has a single part and was asked for last is kept."""
        if self._last is not None and self._last.path == path:
            yield self._last
            return
        for part in parts_of(self.root / path, path, table, self.form(table)):
            if part.is_first and part.is_last:
                self._last = part
            yield part

    def table(self, name: str) -> Iterator[CsvFile]:
        """The combined CSV of a table part by part; nothing where it is not there."""
        path = f"{name}.csv"
        if name in tables() and self.has(path):
            yield from self.csv(path, tables()[name])

    def records(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows of a combined table, none where it is not there."""
        for part in self.table(name):
            yield from part.records()

    def own_records(self, path: str, name: str) -> Iterator[dict[str, str]]:
        """Rows of a table in a plan's folder."""
        for part in self.csv(path, tables()[name]):
            yield from (record for _, record in part.records())


def parts_of(file: Path, path: str, table: SchemaTable, form: CsvDialect) -> Iterator[CsvFile]:
    """Read a CSV as Python's csv module does, part by part; what is no UTF-8 becomes U+FFFD.

    Args:
        file: to be read; one that cannot be read has nothing in it.
        path: within the folder, with slashes.
        table: what it should be.
        form: how it should be written.
    """
    csv.field_size_limit(CELL_CHARACTERS)
    text: TextIO
    try:
        text = file.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError:
        text = io.StringIO()
    with text:
        rows = _told(csv.reader(text, strict=True))
        header, problem = next(rows, ((), None))
        memory: dict[str, Any] = {}
        is_first, is_last = True, False
        at = 2
        while not is_last:
            held: list[tuple[int, tuple[str, ...]]] = []
            while len(held) < PART_ROWS and problem is None and not is_last:
                row, problem = next(rows, (None, None))
                if row is None:
                    is_last = True
                else:
                    held.append((at + len(held), row))
            is_last = is_last or problem is not None
            yield CsvFile(path, table, form, header or (), tuple(held), problem, is_first, is_last, memory)
            at += len(held)
            is_first = False


def _told(rows: Iterator[list[str]]) -> Iterator[tuple[tuple[str, ...] | None, str | None]]:
    """Rows, or what the csv module says against the file."""
    try:
        yield from ((tuple(row), None) for row in rows)
    except csv.Error as error:
        yield None, str(error)


def value_of(cell: str, kind: str) -> Cell:
    """A cell as its type says; None where it is missing, the text itself where it is not of the type.

    >>> value_of("12", "integer"), value_of("1.50", "number"), value_of("", "string"), value_of("x", "integer")
    (12, 1.5, None, 'x')
    """
    if cell == "":
        return None
    bare = cell.removeprefix("-")
    if kind == "integer":
        return int(cell) if bare.isascii() and bare.isdecimal() else cell
    if kind == "number":
        try:
            return float(cell) if bare.isascii() and bare[:1].isdecimal() else cell
        except ValueError:
            return cell
    return cell


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
