"""From what is painted on a page to what a reader of it sees: the whole way, in order."""

from __future__ import annotations

from itertools import pairwise

from pipeline.readers.page import Page
from pipeline.readers.painted import Painted
from pipeline.readers.painting import Paint, kept_once, visible
from pipeline.readers.sight.directions import straightened
from pipeline.readers.sight.overflow import within_cells
from pipeline.readers.sight.overlays import without_overlays
from pipeline.readers.sight.strikes import without_struck
from pipeline.readers.sight.vertical import set_level
from pipeline.readers.sight.visibility import visible_text

SAME_HEIGHT_PT = 2.0
"""Print that is doubled is set off by a fraction of a point, a shadow by one."""
OVERLAP_PT = 0.5
"""Texts that follow each other on a line overlap by no more than rounding."""


def seen(painted: Painted) -> Page:
    """The page as a reader of it sees it."""
    painted, back = straightened(painted)
    shown = visible_text(painted)
    painted = _printed_once(shown.painted)
    painted, struck = without_struck(painted)
    laid = without_overlays(painted)
    painted = laid.painted
    paint = _paint(painted)
    horizontal, vertical = paint.horizontal(), paint.vertical()
    painted, turned, sideways = set_level(painted, horizontal, vertical)
    painted = within_cells(painted, vertical)
    return Page(
        number=painted.number,
        width=painted.width,
        height=painted.height,
        glyphs=tuple(painted.glyphs),
        horizontal=horizontal,
        vertical=vertical,
        fills=paint.fills(),
        image_share=painted.image_share,
        unseen=shown.unseen,
        asides=(*struck, *laid.asides, *sideways),
        remarks=(*shown.remarks, *laid.remarks),
        turned=turned,
        straightened=back,
        layer="unchecked" if shown.on_picture else "",
    )


def _printed_once(painted: Painted) -> Painted:
    """The page with what is printed twice to look bold, or for a shadow, once."""
    return painted.keeping(kept_once(painted.glyphs)) if _may_be_doubled(painted) else painted


def _may_be_doubled(painted: Painted) -> bool:
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
        if k < len(level) and level[k][0] - level[k - 1][0] <= SAME_HEIGHT_PT:
            continue
        if k - begin > 1:
            row = sorted((x0, x1) for _, x0, x1 in level[begin:k])
            if any(x0 < x1 - OVERLAP_PT for (_, x1), (x0, _) in pairwise(row)):
                return True
        begin = k
    return False


def _paint(painted: Painted) -> Paint:
    """Rules and fills of what can be seen on paper."""
    paint = Paint()
    for stroke in painted.strokes:
        paint.stroke(stroke.x0, stroke.y0, stroke.x1, stroke.y1)
    for area in painted.areas:
        if area.filled is not None and visible(area.filled):
            xs, ys = [p[0] for p in area.points], [p[1] for p in area.points]
            paint.filled_box(min(xs), min(ys), max(xs), max(ys))
    return paint
