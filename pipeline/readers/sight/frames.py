"""Figures that are painted over a table: boxes of notes, frames of stamps."""

from __future__ import annotations

from pipeline.readers.page import BBox
from pipeline.readers.painted import Area, Painted

FRAME_INSIDE_PT = 3.0
"""A rule that crosses a frame runs within it by more than its own thickness and that of the frame."""
MIDDLE_EM = 0.36
"""The middle of a glyph's ink stands this far above its baseline."""
FRAME_MOST_SHARE = 0.25
"""A frame of more of the page is a table's or the page's own."""


def frames_over_rules(painted: Painted) -> list[Area]:
    """Figures that are painted over the table's rules: a rule that was there before runs through them."""
    first = min((style.order for style in painted.styles), default=0)
    page = painted.width * painted.height
    lines = [((s.x0, s.y0, s.x1, s.y1), s.order) for s in painted.strokes]
    lines += [(area.bbox, area.order) for area in painted.areas if area.filled is not None]
    found = []
    for area in painted.areas:
        if area.order <= first or area.framed is None and not area.curved:
            continue
        box = area.bbox
        width, height = box[2] - box[0], box[3] - box[1]
        if width * height > FRAME_MOST_SHARE * page or min(width, height) < 2 * FRAME_INSIDE_PT:
            continue
        if any(order < area.order and _runs_through(line, box) for line, order in lines):
            found.append(area)
    return found


def _runs_through(line: BBox, box: BBox) -> bool:
    """Whether a thin line passes through the inside of a box and on beyond one of its sides."""
    x0, x1 = min(line[0], line[2]), max(line[0], line[2])
    y0, y1 = min(line[1], line[3]), max(line[1], line[3])
    inside = FRAME_INSIDE_PT
    if y1 - y0 <= inside and x1 - x0 > inside:
        y = (y0 + y1) / 2
        within = box[1] + inside < y < box[3] - inside
        shared = min(x1, box[2]) - max(x0, box[0])
        return within and shared > inside and (x0 < box[0] - inside or x1 > box[2] + inside)
    if x1 - x0 <= inside and y1 - y0 > inside:
        x = (x0 + x1) / 2
        within = box[0] + inside < x < box[2] - inside
        shared = min(y1, box[3]) - max(y0, box[1])
        return within and shared > inside and (y0 < box[1] - inside or y1 > box[3] + inside)
    return False


def texts_in(frame: Area, painted: Painted) -> set[int]:
    """Glyphs that were painted into a figure after it."""
    x0, top, x1, bottom = frame.bbox
    found = set()
    for i, (glyph, style) in enumerate(zip(painted.glyphs, painted.style_of, strict=True)):
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - MIDDLE_EM * glyph.size
        if painted.styles[style].order > frame.order and x0 <= x <= x1 and top <= y <= bottom:
            found.add(i)
    return found
