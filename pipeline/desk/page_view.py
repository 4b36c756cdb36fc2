"""A page with all its records at once: what is drawn over its picture, and what is to catch the eye.

All places are in PDF points from the page's top left. Left and right of the page there are gutters, for the records'
numbers and levels and for the amounts, so that nothing covers the print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.dataclass import dataclass
from pipeline.desk.loose_text import LooseText, pieces_of
from pipeline.desk.paper import SeenGlyph
from pipeline.models import BBox, Budget, Item, Level, PlanDocument
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.records import own_places
from pipeline.site.boxes import PageBox, boxes_of
from pipeline.site.model import ItemRow
from pipeline.site.pictures import PagePicture
from pipeline.web.words import Words

RECORD_COLOURS: Final = 6
"""Of records, in turn, so that neighbours differ."""
LEFT_LETTERS: Final = 9.5
RIGHT_LETTERS: Final = 8.0
"""Widths of the gutters."""
LETTER_SHARE: Final = 1 / 40
"""Size of letters in the gutters as a share of the inked width: alike on the screen for pages of any size."""
WIDE_PITCH: Final = 1.6
"""Lines of one text stand at one pitch; a new text often leaves white above it."""
OVERLAP_PT: Final = 4.0
"""Boxes of lines that stand one below the other reach into each other by less."""
MARGIN_LETTERS: Final = 0.7
"""Of white around what is printed."""
LINES_APART: Final = 1.25
"""In letters: what is told in a gutter stands at least so far below the one before."""
HALF: Final = 0.58
"""Width of a Latin letter or digit, in letters."""


@dataclass(frozen=True, slots=True)
class DrawnAmount:
    """A budget cell at its printed place.

    Attributes:
        bbox: of the cell.
        numbers: of the page's records that it applies to.
        others: how many records of other pages it applies to.
        astray: whether it stands beside none of its records.
        y: where its text stands in the right gutter.
    """

    cell: Budget
    bbox: BBox
    numbers: tuple[int, ...]
    others: int
    astray: bool
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class DrawnRecord:
    """A record on a page.

    Attributes:
        number: its place on the page, from 1.
        outline: around all that is its own on this page.
        boxes: its places with their fields, those that it shares with others left out.
        path: printed numbers of its levels, outer to inner.
        hints: what a person should look at.
        y: where its number stands in the left gutter.
    """

    number: int
    row: ItemRow
    outline: BBox
    boxes: tuple[PageBox, ...]
    path: str
    hints: tuple[Words, ...]
    y: float = 0.0

    @property
    def path_letters(self) -> float:
        """Width of the path in letters; a mark of doubt behind it."""
        wide = sum(1.0 if ord(character) > ord("ÿ") else HALF for character in self.path)
        return wide + 1.4 * bool(self.hints)

    @property
    def colour(self) -> int:
        """Which of the colours it has."""
        return (self.number - 1) % RECORD_COLOURS

    @property
    def steps(self) -> tuple[tuple[str, PageBox], ...]:
        """The boxes of its steps with their places among the record's."""
        return tuple((_step_told(box.field), box) for box in self.boxes if box.role == "implementation")


@dataclass(frozen=True, slots=True)
class PageView:
    """All that is drawn over a page's picture.

    Attributes:
        ink: around all that is printed.
        shared: places that several records have, such as that of their work item.
    """

    picture: PagePicture
    ink: BBox
    records: tuple[DrawnRecord, ...]
    amounts: tuple[DrawnAmount, ...]
    loose: tuple[LooseText, ...] = ()
    shared: tuple[PageBox, ...] = ()

    @property
    def letter(self) -> float:
        """Size of letters in points."""
        return _letter(self.ink)

    @property
    def left(self) -> float:
        """Where the left gutter begins."""
        return round(self.ink[0] - LEFT_LETTERS * self.letter, 2)

    @property
    def right(self) -> float:
        """Where the right gutter begins."""
        return round(self.ink[2] + MARGIN_LETTERS * self.letter, 2)

    @property
    def view_box(self) -> str:
        """Of the drawing: all that is printed, with both gutters; margins that are white are left out."""
        _, top, right, bottom = self.ink
        white = MARGIN_LETTERS * self.letter
        width = right - self.left + RIGHT_LETTERS * self.letter
        return f"{self.left} {top - white:.2f} {width:.2f} {bottom - top + 2 * white:.2f}"


