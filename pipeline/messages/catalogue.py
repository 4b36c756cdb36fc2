"""The catalogues: all that people are told of problems, as data in TOML, in both languages and with its remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from pipeline.messages.wording import Severity, Wording

Catalogue = Literal["errors", "findings", "gate", "written", "comparison"]
"""A file of this folder: what stops work on an input, what is found in a document, in a published folder, in a file
that a person writes, and about the two sides of a comparison."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: of a file, a document or a table; what does not apply is None.

    Attributes:
        file: as it was named, or its path within a folder.
        line: of a text file, or row of a table as a spreadsheet counts it; from 1.
        column: machine name of a column, or the field of a JSON file.
    """

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """File and line, such as ``my.toml:12``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, ready to be told.

    Attributes:
        id: of its message, in kebab-case; docs name it.
        severity: how grave it is.
        text: what is wrong.
        remedy: what to do about it.
        place: where; None for what has no place.
    """

    id: str
    severity: Severity
    text: Wording
    remedy: Wording
    place: Place | None = None

    def line(self) -> str:
        """All of it on one line: place, text and remedy in both languages."""
        at = ("", "") if self.place is None else (f"{self.place}：", f"{self.place}: ")
        return f"{at[0]}{self.text.zh}{self.remedy.zh} | {at[1]}{self.text.en} {self.remedy.en}"


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalogue: what is said whenever the same thing is wrong.

    Attributes:
        id: stable name in kebab-case.
        order: its place in the catalogue, which orders problems at one place.
        text: with the names of the values to be filled in between braces.
        remedy: likewise.
        reasons: what the value ``reason`` may stand for, with names of values too; empty where it has none.
    """

    id: str
    order: int
    severity: Severity
    text: Wording
    remedy: Wording
    reasons: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of all values that its texts want."""
        return self.text.placeholders | self.remedy.placeholders

    def problem(self, place: Place | None = None, **values: Wording | object) -> Problem:
        """The message about one place.

        Raises:
            KeyError: it wants a value that is not given, or has no such reason.
        """
        if self.reasons:
            values["reason"] = self.reasons[str(values["reason"])].filled(values)
        return Problem(self.id, self.severity, self.text.filled(values), self.remedy.filled(values), place)


@cache
def catalogue(name: Catalogue) -> Mapping[str, Message]:
    """All messages of a catalogue by their id, in its order."""
    data = tomllib.loads((files("pipeline.messages") / f"{name}.toml").read_text(encoding="utf-8"))
    return MappingProxyType({id_: _message(id_, i, texts) for i, (id_, texts) in enumerate(data.items())})


def _message(id_: str, order: int, texts: Mapping[str, Any]) -> Message:
    reasons = {name: Wording(zh=zh, en=en) for name, (zh, en) in texts.get("reasons", {}).items()}
    return Message(
        id_,
        order,
        texts.get("severity", "error"),
        Wording(zh=texts["message_zh"], en=texts["message_en"]),
        Wording(zh=texts["remedy_zh"], en=texts["remedy_en"]),
        MappingProxyType(reasons),
    )
