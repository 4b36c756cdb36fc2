"""Rows to items: plan paths below their group headings, contents and other cells by height."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.bars import PlanTable
from pipeline.extractors.cells import ColumnCell, budget_cells, each_its_own, extras_of, lines_for_rows
from pipeline.extractors.paragraphs import Paragraph, label_of, paragraphs
from pipeline.extractors.rows import (
    SAME_BASELINE_PITCH,
    Neighbours,
    PlanRow,
    amounts_at,
    find_rows,
    is_ruled,
    near,
    neighbours,
)
from pipeline.extractors.works import (
    CLOSE_PITCH,
    WorkEntry,
    WorkPath,
    bind_to_rows,
    new_entries,
    work_entries,
)
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lattice.witnesses import ended_early
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.profiles.profile import BUDGET_ROLES

TORN = "work item runs on over the page end"
"""What a person is told where a page end cuts a work item's text just where a row begins."""


@dataclass(frozen=True, slots=True)
class PlanLevel:
    """One level of a plan item's path."""

    label: Label | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before it gets its identifier and its place in a plan.

    Attributes:
        work: work items, outer to inner.
        plan: levels of the plan item, outer to inner; empty where its cell is empty.
        contents: paragraphs of the implementation.
        extras: header and lines of the columns without a role.
        verdict: how its label goes on with the sequence; None where it has none.
        doubt: witnesses that contradict each other about where it begins, or None.
    """

    work: tuple[WorkEntry, ...]
    plan: tuple[PlanLevel, ...]
    contents: tuple[Paragraph, ...]
    extras: tuple[tuple[str, tuple[Line, ...]], ...]
    verdict: str | None
    doubt: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What a table holds, in reading order; each is equal to itself only."""

    table: PlanTable
    drafts: tuple[Draft, ...]
    cells: tuple[ColumnCell, ...]
    works: tuple[WorkEntry, ...]


def first_outline(table: PlanTable, metrics: Mapping[Track, Metrics]) -> Outline:
    """Find rows, items and cells of a table."""
    plan = table.roles("plan")[0]
    content = table.roles("implementation")[0]
    budgets = [t for t in table.tracks if t.column.role in BUDGET_ROLES]
    works = [(t, metrics[t]) for t in table.roles("work")]
    prelim = paragraphs(table, content, metrics[content])
    amounts = amounts_at([(t, metrics[t]) for t in budgets])
    ruled = is_ruled(table, plan, metrics[plan], paragraphs(table, plan, metrics[plan]), amounts)
    entries = work_entries(table, works, ruled=ruled)
    begun = [e for e in entries if e.column and not e.chained]
    fresh = [e.v0 for e in new_entries(entries) if e.column and not e.chained]
    beside = neighbours([e.lines[0].v for e in begun], fresh, prelim, amounts)
    rows = find_rows(table, plan, metrics[plan], beside, ruled=ruled)
    pitch = metrics[content].pitch
    if not works:
        rows, categories = _with_categories(table, rows)
        entries = sorted([*entries, *categories], key=lambda e: e.v0)
    entries = bind_to_rows(table, entries, rows, pitch)
    rows = _with_blank_rows(rows, entries, plan, content, beside, pitch, ruled=ruled)
    rows = _with_torn_works(table, entries, rows, works, pitch)
    by_row = lines_for_rows(content.lines, rows)
    groups = _Groups(table, plan, rows, by_row, beside, pitch, ruled=ruled)
    drafts, owners = groups.items(entries, metrics[content], content)
    cells = [c for t in budgets for c in budget_cells(table, t, metrics[t], plan, rows, owners, ruled=ruled)]
    others = [
        cell
        for t in table.roles("extra")
        for cell in budget_cells(table, t, metrics[t], plan, rows, owners, ruled=ruled)
    ]
    extras = extras_of(len(drafts), others)
    found = tuple(replace(draft, extras=texts) for draft, texts in zip(drafts, extras, strict=True))
    return Outline(table, found, tuple(each_its_own(cells)), tuple(entries))


