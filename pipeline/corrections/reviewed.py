"""reviewed.csv to marks: who has checked which item, and the record as it was when it was checked."""

from __future__ import annotations

from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import ReviewedError
from pipeline.written.cells import DAY_CELL, MOST_NAME_CHARACTERS, SHA256_CELL, iso_date
from pipeline.written.csv import WrittenColumn, WrittenForm, WrittenRow, written_bytes, written_rows
from pipeline.written.problems import by_line, one_line

REVIEWED_FILE = "reviewed.csv"
MARK_FORM = WrittenForm(
    {
        "item_id": WrittenColumn(filled=True),
        "record_sha256": WrittenColumn(SHA256_CELL, filled=True),
        "who": WrittenColumn(filled=True, most=MOST_NAME_CHARACTERS),
        "date": WrittenColumn(DAY_CELL, filled=True),
    }
)
MARK_COLUMNS = tuple(MARK_FORM.columns)


@dataclass(frozen=True, slots=True)
class Mark:
    """One item, checked by one person.

    Attributes:
        line: on which it begins, from 1; 0 where it stands in no file.
        record_sha256: of the record as the person saw it, see ``record_sha256``.
        date: ISO 8601.
    """

    line: int
    item_id: str
    record_sha256: str
    who: str
    date: str

    @property
    def values(self) -> tuple[str, str, str, str]:
        """The cells, in the order of ``MARK_COLUMNS``: what makes two marks of two files the same."""
        return self.item_id, self.record_sha256, self.who, self.date


def read_marks(path: Path) -> tuple[Mark, ...] | None:
    """The marks of a file; None where there is no file.

    Raises:
        ReviewedError: something is wrong in it; every problem is told.
        UnreadableError: the file cannot be read.
    """
    content = written_bytes(path)
    return None if content is None else parse_marks(content, path.name)


def parse_marks(content: bytes, name: str = REVIEWED_FILE) -> tuple[Mark, ...]:
    """The marks of a file's bytes, in the file's order.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        ReviewedError: something is wrong in it; every problem is told.
    """
    written, found = written_rows(content, name, MARK_FORM)
    if found:
        raise ReviewedError(by_line(found))
    return tuple(_mark(one) for one in written)


def _mark(written: WrittenRow) -> Mark:
    cells = {column: one_line(cell) for column, cell in written.cells.items()}
    return Mark(
        line=written.line,
        item_id=cells["item_id"],
        record_sha256=cells["record_sha256"].lower(),
        who=cells["who"],
        date=iso_date(cells["date"]) or cells["date"],
    )
