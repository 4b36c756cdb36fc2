"""Plans that versions before 1.4 of the contract corrected, as they were read.

These versions kept no reading. Beside a correction stood, as ``replaced``, what its old value does not tell: the steps
or the budget cell, or all items, cells and work items that were arranged anew. Nothing writes it any more; from here
such a plan's reading is had once, when it is corrected again or its file is read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from pipeline.audit.confidence import completed
from pipeline.corrections.application import with_fresh_mentions
from pipeline.corrections.change import values_with, with_cell, with_work_item
from pipeline.corrections.fields import Field, parse_field
from pipeline.corrections.findings import without_findings
from pipeline.corrections.parts import with_sections
from pipeline.dataclass import dataclass
from pipeline.models import Budget, Correction, Finding, Item, PlanDocument, Section, Step, WorkItem
from pipeline.stored import shaped

VERSIONS = frozenset({"1.0", "1.1", "1.2", "1.3"})
"""Versions of the contract that kept it."""
Named = TypeVar("Named", Item, Budget)


@dataclass(frozen=True, slots=True)
class PlacedRecord(Generic[Named]):
    """An item or cell as it was read; ``after`` is the identifier of the one before it in its section."""

    section: str
    after: str | None
    record: Named


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What a plan.json keeps of its reading.

    Attributes:
        replaced: beside each item's corrections, by its identifier.
        items: that were arranged anew.
        cells: likewise, by identifier as all that follow.
        levels: work items of these items.
        added: identifiers of items that the document does not have.
    """

    replaced: Mapping[str, tuple[Any, ...]]
    items: Mapping[str, PlacedRecord[Item]]
    cells: Mapping[str, PlacedRecord[Budget]]
    levels: Mapping[str, WorkItem]
    added: frozenset[str]

    @property
    def arranged(self) -> Collection[str]:
        """Identifiers of items that are given back whole, or not at all."""
        return {*self.items, *self.added}


def as_read(content: bytes) -> PlanDocument | None:
    """The plan of a plan.json without the corrections that it lists; None where it keeps nothing of them.

    Args:
        content: of a plan.json that can be read.
    """
    return shaped(content, lambda told: _as_read(told, content))


def _as_read(told: Mapping[str, Any], content: bytes) -> PlanDocument | None:
    if told["schema_version"] not in VERSIONS:
        return None
    kept = _kept(told["plan"])
    now = without_findings(PlanDocument.model_validate_json(content))
    sections = (_section(one, kept) for one in now.plan.sections)
    read = with_sections(now, sections, _findings(now.findings, kept))
    return completed(read.model_copy(update={"plan": with_fresh_mentions(read.plan, now.plan)}))


def _kept(plan: Mapping[str, Any]) -> KeptReading:
    items = [item for section in plan["sections"] for item in section["items"]]
    replaced = {item["id"]: tuple(one.get("replaced") for one in item["corrections"]) for item in items}
    parts = [one for many in replaced.values() for one in many if isinstance(one, dict) and "added" in one]
    read_items = [
        PlacedRecord(one["section"], one["after"], Item.model_validate(one["item"]))
        for part in parts
        for one in part["items"]
    ]
    cells = [
        PlacedRecord(one["section"], one["after"], Budget.model_validate(one["budget"]))
        for part in parts
        for one in part["budgets"]
    ]
    levels = [WorkItem.model_validate(one) for part in parts for one in part["work_items"]]
    return KeptReading(
        replaced,
        {one.record.id: one for one in read_items},
        {one.record.id: one for one in cells},
        {one.id: one for one in levels},
        frozenset(name for part in parts for name in part["added"]),
    )


def _section(section: Section, kept: KeptReading) -> Section:
    same = _reworded(section, kept)
    left = (item for item in same.items if item.id not in kept.arranged)
    untouched = (cell for cell in same.budgets if cell.id not in kept.cells)
    return same.model_copy(
        update={
            "items": _placed(left, (one for one in kept.items.values() if one.section == section.id)),
            "budgets": _placed(untouched, (one for one in kept.cells.values() if one.section == section.id)),
            "work_items": tuple(kept.levels.get(level.id, level) for level in same.work_items),
        }
    )


def _placed(rest: Iterable[Named], read: Iterable[PlacedRecord[Named]]) -> tuple[Named, ...]:
    """What was left alone, with what was read between: each behind the one that it stood behind."""
    behind = {one.after: one.record for one in read}
    result: list[Named] = []

    def follow(name: str | None) -> None:
        while name in behind:
            result.append(behind.pop(name))
            name = result[-1].id

    follow(None)
    for one in rest:
        result.append(one)
        follow(one.id)
    return tuple(result)


def _reworded(section: Section, kept: KeptReading) -> Section:
    """The section with its old values, but for the items that are given back whole."""
    done: set[tuple[str, str]] = set()
    for item in section.items:
        if item.id in kept.arranged:
            continue
        # Items that share a thing list the same corrections of it: the first of them tells all.
        shared = [one for one in _latest_first(item, kept) if _thing(item, one[0]) not in done]
        for field, correction, replaced in shared:
            if field.kind == "budget":
                cell = Budget.model_validate(replaced)
                section = section.model_copy(update={"budgets": with_cell(section, cell)})
            elif field.kind == "work_item":
                level_id = item.work_item[field.index].id
                old, new = correction.old or "", correction.new or ""
                levels = with_work_item(section, level_id, field, new, old)
                section = section.model_copy(update={"work_items": levels})
        done.update(_thing(item, field) for field, _, _ in shared)
    items = (item if item.id in kept.arranged else _item(item, kept) for item in section.items)
    return section.model_copy(update={"items": tuple(items)})


def _thing(item: Item, field: Field) -> tuple[str, str]:
    """What tells a thing of the section that several items may have from others."""
    return field.kind, item.work_item[field.index].id if field.kind == "work_item" else field.key


def _item(item: Item, kept: KeptReading) -> Item:
    for field, correction, replaced in _latest_first(item, kept):
        values = (
            {"implementation": tuple(map(Step.model_validate, replaced))}
            if field.kind == "contents"
            else values_with(item, field, correction.old or "")
        )
        item = item.model_copy(update=values)
    return item.model_copy(update={"corrections": ()}) if item.corrections else item


def _latest_first(item: Item, kept: KeptReading) -> Iterator[tuple[Field, Correction, Any]]:
    listed = zip(item.corrections, kept.replaced[item.id], strict=True)
    for correction, replaced in reversed(tuple(listed)):
        field = parse_field(correction.field)
        if field is not None:
            yield field, correction, replaced


def _findings(findings: Iterable[Finding], kept: KeptReading) -> tuple[Finding, ...]:
    """Findings that name the items that they were made about."""
    owners = {name: one.record.id for one in kept.items.values() for name in one.record.finding_ids}
    return tuple(
        one
        if one.item_id is None or one.id not in owners
        else one.model_copy(update={"item_id": owners[one.id]})
        for one in findings
    )
