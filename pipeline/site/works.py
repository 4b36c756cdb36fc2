"""The same kind of work in several offices of a year, by its wording: what is kept of each plan for it.

A plan's kinds lie beside its page, so that a year is put together without reading plans again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, get_args

from pipeline.compare.report_rows import LEVEL_SEPARATOR
from pipeline.compare.totals import cells_of, sums_of
from pipeline.dataclass import dataclass
from pipeline.site.facts import PlanFacts
from pipeline.site.model import ItemRow, SitePlan
from pipeline.stored import json_of

WorkLevel = Literal["work", "item"]
"""Whether a wording is that of a work item, with all items below it, or of a plan item."""
WORK_LEVELS: tuple[WorkLevel, ...] = get_args(WorkLevel)
OFFICES_A_KIND = 100
"""Rows that a kind has at most, the largest budgets first."""
ROWS_A_YEAR = 6000
"""More would be read by nobody; what is left out is told, and found by the search."""
LEAST_OFFICES = 2


@dataclass(frozen=True, slots=True)
class OfficeWork:
    """A kind of work in a plan.

    Attributes:
        key: of its wording, without numbers, years and punctuation.
        wording: as the plan prints it, without the numbers of its levels.
        sections: those that have it.
        item_id: the first of its items.
        pages: of the document, that its items stand on.
        amount_twd: of the year's budget cells, each once; None where none of them is an amount.
        told: words of cells that are no amounts.
        shared: whether a cell applies to items of another kind too, so that its amount is not of this kind alone.
    """

    level: WorkLevel
    key: str
    wording: str
    sections: tuple[str, ...]
    item_id: str
    items: int
    pages: tuple[int, ...]
    amount_twd: int | None
    told: str
    shared: bool


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A kind of work in one plan."""

    plan: PlanFacts
    work: OfficeWork


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work that several offices have in a year.

    Attributes:
        wording: of its first row.
        offices: number of offices that have it.
        rows: a row for each plan, the largest budgets first, at most ``OFFICES_A_KIND``.
    """

    level: WorkLevel
    wording: str
    offices: int
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True)
class WorksOfYear:
    """What several offices do in a year.

    Attributes:
        kinds: those of most offices first, among them those of the largest budget.
        found: number of all kinds, those that are left out too.
    """

    kinds: tuple[WorkKind, ...]
    found: int


def works_of(plan: SitePlan) -> Iterator[OfficeWork]:
    """The kinds of work of a plan over all its sections, work items first."""
    for level in WORK_LEVELS:
        groups: dict[str, list[ItemRow]] = defaultdict(list)
        for row in plan.rows:
            if key := row.entry.work_key if level == "work" else row.entry.title_key:
                groups[key].append(row)
        for key, rows in groups.items():
            yield _work(level, key, rows)


def works_json(plan_id: str, works: Iterable[OfficeWork]) -> bytes:
    """A plan's kinds as they are kept: of each an array of what ``_kept`` gives."""
    kept = [_kept(plan_id, work) for work in works]
    return (json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def works_of_json(plan_id: str, content: bytes) -> list[OfficeWork]:
    """A plan's kinds from what was kept."""
    return [
        OfficeWork(
            WORK_LEVELS[level],
            key,
            wording,
            tuple(sections),
            f"{plan_id}-{rest}",
            items,
            tuple(pages),
            amount,
            told,
            shared,
        )
        for level, key, wording, sections, rest, items, pages, amount, told, shared in json_of(content)
    ]


def works_of_year(
    plans: Sequence[PlanFacts], read: Callable[[PlanFacts], Iterable[OfficeWork]]
) -> WorksOfYear:
    """The kinds of work that several offices of a year have; each plan is read twice, and one is held at a time.

    Args:
        plans: of one year.
        read: the kinds of a plan.
    """
    offices: dict[tuple[WorkLevel, str], set[str]] = defaultdict(set)
    rows: dict[tuple[WorkLevel, str], int] = defaultdict(int)
    largest: dict[tuple[WorkLevel, str], int] = defaultdict(int)
    for plan in plans:
        for work in read(plan):
            offices[work.level, work.key].add(plan.agency_id)
            rows[work.level, work.key] += 1
            largest[work.level, work.key] = max(largest[work.level, work.key], work.amount_twd or 0)
    common = [kind for kind, known in offices.items() if len(known) >= LEAST_OFFICES]
    ordered = sorted(common, key=lambda kind: (-len(offices[kind]), -largest[kind], kind))
    chosen: dict[tuple[WorkLevel, str], list[WorkRow]] = {}
    room = ROWS_A_YEAR
    for kind in ordered:
        room -= min(rows[kind], OFFICES_A_KIND)
        if room < 0:
            break
        chosen[kind] = []
    for plan in plans:
        for work in read(plan):
            if (found := chosen.get((work.level, work.key))) is not None:
                found.append(WorkRow(plan, work))
    kinds = (_kind(level, len(offices[level, key]), found) for (level, key), found in chosen.items())
    return WorksOfYear(tuple(kinds), len(common))


def _kept(plan_id: str, work: OfficeWork) -> list[Any]:
    """What is kept of a kind: its level by number, its item without the plan's identifier."""
    rest = work.item_id.removeprefix(f"{plan_id}-")
    level = WORK_LEVELS.index(work.level)
    about = level, work.key, work.wording, list(work.sections), rest, work.items, list(work.pages)
    return [*about, work.amount_twd, work.told, work.shared]


def _kind(level: WorkLevel, offices: int, rows: Sequence[WorkRow]) -> WorkKind:
    ordered = sorted(rows, key=lambda one: (-(one.work.amount_twd or 0), one.plan.id))
    return WorkKind(level, ordered[0].work.wording, offices, tuple(ordered[:OFFICES_A_KIND]))


def _work(level: WorkLevel, key: str, rows: Sequence[ItemRow]) -> OfficeWork:
    first = rows[0]
    levels = first.item.work_item if level == "work" else first.item.plan_item
    cells = [cell for _, cell in cells_of((row.entry for row in rows), "current").values()]
    own = {
        cell.id: sum(cell.id in row.item.budget_ids for row in rows) for cell in cells if cell.shared_by > 1
    }
    sums = sums_of(cells)
    return OfficeWork(
        level,
        key,
        LEVEL_SEPARATOR.join(part.text for part in levels),
        tuple(dict.fromkeys(row.entry.section for row in rows if row.entry.section)),
        first.id,
        len(rows),
        tuple(sorted({page for row in rows for page in row.entry.pages})),
        sums.amount_twd if sums.amounts else None,
        "、".join(dict.fromkeys(cell.raw for cell in cells if cell.amount_twd is None and cell.raw)),
        any(cell.shared_by > own[cell.id] for cell in cells if cell.shared_by > 1),
    )
