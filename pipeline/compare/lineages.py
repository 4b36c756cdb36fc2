"""Items through the years: each line bears the identifier of its first item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.compare.model import Comparison, Entry, Side
from pipeline.exporters.csv_form import csv_text
from pipeline.normalizers.text import BYTE_ORDER_MARK

LINEAGES_FILE = "lineages.csv"
LINEAGE_COLUMNS = ("lineage_id", "year_roc", "item_id")
LineageRow = tuple[str, int | None, str]
Lines = tuple[str, ...]
Path = tuple[str, str, str]
"""Keys of section, work item and plan item."""


def lineage_rows(series: Iterable[Comparison]) -> list[LineageRow]:
    """An office's items in their lines, a line after the other in the order of their first items.

    Args:
        series: comparisons of one office, by year; the newer side of one is the older side of the next. Each is
            asked for when the one before it is done with.

    Returns:
        Line, ROC year and item. A split goes on as one line in several items; what was merged goes on in every
        line that came into it; an item that was left out for a year or more goes on where it is back under the
        same path. A later year thus adds rows to lines, or lines, and changes none.
    """
    lines: dict[str, list[LineageRow]] = {}
    belongs: dict[str, Lines] = {}
    ended: dict[Path, Lines] = {}
    for place, comparison in enumerate(series):
        if not place:
            _enter(comparison.old, {}, belongs, lines)
        before: dict[str, Lines] = {}
        for change in comparison.changes:
            found = tuple(dict.fromkeys(line for one in change.old for line in belongs.get(one.id, ())))
            before.update({one.id: found for one in change.new})
        _take_up(comparison.new, before, ended)
        gone = [one for change in comparison.changes if not change.new for one in change.old]
        ended |= {_path(entry): belongs.get(entry.id, ()) for entry in _alone(gone)}
        belongs = {}
        _enter(comparison.new, before, belongs, lines)
    return [row for line in lines.values() for row in line]


def lineages_csv(rows: Iterable[LineageRow]) -> bytes:
    """Rows of all offices as UTF-8 CSV with byte-order mark and LF."""
    return BYTE_ORDER_MARK + (csv_text([LINEAGE_COLUMNS]) + csv_text(rows)).encode()


def _enter(
    side: Side,
    before: dict[str, Lines],
    belongs: dict[str, Lines],
    lines: dict[str, list[LineageRow]],
) -> None:
    """Add a year's items to the lines that they come from; each other one begins a line."""
    for entry in side.entries:
        belongs[entry.id] = before.get(entry.id) or (entry.id,)
        for line in belongs[entry.id]:
            lines.setdefault(line, []).append((line, side.year_roc, entry.id))


def _take_up(side: Side, before: dict[str, Lines], ended: dict[Path, Lines]) -> None:
    """Give new items the lines that ended in an earlier year under their path, where the path is theirs alone."""
    for entry in _alone([entry for entry in side.entries if not before.get(entry.id)]):
        before[entry.id] = ended.pop(_path(entry), ())


def _alone(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Those whose path no other one of them has."""
    paths = Counter(map(_path, entries))
    return (entry for entry in entries if paths[_path(entry)] == 1)


def _path(entry: Entry) -> Path:
    return entry.section_key, entry.work_key, entry.title_key
