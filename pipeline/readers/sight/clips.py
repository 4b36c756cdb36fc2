"""Texts that are cut at the edge of their cell, as spreadsheets and browsers do with what is too long for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.readers.page import BBox, Glyph, UnseenReason
from pipeline.readers.painted import Painted, area_of, common, hull_of, ink_box

IN_CLIP_SHARE = 0.25
"""A glyph of which less is within its clip is cut off."""
WHOLE_GLYPH_SHARE = 0.75
"""Of a whole character more is seen: its em box may reach over the edge where its ink does not."""
CELL_SHARE = 0.2
"""Larger clips, in shares of the page, are those of pages and frames, not of a cell."""
SAME_LINE_EM = 0.3
"""Baselines of one line differ by less."""
CLAMPED_PT = 1.0
"""Glyphs that are cut off are read in a strip of this width at their clip's edge, which stays within the cell."""


class Cut(NamedTuple):
    """What stands beyond the clips of its texts.

    Attributes:
        moved: glyphs as they are read at their clip's edge, by their place in the page's list.
        seen_with: for each glyph that is cut off, one of its text that is not: it is seen where that one is.
        kept: boxes of the texts that are kept whole.
        cut_off: boxes of the texts that end in the middle of a character, with nothing behind it.
    """

    moved: dict[int, Glyph]
    seen_with: dict[int, int]
    kept: list[BBox]
    cut_off: list[BBox]


def cut_at_clips(painted: Painted, reasons: list[UnseenReason | None]) -> Cut:
    """What lies outside its clip: glyphs of a text that can be seen in part at the clip's edge, the others unseen.

    Args:
        painted: the page.
        reasons: why each glyph is not seen; those that lie outside with all of their text get theirs.
    """
    glyphs = painted.glyphs
    cut = Cut({}, {}, [], [])
    for clip, indices in _by_clip(painted, reasons).items():
        if all(_shown_share(glyphs[i], clip) >= WHOLE_GLYPH_SHARE for i in indices):
            continue
        small = area_of(clip) <= CELL_SHARE * painted.width * painted.height
        last: int | None = None
        for line in _lines(glyphs, indices):
            outside = [i for i in line if _shown_share(glyphs[i], clip) < IN_CLIP_SHARE]
            inside = [i for i in line if i not in outside]
            host = inside[-1] if inside else last if small else None
            if host is None:
                for i in outside:
                    reasons[i] = "clip"
                continue
            place = _within(hull_of([ink_box(glyphs[i]) for i in line]), clip)
            if outside:
                cut.moved.update(_clamped(glyphs, line, clip, None if inside else glyphs[host]))
                cut.seen_with.update(dict.fromkeys(outside, host))
                cut.kept.append(place)
            elif small and _is_cut(glyphs, line, clip):
                cut.cut_off.append(place)
            last = inside[-1] if inside else last
    return cut


def _by_clip(painted: Painted, reasons: list[UnseenReason | None]) -> dict[BBox, list[int]]:
    """Printed glyphs that may be cut, by their clip."""
    found: dict[BBox, list[int]] = defaultdict(list)
    for i, glyph in enumerate(painted.glyphs):
        clip = painted.styles[painted.style_of[i]].clip
        if clip is None or glyph.text.isspace():
            continue
        if reasons[i] == "layer" and not area_of(common(ink_box(glyph), clip)):
            reasons[i] = "clip"
        elif reasons[i] is None:
            found[clip].append(i)
    return found


def _is_cut(glyphs: Sequence[Glyph], line: Sequence[int], clip: BBox) -> bool:
    """Whether a line's first or last character stands across its clip's edge."""
    first, last = glyphs[line[0]], glyphs[line[-1]]
    return clip[2] - last.x0 <= WHOLE_GLYPH_SHARE * (last.x1 - last.x0) or first.x1 - clip[
        0
    ] <= WHOLE_GLYPH_SHARE * (first.x1 - first.x0)


def _shown_share(glyph: Glyph, clip: BBox) -> float:
    ink = ink_box(glyph)
    return area_of(common(ink, clip)) / area_of(ink) if area_of(ink) else 1.0


def _within(box: BBox, clip: BBox) -> BBox:
    shared = common(box, clip)
    return shared if area_of(shared) else clip


def _lines(glyphs: Sequence[Glyph], indices: Sequence[int]) -> list[list[int]]:
    """Glyphs by line, top to bottom, each from left to right."""
    lines: list[list[int]] = []
    for i in sorted(indices, key=lambda i: glyphs[i].y):
        if lines and abs(glyphs[i].y - glyphs[lines[-1][0]].y) <= SAME_LINE_EM * glyphs[i].size:
            lines[-1].append(i)
        else:
            lines.append([i])
    return [sorted(line, key=lambda i: glyphs[i].x0) for line in lines]


def _clamped(
    glyphs: Sequence[Glyph], line: Sequence[int], clip: BBox, above: Glyph | None
) -> dict[int, Glyph]:
    """The glyphs of a line that stand beyond its clip, in their order at its edge.

    A line that lies wholly below the clip is read at the end of the last one that is seen.
    """
    y = glyphs[line[0]].y if above is None else above.y
    beyond = [i for i in line if above is not None or glyphs[i].x1 > clip[2]]
    before = [i for i in line if i not in beyond and glyphs[i].x0 < clip[0]]
    placed: dict[int, Glyph] = {}
    for side, edge in ((before, clip[0]), (beyond, clip[2] - CLAMPED_PT)):
        step = CLAMPED_PT / (len(side) + 1)
        for k, i in enumerate(side):
            started = side is beyond and above is None and glyphs[i].x0 < edge
            x0 = glyphs[i].x0 if started else edge + step * k
            placed[i] = glyphs[i]._replace(x0=x0, x1=edge + step * (k + 1), y=y)
    return placed
