"""Which language a person is spoken to in, and a line said in it: one at a time, never both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import click

from pipeline.messages.wording import Language, Wording
from pipeline.terminal import printable

LANGUAGES: Mapping[str, Language] = {"zh-TW": "zh", "en": "en"}
"""As people name them."""
LANG_NAME, LANG_VARIABLE = "--lang", "WORKPLAN_LANG"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Of the system, the first that is set counts (POSIX, chapter 8.2)."""
CHINESE_LOCALES = ("zh", "chinese")
"""Begin the names of locales, the second on Windows."""

_SPOKEN: ContextVar[Language] = ContextVar("spoken", default="en")


def language_of(
    arguments: Sequence[str], environment: Mapping[str, str], setting: str | None = None
) -> Language:
    """The language that is asked for: by option, by WORKPLAN_LANG, by a setting, else by the system's locale.

    What is no language is passed over here; the parser refuses it where it is an option.

    Args:
        arguments: of the command line: ``--lang`` may stand anywhere before a lone ``--``.
        environment: of the process.
        setting: of workplan.toml.

    >>> language_of(["run", "--lang", "zh-TW"], {"LANG": "en_GB.UTF-8"})
    'zh'
    >>> language_of(["run"], {"LC_ALL": "", "LANG": "zh_TW.UTF-8"})
    'zh'
    """
    for name in (_option(arguments), environment.get(LANG_VARIABLE), setting):
        if name is not None and name in LANGUAGES:
            return LANGUAGES[name]
    locale = next(filter(None, map(environment.get, LOCALE_VARIABLES)), None) or _of_system()
    return "zh" if locale.lower().startswith(CHINESE_LOCALES) else "en"


def _option(arguments: Sequence[str]) -> str | None:
    """What the last ``--lang`` names."""
    found, before = None, ""
    for argument in arguments:
        if argument == "--":
            break
        if before == LANG_NAME:
            found = argument
        elif argument.startswith(f"{LANG_NAME}="):
            found = argument.removeprefix(f"{LANG_NAME}=")
        before = argument
    return found


def _of_system() -> str:
    """Where no variable says it, as on Windows."""
    import locale  # noqa: PLC0415 - seldom needed

    return locale.getlocale()[0] or ""


def spoken() -> Language:
    """The language of the command line at work."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def told(text: Wording) -> str:
    """A text in the language spoken, with nothing in it that a terminal would obey."""
    return printable(text.told(spoken()))


def say(text: Wording, *, err: bool = False) -> None:
    """Print a line.

    Args:
        text: of it.
        err: whether it goes to standard error, as all does that is not the result itself.
    """
    click.echo(told(text), err=err)
