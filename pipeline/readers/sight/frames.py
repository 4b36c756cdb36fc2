"""Figures that are painted over a table: boxes of notes, frames of stamps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.readers.page import BBox
from pipeline.readers.painted import INK_MIDDLE_EM, WHITE_RGB, Area, Painted

FRAME_INSIDE_PT = 2.0
"""A rule that crosses a frame runs within it by more than its own thickness and that of the frame."""
COLOUR_SPREAD = 0.25
"""Channels of a colour that differ by more make it one; grey and black have none."""
STAMP_SHARE = 0.5
"""Of what a stamp's frame holds more is in its colour, of the page's text less."""
FRAME_MOST_SHARE = 0.25
"""A frame of more of the page is a table's or the page's own."""


def frames_over_rules(painted: Painted) -> list[Area]:
    """Figures that are painted over the table's rules: a rule that was there before runs through them."""
    first = min(painted.orders, default=0)
    page = painted.width * painted.height
    lines = [((s.x0, s.y0, s.x1, s.y1), s.order) for s in painted.strokes]
    lines += [(area.bbox, area.order) for area in painted.areas if area.filled is not None]
    level, upright = _thin_lines(lines)
    found = []
    for area in painted.areas:
        if area.order <= first or not (area.framed or area.curved or (area.filled and area.opaque)):
            continue
        box = area.bbox
        width, height = box[2] - box[0], box[3] - box[1]
        if width * height > FRAME_MOST_SHARE * page or min(width, height) < 2 * FRAME_INSIDE_PT:
            continue
        if _is_stamp(area, painted):
            found.append(area)
            continue
        x0, top, x1, bottom = box
        if not level.run_through(top, bottom, x0, x1, area.order) and not upright.run_through(
            x0, x1, top, bottom, area.order
        ):
            continue
        # A white box without an outline covers something; it makes no note of what is typed over it.
        if area.framed or area.curved or area.filled != WHITE_RGB or _outlined(box, area.order, lines):
            found.append(area)
    return found


def _is_stamp(frame: Area, painted: Painted) -> bool:
    """Whether a frame in colour holds words in its colour, which is not that of the page's text."""
    colour = frame.framed
    if colour is None or max(colour) - min(colour) <= COLOUR_SPREAD:
        return False
    within = [painted.style_of[i] for i in texts_in(frame, painted) if not painted.glyphs[i].text.isspace()]
    alike = sum(painted.styles[style].colour == colour for style in within)
    same = sum(painted.styles[style].colour == colour for style in painted.style_of)
    return alike > STAMP_SHARE * len(within) and same < STAMP_SHARE * len(painted.style_of)


class _ThinLines:
    """Thin lines of one direction by where they lie across it: a box looks at those alone that lie within it."""

    def __init__(self, lines: Iterable[tuple[float, float, float, int]]) -> None:
        """Lines: where each lies, from where to where it runs, and its order."""
        self._lines = sorted(lines)
        self._at = [line[0] for line in self._lines]

    def run_through(self, low: float, high: float, start: float, end: float, order: int) -> bool:
        """Whether a line painted before lies between two bounds, runs in a stretch and on beyond one of its ends."""
        inside = FRAME_INSIDE_PT
        first, last = bisect_right(self._at, low + inside), bisect_left(self._at, high - inside)
        return any(
            before < order
            and min(to, end) - max(begin, start) > inside
            and (begin < start - inside or to > end + inside)
            for _, begin, to, before in self._lines[first:last]
        )


def _thin_lines(lines: Iterable[tuple[BBox, int]]) -> tuple[_ThinLines, _ThinLines]:
    """The level and the upright ones among lines and boxes."""
    level, upright = [], []
    for line, order in lines:
        x0, x1 = min(line[0], line[2]), max(line[0], line[2])
        y0, y1 = min(line[1], line[3]), max(line[1], line[3])
        if y1 - y0 <= FRAME_INSIDE_PT < x1 - x0:
            level.append(((y0 + y1) / 2, x0, x1, order))
        elif x1 - x0 <= FRAME_INSIDE_PT < y1 - y0:
            upright.append(((x0 + x1) / 2, y0, y1, order))
    return _ThinLines(level), _ThinLines(upright)


def _outlined(box: BBox, order: int, lines: Sequence[tuple[BBox, int]]) -> bool:
    """Whether lines that are painted after a box run along its upper and its lower side."""
    x0, top, x1, bottom = box
    return all(
        any(
            after > order
            and abs(line[1] - y) <= FRAME_INSIDE_PT
            and abs(line[3] - y) <= FRAME_INSIDE_PT
            and abs(line[0] - x0) <= FRAME_INSIDE_PT
            and abs(line[2] - x1) <= FRAME_INSIDE_PT
            for line, after in lines
        )
        for y in (top, bottom)
    )


def belongs_to(order: int, box: BBox, frame: Area) -> bool:
    """Whether a line or a figure is a part of a frame: it is painted with it or into it, in its own box."""
    x0, top, x1, bottom = frame.bbox
    near = FRAME_INSIDE_PT
    within = box[0] >= x0 - near and box[1] >= top - near and box[2] <= x1 + near and box[3] <= bottom + near
    return order == frame.order or (order > frame.order and within)


def texts_in(frame: Area, painted: Painted) -> set[int]:
    """Glyphs that were painted into a figure after it."""
    x0, top, x1, bottom = frame.bbox
    found = set()
    for i, (glyph, style) in enumerate(zip(painted.glyphs, painted.style_of, strict=True)):
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - INK_MIDDLE_EM * glyph.size
        if painted.orders[style] > frame.order and x0 <= x <= x1 and top <= y <= bottom:
            found.add(i)
    return found
