"""A page as pdfminer tells it: texts, paths and images in the order in which they are painted.

pdfminer's own devices keep neither that order nor what is cut, see-through or on a layer; so this one paints for itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, apply_matrix_pt, decode_text, mult_matrix

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
    Point,
    Stroke,
    TextStyle,
    common,
)
from pipeline.readers.painting import visible

NO_INK = frozenset((3, 7))
"""Text render modes that paint nothing."""
OUTLINED = frozenset((1, 5))
"""Text render modes that paint the outlines of characters alone."""
WIDE = 0x2E80
"""From here on code points are mostly set on a full em: radicals, Han, kana, full-width forms."""
ASCENT_EM = 0.88
"""Where the em box of a character of upright writing begins above its baseline."""
NOT_SHOWN = 0x02 | 0x20
"""Flags of annotations that no page shows: Hidden, NoView (ISO 32000-1, table 165)."""
WITHOUT_TEXT = frozenset(("Link", "Popup"))
"""Annotations that are only seen when a person points at them."""
SPACE_CODES = range(1, 0x20)
"""Fonts of browsers call the glyph of the space by one of these, and by nothing else."""


class _Frame(NamedTuple):
    """Where the visible page lies in pdfminer's space: y upwards from the turned /MediaBox."""

    left: float
    top: float
    media_height: float
    width: float
    height: float

    def at(self, x: float, y: float) -> Point:
        """A place of pdfminer's in display space."""
        return x - self.left, self.media_height - y - self.top


@dataclass(slots=True)
class _State:
    """What pdfminer does not keep of the graphics state."""

    clip: BBox | None = None
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blended: bool = False
    layer_on: bool = True


@dataclass(slots=True)
class _Letter:
    """A glyph before its text is set right."""

    glyph: Glyph
    style: int
    font: str
    blank: bool = False


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
    device = _Painter(page.pdf.rsrcmgr, Painted(number, frame.width, frame.height), frame)
    interpreter = _Interpreter(device.rsrcmgr, device, layers)
    interpreter.process_page(page.page_obj)
    interpreter.annotations(page.page_obj)
    return device.finished()


def _frame(page: Any) -> _Frame:
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
    return _Frame(left, height - upper, height, right - left, upper - bottom)


