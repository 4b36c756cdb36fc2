"""A finding put into words: what its rule says in both languages, with the values filled in."""

from __future__ import annotations

from pipeline.audit.catalogue import catalogue
from pipeline.audit.found import Found
from pipeline.models import Finding
from pipeline.readers.recognition import way_to_recognise

WAY = "{recognise}"
"""Stands in a remedy for how pages come to be read from their pictures on this machine."""


def worded(found: Found) -> Finding:
    """A finding in both languages, still without its id.

    Raises:
        KeyError: the catalogue lacks its rule or reason, or the rule wants a value that is not given.
    """
    rule = catalogue()[found.rule]
    page, bbox = found.place
    values = {"page": "?" if page is None else str(page), **found.values}
    reason_zh, reason_en = rule.reasons[values["reason"]] if rule.reasons else ("", "")
    remedy_zh, remedy_en = rule.remedy_zh, rule.remedy_en
    if WAY in remedy_zh:
        zh, en = way_to_recognise()
        remedy_zh, remedy_en = remedy_zh.replace(WAY, zh), remedy_en.replace(WAY, en)
    return Finding(
        id="",
        rule=rule.id,
        severity=rule.severity,
        message_zh=rule.message_zh.format(**{**values, "reason": reason_zh}),
        message_en=rule.message_en.format(**{**values, "reason": reason_en}),
        remedy_zh=remedy_zh,
        remedy_en=remedy_en,
        page=page,
        bbox=bbox,
        item_id=found.item_id,
    )
