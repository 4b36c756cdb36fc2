"""Ordinals of a sub-column: set beside the first line of the text that they number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extractors.lines import Line

UNITS = frozenset("一二三四五六七八九")
MIN_RULES = 2
"""With fewer rules than this within its pages the cells of a column are not known."""
FRAME_PT = 3.0
"""A rule this close to a page end is the table's frame and parts no cells."""
TOUCH_EM = 0.4
"""Baselines closer than this are one line."""


def with_ordinals(
    lines: Sequence[Line], lead: float, rules: Sequence[float], ends: Sequence[float]
) -> list[Line]:
    """Lines of a column with each ordinal on the first line of its text.

    A narrow sub-column breaks 十一 into two lines, and an ordinal in the middle of its cell's height stands beside
    any line of the text, or between two.

    Args:
        lines: lines of the column, top to bottom.
        lead: right bound of its ordinal sub-column.
        rules: heights of the rules that part its cells.
        ends: heights of the page ends, which part them too but do not tell that each row is a cell.
    """
    joined = _without_broken(lines, lead)
    frame = (0.0, *ends)
    if sum(all(abs(rule - end) > FRAME_PT for end in frame) for rule in rules) < MIN_RULES:
        return joined
    edges = sorted({*rules, *ends})
    cells: dict[int, list[Line]] = {}
    for line in joined:
        cells.setdefault(bisect_left(edges, line.v), []).append(line)
    return [line for cell in cells.values() for line in _moved_up(cell, lead)]


def _without_broken(lines: Sequence[Line], lead: float) -> list[Line]:
    whole: list[Line] = []
    for line in lines:
        above = whole[-1] if whole else None
        alone = _is_ordinal(line, lead)
        rest = line.text if alone else line.ordinal
        if (
            above is not None
            and rest in UNITS
            and above.ordinal.endswith("十")
            and above.page == line.page
            and line.v - above.v < 2 * line.size
        ):
            whole[-1] = above._replace(ordinal=above.ordinal + rest, tail=line.v - above.v)
            if not alone:
                whole.append(line._replace(ordinal="", left=line.x0))
            continue
        whole.append(line)
    return whole


def _moved_up(cell: list[Line], lead: float) -> list[Line]:
    """A cell's only ordinal goes to its first line of text."""
    texts = [line for line in cell if not _is_ordinal(line, lead)]
    ordinals = [line.text if _is_ordinal(line, lead) else line.ordinal for line in cell]
    found = [(line, o) for line, o in zip(cell, ordinals, strict=True) if o]
    if len(found) != 1 or not texts or found[0][0] is texts[0]:
        return cell
    line, ordinal = found[0]
    above = sum(t.v < line.v - TOUCH_EM * line.size for t in texts)
    below = sum(t.v > line.v + TOUCH_EM * line.size for t in texts)
    if abs(above - below) > 1:
        # It stands on the first line of a later text: the cell holds several.
        return cell
    first = texts[0]._replace(ordinal=ordinal, left=min(line.left, texts[0].left))
    return [first, *(t._replace(ordinal="", left=t.x0) if t is line else t for t in texts[1:])]


def _is_ordinal(line: Line, lead: float) -> bool:
    """Whether nothing but an ordinal stands on the line."""
    return not line.ordinal and line.x1 <= lead
