"""The account of all glyphs, and the blocks of text that is in no field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.sections import Material, lines_used
from pipeline.extractors.steps import rounded
from pipeline.lattice.heads import Header
from pipeline.lattice.tables import Table
from pipeline.lines.lines import Line
from pipeline.lines.sheets import Sheet
from pipeline.models import Audit, Block, BlockKind, Item, PageAudit, Plan
from pipeline.normalizers.text import clean
from pipeline.readers.page import AsideKind, BBox

BLOCK_KINDS: dict[AsideKind, BlockKind] = {"struck": "struck", "overlay": "overlay", "sideways": "text"}
"""What the kinds of text that stands apart are called among the blocks."""
COUNT_BY_KIND = {"furniture": "in_furniture", "struck": "struck", "overlay": "overlaid"}
"""The number of the account that counts a kind of block; all others are counted as ``in_blocks``."""


class Blocks:
    """Collects blocks and counts their glyphs.

    Args:
        tables: the plans' tables, with their places.
    """

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._blocks: list[Block] = []
        self._places = _places(tables)
        self._counts: dict[str, Counter[int]] = {}

    def add(self, kind: BlockKind, lines: Iterable[Line]) -> None:
        """Add each line as a block; lines of one kind that follow each other stay apart, as printed."""
        for line in lines:
            text = f"{line.ordinal} {line.text}" if line.ordinal else line.text
            self._add(kind, text, line.page, line.bbox, line.glyphs)

    def add_asides(self, sheet: Sheet) -> None:
        """Add text that stands apart from the page's own, such as a stamp's."""
        for one in sheet.asides:
            self._add(BLOCK_KINDS[one.kind], clean(one.text), sheet.number, one.bbox, one.glyphs)

    def in_order(self) -> tuple[Block, ...]:
        """All blocks in reading order."""
        return tuple(sorted(self._blocks, key=lambda b: (b.page, b.bbox[1], b.bbox[0], b.text)))

    def counts(self, page: int) -> dict[str, int]:
        """Glyphs of a page's blocks by the number of the account that counts them."""
        names = ("in_blocks", *COUNT_BY_KIND.values())
        return {name: self._counts[name][page] if name in self._counts else 0 for name in names}

    def _add(self, kind: BlockKind, text: str, page: int, bbox: BBox, glyphs: int) -> None:
        within = any(_middle_in(bbox, place) for place in self._places.get(page, ()))
        self._blocks.append(Block(kind=kind, text=text, page=page, bbox=rounded(bbox), in_table=within))
        self._counts.setdefault(COUNT_BY_KIND.get(kind, "in_blocks"), Counter())[page] += glyphs


def _places(tables: Iterable[Table]) -> Mapping[int, Sequence[BBox]]:
    """Where tables stand, headers included, by page."""
    places: dict[int, list[BBox]] = {}
    for table in tables:
        for part in table.parts:
            top = part.header.top if part.header is not None else part.top
            places.setdefault(part.page, []).append((part.bounds[0], top, part.bounds[-1], part.bottom))
    return places


def _middle_in(bbox: BBox, place: BBox) -> bool:
    x, y = (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2
    return place[0] <= x <= place[2] and place[1] <= y <= place[3]


def account(
    sheets: Sequence[Sheet],
    headers: dict[int, list[Header]],
    fields: Counter[int],
    blocks: Blocks,
    unread_pages: Sequence[int],
) -> Audit:
    """Where the glyphs of every page went; what nothing accounts for is ``outside``."""
    pages: list[PageAudit] = []
    for sheet in sheets:
        n = sheet.number
        counts = {
            "in_fields": fields[n],
            "in_headers": sum(h.glyphs for h in headers.get(n, ())),
            "not_seen": sum(one.glyphs for one in sheet.unseen),
            **blocks.counts(n),
        }
        outside = sheet.glyphs - sum(counts.values())
        pages.append(PageAudit(page=n, glyphs=sheet.glyphs, outside=outside, **counts))
    names = [name for name in PageAudit.model_fields if name != "page"]
    sums = {name: sum(getattr(page, name) for page in pages) for name in names}
    return Audit(**sums, pages=tuple(pages), unread_pages=tuple(sorted(unread_pages)))


def unplaced_lines(materials: Sequence[Material]) -> list[Line]:
    """Lines of the materials' tables that are in no field of a record and in no row that was told apart."""
    found: list[Line] = []
    for material in materials:
        used = lines_used(material)
        for outline in material.outlines:
            told = {line for bar in outline.table.bars for line in bar.lines}
            told |= set(outline.table.marks)
            lines = (line for track in outline.table.tracks for line in track.lines)
            found += [line for line in lines if line not in used and line not in told]
    return found


def unplaced_doubts(lines: Sequence[Line], plans: Sequence[Plan]) -> list[Doubt]:
    """An error for each line, about the record nearest to it on its page, if there is one."""
    items = [item for plan in plans for section in plan.sections for item in section.items]
    return [
        Doubt("line-unplaced", line.page, rounded(line.bbox), _nearest(line, items), line.ordinal + line.text)
        for line in lines
    ]


def _nearest(line: Line, items: Sequence[Item]) -> str | None:
    away = [
        (max(place.bbox[1] - line.y, line.y - place.bbox[3], 0.0), item.id)
        for item in items
        for place in item.provenance
        if place.page == line.page
    ]
    return min(away, default=(0.0, None), key=lambda one: one[0])[1]
