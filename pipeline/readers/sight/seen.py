"""From what is painted on a page to what a reader of it sees: the whole way, in order."""

from __future__ import annotations

from pipeline.readers.page import Page
from pipeline.readers.painted import Painted
from pipeline.readers.painting import Paint, kept_once, visible
from pipeline.readers.sight.directions import straightened
from pipeline.readers.sight.overflow import within_cells
from pipeline.readers.sight.overlays import without_overlays
from pipeline.readers.sight.strikes import without_struck
from pipeline.readers.sight.vertical import set_level
from pipeline.readers.sight.visibility import visible_text


def seen(painted: Painted) -> Page:
    """The page as a reader of it sees it."""
    painted, back = straightened(painted)
    shown = visible_text(painted)
    painted = shown.painted.keeping(kept_once(shown.painted.glyphs))
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
