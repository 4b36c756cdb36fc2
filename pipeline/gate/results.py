"""What the gate says: its rules as data, hits of them with their places, and the report over all rules."""

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


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule does not hold.

    Attributes:
        file: path within the folder, with slashes.
        row: of a table as a spreadsheet counts it, the header being row 1; of a text file its line.
        column: machine name of the column, or the field of a JSON file.
        detail: what was seen there, fit to be published.
        count: how many places it stands for, this one being the first.
    """

    file: str
    row: int | None = None
    column: str | None = None
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """A hit with its rule's words."""

    rule: str
    severity: Severity
    file: str
    row: int | None
    column: str | None
    count: int
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that could not be judged, and why."""

    rule: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that the gate found in a folder.

    Attributes:
        folder: as it was named.
        results: gravest first, then by rule and place; of each rule the first ``results.KEPT`` places.
        counts: severity to number of places, those beyond the kept ones included.
        rule_counts: rule to number of places, for the rules that do not hold.
        judged: rules that were judged, in the catalogue's order.
        unjudged: rules that were not.
    """

    folder: str
    results: tuple[Result, ...]
    counts: dict[Severity, int]
    rule_counts: dict[str, int]
    judged: tuple[str, ...]
    unjudged: tuple[Unjudged, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing forbids publishing; warnings do not."""
        return self.counts["error"] == 0

    @property
    def exit_code(self) -> int:
        """0 where the folder passed, else 1."""
        return 0 if self.passed else 1


KEPT = 100
"""Places kept of each rule: a table read with the wrong header breaks some rules in every row."""


class CannotJudgeError(Exception):
    """A rule lacks what it judges by; told in the report, never to the caller of ``check``."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        super().__init__(reason_en)
        self.reason_zh = reason_zh
        self.reason_en = reason_en
