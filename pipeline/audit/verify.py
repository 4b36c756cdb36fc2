"""The second check of "nothing lost, nothing invented": does the other engine read the same in each place?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field

from pipeline.audit.bare_findings import sections
from pipeline.audit.printed import comparable, fields_of, printed_texts
from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.ways import hull, inverse
from pipeline.lines.runs import LINE_EM
from pipeline.models import BBox, Budget, Extraction, Item, Total
from pipeline.readers.page import BadPage, DocumentReader, Glyph, Straightened

GLYPH_CENTRE_EM = 0.38
"""Height of a glyph's middle above its baseline: the em box reaches from 0.12 below it to 0.88 above."""
SAME_TURN, SAME_SHIFT_PT = 0.01, 3.0
"""Numbers of two matrices that differ by less are of one frame: each engine measures for itself how askew a page is."""
IDENTITY_MATRIX = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BEFORE, AFTER = 4, 6
"""Characters shown before and behind the first difference."""

Opener = Callable[[bytes, str], DocumentReader]


@dataclass(frozen=True, slots=True)
class Frames:
    """How the pages stand on which an extraction has its places, as long as they are those where it was read.

    Attributes:
        pictures: pages whose text was recognised: no engine reads it.
        straightened: from those pages to the pages as shown, where they differ.
        numbers: the file's numbers of pages that were counted otherwise.
    """

    pictures: Collection[int] = ()
    straightened: Mapping[int, Straightened] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)

    def number(self, page: int) -> int:
        """The file's number of a page."""
        return self.numbers.get(page, page)


AS_THEY_ARE = Frames()


@dataclass(slots=True)
class _Field:
    """One field of a record, what may be printed there, and what the other engine reads there."""

    texts: tuple[str, ...]
    boxes: dict[int, list[BBox]]
    item_id: str | None
    read: list[str] = field(default_factory=list)
    whole: bool = True

    @property
    def place(self) -> tuple[int, BBox]:
        page = min(self.boxes)
        return page, self.boxes[page][0]


def verify(
    extraction: Extraction,
    data: bytes,
    other: Opener,
    frames: Frames = AS_THEY_ARE,
    pages: Collection[int] | None = None,
) -> list[Doubt]:
    """Read the file with the other engine and compare every field that has a place.

    Args:
        extraction: what the first engine read, with its places where it read them.
        data: the bytes of the file.
        other: opens them with the other engine, such as the class ``PlumberReader``.
        frames: how the extraction's pages stand.
        pages: those to read, as the extraction counts them; None for all. What is printed on others too is left out.

    Returns:
        A doubt for each field that reads otherwise, and for each page that the other engine cannot read.
    """
    fields = [one for one in _fields(extraction) if pages is None or one.boxes.keys() <= set(pages)]
    if not fields:
        return []
    try:
        reader = other(data, extraction.source.file_name)
    except WorkplanError as error:
        return [Doubt("verify-unread", None, None, None, type(error).__name__)]
    try:
        doubts = list(_read(fields, reader, frames))
    finally:
        reader.close()
    return doubts + [doubt for one in fields if one.whole for doubt in _compare(one)]


def pages_in_doubt(extraction: Extraction) -> frozenset[int]:
    """The pages of records that are not certain, with those of their budgets.

    Args:
        extraction: what was read, judged.
    """
    pages: set[int] = set()
    for _, section in sections(extraction):
        doubted = {item.id for item in section.items if item.confidence != "certain"}
        records: list[Item | Budget] = [item for item in section.items if item.id in doubted]
        records += [budget for budget in section.budgets if not doubted.isdisjoint(budget.applies_to)]
        pages.update(place.page for record in records for place in record.provenance)
    return frozenset(pages)


def _fields(extraction: Extraction) -> Iterator[_Field]:
    """All fields that have a place; what many items share, such as a work item, once."""
    seen: set[tuple[object, ...]] = set()
    for _, section in sections(extraction):
        records: list[tuple[Item | Budget | Total, str | None]] = [(item, item.id) for item in section.items]
        printed = [budget for budget in section.budgets if not budget.derived]
        records += [(b, b.applies_to[0] if b.applies_to else None) for b in printed]
        records += [(total, None) for total in section.totals]
        for record, item_id in records:
            for name in fields_of(record):
                places = [(p.page, p.bbox) for p in record.provenance if p.field == name]
                texts = tuple(comparable(text) for text in printed_texts(record, name))
                key = (texts, *places)
                if key in seen:
                    continue
                seen.add(key)
                boxes: dict[int, list[BBox]] = {}
                for page, bbox in places:
                    boxes.setdefault(page, []).append(bbox)
                yield _Field(texts, boxes, item_id)


