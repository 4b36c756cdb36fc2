"""Ordinals of a sub-column: set beside the first line of the text that they number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.lattice.evidence import MEET_PT
from pipeline.lines.lines import Line

UNITS = frozenset("一二三四五六七八九")
FEW_RULES = 2
"""With fewer rules than this within its pages the cells of a column are not known."""
ORDINAL_MIDDLE_EM = 0.15
"""What is set in the middle of one cell has its middles this close together but for rounding."""


def with_ordinals(
    lines: Sequence[Line], lead: float, rules: Sequence[float], ends: Sequence[float]
) -> list[Line]:
    """Lines of a column with each ordinal on the first line of its text.

    A narrow sub-column breaks 十一 into two lines, and an ordinal in the middle of its cell's height stands beside
    any line of the text, or between two. Where ordinals stand on first lines, one further down is that of a later text.

    Args:
        lines: lines of the column, top to bottom.
        lead: right bound of its ordinal sub-column.
        rules: heights of the rules that part its cells.
        ends: heights of the page ends, which part them too but do not tell that each row is a cell: what
            stands below one may be the rest of a text from before.
    """
    joined = _without_broken(lines, lead)
    frame = (0.0, *ends)
    if sum(all(abs(rule - end) > MEET_PT for end in frame) for rule in rules) < FEW_RULES:
        return joined
    edges = sorted({*rules, *ends})
    cells: dict[int, list[Line]] = {}
    for line in joined:
        cells.setdefault(bisect_left(edges, line.v), []).append(line)
    moved: list[Line] = []
    topped = middle = 0
    for at, cell in cells.items():
        ordinal, texts = _only(cell, lead)
        if ordinal is not None and texts:
            topped += ordinal is texts[0] and len(texts) > 1
            if _in_the_middle(ordinal, texts, whole=not at or edges[at - 1] not in ends):
                middle += 1
                moved += _moved_up(ordinal, texts, lead)
                continue
        moved += cell
    return moved if middle > topped else joined


def _only(cell: Sequence[Line], lead: float) -> tuple[Line | None, list[Line]]:
    """The line with a cell's only ordinal, None where there are none or several, and its lines of text."""
    found = [line for line in cell if line.ordinal or _is_ordinal(line, lead)]
    return found[0] if len(found) == 1 else None, [line for line in cell if not _is_ordinal(line, lead)]


def _in_the_middle(ordinal: Line, texts: Sequence[Line], *, whole: bool) -> bool:
    """Whether an ordinal stands below the first line of a text, as far from it as from the last line.

    A cell that is there as a whole holds nothing but that text, so a line more on one side does not matter.
    """
    if ordinal is texts[0]:
        return False
    middle = (texts[0].v + texts[-1].v) / 2
    reach = ORDINAL_MIDDLE_EM * ordinal.size
    if whole and len(texts) > 1:
        reach += (texts[-1].v - texts[0].v) / (len(texts) - 1) / 2
    return abs(ordinal.v + ordinal.tail / 2 - middle) <= reach


def _moved_up(line: Line, texts: Sequence[Line], lead: float) -> list[Line]:
    """The lines of a cell with its ordinal on the first of them."""
    ordinal = line.text if _is_ordinal(line, lead) else line.ordinal
    first = replace(texts[0], ordinal=ordinal, left=min(line.left, texts[0].left))
    return [first, *(replace(t, ordinal="", left=t.x0) if t is line else t for t in texts[1:])]


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
            whole[-1] = replace(above, ordinal=above.ordinal + rest, tail=line.v - above.v)
            if not alone:
                whole.append(replace(line, ordinal="", left=line.x0))
            continue
        whole.append(line)
    return whole


def _is_ordinal(line: Line, lead: float) -> bool:
    """Whether nothing but an ordinal stands on the line."""
    return not line.ordinal and line.x1 <= lead
