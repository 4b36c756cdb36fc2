"""The catalogues: all that people are told of problems, as data in TOML, in both languages and with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from pipeline.dataclass import dataclass
from pipeline.messages.wording import Severity, Wording
from pipeline.terminal import printable

Catalogue = Literal["findings", "gate", "unjudged", "written", "comparison", "tables"]
"""A file of this folder: what is found in a document, in a published folder, why the gate could not judge that, what is
found in a file that a person writes, about the two sides of a comparison, and in the tables of any PDF. What stops work
on an input is told by ``error_kinds``."""


@dataclass(frozen=True, slots=True)
class ProblemPlace:
    """Where a problem is: of a file, a document or a table; what does not apply is None.

    Attributes:
        file: as it was named, or its path within a folder; "" for what is about none.
        line: of a text file, or row of a table as a spreadsheet counts it; from 1.
        column: machine name of a column, or the field of a JSON file.
    """

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """File and line, such as ``my.toml:12``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


NOWHERE = ProblemPlace("")
"""Of what has no place."""


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    """One thing that is wrong, ready to be told.

    Attributes:
        id: of its message, in kebab-case; docs name it.
        severity: how grave it is.
        text: what is wrong.
        remedy: what to do about it; empty where the text says all.
        place: where; ``NOWHERE`` for what has no place.
        count: how many places it stands for, its own being the first.
    """

    id: str
    severity: Severity
    text: Wording
    remedy: Wording
    place: ProblemPlace = NOWHERE
    count: int = 1

    def line(self) -> Wording:
        """All of it on one line of each language: place, text and remedy."""
        at = ("", "") if self.place == NOWHERE else (f"{self.place}：", f"{self.place}: ")
        chinese, english = f"{at[0]}{self.text.zh}{self.remedy.zh}", f"{at[1]}{self.text.en} {self.remedy.en}"
        # A problem may quote a document or a file's name, and either may hold commands to a terminal.
        return Wording(zh=printable(chinese), en=printable(english.rstrip()))


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

    def problem(
        self, place: ProblemPlace = NOWHERE, count: int = 1, /, **values: Wording | object
    ) -> PlacedProblem:
        """The message about a place, and how many places it stands for.

        Raises:
            KeyError: it wants a value that is not given, or has no such reason.
        """
        if self.reasons and not isinstance(values["reason"], Wording):
            values["reason"] = self.reason(str(values["reason"]), **values)
        text, remedy = self.text.filled(values), self.remedy.filled(values)
        return PlacedProblem(self.id, self.severity, text, remedy, place, count)

    def reason(self, name: str, /, **values: Wording | object) -> Wording:
        """One of its reasons in words, to be given as the value ``reason`` or to be told alone.

        Raises:
            KeyError: it has no such reason, or that one wants a value that is not given.
        """
        return self.reasons[name].filled(values)


@cache
def catalogue(name: Catalogue) -> Mapping[str, Message]:
    """All messages of a catalogue by their id, in its order."""
    return _messages(_read(name))


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """What a class of errors says.

    Attributes:
        remedy: of its causes that have none of their own.
        causes: by their id.
    """

    remedy: Wording
    causes: Mapping[str, Message]


@cache
def error_kinds() -> Mapping[str, ErrorKind]:
    """What stops work on an input, by the name of the class of ``pipeline.errors``."""
    found = {}
    for kind, table in _read("errors").items():
        remedy = {name: told for name, told in table.items() if isinstance(told, str)}
        causes = {id_: remedy | texts for id_, texts in table.items() if isinstance(texts, dict)}
        found[kind] = ErrorKind(_remedy(remedy), _messages(causes))
    return MappingProxyType(found)


def _read(name: str) -> dict[str, Any]:
    # Every command loads this module, and few of them tell a problem.
    import tomllib  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    return tomllib.loads((files("pipeline.messages") / f"{name}.toml").read_text(encoding="utf-8"))


def _messages(tables: Mapping[str, Any]) -> Mapping[str, Message]:
    return MappingProxyType({id_: _message(id_, i, texts) for i, (id_, texts) in enumerate(tables.items())})


def _message(id_: str, order: int, texts: Mapping[str, Any]) -> Message:
    reasons = {name: Wording(zh=zh, en=en) for name, (zh, en) in texts.get("reasons", {}).items()}
    text = Wording(zh=texts["message_zh"], en=texts["message_en"])
    severity = texts.get("severity", "error")
    return Message(id_, order, severity, text, _remedy(texts), MappingProxyType(reasons))


def _remedy(texts: Mapping[str, Any]) -> Wording:
    return Wording(zh=texts.get("remedy_zh", ""), en=texts.get("remedy_en", ""))
