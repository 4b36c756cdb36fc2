"""How far down tables reach by their rules: those between their columns, or a frame around all of them.

All that stands within a frame is its table's, whether or not it keeps to columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.lattice.evidence import BOUND_RULE_PT, MEET_PT, WIDE_PITCH_EM
from pipeline.lattice.heads import Header
from pipeline.lines.runs import Run, rows_of
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import MIDDLE_EM, Rule

SPANNING_LINES = 3
"""Category rows have at most this many lines."""
SPANNING_EM = 2.2
"""A row is at most this much higher than its lines' type; a title between two tables stands more freely."""
ROOMY_EM = 4.0
"""The same where the rules of all columns begin again below it: two tables are not cut alike."""
SPANNING_SHARE = 0.8
"""Share of the inner columns' width that the rules about a category row run along."""


class Frame(NamedTuple):
    """The height over which rules stand on both sides of a table."""

    top: float
    bottom: float


def frames_of(sheets: Sequence[Sheet], headers: Mapping[int, Sequence[Header]]) -> dict[Header, Frame]:
    """Frames around headers whose columns no rule parts.

    Nothing stands in a table's frame above its header: where something does on any page, they are frames of pages.
    """
    frames: dict[Header, Frame] = {}
    for sheet in sheets:
        for header in headers.get(sheet.number, ()):
            if not header.plan or header.bounds:
                continue
            sides = header.cells[0].x0, header.cells[-1].x1
            frame = frame_at(sheet.vertical, sides, (header.top + header.bottom) / 2)
            if frame is None:
                continue
            own = set(header.runs)
            above = (run for run in sheet.runs if run.y < header.bottom and run not in own)
            if any(run.y - MIDDLE_EM * run.size > frame.top for run in above):
                return {}
            frames[header] = frame
    return frames


def frame_at(vertical: Sequence[Rule], sides: tuple[float, float], y: float) -> Frame | None:
    """The frame of which rules stand on both sides of a table's texts at a height."""
    at = [r for r in vertical if r.y0 <= y <= r.y1]
    left = max((r.x0 for r in at if r.x0 <= sides[0] + MEET_PT), default=None)
    right = min((r.x0 for r in at if r.x0 >= sides[1] - MEET_PT), default=None)
    if left is None or right is None:
        return None
    spans = [_span([r for r in vertical if abs(r.x0 - x) <= BOUND_RULE_PT], y) for x in (left, right)]
    return Frame(max(span.top for span in spans), min(span.bottom for span in spans))


def _span(rules: Sequence[Rule], y: float) -> Frame:
    """How far up and down the pieces of a rule go on from a height."""
    top = bottom = y
    for rule in sorted(rules, key=lambda r: r.y0):
        if rule.y0 <= bottom + MEET_PT:
            bottom = max(bottom, rule.y1)
    for rule in sorted(rules, key=lambda r: -r.y1):
        if rule.y1 >= top - MEET_PT:
            top = min(top, rule.y0)
    return Frame(top, bottom)


def columns_begin(vertical: Sequence[Rule], bounds: Sequence[float], y: float) -> bool:
    """Whether rules of all columns begin at a height."""
    return all(
        any(abs(r.x0 - b) <= BOUND_RULE_PT and abs(r.y0 - y) <= MEET_PT for r in vertical) for b in bounds
    )


def columns_reach(sheet: Sheet, bounds: tuple[float, ...], top: float, runs: Sequence[Run]) -> float | None:
    """How far down the rules of the columns go on from the table's top; None where there are none.

    A row that spans all columns interrupts them; the rules above and below it tell that the table goes on.
    """
    reach = top
    matching = [r for r in sheet.vertical if any(abs(r.x0 - b) <= BOUND_RULE_PT for b in bounds)]
    for rule in sorted(matching, key=lambda r: r.y0):
        goes_on = rule.y0 <= reach + MEET_PT or _bridged(sheet, bounds, (reach, rule.y0), runs)
        if goes_on and rule.y1 > reach:
            reach = rule.y1
    return reach if reach > top + MEET_PT else None


def _bridged(sheet: Sheet, bounds: tuple[float, ...], gap: tuple[float, float], runs: Sequence[Run]) -> bool:
    """Whether a gap in the rules of the columns is a row that spans them, not the space between two tables."""
    inside = rows_of([r for r in runs if gap[0] < r.y < gap[1]])
    height = sum(max(r.size for r in row) for row in inside)
    if not any(r.y > gap[1] for r in runs):
        # Nothing of this table follows: the rules below are the next one's.
        return False
    if not inside or len(inside) > SPANNING_LINES:
        return False
    if gap[1] - gap[0] <= ROOMY_EM * height and columns_begin(sheet.vertical, bounds[1:-1], gap[1]):
        return True
    if gap[1] - gap[0] > SPANNING_EM * height:
        return False
    if any(b[0].y - a[0].y > WIDE_PITCH_EM * a[0].size for a, b in pairwise(inside)):
        return False
    return all(_ruled_off(sheet, bounds, y) for y in gap)


def _ruled_off(sheet: Sheet, bounds: tuple[float, ...], y: float) -> bool:
    """Whether horizontal rules run along most of the table at a height."""
    length = sum(r.x1 - r.x0 for r in sheet.horizontal if abs(r.y0 - y) <= MEET_PT)
    return length >= SPANNING_SHARE * (bounds[-2] - bounds[1])
