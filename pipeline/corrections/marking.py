"""Marks put into reviewed.csv and taken out of it; what else stands there stays byte for byte."""

from __future__ import annotations

from pipeline.corrections.reviewed import COLUMNS, Mark, one_line, parse_marks
from pipeline.corrections.writing import with_lines, with_row


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
    return with_row(kept, COLUMNS, dict(zip(COLUMNS, mark.values, strict=True)))


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
