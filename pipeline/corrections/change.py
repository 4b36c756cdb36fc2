"""One correction carried out in a section, and all of a section's taken back.

What items share is corrected for all of them: a level of a path for the items that have it at the same place, and in
the section's tree of work items; a budget cell for the items that it applies to. Each of these items lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from pipeline.corrections.fields import Field, cell_of, parse_field, step_at
from pipeline.corrections.rows import Row
from pipeline.corrections.steps import number_of, reread
from pipeline.models import Amount, Arrangement, Budget, Correction, Item, Level, Section, Step, WorkItem
from pipeline.normalizers.budget_sums import sum_of
from pipeline.normalizers.money import parse_budget
from pipeline.normalizers.units import unit_of_header

Words = TypeVar("Words", Level, WorkItem, Step)


def changed(section: Section, item: Item, field: Field, row: Row) -> Section:
    """The section with the row's new value, listed on every item that has it.

    Args:
        section: holds the item.
        item: has the field.
        field: that of the row.
        row: its old value is the present one.
    """
    cell = cell_of(section, item, field.key) if field.kind == "budget" else None
    replaced = item.implementation if field.kind == "contents" else cell
    correction = correction_of(row, replaced)

    def put(one: Item) -> Item:
        if not _shares(one, item, field):
            return one
        values = _values(one, field, row.new) | {"corrections": (*one.corrections, correction)}
        return one.model_copy(update=values)

    values: dict[str, Any] = {"items": tuple(map(put, section.items))}
    if cell is not None:
        values["budgets"] = _with_cell(section, _corrected_cell(cell, field, row.new))
    if field.kind == "work_item":
        values["work_items"] = _with_work_item(
            section, item.work_item[field.index].id, field, row.old, row.new
        )
    return section.model_copy(update=values)


def correction_of(row: Row, replaced: tuple[Step, ...] | Budget | Arrangement | None) -> Correction:
    """A row as the items that it changes list it, with what was there where the old value does not tell it."""
    return Correction(
        field=row.field,
        old=row.old or None,
        new=row.new or None,
        reason=row.reason,
        who=row.who,
        date=row.date,
        replaced=replaced,
    )


def restored(section: Section, other: Collection[str] = ()) -> Section:
    """The section with its old values, as it was read.

    Args:
        section: corrected or not.
        other: identifiers of items that are left alone, and what they alone share with them.
    """
    done: set[tuple[str, str]] = set()
    for item in section.items:
        if item.id in other:
            continue
        # Items that share a thing list the same corrections of it: the first of them tells all.
        shared = [
            (key, field, correction)
            for correction in reversed(item.corrections)
            if (field := parse_field(correction.field)) and (key := _shared_key(item, field)) not in done
        ]
        for (kind, thing), field, correction in shared:
            if isinstance(correction.replaced, Budget):
                cells = _with_cell(section, correction.replaced)
                section = section.model_copy(update={"budgets": cells})
            elif kind == "work_item":
                levels = _with_work_item(section, thing, field, correction.new or "", correction.old or "")
                section = section.model_copy(update={"work_items": levels})
        done.update(key for key, _, _ in shared)
    items = (item if item.id in other else _restored_item(item) for item in section.items)
    return section.model_copy(update={"items": tuple(items)})


def _shared_key(item: Item, field: Field) -> tuple[str, str]:
    """What tells a thing of the section that several items may have from others."""
    return field.kind, item.work_item[field.index].id if field.kind == "work_item" else field.key


def _restored_item(item: Item) -> Item:
    if not item.corrections:
        return item
    for correction in reversed(item.corrections):
        field = parse_field(correction.field)
        if field is None:
            continue
        if field.kind == "contents":
            values: dict[str, Any] = {"implementation": correction.replaced}
        else:
            values = _values(item, field, correction.old or "")
        item = item.model_copy(update=values)
    return item.model_copy(update={"corrections": ()})


def _shares(one: Item, item: Item, field: Field) -> bool:
    """Whether an item's value is the same thing on the page as that of the item that is corrected."""
    if one.id == item.id:
        return True
    if field.kind == "budget":
        return field.key in one.budget_ids
    if field.kind in {"work_item", "plan_item"}:
        levels, others = _levels(item, field), _levels(one, field)
        return field.index < len(others) and others[field.index] == levels[field.index]
    return False


