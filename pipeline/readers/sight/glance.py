"""Whether a page may need each step of looking at it: told by its texts, not its glyphs; in doubt the answer is yes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.page import BBox, Glyph, Rule
from pipeline.readers.paint import RULE_THICKNESS_PT
from pipeline.readers.painted import BLACK, RIGHTWARDS, Colour, Painted

LEAST_ALPHA = 0.05
"""Ink that lets more through cannot be told from paper."""
DARKEST_PALE = 0.5
"""Darker colours are seen on paper, and on nothing else but fills."""
LEAST_CONTRAST = 0.06
"""Text whose colour differs less from what it stands on cannot be read: a sixteenth of the way from black to white."""
DOUBLED_HEIGHT_PT = 2.0
"""Print that is doubled is set off by a fraction of a point, a shadow by one."""
DOUBLED_OVERLAP_PT = 0.5
"""Texts that follow each other on a line overlap by no more than rounding."""
STACK_GAP_EM = 0.35
"""Characters that stand one below the other follow at their own size; lines of one character are further apart."""
STRIKE_LOW_EM, STRIKE_HIGH_EM = 0.12, 0.58
"""Heights above the baseline between which a line strikes text out; underlines are lower, overlines higher. Word and
browsers draw it at 0.25 to 0.31 of the size, the middle of Han glyphs is at 0.38, double lines part around it."""
FEW_NUMBERS = 5
"""Fewer numbers below each other may be anything."""
NUMBER_MARGIN_PT = 30.0
"""Numbers of four digits are narrower: so near to the outermost text they stand."""
RUBY_SIZE = 0.62
"""Reading aids are set in half the size of what they spell out, up to five eighths."""
BOPOMOFO = range(0x3105, 0x3130)
KANA = range(0x3040, 0x3100)
TONES = frozenset("ˉˊˇˋ˙")


def may_be_turned(painted: Painted) -> bool:
    """Whether any text runs in another direction than from left to right."""
    return not painted.plain and any(style.direction is not RIGHTWARDS for style in painted.styles)


def may_be_unseen(painted: Painted) -> bool:
    """Whether any text may be without ink, covered, outside its clip or the page, or in the colour of its ground."""
    if not painted.plain and any(
        s.clip is not None
        or not s.inked
        or not s.layer_on
        or s.alpha < LEAST_ALPHA
        or min(s.colour) > DARKEST_PALE
        for s in painted.styles
    ):
        return True
    first = min(painted.orders, default=0)
    if any(one.order > first and one.opaque for one in painted.pictures):
        return True
    thick = [area for area in painted.areas if area.opaque and is_thick(area.bbox)]
    if any(area.order > first for area in thick):
        return True
    width, height = painted.width, painted.height
    for _, start, end in painted.spans():
        glyph, last = painted.glyphs[start], painted.glyphs[end - 1]
        # Written so that what is not a number is looked at too.
        if not (glyph.x0 >= 0 and last.x1 <= width and 0 < glyph.size <= glyph.y <= height):
            return True
    grounds = {area.filled for area in thick}
    colours = {BLACK} if painted.plain else {style.colour for style in painted.styles}
    return any(alike(one, other) for one in grounds if one is not None for other in colours)


def alike(one: Colour, other: Colour) -> bool:
    """Whether no eye tells two colours apart."""
    return all(abs(a - b) < LEAST_CONTRAST for a, b in zip(one, other, strict=True))


def is_thick(box: BBox) -> bool:
    """Whether a box is an area and not a rule."""
    return box[2] - box[0] > RULE_THICKNESS_PT and box[3] - box[1] > RULE_THICKNESS_PT


def may_be_doubled(painted: Painted) -> bool:
    """Whether texts of one height overlap, or a text goes back over itself: else nothing is printed twice."""
    glyphs = painted.glyphs
    level: list[tuple[float, float, float]] = []
    for _, start, end in painted.spans():
        first, last = glyphs[start], glyphs[end - 1]
        if end - start > 1 and glyphs[start + 1].x0 - first.x0 < 0.5 * (first.x1 - first.x0):
            return True
        level.append((first.y, first.x0, last.x1))
    level.sort()
    begin = 0
    for k in range(1, len(level) + 1):
        if k < len(level) and level[k][0] - level[k - 1][0] <= DOUBLED_HEIGHT_PT:
            continue
        if k - begin > 1:
            row = sorted((x0, x1) for _, x0, x1 in level[begin:k])
            if any(x0 < x1 - DOUBLED_OVERLAP_PT for (_, x1), (x0, _) in pairwise(row)):
                return True
        begin = k
    return False


def may_be_struck(painted: Painted) -> bool:
    """Whether a level line may run through the middle of a text."""
    glyphs = painted.glyphs
    heights = sorted({s.y0 for s in painted.strokes if abs(s.y1 - s.y0) <= RULE_THICKNESS_PT})
    boxes = [area.bbox for area in painted.areas if area.filled is not None]
    heights = sorted({*heights, *((b[1] + b[3]) / 2 for b in boxes if b[3] - b[1] <= RULE_THICKNESS_PT)})
    for _, start, _ in painted.spans():
        _, _, _, y, size = glyphs[start]
        low, high = y - STRIKE_HIGH_EM * size, y - STRIKE_LOW_EM * size
        if bisect_left(heights, low) < bisect_right(heights, high):
            return True
    return False


def may_be_laid_over(painted: Painted) -> bool:
    """Whether anything may be laid over the page's text or stand beside it in the margin."""
    if not painted.plain:
        return True
    first = min(painted.orders, default=0)
    if any(
        area.order > first and (area.curved or area.framed or (area.filled and is_thick(area.bbox)))
        for area in painted.areas
    ):
        return True
    glyphs, spans = painted.glyphs, painted.spans()
    largest = max((glyphs[start].size for _, start, _ in spans), default=0.0)
    if any(
        (glyph := glyphs[start]).size <= RUBY_SIZE * largest and spells(glyph.text) for _, start, _ in spans
    ):
        return True
    return any(sides_with_numbers(painted))