def _with_categories(table: Table, rows: Sequence[PlanRow]) -> tuple[list[PlanRow], list[WorkEntry]]:
    """Rows without those that hold a text in the plan column only, and these as work items of the rows below.

    A table without a work column says so in rows of their own what its items belong to.
    """
    others = [t for t in table.tracks if t.column.role != "plan"]
    filled = {at for track in others for at, lines in enumerate(lines_for_rows(track.lines, rows)) if lines}
    bare = [at for at, row in enumerate(rows) if at not in filled and row.lines and at + 1 < len(rows)]
    if len(bare) >= len(filled):
        return list(rows), []
    entries = [WorkEntry(rows[at].v0, 0, rows[at].lines, rows[at].label) for at in bare]
    return [row for at, row in enumerate(rows) if at not in bare], entries


def _with_blank_rows(
    rows: list[PlanRow],
    entries: Sequence[WorkEntry],
    plan: Track,
    content: Track,
    beside: Neighbours,
    pitch: float,
    *,
    ruled: bool,
) -> list[PlanRow]:
    """Rows with an empty plan cell: contents above the first row, or beside a work item with no plan item."""
    reach = SAME_BASELINE_PITCH * pitch
    tops = sorted(r.v0 for r in rows)
    baselines = sorted(r.lines[0].v for r in rows if r.lines)
    starts = beside.content
    new = new_entries(entries)
    blank: list[float] = []
    first = content.lines[0].v if content.lines else None
    if first is not None and (not tops or first < tops[0] - reach):
        blank.append(first - pitch)
    for i, entry in enumerate(entries):
        if entry.chained or near(tops, entry.v0, reach) or near(baselines, entry.lines[0].v, reach):
            continue
        following = min(
            (v for v in (*tops, *(e.v0 for e in entries[i + 1 :])) if v > entry.v0 + reach), default=1e9
        )
        if ruled and entry.column:
            inside = [line for line in content.lines if entry.v0 < line.v < following]
            begun = _empty_cell(plan, entry.v0, following) and bool(inside)
            # Beside a work item that is printed again, contents go on that do not begin a list anew.
            begun = begun and (entry in new or _begins_anew(inside[0]))
        else:
            begun = bool(entry.column) and near(starts, entry.lines[0].v, reach)
        if begun and not near(sorted(blank), entry.v0, pitch):
            blank.append(entry.v0)
    made = [PlanRow(v, (), None, None, 0, True, None) for v in blank]
    return sorted([*rows, *made], key=lambda r: r.v0)


def _begins_anew(line: Line) -> bool:
    label = label_of(line)
    return label is not None and label.number == 1


def _with_torn_works(
    table: Table,
    entries: Sequence[WorkEntry],
    rows: Sequence[PlanRow],
    works: Sequence[tuple[Track, Metrics]],
    pitch: float,
) -> list[PlanRow]:
    """Rows that begin a page in the middle of a work item's text, with a doubt: another work item may begin there."""
    torn: set[float] = set()
    for entry in entries:
        if not entry.column:
            continue
        _, metrics = works[entry.column - 1]
        for above, line in pairwise(entry.lines):
            if not table.joint_between(above.v, line.v):
                continue
            full = ended_early(above, line, metrics.room(above))
            if full is None or metrics.centred:
                torn.add(max(j for j in table.joints if j <= line.v))
    return [
        replace(r, doubt=r.doubt or TORN) if any(-1.0 <= r.v0 - joint <= pitch for joint in torn) else r
        for r in rows
    ]


def _empty_cell(plan: Track, v0: float, following: float) -> bool:
    """Whether a cell of the plan column begins at a rule at ``v0`` and holds nothing."""
    if not any(abs(r - v0) <= 2.0 for r in plan.rules):
        return False
    floor = min((r for r in plan.rules if r > v0 + 2.0), default=following)
    return not any(v0 < line.v < floor for line in plan.lines)


