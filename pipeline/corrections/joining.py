"""Two items joined to one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.corrections.parts import (
    NOT_FOUND,
    Change,
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
from pipeline.models import CONFIDENCES, Extra, Finding, Item, PlanDocument, Provenance, Section

COLUMNS = {"work_item": 0, "plan_item": 1, "implementation": 2, "extra": 3}
"""Fields of an item in the order of their places."""


def join(document: PlanDocument, item_id: str, other_id: str) -> Change | Reason:
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
    return Change(
        with_sections(document, sections, _about(document.findings, other_id, item_id)),
        frozenset((item_id, other_id)),
        frozenset(cells),
        (*one.work_item, *other.work_item),
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
    return tuple(sorted(found, key=lambda place: COLUMNS.get(place.field.partition("[")[0], len(COLUMNS))))
