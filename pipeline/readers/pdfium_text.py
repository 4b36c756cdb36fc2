"""The texts of a page as pdfium tells them, glyph by glyph: a call per glyph is what costs."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any

from pypdfium2 import raw

from pipeline.readers.characters import REPLACEMENT, PrintedTexts
from pipeline.readers.limits import Tally
from pipeline.readers.page import BBox, Glyph
from pipeline.readers.painted import (
    BLACK,
    NO_INK,
    OUTLINED,
    PLAIN_STYLE,
    RIGHTWARDS,
    WIDE_FROM,
    Direction,
    Painted,
    TextStyle,
)
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
    is_hyphen,
    is_unmapped,
    matrix_at,
    object_at,
    origin_at,
    render_mode,
    stroke_colour,
    unicode_at,
)

GENERATED = frozenset((0x20, 0x0D, 0x0A, 0x09, 0xA0, 0xFFFE, 0x02))
"""Characters that pdfium may add without a glyph on the page; the others need not be asked about."""
HAN_FROM, HAN_TO = 0x4E00, 0x9FFF
"""The unified ideographs, which every font calls by their names."""
FIRST_LETTER = 0x41
"""Letters may be parts of a ligature, which have its width each; digits and signs before them have one."""
LONGEST_FONT_NAME = 128
"""Bytes of a font's name that are looked at."""
LINE_END_HYPHENS = frozenset((0x02, 0xFFFE))
"""What pdfium gives for a printed hyphen at a line's end, which it takes for a broken word's."""


Placed = tuple[int, Matrix, BBox | None, bool]
"""Where a text stands on its page: its place in the order of painting; what leads from the space of the form that it
belongs to, or the page's, to display space; what that form is cut to; whether it is painted, and the text with it. (A
plain tuple, as there are hundreds of them on a page.)"""


Run = tuple[int, float, Direction, PrintedTexts, dict[int, float]]
"""Index of a text's style, its displayed size, direction, what its font's glyphs stand for, and the widths of glyphs by
their code, which all texts of one font and size share."""


class _Runs:
    """The texts of a page, each looked at once."""

    def __init__(
        self, handle: ctypes.c_void_p, display: Matrix, painted: Painted, placed: dict[int, Placed]
    ) -> None:
        self._handle = handle
        self._display = display
        self._painted = painted
        self._placed = placed
        self._texts: dict[int | None, PrintedTexts] = {}
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
        order, style, font = 0, PLAIN_STYLE, None
        if placed is not None:
            order, font = placed[0], font_of(item)
            style = self._style(item, direction, placed)
        elif direction is not RIGHTWARDS:
            style = TextStyle(direction)
        self._painted.styles.append(style)
        self._painted.orders.append(order)
        advances = self._advances.setdefault((font, size, right), {})
        return len(self._painted.styles) - 1, size, direction, self._font_texts(font), advances

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
            return PLAIN_STYLE
        return TextStyle(direction, colour, mode not in NO_INK, alpha, clip, layer_on)

    def _font_texts(self, font: int | None) -> PrintedTexts:
        known = self._texts.get(font)
        if known is None:
            name = ctypes.create_string_buffer(LONGEST_FONT_NAME)
            handle = ctypes.cast(P(font), raw.FPDF_FONT) if font else None
            size = raw.FPDFFont_GetBaseFontName(handle, name, len(name)) if handle else 0
            known = PrintedTexts(name.value.decode("utf-8", errors="replace") if size else None)
            self._texts[font] = known
        return known


def take_texts(text: Any, display: Matrix, painted: Painted, placed: dict[int, Placed], tally: Tally) -> None:
    """Fill in a page's glyphs and what those of one text have in common.

    Args:
        text: text page of pypdfium2; it is closed.
        display: leads from the page's space to display space.
        painted: takes glyphs and styles.
        placed: its text objects, those of its forms too, by their addresses.
        tally: counts the glyphs.
    """
    handle = ctypes.cast(text.raw, P)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    a, b, c, d, e, f = display
    runs = _Runs(handle, display, painted, placed)
    known: dict[int | None, Run] = {}
    glyphs, style_of = painted.glyphs, painted.style_of
    count = raw.FPDFText_CountChars(text.raw)
    tally.glyphs(count)
    codes = _codes(text, handle, count)
    last: int | None = -1
    for i, code in enumerate(codes):
        if code in GENERATED and is_generated(handle, i) == 1:
            continue
        address = object_at(handle, i)
        if address != last:
            run = known.get(address)
            if run is None:
                run = known[address] = runs.run(i, address)
            index, size, direction, texts, advances = run
            last = address
        if HAN_FROM <= code <= HAN_TO:
            character = chr(code)
        elif not (character := _character(handle, codes, i, texts)):
            continue
        origin_at(handle, i, at_x, at_y)
        x0, baseline = x.value * a + y.value * c + e, x.value * b + y.value * d + f
        if code >= WIDE_FROM:
            # A wide glyph reaches a full em from its origin; boxes of Type 3 fonts shrink to the ink.
            advance = size
        elif (advance := advances.get(code, -1.0)) < 0:
            box_at(handle, i, at_box)
            advance = _advance(box, display, direction, x0, baseline, size)
            if code < FIRST_LETTER:
                advances[code] = advance
        glyphs.append(Glyph(character, x0, x0 + advance, baseline, size))
        style_of.append(index)
    text.close()


def _codes(text: Any, handle: ctypes.c_void_p, count: int) -> Sequence[int]:
    """UTF-16 codes of all characters: at once, unless there are others than are counted."""
    buffer = (ctypes.c_ushort * (count + 1))()
    # The end is counted too.
    if raw.FPDFText_GetText(text.raw, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [unicode_at(handle, i) for i in range(count)]


def _character(handle: ctypes.c_void_p, codes: Sequence[int], i: int, texts: PrintedTexts) -> str:
    """What a glyph stands for; "" for nothing, and for the second half of a pair, which is told with the first."""
    code = codes[i]
    if is_unmapped(handle, i) == 1:
        # The file names no character, and pdfium gives the glyph's own number for one.
        return REPLACEMENT
    if code in LINE_END_HYPHENS and is_hyphen(handle, i) == 1:
        return "-"
    if 0xD800 <= code < 0xE000:
        low = codes[i + 1] if i + 1 < len(codes) else 0
        if code < 0xDC00 and 0xDC00 <= low < 0xE000:
            code = 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00
        elif code >= 0xDC00 and i and 0xD800 <= codes[i - 1] < 0xDC00:
            return ""
    return texts[chr(code) if code else REPLACEMENT]


def _advance(box: Any, m: Matrix, direction: Direction, x0: float, y: float, size: float) -> float:
    """How far a glyph reaches from its origin in its own direction; its box is upright, whatever the direction."""
    right, down = direction
    corners = [at(x, v, m) for x in (box.left, box.right) for v in (box.bottom, box.top)]
    reach = max((px - x0) * right + (py - y) * down for px, py in corners)
    return max(0.0, reach if direction is RIGHTWARDS else min(reach, size))


def _unit(right: float, down: float) -> Direction:
    length = math.hypot(right, down)
    return (right / length, down / length) if length else RIGHTWARDS
