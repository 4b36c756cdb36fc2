"""reviewed.csv to marks: who has checked which item, and the record as it was when it was checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections import problems
from pipeline.corrections.rows import iso_date
from pipeline.errors import FileProblem, ReviewedError, UnreadableError
from pipeline.normalizers.text import unprintable
from pipeline.normalizers.written_tables import TableForm, WrittenRow, by_line, written_rows

REVIEWED_FILE = "reviewed.csv"
MARK_COLUMNS = ("item_id", "record_sha256", "who", "date")
MARK_FORM = TableForm(
    columns=MARK_COLUMNS,
    needed=MARK_COLUMNS,
    missing_remedy=(
        f"Write {','.join(MARK_COLUMNS)}, separated by commas.",
        f"請寫 {','.join(MARK_COLUMNS)}，以逗號分隔。",
    ),
    unknown_remedy=("Delete the column.", "請刪除該欄。"),
)
_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


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
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableError("file-unreadable", path=path) from error
    return parse_marks(content, path.name)


def parse_marks(content: bytes, name: str = REVIEWED_FILE) -> tuple[Mark, ...]:
    """The marks of a file's bytes, in the file's order.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        ReviewedError: something is wrong in it; every problem is told.
    """
    written, found = written_rows(content, name, MARK_FORM)
    marks = [_mark(one) for one in written]
    found += [problem for mark in marks for problem in _problems(mark, name)]
    if found:
        raise ReviewedError(by_line(found))
    return tuple(marks)


def one_line(text: str) -> str:
    """A text without line breaks and needless spaces, as which a name can be found again."""
    return " ".join(text.split())


def _mark(written: WrittenRow) -> Mark:
    cells = {column: one_line(cell) for column, cell in written.cells.items()}
    return Mark(
        line=written.line,
        item_id=cells["item_id"],
        record_sha256=cells["record_sha256"].lower(),
        who=cells["who"],
        date=iso_date(cells["date"]) or cells["date"],
    )


def _problems(mark: Mark, name: str) -> Iterator[FileProblem]:
    for column in MARK_COLUMNS:
        if not getattr(mark, column):
            yield problems.cell_missing(name, mark.line, column)
    if unprintable(mark.who):
        yield problems.control_character(name, mark.line, "who")
    if mark.record_sha256 and not _SHA256_HEX.fullmatch(mark.record_sha256):
        yield problems.no_sha256(name, mark.line, mark.record_sha256)
    if mark.date and iso_date(mark.date) is None:
        yield problems.no_date(name, mark.line, mark.date)
