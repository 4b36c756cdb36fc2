"""Rows and marks put into tables that people write, and taken out; what else stands there stays byte for byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from pipeline.corrections.reviewed import MARK_COLUMNS, Mark, parse_marks
from pipeline.corrections.rows import CORRECTION_COLUMNS, CorrectionRow
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.written.problems import one_line


def appended(content: bytes, row: CorrectionRow) -> bytes:
    r"""The bytes of a corrections.csv with one row more.

    Args:
        content: a file that ``parse_corrections`` reads; empty for a new one, which gets a byte-order mark and LF.
        row: its ``line`` does not matter.

    >>> row = CorrectionRow(0, "a-112-1", "extra[備註]", "", "函", "漏字", "王小明", "2026-03-05")
    >>> appended(b"", row).decode("utf-8-sig").splitlines()[1]
    'a-112-1,extra[備註],,函,漏字,王小明,2026-03-05'
    """
    return with_row(content, CORRECTION_COLUMNS, cells_of(row))


def cells_of(row: CorrectionRow) -> dict[str, str]:
    """The cells of a correction by column."""
    return {
        "item_id": row.item_id,
        "field": row.field,
        "old_value": row.old,
        "new_value": row.new,
        "reason": row.reason,
        "who": row.who,
        "date": row.date,
    }


def with_row(content: bytes, columns: Sequence[str], values: Mapping[str, str]) -> bytes:
    """A file's bytes with one row more, in the order of its columns and with its line ends.

    Args:
        content: a table that can be read; empty for a new one, which gets a byte-order mark and LF.
        columns: of a new file.
        values: cells by column.
    """
    if not content.removeprefix(BYTE_ORDER_MARK).strip():
        content = BYTE_ORDER_MARK + (",".join(columns) + "\n").encode()
    gap = "" if content.endswith((b"\n", b"\r")) else _line_end(content)
    return content + (gap + _record(content, values)).encode()


def with_lines(content: bytes, changes: Mapping[int, Mapping[str, str] | None]) -> bytes:
    """A file's bytes with other rows in place of those that begin on some lines.

    Args:
        content: a table that can be read.
        changes: line, as ``written_rows`` counts them, to the cells of its row by column; None to take it out. The
            header's line is none of them.
    """
    if not changes:
        return content
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    physical = list(io.StringIO(content.removeprefix(BYTE_ORDER_MARK).decode(), newline=""))
    reader = csv.reader(iter(physical), strict=True)
    kept, first = list[str](), 0
    for _ in reader:
        values = changes.get(first + 1)
        if first + 1 not in changes:
            kept += physical[first : reader.line_num]
        elif values is not None:
            kept.append(_record(content, values))
        first = reader.line_num
    return mark + "".join(kept).encode()


def _record(content: bytes, values: Mapping[str, str]) -> str:
    """A row in the order of a file's columns and with its line end."""
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    cells = [values.get(name.strip(), "") for name in header]
    csv.writer(text, lineterminator=_line_end(content)).writerow(cells)
    return text.getvalue()


def _line_end(content: bytes) -> str:
    return "\r\n" if content.split(b"\n", 1)[0].endswith(b"\r") else "\n"


def marked(content: bytes, mark: Mark) -> bytes:
    r"""The file's bytes with a mark, in place of what the same person has marked of the same item before.

    Args:
        content: a file that ``parse_marks`` reads; empty for a new one, which gets a byte-order mark and LF.
        mark: its ``line`` does not matter.

    Raises:
        ReviewedError: the file cannot be read.

    >>> mark = Mark(0, "a-112-1", "0" * 64, "王小明", "2026-03-05")
    >>> marked(b"", mark).decode("utf-8-sig").splitlines()[1].endswith(",王小明,2026-03-05")
    True
    """
    own = of_person(content, mark.item_id, mark.who)
    if [one.values for one in own] == [mark.values]:
        return content
    kept = with_lines(content, {one.line: None for one in own})
    return with_row(kept, MARK_COLUMNS, dict(zip(MARK_COLUMNS, mark.values, strict=True)))


def unmarked(content: bytes, item_id: str, who: str) -> bytes:
    """The file's bytes without a person's marks of an item.

    Raises:
        ReviewedError: the file cannot be read.
    """
    return with_lines(content, {one.line: None for one in of_person(content, item_id, who)})


def of_person(content: bytes, item_id: str, who: str) -> tuple[Mark, ...]:
    """A person's marks of an item: one, unless the file was put together by hand.

    Raises:
        ReviewedError: the file cannot be read.
    """
    marks = parse_marks(content) if content else ()
    return tuple(one for one in marks if (one.item_id, one.who) == (item_id, one_line(who)))
