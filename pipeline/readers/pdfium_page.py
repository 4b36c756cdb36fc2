"""A page as pdfium tells it: texts, paths and images in the order in which they are painted."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.characters import printed_text
from pipeline.readers.limits import Tally
from pipeline.readers.page import BBox, Glyph
from pipeline.readers.painted import (
    BLACK,
    RIGHTWARDS,
    Area,
    Colour,
    Direction,
    Painted,
    Picture,
    Stroke,
    TextStyle,
    common,
)
from pipeline.readers.painting import visible

Matrix = tuple[float, float, float, float, float, float]
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
NOT_SHOWN = 0x02 | 0x20
"""Flags of annotations that no page shows: Hidden, NoView (ISO 32000-1, table 165)."""
WITHOUT_TEXT = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
"""Annotations that are only seen when a person points at them."""
GLANCE_SCALE = 1.0
"""Pixels per point at which one sees whether anything of a layer is painted."""


def _direct(function: Any, result: Any) -> Any:
    """A pdfium function that takes its arguments as they are: checks of their types take half of a call's time.

    Pointers must be given as ``c_void_p`` or ``byref()``: a bare int is cut to 32 bits.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result)(address)


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode_at = _direct(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = _direct(raw.FPDFText_IsGenerated, _I)
_object_at = _direct(raw.FPDFText_GetTextObject, _P)
_origin_at = _direct(raw.FPDFText_GetCharOrigin, _I)
_box_at = _direct(raw.FPDFText_GetLooseCharBox, _I)
_matrix_at = _direct(raw.FPDFText_GetMatrix, _I)
_font_size_at = _direct(raw.FPDFText_GetFontSize, ctypes.c_double)
_render_mode = _direct(raw.FPDFTextObj_GetTextRenderMode, _I)
_font_of = _direct(raw.FPDFTextObj_GetFont, _P)
_page_object = _direct(raw.FPDFPage_GetObject, _P)
_form_object = _direct(raw.FPDFFormObj_GetObject, _P)
_kind_of = _direct(raw.FPDFPageObj_GetType, _I)
_matrix_of = _direct(raw.FPDFPageObj_GetMatrix, _I)
_fill_colour = _direct(raw.FPDFPageObj_GetFillColor, _I)
_stroke_colour = _direct(raw.FPDFPageObj_GetStrokeColor, _I)
_clip_of = _direct(raw.FPDFPageObj_GetClipPath, _P)
_clip_count = _direct(raw.FPDFClipPath_CountPaths, _I)
_clip_segments = _direct(raw.FPDFClipPath_CountPathSegments, _I)
_clip_segment = _direct(raw.FPDFClipPath_GetPathSegment, _P)
_draw_mode = _direct(raw.FPDFPath_GetDrawMode, _I)
_segment_count = _direct(raw.FPDFPath_CountSegments, _I)
_segment_at = _direct(raw.FPDFPath_GetPathSegment, _P)
_segment_point = _direct(raw.FPDFPathSegment_GetPoint, _I)
_segment_kind = _direct(raw.FPDFPathSegment_GetType, _I)
_segment_closes = _direct(raw.FPDFPathSegment_GetClose, _I)
_has_transparency = _direct(raw.FPDFPageObj_HasTransparency, _I)
_MATRIX = raw.FS_MATRIX()
"""Filled anew for each text run; pdfium itself serves one thread only."""
_RED, _GREEN, _BLUE, _ALPHA = (ctypes.c_uint() for _ in range(4))
_AT_COLOUR = tuple(ctypes.byref(one) for one in (_RED, _GREEN, _BLUE, _ALPHA))
_X, _Y = ctypes.c_float(), ctypes.c_float()
_AT_POINT = ctypes.byref(_X), ctypes.byref(_Y)


class _Placed(NamedTuple):
    """Where an object of the page stands in it."""

    order: int
    outer: Matrix
    clip: BBox | None
    layer_on: bool


def painted_page(document: Any, page: Any, number: int, layers: bool) -> Painted:
    """All that is painted on a page.

    Args:
        document: of pypdfium2.
        page: one of its pages, with what annotations show (``with_annotations``).
        number: its number, from 1.
        layers: whether the file may have layers that are switched off.

    Raises:
        TooMuchDrawnError: more is drawn than any printed page holds.
    """
    tally = Tally()
    display = _display(page)
    width, height = page.get_size()
    painted = Painted(number, width, height)
    # Paths first: where there is too much of them, the text need not be read.
    walk = _Walk(document, page, painted, tally, _layers_off(page) if layers else frozenset())
    walk.objects(display)
    _texts(page, display, painted, walk.texts, tally)
    return painted


def with_annotations(document: Any, page: Any, index: int) -> Any:
    """The page with what its form fields, typed comments and other annotations show as a part of it."""
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    shown = False
    for i in reversed(range(count)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, i)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        seen = kind not in WITHOUT_TEXT and not raw.FPDFAnnot_GetFlags(annotation) & NOT_SHOWN
        shown = shown or (seen and bool(raw.FPDFAnnot_HasKey(annotation, b"AP")))
        raw.FPDFPage_CloseAnnot(annotation)
        if not seen:
            raw.FPDFPage_RemoveAnnot(page.raw, i)
    if not shown or raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _display(page: Any) -> Matrix:
    """The transformation from PDF user space to display space."""
    left, bottom, right, top = page.get_bbox()
    turns = {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }
    return turns[page.get_rotation() % 360]


def _times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies ``m`` first, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _matrix(item: ctypes.c_void_p) -> Matrix:
    m = _MATRIX
    _matrix_of(item, ctypes.byref(m))
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _box(points: list[tuple[float, float]]) -> BBox:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


class _Walk:
    """Takes in the objects of a page, those of its forms too, as they are painted."""

    def __init__(
        self, document: Any, page: Any, painted: Painted, tally: Tally, layers_off: frozenset[int]
    ) -> None:
        self._document = document
        self._page = page
        self._painted = painted
        self._tally = tally
        self._off = layers_off
        self._order = 0
        self.texts: dict[int, _Placed] = {}

    def objects(self, display: Matrix) -> None:
        """All objects of the page."""
        count = raw.FPDFPage_CountObjects(self._page.raw)
        handle = ctypes.cast(self._page.raw, _P)
        self._walk(count, _page_object, handle, display, None, layer_on=True)

    def _walk(
        self, count: int, get: Any, holder: ctypes.c_void_p, outer: Matrix, clip: BBox | None, *, layer_on: bool
    ) -> None:
        self._tally.objects(count)
        for i in range(count):
            address = get(holder, i)
            item = _P(address)
            kind = _kind_of(item)
            self._order += 1
            on = layer_on and address not in self._off
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.texts[address] = _Placed(self._order, outer, clip, on)
            elif not on:
                continue
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _times(_matrix(item), outer), outer, clip)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                self._form(item, outer, clip, on)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._image(item, _times(_matrix(item), outer), outer, clip)

    def _form(self, item: ctypes.c_void_p, outer: Matrix, clip: BBox | None, layer_on: bool) -> None:
        self._tally.forms(1)
        inner = _times(_matrix(item), outer)
        count = raw.FPDFFormObj_CountObjects(ctypes.cast(item, raw.FPDF_PAGEOBJECT))
        self._walk(count, _form_object, item, inner, _clip(item, outer, clip), layer_on=layer_on)

    def _image(self, item: ctypes.c_void_p, m: Matrix, outer: Matrix, clip: BBox | None) -> None:
        corners = [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x in (0, 1) for y in (0, 1)]
        cut = _clip(item, outer, clip)
        box = _box(corners) if cut is None else common(_box(corners), cut)
        if box[0] < box[2] and box[1] < box[3]:
            # What nothing was painted before covers nothing.
            opaque = not self.texts or self._is_opaque(item)
            self._painted.pictures.append(Picture(box, self._order, opaque))

    def _is_opaque(self, item: ctypes.c_void_p) -> bool:
        """Whether an image hides what is under it; a mask of its own is only known once it is drawn."""
        if _has_transparency(item):
            return False
        handle = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(self._document.raw, self._page.raw, handle)
        if not bitmap:
            return True
        try:
            return bool(raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA or _is_solid(bitmap))
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def _path(self, item: ctypes.c_void_p, matrix: Matrix, outer: Matrix, clip: BBox | None) -> None:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        _draw_mode(item, ctypes.byref(mode), ctypes.byref(stroked))
        fill, fill_alpha = _colour(_fill_colour, item) if mode.value else (None, 0.0)
        frame, frame_alpha = _colour(_stroke_colour, item) if stroked.value else (None, 0.0)
        if frame is not None and not visible(frame, frame_alpha):
            frame = None
        if fill_alpha <= 0:
            fill = None
        if fill is None and frame is None:
            return
        count = _segment_count(item)
        self._tally.segments(count)
        cut: BBox | None = None
        asked = False
        for points, curved in _subpaths(item, count, matrix):
            if frame is not None:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._painted.strokes.append(Stroke(x0, y0, x1, y1, self._order, frame))
            if len(points) > 2:
                if not asked:
                    cut, asked = _clip(item, outer, clip), True
                opaque = fill is not None and not _has_transparency(item)
                area = Area(tuple(points), self._order, fill, frame, opaque, cut, curved)
                self._painted.areas.append(area)


