"""Tables that people write as CSV: bytes to cells, with all that is wrong in their form told at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.messages.wording import Wording
from pipeline.normalizers.text import EXCEL_CELL, cell_units
from pipeline.written.cells import TEXT_CELL, CellKind
from pipeline.written.problems import nearest, shown, unseen_character, written_problem

SEPARATOR_WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {";": Wording(zh="分號", en="semicolons"), "\t": Wording(zh="定位字元（Tab）", en="tabs")}
)
"""Marks that spreadsheets put between cells in some settings, and what they are called."""


@dataclass(frozen=True, slots=True)
class WrittenColumn:
    """A column of a table.

    Attributes:
        kind: of its cells that are not empty.
        filled: whether no cell may be empty.
        needed: whether it must be there.
        most: characters of a cell that does not repeat a document; by default what a spreadsheet's cell holds.
    """

    kind: CellKind = TEXT_CELL
    filled: bool = False
    needed: bool = True
    most: int = EXCEL_CELL


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """What a table may hold.

    Attributes:
        columns: by name, in the order in which a message lists them.
        has_remarks: whether there is a column ``note`` for what a person wants to add.
        may_be_empty: whether a file without any row is a table without rows.
    """

    columns: Mapping[str, WrittenColumn]
    has_remarks: bool = False
    may_be_empty: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that must be there."""
        return tuple(name for name, column in self.columns.items() if column.needed)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row that is not empty.

    Attributes:
        line: on which it begins, from 1; 0 where it stands in no file.
        cells: by column, all that are known; "" where there is none.
    """

    line: int
    cells: dict[str, str]


def written_bytes(path: Path) -> bytes | None:
    """The bytes of a table that a person may have written; None where there is no such file.

    Raises:
        UnreadableError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableError("file-unreadable", path=path) from error


def written_rows(
    content: bytes, name: str, form: WrittenForm
) -> tuple[list[WrittenRow], list[PlacedProblem]]:
    """The rows of a file's bytes, in the file's order, and what is wrong in its form.

    Args:
        content: UTF-8 with or without byte-order mark, comma-separated, any line ends, trailing empty columns
            and all; one of the files that Excel saves as "CSV UTF-8".
        name: of the file, for messages.
        form: of the table.

    Returns:
        The rows that can be read, none where the file or its header cannot be, and the problems. Cells are as they
        stand in the file, be they right or wrong.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [], [written_problem("not-utf8", name, line, reason="csv")]
    separator = _other_separator(text, form)
    if separator is not None:
        return [], [written_problem("not-by-commas", name, 1, mark=separator)]
    try:
        records = list(_records(text))
    except csv.Error as error:
        line = max(1, len(text.splitlines()))
        # Its own limit is far beyond that of any column.
        message = "cell-endless" if str(error).startswith("field larger than") else "not-csv"
        return [], [written_problem(message, name, line, error=error)]
    if not records:
        return [], [] if form.may_be_empty else [_columns_missing(name, 1, list(form.columns), form)]
    (first, header), *body = records
    header = _trimmed(header)
    found = list(_header_problems(header, name, first, form))
    if found:
        return [], found
    rows: list[WrittenRow] = []
    for line, cells in body:
        if any(cell.strip() for cell in cells[len(header) :]):
            found.append(written_problem("cells-too-many", name, line))
            continue
        given = dict(zip(header, cells, strict=False))
        row = WrittenRow(line, {column: given.get(column, "") for column in form.columns})
        found += _cell_problems(row, name, form)
        rows.append(row)
    return rows, found


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """First line and cells of every record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _trimmed(header: list[str]) -> list[str]:
    """The names of columns, without the empty ones behind them."""
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    return names


def _header_problems(header: list[str], name: str, line: int, form: WrittenForm) -> Iterator[PlacedProblem]:
    missing = [column for column in form.needed if column not in header]
    if missing:
        yield _columns_missing(name, line, missing, form)
    if len(missing) == len(form.needed):
        # This is no header at all: each of its cells would be told as a column that is not known.
        return
    named = [cell for cell in header if cell]
    for cell in dict.fromkeys(named):
        if cell not in form.columns:
            yield _column_unknown(cell, header, name, line, form)
        elif named.count(cell) > 1:
            yield written_problem("column-twice", name, line, cell, name=cell)


def _column_unknown(cell: str, header: list[str], name: str, line: int, form: WrittenForm) -> PlacedProblem:
    names = list(form.columns)
    near = nearest(cell, (one for one in names if one not in header))
    if near is not None:
        values = {"name": shown(cell), "near": near, "names": ", ".join(names)}
        return written_problem("column-misspelt", name, line, **values)
    reason = "remark" if form.has_remarks else "delete"
    return written_problem("column-unknown", name, line, name=shown(cell), reason=reason)


def _cell_problems(row: WrittenRow, name: str, form: WrittenForm) -> Iterator[PlacedProblem]:
    """What is wrong with the cells of a row, each for itself."""
    for column, wanted in form.columns.items():
        cell = row.cells[column]
        if not cell.strip():
            if wanted.filled:
                yield written_problem("cell-empty", name, row.line, column, name=column)
            continue
        if not wanted.kind.quoted and cell_units(cell) > wanted.most:
            told = {"name": column, "count": cell_units(cell), "most": wanted.most}
            yield written_problem("text-too-long", name, row.line, column, **told)
            continue
        unseen = None if wanted.kind.quoted else unseen_character(cell, column, name, row.line, column)
        if unseen is not None:
            yield unseen
        elif wanted.kind.read(cell) is None:
            yield written_problem(wanted.kind.wrong, name, row.line, column, value=shown(cell))


def _other_separator(text: str, form: WrittenForm) -> Wording | None:
    """Name of another mark than the comma that the header is separated by."""
    header = next((line for line in text.splitlines() if line.strip()), "").replace('"', "")
    for mark, wording in SEPARATOR_WORDINGS.items():
        if mark in header and set(form.needed) <= {cell.strip() for cell in header.split(mark)}:
            return wording
    return None


def _columns_missing(name: str, line: int, columns: list[str], form: WrittenForm) -> PlacedProblem:
    values = {"columns": ", ".join(columns), "header": ",".join(form.columns)}
    return written_problem("columns-missing", name, line, **values)
