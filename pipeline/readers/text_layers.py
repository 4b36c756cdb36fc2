"""Whether the text that lies on or beneath a page's picture stands where the picture has print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2

from pipeline.readers.page import ASCENT_EM, DESCENT_EM, BBox, Glyph, Page
from pipeline.readers.passwords import pdfium_document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Grey = NDArray[np.uint8]

DPI = 110
"""Enough to see where there is print of 8 points."""
CELL = 16
"""Paper and its shadows are looked at in cells of so many pixels."""
DARKER = 0.35
"""Print is darker than the paper about it by this share of what is darkest."""
RULE_PT = 40.0
"""Longer strokes are rules; there is none in a character."""
AROUND_EM = 0.2
"""Layers give places to so much."""
INKED = 0.02
"""Share of ink in the box of a piece of text, below which nothing is printed there."""
PIECE = 4
"""Glyphs that are looked at together: of a single one there may be next to no ink, such as of a comma."""
LEAST_INKED = 0.8
"""Share of the layer's text that stands on print; of a layer of another page it is about a half."""
MOST_OUTSIDE = 0.45
"""Share of the print that may stand outside of all of the layer's text: stamps, signatures and photographs do."""


def compared(page: Page, data: bytes, password: str | None, *, able: bool) -> Page | None:
    """The page with what is to be thought of its layer; None where its picture is to be recognised instead.

    Args:
        page: with the layer's text as its glyphs.
        data: the bytes of its file.
        password: opens the file, if it wants one.
        able: whether pictures can be recognised.
    """
    try:
        document = pdfium_document(data, password)
    except pypdfium2.PdfiumError:
        # Another engine can read the file: nothing shows what its page looks like.
        return page
    try:
        drawn = document[page.number - 1]
        try:
            placed = stands_on_print(page, drawn)
            if not able:
                return replace(page, layer="unchecked" if placed else "differs")
            if not placed:
                return None
            from pipeline.readers.ocr.layers import agreeing  # noqa: PLC0415 - needs the extra

            agreed = agreeing(page, drawn)
            return None if agreed is None else replace(agreed, layer="used")
        finally:
            drawn.close()
    except pypdfium2.PdfiumError:
        return page
    finally:
        document.close()


def stands_on_print(page: Page, drawn: Any) -> bool:
    """Whether a layer's text stands where its page's picture has print, and most of that print under it.

    Args:
        page: with the layer's text as its glyphs.
        drawn: the page of pypdfium2.
    """
    glyphs = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if not glyphs:
        return False
    scale = DPI / 72
    bitmap = drawn.render(scale=scale, grayscale=True, may_draw_forms=False)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8)
    bitmap.close()
    ink = _print_of(grey.reshape(grey.shape[:2]), scale)
    text = np.zeros_like(ink)
    standing = 0
    for start in range(0, len(glyphs), PIECE):
        piece = glyphs[start : start + PIECE]
        boxes = [_pixels(shown_box(glyph, page), scale, ink.shape) for glyph in piece]
        share = max(
            float(ink[rows, columns].mean()) if ink[rows, columns].size else 0.0 for rows, columns in boxes
        )
        standing += len(piece) if share >= INKED else 0
        for glyph in piece:
            text[_pixels(shown_box(glyph, page, AROUND_EM), scale, ink.shape)] = True
    outside = int((ink & ~text).sum())
    return standing >= LEAST_INKED * len(glyphs) and outside <= MOST_OUTSIDE * int(ink.sum())


def shown_box(glyph: Glyph, page: Page, around_em: float = 0.0) -> BBox:
    """A glyph's em box on the page as shown.

    Args:
        glyph: one of the page's.
        page: may have been straightened.
        around_em: so much more on each side.
    """
    more = around_em * glyph.size
    x0, x1 = glyph.x0 - more, max(glyph.x1, glyph.x0 + 0.1 * glyph.size) + more
    top, bottom = glyph.y - ASCENT_EM * glyph.size - more, glyph.y + DESCENT_EM * glyph.size + more
    if page.straightened is None:
        return x0, top, x1, bottom
    a, b, c, d, e, f = page.straightened
    xs = [a * x + c * y + e for x in (x0, x1) for y in (top, bottom)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (top, bottom)]
    return min(xs), min(ys), max(xs), max(ys)


def _pixels(box: BBox, scale: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    x0, top, x1, bottom = (round(v * scale) for v in box)
    x0, x1 = min(max(x0, 0), shape[1]), min(max(x1, 0), shape[1])
    top, bottom = min(max(top, 0), shape[0]), min(max(bottom, 0), shape[0])
    return slice(top, bottom), slice(x0, x1)


def _print_of(grey: Grey, scale: float) -> Mask:
    """Print: what is much darker than the paper about it, and no rule."""
    dark = _paper(grey).astype(np.int16) - grey
    darkest = float(np.percentile(dark, 99.5))
    ink: Mask = dark >= max(DARKER * darkest, 24)
    length = round(RULE_PT * scale)
    return ink & ~_long(ink, length) & ~_long(ink.T, length).T


def _paper(grey: Grey) -> Grey:
    """The paper's own grey at each pixel: the lightest of the cells about it."""
    height, width = grey.shape
    rows, columns = -(-height // CELL), -(-width // CELL)
    padded = np.pad(grey, ((0, rows * CELL - height), (0, columns * CELL - width)), mode="edge")
    cells = padded.reshape(rows, CELL, columns, CELL).max(axis=(1, 3))
    around = np.pad(cells, 1, mode="edge")
    found = np.median(
        [around[i : i + rows, k : k + columns] for i in range(3) for k in range(3)], axis=0
    ).astype(np.uint8)
    return np.asarray(found.repeat(CELL, axis=0).repeat(CELL, axis=1)[:height, :width], dtype=np.uint8)


def _long(ink: Mask, length: int) -> Mask:
    """Pixels of level strokes of at least this length."""
    height, width = ink.shape
    if width < length:
        return np.zeros_like(ink)
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=sums[:, 1:])
    starts = sums[:, length:] - sums[:, :-length] == length
    marks = np.zeros((height, width + 1), dtype=np.int32)
    marks[:, : starts.shape[1]] += starts
    marks[:, length : length + starts.shape[1]] -= starts
    return np.asarray(np.cumsum(marks, axis=1)[:, :width] > 0)


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow each other on one baseline, with no more than an em of white between them."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        last = found[-1][-1] if found else None
        if (
            last is not None
            and abs(glyph.y - last.y) <= 0.2 * last.size
            and -0.5 * last.size <= glyph.x0 - last.x1 <= last.size
        ):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found
