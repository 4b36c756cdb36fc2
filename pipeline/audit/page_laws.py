"""Laws that a right record keeps however it was read: what is printed in the columns stands in the records once.

Each is a function of the printed columns and the extraction, and gives doubts as ``verify`` does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.audit.bare_findings import sections
from pipeline.audit.page_columns import PrintedLine, PrintedTable
from pipeline.audit.places import own_places
from pipeline.dataclass import dataclass
from pipeline.extractors.doubts import Doubt
from pipeline.models import BBox, Budget, Extraction, Provenance, Total
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import BUDGET_ROLES

AMOUNT_LINE = re.compile(r"[-－—–−△▲]?[(（]?[\d,，.]*\d[)）]?(?:[仟千百萬億]*元)?")
"""A line that holds an amount and nothing else."""
COLUMN_NUMBER = re.compile(
    r"[(（【\[]?(?:\d{1,2}|[甲乙丙丁戊己庚辛壬癸一二三四五六七八九十A-J①-⑩])[)）】\]]?"
)
LEAST_COLUMNS = 3
"""So many numbers beside each other are those of columns."""
SAME_ROW_PT = 4.0
ONE_LINE = 1.5
"""A cell that is less than so many lines high has only one."""
TOLD_KINDS = frozenset({"text", "continuation", "signature", "struck", "overlay"})
"""Blocks whose amounts are no plan's, or are told of as text that no record holds."""
BOX_SLACK_PT = 1.0
"""Boxes of records are rounded, and stand around the em boxes of their lines."""
COMMON_RULE_PT = 2.0
"""Rules of two columns that are no further apart are one rule over both."""
RULED_ROW_LINES = 1.5
"""Where there is a rule for so many lines of a column or fewer, the paper is ruled, and rules part no rows."""


def page_doubts(tables: Sequence[PrintedTable], extraction: Extraction) -> list[Doubt]:
    """All that the laws say of an extraction.

    Args:
        tables: what is printed in the tables' columns, in the frames in which the extraction has its places.
        extraction: what was read from them.
    """
    return [*amounts_once(tables, extraction), *records_across_rules(tables, extraction)]


def amounts_once(tables: Iterable[PrintedTable], extraction: Extraction) -> Iterator[Doubt]:
    """Amounts printed in a budget column that are in no budget cell and no total, or in two of them."""
    cells = _cells(extraction)
    told: dict[int, list[BBox]] = {}
    for block in extraction.blocks:
        if block.kind in TOLD_KINDS:
            told.setdefault(block.page, []).append(block.bbox)
    for table in tables:
        pages: dict[int, list[PrintedLine]] = {}
        for column in table.columns:
            for line in column.lines:
                pages.setdefault(line.page, []).append(line)
        for line in table.lines(*BUDGET_ROLES):
            if not AMOUNT_LINE.fullmatch(squeeze(line.text)) or _counts_columns(line, pages[line.page]):
                continue
            holders = [(raw, item) for box, raw, item in cells.get(line.page, ()) if _holds(box, raw, line)]
            if len(holders) > 1:
                yield Doubt("amount-twice", line.page, line.bbox, holders[1][1], line.text)
            elif not holders and not any(_within(line, box) for box in told.get(line.page, ())):
                yield Doubt("amount-unplaced", line.page, line.bbox, _nearest(line, extraction), line.text)


def _counts_columns(line: PrintedLine, page: Iterable[PrintedLine]) -> bool:
    """Whether a line stands in a row of the columns' numbers: (1) (2) (3) (4)."""
    if not COLUMN_NUMBER.fullmatch(squeeze(line.text)):
        return False
    row = [other.text for other in page if abs(other.middle - line.middle) <= SAME_ROW_PT]
    return len(row) >= LEAST_COLUMNS and all(COLUMN_NUMBER.fullmatch(squeeze(text)) for text in row)


def _cells(extraction: Extraction) -> Mapping[int, Sequence[tuple[BBox, str, str | None]]]:
    """Boxes of all budget cells and totals by page, each with its text and the first item that it applies to."""
    found: dict[int, list[tuple[BBox, str, str | None]]] = {}
    records: list[Budget | Total] = []
    for _, section in sections(extraction):
        records += [*(one for one in section.budgets if not one.derived), *section.totals]
    for record in records:
        raw = squeeze(record.raw if isinstance(record, Budget) else record.label + record.raw)
        item_id = record.applies_to[0] if isinstance(record, Budget) and record.applies_to else None
        for place in record.provenance:
            found.setdefault(place.page, []).append((place.bbox, raw, item_id))
    return found


