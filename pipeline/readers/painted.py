"""What an engine tells of a page: everything that is painted on it, in the order in which it is painted.

Engines decide nothing about it: what of it a reader of the page sees is the matter of ``sight/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.readers.page import BBox, Glyph

UNSHOWN_FLAGS = 2 | 32
"""Flags of annotations that no page shows: Hidden, NoView (ISO 32000-1, table 165)."""

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""
Point = tuple[float, float]
Direction = tuple[float, float]
"""Unit vector in which a text's characters follow each other, y downwards; (1, 0) from left to right."""
INK_ABOVE_EM, INK_BELOW_EM = 0.78, 0.06
"""The ink of Han glyphs reaches so far about the baseline; that of digits ends on it."""
INK_MIDDLE_EM = 0.36
"""The middle of a glyph's ink stands this far above its baseline."""
NO_INK = frozenset((3, 7))
"""Text render modes that paint nothing (ISO 32000-1, table 106)."""
OUTLINED = frozenset((1, 5))
"""Text render modes that paint the outlines of characters alone."""
WIDE_FROM = 0x2E80
"""From here on code points are mostly set on a full em: radicals, Han, kana, full-width forms."""
BLACK: Colour = (0.0, 0.0, 0.0)
"""The colour of the format's start, also where a colour cannot be told."""
WHITE_RGB: Colour = (1.0, 1.0, 1.0)
RIGHTWARDS: Direction = (1.0, 0.0)


class TextStyle(NamedTuple):
    """What the glyphs of one painted text have in common.

    Attributes:
        inked: whether it is painted at all: not so the layer that text recognition puts behind a scan.
        alpha: opacity, 0 to 1.
        clip: box outside of which it is not painted; None where nothing cuts it.
        layer_on: whether the layer it belongs to is switched on.
    """

    direction: Direction = RIGHTWARDS
    colour: Colour = BLACK
    inked: bool = True
    alpha: float = 1.0
    clip: BBox | None = None
    layer_on: bool = True


PLAIN_STYLE = TextStyle()
"""The style of nearly all texts: nothing about it has to be looked at."""


class Span(NamedTuple):
    """Glyphs ``start`` to ``end`` of a page, which follow each other and have one style."""

    style: int
    start: int
    end: int


class Stroke(NamedTuple):
    """A straight line that can be seen."""

    x0: float
    y0: float
    x1: float
    y1: float
    order: int
    colour: Colour = BLACK


class Area(NamedTuple):
    """A filled or framed figure.

    Attributes:
        points: its corners.
        filled: colour that it is filled with; None where it is only framed.
        framed: colour of its outline; None where it has none that can be seen.
        opaque: whether what lies under its filling cannot be seen.
        clip: box outside of which it is not painted.
        curved: whether its outline is no polygon.
    """

    points: tuple[Point, ...]
    order: int
    filled: Colour | None = None
    framed: Colour | None = None
    opaque: bool = True
    clip: BBox | None = None
    curved: bool = False

    @property
    def bbox(self) -> BBox:
        """Box of what is painted of it."""
        xs, ys = [p[0] for p in self.points], [p[1] for p in self.points]
        box = (min(xs), min(ys), max(xs), max(ys))
        return box if self.clip is None else common(box, self.clip)


class PaintedImage(NamedTuple):
    """A painted image."""

    bbox: BBox
    order: int
    opaque: bool = True


@dataclass(slots=True)
class Painted:
    """All that is painted on one page, in display space.

    Attributes:
        glyphs: as Glyph says, but with ``x0`` and ``y`` the origin and ``x1 - x0`` the advance in the text's direction.
        styles: what the glyphs of each painted text have in common; ``style_of[i]`` is the index of glyph ``i``'s.
        orders: the place of each of these texts in the order of painting.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    style_of: list[int] = field(default_factory=list)
    styles: list[TextStyle] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[PaintedImage] = field(default_factory=list)
    _spans: list[Span] | None = field(default=None, init=False, repr=False, compare=False)

    def spans(self) -> list[Span]:
        """The painted texts that still have glyphs, in order; a text that others interrupt is several."""
        if self._spans is None:
            self._spans = self._found_spans()
        return self._spans

    def _found_spans(self) -> list[Span]:
        found: list[Span] = []
        start, last = 0, -1
        for i, style in enumerate(self.style_of):
            if style != last:
                if i > start:
                    found.append(Span(last, start, i))
                start, last = i, style
        if len(self.style_of) > start:
            found.append(Span(last, start, len(self.style_of)))
        return found

    def keeping(self, kept: Sequence[int]) -> Painted:
        """The page with these glyphs alone."""
        if len(kept) == len(self.glyphs):
            return self
        glyphs, style_of = self.glyphs, self.style_of
        return replace(self, glyphs=[glyphs[i] for i in kept], style_of=[style_of[i] for i in kept])

    @property
    def plain(self) -> bool:
        """Whether all texts are black print from left to right that nothing cuts."""
        return all(style is PLAIN_STYLE for style in self.styles)

    @property
    def image_share(self) -> float:
        """Share of the page that images cover, 0 to 1."""
        area = self.width * self.height
        images = sum((x1 - x0) * (y1 - y0) for (x0, y0, x1, y1), _, _ in self.pictures)
        return min(1.0, images / area) if area else 0.0


def ink_box(glyph: Glyph) -> BBox:
    """Where the ink of a glyph lies."""
    return glyph.x0, glyph.y - INK_ABOVE_EM * glyph.size, glyph.x1, glyph.y + INK_BELOW_EM * glyph.size


def area_of(box: BBox) -> float:
    """Its area in square points; nought where its ends are out of order."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def common(one: BBox, other: BBox) -> BBox:
    """The box that two boxes share; its ends are out of order where they share none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def hull_of(boxes: Sequence[BBox]) -> BBox:
    """The smallest box around boxes, of which there is at least one."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
