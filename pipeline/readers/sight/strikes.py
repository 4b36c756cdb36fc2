"""Text that is struck out: a line through the middle of its characters, as long as they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.readers.page import Aside, BBox, Glyph
from pipeline.readers.paint import RULE_THICKNESS_PT, merge_spans
from pipeline.readers.painted import Painted, hull_of, ink_box
from pipeline.readers.sight.glance import STRIKE_HIGH_EM, STRIKE_LOW_EM

SNUG_EM = 0.45
"""A strike ends with its text; a table's rule that a text runs over goes on."""
STRUCK_SHARE = 0.6
"""A glyph is struck if the line passes over so much of its width."""


class _Line(NamedTuple):
    """A drawn level line."""

    y: float
    x0: float
    x1: float


def without_struck(painted: Painted) -> tuple[Painted, tuple[Aside, ...]]:
    """The page without the text that is struck out and the lines through it, and that text, a line each."""
    lines = _level_lines(painted)
    if not lines:
        return painted, ()
    glyphs = painted.glyphs
    spans = sorted((glyphs[start].y, start, end) for _, start, end in painted.spans())
    baselines = [y for y, _, _ in spans]
    reach = STRIKE_HIGH_EM * max((glyphs[start].size for _, start, _ in spans), default=0.0)
    struck: dict[int, int] = {}
    used: list[_Line] = []
    for line in lines:
        low, high = bisect_left(baselines, line.y), bisect_right(baselines, line.y + reach)
        near = [i for _, start, end in spans[low:high] for i in range(start, end)]
        through = [i for i in near if _strikes(line, glyphs[i])]
        if through and _snug(line, [glyphs[i] for i in through]) and not _is_side(line, painted):
            struck.update(dict.fromkeys(through, len(used)))
            used.append(line)
    if not struck:
        return painted, ()
    asides = tuple(
        _aside([glyphs[i] for i in sorted(struck, key=lambda i: glyphs[i].x0) if struck[i] == k])
        for k in range(len(used))
        if k in struck.values()
    )
    rest = replace(
        painted.keeping([i for i in range(len(glyphs)) if i not in struck]),
        strokes=[s for s in painted.strokes if not _is_of((s.x0, s.y0, s.x1, s.y1), used)],
        areas=[a for a in painted.areas if not (_thin(a.bbox) and _is_of(a.bbox, used))],
    )
    return rest, asides


def _level_lines(painted: Painted) -> list[_Line]:
    """Level lines by height; pieces that touch are one."""
    spans = [
        (s.y0, min(s.x0, s.x1), max(s.x0, s.x1))
        for s in painted.strokes
        if abs(s.y1 - s.y0) <= 0.5 and s.x0 != s.x1
    ]
    boxes = (area.bbox for area in painted.areas if area.filled is not None)
    spans += [((box[1] + box[3]) / 2, box[0], box[2]) for box in boxes if _thin(box)]
    return [_Line(*span) for span in merge_spans(spans)]


def _thin(box: BBox) -> bool:
    return box[3] - box[1] <= RULE_THICKNESS_PT and box[2] - box[0] > box[3] - box[1]


def _strikes(line: _Line, glyph: Glyph) -> bool:
    above = glyph.y - line.y
    if glyph.text.isspace() or not STRIKE_LOW_EM * glyph.size <= above <= STRIKE_HIGH_EM * glyph.size:
        return False
    width = glyph.x1 - glyph.x0
    return min(line.x1, glyph.x1) - max(line.x0, glyph.x0) >= STRUCK_SHARE * width > 0


def _snug(line: _Line, glyphs: Sequence[Glyph]) -> bool:
    reach = SNUG_EM * max(g.size for g in glyphs)
    x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    return line.x0 >= x0 - reach and line.x1 <= x1 + reach


def _is_side(line: _Line, painted: Painted) -> bool:
    """Whether a line is a side of a frame, such as a stamp's that happens to lie over print."""
    return any(
        (box := area.bbox)[3] - box[1] > RULE_THICKNESS_PT
        and min(abs(line.y - box[1]), abs(line.y - box[3])) <= 1.0
        and abs(line.x0 - box[0]) <= RULE_THICKNESS_PT
        and abs(line.x1 - box[2]) <= RULE_THICKNESS_PT
        for area in painted.areas
    )


def _is_of(box: BBox, lines: Sequence[_Line]) -> bool:
    y = (box[1] + box[3]) / 2
    left, right = min(box[0], box[2]), max(box[0], box[2])
    return any(abs(one.y - y) <= 1.0 and one.x0 - 1.0 <= left and right <= one.x1 + 1.0 for one in lines)


def _aside(glyphs: Sequence[Glyph]) -> Aside:
    text = "".join(g.text for g in glyphs)
    return Aside("struck", text, hull_of([ink_box(g) for g in glyphs]), len(text))