def _read(fields: Sequence[_Field], reader: DocumentReader, frames: Frames) -> Iterator[Doubt]:
    """Fill in what the other engine reads, a page at a time; give a doubt for each page that it cannot."""
    by_page: dict[int, list[tuple[_Field, int]]] = {}
    for one in fields:
        for page in one.boxes:
            by_page.setdefault(frames.number(page), []).append((one, page))
    wanted = sorted(by_page)
    missing = {number: "" for number in wanted if number > reader.page_count}
    missing |= dict.fromkeys(by_page.keys() & set(map(frames.number, frames.pictures)), "no text layer")
    for sheet in reader.pages(tuple(number for number in wanted if number not in missing)):
        if isinstance(sheet, BadPage):
            missing[sheet.number] = sheet.reason
            continue
        index = _Index(sheet.glyphs)
        for one, page in by_page[sheet.number]:
            boxes = _in_frame(one.boxes[page], frames.straightened.get(page), sheet.straightened)
            one.read.append(index.text_in(boxes))
    for number, reason in sorted(missing.items()):
        for one, _ in by_page[number]:
            one.whole = False
        detail = f"{number}: {reason}" if reason else str(number)
        yield Doubt("verify-unread", min(page for _, page in by_page[number]), None, None, detail)


def _in_frame(boxes: Sequence[BBox], own: Straightened, other: Straightened) -> Sequence[BBox]:
    """Places on a page as one engine set it upright, as the other did; most often in the same way."""
    one, two = own or IDENTITY_MATRIX, other or IDENTITY_MATRIX
    apart = [abs(a - b) for a, b in zip(one, two, strict=True)]
    if max(apart[:4]) < SAME_TURN and max(apart[4:]) < SAME_SHIFT_PT:
        return boxes
    back = inverse(two)
    return [hull(hull(box, one), back) for box in boxes]


class _Index:
    """Glyphs of one page by the height of their middles, so that a box looks only at those beside it."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
        self._glyphs = sorted(inked, key=_middle)
        self._middles = [_middle(glyph) for glyph in self._glyphs]

    def text_in(self, boxes: Sequence[BBox]) -> str:
        """Text of the glyphs whose middles lie in the boxes, by line and from left to right."""
        inside: set[int] = set()
        for x0, top, x1, bottom in boxes:
            low, high = bisect_left(self._middles, top), bisect_right(self._middles, bottom)
            for i in range(low, high):
                glyph = self._glyphs[i]
                if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1:
                    inside.add(i)
        return _in_order([self._glyphs[i] for i in sorted(inside)])


def _middle(glyph: Glyph) -> float:
    return glyph.y - GLYPH_CENTRE_EM * glyph.size


def _in_order(glyphs: list[Glyph]) -> str:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.y):
        first = lines[-1][0] if lines else None
        if first is None or glyph.y - first.y > LINE_EM * max(first.size, glyph.size):
            lines.append([])
        lines[-1].append(glyph)
    return "".join(glyph.text for line in lines for glyph in sorted(line, key=lambda g: g.x0))


def _compare(one: _Field) -> Iterator[Doubt]:
    found = comparable("".join(one.read))
    if found in one.texts:
        return
    page, bbox = one.place
    expected = one.texts[0] if one.texts else ""
    yield Doubt("verify-mismatch", page, bbox, one.item_id, difference(expected, found))


def difference(expected: str, found: str) -> str:
    """Both texts around their first difference.

    >>> difference("辦理里民活動中心修繕工程及相關事項", "辦理里民活動中修繕工程及相關事項")
    '…民活動中心修繕工程及…|…民活動中修繕工程及相…'
    """
    pairs = zip(expected, found, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(expected), len(found)))
    return f"{_around(expected, at)}|{_around(found, at)}"


def _around(text: str, at: int) -> str:
    start, end = max(0, at - BEFORE), at + AFTER
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
