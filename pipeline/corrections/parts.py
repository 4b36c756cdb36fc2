"""A plan's sections with some items or budget cells exchanged, and what follows from which items a cell names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.models import Budget, BudgetBasis, Finding, Item, PlanDocument, Provenance, Section


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a plan cannot be arranged as a row says, in both languages."""

    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class RearrangedPlan:
    """A plan arranged anew, before the correction is listed in it.

    Attributes:
        document: the plan; applies_to of cells is in any order still, and items name their old cells.
        items: identifiers of the items that are not what they were; those that went away too.
        cells: identifiers of the budget cells that are not what they were.
        added: identifiers of new items.
    """

    document: PlanDocument
    items: frozenset[str]
    cells: frozenset[str]
    added: tuple[str, ...] = ()


NOT_FOUND = Reason("the plan has no such item", "計畫中沒有這個項目")
SHARED_CELL = Reason(
    "it shares a budget cell with an item that stays in its section", "與留在原課室的項目共用預算儲存格"
)


def place_of_item(sections: Sequence[Section], item_id: str) -> tuple[int, int] | None:
    """Positions of the section that holds an item, and of the item in it."""
    for at, section in enumerate(sections):
        for position, item in enumerate(section.items):
            if item.id == item_id:
                return at, position
    return None


def with_sections(
    document: PlanDocument, sections: Iterable[Section], findings: tuple[Finding, ...] | None = None
) -> PlanDocument:
    """The document with other sections, and other findings where they are given."""
    values: dict[str, Any] = {"plan": document.plan.model_copy(update={"sections": tuple(sections)})}
    if findings is not None:
        values["findings"] = findings
    return document.model_copy(update=values)


def with_items(section: Section, change: Callable[[Item], Item]) -> Section:
    """The section with each item changed."""
    return section.model_copy(update={"items": tuple(map(change, section.items))})


def cells_of(section: Section, item_id: str) -> tuple[Budget, ...]:
    """The budget cells that apply to an item."""
    return tuple(cell for cell in section.budgets if item_id in cell.applies_to)


def with_applying(section: Section, names: Mapping[str, tuple[str, ...]]) -> Section:
    """The section whose cells apply to other items; ``names`` by their identifiers."""
    cells = (
        cell.model_copy(update={"applies_to": names[cell.id]}) if cell.id in names else cell
        for cell in section.budgets
    )
    return section.model_copy(update={"budgets": tuple(cells)})


def taken_over(source: Section, target: Section, item_id: str) -> tuple[Section, Section] | Reason:
    """Both sections after an item's budget cells have gone from one to the other, in reading order."""
    moving = cells_of(source, item_id)
    if any(cell.applies_to != (item_id,) for cell in moving):
        return SHARED_CELL
    staying = tuple(cell for cell in source.budgets if cell not in moving)
    cells = list(target.budgets)
    for cell in moving:
        at = next((i for i, one in enumerate(cells) if _height(one) > _height(cell)), len(cells))
        cells.insert(at, cell)
    return (
        source.model_copy(update={"budgets": staying}),
        target.model_copy(update={"budgets": tuple(cells)}),
    )


def settled(section: Section, change: RearrangedPlan) -> Section:
    """The section whose changed cells name their items in order, and whose changed items name their cells."""
    order = {item.id: position for position, item in enumerate(section.items)}

    def cell(one: Budget) -> Budget:
        if one.id not in change.cells:
            return one
        names = tuple(sorted((i for i in dict.fromkeys(one.applies_to) if i in order), key=order.__getitem__))
        return one.model_copy(update={"applies_to": names, "basis": _basis(one, names)})

    budgets = tuple(map(cell, section.budgets))
    touched = {*change.items, *change.added}

    def item(one: Item) -> Item:
        if one.id not in touched:
            return one
        return one.model_copy(update={"budget_ids": tuple(b.id for b in budgets if one.id in b.applies_to)})

    return with_items(section.model_copy(update={"budgets": budgets}), item)


def places_named(item: Item, beginning: str) -> tuple[Provenance, ...]:
    """An item's places whose field names begin so."""
    return tuple(place for place in item.provenance if place.field.startswith(beginning))


def position_of(field: str) -> int:
    """The first position in a name of a place.

    >>> position_of("implementation[2].steps[0]")
    2
    """
    return int(field.partition("[")[2].partition("]")[0])


def renumbered(places: Iterable[Provenance], by: int) -> tuple[Provenance, ...]:
    """Places whose first positions are higher by a number."""
    return tuple(place.model_copy(update={"field": _shifted(place.field, by)}) for place in places)


def _shifted(field: str, by: int) -> str:
    name, _, rest = field.partition("[")
    number, _, inner = rest.partition("]")
    return f"{name}[{int(number) + by}]{inner}"


def _basis(cell: Budget, names: Collection[str]) -> BudgetBasis:
    if cell.basis not in {"own_cell", "merged_cell"}:
        return cell.basis
    return "own_cell" if len(names) <= 1 else "merged_cell"


def _height(cell: Budget) -> tuple[int, float, float]:
    place = cell.provenance[0] if cell.provenance else None
    return (place.page, place.bbox[1], place.bbox[0]) if place else (0, 0.0, 0.0)
