"""From what is painted on a page to what a reader of it sees: the whole way, in order.

Most pages are plain print. A glance tells which steps a page may need; only those are taken, and loaded.
"""

from __future__ import annotations

from pipeline.readers.page import Aside, Page, Remark, Straightened, Turned, Unseen
from pipeline.readers.paint import Paint, kept_once, visible
from pipeline.readers.painted import Painted
from pipeline.readers.sight.glance import (
    may_be_doubled,
    may_be_laid_over,
    may_be_struck,
    may_be_turned,
    may_be_unseen,
    may_run_over,
    may_stand,
)

# ruff: noqa: PLC0415 - a step is loaded for the first page that needs it


def seen(painted: Painted) -> Page:
    """The page as a reader of it sees it."""
    back: Straightened = None
    unseen: tuple[Unseen, ...] = ()
    remarks: tuple[Remark, ...] = ()
    asides: tuple[Aside, ...] = ()
    turned: tuple[Turned, ...] = ()
    on_picture = False
    if may_be_turned(painted):
        from pipeline.readers.sight.directions import straightened

        painted, back = straightened(painted)
    if may_be_unseen(painted):
        from pipeline.readers.sight.visibility import visible_text

        painted, unseen, remarks, on_picture = visible_text(painted)
    if may_be_doubled(painted):
        painted = painted.keeping(kept_once(painted.glyphs))
    if may_be_struck(painted):
        from pipeline.readers.sight.strikes import without_struck

        painted, asides = without_struck(painted)
    if may_be_laid_over(painted):
        from pipeline.readers.sight.overlays import without_overlays

        painted, laid, crossed = without_overlays(painted)
        asides, remarks = (*asides, *laid), (*remarks, *crossed)
    paint = _paint(painted)
    horizontal, vertical = paint.horizontal(), paint.vertical()
    if may_stand(painted):
        from pipeline.readers.sight.vertical import set_level

        painted, turned, sideways = set_level(painted, horizontal, vertical)
        asides = (*asides, *sideways)
    if may_run_over(painted, vertical):
        from pipeline.readers.sight.overflow import within_cells

        painted, across = within_cells(painted, vertical)
        remarks = (*remarks, *across)
    return Page(
        number=painted.number,
        width=painted.width,
        height=painted.height,
        glyphs=tuple(painted.glyphs),
        horizontal=horizontal,
        vertical=vertical,
        fills=paint.fills(),
        image_share=painted.image_share,
        unseen=unseen,
        asides=asides,
        remarks=remarks,
        turned=turned,
        straightened=back,
        layer="unchecked" if on_picture else "",
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
