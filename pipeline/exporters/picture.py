"""A page as a picture with its records drawn over it, so that a person sees why a record came out so."""

from __future__ import annotations

import io
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pdfplumber
from pdfplumber.display import PageImage
from pdfplumber.pdf import PDF
from PIL import ImageFont

from pipeline.dataclass import dataclass
from pipeline.errors import NotAPdfError, UsageError
from pipeline.exporters.disk import write_file
from pipeline.limits import drawn_scale
from pipeline.models import BBox, Extraction, Provenance

# pdfminer warns about fonts that are drawn rightly all the same.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

DRAWN_DOTS_PER_POINT = 2
"""144 dpi: a 12-point character is 24 pixels high."""
FONT_SIZE_PX = 18
MARGIN_PX = 6
FILL_ALPHA = 60
STROKE_ALPHA = 230
COLUMN_ALPHA = 130
INK: Colour = (20, 20, 20)
ROW: Colour = (20, 20, 20)
BOX_COLOURS: dict[str, Colour] = {
    "work_item": (0, 92, 175),
    "plan_item": (0, 137, 80),
    "implementation": (190, 110, 0),
    "budget": (176, 0, 82),
    "extra": (90, 90, 180),
    "total": (120, 60, 0),
    "furniture": (130, 130, 130),
    "heading": (110, 40, 150),
    "footnote": (0, 130, 140),
    "note": (0, 100, 110),
    "continuation": (100, 110, 130),
    "signature": (120, 90, 110),
    "other_table": (70, 90, 60),
    "overlay": (200, 80, 20),
    "struck": (150, 40, 40),
    "text": (150, 140, 40),
    "finding": (220, 0, 0),
    "other": (60, 60, 60),
}
"""By role of a record's field, then by kind of block; names are ASCII because no Chinese font is at hand."""
TABLE_ROLES = ("work_item", "plan_item", "implementation", "budget", "extra")
"""Roles that are columns of the table."""


@dataclass(frozen=True)
class DrawnBox:
    """One box to draw.

    Attributes:
        role: a key of ``BOX_COLOURS``.
        bbox: in PDF points from the page's top left.
        item: running number of the item in its plan, from 1; None where it belongs to none.
    """

    role: str
    bbox: BBox
    item: int | None = None


def draw_page(
    path: Path,
    extraction: Extraction,
    page: int,
    out: Path,
    opened: Callable[[Path], PDF] = pdfplumber.open,
) -> None:
    """Draw one page with columns, rows, fields and item numbers over it.

    Args:
        path: the PDF file that the extraction is of.
        extraction: all that was read from it; only its places are used.
        page: page number, from 1.
        out: the picture; its ending tells the format (.png).
        opened: opens the file, such as one that wants a password.

    Raises:
        NotAPdfError: the page has no size.
        UsageError: the file has no such page, or the picture's ending is another.
        UnwritableError: the picture cannot be written.
    """
    if not 1 <= page <= extraction.source.pages:
        raise UsageError("page-not-there", name=path.name, count=extraction.source.pages, page=page)
    if out.suffix.lower() != ".png":
        raise UsageError("picture-not-png", name=out.name)
    with opened(path) as document:
        shown = document.pages[page - 1]
        x0, top, x1, bottom = shown.cropbox
        scale = drawn_scale(x1 - x0, bottom - top, DRAWN_DOTS_PER_POINT)
        if scale is None:
            raise NotAPdfError("page-without-size", name=path.name, page=page)
        dpi = 72 * scale
        image = shown.to_image(resolution=dpi, antialias=True)
    marks = list(marks_of(extraction, page))
    _draw(image, marks)
    content = io.BytesIO()
    image.annotated.save(content, format="PNG", dpi=(dpi, dpi))
    write_file(out, [content.getvalue()])


def marks_of(extraction: Extraction, page: int) -> Iterator[DrawnBox]:
    """Yield every box that the extraction has on a page, blocks first so that records lie over them."""
    for block in extraction.blocks:
        if block.page == page:
            yield DrawnBox(block.kind, block.bbox)
    for plan in extraction.plans:
        items = [item for section in plan.sections for item in section.items]
        for number, item in enumerate(items, start=1):
            for place in _on(page, item.provenance):
                outer = (
                    place.field.startswith("plan_item")
                    and place.field != f"plan_item[{len(item.plan_item) - 1}]"
                )
                # The heading of a group is shared: it belongs to no single item's frame.
                yield DrawnBox(_role(place.field), place.bbox, None if outer else number)
        for section in plan.sections:
            for budget in section.budgets:
                yield from (DrawnBox("budget", place.bbox) for place in _on(page, budget.provenance))
            for total in section.totals:
                yield from (DrawnBox("total", place.bbox) for place in _on(page, total.provenance))
    for finding in extraction.findings:
        if finding.page == page and finding.bbox:
            yield DrawnBox("finding", finding.bbox)


