"""Corrections applied to a plan: the result follows from the plan as read and the rows alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal

from pipeline.audit.bare_findings import BareFinding
from pipeline.corrections.arrangement import STALE, arranged
from pipeline.corrections.change import changed
from pipeline.corrections.fields import ARRANGING, Field, parse_field, present
from pipeline.corrections.findings import not_carried, refused, unknown, with_findings
from pipeline.corrections.parts import Reason, with_items, with_sections
from pipeline.corrections.rows import CorrectionRow
from pipeline.corrections.steps import same_contents
from pipeline.dataclass import dataclass
from pipeline.models import Correction, Item, Plan, PlanDocument, Section
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

    @property
    def values(self) -> tuple[str, ...]:
        """The cells of its row of corrections.csv."""
        return (
            self.item_id,
            self.field,
            self.old_value,
            self.new_value,
            self.reason,
            self.who,
            self.date,
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """A plan with its corrections.

    Attributes:
        log: a row for each correction of this plan, by date, item and field.
    """

    document: PlanDocument
    log: tuple[LogRow, ...]


@dataclass(slots=True)
class Work:
    """A plan while its rows are carried out.

    Attributes:
        base: the document as read.
        now: the document with the rows so far.
        taken: identifiers that items have or had.
        found: what is to be told of rows that were not applied.
        done: text corrections that were applied: section, what they change, field, old and new value.
        joined: for each item that went away, the item that it went to.
    """

    base: PlanDocument
    now: PlanDocument
    taken: set[str]
    found: list[BareFinding]
    done: set[tuple[str, tuple[str, ...], str, str, str]]
    joined: dict[str, str]


def corrected(base: PlanDocument, rows: Iterable[CorrectionRow]) -> Applied:
    """The plan as read with the corrections that are meant for it.

    Rows are carried out by their lines; those that do not depend on each other may come in any order. A row is
    refused, and changes nothing, where the field does not have the old value.

    Args:
        base: the document as read.
        rows: those for other plans are passed over.
    """
    ids = {item.id for section in base.plan.sections for item in section.items}
    mine = {row for row in rows if _is_for(row, base.plan.id, ids)}
    work = begun(base)
    status = {row: take(work, row) for row in sorted(mine, key=_by_line)}
    plan = with_fresh_mentions(_with_listing_sorted(work).plan, base.plan)
    found = (_still_there(one, work.joined) for one in work.found)
    result = with_findings(work.now.model_copy(update={"plan": plan}), found)
    log = (log_row(row, status[row], base.plan.id) for row in sorted(mine, key=_by_date))
    return Applied(result, tuple(log))


def begun(base: PlanDocument) -> Work:
    """A plan before its first row is carried out; ``base`` is the document as read."""
    ids = {item.id for section in base.plan.sections for item in section.items}
    return Work(base, base, ids, [], set(), {})


def log_row(row: CorrectionRow, status: Status, plan_id: str | None = None) -> LogRow:
    """A row of the log for a row of corrections.csv."""
    return LogRow(plan_id, row.item_id, row.field, row.old, row.new, row.reason, row.who, row.date, status)


def item_of(plan: Plan, item_id: str) -> tuple[Section, Item] | None:
    """An item and the section that holds it."""
    for section in plan.sections:
        for item in section.items:
            if item.id == item_id:
                return section, item
    return None


def _is_for(row: CorrectionRow, plan_id: str, ids: Collection[str]) -> bool:
    """Whether a row is meant for a plan; one that fits no more, for the plan of the likeliest item."""
    if row.lost is not None and row.lost.item_id is not None:
        return row.lost.item_id in ids
    return row.item_id in ids or row.item_id.startswith(f"{plan_id}-")


def _by_date(row: CorrectionRow) -> tuple[str, str, str, int, str, str]:
    return row.date, row.item_id, row.field, row.line, row.old, row.new


def _by_line(row: CorrectionRow) -> tuple[int, str, str, str, str, str]:
    return row.line, row.date, row.item_id, row.field, row.old, row.new


def take(work: Work, row: CorrectionRow) -> Status:
    """Carry a row out, or note why it is not."""
    if row.lost is not None:
        work.found.append(not_carried(row, row.lost))
        return "refused" if item_of(work.now.plan, row.item_id) else "unknown"
    held = item_of(work.now.plan, row.item_id)
    if held is None:
        work.found.append(unknown(row))
        return "unknown"
    field = parse_field(row.field) or Field("extra", key=row.field)
    new = _arranged(work, row, field) if field.kind in ARRANGING else _reworded(work, row, field, *held)
    if isinstance(new, PlanDocument):
        work.now = new
        return "applied"
    work.found.append(refused(work.now.plan, row, field, new))
    return "refused"


def _arranged(work: Work, row: CorrectionRow, field: Field) -> PlanDocument | Reason:
    new = arranged(work.now, work.base, row, field, work.taken)
    if isinstance(new, PlanDocument):
        work.taken |= {item.id for section in new.plan.sections for item in section.items}
        if field.kind == "join":
            work.joined[row.new] = row.item_id
    return new


def _reworded(
    work: Work, row: CorrectionRow, field: Field, section: Section, item: Item
) -> PlanDocument | Reason:
    value = present(section, item, field)
    # Two rows may correct one work item by way of two of its items.
    twin = (section.id, _group(item, field), row.field, row.old, row.new)
    same = value == row.old or (field.kind == "contents" and same_contents(value or "", row.old))
    if value is not None and same:
        fresh = changed(section, item, field, row)
        at = next(n for n, one in enumerate(work.now.plan.sections) if one is section)
        sections = list(work.now.plan.sections)
        sections[at] = fresh
        work.done.add(twin)
        return with_sections(work.now, sections)
    return work.now if twin in work.done and value == row.new else STALE


def _group(item: Item, field: Field) -> tuple[str, ...]:
    """What a text correction changes, among all that an item has or shares."""
    if field.kind == "budget":
        return "budget", field.key
    if field.kind in {"step", "contents"}:
        return "item", item.id, "implementation"
    if field.kind in {"work_item", "plan_item"}:
        levels = item.work_item if field.kind == "work_item" else item.plan_item
        level_id = levels[field.index].id if field.index < len(levels) else item.id
        return field.kind, str(field.index), level_id
    return "item", item.id, field.kind, field.key


def _with_listing_sorted(work: Work) -> PlanDocument:
    """The plan whose items list corrections by what they change, so that rows may come in another order."""

    def listed(item: Item) -> Item:
        if len(item.corrections) < 2:
            return item
        given = sorted(item.corrections, key=lambda one: _listing(item, one))
        return item.model_copy(update={"corrections": tuple(given)})

    return with_sections(work.now, (with_items(section, listed) for section in work.now.plan.sections))


def _listing(item: Item, correction: Correction) -> tuple[str, ...]:
    field = parse_field(correction.field)
    # How items were arranged stands last, in the order in which it was done.
    return ("~",) if field is None or field.kind in ARRANGING else _group(item, field)


def _still_there(found: BareFinding, joined: dict[str, str]) -> BareFinding:
    """What was found about an item that went away is about the one that it went to."""
    name = found.item_id
    while name in joined:
        name = joined[name]
    return found if name == found.item_id else replace(found, item_id=name)


def with_fresh_mentions(plan: Plan, before: Plan) -> Plan:
    """The plan whose items have the mentions of their contents, where these are others than before.

    Args:
        plan: whose mentions may be of older contents.
        before: the same plan, where they are right.
    """
    old = {item.id: item.implementation for section in before.sections for item in section.items}
    changed = {i.id for s in plan.sections for i in s.items if i.implementation != old.get(i.id)}
    if not changed:
        return plan
    fresh = {i.id: i.mentions for s in with_mentions(plan).sections for i in s.items if i.id in changed}

    def section(one: Section) -> Section:
        items = (i.model_copy(update={"mentions": fresh.get(i.id, i.mentions)}) for i in one.items)
        return one.model_copy(update={"items": tuple(items)})

    return plan.model_copy(update={"sections": tuple(map(section, plan.sections))})
