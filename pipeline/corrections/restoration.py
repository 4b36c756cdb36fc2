"""A plan's corrections taken back: what was arranged anew as it was read, all else by its old values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pipeline.corrections.change import restored as reworded
from pipeline.corrections.parts import Change, with_sections
from pipeline.models import (
    Arrangement,
    Budget,
    Finding,
    Item,
    PlanDocument,
    ReadBudget,
    ReadItem,
    Section,
    WorkItem,
)

Named = TypeVar("Named", Item, Budget)


def arrangement(base: PlanDocument, change: Change) -> Arrangement:
    """What a change is taken back with: all that it touches, as the document has it.

    Args:
        base: the document as read.
        change: of the same plan, corrected so far.
    """
    items, cells, levels = [], [], []
    wanted = {level.id for level in change.levels}
    for section in base.plan.sections:
        befores = (None, *(item.id for item in section.items))
        for before, item in zip(befores, section.items, strict=False):
            if item.id in change.items:
                items.append(ReadItem(section=section.id, after=before, item=item))
        befores = (None, *(cell.id for cell in section.budgets))
        for before, cell in zip(befores, section.budgets, strict=False):
            if cell.id in change.cells:
                cells.append(ReadBudget(section=section.id, after=before, budget=cell))
        levels += [level for level in section.work_items if level.id in wanted]
    return Arrangement(items=tuple(items), budgets=tuple(cells), work_items=tuple(levels), added=change.added)


def arrangements_of(document: PlanDocument) -> tuple[Arrangement, ...]:
    """All that the document's items list as arranged anew."""
    items = (item for section in document.plan.sections for item in section.items)
    listed = (given.replaced for item in items for given in item.corrections)
    return tuple(one for one in listed if isinstance(one, Arrangement))


def restored(document: PlanDocument) -> PlanDocument:
    """The document without any correction, exactly as it was read; mentions of reworded items aside."""
    found = arrangements_of(document)
    if not found:
        return with_sections(document, map(reworded, document.plan.sections))
    items = {one.item.id: one for part in found for one in part.items}
    cells = {one.budget.id: one for part in found for one in part.budgets}
    levels = {level.id: level for part in found for level in part.work_items}
    other = {*items, *(name for part in found for name in part.added)}

    def section(one: Section) -> Section:
        same = reworded(one, other)
        mine = [(read.after, read.item) for read in items.values() if read.section == one.id]
        own = [(read.after, read.budget) for read in cells.values() if read.section == one.id]
        return same.model_copy(
            update={
                "items": _placed((item for item in same.items if item.id not in other), mine),
                "budgets": _placed((cell for cell in same.budgets if cell.id not in cells), own),
                "work_items": _levels(same.work_items, levels),
            }
        )

    sections = map(section, document.plan.sections)
    return with_sections(document, sections, _about(document.findings, items))


def _placed(rest: Iterable[Named], read: Iterable[tuple[str | None, Named]]) -> tuple[Named, ...]:
    """What was left alone, with what was read between: each behind the one that it stood behind."""
    behind = dict(read)
    result: list[Named] = []

    def follow(name: str | None) -> None:
        while name in behind:
            result.append(behind.pop(name))
            name = result[-1].id

    follow(None)
    for one in rest:
        result.append(one)
        follow(one.id)
    return tuple(result)


def _levels(present: Iterable[WorkItem], read: dict[str, WorkItem]) -> tuple[WorkItem, ...]:
    return tuple(read.get(level.id, level) for level in present)


def _about(findings: Iterable[Finding], items: dict[str, ReadItem]) -> tuple[Finding, ...]:
    """Findings that name the items that they were made about."""
    owners = {name: read.item.id for read in items.values() for name in read.item.finding_ids}
    return tuple(
        one
        if one.item_id is None or one.id not in owners
        else one.model_copy(update={"item_id": owners[one.id]})
        for one in findings
    )