def _on(page: int, provenance: Iterable[Provenance]) -> Iterator[Provenance]:
    return (place for place in provenance if place.page == page)


def _role(field: str) -> str:
    """Role of a field's name: ``plan_item[0].text`` is of plan_item."""
    name = re.split(r"[\[.]", field, maxsplit=1)[0]
    return name if name in BOX_COLOURS else "other"


def _draw(image: PageImage, marks: list[DrawnBox]) -> None:
    _columns(image, marks)
    # What many items share is drawn once: fills laid over each other hide the text.
    for role, bbox in dict.fromkeys((mark.role, mark.bbox) for mark in marks):
        colour = BOX_COLOURS[role]
        image.draw_rect(
            _moved(bbox, image),
            fill=(*colour, FILL_ALPHA),
            stroke=(*colour, STROKE_ALPHA),
            stroke_width=1,
        )
    _rows(image, marks)
    _legend(image, {mark.role for mark in marks})


def _moved(bbox: BBox, image: PageImage) -> BBox:
    """A box in the space that pdfplumber draws in, where a page's /CropBox need not begin at 0."""
    left, top = image.bbox[0], image.bbox[1]
    return (bbox[0] + left, bbox[1] + top, bbox[2] + left, bbox[3] + top)


def _union(boxes: Iterable[BBox]) -> BBox:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))


def _columns(image: PageImage, marks: list[DrawnBox]) -> None:
    """A line over the whole table at both sides of each column's text."""
    table = [mark.bbox for mark in marks if mark.role in TABLE_ROLES]
    for role in TABLE_ROLES:
        boxes = [mark.bbox for mark in marks if mark.role == role]
        if boxes:
            x0, _, x1, _ = _union(boxes)
            _, top, _, bottom = _union(table)
            for x in (x0, x1):
                image.draw_line(
                    _ends(_moved((x, top, x, bottom), image)),
                    stroke=(*BOX_COLOURS[role], COLUMN_ALPHA),
                    stroke_width=2,
                )


def _ends(bbox: BBox) -> tuple[tuple[float, float], tuple[float, float]]:
    return (bbox[0], bbox[1]), (bbox[2], bbox[3])


def _rows(image: PageImage, marks: list[DrawnBox]) -> None:
    """A frame around each item's own text with its running number; shared cells are left out of it."""
    rows: dict[int, list[BBox]] = defaultdict(list)
    for mark in marks:
        if mark.item is not None and mark.role in {"plan_item", "implementation"}:
            rows[mark.item].append(mark.bbox)
    font = ImageFont.load_default(FONT_SIZE_PX)
    for number, boxes in rows.items():
        row = _moved(_union(boxes), image)
        image.draw_rect(row, fill=(0, 0, 0, 0), stroke=(*ROW, STROKE_ALPHA), stroke_width=1)
        x, y = ((row[i] - image.bbox[i]) * image.scale for i in (0, 1))
        _label(image, (x, y), str(number), ROW, font)


def _label(image: PageImage, corner: tuple[float, float], text: str, colour: Colour, font: Font) -> None:
    """White text on a coloured plate whose right upper corner is at the corner given."""
    width = font.getlength(text) + MARGIN_PX
    left, top = max(0.0, corner[0] - width), corner[1]
    image.draw.rectangle((left, top, left + width, top + FONT_SIZE_PX + 2), fill=colour)
    image.draw.text((left + MARGIN_PX / 2, top), text, fill="white", font=font)


def _legend(image: PageImage, roles: set[str]) -> None:
    """What each colour stands for, along the lower edge."""
    font = ImageFont.load_default(FONT_SIZE_PX)
    height = image.annotated.height
    top, left = height - FONT_SIZE_PX - MARGIN_PX, float(MARGIN_PX)
    for role in (role for role in BOX_COLOURS if role in roles):
        image.draw.rectangle((left, top, left + FONT_SIZE_PX, height - MARGIN_PX), fill=BOX_COLOURS[role])
        left += FONT_SIZE_PX + MARGIN_PX
        image.draw.text((left, top - 2), role, fill=INK, font=font)
        left += font.getlength(role) + 2 * MARGIN_PX
