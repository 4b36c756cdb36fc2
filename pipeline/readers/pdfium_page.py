"""A page as pdfium tells it: texts, paths and images in the order in which they are painted."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from pipeline.readers.limits import Tally
from pipeline.readers.page import BBox
from pipeline.readers.paint import visible
from pipeline.readers.painted import UNSHOWN_FLAGS, Area, Painted, PaintedImage, Stroke, common
from pipeline.readers.pdfium_calls import (
    AT_POINT,
    POINT_X,
    POINT_Y,
    Matrix,
    P,
    at,
    box_of,
    clip_box,
    colour_of,
    draw_mode,
    fill_colour,
    form_object,
    has_transparency,
    kind_of,
    matrix_of,
    page_object,
    segment_at,
    segment_closes,
    segment_count,
    segment_kind,
    segment_point,
    stroke_colour,
    times,
)
from pipeline.readers.pdfium_layers import layers_off
from pipeline.readers.pdfium_text import Placed, take_texts

TEXTLESS_KINDS = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
"""Annotations that are only seen when a person points at them."""


def painted_page(document: Any, page: Any, number: int, layers: bool, text: Any = None) -> Painted:
    """All that is painted on a page.

    Args:
        document: of pypdfium2.
        page: one of its pages, with what annotations show (``with_annotations``).
        number: its number, from 1.
        layers: whether the file may have layers that are switched off.
        text: its text page; None where it is not loaded yet.

    Raises:
        TooMuchDrawnError: more is drawn than any printed page holds.
    """
    tally = Tally()
    display = _display(page)
    width, height = page.get_size()
    painted = Painted(number, width, height)
    # Paths first: where there is too much of them, the text need not be read.
    walk = _Walk(document, page, painted, tally, layers_off(page) if layers else frozenset())
    walk.objects(display)
    take_texts(text or page.get_textpage(), display, painted, walk.texts, tally)
    return painted


def with_annotations(document: Any, page: Any, index: int) -> Any:
    """The page with what its form fields, typed comments and other annotations show as a part of it."""
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    shown = False
    for i in reversed(range(count)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, i)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        seen = kind not in TEXTLESS_KINDS and not raw.FPDFAnnot_GetFlags(annotation) & UNSHOWN_FLAGS
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
        self.texts: dict[int, Placed] = {}

    def objects(self, display: Matrix) -> None:
        """All objects of the page."""
        count = raw.FPDFPage_CountObjects(self._page.raw)
        handle = ctypes.cast(self._page.raw, P)
        self._walk(count, page_object, handle, display, None, layer_on=True)

    def _walk(
        self,
        count: int,
        get: Any,
        holder: ctypes.c_void_p,
        outer: Matrix,
        clip: BBox | None,
        *,
        layer_on: bool,
    ) -> None:
        self._tally.objects(count)
        for i in range(count):
            address = get(holder, i)
            item = P(address)
            kind = kind_of(item)
            self._order += 1
            on = layer_on and address not in self._off
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.texts[address] = self._order, outer, clip, on
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                self._form(item, outer, clip, on)
            elif not on:
                continue
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, times(matrix_of(item), outer), outer, clip)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._image(item, times(matrix_of(item), outer), outer, clip)

    def _form(self, item: ctypes.c_void_p, outer: Matrix, clip: BBox | None, layer_on: bool) -> None:
        self._tally.forms(1)
        inner = times(matrix_of(item), outer)
        count = raw.FPDFFormObj_CountObjects(ctypes.cast(item, raw.FPDF_PAGEOBJECT))
        self._walk(count, form_object, item, inner, clip_box(item, outer, clip), layer_on=layer_on)

    def _image(self, item: ctypes.c_void_p, m: Matrix, outer: Matrix, clip: BBox | None) -> None:
        corners = [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x in (0, 1) for y in (0, 1)]
        cut = clip_box(item, outer, clip)
        box = box_of(corners) if cut is None else common(box_of(corners), cut)
        if box[0] < box[2] and box[1] < box[3]:
            # What nothing was painted before covers nothing.
            opaque = not self.texts or self._is_opaque(item)
            self._painted.pictures.append(PaintedImage(box, self._order, opaque))

    def _is_opaque(self, item: ctypes.c_void_p) -> bool:
        """Whether an image hides what is under it; a mask of its own is only known once it is drawn."""
        if has_transparency(item):
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
        draw_mode(item, ctypes.byref(mode), ctypes.byref(stroked))
        fill, fill_alpha = colour_of(fill_colour, item) if mode.value else (None, 0.0)
        frame, frame_alpha = colour_of(stroke_colour, item) if stroked.value else (None, 0.0)
        if frame is not None and not visible(frame, frame_alpha):
            frame = None
        if fill_alpha <= 0:
            fill = None
        if fill is None and frame is None:
            return
        count = segment_count(item)
        self._tally.segments(count)
        cut: BBox | None = None
        asked = False
        for points, curved in _subpaths(item, count, matrix):
            if frame is not None:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._painted.strokes.append(Stroke(x0, y0, x1, y1, self._order, frame))
            if len(points) > 2:
                if not asked:
                    cut, asked = clip_box(item, outer, clip), True
                opaque = fill is not None and not has_transparency(item)
                area = Area(tuple(points), self._order, fill, frame, opaque, cut, curved)
                self._painted.areas.append(area)


def _is_solid(bitmap: Any) -> bool:
    """Whether no pixel of a bitmap with transparency lets anything through."""
    size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
    data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)
    return min(data[3::4], default=255) == 255


def _subpaths(
    item: ctypes.c_void_p, count: int, m: Matrix
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Corner points of each subpath in display space, closed where the path is, and whether it is curved."""
    points: list[tuple[float, float]] = []
    curved = False
    for i in range(count):
        segment = P(segment_at(item, i))
        kind = segment_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        segment_point(segment, *AT_POINT)
        points.append(at(POINT_X.value, POINT_Y.value, m))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        if segment_closes(segment):
            points.append(points[0])
    if points:
        yield points, curved
