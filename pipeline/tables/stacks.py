"""Grids that share a rule: a form above and a table of other columns below it are two tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.lattice.drawn import DrawnGrid
from pipeline.lines.runs import Run
from pipeline.lines.segments import is_number
from pipeline.readers.page import MIDDLE_EM

LEAST_BOUNDS = 2
"""So many column bounds below make another table; a single one parts a label from its value."""


def stacked(lattice: DrawnGrid, runs: Iterable[Run]) -> list[DrawnGrid]:
    """A lattice as the tables that stand in it one below the other, top to bottom.

    Args:
        lattice: rules that touch each other.
        runs: text of the page.
    """
    if len(lattice.ys) <= 3:
        return [lattice]
    texts = _texts(lattice, runs)
    cuts = [0]
    for row in range(1, len(lattice.ys) - 2):
        # Of rows that could all be its header's first one the last: a form's row is no part of it.
        if _begins_table(lattice, texts, cuts[-1], row) and not _begins_table(
            lattice, texts, cuts[-1], row + 1
        ):
            cuts.append(row)
    cuts.append(len(lattice.ys) - 1)
    return [_part(lattice, a, b) for a, b in pairwise(cuts)]


def header_rows(lattice: DrawnGrid) -> int:
    """Number of rows at the top that name the columns: what cells over several rows or columns tie together."""
    ends = {group: max(r for r, _ in places) + 1 for group, places in lattice.places.items()}
    row = 0
    while row < len(lattice.groups):
        line = lattice.groups[row]
        end = max(row + 1, *(ends[group] for group in line))
        if end > row + 1 or len(set(line)) == len(line):
            return end
        row = end
    return row


def _begins_table(lattice: DrawnGrid, texts: dict[int, list[str]], first: int, row: int) -> bool:
    """Whether another table's header begins at a row: neither the columns above nor those below refine the others."""
    above, own = _bounds(lattice, first, row), set[int]()
    if set(lattice.groups[row - 1]) & set(lattice.groups[row]):
        return False
    for end in range(row + 1, len(lattice.groups)):
        if not _is_header(texts, lattice.groups[end - 1]):
            return False
        own |= _bounds(lattice, end - 1, end)
        if own == _bounds(lattice, end, end + 1) and not set(lattice.groups[end - 1]) & set(
            lattice.groups[end]
        ):
            return len(own) >= LEAST_BOUNDS and not above <= own and not own <= above
    return False


def _bounds(lattice: DrawnGrid, first: int, end: int) -> set[int]:
    return {c for row in range(first, end) for _, c in lattice.bounds_in(row)}


def _texts(lattice: DrawnGrid, runs: Iterable[Run]) -> dict[int, list[str]]:
    """The texts of each cell."""
    found: dict[int, list[str]] = {}
    x0, top, x1, bottom = lattice.bbox
    for run in runs:
        x, y = (run.x0 + run.x1) / 2, run.y - MIDDLE_EM * run.size
        if x0 < x < x1 and top < y < bottom:
            row, column = bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1
            found.setdefault(lattice.groups[row][column], []).append(run.text)
    return found


def _is_header(texts: dict[int, list[str]], row: Sequence[int]) -> bool:
    """Whether every cell of a row has a text and none a figure."""
    return all(group in texts and not any(map(is_number, texts[group])) for group in row)


def _part(lattice: DrawnGrid, first: int, end: int) -> DrawnGrid:
    """Some rows of a lattice with the columns that are parted there."""
    kept = sorted(_bounds(lattice, first, end) | {0})
    return DrawnGrid(
        (*(lattice.xs[c] for c in kept), lattice.xs[-1]),
        lattice.ys[first : end + 1],
        tuple(tuple(line[c] for c in kept) for line in lattice.groups[first:end]),
        open_top=lattice.open_top and first == 0,
        open_bottom=lattice.open_bottom and end == len(lattice.groups),
        rules=lattice.rules,
    )
