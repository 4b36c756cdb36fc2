"""Lattices: rules that touch each other, the grid lines they lie on, and the cells that they leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import MEET_PT, SAME_LINE_PT
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import BBox, Fill, Rule


def inside(x: float, y: float, box: BBox, reach: float = 0.0) -> bool:
    """Whether a point lies in a box, or no further than ``reach`` outside."""
    return box[0] - reach <= x <= box[2] + reach and box[1] - reach <= y <= box[3] + reach


COVER_SHARE = 0.5
"""A side of a cell is drawn if rules cover this share of it."""
OPEN_SIDE_PT = 6.0
"""Rules that reach this far beyond the last rule across them leave a row or column that is open at its end."""
LEAST_FILL_PT = 5.0
"""A filled area lower or narrower than this is no cell's background."""
PAGE_SHARE = 0.98
"""A filled area over this share of the page's width is a background of the page."""


@dataclass(frozen=True, slots=True)
class DrawnGrid:
    """Rules of one page that touch each other, as a grid.

    Attributes:
        xs: grid lines from left to right, outer ones included.
        ys: grid lines from top to bottom, outer ones included.
        groups: for each row and column, which cell the place belongs to; cells are rectangles.
        open_top: whether no rule closes it at its top.
        open_bottom: likewise at its foot.
        rules: rules along it where it has no drawn columns; columns that some of them leave out have merged cells.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    groups: tuple[tuple[int, ...], ...]
    open_top: bool = False
    open_bottom: bool = False
    rules: tuple[Rule, ...] = ()

    @property
    def bbox(self) -> BBox:
        """Its outer grid lines."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def places(self) -> dict[int, list[tuple[int, int]]]:
        """For each cell the rows and columns that it covers."""
        found: dict[int, list[tuple[int, int]]] = {}
        for r, line in enumerate(self.groups):
            for c, group in enumerate(line):
                found.setdefault(group, []).append((r, c))
        return found

    def bounds_in(self, row: int) -> list[tuple[float, int]]:
        """The grid lines that part cells in a row, inner ones only, each with the column behind it."""
        line = self.groups[row]
        return [(self.xs[c], c) for c in range(1, len(line)) if line[c] != line[c - 1]]


def lattices(sheet: Sheet) -> list[DrawnGrid]:
    """All lattices of a page, top to bottom; those of one cell too."""
    drawn = [one for one in _from_rules(sheet.horizontal, sheet.vertical) if len(one.xs) > 2]
    # Word processors fill a cell line by line: where rules tell the cells, its background tells nothing.
    free = [f for f in sheet.fills if not any(_covers(one.bbox, f) for one in drawn)]
    weak = cell_backgrounds(free, sheet.width)
    if not weak:
        found = _from_rules(sheet.horizontal, sheet.vertical)
    else:
        horizontal = [*sheet.horizontal, *(r for f in weak for r in _rows_of(f))]
        found = _from_rules(horizontal, [*sheet.vertical, *(r for f in weak for r in _sides_of(f))])
        # One row of coloured cells is a stripe or a header, not a grid.
        found = [one for one in found if len(one.ys) > 2 or _is_drawn(one, sheet)]
    return sorted(found, key=lambda one: (one.ys[0], one.xs[0]))


