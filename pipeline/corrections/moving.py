"""An item moved to another place of its plan, and a budget cell given to other items."""

from __future__ import annotations

from typing import Literal

from pipeline.corrections.parts import (
    NOT_FOUND,
    Change,
    Reason,
    cells_of,
    place_of_item,
    places_named,
    taken_over,
    with_applying,
    with_sections,
)
from pipeline.models import Item, PlanDocument

NOTHING = Reason("it stands there already, below the same work item", "已在該處，且工作項目相同")
ELSEWHERE = Reason("the cell's section has not all of these items", "此儲存格所在的課室並非含有全部所列項目")


def move(
    document: PlanDocument, item_id: str, side: Literal["after", "before"], target_id: str
) -> Change | Reason:
    """The plan with an item directly behind or before another, in its section and below its work item.

    Args:
        document: has the item.
        item_id: the item, which takes its own budget cells into another section.
        side: of the other item.
        target_id: the other item.
    """
    sections = list(document.plan.sections)
    at, position = place_of_item(sections, item_id) or (0, 0)
    found = place_of_item(sections, target_id)
    if found is None:
        return NOT_FOUND
    to, _ = found
    one, target = sections[at].items[position], sections[to].items[found[1]]
    cells = frozenset(cell.id for cell in cells_of(sections[at], item_id))
    if to != at:
        moved = taken_over(sections[at], sections[to], item_id)
        if isinstance(moved, Reason):
            return moved
        sections[at], sections[to] = moved
    left = tuple(item for item in sections[at].items if item.id != item_id)
    sections[at] = sections[at].model_copy(update={"items": left})
    items = list(sections[to].items)
    beside = next(i for i, item in enumerate(items) if item.id == target_id)
    items.insert(beside + 1 if side == "after" else beside, _below(one, target))
    sections[to] = sections[to].model_copy(update={"items": tuple(items)})
    new = with_sections(document, sections)
    if new == document:
        return NOTHING
    return Change(new, frozenset((item_id,)), cells, (*one.work_item, *target.work_item))


def _below(one: Item, target: Item) -> Item:
    """The item below another's work item, and with the places of that."""
    if one.work_item == target.work_item:
        return one
    own = tuple(place for place in one.provenance if not place.field.startswith("work_item["))
    places = (*places_named(target, "work_item["), *own)
    return one.model_copy(update={"work_item": target.work_item, "provenance": places})


def apply_cell(document: PlanDocument, budget_id: str, item_ids: tuple[str, ...]) -> Change | Reason:
    """The plan with a budget cell that applies to these items and no others of its section.

    Args:
        document: has the cell.
        budget_id: the cell.
        item_ids: in any order; none where it applies to no item.
    """
    sections = list(document.plan.sections)
    at, cell = next(
        (n, one) for n, section in enumerate(sections) for one in section.budgets if one.id == budget_id
    )
    items = {item.id: item for item in sections[at].items}
    if not set(item_ids) <= set(items):
        return ELSEWHERE
    changed = (set(item_ids) ^ set(cell.applies_to)) & set(items)
    sections[at] = with_applying(sections[at], {budget_id: item_ids})
    levels = tuple(level for name in sorted(changed) for level in items[name].work_item)
    # An item that is given back whole tells no more what was corrected in its other cells.
    cells = {budget_id, *(name for one in changed for name in items[one].budget_ids)}
    return Change(with_sections(document, sections), frozenset(changed), frozenset(cells), levels)
