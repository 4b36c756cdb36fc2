"""What of a plan the rows of the flat tables are made from, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.models import (
    Budget,
    Correction,
    Finding,
    Item,
    Mention,
    PlanDocument,
    Section,
    Step,
    Total,
)
from pipeline.normalizers.records import labelled, own_places, walk


class PlanRecord(NamedTuple):
    """A plan as a whole."""

    document: PlanDocument


class SectionRecord(NamedTuple):
    """A section."""

    document: PlanDocument
    section: Section

    @property
    def pages(self) -> Sequence[int]:
        """The first and the last that it stands on."""
        return self.section.pages


class ItemRecord(NamedTuple):
    """An item.

    Attributes:
        levels: of its work item with their numbers, outer to inner.
        cells: of this year's budget: mostly one, rarely several that stand beside its steps.
    """

    document: PlanDocument
    section: Section
    item: Item
    levels: Sequence[str]
    cells: Sequence[Budget]

    @property
    def pages(self) -> Sequence[int]:
        """Those that it stands on, cells that it shares with others aside."""
        return [place.page for place in own_places(self.item)]


class StepRecord(NamedTuple):
    """A step of an item's implementation, and its position in it."""

    document: PlanDocument
    item: Item
    path: Sequence[int]
    step: Step


class BudgetRecord(NamedTuple):
    """A budget."""

    document: PlanDocument
    section: Section
    budget: Budget

    @property
    def pages(self) -> Sequence[int]:
        """Those that its cell stands on."""
        return [place.page for place in self.budget.provenance]


class MentionRecord(NamedTuple):
    """A mention, and its number among those of its item."""

    document: PlanDocument
    item: Item
    number: int
    mention: Mention


class TotalRecord(NamedTuple):
    """A printed total, its number among those of the plan, and the section that it sums."""

    document: PlanDocument
    number: int
    total: Total
    section_id: str | None

    @property
    def pages(self) -> Sequence[int]:
        """Those that it stands on."""
        return [place.page for place in self.total.provenance]


class FindingRecord(NamedTuple):
    """A finding; those of the whole file stand in every plan of it."""

    document: PlanDocument
    finding: Finding


class CorrectionRecord(NamedTuple):
    """A correction that an item lists, and its number within the plan."""

    document: PlanDocument
    number: int
    item_id: str
    correction: Correction


def plan_records(document: PlanDocument) -> Iterator[PlanRecord]:
    """Yield the one record of a plan."""
    yield PlanRecord(document)


def section_records(document: PlanDocument) -> Iterator[SectionRecord]:
    """Yield the sections."""
    for section in document.plan.sections:
        yield SectionRecord(document, section)


def item_records(document: PlanDocument) -> Iterator[ItemRecord]:
    """Yield the items."""
    for section in document.plan.sections:
        cells = {budget.id: budget for budget in section.budgets if budget.role == "current"}
        for item in section.items:
            own = [cells[one] for one in item.budget_ids if one in cells]
            yield ItemRecord(document, section, item, [labelled(level) for level in item.work_item], own)


def step_records(document: PlanDocument) -> Iterator[StepRecord]:
    """Yield the steps of all items."""
    for section in document.plan.sections:
        for item in section.items:
            for path, step in walk(item.implementation):
                yield StepRecord(document, item, path, step)


def budget_records(document: PlanDocument) -> Iterator[BudgetRecord]:
    """Yield the budgets."""
    for section in document.plan.sections:
        for budget in section.budgets:
            yield BudgetRecord(document, section, budget)


def mention_records(document: PlanDocument) -> Iterator[MentionRecord]:
    """Yield the mentions in the contents of all items."""
    for section in document.plan.sections:
        for item in section.items:
            for number, mention in enumerate(item.mentions, start=1):
                yield MentionRecord(document, item, number, mention)


def total_records(document: PlanDocument) -> Iterator[TotalRecord]:
    """Yield the printed totals."""
    sections = {section.id for section in document.plan.sections}
    printed = (total for section in document.plan.sections for total in section.totals)
    for number, total in enumerate(printed, start=1):
        yield TotalRecord(document, number, total, total.scope if total.scope in sections else None)


def finding_records(document: PlanDocument) -> Iterator[FindingRecord]:
    """Yield the findings."""
    for finding in document.findings:
        yield FindingRecord(document, finding)


def correction_records(document: PlanDocument) -> Iterator[CorrectionRecord]:
    """Yield the corrections of all items."""
    items = (item for section in document.plan.sections for item in section.items)
    listed = ((one.item_id or item.id, one) for item in items for one in item.corrections)
    for number, (item_id, correction) in enumerate(listed, start=1):
        yield CorrectionRecord(document, number, item_id, correction)
