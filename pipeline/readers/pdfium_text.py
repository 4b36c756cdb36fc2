"""The texts of a page as pdfium tells them, glyph by glyph: a call per glyph is what costs."""

from __future__ import annotations

import ctypes
import math
from typing import Any

from pypdfium2 import raw

from pipeline.readers.characters import REPLACEMENT, printed_text
from pipeline.readers.limits import Tally
from pipeline.readers.page import BBox, Glyph
from pipeline.readers.painted import BLACK, PLAIN, RIGHTWARDS, Direction, Painted, TextStyle
from pipeline.readers.pdfium_calls import (
    AT_MATRIX,
    MATRIX_NUMBERS,
    Matrix,
    P,
    at,
    box_at,
    clip_box,
    colour_of,
    fill_colour,
    font_of,
    font_size_at,
    is_generated,
    matrix_at,
    object_at,
    origin_at,
    render_mode,
    stroke_colour,
    unicode_at,
)

NO_INK = frozenset((3, 7))
"""Text render modes that paint nothing."""
OUTLINED = frozenset((1, 5))
"""Text render modes that paint the outlines of characters alone."""
GENERATED = frozenset((0x20, 0x0D, 0x0A, 0x09, 0xA0, 0xFFFE, 0x02))
"""Characters that pdfium may add without a glyph on the page; the others need not be asked about."""
WIDE = 0x2E80
"""From here on code points are mostly set on a full em: radicals, Han, kana, full-width forms."""
HAN_FROM, HAN_TO = 0x4E00, 0x9FFF
"""The unified ideographs, which every font calls by their names."""
LINE_END_HYPHENS = frozenset((0x02, 0xFFFE))
"""What pdfium gives for a printed hyphen at a line's end, which it takes for a broken word's."""


Placed = tuple[int, Matrix, BBox | None, bool]
"""Where a text stands on its page: its place in the order of painting; what leads from the space of the form that it
belongs to, or the page's, to display space; what that form is cut to; whether it is painted, and the text with it. (A
plain tuple, as there are hundreds of them on a page.)"""


Run = tuple[int, float, Direction, str, dict[int, float]]
"""Index of a text's style, its displayed size, direction, font, and the widths of glyphs by their code, which all texts
of one font and size share."""


class _Runs:
    """The texts of a page, each looked at once."""

    def __init__(
        self, handle: ctypes.c_void_p, display: Matrix, painted: Painted, placed: dict[int, Placed]
    ) -> None:
        self._handle = handle
        self._display = display
        self._painted = painted
        self._placed = placed
        self._names: dict[int | None, str] = {}
        self._advances: dict[tuple[int | None, float, float], dict[int, float]] = {}

    def run(self, i: int, address: int | None) -> Run:
        """The text to which a page's glyph belongs."""
        matrix_at(self._handle, i, AT_MATRIX)
        a, b, c, d = MATRIX_NUMBERS[:4]
        da, db, dc, dd, _, _ = self._display
        size = font_size_at(self._handle, i) * math.hypot(c * da + d * dc, c * db + d * dd)
        right, down = a * da + b * dc, a * db + b * dd
        direction = RIGHTWARDS if right > 0 and abs(down) < 1e-6 * right else _unit(right, down)
        item = P(address)
        placed = self._placed.get(address or 0)
        order, style, font = 0, PLAIN, None
        if placed is not None:
            order, font = placed[0], font_of(item)
            style = self._style(item, direction, placed)
        elif direction is not RIGHTWARDS:
            style = TextStyle(direction)
        self._painted.styles.append(style)
        self._painted.orders.append(order)
        advances = self._advances.setdefault((font, size, right), {})
        return len(self._painted.styles) - 1, size, direction, self._font_name(font), advances

    def _style(self, item: ctypes.c_void_p, direction: Direction, placed: Placed) -> TextStyle:
        mode = render_mode(item)
        colour, alpha = colour_of(stroke_colour if mode in OUTLINED else fill_colour, item)
        _, outer, clip, layer_on = placed
        clip = clip_box(item, outer, clip)
        if (
            colour is BLACK
            and direction is RIGHTWARDS
            and alpha == 1.0
            and not mode
            and clip is None
            and layer_on
        ):
            return PLAIN
        return TextStyle(direction, colour, mode not in NO_INK, alpha, clip, layer_on)

    def _font_name(self, font: int | None) -> str:
        known = self._names.get(font)
        if known is None:
            name = ctypes.create_string_buffer(128)
            handle = ctypes.cast(P(font), raw.FPDF_FONT) if font else None
            size = raw.FPDFFont_GetBaseFontName(handle, name, len(name)) if handle else 0
            known = self._names[font] = name.value.decode("utf-8", errors="replace") if size else ""
        return known


