"""Rows and columns of a lattice: where its rules give only one of them, white gives the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from statistics import median

from pipeline.dataclass import dataclass
from pipeline.lattice.drawn import DrawnGrid
from pipeline.lattice.evidence import HABIT
from pipeline.lattice.white import White, whites
from pipeline.lines.runs import WORD_GAP_EM, Run, cut
from pipeline.lines.segments import Row, Segment, printed_rows, segment
from pipeline.readers.page import MIDDLE_EM
from pipeline.tables.cells import TablePiece
from pipeline.tables.columns import PlacedSegment, PrintedLine, heads_of, holds_figures, measures
from pipeline.tables.page_cells import filled
from pipeline.tables.rows import Begin, are_rows, are_several, parted
from pipeline.tables.stacks import header_rows

SLACK_EM = 0.15
"""A segment that reaches this far over a bound does not stand in the next column."""
BESIDE_SHARE = 0.6
"""Within a ruled column this share of its lines must have text on both sides of a bound by white."""
MOST_OF_LINES = 0.6
"""Rules do not part rows where one band has this share of all lines."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A run, or a piece of one, in the cell of a lattice that its middle stands in."""

    group: int
    row: int
    run: Run


def divided(
    lattice: DrawnGrid, runs: Iterable[Run], page: int, *, ruled: bool, rows_ruled: bool = True
) -> TablePiece | None:
    """Cells of a lattice; None where it holds no text.

    Args:
        lattice: at least one place.
        runs: text of the page; what lies outside is left.
        page: page number.
        ruled: whether its rules part columns, so that white needs more evidence to part more.
        rows_ruled: whether somewhere in the table rules part rows too, so that there they always do.
    """
    letters = _lettered(lattice, runs)
    if not letters:
        return None
    if ruled:
        lattice = _parted_by_text(lattice, letters)
        letters = _lettered(lattice, runs)
    size = median(one.run.size for one in letters)
    inner = _inner_whites(lattice, letters, size, ruled=ruled)
    xs = sorted({*lattice.xs, *(w.at for w in inner)})
    bands, tall = _bands(lattice, letters, xs, inner)
    ys, begins = _row_bounds(lattice, bands, xs, ruled=ruled, rows_ruled=rows_ruled)
    lines = [line for band in bands for line in band]
    return filled(lattice, xs, ys, [*lines, *tall], page, ruled=ruled, begins=begins)


def _lettered(lattice: DrawnGrid, runs: Iterable[Run]) -> list[Letters]:
    """Runs inside a lattice, cut where a drawn bound crosses them."""
    found: list[Letters] = []
    for run in runs:
        row = bisect_right(lattice.ys, run.y - MIDDLE_EM * run.size) - 1
        if not 0 <= row < len(lattice.ys) - 1 or run.x1 <= lattice.xs[0] or run.x0 >= lattice.xs[-1]:
            continue
        bounds = lattice.bounds_in(row)
        groups = [lattice.groups[row][c] for c in (0, *(c for _, c in bounds))]
        found += [Letters(groups[i], row, piece) for i, piece in cut(run, [x for x, _ in bounds])]
    return found


def _parted_by_text(lattice: DrawnGrid, letters: Sequence[Letters]) -> DrawnGrid:
    """A lattice whose rules part columns in some rows only: in others the texts stand in the same columns by white."""
    texts: dict[int, list[Run]] = {}
    for one in letters:
        texts.setdefault(one.group, []).append(one.run)
    broad: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for group, places in lattice.places.items():
        columns = sorted({c for _, c in places})
        if len(columns) > 1 and group in texts:
            fits = _fits(printed_rows(texts[group]), lattice.xs[columns[0] : columns[-1] + 2])
            broad.setdefault((columns[0], columns[-1]), []).append((group, fits))
    parted: set[int] = set()
    for found in broad.values():
        fitting = [group for group, fits in found if fits]
        if len(fitting) >= max(HABIT, BESIDE_SHARE * len(found)):
            parted |= set(fitting)
    if not parted:
        return lattice
    new = 1 + max(g for line in lattice.groups for g in line)
    width = len(lattice.xs)
    groups = tuple(
        tuple(new + g * width + c if g in parted else g for c, g in enumerate(line))
        for line in lattice.groups
    )
    return replace(lattice, groups=groups)


