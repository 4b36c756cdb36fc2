"""All rules of the audit, as data: severity, words and remedies in both languages, and a finding put into words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType

from pipeline.audit.found import Found
from pipeline.models import Finding, Severity
from pipeline.readers.recognition import way_to_recognise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: stable name in kebab-case.
        order: its place in the catalogue, which orders findings at one place.
        message_zh: what it says, with the names of the values to be filled in between braces.
        remedy_zh: what to do; ``{recognise}`` is how pages come to be read from their pictures on this machine.
        reasons: what the value ``reason`` may stand for, in Chinese and in English; empty where it has none.
    """

    id: str
    order: int
    severity: Severity
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of all values that its messages want."""
        words = (self.message_zh, self.message_en)
        return frozenset(name for text in words for _, name, _, _ in Formatter().parse(text) if name)


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by their id, in the catalogue's order."""
    data = tomllib.loads((files("pipeline.audit") / "catalogue.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Rule(name, i, **texts) for i, (name, texts) in enumerate(data.items())})


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
