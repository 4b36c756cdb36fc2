"""corrections.csv to rows: all that is wrong in the file is told at once, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.corrections import problems
from pipeline.corrections.fields import ARRANGING, Field, parse_field, plain_value, same_value, usable
from pipeline.errors import CorrectionsError, FileProblem, UnreadableError
from pipeline.normalizers.text import unprintable
from pipeline.normalizers.written_tables import TableForm, WrittenRow, by_line, written_rows
from pipeline.normalizers.years import ROC_OFFSET

CORRECTIONS_FILE = "corrections.csv"
CORRECTION_COLUMNS = ("item_id", "field", "old_value", "new_value", "reason", "who", "date")
CORRECTION_FORM = TableForm(
    columns=CORRECTION_COLUMNS,
    needed=CORRECTION_COLUMNS,
    missing_remedy=(
        f"Write {','.join(CORRECTION_COLUMNS)}, separated by commas.",
        f"請寫 {','.join(CORRECTION_COLUMNS)}，以逗號分隔。",
    ),
    unknown_remedy=("Delete the column.", "請刪除該欄。"),
)
_DATE = re.compile(r"(?:民國)?\s*(\d{2,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
FIRST_GREGORIAN = 1000
"""A smaller year is one of the ROC calendar."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a correction fits no record any more since its file was read anew.

    Attributes:
        english: the reason.
        chinese: the reason.
        item_id: the record that was most likely meant; None where there is none.
        page: on which that begins, from 1.
        wording: its beginning.
    """

    english: str
    chinese: str
    item_id: str | None = None
    page: int | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One correction as a person wrote it, or as it reads for the records of a newer reading.

    Attributes:
        line: on which it begins, from 1; 0 where it stands in no file.
        field: name of the field, such as ``plan_item[0].text``.
        old: value that the field must have; empty where it has none. Line ends are LF.
        new: value that it gets.
        date: ISO 8601.
        lost: why it is not to be applied; None for what people write.
    """

    line: int
    item_id: str
    field: str
    old: str
    new: str
    reason: str
    who: str
    date: str
    lost: Lost | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The cells, in the order of ``CORRECTION_COLUMNS``."""
        return self.item_id, self.field, self.old, self.new, self.reason, self.who, self.date


def read_corrections(path: Path) -> tuple[Row, ...]:
    """The rows of a file; none where there is no file.

    Raises:
        CorrectionsError: something is wrong in it; every problem is told.
        UnreadableError: the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read.", f"無法讀取 {path}。") from error
    return parse_corrections(content, path.name)


def parse_corrections(content: bytes, name: str = CORRECTIONS_FILE) -> tuple[Row, ...]:
    """The rows of a file's bytes, in the file's order.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        CorrectionsError: something is wrong in it; every problem is told.
    """
    written, found = written_rows(content, name, CORRECTION_FORM)
    rows: list[Row] = []
    for one in written:
        row = _row(one)
        wrong = list(_row_problems(row, name))
        found += wrong
        if not wrong:
            rows.append(row)
    found += _broken_chains(rows, name)
    if found:
        raise CorrectionsError(by_line(found))
    return tuple(rows)


def iso_date(text: str) -> str | None:
    """A day as ISO 8601, whichever calendar it is written in; None where it is no day.

    >>> iso_date("2026/3/5"), iso_date("115/3/5"), iso_date("115年3月5日"), iso_date("2026-13-01")
    ('2026-03-05', '2026-03-05', '2026-03-05', None)
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year if year >= FIRST_GREGORIAN else year + ROC_OFFSET, month, day).isoformat()
    except ValueError:
        return None


def _row(written: WrittenRow) -> Row:
    def cell(column: str) -> str:
        return written.cells[column].replace("\r\n", "\n").replace("\r", "\n")

    field = cell("field").strip()
    known = parse_field(field)
    old, new = cell("old_value"), cell("new_value")
    return Row(
        line=written.line,
        item_id=cell("item_id").strip(),
        field=field,
        old=plain_value(known, old) if known else old,
        new=plain_value(known, new) if known else new,
        reason=cell("reason").strip(),
        who=cell("who").strip(),
        date=iso_date(cell("date")) or cell("date").strip(),
    )


def _row_problems(row: Row, name: str) -> Iterator[FileProblem]:
    for column in ("item_id", "field", "reason", "who", "date"):
        if not getattr(row, column):
            yield problems.cell_missing(name, row.line, column)
    texts = {
        "item_id": row.item_id,
        "field": row.field,
        "new_value": row.new,
        "reason": row.reason,
        "who": row.who,
    }
    for column, text in texts.items():
        if unprintable(text):
            yield problems.control_character(name, row.line, column)
    known = parse_field(row.field)
    if row.field and known is None:
        yield problems.field_unknown(name, row.line, row.field)
    if row.date and iso_date(row.date) is None:
        yield problems.no_date(name, row.line, row.date)
    if known and not usable(known, row.new):
        yield problems.value_unusable(name, row.line, row.field, row.new)
    if known and known.kind == "join" and row.old:
        yield problems.old_value_given(name, row.line)
    if known and known.kind in {"join", "move"} and row.item_id and row.item_id in {row.old, row.new}:
        yield problems.own_identifier(name, row.line, row.item_id)
    if row.old == row.new if known is None else _changes_nothing(known, row):
        yield problems.nothing_changed(name, row.line)


def _changes_nothing(field: Field, row: Row) -> bool:
    # What goes over may be what the new item is called, and a move may change nothing but the work item.
    return field.kind not in {"split", "join", "move"} and same_value(field, row.old, row.new)


def _broken_chains(rows: list[Row], name: str) -> Iterator[FileProblem]:
    """Rows for a field that an earlier row has corrected already, but that do not go on from it."""
    last: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = parse_field(row.field)
        if known and known.kind in ARRANGING:
            # Contents, steps and budgets of the items are others from here on.
            changed = {row.item_id, *row.new.split()}
            last = {key: one for key, one in last.items() if key[0] not in changed}
            continue
        before = last.get((row.item_id, row.field))
        if before is not None and before.new != row.old:
            yield problems.not_a_chain(name, row.line, before.line, row.field)
        last[row.item_id, row.field] = row
