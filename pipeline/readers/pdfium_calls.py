"""Calls of pdfium's own interface, without the checks of types that cost half of a call's time."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from pypdfium2 import raw

from pipeline.readers.page import BBox
from pipeline.readers.painted import BLACK, Colour, Point, common

Matrix = tuple[float, float, float, float, float, float]


def direct(function: Any, result: Any) -> Any:
    """A pdfium function that takes its arguments as they are: checks of their types take half of a call's time.

    Pointers must be given as ``c_void_p`` or ``byref()``: a bare int is cut to 32 bits.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result)(address)


P, _I = ctypes.c_void_p, ctypes.c_int
unicode_at = direct(raw.FPDFText_GetUnicode, ctypes.c_uint)
is_generated = direct(raw.FPDFText_IsGenerated, _I)
is_hyphen = direct(raw.FPDFText_IsHyphen, _I)
is_unmapped = direct(raw.FPDFText_HasUnicodeMapError, _I)
object_at = direct(raw.FPDFText_GetTextObject, P)
origin_at = direct(raw.FPDFText_GetCharOrigin, _I)
box_at = direct(raw.FPDFText_GetLooseCharBox, _I)
matrix_at = direct(raw.FPDFText_GetMatrix, _I)
font_size_at = direct(raw.FPDFText_GetFontSize, ctypes.c_double)
render_mode = direct(raw.FPDFTextObj_GetTextRenderMode, _I)
font_of = direct(raw.FPDFTextObj_GetFont, P)
page_object = direct(raw.FPDFPage_GetObject, P)
form_object = direct(raw.FPDFFormObj_GetObject, P)
kind_of = direct(raw.FPDFPageObj_GetType, _I)
object_matrix = direct(raw.FPDFPageObj_GetMatrix, _I)
fill_colour = direct(raw.FPDFPageObj_GetFillColor, _I)
stroke_colour = direct(raw.FPDFPageObj_GetStrokeColor, _I)
clip_of = direct(raw.FPDFPageObj_GetClipPath, P)
clip_count = direct(raw.FPDFClipPath_CountPaths, _I)
clip_segments = direct(raw.FPDFClipPath_CountPathSegments, _I)
clip_segment = direct(raw.FPDFClipPath_GetPathSegment, P)
draw_mode = direct(raw.FPDFPath_GetDrawMode, _I)
segment_count = direct(raw.FPDFPath_CountSegments, _I)
segment_at = direct(raw.FPDFPath_GetPathSegment, P)
segment_point = direct(raw.FPDFPathSegment_GetPoint, _I)
segment_kind = direct(raw.FPDFPathSegment_GetType, _I)
segment_closes = direct(raw.FPDFPathSegment_GetClose, _I)
has_transparency = direct(raw.FPDFPageObj_HasTransparency, _I)
MATRIX = raw.FS_MATRIX()
AT_MATRIX = ctypes.byref(MATRIX)
"""Filled anew at each call, as the next ones are; pdfium itself serves one thread only."""
MATRIX_NUMBERS = (ctypes.c_float * 6).from_buffer(MATRIX)
COLOUR = (ctypes.c_uint * 4)()
AT_COLOUR = tuple(ctypes.byref(COLOUR, i * ctypes.sizeof(ctypes.c_uint)) for i in range(4))
"""Red, green, blue and opacity, 0 to 255."""
POINT_X, POINT_Y = ctypes.c_float(), ctypes.c_float()
AT_POINT = ctypes.byref(POINT_X), ctypes.byref(POINT_Y)


def times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies ``m`` first, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def at(x: float, y: float, m: Matrix) -> Point:
    """Where a matrix leads a place."""
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def box_of(points: Sequence[Point]) -> BBox:
    """The box around points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def matrix_of(item: ctypes.c_void_p) -> Matrix:
    """An object's own matrix."""
    object_matrix(item, AT_MATRIX)
    a, b, c, d, e, f = MATRIX_NUMBERS
    return (a, b, c, d, e, f)


def colour_of(get: Any, item: ctypes.c_void_p) -> tuple[Colour, float]:
    """Colour and opacity that ``get`` tells of an object; black where a colour is a pattern."""
    if not get(item, *AT_COLOUR):
        return BLACK, 1.0
    red, green, blue, alpha = COLOUR
    if not (red or green or blue):
        return BLACK, alpha / 255
    return (red / 255, green / 255, blue / 255), alpha / 255


def handle_of(address: int) -> Any:
    """An object's address as the functions of pypdfium2 take it."""
    return ctypes.cast(P(address), raw.FPDF_PAGEOBJECT)


def clip_box(item: ctypes.c_void_p, outer: Matrix, clip: BBox | None) -> BBox | None:
    """The box that an object is cut to, within that of the form it belongs to."""
    path = P(clip_of(item))
    # -1 where there is none.
    count = clip_count(path)
    if count <= 0:
        return clip
    for i in range(count):
        points = []
        for k in range(clip_segments(path, i)):
            segment_point(P(clip_segment(path, i, k)), *AT_POINT)
            points.append(at(POINT_X.value, POINT_Y.value, outer))
        if points:
            box = box_of(points)
            clip = box if clip is None else common(box, clip)
    return clip
