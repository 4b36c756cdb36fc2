"""Cells of the columns beside the plan's: which lines stand in one, and which rows it applies to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.cell_joints import goes_on_surely, parted_joints
from pipeline.extractors.rows import PlanRow
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.models import BudgetBasis

BELOW_TOP_EM = 0.35
"""A baseline this far below a row's upper edge is the row's; above that it is the last line of the row before."""
APART_PITCH = 1.6
"""Lines of a column that are further apart are texts of different cells."""


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """A printed budget cell.

    Attributes:
        track: its column.
        drafts: places of the items that it applies to.
        torn: whether a page ends in it and nothing tells if the cell goes on.
    """

    track: Track
    lines: tuple[Line, ...]
    drafts: tuple[int, ...]
    basis: BudgetBasis
    torn: bool = False

    @property
    def header(self) -> str:
        """Header of its column."""
        return self.track.column.header

    @property
    def role(self) -> str:
        """Role of its column."""
        return self.track.column.role


def row_at(tops: Sequence[float], line: Line) -> int:
    """Place of the row that a line stands in; the first row takes what is above it."""
    return max(bisect_right(tops, line.v - BELOW_TOP_EM * line.size) - 1, 0)


def lines_for_rows(lines: Sequence[Line], rows: Sequence[PlanRow]) -> list[tuple[Line, ...]]:
    """The lines that stand in each row."""
    tops = [r.v0 for r in rows]
    found: list[list[Line]] = [[] for _ in rows]
    for line in lines if rows else ():
        found[row_at(tops, line)].append(line)
    return [tuple(f) for f in found]


def budget_cells(
    table: Table,
    track: Track,
    metrics: Metrics,
    plan: Track,
    rows: Sequence[PlanRow],
    owners: Sequence[tuple[int, ...]],
    *,
    ruled: bool,
) -> list[ColumnCell]:
    """Budget cells of one column, with the items that each applies to.

    Where the column's own rules leave out rules of the plan column, cells are merged; where neither is ruled, a
    cell belongs to the row on whose height it stands.
    """
    if not rows:
        return []
    tops = [r.v0 for r in rows]
    has_rules = bool(table.printed_rules(track))
    cells: list[ColumnCell] = []
    for low, high in _spans(table, track, plan, tops, metrics.pitch):
        inside = [line for line in track.lines if low < line.v <= high]
        if not inside:
            continue
        first, last = bisect_left(tops, low - 2.0), bisect_left(tops, high - 2.0)
        if first >= last or (has_rules and low not in tops and not ruled):
            first = min(row_at(tops, inside[0]), first)
        covered = range(first, max(last, first + 1))
        parted = any(low + 2 < r < high - 2 for r in plan.rules)
        one_text = _is_one_text(table, inside, metrics.pitch)
        if has_rules and (len(covered) == 1 or (one_text and (parted or ruled))):
            drafts = tuple(dict.fromkeys(d for k in covered if k < len(rows) for d in owners[k]))
            basis: BudgetBasis = "own_cell" if len(drafts) <= 1 else "merged_cell"
            torn = len(drafts) > 1 and any(
                low < joint < high and _row_begins(tops, joint, metrics.pitch) for joint in table.joints
            )
            torn = torn and not goes_on_surely(table, track, plan)
            cells.append(ColumnCell(track, tuple(inside), drafts, basis, torn=torn))
        else:
            cells += _aligned(track, inside, tops, owners)
    return cells


def each_its_own(cells: Sequence[ColumnCell]) -> list[ColumnCell]:
    """The cells, those for several items without the ones that have an amount of their own in the same column.

    Where a heading and its first item share a cell, the amount beside them is the item's: the next ones have theirs.
    """
    alone = {(cell.track, cell.drafts[0]) for cell in cells if len(cell.drafts) == 1}
    kept: list[ColumnCell] = []
    for cell in cells:
        shared = tuple(draft for draft in cell.drafts if (cell.track, draft) not in alone)
        several = len(cell.drafts) > 1 and shared
        kept.append(replace(cell, drafts=shared) if several else cell)
    return kept


def _row_begins(tops: Sequence[float], joint: float, pitch: float) -> bool:
    """Whether a row begins where a page does."""
    return any(-2.0 <= v - joint <= pitch for v in tops)


def _is_one_text(table: Table, lines: Sequence[Line], pitch: float) -> bool:
    """Whether lines stand close enough to be the text of one cell."""
    return all(
        b.v - a.v <= APART_PITCH * pitch and not table.joint_between(a.v, b.v) for a, b in pairwise(lines)
    )


def _spans(
    table: Table, track: Track, plan: Track, tops: Sequence[float], pitch: float
) -> list[tuple[float, float]]:
    """Heights between which the column's cells lie: its rules, and page ends where a row ends too."""
    begun = [joint for joint in table.joints if _row_begins(tops, joint, pitch)]
    edges = {*track.rules, *parted_joints(table, track, plan, begun)}
    ordered = [-1e9, *sorted(edges), 1e9]
    return list(pairwise(ordered))


def _aligned(
    track: Track, lines: Sequence[Line], tops: Sequence[float], owners: Sequence[tuple[int, ...]]
) -> list[ColumnCell]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(row_at(tops, line), []).append(line)
    return [ColumnCell(track, tuple(group), owners[at], "aligned") for at, group in groups.items()]


Extras = tuple[tuple[str, tuple[Line, ...]], ...]
"""Header and lines of each column."""


def extras_of(drafts: int, cells: Iterable[ColumnCell]) -> list[Extras]:
    """For each of so many drafts the texts of the cells that apply to it, column by column."""
    held: list[dict[Track, tuple[str, list[Line]]]] = [{} for _ in range(drafts)]
    for cell in each_its_own(tuple(cells)):
        for draft in cell.drafts:
            held[draft].setdefault(cell.track, (cell.header, []))[1].extend(cell.lines)
    return [tuple((header, tuple(lines)) for header, lines in columns.values()) for columns in held]
