"""Cells of one page from grid lines and printed lines: merged by missing rules and by text over several columns."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from pipeline.lattice.drawn import COVER_SHARE, DrawnGrid
from pipeline.lattice.evidence import SAME_LINE_PT, SAME_PLACE_PT
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.runs import Run
from pipeline.readers.page import Rule
from pipeline.tables.cells import PieceCell, TablePiece
from pipeline.tables.columns import PrintedLine
from pipeline.tables.rows import Begin

Key = tuple[int, int, int]
"""A cell: its group in the lattice, and its row and column where white parts the group, else -1."""
LEAST_ALIKE = 2
"""So many rules of the same ends tell that what they leave out is meant."""
THIN_EM = 1.2
"""An empty row or column narrower than this, in the table's usual size, is a gap: nothing could be written in it."""


def filled(
    lattice: DrawnGrid,
    xs: Sequence[float],
    ys: Sequence[float],
    lines: Sequence[PrintedLine],
    page: int,
    *,
    ruled: bool,
    begins: Mapping[float, Begin],
) -> TablePiece:
    """The cells of a table on one page.

    Args:
        lattice: its drawn grid.
        xs: all column bounds, those of the lattice among them.
        ys: all row bounds, likewise.
        lines: its text, each segment with its columns.
        page: page number.
        ruled: whether the lattice parts columns.
        begins: for the upper bounds of some rows, how these begin.
    """
    keys = _keys(lattice, xs, ys)
    for line in lines:
        for one in line:
            row = _row(ys, one.segment.middle)
            for column in range(one.first + 1, one.last + 1):
                keys[row][column] = keys[row][one.first]
    _merge_beside_rules(keys, lattice.rules, xs, ys)
    texts: dict[Key, list[Run]] = {}
    for line in lines:
        for one in line:
            texts.setdefault(keys[_row(ys, one.segment.middle)][one.first], []).extend(one.segment.runs)
    sizes = [run.size for runs in texts.values() for run in runs]
    thin = THIN_EM * median(sizes) if sizes else 0.0
    rows = _kept([set(line) for line in keys], texts, ys, thin)
    columns = _kept([{line[c] for line in keys} for c in range(len(xs) - 1)], texts, xs, thin)
    entries = _entries([[keys[r][c] for c in columns] for r in rows], texts, page)
    kept_xs = [*(xs[c] for c in columns), xs[columns[-1] + 1]]
    kept_ys = [*(ys[r] for r in rows), ys[rows[-1] + 1]]
    return TablePiece(
        page=page,
        bbox=(xs[0], ys[0], xs[-1], ys[-1]),
        bounds=tuple(kept_xs),
        rows=len(rows),
        entries=tuple(
            PieceCell(
                r0,
                c0,
                r1 - r0 + 1,
                c1 - c0 + 1,
                found,
                (kept_xs[c0], kept_ys[r0], kept_xs[c1 + 1], kept_ys[r1 + 1]),
            )
            for r0, c0, r1, c1, found in entries
        ),
        ruled=ruled,
        open_top=ruled and lattice.open_top,
        open_bottom=ruled and lattice.open_bottom,
        begins={k: begins[ys[row]] for k, row in enumerate(rows) if ys[row] in begins},
    )


def _row(ys: Sequence[float], middle: float) -> int:
    return min(max(bisect_right(ys, middle) - 1, 0), len(ys) - 2)


def _keys(lattice: DrawnGrid, xs: Sequence[float], ys: Sequence[float]) -> list[list[Key]]:
    rows = [_row(lattice.ys, (a + b) / 2) for a, b in pairwise(ys)]
    columns = [_row(lattice.xs, (a + b) / 2) for a, b in pairwise(xs)]
    tall = {g: len({r for r, _ in places}) > 1 for g, places in lattice.places.items()}
    broad = {g: len({c for _, c in places}) > 1 for g, places in lattice.places.items()}
    keys: list[list[Key]] = []
    for r, old_row in enumerate(rows):
        groups = [lattice.groups[old_row][old] for old in columns]
        keys.append([(g, -1 if tall[g] else r, -1 if broad[g] else c) for c, g in enumerate(groups)])
    return keys


def _merge_beside_rules(
    keys: list[list[Key]], rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> None:
    """Columns that rules leave out again and again, while they part the rows of all others, have merged cells."""
    ends = Counter((round(r.x0 / SAME_PLACE_PT), round(r.x1 / SAME_PLACE_PT)) for r in rules)
    for row in range(1, len(keys)):
        here = [r for r in rules if abs(r.y0 - ys[row]) <= SAME_LINE_PT]
        if (
            len(here) != 1
            or ends[round(here[0].x0 / SAME_PLACE_PT), round(here[0].x1 / SAME_PLACE_PT)] < LEAST_ALIKE
        ):
            continue
        for column in range(len(xs) - 1):
            shared = min(here[0].x1, xs[column + 1]) - max(here[0].x0, xs[column])
            lone = all(key.count(key[column]) == 1 for key in (keys[row - 1], keys[row]))
            if lone and shared < (1 - COVER_SHARE) * (xs[column + 1] - xs[column]):
                old, new = keys[row][column], keys[row - 1][column]
                for below in keys[row:]:
                    if below[column] == old:
                        below[column] = new


def _kept(
    held: Sequence[set[Key]], texts: dict[Key, list[Run]], bounds: Sequence[float], thin: float
) -> list[int]:
    """Rows or columns but for thin ones that hold no text of their own."""
    kept = []
    for i, keys in enumerate(held):
        beside = (held[i - 1] if i else set()) | (held[i + 1] if i + 1 < len(held) else set())
        own = any(texts.get(key) for key in keys - beside)
        if own or bounds[i + 1] - bounds[i] > thin:
            kept.append(i)
    return kept or list(range(len(held)))


def _entries(
    keys: Sequence[Sequence[Key]], texts: dict[Key, list[Run]], page: int
) -> list[tuple[int, int, int, int, tuple[Line, ...]]]:
    places: dict[Key, list[tuple[int, int]]] = {}
    for r, line in enumerate(keys):
        for c, key in enumerate(line):
            places.setdefault(key, []).append((r, c))
    found = []
    for key, at in places.items():
        rows, columns = [r for r, _ in at], [c for _, c in at]
        lines = tuple(lines_of(texts.get(key, ()), page))
        found.append((min(rows), min(columns), max(rows), max(columns), lines))
    return sorted(found, key=lambda one: one[:2])
