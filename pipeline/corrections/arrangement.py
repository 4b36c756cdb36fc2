"""Items split, joined, moved and given other budgets: what a row of corrections.csv says about them, carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.corrections.change import correction_of
from pipeline.corrections.fields import Field, same_value
from pipeline.corrections.moves import apply_cell, join, move, split
from pipeline.corrections.parts import (
    RearrangedPlan,
    Reason,
    place_of_item,
    settled,
    with_items,
    with_sections,
)
from pipeline.corrections.rows import CorrectionRow
from pipeline.corrections.steps import same_contents
from pipeline.models import Budget, Item, Plan, PlanDocument, Section
from pipeline.normalizers.records import contents

STALE = Reason("it has another value", "現值不同")


def arranged(
    document: PlanDocument, base: PlanDocument, row: CorrectionRow, field: Field, taken: Collection[str]
) -> PlanDocument | Reason:
    """The plan arranged as a row says, with the correction listed; the reason where it cannot be.

    Args:
        document: corrected by the rows before; has the row's item.
        base: the document as read.
        row: its field is ``field``.
        field: of a kind of `ARRANGING`.
        taken: identifiers that no new item may have.
    """
    now = arranged_value(document.plan, row.item_id, field)
    # A person may write the lines of contents as they please.
    same = now is not None and (same_value(field, now, row.old) or _same_lines(field, now, row.old))
    if not same:
        return STALE
    change = _changed(document, base, row, field, taken)
    if isinstance(change, Reason):
        return change
    return _listed(change, row)


def arranged_value(plan: Plan, item_id: str, field: Field) -> str | None:
    """What stands as old value in a row of such a field; None where the item cannot have that.

    Args:
        plan: has the item.
        item_id: the item.
        field: of a kind of `ARRANGING`.
    """
    at, position = place_of_item(plan.sections, item_id) or (0, 0)
    section = plan.sections[at]
    item = section.items[position]
    if field.kind == "split":
        over = contents(item.implementation[field.index - 1 :])
        # Without a name and without contents nothing of the item would be left.
        empty = field.index == 1 and not item.plan_item
        return None if field.index > len(item.implementation) or empty else over
    if field.kind == "move":
        beside = position - 1 if field.part == "after" else position + 1
        return section.items[beside].id if 0 <= beside < len(section.items) else ""
    if field.kind == "applies_to":
        cell = _cell(plan, field.key)
        return None if cell is None else " ".join(cell.applies_to)
    return ""


def arrangeable(section: Section, item: Item, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield name and present value of each way to arrange an item anew.

    Budget cells that apply to no item stand with all items of their section.
    """
    names = [(f"split[{n}]", Field("split", index=n)) for n in range(1, len(item.implementation) + 1)]
    names += [("join", Field("join"))]
    names += [("move[after]", Field("move", "after")), ("move[before]", Field("move", "before"))]
    names += [
        (f"budget[{cell.id}].applies_to", Field("applies_to", key=cell.id))
        for cell in section.budgets
        if item.id in cell.applies_to or not cell.applies_to
    ]
    for name, field in names:
        value = arranged_value(plan, item.id, field)
        if value is not None:
            yield name, value


def _changed(
    document: PlanDocument, base: PlanDocument, row: CorrectionRow, field: Field, taken: Collection[str]
) -> RearrangedPlan | Reason:
    if field.kind == "split":
        return split(document, base, row.item_id, field.index, row.new, taken)
    if field.kind == "join":
        return join(document, row.item_id, row.new)
    if field.kind == "move":
        return move(document, row.item_id, "after" if field.part == "after" else "before", row.new)
    return apply_cell(document, field.key, tuple(row.new.split()))


def _listed(change: RearrangedPlan, row: CorrectionRow) -> PlanDocument:
    """The changed plan, in which the row's item and all others that are not what they were list the row."""
    correction = correction_of(row)
    listing = {row.item_id, *change.items, *change.added}

    def item(one: Item) -> Item:
        if one.id not in listing:
            return one
        return one.model_copy(update={"corrections": (*one.corrections, correction)})

    sections = (with_items(settled(one, change), item) for one in change.document.plan.sections)
    return with_sections(change.document, sections)


def _same_lines(field: Field, one: str, other: str) -> bool:
    return field.kind == "split" and same_contents(one, other)


def _cell(plan: Plan, budget_id: str) -> Budget | None:
    cells = (cell for section in plan.sections for cell in section.budgets if cell.id == budget_id)
    return next(cells, None)
