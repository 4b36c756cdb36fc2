"""A page as pdfminer tells it, with what its annotations show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, mult_matrix

from pipeline.readers.painted import UNSHOWN_FLAGS, Painted
from pipeline.readers.plumber_device import GraphicsState, PageFrame, Painter, box_of
from pipeline.readers.plumber_layers import Layers, first_name, matrix_of, name_of, numbers_of

TEXTLESS_SUBTYPES = frozenset(("Link", "Popup"))
"""Annotations that are only seen when a person points at them."""


def painted_page(page: Any, number: int, layers: Layers) -> Painted:
    """All that is painted on a page, and by its annotations.

    Args:
        page: of pdfplumber.
        number: its number, from 1.
        layers: of its file.

    Raises:
        TooMuchDrawnError: more is drawn than any printed page holds.
    """
    frame = _frame(page)
    device = Painter(page.pdf.rsrcmgr, Painted(number, frame.width, frame.height), frame)
    interpreter = _Interpreter(device.rsrcmgr, device, layers)
    interpreter.process_page(page.page_obj)
    interpreter.annotations(page.page_obj)
    return device.finished()


def _frame(page: Any) -> PageFrame:
    x0, y0, x1, y1 = (float(resolve1(v)) for v in page.page_obj.mediabox)
    crop = [float(resolve1(v)) for v in page.page_obj.cropbox or (x0, y0, x1, y1)]
    c0, d0, c1, d1 = max(crop[0], x0), max(crop[1], y0), min(crop[2], x1), min(crop[3], y1)
    # The same turns as pdfminer makes; its result starts at 0, 0.
    turned = {
        0: (c0 - x0, d0 - y0, c1 - x0, d1 - y0, y1 - y0),
        90: (d0 - y0, x1 - c1, d1 - y0, x1 - c0, x1 - x0),
        180: (x1 - c1, y1 - d1, x1 - c0, y1 - d0, y1 - y0),
        270: (y1 - d1, c0 - x0, y1 - d0, c1 - x0, x1 - x0),
    }
    left, bottom, right, upper, height = turned[page.rotation % 360]
    return PageFrame(left, height - upper, height, right - left, upper - bottom)


class _Interpreter(PDFPageInterpreter):
    """Keeps what the graphics state says of clips, opacity and layers; counts what it is to draw."""

    device: Painter

    def __init__(self, resources: PDFResourceManager, device: Painter, layers: Layers) -> None:
        super().__init__(resources, device)
        self._layers = layers
        self._kept: list[GraphicsState] = []
        self._marks: list[bool] = []

    def dup(self) -> _Interpreter:
        """Another one, for a form."""
        return _Interpreter(self.rsrcmgr, self.device, self._layers)

    def render_contents(self, resources: Any, streams: Any, *args: Any, **kwargs: Any) -> None:
        """A page's or a form's content; the state outside is as before when it ends."""
        for content in streams:
            stream = resolve1(content)
            if isinstance(stream, PDFStream):
                self.device.tally.content(len(stream.get_data()))
        outside = self.device.state
        self.device.state = replace(outside)
        try:
            super().render_contents(resources, streams, *args, **kwargs)
        finally:
            self.device.state = outside

    def do_q(self) -> None:
        """Keep the state."""
        super().do_q()
        self._kept.append(replace(self.device.state))

    def do_Q(self) -> None:
        """Take it up again."""
        super().do_Q()
        if self._kept:
            layer_on = self.device.state.layer_on
            self.device.state = replace(self._kept.pop(), layer_on=layer_on)

    def do_W(self) -> None:
        """Cut to the path."""
        self.device.clip(self.curpath)

    do_W_a = do_W

    def do_F(self) -> None:
        """The old name of f."""
        self.do_f()

    def do_gs(self, name: Any) -> None:
        """Opacity and the way of blending."""
        states = resolve1(self.resources.get("ExtGState"))
        found = resolve1(states.get(name_of(name))) if isinstance(states, dict) else None
        if not isinstance(found, dict):
            return
        state = self.device.state
        for key, attribute in (("ca", "fill_alpha"), ("CA", "stroke_alpha")):
            value = resolve1(found.get(key))
            if isinstance(value, (int, float)):
                setattr(state, attribute, float(value))
        if "BM" in found or "SMask" in found:
            blend, mask = first_name(found.get("BM")), first_name(found.get("SMask"))
            state.blended = blend not in {"", "Normal", "Compatible"} or mask not in {"", "None"}

    def do_BDC(self, tag: Any, props: Any) -> None:
        """Marked content, which may belong to a layer."""
        named = props
        if isinstance(props, PSLiteral):
            listed = resolve1(self.resources.get("Properties"))
            named = listed.get(name_of(props)) if isinstance(listed, dict) else None
        self._marks.append(self.device.state.layer_on)
        if name_of(tag) == "OC" and not self._layers.on(named):
            self.device.state.layer_on = False
        resolved = resolve1(named)
        self.device.begin_tag(tag, resolved if isinstance(resolved, dict) else props)

    def do_BMC(self, tag: Any) -> None:
        """Marked content without properties."""
        self._marks.append(self.device.state.layer_on)
        super().do_BMC(tag)

    def do_EMC(self) -> None:
        """Marked content ends."""
        if self._marks:
            self.device.state.layer_on = self._marks.pop()
        super().do_EMC()

    def do_Do(self, xobjid_arg: Any) -> None:
        """A form or an image, which may belong to a layer; a form is cut to its box."""
        form = resolve1(self.xobjmap.get(name_of(xobjid_arg)))
        if not isinstance(form, PDFStream):
            return
        self._draw(form, lambda: PDFPageInterpreter.do_Do(self, xobjid_arg), self.ctm)

    def _draw(self, form: PDFStream, draw: Any, ctm: Matrix) -> None:
        outside = self.device.state
        self.device.state = replace(outside)
        before = self.device.matrix
        try:
            if "OC" in form and not self._layers.on(form["OC"]):
                self.device.state.layer_on = False
            box, matrix = numbers_of(form.get("BBox"), 4), matrix_of(form.get("Matrix"))
            if box is not None:
                x0, y0, x1, y1 = box
                inner = mult_matrix(matrix, ctm) if matrix is not None else ctm
                self.device.set_ctm(inner)
                self.device.clip([("m", x0, y0), ("l", x1, y0), ("l", x1, y1), ("l", x0, y1)])
                self.device.set_ctm(before)
            draw()
        finally:
            self.device.state = outside
            self.device.set_ctm(before)

    def annotations(self, page: Any) -> None:
        """What form fields, typed comments and other annotations of a page show."""
        listed = resolve1(page.attrs.get("Annots"))
        for one in listed if isinstance(listed, list) else ():
            annotation = resolve1(one)
            if isinstance(annotation, dict) and (form := _appearance(annotation)) is not None:
                self._annotation(annotation, form, page)

    def _annotation(self, annotation: Mapping[str, Any], form: PDFStream, page: Any) -> None:
        rect, box = numbers_of(annotation.get("Rect"), 4), numbers_of(form.get("BBox"), 4)
        if rect is None or box is None or ("OC" in annotation and not self._layers.on(annotation["OC"])):
            return
        matrix = matrix_of(form.get("Matrix")) or MATRIX_IDENTITY
        # ISO 32000-1, 12.5.5, algorithm 8.1: the appearance's box is laid on the annotation's rectangle.
        corners = [apply_matrix_pt(matrix, (x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
        x0, y0, x1, y1 = box_of(corners)
        r0, s0, r1, s1 = (
            min(rect[0], rect[2]),
            min(rect[1], rect[3]),
            max(rect[0], rect[2]),
            max(rect[1], rect[3]),
        )
        wide, high = (x1 - x0) or 1.0, (y1 - y0) or 1.0
        a, d = (r1 - r0) / wide, (s1 - s0) / high
        placed = (a, 0.0, 0.0, d, r0 - a * x0, s0 - d * y0)
        ctm = mult_matrix(placed, _page_matrix(page))
        interpreter = self.dup()
        interpreter.init_resources(page.resources)
        interpreter.init_state(ctm)
        resources = resolve1(form.get("Resources")) or page.resources
        inner = mult_matrix(matrix, ctm)
        self._draw(form, lambda: interpreter.render_contents(resources, [form], ctm=inner), ctm)


def _page_matrix(page: Any) -> Matrix:
    """The matrix with which pdfminer begins a page."""
    x0, y0, x1, y1 = page.mediabox
    return {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(page.rotate, (1, 0, 0, 1, -x0, -y0))


def _appearance(annotation: Mapping[str, Any]) -> PDFStream | None:
    """The form that an annotation shows; None where it shows none."""
    flags = resolve1(annotation.get("F"))
    if name_of(resolve1(annotation.get("Subtype"))) in TEXTLESS_SUBTYPES:
        return None
    if isinstance(flags, int) and flags & UNSHOWN_FLAGS:
        return None
    looks = resolve1(annotation.get("AP"))
    form = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if isinstance(form, dict):
        form = resolve1(form.get(name_of(resolve1(annotation.get("AS")))))
    return form if isinstance(form, PDFStream) else None