def sides_with_numbers(painted: Painted) -> tuple[bool, bool]:
    """Whether several texts near the left edge of the page's text begin with digits, and end so near its right edge."""
    glyphs, spans = painted.glyphs, painted.spans()
    firsts = [glyphs[start] for _, start, _ in spans]
    lasts = [glyphs[end - 1] for _, _, end in spans]
    left = min((glyph.x0 for glyph in firsts), default=0.0) + NUMBER_MARGIN_PT
    right = max((glyph.x1 for glyph in lasts), default=0.0) - NUMBER_MARGIN_PT
    return (
        sum(glyph.x0 <= left and glyph.text.isdecimal() for glyph in firsts) >= FEW_NUMBERS,
        sum(glyph.x1 >= right and glyph.text.isdecimal() for glyph in lasts) >= FEW_NUMBERS,
    )


def spells(text: str) -> bool:
    """Whether a character may be of a reading aid: zhuyin, kana, pinyin."""
    code = ord(text[0])
    return code in BOPOMOFO or code in KANA or text[0] in TONES or (text[0].isalpha() and code < 0x250)


def may_stand(painted: Painted) -> bool:
    """Whether any text may stand or lie: one in another direction, or characters that follow below each other."""
    if not painted.plain and any(style.direction is not RIGHTWARDS for style in painted.styles):
        return True
    glyphs = painted.glyphs
    before: Glyph | None = None
    for _, start, end in painted.spans():
        glyph = glyphs[start]
        if end - start > 1 and abs(glyphs[start + 1].y - glyph.y) > (1 - STACK_GAP_EM) * glyph.size:
            return True
        if end - start > 1 and not glyphs[start + 1].text.isspace():
            before = None
            continue
        if before is not None and (
            abs(glyph.x0 - before.x0) <= glyph.size
            and abs(glyph.y - before.y - glyph.size) <= STACK_GAP_EM * glyph.size
        ):
            return True
        before = glyph
    return False


def may_run_over(painted: Painted, vertical: Sequence[Rule]) -> bool:
    """Whether a text may run over a drawn rule."""
    xs = sorted({rule.x0 for rule in vertical})
    glyphs = painted.glyphs
    return any(
        bisect_right(xs, glyphs[start].x0) != bisect_left(xs, glyphs[end - 1].x1)
        for _, start, end in painted.spans()
    )