def _fits(rows: Sequence[Row], bounds: Sequence[float]) -> bool:
    """Whether lines have text in several columns and none across a bound."""
    across = any(s.x0 < x - 1 and s.x1 > x + 1 for row in rows for s in row for x in bounds[1:-1])
    return not across and any(len(row) > 1 for row in rows)


def _inner_whites(lattice: DrawnGrid, letters: Sequence[Letters], size: float, *, ruled: bool) -> list[White]:
    found: list[White] = []
    columns = {g: {c for _, c in places} for g, places in lattice.places.items()}
    for column in range(len(lattice.xs) - 1):
        groups = {g for g, own in columns.items() if own == {column}}
        rows = printed_rows(one.run for one in letters if one.group in groups)
        several = sum(len(row) > 1 for row in rows)
        if not ruled or several >= max(HABIT, BESIDE_SHARE * len(rows)):
            found += whites(rows, size, HABIT if ruled else 2, headed=bool(lattice.rules))
    return found


def _bands(
    lattice: DrawnGrid, letters: Sequence[Letters], xs: Sequence[float], inner: Sequence[White]
) -> tuple[list[list[PrintedLine]], list[PrintedLine]]:
    """For each row of the lattice its printed lines; those of cells over several rows for themselves."""
    tall_groups = {g for g, places in lattice.places.items() if len({r for r, _ in places}) > 1}
    bands = []
    for row in range(len(lattice.ys) - 1):
        own = [one for one in letters if one.row == row and one.group not in tall_groups]
        bands.append(_lines(lattice, own, xs, inner))
    tall: list[PrintedLine] = []
    for group in sorted(tall_groups):
        tall += _lines(lattice, [one for one in letters if one.group == group], xs, inner)
    return bands, tall


def _lines(
    lattice: DrawnGrid, letters: Sequence[Letters], xs: Sequence[float], inner: Sequence[White]
) -> list[PrintedLine]:
    """Printed lines, their segments parted by ruled cell."""
    group_of = {one.run: one.group for one in letters}
    places = lattice.places
    found: list[PrintedLine] = []
    for line in printed_rows(one.run for one in letters):
        parts: dict[tuple[int, int], list[Run]] = {}
        for i, one in enumerate(line):
            for run in one.runs:
                parts.setdefault((group_of[run], i), []).append(run)
        cells: list[PlacedSegment] = []
        for (group, _), runs in sorted(parts.items(), key=lambda part: min(r.x0 for r in part[1])):
            columns = [c for _, c in places[group]]
            low = bisect_left(xs, lattice.xs[min(columns)])
            high = bisect_left(xs, lattice.xs[max(columns) + 1]) - 1
            if len(set(columns)) > 1:
                cells.append(PlacedSegment(low, high, segment(runs)))
            else:
                several = sum(g == group for g, _ in parts) > 1
                cells += _placed(segment(runs), xs, low, high, inner if several else ())
        found.append(_not_twice(cells))
    return found


def _placed(
    one: Segment, xs: Sequence[float], low: int, high: int, inner: Sequence[White]
) -> list[PlacedSegment]:
    """A segment with its columns, cut where it fills the white between two but has a gap there."""
    bounds = xs[low + 1 : high + 1]
    found: list[PlacedSegment] = []
    for part in _parted(one, inner):
        slack, middle = SLACK_EM * part.size, (part.x0 + part.x1) / 2
        first = low + bisect_left(bounds, min(part.x0 + slack, middle))
        last = low + bisect_left(bounds, max(part.x1 - slack, middle))
        found.append(PlacedSegment(first, last, part))
    return found


