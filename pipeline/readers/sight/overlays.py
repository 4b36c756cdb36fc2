"""What is laid over or beside the page's own text: stamps, watermarks, boxes, line numbers, reading aids.

None of them is known by its words. They run at another angle, are far larger or of another colour and stand across
rules and other text, stand in a frame of their own that crosses the table's rules, count the lines of the page in its
margin, or spell out in small type what stands beside them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from pipeline.readers.page import Aside, AsideKind, BBox, Glyph, Remark
from pipeline.readers.painted import (
    BLACK,
    RIGHTWARDS,
    Area,
    Colour,
    Painted,
    Point,
    Span,
    Stroke,
    area_of,
    common,
    hull_of,
    ink_box,
)
from pipeline.readers.sight.directions import SAME_DEGREES, degrees_of
from pipeline.readers.sight.frames import COLOUR_SPREAD, belongs_to, frames_over_rules, texts_in
from pipeline.readers.sight.line_numbers import line_numbers
from pipeline.readers.sight.reading_aids import reading_aids
from pipeline.readers.sight.visibility import Backgrounds

LARGE = 1.6
"""Watermarks are set in type this many times the page's and more; titles are too, but nothing stands across them."""
WATERMARK = 2.0
"""Type so large and pale is a watermark, whatever it stands on: nobody prints a title so."""
MOST_FAINT = 0.55
"""A watermark's colour differs from the paper by less of the way to black; print in grey by more."""
ACROSS_SHARE = 0.15
"""Two glyphs stand across each other if so much of the smaller one's ink box is shared; neighbours only touch."""
ACROSS_GLYPHS = 0.2
"""Of a text that is laid over others, at least this share of its glyphs stands across rules or other print."""


class Laid(NamedTuple):
    """A page without what is laid over it.

    Attributes:
        remarks: places where it hides or crosses print.
    """

    painted: Painted
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()


def without_overlays(painted: Painted) -> Laid:
    """Take what is laid over the page off it."""
    spans = painted.spans()
    taken: dict[int, tuple[AsideKind, int]] = {}
    groups: list[tuple[AsideKind, set[int]]] = []
    frames = frames_over_rules(painted)
    groups += [("overlay", found) for found in _slanted(painted)]
    groups += [("overlay", found) for frame in frames if (found := texts_in(frame, painted))]
    groups += [("overlay", found) for found in _standing_across(painted, spans)]
    groups += [("overlay", found) for found in line_numbers(painted)]
    groups += [("overlay", found) for found in reading_aids(painted, spans)]
    for k, (kind, found) in enumerate(groups):
        for i in found:
            taken.setdefault(i, (kind, k))
    used = [frame for frame in frames if _holds_any(frame, painted, taken)]
    remarks = tuple(_crossed(painted))
    if not taken and not used:
        return Laid(painted, (), remarks)
    asides = tuple(_asides(painted, taken, len(groups)))
    rest = replace(
        painted.keeping([i for i in range(len(painted.glyphs)) if i not in taken]),
        strokes=[s for s in painted.strokes if not any(belongs_to(s.order, _box(s), f) for f in used)],
        areas=[a for a in painted.areas if not any(belongs_to(a.order, a.bbox, f) for f in used)],
    )
    return Laid(rest, asides, remarks)


def _suspects(painted: Painted, spans: Sequence[Span]) -> list[Span]:
    """Texts that are set apart from the page's own by colour, transparency and size."""
    unlike = [
        span for span in spans if (style := painted.styles[span.style]).colour is not BLACK or style.alpha < 1
    ]
    if not unlike:
        return []
    size = median(painted.glyphs[span.start].size for span in spans)
    counts: Counter[Colour] = Counter()
    for span in spans:
        counts[painted.styles[span.style].colour] += span.end - span.start
    own = counts.most_common(1)[0][0]
    grounds = Backgrounds(painted)
    return [s for s in unlike if _set_apart(painted, s, size, own, grounds)]


def _set_apart(
    painted: Painted, span: Span, own_size: float, own_colour: Colour, grounds: Backgrounds
) -> bool:
    style, glyph = painted.styles[span.style], painted.glyphs[span.start]
    coloured = max(style.colour) - min(style.colour) > COLOUR_SPREAD and style.colour != own_colour
    return (
        coloured
        or _is_faint(painted, span.style, glyph, grounds)
        or (glyph.size >= LARGE * own_size and style.alpha < 1)
    )


def _is_faint(painted: Painted, text: int, glyph: Glyph, grounds: Backgrounds) -> bool:
    """Whether a text is much paler than print on what it stands on."""
    style, ground = painted.styles[text], grounds.under(glyph, painted.orders[text])
    if ground is None:
        return False
    return style.alpha * max(abs(a - b) for a, b in zip(style.colour, ground, strict=True)) < MOST_FAINT


def _slanted(painted: Painted) -> Iterator[set[int]]:
    """Texts at another angle than a quarter of a turn, those of one angle together."""
    if painted.plain or all(style.direction is RIGHTWARDS for style in painted.styles):
        return
    angles = [degrees_of(style.direction) for style in painted.styles]
    by_angle: dict[int, set[int]] = defaultdict(set)
    for i, style in enumerate(painted.style_of):
        if abs(_off_quarter(angles[style])) > SAME_DEGREES:
            by_angle[round(angles[style])].add(i)
    yield from by_angle.values()


