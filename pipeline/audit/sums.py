"""Amounts of one column in order, and what sums of them a printed total may rightly give.

A total sums the cells between it and some bound before it, at whatever level: a page, a work item, the total before,
a section, the plan. Where totals stand above their parts, it sums those between it and a bound behind it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from pipeline.dataclass import dataclass
from pipeline.models import BBox, Budget, Item, Plan, Provenance, Total

Position = tuple[int, int, float]
"""Place of a section in its plan, page, upper edge: the order in which a plan is read."""
AMOUNT_RISE_PT = 4.0
"""An amount may be printed so much higher than the text beside it."""


@dataclass(frozen=True, slots=True)
class CellRun:
    """Cells of a column that follow each other, from ``first`` up to before ``last``."""

    first: int
    last: int


class BudgetColumn:
    """The cells of one column of a plan, in reading order.

    Attributes:
        marks: places among the cells before which a stretch that a total may sum begins or ends.
    """

    def __init__(self, cells: Sequence[tuple[Position, Budget]], bounds: Iterable[Position]) -> None:
        self.cells = [cell for _, cell in cells]
        self._positions = [position for position, _ in cells]
        self._sums = [0, *accumulate(cell.amount_twd or 0 for cell in self.cells)]
        self._counts = [0, *accumulate(bool(cell.amount_twd) for cell in self.cells)]
        marks = {bisect_left(self._positions, bound) for bound in bounds}
        marks |= {i for i, (one, other) in enumerate(pairwise(cells), 1) if _parted(one, other)}
        self.marks = sorted(marks | {0, len(self.cells)})
        self._first_marks = {self._sums[mark]: mark for mark in reversed(self.marks)}

    def sum(self, run: CellRun) -> int:
        """The sum of a run's amounts."""
        return self._sums[run.last] - self._sums[run.first]

    def count(self, run: CellRun) -> int:
        """How many of a run's cells have an amount."""
        return self._counts[run.last] - self._counts[run.first]

    def longest_run(self, last: int, amount_twd: int) -> CellRun | None:
        """The longest run from a mark up to before a cell that has this sum; None where none has."""
        mark = self._first_marks.get(self._sums[last] - amount_twd)
        return CellRun(mark, last) if mark is not None and mark < last else None

    def runs(self, at: Position) -> Iterator[CellRun]:
        """Runs that end or begin at a position, the shortest first: those before it, then those behind it."""
        here = bisect_left(self._positions, at)
        yield from (CellRun(mark, here) for mark in reversed(self.marks) if mark < here)
        behind = bisect_right(self._positions, at)
        yield from (CellRun(behind, mark) for mark in self.marks if mark > behind)


def _parted(one: tuple[Position, Budget], other: tuple[Position, Budget]) -> bool:
    """Whether a page or a section ends between two cells."""
    return one[0][:2] != other[0][:2]


def columns_of(plan: Plan, role: str | None = None) -> dict[str, BudgetColumn]:
    """The columns of a plan by their headers; with a role only its cells, whatever columns they are of, at "".

    Args:
        plan: what was read.
        role: budgets of one role, all columns of which are taken for one.
    """
    bounds = [*_totals(plan), *_works(plan)]
    cells: dict[str, list[tuple[Position, Budget]]] = {}
    for number, section in enumerate(plan.sections):
        for budget in section.budgets:
            if role is None or budget.role == role:
                key = budget.header if role is None else ""
                cells.setdefault(key, []).append((position(number, budget.provenance), budget))
    return {header: BudgetColumn(sorted(found, key=_first), bounds) for header, found in cells.items()}


def _first(cell: tuple[Position, Budget]) -> Position:
    return cell[0]


def position(section: int, places: Sequence[Provenance]) -> Position:
    """Where something stands in its plan; its last place is that of its amount."""
    return (section, places[-1].page, places[-1].bbox[1]) if places else (section, 0, 0.0)


def _totals(plan: Plan) -> Iterator[Position]:
    for number, section in enumerate(plan.sections):
        for total in section.totals:
            yield position(number, total.provenance)


def _works(plan: Plan) -> Iterator[Position]:
    """Where work items of all levels begin: at the upper edge of what is printed highest of their first item."""
    for number, section in enumerate(plan.sections):
        for before, item in pairwise((None, *section.items)):
            if item is not None and (before is None or before.work_item != item.work_item):
                yield number, *_top(item)


def _top(item: Item) -> tuple[int, float]:
    # The text of a work item may stand in the middle of its cell.
    own = [(p.page, p.bbox[1]) for p in item.provenance if not p.field.startswith("work_item")]
    page, top = min(own, default=(0, 0.0))
    return page, top - AMOUNT_RISE_PT


def places_of(plan: Plan) -> dict[int, list[tuple[str, BBox]]]:
    """Headers and boxes of all budget cells by page."""
    found: dict[int, list[tuple[str, BBox]]] = {}
    for section in plan.sections:
        for budget in section.budgets:
            for place in budget.provenance:
                found.setdefault(place.page, []).append((budget.header, place.bbox))
    return found


def beside(total: Total, places: Mapping[int, Sequence[tuple[str, BBox]]]) -> frozenset[str]:
    """Headers of the columns in which a total's amount stands; none where nothing on its page tells."""
    shared: dict[str, float] = {}
    for place in total.provenance[-1:]:
        for header, bbox in places.get(place.page, ()):
            wide = min(place.bbox[2], bbox[2]) - max(place.bbox[0], bbox[0])
            shared[header] = max(shared.get(header, 0.0), wide)
    most = max(shared.values(), default=0.0)
    return frozenset(header for header, wide in shared.items() if wide == most > 0)