class _Painter(PDFTextDevice):
    """Takes in what is painted, in order."""

    def __init__(self, resources: PDFResourceManager, painted: Painted, frame: _Frame) -> None:
        super().__init__(resources)
        self.tally = Tally()
        self.state = _State()
        self._painted = painted
        self._frame = frame
        self._order = 0
        self._letters: list[_Letter] = []
        self._spans: list[tuple[str | None, int]] = []
        self._textstate: Any = None
        self._styles: dict[tuple[Direction, int], int] = {}

    def finished(self) -> Painted:
        """The page, its texts set right."""
        for letter in self._letters:
            text = " " if letter.blank else printed_text(letter.glyph.text, letter.font)
            if text:
                self._painted.glyphs.append(letter.glyph._replace(text=text))
                self._painted.style_of.append(letter.style)
        return self._painted

    def begin_page(self, page: Any, ctm: Matrix) -> None:
        """Nothing: what is painted is kept for one page."""

    def end_page(self, page: Any) -> None:
        """Nothing."""

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        """A form or an image begins."""
        self.tally.forms(1)

    def end_figure(self, name: Any) -> None:
        """It ends."""

    def render_image(self, name: Any, stream: PDFStream) -> None:
        """An image, on the unit square."""
        self._order += 1
        if not self.state.layer_on:
            return
        corners = [self._at((x, y)) for x in (0, 1) for y in (0, 1)]
        box = _box(corners)
        if self.state.clip is not None:
            box = common(box, self.state.clip)
        if box[0] < box[2] and box[1] < box[3]:
            opaque = self.state.fill_alpha >= 1 and not self.state.blended and _is_opaque(stream)
            self._painted.pictures.append(Picture(box, self._order, opaque))

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """A path, stroked or filled or both."""
        self._order += 1
        self.tally.objects(1)
        self.tally.segments(len(path))
        state = self.state
        if not state.layer_on:
            return
        filled = _rgb(gstate.ncolor, gstate.ncs) if fill and state.fill_alpha > 0 else None
        framed = _rgb(gstate.scolor, gstate.scs) if stroke else None
        if framed is not None and not visible(framed, state.stroke_alpha):
            framed = None
        if filled is None and framed is None:
            return
        opaque = filled is not None and state.fill_alpha >= 1 and not state.blended
        for points, curved in self._subpaths(path):
            if framed is not None:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._painted.strokes.append(Stroke(x0, y0, x1, y1, self._order, framed))
            if len(points) > 2:
                area = Area(tuple(points), self._order, filled, framed, opaque, state.clip, curved)
                self._painted.areas.append(area)

    def _subpaths(self, path: Sequence[Any]) -> Iterator[tuple[list[Point], bool]]:
        points: list[Point] = []
        curved = False
        for operator, *numbers in path:
            if operator == "m" and points:
                yield points, curved
                points, curved = [], False
            if operator == "h":
                points.extend(points[:1])
                continue
            pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
            points.extend(self._at(pair) for pair in pairs)
            curved = curved or operator in "cvy"
        if points:
            yield points, curved

    def _at(self, point: Point) -> Point:
        assert self.ctm is not None
        return self._frame.at(*apply_matrix_pt(self.ctm, point))

    def clip(self, path: Sequence[Any]) -> None:
        """Cut what is painted from now on to a path's box."""
        points = [point for subpath, _ in self._subpaths(path) for point in subpath]
        if points:
            box = _box(points)
            self.state.clip = box if self.state.clip is None else common(box, self.state.clip)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """A text."""
        self._order += 1
        self._textstate, self._styles = textstate, {}
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """A glyph; gives its advance in the text's own space."""
        self.tally.glyphs(1)
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        size = abs(fontsize) * math.hypot(c, d)
        text, blank = _text_of(font, cid)
        if font.is_vertical():
            x, y, along = self._upright(matrix, font, cid, fontsize, rise, size)
        else:
            x, y = self._frame.at(e + c * rise, f + d * rise)
            along = abs(advance) * math.hypot(a, b)
            if ord(text[0]) >= WIDE:
                along = max(along, size)
        sign = -1.0 if fontsize * scaling < 0 else 1.0
        style = self._style(_unit(a * sign, -b * sign), graphicstate)
        glyph = Glyph(text, x, x + along, y, size)
        self._letters.append(_Letter(glyph, style, str(font.fontname), blank))
        return advance

    def _upright(
        self, matrix: Matrix, font: PDFFont, cid: int, fontsize: float, rise: float, size: float
    ) -> tuple[float, float, float]:
        """Origin and advance of a character of a font for upright writing, as if it stood on a level line."""
        across, down = font.char_disp(cid)  # type: ignore[misc]
        vx = fontsize * 0.5 if across is None else across * fontsize * 0.001
        vy = (1000 - down) * fontsize * 0.001
        x, top = self._frame.at(*apply_matrix_pt(matrix, (-vx, vy + rise)))
        return x, top + ASCENT_EM * size, size

    def _style(self, direction: Direction, graphicstate: Any) -> int:
        mode = self._textstate.render
        key = direction, mode
        if key not in self._styles:
            outlined = mode in OUTLINED
            state = self.state
            colour = (
                _rgb(graphicstate.scolor, graphicstate.scs)
                if outlined
                else _rgb(graphicstate.ncolor, graphicstate.ncs)
            )
            self._styles[key] = len(self._painted.styles)
            self._painted.styles.append(
                TextStyle(
                    self._order,
                    direction,
                    colour,
                    mode not in NO_INK,
                    state.stroke_alpha if outlined else state.fill_alpha,
                    state.clip,
                    state.layer_on,
                )
            )
        return self._styles[key]

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Marked content begins; it may say for which text it stands."""
        self._spans.append((_actual_text(props), len(self._letters)))

    def end_tag(self) -> None:
        """Marked content ends."""
        text, begin = self._spans.pop() if self._spans else (None, 0)
        # A text for several glyphs does not say which of them is which.
        if text is not None and len(text) == 1 and len(self._letters) - begin == 1:
            letter = self._letters[begin]
            letter.glyph, letter.blank = letter.glyph._replace(text=text), False

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A marked place: nothing is painted."""


