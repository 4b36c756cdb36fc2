"""A text in both languages of the program, and how grave what it says is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from pipeline.dataclass import dataclass

Severity = Literal["error", "warning", "info"]
Language = Literal["zh", "en"]
"""What a person is spoken to in: Traditional Chinese or English."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The same text in Traditional Chinese and in English, given by name so that the two are never swapped."""

    zh: str
    en: str

    def told(self, language: Language) -> str:
        """The text in one of the languages."""
        return self.zh if language == "zh" else self.en

    @property
    def both(self) -> str:
        """Both languages on one line, for files, whose readers are not known."""
        return self.zh if self.zh == self.en else f"{self.zh} | {self.en}"

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the values that either language wants between braces."""
        from string import Formatter  # noqa: PLC0415 - wordings are loaded before anything is done

        return frozenset(
            name for text in (self.zh, self.en) for _, name, _, _ in Formatter().parse(text) if name
        )

    def filled(self, values: Mapping[str, Wording | object]) -> Wording:
        """The text with values in the places of their names; a value that is a wording gives each language its own.

        Raises:
            KeyError: the text wants a value that is not given.
        """
        return Wording(
            zh=self.zh.format_map({name: _in(value, "zh") for name, value in values.items()}),
            en=self.en.format_map({name: _in(value, "en") for name, value in values.items()}),
        )


SEVERITY_WORDINGS: Mapping[Severity, Wording] = MappingProxyType(
    {
        "error": Wording(zh="錯誤", en="error"),
        "warning": Wording(zh="警告", en="warning"),
        "info": Wording(zh="提示", en="info"),
    }
)
"""What each severity is called wherever people read it."""


def same(text: str) -> Wording:
    """What is the same in both languages: a name, a number, a text of a document."""
    return Wording(zh=text, en=text)


def _in(value: Wording | object, language: Language) -> object:
    return value.told(language) if isinstance(value, Wording) else value
