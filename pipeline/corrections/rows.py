"""corrections.csv to rows: all that is wrong in the file is told at once, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.corrections.fields import ARRANGING, Field, parse_field, plain_value, same_value, usable
from pipeline.corrections.problems import field_unknown, value_unusable
from pipeline.dataclass import dataclass
from pipeline.errors import CorrectionsError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.written.cells import DAY_CELL, MOST_NAME_CHARACTERS, QUOTED_CELL, iso_date
from pipeline.written.csv import WrittenColumn, WrittenForm, WrittenRow, written_bytes, written_rows
from pipeline.written.problems import by_line, shown, written_problem

CORRECTIONS_FILE = "corrections.csv"
CORRECTION_FORM = WrittenForm(
    {
        "item_id": WrittenColumn(filled=True),
        "field": WrittenColumn(filled=True),
        # It has to be what the document says, whatever that is.
        "old_value": WrittenColumn(QUOTED_CELL),
        "new_value": WrittenColumn(),
        "reason": WrittenColumn(filled=True),
        "who": WrittenColumn(filled=True, most=MOST_NAME_CHARACTERS),
        "date": WrittenColumn(DAY_CELL, filled=True),
    }
)
CORRECTION_COLUMNS = tuple(CORRECTION_FORM.columns)


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
class CorrectionRow:
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


def read_corrections(path: Path) -> tuple[CorrectionRow, ...]:
    """The rows of a file; none where there is no file.

    Raises:
        CorrectionsError: something is wrong in it; every problem is told.
        UnreadableError: the file cannot be read.
    """
    content = written_bytes(path)
    return () if content is None else parse_corrections(content, path.name)


def parse_corrections(content: bytes, name: str = CORRECTIONS_FILE) -> tuple[CorrectionRow, ...]:
    """The rows of a file's bytes, in the file's order.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        CorrectionsError: something is wrong in it; every problem is told.
    """
    written, found = written_rows(content, name, CORRECTION_FORM)
    rows = [_row(one) for one in written]
    found += [problem for row in rows for problem in _row_problems(row, name)]
    wrong_lines = {one.place.line for one in found}
    found += _broken_chains([row for row in rows if row.line not in wrong_lines], name)
    if found:
        raise CorrectionsError(by_line(found))
    return tuple(rows)


def _row(written: WrittenRow) -> CorrectionRow:
    def cell(column: str) -> str:
        return written.cells[column].replace("\r\n", "\n").replace("\r", "\n")

    field = cell("field").strip()
    known = parse_field(field)
    old, new = cell("old_value"), cell("new_value")
    return CorrectionRow(
        line=written.line,
        item_id=cell("item_id").strip(),
        field=field,
        old=plain_value(known, old) if known else old,
        new=plain_value(known, new) if known else new,
        reason=cell("reason").strip(),
        who=cell("who").strip(),
        date=iso_date(cell("date")) or cell("date").strip(),
    )


def _row_problems(row: CorrectionRow, name: str) -> Iterator[PlacedProblem]:
    """What is wrong with the cells of a row together."""
    known = parse_field(row.field)
    if row.field and known is None:
        yield field_unknown(name, row.line, row.field)
    if known and not usable(known, row.new):
        yield value_unusable(name, row.line, row.field, row.new)
    if known and known.kind == "join" and row.old:
        yield written_problem("old-value-given", name, row.line, "old_value")
    if known and known.kind in {"join", "move"} and row.item_id and row.item_id in {row.old, row.new}:
        yield written_problem("item-twice", name, row.line, item=shown(row.item_id))
    if row.old == row.new if known is None else _changes_nothing(known, row):
        yield written_problem("nothing-changed", name, row.line, "new_value")


def _changes_nothing(field: Field, row: CorrectionRow) -> bool:
    # What goes over may be what the new item is called, and a move may change nothing but the work item.
    return field.kind not in {"split", "join", "move"} and same_value(field, row.old, row.new)


def _broken_chains(rows: list[CorrectionRow], name: str) -> Iterator[PlacedProblem]:
    """Rows for a field that an earlier row has corrected already, but that do not go on from it."""
    last: dict[tuple[str, str], CorrectionRow] = {}
    for row in rows:
        known = parse_field(row.field)
        if known and known.kind in ARRANGING:
            # Contents, steps and budgets of the items are others from here on.
            changed = {row.item_id, *row.new.split()}
            last = {key: one for key, one in last.items() if key[0] not in changed}
            continue
        before = last.get((row.item_id, row.field))
        if before is not None and before.new != row.old:
            values = {"before": before.line, "field": row.field}
            yield written_problem("chain-broken", name, row.line, "old_value", **values)
        last[row.item_id, row.field] = row