class _Groups:
    """Tells group headings from items and gives each item its path."""

    def __init__(
        self,
        table: Table,
        plan: Track,
        rows: list[PlanRow],
        contents: list[tuple[Line, ...]],
        beside: Neighbours,
        pitch: float,
        *,
        ruled: bool,
    ) -> None:
        self.table, self.plan, self.rows, self.pitch, self.ruled = table, plan, rows, pitch, ruled
        self.contents = contents
        self.starts: tuple[float, ...] = beside.content
        self.headings: set[int] = set()
        self._hand_down()

    def _hand_down(self) -> None:
        """Give what stands beside a group heading to its first item, where both are in one cell."""
        for i in range(len(self.rows) - 1):
            row, below = self.rows[i], self.rows[i + 1]
            if not row.lines or not below.lines or not self._parent(row, below):
                continue
            one_cell = not self.plan.ruled_between(row.lines[-1].v, below.lines[0].v)
            if self.table.joint_between(row.lines[-1].v, below.lines[0].v):
                one_cell = one_cell and not self._begun(i + 1)
            if self.contents[i] and one_cell and self._shared(i):
                self.contents[i + 1] = self.contents[i] + self.contents[i + 1]
                self.contents[i] = ()
            if not self.contents[i]:
                self.headings.add(i)

    def _parent(self, row: PlanRow, below: PlanRow) -> bool:
        if below.fresh:
            return False
        if row.verdict == "again":
            return below.label is not None and below.depth > row.depth
        if below.label is None or below.label.number != 1 or below.verdict not in {"first", "restart", "odd"}:
            return False
        if row.label is not None:
            return below.depth > row.depth
        above, line = row.lines[-1], below.lines[0]
        close = line.v - above.v <= CLOSE_PITCH * self.pitch and not self.table.joint_between(above.v, line.v)
        return close and not self.plan.ruled_between(above.v, line.v)

    def _begun(self, i: int) -> bool:
        """Whether the contents beside a row begin anew: with a paragraph that does not go on with a numbering."""
        if not self.contents[i] or not near(self.starts, self.contents[i][0].v, 1.0):
            return False
        label = label_of(self.contents[i][0])
        return label is None or label.number == 1

    def _shared(self, i: int) -> bool:
        """Whether the contents beside a heading are its first item's: that has none that begin beside it."""
        line = self.rows[i + 1].lines[0]
        return self.ruled or not near(self.starts, line.v, SAME_BASELINE_PITCH * self.pitch)

    def items(
        self,
        entries: Sequence[WorkEntry],
        metrics: Metrics,
        content: Track,
    ) -> tuple[list[Draft], list[tuple[int, ...]]]:
        """Drafts, and for each row the drafts that a cell beside it applies to."""
        path = WorkPath.empty()
        tops = [e.v0 for e in entries]
        taken = 0
        open_levels: list[tuple[int, PlanLevel]] = []
        drafts: list[Draft] = []
        owners: list[list[int]] = []
        pending: list[tuple[int, int]] = []
        for i, row in enumerate(self.rows):
            until = bisect_right(tops, row.v0 + SAME_BASELINE_PITCH * self.pitch)
            changed = [path.take(entry) for entry in entries[taken:until]]
            if any(changed):
                open_levels, pending = [], []
            taken = max(taken, until)
            owners.append([])
            depth = row.depth if row.label is not None else -1
            if row.verdict == "again":
                open_levels = [
                    (d, PlanLevel(lv.label, row.lines) if d == depth else lv) for d, lv in open_levels
                ]
            else:
                open_levels = [(d, lv) for d, lv in open_levels if d < depth]
            pending = [(d, k) for d, k in pending if d < depth]
            level = PlanLevel(row.label, row.lines)
            if i in self.headings:
                if row.verdict != "again":
                    open_levels.append((depth, level))
                pending.append((depth, i))
                continue
            plan = tuple(lv for _, lv in open_levels) + ((level,) if row.lines else ())
            if row.lines and row.label is not None:
                open_levels.append((depth, level))
            for k in (i, *(k for _, k in pending)):
                owners[k].append(len(drafts))
            drafts.append(
                Draft(
                    work=path.entries(),
                    plan=plan,
                    contents=tuple(paragraphs(self.table, content, metrics, self.contents[i])),
                    extras=(),
                    verdict=row.verdict,
                    doubt=row.doubt,
                )
            )
        return drafts, [tuple(o) for o in owners]