def _is_solid(bitmap: Any) -> bool:
    """Whether no pixel of a bitmap with transparency lets anything through."""
    size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
    data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)
    return min(data[3::4], default=255) == 255


def _colour(get: Any, item: ctypes.c_void_p) -> tuple[Colour, float]:
    """Colour and opacity; black where a colour is a pattern."""
    if not get(item, *_AT_COLOUR):
        return BLACK, 1.0
    if not (_RED.value or _GREEN.value or _BLUE.value):
        return BLACK, _ALPHA.value / 255
    return (_RED.value / 255, _GREEN.value / 255, _BLUE.value / 255), _ALPHA.value / 255


def _clip(item: ctypes.c_void_p, outer: Matrix, clip: BBox | None) -> BBox | None:
    """The box that an object is cut to, within that of the form it belongs to."""
    path = _P(_clip_of(item))
    count = _clip_count(path) if path else 0
    for i in range(max(0, count)):
        points = []
        for k in range(_clip_segments(path, i)):
            _segment_point(_P(_clip_segment(path, i, k)), *_AT_POINT)
            points.append(_at(_X.value, _Y.value, outer))
        if points:
            box = _box(points)
            clip = box if clip is None else common(clip, box)
    return clip


def _at(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _subpaths(
    item: ctypes.c_void_p, count: int, m: Matrix
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Corner points of each subpath in display space, closed where the path is, and whether it is curved."""
    points: list[tuple[float, float]] = []
    curved = False
    for i in range(count):
        segment = _P(_segment_at(item, i))
        kind = _segment_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        _segment_point(segment, *_AT_POINT)
        points.append(_at(_X.value, _Y.value, m))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        if _segment_closes(segment):
            points.append(points[0])
    if points:
        yield points, curved


def _layers_off(page: Any) -> frozenset[int]:
    """Objects of the page that belong to layers of which nothing is painted.

    pdfium tells the name of a layer but not whether it is on; it knows when it paints.
    """
    groups: dict[str, list[Any]] = {}
    for i in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, i)
        if key := _layer_of(item):
            groups.setdefault(key, []).append(item)
    if not groups:
        return frozenset()
    whole, off = _glance(page), set()
    for items in groups.values():
        for item in items:
            raw.FPDFPageObj_SetIsActive(item, False)
        if _glance(page) == whole:
            off.update(ctypes.cast(item, _P).value or 0 for item in items)
        for item in items:
            raw.FPDFPageObj_SetIsActive(item, True)
    return frozenset(off)


def _layer_of(item: Any) -> str:
    """What tells an object's layer from others; "" for an object of none."""
    if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
        # A form names its layer where no call can see it: each is looked at.
        return f"form {ctypes.cast(item, _P).value}"
    for i in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, i)
        if _text_of(raw.FPDFPageObjMark_GetName, mark) == "OC":
            return f"layer {_text_of(raw.FPDFPageObjMark_GetParamStringValue, mark, b'Name')}"
    return ""


def _text_of(get: Any, mark: Any, *key: bytes) -> str:
    buffer, size = (raw.FPDF_WCHAR * 256)(), ctypes.c_ulong()
    kind = ctypes.POINTER(raw.FPDF_WCHAR)
    holder = ctypes.cast(buffer, kind) if not key else ctypes.cast(buffer, kind)
    if not get(mark, *key, holder, ctypes.sizeof(buffer), size):
        return ""
    return bytes(buffer)[: max(0, size.value - 2)].decode("utf-16-le", errors="replace")


def _glance(page: Any) -> bytes:
    bitmap = page.render(scale=GLANCE_SCALE, may_draw_forms=False)
    try:
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()


def _texts(page: Any, display: Matrix, painted: Painted, placed: dict[int, _Placed], tally: Tally) -> None:
    """Fill in the glyphs and what those of one text have in common."""
    text = page.get_textpage()
    handle = ctypes.cast(text.raw, ctypes.c_void_p)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    a, b, c, d, e, f = display
    upright_page = b == 0 and a > 0
    known: dict[int | None, tuple[float, int, Direction, str]] = {}
    fonts: dict[int | None, str] = {}
    glyphs, style_of = painted.glyphs, painted.style_of
    high = 0
    count = raw.FPDFText_CountChars(text.raw)
    tally.glyphs(count)
    for i in range(count):
        code = _unicode_at(handle, i)
        if code in GENERATED and _is_generated(handle, i) == 1:
            continue
        if code in LINE_END_HYPHENS:
            code = 0x2D
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        run = _object_at(handle, i)
        style = known.get(run)
        if style is None:
            size, direction, found = _style(handle, i, run, display, placed)
            known[run] = style = size, len(painted.styles), direction, _font_name(run, fonts)
            painted.styles.append(found)
        size, index, direction, font = style
        if HAN_FROM <= code <= HAN_TO:
            character = chr(code)
        elif not (character := printed_text(chr(code) if code else "\ufffd", font)):
            continue
        _origin_at(handle, i, at_x, at_y)
        if upright_page:
            x0, baseline = x.value + e, f - y.value
        else:
            x0, baseline = x.value * a + y.value * c + e, x.value * b + y.value * d + f
        if code >= WIDE:
            # A wide glyph reaches a full em from its origin; boxes of Type 3 fonts shrink to the ink.
            x1 = x0 + size
        else:
            _box_at(handle, i, at_box)
            if direction is RIGHTWARDS:
                x1 = max(x0, box.left * a + box.bottom * c + e, box.right * a + box.top * c + e)
            else:
                x1 = x0 + _advance(box, display, direction, x0, baseline, size)
        glyphs.append(Glyph(character, x0, x1, baseline, size))
        style_of.append(index)
    text.close()


def _advance(box: Any, m: Matrix, direction: Direction, x0: float, y: float, size: float) -> float:
    """How far a glyph reaches from its origin in its own direction; its box is upright, whatever the direction."""
    right, down = direction
    corners = [_at(x, v, m) for x in (box.left, box.right) for v in (box.bottom, box.top)]
    reach = max((px - x0) * right + (py - y) * down for px, py in corners)
    return max(0.0, min(reach, size))


def _style(
    handle: ctypes.c_void_p, i: int, run: int | None, display: Matrix, placed: dict[int, _Placed]
) -> tuple[float, Direction, TextStyle]:
    """Displayed size, direction and the rest of what the glyphs of a text have in common."""
    _matrix_at(handle, i, ctypes.byref(_MATRIX))
    a, b, c, d = _MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d
    size = _font_size_at(handle, i) * math.hypot(
        c * display[0] + d * display[2], c * display[1] + d * display[3]
    )
    direction = _unit(a * display[0] + b * display[2], a * display[1] + b * display[3])
    order, outer, clip, layer_on = placed.get(run or 0) or _Placed(0, display, None, True)
    if run is None:
        return size, direction, TextStyle(order, direction)
    item = _P(run)
    mode = _render_mode(item)
    colour, alpha = _colour(_stroke_colour if mode in OUTLINED else _fill_colour, item)
    cut = _clip(item, outer, clip)
    return size, direction, TextStyle(order, direction, colour, mode not in NO_INK, alpha, cut, layer_on)


def _unit(right: float, down: float) -> Direction:
    if right > 0 and abs(down) < 1e-6 * right:
        return RIGHTWARDS
    length = math.hypot(right, down)
    return (right / length, down / length) if length else RIGHTWARDS


def _font_name(run: int | None, known: dict[int | None, str]) -> str:
    font = _font_of(_P(run)) if run is not None else None
    if font not in known:
        name = ctypes.create_string_buffer(128)
        handle = ctypes.cast(_P(font), raw.FPDF_FONT) if font else None
        size = raw.FPDFFont_GetBaseFontName(handle, name, len(name)) if handle else 0
        known[font] = name.value.decode("utf-8", errors="replace") if size else ""
    return known[font]