def _levels(item: Item, field: Field) -> tuple[Level, ...]:
    return item.work_item if field.kind == "work_item" else item.plan_item


def _values(item: Item, field: Field, value: str) -> dict[str, Any]:
    """Fields of an item that a new value changes; a budget cell is no part of it."""
    if field.kind in {"work_item", "plan_item"}:
        levels = list(_levels(item, field))
        levels[field.index] = _worded(levels[field.index], field, value)
        return {field.kind: tuple(levels)}
    if field.kind == "contents":
        return {"implementation": reread(value, item.implementation)}
    if field.kind == "step" and step_at(item.implementation, field.path) is not None:
        steps = _with_step(item.implementation, field.path, lambda step: _worded(step, field, value))
        return {"implementation": steps}
    if field.kind == "extra":
        extras = list(item.extra)
        at = next(i for i, extra in enumerate(extras) if extra.header == field.key)
        extras[at] = extras[at].model_copy(update={"text": value})
        return {"extra": tuple(extras)}
    return {}


def _worded(record: Words, field: Field, value: str) -> Words:
    if field.part == "label":
        return record.model_copy(update={"label": value or None, "number": number_of(value)})
    return record.model_copy(update={"text": value})


def _with_step(
    steps: tuple[Step, ...], path: tuple[int, ...], change: Callable[[Step], Step]
) -> tuple[Step, ...]:
    at = path[0] - 1
    step = steps[at]
    if len(path) > 1:
        inner = _with_step(step.steps, path[1:], change)
        return (*steps[:at], step.model_copy(update={"steps": inner}), *steps[at + 1 :])
    return (*steps[:at], change(step), *steps[at + 1 :])


def _with_work_item(
    section: Section, level_id: str, field: Field, old: str, new: str
) -> tuple[WorkItem, ...]:
    """The section's tree with one level's value changed, where it is the old one."""

    def put(level: WorkItem) -> WorkItem:
        value = (level.label or "") if field.part == "label" else level.text
        return _worded(level, field, new) if level.id == level_id and value == old else level

    return tuple(map(put, section.work_items))


def _with_cell(section: Section, cell: Budget) -> tuple[Budget, ...]:
    """The section's budgets with one changed, and with it the sum that it is a part of."""
    cells = tuple(cell if one.id == cell.id else one for one in section.budgets)
    whole = next((one for one in cells if one.id == cell.part_of and one.derived), None)
    if whole is None:
        return cells
    summed = sum_of([one for one in section.budgets if one.part_of == whole.id], whole.id)
    if summed.amount_twd != whole.amount_twd:
        # A person gave the sum another amount.
        return cells
    summed = sum_of([one for one in cells if one.part_of == whole.id], whole.id)
    values = {"kind": summed.kind, "amount_twd": summed.amount_twd, "amounts": summed.amounts}
    return tuple(one.model_copy(update=values) if one.id == whole.id else one for one in cells)


def _corrected_cell(cell: Budget, field: Field, value: str) -> Budget:
    """A budget cell with another text, read as the document's are, or with another amount beside its text."""
    if field.part == "amount_twd":
        amount = int(value) if value else None
        amounts = () if amount is None else (Amount(amount_twd=amount, note=cell.note),)
        kind = "text" if amount is None else "amount"
        return cell.model_copy(update={"kind": kind, "amount_twd": amount, "amounts": amounts})
    # The cell's unit may be one that the old text printed itself.
    read, given = parse_budget(value, unit_of_header(cell.header) or cell.printed_unit), None
    if cell.given_unit is not None and read.kind == "amount" and read.printed_unit is None:
        read, given = parse_budget(value, cell.given_unit), cell.given_unit
    # Bare figures of a column that says where money comes from may be the numbers of accounts.
    accounts = cell.role == "source" and cell.part_of is None and cell.kind != "amount"
    words = accounts and read.kind == "amount" and not read.evident
    return cell.model_copy(
        update={
            "raw": value,
            "printed_unit": read.printed_unit if given is None else None,
            "given_unit": given,
            "kind": "text" if words else read.kind,
            "amount_twd": None if words else read.amount_twd,
            "amounts": ()
            if words
            else tuple(Amount(amount_twd=one.amount_twd, note=one.note) for one in read.amounts),
            "note": read.note,
        }
    )