def _text_of(font: PDFFont, cid: int) -> tuple[str, bool]:
    """What a font says of a glyph, U+FFFD where it says nothing; whether it is its space by another name."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return "\ufffd", False
    if not isinstance(text, str) or not text:
        return "\ufffd", False
    return text, ord(text[0]) in SPACE_CODES and ord(text[0]) == cid


def _unit(right: float, down: float) -> Direction:
    if right > 0 and abs(down) < 1e-6 * right:
        return RIGHTWARDS
    length = math.hypot(right, down)
    return (right / length, down / length) if length else RIGHTWARDS


def _box(points: Sequence[Point]) -> BBox:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rgb(colour: Any, space: Any) -> Colour:
    """A colour of any space; black, the colour of the format's start, where it is a pattern or a spot colour."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    name = getattr(space, "name", "")
    if not all(isinstance(part, (int, float)) for part in parts) or name in {"Pattern", "Indexed"}:
        return BLACK
    if name in {"Separation", "DeviceN"}:
        ink = max((float(part) for part in parts), default=1.0)
        return (1 - ink, 1 - ink, 1 - ink) if ink < 1 else BLACK
    if len(parts) == 1:
        grey = float(parts[0])
        return (grey, grey, grey) if grey else BLACK
    if len(parts) == 4:
        c, m, y, k = parts
        parts = ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    if len(parts) != 3:
        return BLACK
    r, g, b = (min(1.0, max(0.0, float(part))) for part in parts)
    return (r, g, b) if r or g or b else BLACK


def _is_opaque(stream: PDFStream) -> bool:
    """Whether an image hides what is under it."""
    if resolve1(stream.get_any(("ImageMask", "IM"))) or "Mask" in stream:
        return False
    mask = resolve1(stream.get("SMask"))
    if not isinstance(mask, PDFStream):
        return True
    try:
        return min(mask.get_data(), default=255) == 255
    except Exception:  # a mask that cannot be had may be anything
        return False


def _actual_text(props: Any) -> str | None:
    value = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
    if not isinstance(value, bytes):
        return None
    return decode_text(value).replace("\x00", "") or None


