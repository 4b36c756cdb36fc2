"""A page's picture to the page of glyphs and rules that a text layer would give."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2

from pipeline.readers.ocr.glyphs import InkedLine, boxes_of
from pipeline.readers.ocr.kept import KeptPages, SeenPage, key_of
from pipeline.readers.ocr.leaf import leaf_of
from pipeline.readers.ocr.overlays import Uncovered, uncovered
from pipeline.readers.ocr.picture import (
    STAMP_LEVEL,
    WATERMARK_LEVEL,
    ink_of,
    leaves_of,
    picture_of,
    quarter_turned,
    skew_of,
    turned,
    way_back,
)
from pipeline.readers.ocr.recogniser import Recogniser, recogniser
from pipeline.readers.ocr.typesetter import set_lines
from pipeline.readers.ocr.watermarks import without_watermarks
from pipeline.readers.page import Aside, BadPage, Page, Remark
from pipeline.readers.passwords import pdfium_document

if TYPE_CHECKING:
    from pipeline.readers.ocr.picture import Grey, Picture

SIDEWAYS_SHARE = 0.6
"""Of the boxes found on a page that lies on its side, most are higher than wide."""
SMALL_SIDE = 900
"""Pixels that are enough to see which way lines run."""
LINE_SHAPE = 2.0
"""A box this much longer than wide tells which way its line runs."""


def read_page(
    data: bytes, number: int, words: Collection[str], kept: KeptPages, password: str | None = None
) -> tuple[Page | BadPage, ...]:
    """Recognise what a page of a file shows: one page, or two of its number that were copied onto one sheet.

    Args:
        data: the bytes of a file that pdfium can open.
        number: the page's number, from 1.
        words: words of headers, which are known by all but one of their characters.
        kept: pictures that were read before.
        password: opens the file, if it wants one.
    """
    # The file is opened for each page, for pdfium keeps what it has drawn.
    document = pdfium_document(data, password)
    try:
        page = document[number - 1]
        try:
            picture = picture_of(page)
            stamped = uncovered(page, picture.grey, picture.scale)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        return (BadPage(number, str(error)),)
    finally:
        document.close()
    clear = _cleared(picture, stamped)
    key = key_of(clear)
    sheet = kept.get(key)
    if sheet is None:
        sheet = recognised_on(clear, recogniser())
        kept.put(key, sheet)
    covered = [tuple(v / picture.scale for v in box) for box in stamped.boxes]
    return tuple(page_of(_with_unread(seen, covered), number, words) for seen in sheet)


def _cleared(picture: Picture, stamped: Uncovered) -> Picture:
    """The picture without stamps and watermarks."""
    marked = without_watermarks(stamped.grey, picture.scale)
    if stamped.holes is None and marked.marks is None:
        return replace(picture, grey=marked.grey)
    over = np.zeros_like(picture.grey)
    if marked.marks is not None:
        over[marked.marks > 0] = WATERMARK_LEVEL
    if stamped.holes is not None:
        over[stamped.holes > 0] = STAMP_LEVEL
    return replace(picture, grey=marked.grey, over=over)


def _with_unread(seen: SeenPage, covered: Sequence[tuple[float, ...]]) -> SeenPage:
    """What was seen, and where something was taken off the page as shown, in points."""
    a, b, c, d, e, f = seen.straightened or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    back = np.linalg.inv(np.array([[a, c, e], [b, d, f], [0, 0, 1]]))
    found = []
    for x0, y0, x1, y1 in covered:
        corners = back @ np.array([[x0, x1, x0, x1], [y0, y0, y1, y1], [1, 1, 1, 1]])
        (left, top), (right, bottom) = corners[:2].min(axis=1).tolist(), corners[:2].max(axis=1).tolist()
        # Of a sheet of two pages, the one on which it lies.
        if 0 <= (left + right) / 2 <= seen.width:
            found.append((left, top, right, bottom))
    return replace(seen, unread=(*seen.unread, *found))


def recognised_on(picture: Picture, engine: Recogniser) -> tuple[SeenPage, ...]:
    """Recognise what a picture of a page shows, or of two pages side by side.

    Places are those on the straightened page; a page that lay on its side is as wide as it was high.

    Args:
        picture: the page as shown.
        engine: what reads the lines.
    """
    scale = picture.scale
    grey, quarters = upright(picture.grey, engine)
    degrees = skew_of(ink_of(grey))
    grey = turned(grey, degrees)
    starts = leaves_of(grey, ink_of(grey), scale)
    backs = [way_back(quarters, degrees, grey.shape, scale, start) for start in starts]
    leaves = np.hsplit(grey, starts[1:])
    over: list[Grey | None] = [None] * len(starts)
    if picture.over is not None:
        over = list(
            np.hsplit(turned(quarter_turned(picture.over, quarters), degrees, smooth=False), starts[1:])
        )
    return tuple(
        leaf_of(np.ascontiguousarray(leaf), scale, engine, back, part)
        for leaf, back, part in zip(leaves, backs, over, strict=True)
    )


def page_of(seen: SeenPage, number: int, words: Collection[str]) -> Page:
    """A page of glyphs and rules, its text set right where the page itself gives the evidence.

    Args:
        seen: what was recognised.
        number: the page's number in its file, from 1.
        words: words of headers.
    """
    placed = set_lines(seen.lines, seen.turned, words)
    return Page(
        number=number,
        width=seen.width,
        height=seen.height,
        glyphs=placed.glyphs,
        horizontal=seen.horizontal,
        vertical=seen.vertical,
        fills=(),
        image_share=1.0,
        asides=(
            *map(_struck, seen.struck),
            *(Aside("overlay", text, bbox, len(text)) for text, bbox in seen.overlaid),
            *placed.asides,
        ),
        remarks=tuple(Remark("obscured", box) for box in seen.hidden),
        turned=placed.turned,
        recognised=placed.recognised,
        unread=seen.unread,
        straightened=seen.straightened,
    )


def _struck(line: InkedLine) -> Aside:
    text = "".join(c.text for c in line.characters if not c.text.isspace())
    return Aside("struck", text, (line.x0, line.top, line.x1, line.bottom), len(text))


def upright(grey: Grey, engine: Recogniser) -> tuple[Grey, int]:
    """The picture with its lines from left to right, and not upside down; the quarters that it was turned by."""
    step = max(1, round(max(grey.shape) / SMALL_SIDE))
    quads = engine.find(np.ascontiguousarray(grey[::step, ::step]))
    sizes = [np.ptp(quad, axis=0) for quad in quads]
    long = [(w, h) for w, h in sizes if max(w, h) >= LINE_SHAPE * min(w, h)]
    quarters = 0
    if long and sum(h > w for w, h in long) > SIDEWAYS_SHARE * len(long):
        quarters = 1
        grey = quarter_turned(grey, quarters)
        quads = engine.find(np.ascontiguousarray(grey[::step, ::step]))
    crops = [box.crop(grey) for box in boxes_of([quad * step for quad in quads], (), 1.0, grey.shape)]
    if crops and engine.upside_down(crops):
        quarters += 2
        grey = quarter_turned(grey, 2)
    return grey, quarters
