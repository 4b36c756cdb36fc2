"""What stands beside a plan's own words as rows: mentions, totals, findings, sources, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.exporters.columns import Row
from pipeline.exporters.rows_plans import pages_of, whole_plan
from pipeline.models import PlanDocument


def mentions(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per mention in the contents of an item."""
    for section in document.plan.sections:
        for item in section.items:
            for number, mention in enumerate(item.mentions, start=1):
                yield {
                    "plan_id": document.plan.id,
                    "item_id": item.id,
                    "number": number,
                    "kind": mention.kind,
                    "text": mention.text,
                    "value": mention.value,
                    "unit": mention.unit,
                    "offset": mention.offset,
                    "source_sha256": document.source.sha256,
                }


def totals(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per printed total."""
    plan = document.plan
    sections = {section.id for section in plan.sections}
    printed = (total for section in plan.sections for total in section.totals)
    for number, total in enumerate(printed, start=1):
        yield {
            "plan_id": plan.id,
            "number": number,
            **whole_plan(plan),
            "section_id": total.scope if total.scope in sections else None,
            "label": total.label,
            "raw": total.raw,
            "amount_twd": total.amount_twd,
            **pages_of(total.provenance),
            "source_sha256": document.source.sha256,
        }


def findings(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per finding; those of the whole file stand in every plan of it."""
    for finding in document.findings:
        x0, top, x1, bottom = finding.bbox or (None, None, None, None)
        yield {
            "finding_id": finding.id,
            "plan_id": document.plan.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "message_zh": finding.message_zh,
            "message_en": finding.message_en,
            "remedy_zh": finding.remedy_zh,
            "remedy_en": finding.remedy_en,
            "page": finding.page,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "item_id": finding.item_id,
            "source_sha256": document.source.sha256,
        }


def sources(document: PlanDocument) -> Iterator[Row]:
    """Yield the one row that says where a plan was read from."""
    yield {
        "plan_id": document.plan.id,
        "file_name": document.source.file_name,
        "source_sha256": document.source.sha256,
        "pages": document.source.pages,
        "producer": document.source.producer,
        "reader": document.generator.reader,
        "profile": document.generator.profile,
        "version": document.generator.version,
    }


def applied_corrections(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per correction that an item lists, numbered within the plan."""
    items = (item for section in document.plan.sections for item in section.items)
    listed = ((one.item_id or item.id, one) for item in items for one in item.corrections)
    for number, (item_id, correction) in enumerate(listed, start=1):
        yield {
            "number": number,
            "plan_id": document.plan.id,
            "item_id": item_id,
            "field": correction.field,
            "old_value": correction.old,
            "new_value": correction.new,
            "reason": correction.reason,
            "who": correction.who,
            "date": correction.date,
            "status": "applied",
        }
