"""What pdfminer paints, taken in as it comes: its own devices keep neither the order nor what is cut or see-through."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, decode_text

from pipeline.dataclass import dataclass
from pipeline.readers.characters import REPLACEMENT, printed_text
from pipeline.readers.limits import Tally
from pipeline.readers.page import ASCENT_EM, BBox, Glyph
from pipeline.readers.paint import visible
from pipeline.readers.painted import (
    BLACK,
    NO_INK,
    OUTLINED,
    PLAIN_STYLE,
    RIGHTWARDS,
    WIDE_FROM,
    Area,
    Colour,
    Direction,
    Painted,
    PaintedImage,
    Point,
    Stroke,
    TextStyle,
    common,
)

SPACE_CODES = range(1, 0x20)
"""Fonts of browsers call the glyph of the space by one of these, and by nothing else."""


class PageFrame(NamedTuple):
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
class GraphicsState:
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


class Painter(PDFTextDevice):
    """Takes in what is painted, in order."""

    def __init__(self, resources: PDFResourceManager, painted: Painted, frame: PageFrame) -> None:
        super().__init__(resources)
        self.tally = Tally()
        self.state = GraphicsState()
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
        box = box_of(corners)
        if self.state.clip is not None:
            box = common(box, self.state.clip)
        if box[0] < box[2] and box[1] < box[3]:
            opaque = self.state.fill_alpha >= 1 and not self.state.blended and _is_opaque(stream)
            self._painted.pictures.append(PaintedImage(box, self._order, opaque))

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
        return self._frame.at(*apply_matrix_pt(self.matrix, point))

    @property
    def matrix(self) -> Matrix:
        """Leads from the space of what is painted now to pdfminer's."""
        return self.ctm or MATRIX_IDENTITY

    def clip(self, path: Sequence[Any]) -> None:
        """Cut what is painted from now on to a path's box."""
        points = [point for subpath, _ in self._subpaths(path) for point in subpath]
        if points:
            box = box_of(points)
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
            if ord(text[0]) >= WIDE_FROM:
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
            style = TextStyle(
                direction,
                colour,
                mode not in NO_INK,
                state.stroke_alpha if outlined else state.fill_alpha,
                state.clip,
                state.layer_on,
            )
            self._painted.styles.append(PLAIN_STYLE if style == PLAIN_STYLE else style)
            self._painted.orders.append(self._order)
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
        return REPLACEMENT, False
    if not text:
        return REPLACEMENT, False
    return text, ord(text[0]) in SPACE_CODES and ord(text[0]) == cid


def _unit(right: float, down: float) -> Direction:
    if right > 0 and abs(down) < 1e-6 * right:
        return RIGHTWARDS
    length = math.hypot(right, down)
    return (right / length, down / length) if length else RIGHTWARDS


def box_of(points: Sequence[Point]) -> BBox:
    """The box around points."""
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
