"""A published folder, read lazily: at most one table is held in memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.gate.expected import PLAN_TABLE_NAMES, SchemaField, SchemaTable, tables
from pipeline.normalizers.text import BYTE_ORDER_MARK

UNPUBLISHED = {
    "run.json", "run.log", "publisher.toml", "corrections.csv", "reviewed.csv", "manifest.json",
    "carried.csv", "reading-changes.csv", "reading-changes.md",
}  # fmt: skip
"""Written by people or about the run; the manifest does not list them, nor itself."""
CONFLICTS_FOLDER = "conflicts"
CELL_CHARACTERS = 2**31 - 1
"""Python's csv module refuses cells above 131,072 characters unless told otherwise."""
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How the CSV files are written, as datapackage.json says it."""

    bom: bool = True
    header: str = "en"
    safe: bool = False


@dataclass(frozen=True)
class CsvFile:
    """One CSV file, whatever is wrong with it.

    Attributes:
        path: within the folder, with slashes.
        header: its cells as they stand in the file.
        raw: number as a spreadsheet counts it, and cells as they stand in the file.
        problem: why the csv module gave up, None where it did not.
    """

    path: str
    table: SchemaTable
    form: CsvDialect
    content: bytes
    header: tuple[str, ...]
    raw: tuple[tuple[int, tuple[str, ...]], ...]
    problem: str | None

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

    def cells(self) -> Iterator[tuple[int, SchemaField, str]]:
        """Every cell of the columns that the table should have."""
        yield from self._cells(self.rows)

    def printed(self) -> Iterator[tuple[int, SchemaField, str]]:
        """The same as they stand in the file."""
        yield from self._cells(self.raw)

    def _cells(self, rows: tuple[tuple[int, tuple[str, ...]], ...]) -> Iterator[tuple[int, SchemaField, str]]:
        fields = {field.name: field for field in self.table.fields}
        columns = [fields.get(name) for name in self.names]
        for number, cells in rows:
            for field, cell in zip(columns, cells, strict=False):
                if field is not None:
                    yield number, field, cell

    def typed(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Rows with typed values in the order of the expected columns; a cell of the wrong type stays text."""
        for number, record in self.records():
            yield (
                number,
                tuple(value_of(record.get(field.name, ""), field.type) for field in self.table.fields),
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

    def load(self, name: str) -> Any:
        """Content of a JSON file; None where it is not there or no JSON."""
        content = self.read(name)
        try:
            return None if content is None else json.loads(content)
        except (ValueError, RecursionError):
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

    def csv(self, path: str, table: SchemaTable) -> CsvFile:
        """A CSV file; only the one asked for last is kept."""
        if self._last is None or self._last.path != path:
            self._last = read_csv(path, table, self.form(table), self.read(path) or b"")
        return self._last

    def table(self, name: str) -> CsvFile | None:
        """The combined CSV of a table; None where it is not there."""
        path = f"{name}.csv"
        return self.csv(path, tables()[name]) if name in tables() and self.has(path) else None

    def records(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows of a combined table, none where it is not there."""
        found = self.table(name)
        if found is not None:
            yield from found.records()


def read_csv(path: str, table: SchemaTable, form: CsvDialect, content: bytes) -> CsvFile:
    """Read a CSV as Python's csv module does; what is no UTF-8 becomes U+FFFD."""
    text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8", errors="replace")
    rows: list[tuple[int, tuple[str, ...]]] = []
    problem = None
    csv.field_size_limit(CELL_CHARACTERS)
    try:
        rows.extend(
            (i, tuple(row)) for i, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1)
        )
    except csv.Error as error:
        problem = str(error)
    header = rows[0][1] if rows else ()
    return CsvFile(path, table, form, content, header, tuple(rows[1:]), problem)


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
