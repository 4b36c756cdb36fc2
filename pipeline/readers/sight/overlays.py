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
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

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
    TextStyle,
    common,
    hull_of,
)
from pipeline.readers.sight.directions import SAME_DEGREES, degrees_of
from pipeline.readers.sight.frames import belongs_to, frames_over_rules, texts_in
from pipeline.readers.sight.visibility import area_of, ink_box

LARGE = 1.6
"""Watermarks are set in type this many times the page's and more; titles are too, but nothing stands across them."""
FAINT = 0.45
"""The darkest part of a watermark's colour is lighter than this; print in grey is darker."""
COLOURED = 0.25
"""Channels of a colour that differ by more make it one; grey and black have none."""
ACROSS_SHARE = 0.15
"""Two glyphs stand across each other if so much of the smaller one's ink box is shared; neighbours only touch."""
ACROSS_GLYPHS = 0.2
"""Of a text that is laid over others, at least this share of its glyphs stands across rules or other print."""
FEW_NUMBERS = 5
"""Fewer numbers below each other may be anything."""
MARGIN_PT = 30.0
"""Numbers of four digits are narrower: so near to the outermost text they stand."""
MOST_DIGITS = 4
"""Line numbers of a longer document than 9,999 lines are not to be expected."""
PITCH_SHARE = 0.12
"""Line numbers stand at one pitch; what differs by more of it is none."""
RUBY_SIZE = 0.62
"""Reading aids are set in half the size of what they spell out, up to five eighths."""
RUBY_NEAR_EM = 0.3
"""The white between a reading aid and what it spells out is smaller than this share of the larger type."""
SPELLING_NEAR_EM = 0.75
"""Zhuyin and kana in small type are nothing else: Writer sets them further off."""
RUBY_LOW_EM = 0.12
"""Its baseline reaches this far into the ink of what stands below it; a raised note mark's is at half its height."""
BOPOMOFO = range(0x3105, 0x3130)
KANA = range(0x3040, 0x3100)
TONES = frozenset("ˉˊˇˋ˙")


@dataclass(frozen=True, slots=True)
class Laid:
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
    groups += [("overlay", found) for found in _line_numbers(painted, spans)]
    groups += [("overlay", found) for found in _reading_aids(painted, spans)]
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
        span
        for span in spans
        if (style := painted.styles[span.style]).colour is not BLACK or style.alpha < 1
    ]
    if not unlike:
        return []
    size = median(painted.glyphs[span.start].size for span in spans)
    counts: Counter[Colour] = Counter()
    for style, start, end in spans:
        counts[painted.styles[style].colour] += end - start
    own = counts.most_common(1)[0][0]
    return [s for s in unlike if _set_apart(painted.styles[s.style], painted.glyphs[s.start].size, size, own)]


def _set_apart(style: TextStyle, size: float, own_size: float, own_colour: Colour) -> bool:
    faint = min(style.colour) > FAINT or style.alpha < 1 - FAINT
    coloured = max(style.colour) - min(style.colour) > COLOURED and style.colour != own_colour
    return faint or coloured or (size >= LARGE * own_size and style.alpha < 1)


def _slanted(painted: Painted) -> Iterator[set[int]]:
    """Texts at another angle than a quarter of a turn, those of one angle together."""
    if all(style.direction is RIGHTWARDS for style in painted.styles):
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
    for group in _neighbouring(painted, suspects):
        printed = [i for i in group if not painted.glyphs[i].text.isspace()]
        across = sum(_stands_across(painted.glyphs[i], own, heights, painted.strokes) for i in printed)
        if across >= max(1, ACROSS_GLYPHS * len(printed)):
            yield set(group)


def _neighbouring(painted: Painted, spans: Sequence[Span]) -> list[list[int]]:
    """Texts that were painted as pieces of one line, together."""
    groups: list[list[int]] = []
    for _, start, end in spans:
        glyph = painted.glyphs[start]
        last = painted.glyphs[groups[-1][-1]] if groups else None
        if last is not None and abs(last.size - glyph.size) < 1 and abs(last.y - glyph.y) <= last.size:
            groups[-1].extend(range(start, end))
        else:
            groups.append(list(range(start, end)))
    return groups


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


def _line_numbers(painted: Painted, spans: Sequence[Span]) -> Iterator[set[int]]:
    """Numbers in the margin that count the lines: one below the other at one pitch, outside of all other text."""
    glyphs = painted.glyphs
    firsts = [glyphs[s.start] for s in spans if glyphs[s.start].text.isdecimal()]
    lasts = [glyphs[s.end - 1] for s in spans if glyphs[s.end - 1].text.isdecimal()]
    left = min((glyphs[s.start].x0 for s in spans), default=0.0)
    right = max((glyphs[s.end - 1].x1 for s in spans), default=0.0)
    sides = (
        sum(g.x0 <= left + MARGIN_PT for g in firsts) >= FEW_NUMBERS,
        sum(g.x1 >= right - MARGIN_PT for g in lasts) >= FEW_NUMBERS,
    )
    if not any(sides):
        return
    rows: dict[float, list[int]] = defaultdict(list)
    for i, glyph in enumerate(glyphs):
        if not glyph.text.isspace():
            rows[round(glyph.y, 1)].append(i)
    for side in (0, 1):
        if sides[side] and (found := _numbers_at_side(painted, list(rows.values()), side)):
            yield found


