"""The second check of "nothing lost, nothing invented": does the other engine read the same in each place?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.audit.found import sections
from pipeline.audit.printed import comparable, fields_of, printed_texts
from pipeline.errors import WorkplanError
from pipeline.extractors.doubts import Doubt
from pipeline.models import BBox, Budget, Extraction, Item, Total
from pipeline.readers.page import BadPage, DocumentReader, Glyph

CENTRE_EM = 0.38
"""Height of a glyph's middle above its baseline: the em box reaches from 0.12 below it to 0.88 above."""
LINE_EM = 0.45
"""Baselines closer than this share of the size are one line."""
BEFORE, AFTER = 4, 6
"""Characters shown before and behind the first difference."""

Opener = Callable[[bytes, str], DocumentReader]


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


def verify(extraction: Extraction, data: bytes, other: Opener, pictures: Collection[int] = ()) -> list[Doubt]:
    """Read the file with the other engine and compare every field that has a place.

    Args:
        extraction: what the first engine read.
        data: the bytes of the file.
        other: opens them with the other engine, such as the class ``PlumberReader``.
        pictures: pages whose text was recognised: no engine reads it.

    Returns:
        A doubt for each field that reads otherwise, and for each page that the other engine cannot read.
    """
    fields = list(_fields(extraction))
    wanted = tuple(sorted({page for one in fields for page in one.boxes}))
    try:
        reader = other(data, extraction.source.file_name)
    except WorkplanError as error:
        return [Doubt("verify-unread", None, None, None, type(error).__name__)]
    try:
        doubts = list(_read(fields, wanted, reader, pictures))
    finally:
        reader.close()
    return doubts + [doubt for one in fields if one.whole for doubt in _compare(one)]


def _fields(extraction: Extraction) -> Iterator[_Field]:
    """All fields that have a place; what many items share, such as a work item, once."""
    seen: set[tuple[object, ...]] = set()
    for _, section in sections(extraction):
        records: list[tuple[Item | Budget | Total, str | None]] = [(item, item.id) for item in section.items]
        records += [(b, b.applies_to[0] if b.applies_to else None) for b in section.budgets]
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


def _read(
    fields: Sequence[_Field], wanted: tuple[int, ...], reader: DocumentReader, pictures: Collection[int]
) -> Iterator[Doubt]:
    """Fill in what the other engine reads, a page at a time; give a doubt for each page that it cannot."""
    by_page: dict[int, list[_Field]] = {page: [] for page in wanted}
    for one in fields:
        for page in one.boxes:
            by_page[page].append(one)
    missing = {page: "" for page in wanted if page > reader.page_count}
    missing |= dict.fromkeys(by_page.keys() & set(pictures), "no text layer")
    for sheet in reader.pages(tuple(page for page in wanted if page not in missing)):
        if isinstance(sheet, BadPage):
            missing[sheet.number] = sheet.reason
            continue
        index = _Index(sheet.glyphs)
        for one in by_page[sheet.number]:
            one.read.append(index.text_in(one.boxes[sheet.number]))
    for number, reason in sorted(missing.items()):
        for one in by_page[number]:
            one.whole = False
        detail = f"{number}: {reason}" if reason else str(number)
        yield Doubt("verify-unread", number, None, None, detail)


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
    return glyph.y - CENTRE_EM * glyph.size


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