def take_texts(page: Any, display: Matrix, painted: Painted, placed: dict[int, Placed], tally: Tally) -> None:
    """Fill in a page's glyphs and what those of one text have in common.

    Args:
        page: of pypdfium2.
        display: leads from its space to display space.
        painted: takes glyphs and styles.
        placed: its text objects, those of its forms too, by their addresses.
        tally: counts the glyphs.
    """
    text = page.get_textpage()
    handle = ctypes.cast(text.raw, P)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    a, b, c, d, e, f = display
    runs = _Runs(handle, display, painted, placed)
    known: dict[int | None, Run] = {}
    glyphs, style_of = painted.glyphs, painted.style_of
    count = raw.FPDFText_CountChars(text.raw)
    tally.glyphs(count)
    for i in range(count):
        code = unicode_at(handle, i)
        if code in GENERATED and is_generated(handle, i) == 1:
            continue
        address = object_at(handle, i)
        run = known.get(address)
        if run is None:
            run = known[address] = runs.run(i, address)
        index, size, direction, font, advances = run
        if HAN_FROM <= code <= HAN_TO:
            character = chr(code)
        elif not (character := _character(handle, i, code, count, font)):
            continue
        origin_at(handle, i, at_x, at_y)
        x0, baseline = x.value * a + y.value * c + e, x.value * b + y.value * d + f
        if code >= WIDE:
            # A wide glyph reaches a full em from its origin; boxes of Type 3 fonts shrink to the ink.
            advance = size
        elif (advance := advances.get(code, -1.0)) < 0:
            box_at(handle, i, at_box)
            advance = advances[code] = _advance(box, display, direction, x0, baseline, size)
        glyphs.append(Glyph(character, x0, x0 + advance, baseline, size))
        style_of.append(index)
    text.close()


def _character(handle: ctypes.c_void_p, i: int, code: int, count: int, font: str) -> str:
    """What a glyph stands for; "" for nothing, and for the second half of a pair, which is told with the first."""
    if code in LINE_END_HYPHENS:
        return "-"
    if 0xD800 <= code < 0xE000:
        low = unicode_at(handle, i + 1) if i + 1 < count else 0
        if code < 0xDC00 and 0xDC00 <= low < 0xE000:
            code = 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00
        elif code >= 0xDC00 and i and 0xD800 <= unicode_at(handle, i - 1) < 0xDC00:
            return ""
    return printed_text(chr(code) if code else REPLACEMENT, font)


def _advance(box: Any, m: Matrix, direction: Direction, x0: float, y: float, size: float) -> float:
    """How far a glyph reaches from its origin in its own direction; its box is upright, whatever the direction."""
    right, down = direction
    corners = [at(x, v, m) for x in (box.left, box.right) for v in (box.bottom, box.top)]
    reach = max((px - x0) * right + (py - y) * down for px, py in corners)
    return max(0.0, reach if direction is RIGHTWARDS else min(reach, size))


def _unit(right: float, down: float) -> Direction:
    length = math.hypot(right, down)
    return (right / length, down / length) if length else RIGHTWARDS