def page_view(
    number: int,
    picture: PagePicture,
    ink: BBox,
    rows: Sequence[ItemRow],
    before: ItemRow | None,
    loose: tuple[LooseText, ...],
    glyphs: Sequence[SeenGlyph],
) -> PageView:
    """What is drawn over a page.

    Args:
        number: of the page.
        picture: of the page.
        ink: around all that is printed on it, in points.
        rows: its records in reading order.
        before: the record in front of the first one.
        loose: its text that no record has.
        glyphs: its print.
    """
    amounts = amounts_on(number, rows)
    astray = {one for amount in amounts if amount.astray for one in amount.numbers}
    records: list[DrawnRecord] = []
    previous = before
    for place, row in enumerate(rows, start=1):
        hints = [*_level_hints(row, previous), *_within_plan_item(row, number, glyphs)]
        if place in astray:
            hints.append(("金額不在本列", "amount stands in another row"))
        own = tuple(box for box in boxes_of(row.section, row.item).get(number, ()) if not box.shared)
        outline = _around(box.bbox for box in own if box.role != "budget") or _around(box.bbox for box in own)
        if outline and records and _overlap(records[-1].outline, outline) > OVERLAP_PT:
            hints.append(("與前一項的範圍重疊", "overlaps the record before"))
        if outline:
            records.append(DrawnRecord(place, row, outline, own, _path(row.item), tuple(hints)))
        previous = row
    letter = _letter(ink)
    record_heights = _apart([one.outline[1] for one in records], letter)
    amount_heights = _apart([one.bbox[1] for one in amounts], letter)
    return PageView(
        picture,
        ink,
        tuple(replace(one, y=y) for one, y in zip(records, record_heights, strict=True)),
        tuple(replace(one, y=y) for one, y in zip(amounts, amount_heights, strict=True)),
        loose,
        _shared(number, rows),
    )


def amounts_on(number: int, rows: Sequence[ItemRow]) -> tuple[DrawnAmount, ...]:
    """The budget cells of a page's records that are printed on it, from top to bottom."""
    numbers = {row.id: place for place, row in enumerate(rows, start=1)}
    cells: dict[str, Budget] = {}
    for row in rows:
        cells |= {cell.id: cell for cell in row.section.budgets}
    found = []
    for cell in cells.values():
        for place in cell.provenance:
            if place.page == number:
                mine = tuple(numbers[one] for one in cell.applies_to if one in numbers)
                astray = not _beside(place.bbox, number, [rows[one - 1] for one in mine])
                others = len(cell.applies_to) - len(mine)
                found.append(DrawnAmount(cell, place.bbox, mine, others, astray))
    return tuple(sorted(found, key=lambda one: (one.bbox[1], one.bbox[0])))


def record_boxes(number: int, documents: Iterable[PlanDocument]) -> tuple[BBox, ...]:
    """Boxes of all that records, budgets and totals have on a page."""
    sections = [section for one in documents for section in one.plan.sections]
    places = [place for section in sections for item in section.items for place in item.provenance]
    places += [place for section in sections for cell in section.budgets for place in cell.provenance]
    places += [place for section in sections for total in section.totals for place in total.provenance]
    return tuple(place.bbox for place in places if place.page == number)


def _beside(bbox: BBox, number: int, rows: Iterable[ItemRow]) -> bool:
    """Whether a cell stands at the height of its records on a page; where it has none there, it cannot be told."""
    places = [place.bbox for row in rows for place in own_places(row.item) if place.page == number]
    hull = _around(places)
    return hull is None or hull[1] <= (bbox[1] + bbox[3]) / 2 <= hull[3]


