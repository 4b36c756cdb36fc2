"""Numbers in the margin that count the lines of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.readers.page import Glyph
from pipeline.readers.painted import Painted
from pipeline.readers.sight.glance import FEW_NUMBERS, sides_with_numbers

MOST_DIGITS = 4
"""Line numbers of a longer document than 9,999 lines are not to be expected."""
PITCH_SHARE = 0.12
"""Line numbers stand at one pitch; what differs by more of it is none."""


def line_numbers(painted: Painted) -> Iterator[set[int]]:
    """Numbers in the margin that count the lines: one below the other at one pitch, outside of all other text."""
    glyphs = painted.glyphs
    sides = sides_with_numbers(painted)
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
            goes_on = step == second[1] - first[1] and abs(pitch - (second[0] - first[0])) <= PITCH_SHARE * (
                second[0] - first[0]
            )
        else:
            goes_on = True
        stretch = [*stretch, now] if goes_on and step > 0 else [before, now] if step > 0 else [now]
        if len(stretch) > len(best):
            best = [word for _, _, word in stretch]
    return best
