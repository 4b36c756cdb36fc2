"""All rules of the gate, as data: severity, words and remedies in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pipeline.models import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: stable name in kebab-case.
        order: its place in the catalogue.
        message_zh: what it says; ``{detail}`` is what was seen.
        message_en: the same in English.
    """

    id: str
    order: int
    severity: Severity
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by their id, in the catalogue's order."""
    data = tomllib.loads((files("pipeline.gate") / "catalogue.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Rule(name, i, **texts) for i, (name, texts) in enumerate(data.items())})
