"""One correction carried out in a section.

What items share is corrected for all of them: a level of a path for the items that have it at the same place, and in
the section's tree of work items; a budget cell for the items that it applies to. Each of these items lists it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pipeline.corrections.fields import Field, cell_of, step_at
from pipeline.corrections.rows import CorrectionRow
from pipeline.corrections.steps import number_of, reread
from pipeline.models import Amount, Budget, Correction, Item, Level, Section, Step, WorkItem
from pipeline.normalizers.arithmetic import sum_of
from pipeline.normalizers.money import parse_budget
from pipeline.normalizers.units import unit_of_header

Words = TypeVar("Words", Level, WorkItem, Step)


def changed(section: Section, item: Item, field: Field, row: CorrectionRow) -> Section:
    """The section with the row's new value, listed on every item that has it.

    Args:
        section: holds the item.
        item: has the field.
        field: that of the row.
        row: its old value is the present one.
    """
    cell = cell_of(section, item, field.key) if field.kind == "budget" else None
    correction = correction_of(row)

    def put(one: Item) -> Item:
        if not _shares(one, item, field):
            return one
        values = values_with(one, field, row.new) | {"corrections": (*one.corrections, correction)}
        return one.model_copy(update=values)

    values: dict[str, Any] = {"items": tuple(map(put, section.items))}
    if cell is not None:
        values["budgets"] = _with_sum(section, _corrected_cell(cell, field, row.new))
    if field.kind == "work_item":
        values["work_items"] = with_work_item(
            section, item.work_item[field.index].id, field, row.old, row.new
        )
    return section.model_copy(update=values)


def correction_of(row: CorrectionRow) -> Correction:
    """A row as the items that it changes list it."""
    return Correction(
        field=row.field,
        old=row.old or None,
        new=row.new or None,
        reason=row.reason,
        who=row.who,
        date=row.date,
    )


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


def values_with(item: Item, field: Field, value: str) -> dict[str, Any]:
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


def with_work_item(section: Section, level_id: str, field: Field, old: str, new: str) -> tuple[WorkItem, ...]:
    """The section's tree with one level's value changed, where it is the old one."""

    def put(level: WorkItem) -> WorkItem:
        value = (level.label or "") if field.part == "label" else level.text
        return _worded(level, field, new) if level.id == level_id and value == old else level

    return tuple(map(put, section.work_items))


def with_cell(section: Section, cell: Budget) -> tuple[Budget, ...]:
    """The section's cells with another one of the same identifier."""
    return tuple(cell if one.id == cell.id else one for one in section.budgets)


def _with_sum(section: Section, cell: Budget) -> tuple[Budget, ...]:
    """The section's budgets with one changed, and with it the sum that it is a part of."""
    cells = with_cell(section, cell)
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