def _off_quarter(angle: float) -> float:
    return angle - 90 * round(angle / 90)


def _holds_any(frame: Area, painted: Painted, taken: dict[int, tuple[AsideKind, int]]) -> bool:
    """Whether a figure belongs to what is laid over the page, or is itself laid over its text."""
    box = frame.bbox
    return any(area_of(common(ink_box(painted.glyphs[i]), box)) > 0 for i in taken)


def _box(stroke: Stroke) -> BBox:
    x0, y0, x1, y1 = stroke[:4]
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _standing_across(painted: Painted, spans: Sequence[Span]) -> Iterator[set[int]]:
    """Texts of another size or colour that stand across rules or other text."""
    suspects = _suspects(painted, spans)
    if not suspects:
        return
    aside = set(suspects)
    own = [
        painted.glyphs[i]
        for span in spans
        if span not in aside
        for i in range(span.start, span.end)
        if not painted.glyphs[i].text.isspace()
    ]
    own.sort(key=lambda g: g.y)
    heights = [g.y for g in own]
    size, grounds = median(painted.glyphs[s.start].size for s in spans), Backgrounds(painted)
    for group in _neighbouring(painted, suspects):
        glyph = painted.glyphs[group[0]]
        if glyph.size >= WATERMARK * size and _is_faint(painted, painted.style_of[group[0]], glyph, grounds):
            yield set(group)
            continue
        printed = [i for i in group if not painted.glyphs[i].text.isspace()]
        across = sum(_stands_across(painted.glyphs[i], own, heights, painted.strokes) for i in printed)
        if across >= max(1, ACROSS_GLYPHS * len(printed)):
            yield set(group)


def _neighbouring(painted: Painted, spans: Sequence[Span]) -> list[list[int]]:
    """Texts that were painted as pieces of one line, together."""
    groups: list[list[int]] = []
    for style, start, end in spans:
        last = groups[-1][-1] if groups else None
        if last is not None and _goes_on(painted, last, style, start):
            groups[-1].extend(range(start, end))
        else:
            groups.append(list(range(start, end)))
    return groups


def _goes_on(painted: Painted, last: int, text: int, start: int) -> bool:
    """Whether a text looks like the one that ends with glyph ``last`` and stands right behind it."""
    before, glyph = painted.glyphs[last], painted.glyphs[start]
    style, other = painted.styles[text], painted.styles[painted.style_of[last]]
    near = abs(glyph.y - before.y) <= before.size and -before.size <= glyph.x0 - before.x1 <= 2 * before.size
    return near and abs(before.size - glyph.size) < 1 and style[:2] == other[:2]


def _stands_across(
    glyph: Glyph, own: Sequence[Glyph], heights: Sequence[float], strokes: Iterable[Stroke]
) -> bool:
    box = ink_box(glyph)
    low, high = bisect_left(heights, box[1]), bisect_right(heights, box[3] + glyph.size)
    for other in own[low:high]:
        ink = ink_box(other)
        if area_of(common(box, ink)) > ACROSS_SHARE * min(area_of(box), area_of(ink)):
            return True
    inside = 0.15 * glyph.size
    core = (box[0] + inside, box[1] + inside, box[2] - inside, box[3] - inside)
    return any(
        min(s.x0, s.x1) < core[2]
        and max(s.x0, s.x1) > core[0]
        and min(s.y0, s.y1) < core[3]
        and max(s.y0, s.y1) > core[1]
        for s in strokes
    )


def _asides(painted: Painted, taken: dict[int, tuple[AsideKind, int]], count: int) -> Iterator[Aside]:
    """One for each line of what was taken off."""
    for k in range(count):
        lines: dict[tuple[float, int], list[int]] = defaultdict(list)
        for i in sorted(taken):
            glyph = painted.glyphs[i]
            if taken[i][1] == k and not glyph.text.isspace():
                right, down = painted.styles[painted.style_of[i]].direction
                # Glyphs of one line are as far from the page's corner, across their direction.
                across = glyph.y * right - glyph.x0 * down
                lines[round(math.atan2(down, right), 1), round(across / max(glyph.size, 1.0))].append(i)
        for line in lines.values():
            glyphs = [painted.glyphs[i] for i in line]
            boxes = [
                _turned_box(painted.glyphs[i], painted.styles[painted.style_of[i]].direction) for i in line
            ]
            text = "".join(g.text for g in glyphs)
            yield Aside(taken[line[0]][0], text, hull_of(boxes), len(text))


def _turned_box(glyph: Glyph, direction: tuple[float, float]) -> BBox:
    """Box around a glyph that runs in any direction."""
    right, down = direction
    advance = glyph.x1 - glyph.x0
    corners = [
        (glyph.x0 + along * right - across * down, glyph.y + along * down + across * right)
        for along in (0.0, advance)
        for across in (-0.78 * glyph.size, 0.06 * glyph.size)
    ]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _crossed(painted: Painted) -> Iterator[Remark]:
    """Places where lines drawn by hand run through print."""
    drawn = [
        a for a in painted.areas if a.curved and a.filled is None and a.points[0] != a.points[-1] and a.framed
    ]
    for area in drawn:
        crossed = [
            ink
            for glyph in painted.glyphs
            if not glyph.text.isspace()
            and any(_inside(point, ink := ink_box(glyph)) for point in area.points)
        ]
        if crossed:
            yield Remark("obscured", hull_of(crossed))


def _inside(point: Point, box: BBox) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]