def _from_rules(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[DrawnGrid]:
    found = (_lattice(h, v) for h, v in _components(horizontal, vertical) if h and v)
    return [one for one in found if one is not None]


def _is_drawn(lattice: DrawnGrid, sheet: Sheet) -> bool:
    return any(inside((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, lattice.bbox, MEET_PT) for r in sheet.vertical)


def _covers(box: BBox, fill: Fill) -> bool:
    x, y = (fill.x0 + fill.x1) / 2, (fill.y0 + fill.y1) / 2
    return inside(x, y, box, MEET_PT)


def cell_backgrounds(fills: Iterable[Fill], width: float) -> list[Fill]:
    """Filled areas that stand side by side at one height, as the coloured cells of a row do."""
    kept = [
        f
        for f in fills
        if min(f.x1 - f.x0, f.y1 - f.y0) >= LEAST_FILL_PT and f.x1 - f.x0 < PAGE_SHARE * width
    ]
    tiles: list[Fill] = []
    for one in kept:
        for other in kept:
            level = abs(one.y0 - other.y0) <= MEET_PT and abs(one.y1 - other.y1) <= MEET_PT
            beside = min(abs(one.x1 - other.x0), abs(other.x1 - one.x0)) <= MEET_PT
            if level and beside and one is not other:
                tiles.append(one)
                break
    return tiles


def _rows_of(fill: Fill) -> tuple[Rule, Rule]:
    return Rule(fill.x0, fill.y0, fill.x1, fill.y0), Rule(fill.x0, fill.y1, fill.x1, fill.y1)


def _sides_of(fill: Fill) -> tuple[Rule, Rule]:
    return Rule(fill.x0, fill.y0, fill.x0, fill.y1), Rule(fill.x1, fill.y0, fill.x1, fill.y1)


def _components(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together by touching."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(horizontal)), key=lambda i: horizontal[i].y0)
    for j, v in enumerate(vertical):
        for i in order:
            h = horizontal[i]
            if h.y0 > v.y1 + MEET_PT:
                break
            if h.y0 >= v.y0 - MEET_PT and h.x0 - MEET_PT <= v.x0 <= h.x1 + MEET_PT:
                parent[root(i)] = root(len(horizontal) + j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(horizontal):
        members.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        members.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return members.values()


def _lattice(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> DrawnGrid | None:
    xs = clustered((r.x0, r.y1 - r.y0) for r in vertical)
    ys = clustered((r.y0, r.x1 - r.x0) for r in horizontal)
    left, right = min(r.x0 for r in horizontal), max(r.x1 for r in horizontal)
    top, bottom = min(r.y0 for r in vertical), max(r.y1 for r in vertical)
    open_top, open_bottom = ys[0] - top > OPEN_SIDE_PT, bottom - ys[-1] > OPEN_SIDE_PT
    open_left, open_right = xs[0] - left > OPEN_SIDE_PT, right - xs[-1] > OPEN_SIDE_PT
    ys = [*([top] if open_top else []), *ys, *([bottom] if open_bottom else [])]
    xs = [*([left] if open_left else []), *xs, *([right] if open_right else [])]
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = [[_drawn(horizontal, y, a, b, upright=False) for a, b in pairwise(xs)] for y in ys]
    along = [[_drawn(vertical, x, a, b, upright=True) for a, b in pairwise(ys)] for x in xs]
    return DrawnGrid(tuple(xs), tuple(ys), _merged(across, along), open_top, open_bottom)


def clustered(positions: Iterable[tuple[float, float]]) -> list[float]:
    """Grid lines from the positions of rules, each weighted by its length."""
    groups: list[list[tuple[float, float]]] = []
    for at, length in sorted(positions):
        if groups and at - groups[-1][0][0] <= SAME_LINE_PT:
            groups[-1].append((at, length))
        else:
            groups.append([(at, length)])
    return [sum(at * n for at, n in group) / max(sum(n for _, n in group), 1e-9) for group in groups]


def _drawn(rules: Iterable[Rule], at: float, start: float, end: float, *, upright: bool) -> bool:
    """Whether rules cover one side of a place of the grid."""
    spans = []
    for rule in rules:
        position, a, b = (rule.x0, rule.y0, rule.y1) if upright else (rule.y0, rule.x0, rule.x1)
        if abs(position - at) <= SAME_LINE_PT and b > start and a < end:
            spans.append((max(a, start), min(b, end)))
    covered, reached = 0.0, start
    for a, b in sorted(spans):
        covered += max(b - max(a, reached), 0.0)
        reached = max(reached, b)
    return covered >= COVER_SHARE * (end - start)


def _merged(across: Sequence[Sequence[bool]], along: Sequence[Sequence[bool]]) -> tuple[tuple[int, ...], ...]:
    """Places without a rule between them are one cell; what is no rectangle is cut into rectangles, row by row.

    Args:
        across: for each horizontal grid line and column, whether it is drawn there.
        along: for each vertical grid line and row, the same.
    """
    rows, columns = len(across) - 1, len(along) - 1
    groups = [[-1] * columns for _ in range(rows)]
    number = 0
    for row in range(rows):
        column = 0
        while column < columns:
            last = column
            while last + 1 < columns and not along[last + 1][row]:
                last += 1
            span = range(column, last + 1)
            above = groups[row - 1][column] if row else -1
            same = row > 0 and all(groups[row - 1][c] == above for c in span)
            ends = column == 0 or (row > 0 and groups[row - 1][column - 1] != above)
            ends = ends and (last + 1 == columns or (row > 0 and groups[row - 1][last + 1] != above))
            if same and ends and not any(across[row][c] for c in span):
                for c in span:
                    groups[row][c] = above
            else:
                for c in span:
                    groups[row][c] = number
                number += 1
            column = last + 1
    return tuple(map(tuple, groups))
