"""How much of some plans people have checked: what each item's marks say of its record as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pipeline.corrections.reviewed import Mark
from pipeline.dataclass import dataclass
from pipeline.models import PlanDocument
from pipeline.normalizers.records import record_sha256

State = Literal["checked", "stale", "unchecked"]


@dataclass(frozen=True, slots=True)
class ItemReview:
    """What people have said of one item.

    Attributes:
        record_sha256: of the record as it is now.
        marks: all of the item, in the file's order.
        state: ``checked`` where a mark is of this record; ``stale`` where all are of another, so that the item has
            changed since it was checked and has to be checked again; ``unchecked`` where there is none.
    """

    item_id: str
    record_sha256: str
    marks: tuple[Mark, ...]

    @property
    def state(self) -> State:
        """See the class."""
        if any(mark.record_sha256 == self.record_sha256 for mark in self.marks):
            return "checked"
        return "stale" if self.marks else "unchecked"


@dataclass(frozen=True, slots=True)
class PlanReview:
    """One plan, its items in reading order."""

    plan_id: str
    items: tuple[ItemReview, ...]

    @property
    def checked(self) -> int:
        """Number of items that are checked as they are now."""
        return len(self.ids("checked"))

    def ids(self, state: State) -> tuple[str, ...]:
        """The items in a state, in reading order."""
        return tuple(one.item_id for one in self.items if one.state == state)


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """All plans.

    Attributes:
        unknown: marks of items that no plan has, in the file's order.
    """

    plans: tuple[PlanReview, ...]
    unknown: tuple[Mark, ...]

    @property
    def items(self) -> int:
        """Number of items."""
        return sum(len(plan.items) for plan in self.plans)

    @property
    def checked(self) -> int:
        """Number of items that are checked as they are now."""
        return sum(plan.checked for plan in self.plans)

    @property
    def stale(self) -> int:
        """Number of items that have changed since they were checked."""
        return sum(len(plan.ids("stale")) for plan in self.plans)

    @property
    def unchecked(self) -> int:
        """Number of items that nobody has checked."""
        return sum(len(plan.ids("unchecked")) for plan in self.plans)


def review_progress(documents: Iterable[PlanDocument], marks: Iterable[Mark]) -> ReviewProgress:
    """How much of some plans is checked.

    Args:
        documents: with the corrections of people; they come in the order given.
        marks: of these and other plans.
    """
    by_item: dict[str, list[Mark]] = {}
    for mark in marks:
        by_item.setdefault(mark.item_id, []).append(mark)
    plans = tuple(_plan(document, by_item) for document in documents)
    known = {item.item_id for plan in plans for item in plan.items}
    unknown = [mark for item_id, given in by_item.items() if item_id not in known for mark in given]
    return ReviewProgress(plans, tuple(sorted(unknown, key=lambda mark: mark.line)))


def _plan(document: PlanDocument, marks: dict[str, list[Mark]]) -> PlanReview:
    return PlanReview(
        document.plan.id,
        tuple(
            ItemReview(item.id, record_sha256(item, section.budgets), tuple(marks.get(item.id, ())))
            for section in document.plan.sections
            for item in section.items
        ),
    )
