"""Where a page's end parts the cells of a column whose cells may be merged over rows, and where one goes on over it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.lattice.tables import Table, Track

SAME_EDGE_PT = 2.5
"""Edges closer than this are one."""
MERGED_SHARE = 0.5
"""Where the column lacks at least this share of the plan column's rules, merging is its habit."""


def is_parted(table: Table, track: Track, plan: Track, joint: float) -> bool:
    """Whether a page's end at which a row begins parts cells of a column too.

    Text on both sides of it, down to the next rules, is of two cells. Where one side is empty, the cell goes on if
    merging is the column's habit, or if it merges cells at all and leaves none of those blank that rules close.
    """
    low = max((rule for rule in track.rules if rule < joint), default=0.0)
    high = min((rule for rule in track.rules if rule > joint), default=table.height)
    above = any(low < line.v <= joint for line in track.lines)
    if above and any(joint < line.v <= high for line in track.lines):
        return True
    share = merged_share(track, plan)
    return not (share >= MERGED_SHARE or (share and not has_blanks(table, track, plan)))


def merged_share(track: Track, plan: Track) -> float:
    """The share of the plan column's rules between rows that a column lacks."""
    first = plan.lines[0].v if plan.lines else 0.0
    rules = [rule for rule in plan.rules if rule > first]
    lacking = sum(all(abs(rule - own) > SAME_EDGE_PT for own in track.rules) for rule in rules)
    return lacking / len(rules) if rules else 0.0


def has_blanks(table: Table, track: Track, plan: Track) -> bool:
    """Whether a cell of the column that rules close on one page is empty beside a text of the plan column."""
    return any(
        not table.joint_between(low, high)
        and not any(low < line.v <= high for line in track.lines)
        and any(low < line.v <= high for line in plan.lines)
        for low, high in pairwise(track.rules)
        if high - low > SAME_EDGE_PT
    )


def goes_on_surely(table: Table, track: Track, plan: Track) -> bool:
    """Whether a cell that is empty below a page's end can only be the rest of a merged one.

    The column merges cells over rows of one page, and of those that rules close it fills all, one at least.
    """
    edges = sorted({0.0, *track.rules, *table.joints, table.height})
    merged = any(
        any(low + SAME_EDGE_PT < rule < high - SAME_EDGE_PT for rule in plan.rules)
        for low, high in pairwise(edges)
    )
    closed = any(
        not table.joint_between(low, high) and any(low < line.v <= high for line in track.lines)
        for low, high in pairwise([*track.rules, table.height])
    )
    return merged and closed and not has_blanks(table, track, plan)


def parted_joints(table: Table, track: Track, plan: Track, joints: Sequence[float]) -> list[float]:
    """Those of the joints at which rows begin that part the column's cells too."""
    return [joint for joint in joints if is_parted(table, track, plan, joint)]
