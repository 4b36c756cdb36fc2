"""Which way a page's text runs: a page on its side or drawn askew is set upright before anything else is judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.page import BBox, Glyph, Straightened
from pipeline.readers.painted import RIGHTWARDS, Area, Direction, Painted, PaintedImage, Stroke

LEAST_SKEW_DEGREES = 0.1
"""Below this a line of 800 points rises by less than the thickness of a rule is told by."""
MOST_SKEW_DEGREES = 10.0
"""Pages are drawn askew by a few degrees; what is turned further lies on its side or is laid over."""
SAME_DEGREES = 0.35
"""Directions that differ by less are one: producers round their matrices."""
SKEWED_SHARE = 0.5
"""Of a page that is drawn askew, more of the text runs so; of stamps and watermarks there is less."""

Matrix = tuple[float, float, float, float, float, float]


def straightened(painted: Painted) -> tuple[Painted, Straightened]:
    """The page with most of its text running from left to right, and the way back to the page as shown."""
    if painted.plain or all(style.direction is RIGHTWARDS for style in painted.styles):
        return painted, None
    degrees = main_degrees(painted)
    if abs(degrees) < LEAST_SKEW_DEGREES:
        return _with_level_text(painted), None
    matrix, width, height = _turn(degrees, painted.width, painted.height)
    turned = replace(
        painted,
        width=width,
        height=height,
        glyphs=[_glyph(g, matrix) for g in painted.glyphs],
        styles=[
            style._replace(
                direction=_direction(style.direction, matrix),
                clip=None if style.clip is None else _box(style.clip, matrix),
            )
            for style in painted.styles
        ],
        strokes=[
            Stroke(*_point(s.x0, s.y0, matrix), *_point(s.x1, s.y1, matrix), s.order, s.colour)
            for s in painted.strokes
        ],
        areas=[_area(one, matrix) for one in painted.areas],
        pictures=[PaintedImage(_box(one.bbox, matrix), one.order, one.opaque) for one in painted.pictures],
    )
    return _with_level_text(turned), _inverse(matrix)


def degrees_of(direction: Direction) -> float:
    """Angle of a direction, clockwise as the page is seen, from -180 to 180."""
    return math.degrees(math.atan2(direction[1], direction[0]))


def main_degrees(painted: Painted) -> float:
    """The direction of most of the text; a whole number of quarters where no more than half of it is askew."""
    counts = [0] * len(painted.styles)
    for glyph, style in zip(painted.glyphs, painted.style_of, strict=True):
        if not glyph.text.isspace() and painted.styles[style].inked:
            counts[style] += 1
    angles = [degrees_of(style.direction) for style in painted.styles]
    quarters = [0, 0, 0, 0]
    for angle, count in zip(angles, counts, strict=True):
        if abs(_rest(angle)) <= MOST_SKEW_DEGREES:
            quarters[round(angle / 90) % 4] += count
    quarter = max(range(4), key=lambda k: (quarters[k], k == 0))
    rests = [
        (_rest(angle), count)
        for angle, count in zip(angles, counts, strict=True)
        if round(angle / 90) % 4 == quarter and abs(_rest(angle)) <= MOST_SKEW_DEGREES
    ]
    skew = _most_common(rests)
    alike = sum(count for rest, count in rests if abs(rest - skew) <= SAME_DEGREES)
    base = quarter * 90.0 if quarter < 3 else -90.0
    return base + skew if alike > SKEWED_SHARE * max(1, sum(counts)) else base


def _rest(angle: float) -> float:
    """How far an angle is from the nearest quarter."""
    return angle - 90 * round(angle / 90)


def _most_common(rests: Sequence[tuple[float, int]]) -> float:
    """The angle around which there is most of the text."""
    best, most = 0.0, 0
    for rest, _ in rests:
        near = [(other, count) for other, count in rests if abs(other - rest) <= SAME_DEGREES]
        weight = sum(count for _, count in near)
        if weight > most:
            best, most = sum(other * count for other, count in near) / weight, weight
    return best


def _with_level_text(painted: Painted) -> Painted:
    """Directions that differ from the page's by nothing but rounding are the page's."""
    styles = [
        style._replace(direction=RIGHTWARDS) if abs(degrees_of(style.direction)) <= SAME_DEGREES else style
        for style in painted.styles
    ]
    return replace(painted, styles=styles)


def _turn(degrees: float, width: float, height: float) -> tuple[Matrix, float, float]:
    """The matrix that turns a page back by an angle, and the size of the turned page."""
    angle = math.radians(-degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    quarter = round(degrees / 90) % 2
    wide, high = (height, width) if quarter else (width, height)
    # About the middle of the page.
    e = wide / 2 - cos * width / 2 + sin * height / 2
    f = high / 2 - sin * width / 2 - cos * height / 2
    return (cos, sin, -sin, cos, e, f), wide, high


def _inverse(m: Matrix) -> Matrix:
    """The way back of a turn."""
    a, b, c, d, e, f = m
    return (a, c, b, d, -(a * e + b * f), -(c * e + d * f))


def _point(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _direction(direction: Direction, m: Matrix) -> Direction:
    return m[0] * direction[0] + m[2] * direction[1], m[1] * direction[0] + m[3] * direction[1]


def _glyph(glyph: Glyph, m: Matrix) -> Glyph:
    x, y = _point(glyph.x0, glyph.y, m)
    return Glyph(glyph.text, x, x + glyph.x1 - glyph.x0, y, glyph.size)


def _box(box: BBox, m: Matrix) -> BBox:
    corners = [_point(x, y, m) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _area(area: Area, m: Matrix) -> Area:
    points = tuple(_point(x, y, m) for x, y in area.points)
    return area._replace(points=points, clip=None if area.clip is None else _box(area.clip, m))
