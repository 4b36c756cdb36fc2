"""Items split, joined and moved, and a budget cell given to other items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from pipeline.corrections.parts import (
    NOT_FOUND,
    RearrangedPlan,
    Reason,
    cells_of,
    place_of_item,
    places_named,
    position_of,
    renumbered,
    taken_over,
    with_applying,
    with_items,
    with_sections,
)
from pipeline.corrections.steps import label_in
from pipeline.extractors.identity import Names
from pipeline.models import CONFIDENCES, Extra, Finding, Item, Level, PlanDocument, Provenance, Section
from pipeline.normalizers.labels import find_label

STEP_FIELD = "implementation["


def split(
    document: PlanDocument, base: PlanDocument, item_id: str, step: int, printed: str, taken: Collection[str]
) -> RearrangedPlan:
    """The plan with an item's contents from a step on as a new item behind it.

    Args:
        document: has the item, with that step.
        base: the document as read, whose words make the new identifier.
        item_id: the item.
        step: number of a step of the outermost level, from 1.
        printed: the new item's plan item, number and all.
        taken: identifiers that the new one must differ from.
    """
    sections = list(document.plan.sections)
    at, position = place_of_item(sections, item_id) or (0, 0)
    section = sections[at]
    old = section.items[position]
    new = _new_item(document, base, section, old, printed, taken)
    kept, over = _places_apart(old, step)
    new = new.model_copy(update={"implementation": old.implementation[step - 1 :], "provenance": over})
    rest = old.model_copy(update={"implementation": old.implementation[: step - 1], "provenance": kept})
    items = (*section.items[:position], rest, new, *section.items[position + 1 :])
    cells = cells_of(section, item_id)
    sections[at] = with_applying(
        section.model_copy(update={"items": items}),
        {cell.id: (*cell.applies_to, new.id) for cell in cells},
    )
    return RearrangedPlan(
        with_sections(document, sections),
        frozenset((item_id,)),
        frozenset(cell.id for cell in cells),
        (new.id,),
    )


def _new_item(
    document: PlanDocument,
    base: PlanDocument,
    section: Section,
    old: Item,
    printed: str,
    taken: Collection[str],
) -> Item:
    """The new item without its contents, under the path of the old one."""
    outer = old.plan_item[:-1]
    words = _words_as_read(base)
    path = [section.name or "", *(words.get(one.id, one.text) for one in (*old.work_item, *outer))]
    label = label_in(printed.strip(), _styles(old.plan_item[-1:]))
    text = label.rest if label else printed.strip()
    mark = label.printed if label else None
    path.append(text)
    level = Level(
        id=Names(document.plan.id).of((*path, mark or ""), "p"),
        label=mark,
        number=label.number if label else None,
        text=text,
    )
    names = Names(document.plan.id)
    new_id = names.of(path)
    while new_id in taken:
        new_id = names.of(path)
    return Item(
        id=new_id,
        work_item=old.work_item,
        plan_item=(*outer, level),
        implementation=(),
        budget_ids=(),
        provenance=(),
        # Both parts were read as one.
        confidence=old.confidence,
    )


def _words_as_read(base: PlanDocument) -> dict[str, str]:
    """Texts of all levels as the document has them: identifiers do not follow corrections of words."""
    items = (item for section in base.plan.sections for item in section.items)
    return {one.id: one.text for item in items for one in (*item.work_item, *item.plan_item)}


def _styles(levels: Iterable[Level]) -> frozenset[str]:
    found = (find_label(level.label) for level in levels if level.label)
    return frozenset(label.style for label in found if label)


def _places_apart(old: Item, step: int) -> tuple[tuple[Provenance, ...], tuple[Provenance, ...]]:
    """Places of the item that is left and of the new one, which both stand in one cell of the plan column."""
    steps = places_named(old, STEP_FIELD)
    over = tuple(place for place in steps if position_of(place.field) >= step - 1)
    kept = tuple(place for place in old.provenance if place not in over)
    shared = (*places_named(old, "work_item["), *places_named(old, "plan_item["))
    return kept, (*shared, *renumbered(over, 1 - step))


FIELD_PLACES = {"work_item": 0, "plan_item": 1, "implementation": 2, "extra": 3}
"""Fields of an item in the order of their places."""


def join(document: PlanDocument, item_id: str, other_id: str) -> RearrangedPlan | Reason:
    """The plan with another item's contents, places, budgets, extras and findings at the end of an item.

    Args:
        document: has the item.
        item_id: the item that stays.
        other_id: the one that goes away.
    """
    sections = list(document.plan.sections)
    at, position = place_of_item(sections, item_id) or (0, 0)
    found = place_of_item(sections, other_id)
    if found is None:
        return NOT_FOUND
    other_at, other_position = found
    one, other = sections[at].items[position], sections[other_at].items[other_position]
    cells = {b.id for b in (*cells_of(sections[at], item_id), *cells_of(sections[other_at], other_id))}
    if other_at != at:
        moved = taken_over(sections[other_at], sections[at], other_id)
        if isinstance(moved, Reason):
            return moved
        sections[other_at], sections[at] = moved
    sections[other_at] = _without(sections[other_at], other_id)
    both = _both(one, other)
    names = {
        cell.id: tuple(item_id if name == other_id else name for name in cell.applies_to)
        for cell in sections[at].budgets
        if cell.id in cells
    }
    section = with_items(sections[at], lambda item: both if item.id == item_id else item)
    sections[at] = with_applying(section, names)
    return RearrangedPlan(
        with_sections(document, sections, _about(document.findings, other_id, item_id)),
        frozenset((item_id, other_id)),
        frozenset(cells),
    )


def _without(section: Section, item_id: str) -> Section:
    items = tuple(item for item in section.items if item.id != item_id)
    return section.model_copy(update={"items": items})


def _about(findings: Sequence[Finding], old_id: str, new_id: str) -> tuple[Finding, ...]:
    return tuple(
        one.model_copy(update={"item_id": new_id}) if one.item_id == old_id else one for one in findings
    )


def _both(one: Item, other: Item) -> Item:
    """Two items as one: it is named as the first, or as the second where the first has no name."""
    listed = (
        given if given.item_id else given.model_copy(update={"item_id": other.id})
        for given in other.corrections
    )
    return one.model_copy(
        update={
            "plan_item": one.plan_item or other.plan_item,
            "implementation": (*one.implementation, *other.implementation),
            "extra": _extras(one, other),
            "corrections": (*one.corrections, *listed),
            "provenance": _joined_places(one, other),
            "finding_ids": tuple(dict.fromkeys((*one.finding_ids, *other.finding_ids))),
            "confidence": max(one.confidence, other.confidence, key=CONFIDENCES.index),
        }
    )


def _extras(one: Item, other: Item) -> tuple[Extra, ...]:
    """Texts of the columns without a role: those of one column on lines of their own, as a cell is printed once."""
    extras = list(one.extra)
    for extra in other.extra:
        at = next((i for i, had in enumerate(extras) if had.header == extra.header), None)
        if at is None:
            extras.append(extra)
        else:
            texts = dict.fromkeys(filter(None, (extras[at].text, extra.text)))
            extras[at] = extras[at].model_copy(update={"text": "\n".join(texts)})
    return tuple(extras)


def _joined_places(one: Item, other: Item) -> tuple[Provenance, ...]:
    """Places of both, those of each column together, numbered as the fields of the joined item are."""
    last = max(len(one.plan_item or other.plan_item) - 1, 0)
    innermost = len(other.plan_item) - 1
    words = [
        place.model_copy(update={"field": f"plan_item[{last if at == innermost else min(at, last)}]"})
        for place in places_named(other, "plan_item[")
        for at in (position_of(place.field),)
    ]
    works = [
        place
        for place in places_named(other, "work_item[")
        if one.work_item[: position_of(place.field) + 1] == other.work_item[: position_of(place.field) + 1]
    ]
    steps = places_named(one, "implementation[")
    behind = max((position_of(place.field) + 1 for place in steps), default=0)
    contents = renumbered(places_named(other, "implementation["), max(behind, len(one.implementation)))
    columns = [extra.header for extra in _extras(one, other)]
    extras = [
        place.model_copy(update={"field": f"extra[{columns.index(other.extra[position].header)}]"})
        for place in places_named(other, "extra[")
        if (position := position_of(place.field)) < len(other.extra)
    ]
    found = dict.fromkeys((*one.provenance, *works, *words, *contents, *extras))
    return tuple(
        sorted(found, key=lambda place: FIELD_PLACES.get(place.field.partition("[")[0], len(FIELD_PLACES)))
    )


MOVED_ALREADY = Reason("it stands there already, below the same work item", "已在該處，且工作項目相同")
OTHER_SECTION = Reason(
    "the cell's section has not all of these items", "此儲存格所在的課室並非含有全部所列項目"
)


def move(
    document: PlanDocument, item_id: str, side: Literal["after", "before"], target_id: str
) -> RearrangedPlan | Reason:
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
        return MOVED_ALREADY
    return RearrangedPlan(new, frozenset((item_id,)), cells)


def _below(one: Item, target: Item) -> Item:
    """The item below another's work item, and with the places of that."""
    if one.work_item == target.work_item:
        return one
    own = tuple(place for place in one.provenance if not place.field.startswith("work_item["))
    places = (*places_named(target, "work_item["), *own)
    return one.model_copy(update={"work_item": target.work_item, "provenance": places})


def apply_cell(document: PlanDocument, budget_id: str, item_ids: tuple[str, ...]) -> RearrangedPlan | Reason:
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
    names = {item.id for item in sections[at].items}
    if not set(item_ids) <= names:
        return OTHER_SECTION
    changed = (set(item_ids) ^ set(cell.applies_to)) & names
    sections[at] = with_applying(sections[at], {budget_id: item_ids})
    return RearrangedPlan(with_sections(document, sections), frozenset(changed), frozenset((budget_id,)))
