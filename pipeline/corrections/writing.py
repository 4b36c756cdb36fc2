"""A row more for corrections.csv; what stands there already stays byte for byte."""

from __future__ import annotations

import csv
import io

from pipeline.corrections.reading import COLUMNS, Row

BOM = b"\xef\xbb\xbf"


def appended(content: bytes, row: Row) -> bytes:
    r"""The file's bytes with one row more, in the order of its columns and with its line ends.

    Args:
        content: a file that ``parse_corrections`` reads; empty for a new one, which gets a byte-order mark and LF.
        row: its ``line`` does not matter.

    >>> row = Row(0, "a-112-1", "extra[備註]", "", "函", "漏字", "王小明", "2026-03-05")
    >>> appended(b"", row).decode("utf-8-sig").splitlines()[1]
    'a-112-1,extra[備註],,函,漏字,王小明,2026-03-05'
    """
    if not content.removeprefix(BOM).strip():
        content = BOM + (",".join(COLUMNS) + "\n").encode()
    ending = b"\r\n" if content.split(b"\n", 1)[0].endswith(b"\r") else b"\n"
    gap = b"" if content.endswith((b"\n", b"\r")) else ending
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    values = {
        "item_id": row.item_id,
        "field": row.field,
        "old_value": row.old,
        "new_value": row.new,
        "reason": row.reason,
        "who": row.who,
        "date": row.date,
    }
    text = io.StringIO(newline="")
    cells = [values.get(name.strip(), "") for name in header]
    csv.writer(text, lineterminator=ending.decode()).writerow(cells)
    return content + gap + text.getvalue().encode()