def _level_hints(row: ItemRow, before: ItemRow | None) -> Iterable[Words]:
    """What of a record's levels does not follow from those of the record before it in the same section."""
    if before is None or before.section.id != row.section.id:
        return
    work, work_before = row.item.work_item, before.item.work_item
    same_work = [one.id for one in work] == [one.id for one in work_before]
    # Another work item may well have other levels.
    if work[:1] == work_before[:1] and len(work) != len(work_before):
        yield _depth_told(("工作項目", "work item"), len(work), len(work_before))
    if same_work and len(row.item.plan_item) != len(before.item.plan_item):
        yield _depth_told(("計畫項目", "plan item"), len(row.item.plan_item), len(before.item.plan_item))
    if before.item.implementation and not row.item.implementation:
        yield "沒有實施內容", "no contents"
    now, then = row.item.plan_item, before.item.plan_item
    if not now or not then:
        return
    if same_work and now[-1].number is None and then[-1].number is not None:
        yield "無編號", "no number"
    elif len(now) == len(then) and _same_parents(row, before) and _skips(then[-1], now[-1]):
        yield (
            f"編號 {then[-1].label} 之後為 {now[-1].label}",
            f"number {now[-1].label} after {then[-1].label}",
        )


def _depth_told(kind: Words, now: int, before: int) -> Words:
    return f"{kind[0]} {now} 層，前一項 {before} 層", f"{kind[1]}: levels {now}, before {before}"


def _overlap(upper: BBox, lower: BBox) -> float:
    """By how much two rows that follow one another overlap in height, in points."""
    return min(upper[3], lower[3]) - max(upper[1], lower[1])


def _same_parents(row: ItemRow, before: ItemRow) -> bool:
    def parents(item: Item) -> list[str]:
        return [one.id for one in (*item.work_item, *item.plan_item[:-1])]

    return parents(row.item) == parents(before.item)


def _skips(then: Level, now: Level) -> bool:
    return then.number is not None and now.number is not None and now.number != then.number + 1


def _within_plan_item(row: ItemRow, number: int, glyphs: Sequence[SeenGlyph]) -> Iterable[Words]:
    """What tells that another item begins within a plan item: a printed number at a line's start, or white above it."""
    field_name = f"plan_item[{len(row.item.plan_item) - 1}]"
    for place in row.item.provenance:
        if place.field != field_name or place.page != number:
            continue
        lines = pieces_of(one for one in glyphs if _inside(one.bbox, place.bbox))
        pitches = [
            low[1][3] - high[1][3] for high, low in pairwise(lines) if low[1][3] > high[1][3] + OVERLAP_PT
        ]
        if (pitches and max(pitches) > WIDE_PITCH * min(pitches)) or (len(pitches) == 1 and _is_wide(lines)):
            yield "項目內有空白", "white within the plan item"
        for text, box in lines[1:]:
            found = find_label(text) if box[0] - place.bbox[0] < box[3] - box[1] else None
            if found and found.sure and found.rest.strip():
                yield f"項目內另有編號 {found.printed}", f"number {found.printed} within"


def _is_wide(lines: Sequence[tuple[str, BBox]]) -> bool:
    """Whether more than a line of white stands between two lines."""
    (_, upper), (_, lower) = lines[0], lines[-1]
    return lower[1] - upper[3] > upper[3] - upper[1]


def _inside(inner: BBox, box: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _shared(number: int, rows: Sequence[ItemRow]) -> tuple[PageBox, ...]:
    """Places that records share, such as work items, each once."""
    found: dict[BBox, PageBox] = {}
    for row in rows:
        for box in boxes_of(row.section, row.item).get(number, ()):
            if box.shared and box.role != "budget":
                found.setdefault(box.bbox, box)
    return tuple(found.values())


def _letter(ink: BBox) -> float:
    return round((ink[2] - ink[0]) * LETTER_SHARE, 2)


def _path(item: Item) -> str:
    """The printed numbers of an item's levels; a dot where a level has none."""
    work, plan = (
        "".join((one.label or "·") for one in levels) for levels in (item.work_item, item.plan_item)
    )
    return f"{work} ▸ {plan}" if work else plan


def _step_told(name: str) -> str:
    """A step's number from the name of its place.

    >>> _step_told("implementation[1].steps[0]")
    '2.1'
    """
    return ".".join(str(int(part.partition("]")[0]) + 1) for part in name.split("[")[1:])


def _around(boxes: Iterable[BBox]) -> BBox | None:
    held = list(boxes)
    if not held:
        return None
    left, top, right, bottom = zip(*held, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _apart(tops: Sequence[float], letter: float) -> list[float]:
    """Heights at which texts stand that begin there, none over another."""
    placed: list[float] = []
    for top in tops:
        y = top + letter
        placed.append(round(max(y, placed[-1] + LINES_APART * letter) if placed else y, 2))
    return placed
