"""Text of a page that belongs to no record: what the page view hatches, and what of it is only the page's frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from pipeline.dataclass import dataclass
from pipeline.desk.paper import SeenGlyph
from pipeline.models import PlanDocument
from pipeline.normalizers.text import fold
from pipeline.readers.page import BBox

NEAR_PAGES: Final = 3
"""A table's header is printed again on the next pages; text that stands on this many to either side is looked at."""
REACH_PT: Final = 1.0
"""By which a record's box may be narrower than the print in it."""
GAP_EM: Final = 1.2
"""Glyphs of a line further apart are pieces of their own."""
NUMBERS_SHARE: Final = 0.08
"""Of a page's height, at its top and bottom: where page numbers stand."""


@dataclass(frozen=True, slots=True)
class LooseText:
    """A piece of a line that no record has.

    Attributes:
        framing: whether it is a header, heading or page number, as far as other pages and the plan's headings tell.
    """

    text: str
    bbox: BBox
    framing: bool


def pieces_of(glyphs: Iterable[SeenGlyph]) -> tuple[tuple[str, BBox], ...]:
    """Glyphs bound to pieces of lines."""
    pieces: list[tuple[str, BBox]] = []
    for text, (x0, top, x1, bottom) in glyphs:
        if pieces:
            before, box = pieces[-1]
            size = bottom - top
            if abs(bottom - box[3]) < size / 4 and -size / 2 < x0 - box[2] < GAP_EM * size:
                pieces[-1] = before + text, (box[0], min(top, box[1]), max(x1, box[2]), max(bottom, box[3]))
                continue
        pieces.append((text, (x0, top, x1, bottom)))
    return tuple(pieces)


def loose_texts(
    number: int,
    height_pt: float,
    boxes_of: Callable[[int], Sequence[BBox]],
    glyphs_of: Callable[[int], Sequence[SeenGlyph]],
    documents: Collection[PlanDocument],
) -> tuple[LooseText, ...]:
    """The text of a page that is in no box.

    Args:
        number: of the page.
        height_pt: of the page.
        boxes_of: boxes of all that a page's records, budgets and totals have, by its number.
        glyphs_of: a page's print, by its number.
        documents: the plans that stand in the file.
    """
    headings = "".join(fold(text) for one in documents for text in _headings(one))
    around = [n for n in range(number - NEAR_PAGES, number + NEAR_PAGES + 1) if n >= 1 and n != number]
    elsewhere = {fold(text) for n in around for text, _ in _above(boxes_of(n), glyphs_of(n))}

    boxes = boxes_of(number)
    pieces = pieces_of(_outside(boxes, glyphs_of(number)))
    heads = [bbox[1] for text, bbox in pieces if fold(text) in elsewhere]

    def above_a_table(bbox: BBox) -> bool:
        """Whether a header follows before the next record does."""
        below = min((box[1] for box in boxes if box[1] >= bbox[1]), default=height_pt)
        return any(bbox[1] <= top < below for top in heads)

    titles = [bbox[1] for text, bbox in pieces if len(fold(text)) > 1 and fold(text) in headings]

    def below_a_title(bbox: BBox) -> bool:
        """Whether the plan's own headings go on here: a row that is lost stands before them."""
        above = max((box[3] for box in boxes if box[3] <= bbox[3]), default=0.0)
        return any(above <= top <= bbox[1] for top in titles)

    def framing(text: str, bbox: BBox) -> bool:
        at_edge = bbox[1] < NUMBERS_SHARE * height_pt or bbox[3] > (1 - NUMBERS_SHARE) * height_pt
        plain = fold(text)
        is_number = not any(c.isalpha() for c in plain) or "頁" in plain
        first = all(box[1] >= bbox[1] for box in boxes)
        heading = first or plain in elsewhere or below_a_title(bbox)
        return (at_edge and is_number) or (heading and above_a_table(bbox))

    return tuple(LooseText(text, bbox, framing(text, bbox)) for text, bbox in pieces)


def _outside(boxes: Sequence[BBox], glyphs: Iterable[SeenGlyph]) -> list[SeenGlyph]:
    return [one for one in glyphs if not any(_holds(box, one.bbox) for box in boxes)]


def _above(boxes: Sequence[BBox], glyphs: Iterable[SeenGlyph]) -> tuple[tuple[str, BBox], ...]:
    """Pieces above the first record of a page: its header."""
    first = min((box[1] for box in boxes), default=0.0)
    return pieces_of(one for one in _outside(boxes, glyphs) if one.bbox[3] <= first + REACH_PT)


def _holds(box: BBox, inner: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] - REACH_PT <= x <= box[2] + REACH_PT and box[1] - REACH_PT <= y <= box[3] + REACH_PT


def _headings(document: PlanDocument) -> Iterable[str]:
    yield document.plan.title or ""
    for section in document.plan.sections:
        yield from (section.title or "", section.preamble or "")
        for step in section.focus:
            yield (step.label or "") + step.text
            yield from ((inner.label or "") + inner.text for inner in step.steps)
        yield from (cell.header for cell in section.budgets)
        yield from (extra.header for item in section.items for extra in item.extra)