class _Interpreter(PDFPageInterpreter):
    """Keeps what the graphics state says of clips, opacity and layers; counts what it is to draw."""

    device: _Painter

    def __init__(self, resources: PDFResourceManager, device: _Painter, layers: Layers) -> None:
        super().__init__(resources, device)
        self._layers = layers
        self._kept: list[_State] = []
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
        states = resolve1(self.resources.get("ExtGState")) if isinstance(self.resources, dict) else None
        found = resolve1(states.get(_name(name))) if isinstance(states, dict) else None
        if not isinstance(found, dict):
            return
        state = self.device.state
        for key, attribute in (("ca", "fill_alpha"), ("CA", "stroke_alpha")):
            value = resolve1(found.get(key))
            if isinstance(value, (int, float)):
                setattr(state, attribute, float(value))
        if "BM" in found or "SMask" in found:
            blend, mask = _first_name(found.get("BM")), _first_name(found.get("SMask"))
            state.blended = blend not in {"", "Normal", "Compatible"} or mask not in {"", "None"}

    def do_BDC(self, tag: Any, props: Any) -> None:
        """Marked content, which may belong to a layer."""
        named = props
        if isinstance(props, PSLiteral) and isinstance(self.resources, dict):
            listed = resolve1(self.resources.get("Properties"))
            named = listed.get(_name(props)) if isinstance(listed, dict) else None
        self._marks.append(self.device.state.layer_on)
        if _name(tag) == "OC" and not self._layers.on(named):
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
        form = resolve1(self.xobjmap.get(_name(xobjid_arg)))
        if not isinstance(form, PDFStream):
            return
        self._draw(form, lambda: PDFPageInterpreter.do_Do(self, xobjid_arg), self.ctm)

    def _draw(self, form: PDFStream, draw: Any, ctm: Matrix) -> None:
        outside = self.device.state
        self.device.state = replace(outside)
        before = self.device.ctm
        try:
            if "OC" in form and not self._layers.on(form["OC"]):
                self.device.state.layer_on = False
            box, matrix = _numbers(form.get("BBox"), 4), _numbers(form.get("Matrix"), 6)
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
        rect, box = _numbers(annotation.get("Rect"), 4), _numbers(form.get("BBox"), 4)
        if rect is None or box is None or ("OC" in annotation and not self._layers.on(annotation["OC"])):
            return
        matrix = _numbers(form.get("Matrix"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        # ISO 32000-1, 12.5.5, algorithm 8.1: the appearance's box is laid on the annotation's rectangle.
        corners = [apply_matrix_pt(matrix, (x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]  # type: ignore[arg-type]
        x0, y0, x1, y1 = _box(corners)
        r0, s0, r1, s1 = min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])
        wide, high = (x1 - x0) or 1.0, (y1 - y0) or 1.0
        a, d = (r1 - r0) / wide, (s1 - s0) / high
        placed = (a, 0.0, 0.0, d, r0 - a * x0, s0 - d * y0)
        ctm = mult_matrix(placed, _page_matrix(page))
        interpreter = self.dup()
        interpreter.init_resources(page.resources)
        interpreter.init_state(ctm)
        resources = resolve1(form.get("Resources")) or page.resources
        inner = mult_matrix(matrix, ctm)  # type: ignore[arg-type]
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
    if _name(resolve1(annotation.get("Subtype"))) in WITHOUT_TEXT:
        return None
    if isinstance(flags, int) and flags & NOT_SHOWN:
        return None
    looks = resolve1(annotation.get("AP"))
    form = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if isinstance(form, dict):
        form = resolve1(form.get(_name(resolve1(annotation.get("AS")))))
    return form if isinstance(form, PDFStream) else None


def _name(value: Any) -> str:
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else name.decode("latin-1") if isinstance(name, bytes) else ""


def _first_name(value: Any) -> str:
    found = resolve1(value)
    if isinstance(found, list):
        found = resolve1(found[0]) if found else None
    return "dictionary" if isinstance(found, dict) else _name(found)


def _numbers(value: Any, count: int) -> tuple[float, ...] | None:
    found = resolve1(value)
    if not isinstance(found, list) or len(found) != count:
        return None
    numbers = [resolve1(one) for one in found]
    return tuple(map(float, numbers)) if all(isinstance(n, (int, float)) for n in numbers) else None


@dataclass(frozen=True, slots=True)
class Layers:
    """Which layers of a file are switched on when it is opened (ISO 32000-1, 8.11.4.3).

    Attributes:
        all_on: whether layers that are not named are on.
        named: numbers of the objects that describe the layers that are named as the others are not.
    """

    all_on: bool = True
    named: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, catalog: Mapping[str, Any]) -> Layers:
        """Those of a file with this catalogue."""
        properties = resolve1(catalog.get("OCProperties"))
        default = resolve1(properties.get("D")) if isinstance(properties, dict) else None
        if not isinstance(default, dict):
            return cls()
        all_on = _name(resolve1(default.get("BaseState"))) != "OFF"
        listed = resolve1(default.get("OFF" if all_on else "ON"))
        refs = listed if isinstance(listed, list) else []
        return cls(all_on, frozenset(ref.objid for ref in refs if isinstance(ref, PDFObjRef)))

    def on(self, layer: Any) -> bool:
        """Whether what belongs to a layer, or to several, is painted."""
        described = resolve1(layer)
        if not isinstance(described, dict):
            return True
        if _name(resolve1(described.get("Type"))) != "OCMD":
            return not isinstance(layer, PDFObjRef) or self.all_on != (layer.objid in self.named)
        groups = described.get("OCGs")
        if isinstance(resolve1(groups), list):
            groups = resolve1(groups)
        states = [self.on(one) for one in (groups if isinstance(groups, list) else [groups]) if one is not None]
        policy = _name(resolve1(described.get("P"))) or "AnyOn"
        if not states:
            return True
        return {
            "AllOn": all(states),
            "AnyOff": not all(states),
            "AllOff": not any(states),
        }.get(policy, any(states))
