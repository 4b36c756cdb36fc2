"""Columns of running text: a page set in two of them is read as two flows of lines."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lines.segments import Row, Segment
from pipeline.tables.columns import NEAR_RIGHT_EM

LEAST_LINES = 10
"""Columns of text have at least so many lines beside each other."""
GUTTER_BETWEEN = 0.3, 0.7
"""Share of the text's width between which the white between two columns of text lies."""
GUTTER_CROSSED_SHARE = 0.25
"""Share of the lines that may cross it: titles, wide tables."""
FULL_LINES_SHARE = 0.45
"""Share of full lines by which running text is told from a table's column."""
LONG_EM = 14.0
"""And its least width."""


def flows(rows: Sequence[Row]) -> list[list[Row]]:
    """The lines of a page, apart for each column of running text; lines over both are a flow of their own.

    Args:
        rows: printed lines, top to bottom.
    """
    at = _gutter(rows)
    if at is None:
        return [list(rows)]
    left: list[Row] = []
    right: list[Row] = []
    both: list[Row] = []
    for row in rows:
        if any(s.x0 < at < s.x1 for s in row):
            both.append(row)
            continue
        before, behind = tuple(s for s in row if s.x1 <= at), tuple(s for s in row if s.x0 >= at)
        left += [before] if before else []
        right += [behind] if behind else []
    return [flow for flow in (both, left, right) if flow]


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where two columns of running text are parted, or None."""
    if len(rows) < LEAST_LINES:
        return None
    x0, x1 = min(r[0].x0 for r in rows), max(r[-1].x1 for r in rows)
    low, high = x0 + GUTTER_BETWEEN[0] * (x1 - x0), x0 + GUTTER_BETWEEN[1] * (x1 - x0)
    tries = sorted({s.x1 + 0.5 for r in rows for s in r if low <= s.x1 + 0.5 <= high})
    crossed = {x: sum(any(s.x0 < x < s.x1 for s in r) for r in rows) for x in tries}
    allowed = GUTTER_CROSSED_SHARE * len(rows)
    for x in sorted(tries, key=lambda x: (crossed[x], x)):
        if crossed[x] > allowed:
            return None
        sides = ([s for r in rows for s in r if s.x1 <= x], [s for r in rows for s in r if s.x0 >= x])
        if any(_prose(side) for side in sides) and all(len(side) >= LEAST_LINES for side in sides):
            return x
    return None


def _prose(found: Sequence[Segment]) -> bool:
    """Whether lines fill a wide column."""
    if len(found) < LEAST_LINES:
        return False
    right, left = max(s.x1 for s in found), min(s.x0 for s in found)
    if right - left < LONG_EM * found[0].size:
        return False
    full = sum(s.x1 >= right - NEAR_RIGHT_EM * s.size and s.x1 - s.x0 >= 0.7 * (right - left) for s in found)
    return full >= FULL_LINES_SHARE * len(found)