def _not_twice(found: Sequence[PlacedSegment]) -> PrintedLine:
    """Segments of one column on one line are one text."""
    merged: list[PlacedSegment] = []
    for one in found:
        if merged and one.first <= merged[-1].last:
            before = merged.pop()
            both = segment([*before.segment.runs, *one.segment.runs])
            one = PlacedSegment(before.first, max(before.last, one.last), both)  # noqa: PLW2901 - the two as one
        merged.append(one)
    return tuple(merged)


def _parted(one: Segment, inner: Sequence[White]) -> list[Segment]:
    """A segment cut at the whites that it crosses, where its own gaps are."""
    at: list[float] = []
    for white in inner:
        if one.x0 < white.at < one.x1:
            gap = _gap(one, white)
            if gap is not None:
                at.append(gap)
    if not at:
        return [one]
    pieces: dict[int, list[Run]] = {}
    for run in one.runs:
        for i, piece in cut(run, at):
            pieces.setdefault(i, []).append(piece)
    return [segment(runs) for _, runs in sorted(pieces.items())]


def _gap(one: Segment, white: White) -> float | None:
    """Middle of a gap between two glyphs of a segment that lies in a white, if there is one."""
    least = WORD_GAP_EM * one.size
    ends: list[tuple[float, float]] = []
    for run in one.runs:
        starts = [*run.starts, run.x1]
        ends += [(starts[k], starts[k + 1]) for k, char in enumerate(run.text) if not char.isspace()]
    ends.sort()
    for (_, a1), (b0, _) in pairwise(ends):
        if b0 - a1 >= least and a1 <= white.x1 and b0 >= white.x0:
            return (a1 + b0) / 2
    return None


def _row_bounds(
    lattice: DrawnGrid,
    bands: Sequence[Sequence[PrintedLine]],
    xs: Sequence[float],
    *,
    ruled: bool,
    rows_ruled: bool,
) -> tuple[list[float], dict[float, Begin]]:
    """Heights that part rows, those of the lattice among them, and how the rows below some of them begin."""
    heads = [] if ruled else heads_of(bands[0])
    first = header_rows(lattice) if ruled else 0
    if len(bands) == 1 or sum(map(holds_figures, chain(*bands[:first]))) > 1:
        first = 0
    skipped = sum(map(len, heads))
    bodies = [band[skipped if i == 0 else 0 :] for i, band in enumerate(bands)]
    told = measures([line for body in bodies[first:] for line in body], xs, ruled=ruled)
    total = sum(map(len, bands))
    ys, begins = [lattice.ys[0]], dict[float, Begin]()
    for i, (band, body) in enumerate(zip(bands, bodies, strict=True)):
        least = HABIT if ruled else 2
        ys.append(lattice.ys[i + 1])
        if i < first or (rows_ruled and ruled and len(body) < least):
            continue
        found = parted(body, told, ruled=ruled)
        open_ = not rows_ruled and are_several(body, found) if ruled else len(band) >= MOST_OF_LINES * total
        if open_ or are_rows(body, found, least):
            shift = len(band) - len(body)
            above = heads if i == 0 else []
            bounds = [ys[-2], *_between(band, [*above, *(tuple(k + shift for k in r) for r in found.rows)])]
            begins.update(zip(bounds[len(above) :], found.begins, strict=False))  # an empty band has no row
            ys[-1:] = [*bounds[1:], ys[-1]]
    return ys, begins


def _between(band: Sequence[PrintedLine], groups: Sequence[Sequence[int]]) -> list[float]:
    heights: list[float] = []
    for above, below in pairwise(groups):
        low = max(p.segment.bbox[3] for k in above for p in band[k])
        high = min(p.segment.bbox[1] for k in below for p in band[k])
        # Em boxes of close lines overlap; middles of letters never do.
        middle = max(p.segment.middle for k in above for p in band[k])
        heights.append((low + high) / 2 if (low + high) / 2 > middle else middle + 0.5)
    return heights