def _numbers_at_side(painted: Painted, rows: Sequence[list[int]], side: int) -> set[int]:
    """The outermost words of the rows on one side, if they are such numbers."""
    glyphs = painted.glyphs
    words = [word for row in rows if (word := _outermost_number(glyphs, row, side))]
    counting: list[list[int]] = []
    # Numbers are flush on their left or on their right.
    for edge in (0, 1):
        places: dict[int, list[list[int]]] = defaultdict(list)
        for word in words:
            places[round(glyphs[word[-1]].x1 if edge else glyphs[word[0]].x0)].append(word)
        most = max(places.values(), key=len, default=[])
        counting = max(counting, _counting(glyphs, most), key=len)
    if len(counting) < FEW_NUMBERS:
        return set()
    found = {i for word in counting for i in word}
    x0, x1 = min(glyphs[i].x0 for i in found), max(glyphs[i].x1 for i in found)
    others = [g for i, g in enumerate(glyphs) if i not in found and _beside(g, painted)]
    rules = [x for s in painted.strokes for x in (s.x0, s.x1)]
    if side:
        apart = all(g.x1 < x0 for g in others) and all(x < x0 for x in rules)
    else:
        apart = all(g.x0 > x1 for g in others) and all(x > x1 for x in rules)
    return found if apart else set()


def _outermost_number(glyphs: Sequence[Glyph], row: Sequence[int], side: int) -> list[int]:
    """The digits with which a row begins, or ends, if they stand apart from what follows; from left to right."""
    word: list[int] = []
    for i in sorted(row, key=lambda i: glyphs[i].x0, reverse=bool(side)):
        near = bool(word) and abs(glyphs[i].x0 - glyphs[word[-1]].x0) <= glyphs[i].size
        if word and not near:
            break
        if not glyphs[i].text.isdecimal():
            return []
        word.append(i)
    return sorted(word, key=lambda i: glyphs[i].x0) if len(word) <= MOST_DIGITS else []


def _beside(glyph: Glyph, painted: Painted) -> bool:
    """Whether a glyph stands in the height of the text, not at the page's foot or head."""
    return not glyph.text.isspace() and 0.06 * painted.height < glyph.y < 0.94 * painted.height


def _counting(glyphs: Sequence[Glyph], words: Sequence[list[int]]) -> list[list[int]]:
    """The longest stretch of numbers that count on by one step at one pitch, top to bottom."""
    told = [
        (glyphs[word[0]].y, int("".join(glyphs[i].text for i in word)), word)
        for word in sorted(words, key=lambda word: glyphs[word[0]].y)
    ]
    best: list[list[int]] = []
    stretch = told[:1]
    for before, now in pairwise(told):
        pitch, step = now[0] - before[0], now[1] - before[1]
        if len(stretch) > 1:
            first, second = stretch[0], stretch[1]
            goes_on = (
                step == second[1] - first[1]
                and abs(pitch - (second[0] - first[0])) <= PITCH_SHARE * (second[0] - first[0])
            )
        else:
            goes_on = True
        stretch = [*stretch, now] if goes_on and step > 0 else [before, now] if step > 0 else [now]
        if len(stretch) > len(best):
            best = [word for _, _, word in stretch]
    return best


def _reading_aids(painted: Painted, spans: Sequence[Span]) -> Iterator[set[int]]:
    """Small type beside the characters that it spells out: zhuyin, kana, pinyin."""
    glyphs = painted.glyphs
    if not spans:
        return
    largest = max(glyphs[s.start].size for s in spans)
    small = [
        i
        for span in spans
        if glyphs[span.start].size <= RUBY_SIZE * largest
        for i in range(span.start, span.end)
        if _spells(glyphs[i].text)
    ]
    if not small:
        return
    hosts = sorted((g for g in glyphs if _han(g.text)), key=lambda g: g.y)
    heights = [g.y for g in hosts]
    found = {i for i in small if _beside_host(glyphs[i], hosts, heights)}
    if found:
        yield found


def _spells(text: str) -> bool:
    code = ord(text[0])
    return code in BOPOMOFO or code in KANA or text[0] in TONES or (text[0].isalpha() and code < 0x250)


def _han(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff" or text[0] >= "\U00020000"


def _beside_host(glyph: Glyph, hosts: Sequence[Glyph], heights: Sequence[float]) -> bool:
    """Whether a small glyph stands right above a character, or to the right of it in its height."""
    ink = ink_box(glyph)
    reach = 3 * glyph.size
    near = RUBY_NEAR_EM if glyph.text[0].isascii() or ord(glyph.text[0]) < 0x250 else SPELLING_NEAR_EM
    for host in hosts[bisect_left(heights, ink[1]) : bisect_right(heights, ink[3] + reach)]:
        if glyph.size > RUBY_SIZE * host.size:
            continue
        box = ink_box(host)
        middle = (ink[0] + ink[2]) / 2
        above = -near * host.size <= glyph.y - box[1] <= RUBY_LOW_EM * host.size
        if above and box[0] - host.size <= middle <= box[2] + host.size:
            return True
        within = box[1] - 0.3 * host.size <= ink[1] and ink[3] <= box[3] + 0.1 * host.size
        zhuyin = ord(glyph.text[0]) in BOPOMOFO or glyph.text[0] in TONES
        if zhuyin and within and -0.1 * host.size <= ink[0] - box[2] <= RUBY_NEAR_EM * host.size:
            return True
    return False


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
            boxes = [_turned_box(painted.glyphs[i], painted.styles[painted.style_of[i]].direction) for i in line]
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
