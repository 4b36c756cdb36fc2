"""Lines that run a little over a drawn rule: hanging punctuation, a text that is wider than its cell.

What hangs over belongs to the line that it ends. It is read at the rule, within the cell, so that no later stage has to
know of it; a text that runs on evenly is one, where white parts it at the rule it is two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.page import SAME_BASELINE_EM, Glyph, Remark, Rule
from pipeline.readers.painted import INK_MIDDLE_EM, Painted, hull_of, ink_box

TIGHT_EM = 0.2
"""White between the characters of one word is smaller; a cell's margin is wider."""
RUN_OVER_EM = 3.5
"""A line runs over a rule by so much at most: three characters and the punctuation that hangs."""
EVEN_SHARE = 1 / 3
"""Of a text that stands about evenly on both sides of a rule, so much is behind it: the white before it tells."""
RUN_APART_EM = 1.5
"""A text that ends its cell's line follows the rest of it more closely, even where the line is spaced out."""
INSIDE_PT = 0.8
"""What hangs over is read in so narrow a strip before the rule."""


def within_cells(painted: Painted, vertical: Sequence[Rule]) -> tuple[Painted, tuple[Remark, ...]]:
    """The page with what runs over a rule set back to it, and where a text is about evenly on both sides."""
    if not vertical:
        return painted, ()
    xs = sorted({rule.x0 for rule in vertical})
    glyphs = painted.glyphs
    moved: dict[int, Glyph] = {}
    across: list[Remark] = []
    done = 0
    for _, start, end in painted.spans():
        x0, x1 = glyphs[start].x0, glyphs[end - 1].x1
        if end <= done or bisect_right(xs, x0) == bisect_left(xs, x1):
            continue
        begin = start
        while begin > done and _follows(glyphs[begin - 1], glyphs[begin]):
            begin -= 1
        while begin < end:
            done = begin + 1
            while done < len(glyphs) and _follows(glyphs[done - 1], glyphs[done]):
                done += 1
            if _set_back(glyphs, begin, done, xs, vertical, moved):
                across.append(Remark("across", hull_of([ink_box(g) for g in glyphs[begin:done]])))
            begin = done
    if not moved:
        return painted, ()
    rest = replace(painted, glyphs=[moved.get(i, glyph) for i, glyph in enumerate(glyphs)])
    return rest, tuple(across)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    if abs(glyph.y - before.y) > SAME_BASELINE_EM * before.size:
        return False
    return -0.5 * before.size <= glyph.x0 - before.x1 <= TIGHT_EM * before.size


def _set_back(
    glyphs: Sequence[Glyph],
    start: int,
    end: int,
    xs: Sequence[float],
    vertical: Sequence[Rule],
    moved: dict[int, Glyph],
) -> bool:
    """Look at one evenly set piece of a line, whose glyphs are ``start`` to ``end``.

    Returns:
        Whether it stands about evenly on both sides of a rule.
    """
    while end > start and glyphs[end - 1].text.isspace():
        end -= 1
    if end - start < 2:
        return False
    first, last = glyphs[start], glyphs[end - 1]
    low, high = bisect_right(xs, first.x0), bisect_left(xs, last.x1)
    y = first.y - INK_MIDDLE_EM * first.size
    crossed = [x for x in xs[low:high] if any(r.x0 == x and r.y0 - 1 <= y <= r.y1 + 1 for r in vertical)]
    if len(crossed) != 1:
        return False
    x = crossed[0]
    if any(g.text.isspace() and g.x0 - INSIDE_PT <= x <= g.x1 + INSIDE_PT for g in glyphs[start:end]):
        # A space stands at the rule: what is behind it is the text of the next cell.
        return False
    over, before = last.x1 - x, x - first.x0
    if min(over, before) > RUN_OVER_EM * first.size:
        return False
    even = min(over, before) >= EVEN_SHARE * (over + before)
    leftwards = over > before or (even and _stands_apart(glyphs, first, xs, last))
    if not leftwards:
        beyond = [i for i in range(start, end) if glyphs[i].x1 > x]
        edge = x - INSIDE_PT
    else:
        beyond = [i for i in range(start, end) if glyphs[i].x0 < x]
        edge = x + INSIDE_PT / 4
    step = INSIDE_PT / 2 / (len(beyond) + 1)
    for k, i in enumerate(beyond):
        x0, x1 = edge + step * k, edge + step * (k + 1)
        if not leftwards and glyphs[i].x0 < edge:
            x0 = glyphs[i].x0
        elif leftwards and glyphs[i].x1 > x:
            x1 = max(x1, glyphs[i].x1)
        moved[i] = glyphs[i]._replace(x0=x0, x1=x1)
    return even


def _stands_apart(glyphs: Sequence[Glyph], first: Glyph, xs: Sequence[float], last: Glyph) -> bool:
    """Whether wide white parts a text from what is left of it, and nothing follows it: it hangs over to the left."""
    level = [
        g for g in glyphs if not g.text.isspace() and abs(g.y - first.y) <= SAME_BASELINE_EM * first.size
    ]
    rule = max((x for x in xs if x < first.x0), default=0.0)
    reached = max((g.x1 for g in level if rule <= g.x0 < first.x0), default=rule)
    beyond = min((x for x in xs if x > last.x1), default=last.x1)
    follows = any(last.x1 < g.x0 < beyond for g in level)
    return first.x0 - reached >= RUN_APART_EM * first.size and not follows
