"""Corrections applied to a plan, and taken back: the result follows from the plan as read and the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.corrections.changing import changed, restored
from pipeline.corrections.fields import Field, parse_field, present
from pipeline.corrections.reading import Row
from pipeline.corrections.steps import same_contents
from pipeline.corrections.telling import refused, unknown, with_findings, without_findings
from pipeline.models import Item, Plan, PlanDocument, Section
from pipeline.normalizers.mentions import with_mentions

Status = Literal["applied", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class LogRow:
    """What became of one row of corrections.csv.

    Attributes:
        plan_id: None where no plan of the folder has the item.
        date: ISO 8601.
    """

    plan_id: str | None
    item_id: str
    field: str
    old_value: str
    new_value: str
    reason: str
    who: str
    date: str
    status: Status


@dataclass(frozen=True, slots=True)
class Applied:
    """A plan with its corrections.

    Attributes:
        log: a row for each correction of this plan, by date, item and field.
    """

    document: PlanDocument
    log: tuple[LogRow, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """A row with the item that it is about; sorts by what it changes, then by its line."""

    section: int
    group: tuple[str, ...]
    row: Row
    field: Field

    @property
    def order(self) -> tuple[int, tuple[str, ...], int, str, str]:
        return self.section, self.group, self.row.line, self.row.date, self.row.new


def uncorrected(document: PlanDocument) -> PlanDocument:
    """The document as it was read: without what its items list as corrected, and without what was said of it."""
    silent = without_findings(document)
    if not any(item.corrections for section in silent.plan.sections for item in section.items):
        return silent
    sections = tuple(map(restored, silent.plan.sections))
    plan = silent.plan.model_copy(update={"sections": sections})
    return silent.model_copy(update={"plan": _with_fresh_mentions(plan, silent.plan)})


def corrected(document: PlanDocument, rows: Iterable[Row]) -> Applied:
    """The document with the corrections that are meant for it, in place of those that it has.

    Rows about different fields may come in any order; rows about one field follow each other by their lines. A row
    is refused, and changes nothing, where the field does not have the old value or could not be given back exactly.

    Args:
        document: corrected before or not.
        rows: those for other plans are passed over.
    """
    base = uncorrected(document)
    homes = {item.id: n for n, section in enumerate(base.plan.sections) for item in section.items}
    mine = sorted({row for row in rows if _is_of(row, base.plan, homes)}, key=_by_date)
    sections = list(base.plan.sections)
    tasks = [_task(row, sections, homes[row.item_id]) for row in mine if row.item_id in homes]
    found = [unknown(row) for row in mine if row.item_id not in homes]
    status: dict[Row, Status] = dict.fromkeys(mine, "unknown")
    done: set[tuple[int, tuple[str, ...], str, str, str]] = set()
    for task in sorted(tasks, key=lambda one: one.order):
        row, section = task.row, sections[task.section]
        # Two rows may correct one work item by way of two of its items.
        twin = (task.section, task.group, row.field, row.old, row.new)
        new = _carried_out(section, task, base.plan.sections[task.section])
        if new is None and twin in done and _value(section, task) == row.new:
            new = section
        status[row] = "refused" if new is None else "applied"
        if new is None:
            found.append(refused(section, row, task.field))
        else:
            sections[task.section] = new
            done.add(twin)
    plan = base.plan.model_copy(update={"sections": tuple(sections)})
    plan = _with_fresh_mentions(plan, base.plan)
    result = with_findings(base.model_copy(update={"plan": plan}), found)
    return Applied(result, tuple(log_row(row, status[row], base.plan.id) for row in mine))


def log_row(row: Row, status: Status, plan_id: str | None = None) -> LogRow:
    """A row of the log for a row of corrections.csv."""
    return LogRow(plan_id, row.item_id, row.field, row.old, row.new, row.reason, row.who, row.date, status)


def item_of(plan: Plan, item_id: str) -> tuple[Section, Item] | None:
    """An item and the section that holds it."""
    for section in plan.sections:
        for item in section.items:
            if item.id == item_id:
                return section, item
    return None


def _by_date(row: Row) -> tuple[str, str, str, int, str, str]:
    return row.date, row.item_id, row.field, row.line, row.old, row.new


def _is_of(row: Row, plan: Plan, homes: dict[str, int]) -> bool:
    return row.item_id in homes or row.item_id.startswith(f"{plan.id}-")


def _task(row: Row, sections: Sequence[Section], home: int) -> _Task:
    item = next(one for one in sections[home].items if one.id == row.item_id)
    field = parse_field(row.field) or Field("extra", key=row.field)
    group: tuple[str, ...] = ("item", item.id, field.kind, field.key)
    if field.kind == "budget":
        group = ("budget", field.key)
    elif field.kind in {"step", "contents"}:
        group = ("item", item.id, "implementation")
    elif field.kind in {"work_item", "plan_item"}:
        levels = item.work_item if field.kind == "work_item" else item.plan_item
        level_id = levels[field.index].id if field.index < len(levels) else item.id
        group = (field.kind, str(field.index), level_id)
    return _Task(home, group, row, field)


def _carried_out(section: Section, task: _Task, base: Section) -> Section | None:
    """The section with a row's new value; None where the row cannot be applied."""
    row, field = task.row, task.field
    value = _value(section, task)
    if value is None or not (
        value == row.old or (field.kind == "contents" and same_contents(value, row.old))
    ):
        return None
    item = next(one for one in section.items if one.id == row.item_id)
    new = changed(section, item, field, row)
    return new if restored(new) == base else None


def _value(section: Section, task: _Task) -> str | None:
    item = next(one for one in section.items if one.id == task.row.item_id)
    return present(section, item, task.field)


def _with_fresh_mentions(plan: Plan, before: Plan) -> Plan:
    """The plan whose items have the mentions of their contents, where these are others than before."""
    old = {item.id: item.implementation for section in before.sections for item in section.items}
    changed = {i.id for s in plan.sections for i in s.items if i.implementation != old.get(i.id)}
    if not changed:
        return plan
    fresh = {i.id: i.mentions for s in with_mentions(plan).sections for i in s.items if i.id in changed}

    def section(one: Section) -> Section:
        items = (i.model_copy(update={"mentions": fresh.get(i.id, i.mentions)}) for i in one.items)
        return one.model_copy(update={"items": tuple(items)})

    return plan.model_copy(update={"sections": tuple(map(section, plan.sections))})
