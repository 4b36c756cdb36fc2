"""What another reading of the same file reads differently: records added, gone and changed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.corrections.followed import followed
from pipeline.corrections.standing import Standing, standings
from pipeline.dataclass import dataclass
from pipeline.exporters.csv_form import csv_text
from pipeline.models import Generator, PlanDocument
from pipeline.normalizers.records import contents, labelled, walk
from pipeline.normalizers.text import BYTE_ORDER_MARK

LABELS = "implementation.labels"
"""The numbers of the steps: told where the contents are the same and are only divided otherwise."""
NONE = "－"
"""Stands for a step without a number."""
ReadingChangeKind = Literal["added", "gone", "changed"]
READING_COLUMNS = (
    "file_name", "plan_id", "change", "old_item_id", "item_id", "page", "field", "old_value", "new_value",
    "old_version", "version",
)  # fmt: skip
"""Of reading-changes.csv: a row per field. Levels of a path are parted by a line end, steps of contents too; the cells
of a budget column as printed, by a line end each. Records added and gone have the field ``plan_item`` alone."""


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """One record that is read differently, and how one of its fields is.

    Attributes:
        file_name: of the file that both readings are of.
        plan_id: of the plan that holds the record now; of a record that is gone, the plan that held it.
        old_id: identifier of the record before; None where it is added, and for values of the plan itself.
        new_id: its identifier now; None where it is gone, and for values of the plan itself.
        page: on which it begins, from 1; before, where it is gone.
        field: what is read differently.
        old: value before; None where there was none.
        new: value now.
        made_by: what made the two readings.
    """

    file_name: str
    plan_id: str
    kind: ReadingChangeKind
    old_id: str | None
    new_id: str | None
    page: int | None
    field: str
    old: str | None
    new: str | None
    made_by: tuple[Generator, Generator]


def reading_changes(old: Sequence[PlanDocument], new: Sequence[PlanDocument]) -> tuple[ReadingChange, ...]:
    """All that one reading of a file has otherwise than another.

    Values of plans come first, then records in reading order, last those that are gone.

    Args:
        old: all plans of the file as they were read before, without corrections.
        new: the same as they are read now, without corrections.
    """
    return tuple(_changes(old, new)) if old and new else ()


def readings_csv(changes: Sequence[ReadingChange]) -> bytes:
    """Changes as UTF-8 CSV with byte-order mark and LF."""
    rows = (
        (
            one.file_name, one.plan_id, one.kind, one.old_id, one.new_id, one.page, one.field, one.old, one.new,
            *(made.version for made in one.made_by),
        )
        for one in changes
    )  # fmt: skip
    return BYTE_ORDER_MARK + (csv_text([READING_COLUMNS]) + csv_text(rows)).encode()


def _changes(old: Sequence[PlanDocument], new: Sequence[PlanDocument]) -> Iterator[ReadingChange]:
    made_by = old[0].generator, new[0].generator
    name = new[0].source.file_name
    yield from _plans(old, new, name, made_by)
    fates = followed(old, new)
    before = {one.item.id: one for one in standings(old)}
    old_ids = {fate.new_id: fate.old_id for fate in fates.values() if fate.new_id is not None}
    for one in standings(new):
        plan_id, new_id = one.document.plan.id, one.item.id
        was = before.get(old_ids.get(new_id, ""))
        if was is None:
            yield ReadingChange(
                name, plan_id, "added", None, new_id, one.page, "plan_item", None, _named(one), made_by
            )
            continue
        old_values, values = _values(was), _values(one)
        for field in dict.fromkeys((*values, *old_values)):
            pair = old_values.get(field), values.get(field)
            told = field == LABELS and values["implementation"] != old_values["implementation"]
            if pair[0] != pair[1] and not told:
                yield ReadingChange(
                    name, plan_id, "changed", was.item.id, new_id, one.page, field, *pair, made_by
                )
    for fate in fates.values():
        if fate.new_id is None:
            gone = before[fate.old_id]
            plan_id = gone.document.plan.id
            yield ReadingChange(
                name, plan_id, "gone", fate.old_id, None, gone.page, "plan_item", _named(gone), None, made_by
            )


def _plans(
    old: Sequence[PlanDocument], new: Sequence[PlanDocument], name: str, made_by: tuple[Generator, Generator]
) -> Iterator[ReadingChange]:
    """Values of the plans themselves; those that another number of plans is read for are told one by one."""
    paired = len(old) == len(new)
    for at, document in enumerate(new):
        values = _plan_values(document)
        before = _plan_values(old[at]) if paired else {}
        if not paired and any(document.plan.id == one.plan.id for one in old):
            continue
        for field, value in values.items():
            was = before.get(field)
            if was != value:
                yield ReadingChange(
                    name, document.plan.id, "changed", None, None, None, field, was, value, made_by
                )


def _plan_values(document: PlanDocument) -> dict[str, str | None]:
    plan = document.plan
    year = None if plan.year_roc is None else str(plan.year_roc)
    return {"plan_id": plan.id, "title": plan.title, "agency": plan.agency.name, "year_roc": year}


def _named(one: Standing) -> str:
    return "\n".join(map(labelled, one.item.plan_item)) or contents(one.item.implementation)


def _values(one: Standing) -> dict[str, str]:
    """All that is read of a record, by field."""
    item = one.item
    values = {
        "section": one.section.name or "",
        "work_item": "\n".join(map(labelled, item.work_item)),
        "plan_item": "\n".join(map(labelled, item.plan_item)),
        "implementation": contents(item.implementation),
        LABELS: "\n".join(step.label or NONE for _, step in walk(item.implementation)),
        **{f"extra[{extra.header}]": extra.text for extra in item.extra},
    }
    for cell in one.section.budgets:
        if cell.id in item.budget_ids:
            amount = "" if cell.amount_twd is None else str(cell.amount_twd)
            for field, value in (
                (f"budget.{cell.role}", cell.raw),
                (f"budget.{cell.role}.amount_twd", amount),
            ):
                values[field] = "\n".join(filter(None, (values.get(field), value)))
    return values
