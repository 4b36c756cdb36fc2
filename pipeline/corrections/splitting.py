"""An item split in two."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.corrections.parts import (
    Change,
    cells_of,
    place_of_item,
    places_named,
    position_of,
    renumbered,
    with_applying,
    with_sections,
)
from pipeline.corrections.steps import label_in
from pipeline.extractors.identity import Names
from pipeline.models import Item, Level, PlanDocument, Provenance, Section
from pipeline.normalizers.labels import find_label

CONTENTS = "implementation["


def split(
    document: PlanDocument, base: PlanDocument, item_id: str, step: int, printed: str, taken: Collection[str]
) -> Change:
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
    return Change(
        with_sections(document, sections),
        frozenset((item_id,)),
        frozenset(cell.id for cell in cells),
        old.work_item,
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
    steps = places_named(old, CONTENTS)
    over = tuple(place for place in steps if position_of(place.field) >= step - 1)
    kept = tuple(place for place in old.provenance if place not in over)
    shared = (*places_named(old, "work_item["), *places_named(old, "plan_item["))
    return kept, (*shared, *renumbered(over, 1 - step))
