"""A table that people may have changed, read back and held against what was published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.exporters.columns import FlatTable, Row, TableName, Value
from pipeline.exporters.reading_sheet import OF_SEVERAL, PLAN_SHEET
from pipeline.exporters.tables import TABLES
from pipeline.extras import need
from pipeline.files.inputs import unreadable
from pipeline.folder.spreadsheet_effects import BIG5, Found, is_by_spreadsheet, is_same, is_typed, text_of

Kind = Literal["written", "by-spreadsheet", "unclear", "row-gone", "row-new", "column-gone", "column-new"]
"""``written``: a person wrote another value. ``by-spreadsheet``: see ``is_by_spreadsheet``. ``unclear``: a date stands
where there was none."""
_RECORD = TypeAdapter(dict[str, str | int | float | bool | None])
DELIMITERS = ",;\t"
UNTOLD: frozenset[TableName] = frozenset(("correction_log",))
"""Tables whose rows no plan tells."""


@dataclass(frozen=True)
class FoundTable:
    """A table as it was read back.

    Attributes:
        table: whose columns it has.
        names: machine name of each column; the cell itself of one that is none of the table's.
        rows: number as a spreadsheet counts it, and cells.
    """

    table: FlatTable
    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Found, ...]], ...]


@dataclass(frozen=True)
class TableChange:
    """Something in which a table is not what was published.

    Attributes:
        table: name of the table.
        row: as a spreadsheet counts it; None for a whole column.
        key: values of the primary key.
        column: machine name; empty for a whole row.
        old: what was published.
        new: what stands there, as text.
    """

    kind: Kind
    table: str
    row: int | None
    key: tuple[str, ...]
    column: str
    old: str
    new: str


def sheets_of_file(path: Path, tables: Sequence[FlatTable]) -> list[FoundTable]:
    """The tables of a CSV, a JSON Lines file or a workbook.

    Args:
        path: the file; a CSV is told by its header, whatever its name.
        tables: that it may hold.

    Raises:
        UnreadableError: it cannot be read, or holds none of the tables.
        MissingExtraError: it is a workbook, and the extra that reads it is not installed.
    """
    try:
        if path.suffix.lower() in {".xlsx", ".ods", ".xls"}:
            found = list(_of_workbook(path, tables))
        else:
            content = path.read_bytes()
            own = next((table.names for table in tables if table.name == path.stem), ())
            lines = _of_lines(content, own) if path.suffix == ".jsonl" else _of_csv(content)
            found = [sheet] if (sheet := _sheet(lines, tables)) else []
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, csv.Error) as error:
        raise _no_table(path) from error
    if not found:
        raise _no_table(path)
    return found


def changes(sheet: FoundTable, rows: Sequence[Row], *, lenient: bool = False) -> Iterator[TableChange]:
    """Yield in what a table is not what was published; the order of its rows does not matter.

    Args:
        sheet: as it was read back.
        rows: of the table as it was published.
        lenient: whether columns may be missing, rows be of plans of which none was published, and all rows of a plan be
            missing: what was published is not known for certain.
    """
    table = sheet.table
    here = [name for name in table.names if name in sheet.names]
    gone = (name for name in table.names if name not in sheet.names and not _may_lack(table, name))
    for name in () if lenient else gone:
        yield TableChange("column-gone", table.name, None, (), name, "", "")
    for place, name in enumerate(sheet.names):
        if name not in table.names and any(
            cells[place] not in {None, ""} for _, cells in sheet.rows if place < len(cells)
        ):
            yield TableChange("column-new", table.name, None, (), name, "", name)
    if lenient:
        here_too = _plans_in(sheet)
        rows = [one for one in rows if str(one.get("plan_id")) in here_too]
    published: dict[tuple[str, ...], list[Row]] = {}
    for one in rows:
        published.setdefault(_key(table, one), []).append(one)
    plans = {str(row.get("plan_id")) for row in rows}
    for number, cells in sheet.rows:
        found = dict(zip(sheet.names, cells, strict=False))
        if all(value is None or value == "" for value in found.values()):
            continue
        key = tuple(text_of(found.get(name)) for name in table.primary_key)
        row = published[key].pop(0) if published.get(key) else None
        if row is None:
            if not lenient or text_of(found.get("plan_id")) in plans:
                yield TableChange(
                    "row-new", table.name, number, key, "", "", " ".join(map(text_of, cells)).strip()
                )
            continue
        yield from (
            one for name in here for one in _change(sheet, number, key, name, row[name], found.get(name))
        )
    for key, left in published.items():
        if left:
            yield TableChange("row-gone", table.name, None, key, "", " ".join(key), "")


def _plans_in(sheet: FoundTable) -> set[str]:
    """Identifiers of the plans that a table has rows of."""
    place = sheet.names.index("plan_id") if "plan_id" in sheet.names else None
    return {text_of(cells[place]) for _, cells in sheet.rows if place is not None and place < len(cells)}


def _may_lack(table: FlatTable, name: str) -> bool:
    """Whether a column is there in some workbooks only."""
    return table is PLAN_SHEET and name in OF_SEVERAL


def _change(
    sheet: FoundTable, number: int, key: tuple[str, ...], name: str, value: Value, found: Found
) -> Iterator[TableChange]:
    if is_same(value, found):
        return
    kind: Kind = "written"
    if is_by_spreadsheet(value, found):
        kind = "by-spreadsheet"
    elif is_typed(value, found):
        kind = "unclear"
    yield TableChange(kind, sheet.table.name, number, key, name, text_of(value), text_of(found))


def _key(table: FlatTable, row: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(text_of(row[name]) for name in table.primary_key)


def _of_workbook(path: Path, tables: Sequence[FlatTable]) -> Iterator[FoundTable]:
    need("publish", "for-workbook")
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - of an extra

    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                found = _sheet(book.get_sheet_by_name(name).to_python(), tables)
                if found is not None:
                    yield found
    except CalamineError as error:
        raise _no_table(path) from error


def _of_lines(content: bytes, own: Sequence[str]) -> list[list[Found]]:
    """Rows of JSON Lines; ``own`` are the names of the columns where there is no row."""
    records = [_RECORD.validate_json(line) for line in content.decode().splitlines()]
    names = list(records[0]) if records else own
    rows: list[list[Found]] = [[record.get(name) for name in names] for record in records]
    return [[*names], *rows]


def _of_csv(content: bytes) -> list[list[Found]]:
    """Rows of a CSV in whatever coding and with whatever delimiter a spreadsheet saved it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode(BIG5)
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    csv.field_size_limit(2**31 - 1)
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _sheet(lines: Sequence[Sequence[Found]], tables: Sequence[FlatTable]) -> FoundTable | None:
    """The table whose header stands above some rows; None where there is none."""
    if not lines:
        return None
    header = [text_of(cell).strip() for cell in lines[0]]
    best: tuple[int, FoundTable] | None = None
    for table in tables:
        names = {column.title_zh: column.name for column in table.columns} | {
            name: name for name in table.names
        }
        machine = tuple(names.get(cell, cell) for cell in header)
        known = sum(name in table.names for name in machine)
        if set(table.primary_key) <= set(machine) and (best is None or known > best[0]):
            rows = tuple((number, tuple(row)) for number, row in enumerate(lines[1:], start=2))
            best = known, FoundTable(table, machine, rows)
    return best[1] if best else None


def _no_table(path: Path) -> UnreadableError:
    return UnreadableError("no-published-table", path=path)


ALL_TABLES: tuple[FlatTable, ...] = (*TABLES.values(), PLAN_SHEET)
