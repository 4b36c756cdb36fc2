"""What is said of corrections that were not applied: findings of the plan, and taken back again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, short, worded
from pipeline.corrections.arrangement import STALE, arranged_value
from pipeline.corrections.fields import ARRANGING, Field, present
from pipeline.corrections.parts import Reason
from pipeline.corrections.rows import CorrectionRow, Lost
from pipeline.models import Finding, Item, Plan, PlanDocument, Section

CORRECTION_RULES = frozenset(("correction-refused", "correction-unknown", "correction-not-carried"))
NO_VALUE = "－"
"""Stands where nothing is to be told."""


def refused(plan: Plan, row: CorrectionRow, field: Field, reason: Reason) -> BareFinding:
    """The row's item does not have the value that the row expects, or cannot be arranged as it says."""
    section, item = next((s, i) for s in plan.sections for i in s.items if i.id == row.item_id)
    now = arranged_value(plan, item.id, field) if field.kind in ARRANGING else present(section, item, field)
    told = row.field
    if reason is not STALE:
        told = f"{row.field} {short(row.new)} ({reason.chinese} {reason.english})"
    values = {"field": told, "old": short(row.old) or NO_VALUE, "present": short(now or "") or NO_VALUE}
    return BareFinding("correction-refused", DocumentPlace(), values, item.id)


def unknown(row: CorrectionRow) -> BareFinding:
    """The plan does not have the row's item."""
    return BareFinding("correction-unknown", DocumentPlace(), {"item": row.item_id, "field": row.field})


def not_carried(row: CorrectionRow, lost: Lost) -> BareFinding:
    """The file was read anew, and the row fits no record of it any more."""
    likely = f"{lost.item_id}「{lost.wording}」" if lost.item_id else NO_VALUE
    why = f"{short(lost.chinese)} {short(lost.english)}"
    values = {"field": row.field, "item": row.item_id, "why": why, "likely": likely}
    return BareFinding("correction-not-carried", DocumentPlace(lost.page), values, lost.item_id)


def with_findings(document: PlanDocument, found: Iterable[BareFinding]) -> PlanDocument:
    """The document with more findings, whose numbers go on from its last one."""
    numbers = [int(one.id[1:]) for one in document.findings if one.id[:1] == "f" and one.id[1:].isdecimal()]
    first = max(numbers, default=0) + 1
    new = sorted(dict.fromkeys(map(worded, found)), key=_order)
    numbered = tuple(one.model_copy(update={"id": f"f{n}"}) for n, one in enumerate(new, first))
    about: dict[str, tuple[str, ...]] = {}
    for one in numbered:
        if one.item_id is not None:
            about[one.item_id] = (*about.get(one.item_id, ()), one.id)

    def named(item: Item) -> tuple[str, ...]:
        return (*item.finding_ids, *about.get(item.id, ()))

    return _with_findings(document, (*document.findings, *numbered), named)


def without_findings(document: PlanDocument) -> PlanDocument:
    """The document without findings of this kind."""
    gone = {one.id for one in document.findings if one.rule in CORRECTION_RULES}
    if not gone:
        return document

    def named(item: Item) -> tuple[str, ...]:
        return tuple(one for one in item.finding_ids if one not in gone)

    return _with_findings(document, tuple(one for one in document.findings if one.id not in gone), named)


def _with_findings(
    document: PlanDocument,
    findings: tuple[Finding, ...],
    named: Callable[[Item], tuple[str, ...]],
) -> PlanDocument:
    """The document with these findings; ``named`` gives those that an item names."""

    def item(one: Item) -> Item:
        ids = named(one)
        return one if ids == one.finding_ids else one.model_copy(update={"finding_ids": ids})

    def section(one: Section) -> Section:
        return one.model_copy(update={"items": tuple(map(item, one.items))})

    plan: Plan = document.plan.model_copy(update={"sections": tuple(map(section, document.plan.sections))})
    return document.model_copy(update={"plan": plan, "findings": findings})


def _order(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.item_id or "", finding.message_zh
