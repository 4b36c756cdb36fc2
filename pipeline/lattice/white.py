"""Columns by white: upright stretches of a region that (nearly) no line of it crosses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.lattice.evidence import WHITE_STEP_PT
from pipeline.lines.segments import Row

LEAST_WHITE_EM = 0.25
"""Narrower stretches are chance; the gaps of the single lines are all wider than the end of a run."""
CROSSED_SHARE = 0.1
"""Share of the lines of several segments that may cross a column bound."""
TITLES_SHARE = 0.4
"""Share of all lines that may be single segments across a column bound: headings between the rows, titles."""
LEAST_BESIDE = 2
"""Lines that must have text on both sides of a bound."""


class White(NamedTuple):
    """A stretch between two columns."""

    x0: float
    x1: float

    @property
    def at(self) -> float:
        """Where the columns are parted."""
        return (self.x0 + self.x1) / 2


def whites(
    rows: Sequence[Row], size: float, beside: int = LEAST_BESIDE, *, headed: bool = False
) -> list[White]:
    """Stretches of white that part columns, left to right; empty where the lines are no columns.

    Args:
        rows: printed lines of a region.
        size: usual font size, in points.
        beside: lines that must have text on both sides.
        headed: whether rules tell that the first line is a header, so that it alone makes a column.
    """
    several = [row for row in rows if len(row) > 1]
    if len(several) < beside:
        return []
    left, right = min(r[0].x0 for r in several), max(r[-1].x1 for r in several)
    steps = max(int((right - left) / WHITE_STEP_PT), 1) + 1
    crossed = _cover(several, left, steps)
    titles = _cover([row for row in rows if len(row) == 1], left, steps)
    most = int(CROSSED_SHARE * len(several))
    most_titles = TITLES_SHARE * len(rows)
    free = [crossed[k] <= most and titles[k] <= most_titles for k in range(steps)]
    found: list[White] = []
    for first, last in _stretches(free):
        # The best part of a stretch: text that may cross still shows where its column ends.
        least = min(crossed[first : last + 1])
        parts = _stretches([first <= k <= last and crossed[k] == least for k in range(steps)])
        best = max(parts, key=lambda part: part[1] - part[0])
        if (best[1] - best[0]) * WHITE_STEP_PT < LEAST_WHITE_EM * size:
            best = first, last
        found.append(White(left + best[0] * WHITE_STEP_PT, left + best[1] * WHITE_STEP_PT))
    wide_enough = [w for w in found if w.x1 - w.x0 >= LEAST_WHITE_EM * size]
    head = 0 if headed and rows[0] is several[0] else None
    return _with_columns(wide_enough, several, beside, head)


def _stretches(free: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last number of each stretch that is free."""
    found: list[tuple[int, int]] = []
    for k, one in enumerate(free):
        if one and found and found[-1][1] == k - 1:
            found[-1] = found[-1][0], k
        elif one:
            found.append((k, k))
    return found


def _cover(rows: Sequence[Row], left: float, steps: int) -> list[int]:
    change = [0] * (steps + 1)
    for row in rows:
        for one in row:
            first = max(int((one.x0 - left) / WHITE_STEP_PT), 0)
            last = min(int((one.x1 - left) / WHITE_STEP_PT) + 1, steps)
            if first < last:
                change[first] += 1
                change[last] -= 1
    cover: list[int] = []
    total = 0
    for one_change in change[:-1]:
        total += one_change
        cover.append(total)
    return cover


def _with_columns(found: list[White], several: Sequence[Row], beside: int, head: int | None) -> list[White]:
    """Leave out stretches without enough lines on both sides, the narrowest first."""
    while found:
        columns = [-1e9, *(w.at for w in found), 1e9]
        entries = [
            {i for i, row in enumerate(several) if any(a < (s.x0 + s.x1) / 2 <= b for s in row)}
            for a, b in pairwise(columns)
        ]
        before: list[set[int]] = [set()]
        for have in entries[:-1]:
            before.append(before[-1] | have)
        weak = [
            k
            for k in range(len(found))
            if not all(
                len(lines) >= beside or head in lines
                for lines in (entries[k], entries[k + 1], before[k + 1] & set().union(*entries[k + 1 :]))
            )
        ]
        if not weak:
            return found
        found = [w for k, w in enumerate(found) if k != min(weak, key=lambda k: found[k].x1 - found[k].x0)]
    return found
