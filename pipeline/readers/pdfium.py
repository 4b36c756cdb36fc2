"""The default reader: pypdfium2, through its raw interface because a call per glyph is what costs."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import NotAPdfError
from pipeline.readers.limits import Tally, TooMuchDrawnError
from pipeline.readers.page import BadPage, Glyph, Page
from pipeline.readers.painting import Paint, visible, without_doubles
from pipeline.readers.passwords import locked, pdfium_document

Matrix = tuple[float, float, float, float, float, float]
PAGES_KEPT = 32
"""pdfium keeps what it parsed of every page, closed or not, until the file is closed: so it is opened anew."""
INVISIBLE = 3
"""Text render mode that paints nothing: the layer that text recognition puts behind a scan."""
GENERATED = frozenset((0x20, 0x0D, 0x0A, 0x09, 0xA0, 0xFFFE, 0x02))
"""Characters that pdfium may add without a glyph on the page; the others need not be asked about."""
WIDE = 0x2E80
"""From here on code points are mostly set on a full em: radicals, Han, kana, full-width forms."""
LINE_END_HYPHENS = frozenset((0x02, 0xFFFE))
"""What pdfium gives for a printed hyphen at a line's end, which it takes for a broken word's."""


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
_MATRIX = raw.FS_MATRIX()
"""Filled anew for each text run; pdfium itself serves one thread only."""


class PdfiumReader:
    """A PDF file read by pdfium.

    Args:
        data: the bytes of the file.
        name: its name for messages.
        password: opens the file, if it wants one.

    Raises:
        NotAPdfError: no page can be had from the bytes.
        EncryptedError: the file wants a password, or another one.
    """

    def __init__(self, data: bytes, name: str, password: str | None = None) -> None:
        self._data = data
        self._password = password
        try:
            self._document = pdfium_document(data, password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise locked(name, password) from None
            raise NotAPdfError(
                f"{name} is not a PDF that can be read, or it is cut off.",
                f"{name} 不是可讀取的 PDF，或檔案不完整。",
            ) from None
        self.page_count = len(self._document)
        self.producer = _metadata(self._document, b"Producer")

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
        self._data, self._password = b"", None

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); each is closed before the next is read."""
        for count, number in enumerate(numbers):
            if count and count % PAGES_KEPT == 0:
                self._document.close()
                self._document = pdfium_document(self._data, self._password)
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError as error:
                yield BadPage(number, str(error))
                continue
            try:
                yield _read_page(page, number)
            except (pypdfium2.PdfiumError, TooMuchDrawnError) as error:
                yield BadPage(number, str(error))
            finally:
                page.close()


def _metadata(document: pypdfium2.PdfDocument, key: bytes) -> str | None:
    """A value of the file's metadata; None where there is none. What cannot be decoded is U+FFFD."""
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    # Two bytes of the end.
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", errors="replace") or None


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


def _read_page(page: Any, number: int) -> Page:
    tally = Tally()
    display = _display(page)
    width, height = page.get_size()
    # Paths first: where there is too much of them, the text need not be read.
    paint = Paint()
    images = _paths(page, display, paint, tally)
    shown, hidden, sideways = _glyphs(page, display, tally)
    left_out = len(hidden) if shown else 0
    return Page(
        number=number,
        width=width,
        height=height,
        glyphs=tuple(without_doubles(shown or hidden)),
        sideways=tuple(sideways),
        horizontal=paint.horizontal(),
        vertical=paint.vertical(),
        fills=paint.fills(),
        image_share=min(1.0, images / (width * height)) if width * height else 0.0,
        hidden=left_out,
    )


def _glyphs(page: Any, display: Matrix, tally: Tally) -> tuple[list[Glyph], list[Glyph], list[Glyph]]:
    """Glyphs that are shown, invisible ones, and sideways ones."""
    text = page.get_textpage()
    handle = ctypes.cast(text.raw, ctypes.c_void_p)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    a, b, c, d, e, f = display
    upright_page = b == 0 and a > 0
    shown: list[Glyph] = []
    hidden: list[Glyph] = []
    sideways: list[Glyph] = []
    known: dict[int | None, tuple[float, list[Glyph]]] = {}
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
            size, upright, invisible = _style(handle, i, run, display)
            style = known[run] = size, (sideways if not upright else hidden if invisible else shown)
        size, target = style
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
            x1 = max(x0, box.left * a + box.bottom * c + e, box.right * a + box.top * c + e)
        target.append(Glyph(chr(code) if code else "\ufffd", x0, x1, baseline, size))
    text.close()
    return shown, hidden, sideways


def _style(handle: ctypes.c_void_p, i: int, run: int | None, display: Matrix) -> tuple[float, bool, bool]:
    """Displayed size, whether the baseline is horizontal, whether the run is invisible."""
    _matrix_at(handle, i, ctypes.byref(_MATRIX))
    a, b, c, d = _MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d
    right, down = a * display[0] + b * display[2], a * display[1] + b * display[3]
    size = _font_size_at(handle, i) * math.hypot(
        c * display[0] + d * display[2], c * display[1] + d * display[3]
    )
    upright = right > 0 and abs(down) < 0.1 * right
    return size, upright, run is not None and _render_mode(_P(run)) == INVISIBLE


def _paths(page: Any, display: Matrix, paint: Paint, tally: Tally) -> float:
    """Paint rules and fills of the page; give the area that images cover."""
    images = 0.0

    def walk(count: int, get: Any, holder: Any, outer: Matrix) -> None:
        nonlocal images
        tally.objects(count)
        for i in range(count):
            item = get(holder, i)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                _path(item, _times(_matrix(item), outer), paint, tally)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                tally.forms(1)
                inner = _times(_matrix(item), outer)
                walk(raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, inner)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                m = _times(_matrix(item), outer)
                images += abs(m[0] * m[3] - m[1] * m[2])

    walk(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, display)
    return images


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _path(item: Any, matrix: Matrix, paint: Paint, tally: Tally) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, mode, stroked)
    filled = mode.value != 0 and _seen(raw.FPDFPageObj_GetFillColor, item)
    stroked_seen = stroked.value != 0 and _seen(raw.FPDFPageObj_GetStrokeColor, item)
    if not (filled or stroked_seen):
        return
    tally.segments(raw.FPDFPath_CountSegments(item))
    for points in _subpaths(item, matrix):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if filled:
            paint.filled_box(min(xs), min(ys), max(xs), max(ys))
        if stroked_seen:
            for (x0, y0), (x1, y1) in pairwise(points):
                paint.stroke(x0, y0, x1, y1)


def _seen(get: Any, item: Any) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not get(item, r, g, b, a):
        return True
    return visible((r.value / 255, g.value / 255, b.value / 255), a.value / 255)


def _subpaths(item: Any, m: Matrix) -> list[list[tuple[float, float]]]:
    """Corner points of each subpath in display space, closed where the path is."""
    paths: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5])
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO or not paths:
            paths.append([point])
        else:
            paths[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            paths[-1].append(paths[-1][0])
    return paths