def _holds(box: BBox, raw: str, line: PrintedLine) -> bool:
    """Whether a cell has a line: its place and its figures, which go on only where the cell has another line."""
    at = raw.find(squeeze(line.text))
    if at < 0 or not _within(line, box):
        return False
    beside = raw[max(at - 1, 0) : at] + raw[at + len(squeeze(line.text)) :][:1]
    alone = box[3] - box[1] < ONE_LINE * (line.bbox[3] - line.bbox[1])
    return not alone or not any(character.isdigit() for character in beside)


def _within(line: PrintedLine, box: BBox) -> bool:
    x = (line.bbox[0] + line.bbox[2]) / 2
    return (
        box[0] - BOX_SLACK_PT <= x <= box[2] + BOX_SLACK_PT
        and box[1] - BOX_SLACK_PT <= line.middle <= box[3] + BOX_SLACK_PT
    )


def _nearest(line: PrintedLine, extraction: Extraction) -> str | None:
    """The item beside a line, or nearest above or below it."""
    away = [
        (max(place.bbox[1] - line.middle, line.middle - place.bbox[3], 0.0), item.id)
        for _, section in sections(extraction)
        for item in section.items
        for place in item.provenance
        if place.page == line.page and not place.field.startswith("work_item")
    ]
    return min(away, default=(0.0, None), key=lambda one: one[0])[1]


def records_across_rules(tables: Iterable[PrintedTable], extraction: Extraction) -> Iterator[Doubt]:
    """Items whose plan text and steps stand on both sides of a rule that parts rows in both columns."""
    ruled: dict[int, list[_Ruled]] = {}
    for table in tables:
        for part in _ruled(table):
            ruled.setdefault(part.page, []).append(part)
    for _, section in sections(extraction):
        for item in section.items:
            places = own_places(item)
            for page in dict.fromkeys(place.page for place in places if place.page in ruled):
                own = [place for place in places if place.page == page]
                found = (_below_rule(own, part) for part in ruled[page])
                yield from (
                    Doubt("record-across-rule", page, line.bbox, item.id, line.text) for line in found if line
                )


@dataclass(frozen=True, slots=True)
class _Ruled:
    """The lines of a table's plan and contents columns on one page, top to bottom, and the rules between its rows.

    Attributes:
        middles: heights of the lines' middles.
    """

    page: int
    lines: tuple[PrintedLine, ...]
    middles: tuple[float, ...]
    rules: tuple[float, ...]


def _ruled(table: PrintedTable) -> Iterator[_Ruled]:
    """A table's pages on which rules part the rows of both columns."""
    plans, contents = table.roles("plan"), table.roles("implementation")
    if not plans or not contents:
        return
    shared = [rule for rule in plans[-1].rules if any(_same(rule, other) for other in contents[0].rules)]
    most = max(len(column.lines) for column in (*plans, *contents))
    if most <= RULED_ROW_LINES * len(shared):
        return
    for page in dict.fromkeys(page for page, _ in shared):
        lines = [line for column in (plans[-1], contents[0]) for line in column.lines if line.page == page]
        rules = sorted(y for number, y in shared if number == page)
        lines.sort(key=lambda line: line.middle)
        yield _Ruled(page, tuple(lines), tuple(line.middle for line in lines), tuple(rules))


def _same(one: tuple[int, float], other: tuple[int, float]) -> bool:
    return one[0] == other[0] and abs(one[1] - other[1]) <= COMMON_RULE_PT


def _below_rule(own: Sequence[Provenance], ruled: _Ruled) -> PrintedLine | None:
    """The first line of an item's places on a page that a rule parts from those above it."""
    top = min(place.bbox[1] for place in own) - BOX_SLACK_PT
    bottom = max(place.bbox[3] for place in own) + BOX_SLACK_PT
    near = ruled.lines[bisect_left(ruled.middles, top) : bisect_right(ruled.middles, bottom)]
    lines = [line for line in near if any(_within(line, place.bbox) for place in own)]
    for above, below in pairwise(lines):
        if bisect_left(ruled.rules, below.middle) > bisect_left(ruled.rules, above.middle):
            return below
    return None
