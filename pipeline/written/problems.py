"""Problems of a file that a person writes: made from their catalogue, in the file's order, and what they show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pipeline.messages.catalogue import PlacedProblem, ProblemPlace, catalogue
from pipeline.messages.wording import Wording
from pipeline.normalizers.text import unprintable

SHOWN_CHARACTERS = 40
"""Characters of a wrong value that a message shows."""
NAME_LIKENESS = 0.6
"""Likeness above which a name is offered for a wrong one: wrong letters, not another word."""
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The characters with the property Bidi_Control (The Unicode Standard, PropList.txt)."""


def written_problem(
    message: str, file: str, line: int | None, column: str | None = None, /, **values: Wording | object
) -> PlacedProblem:
    """A problem at a place of a file.

    Args:
        message: id in the catalogue of written files.
        file: its name.
        line: from 1; None where it cannot be told.
        column: of a table; None of what has none.
        values: that the message wants.
    """
    return catalogue("written")[message].problem(ProblemPlace(file, line, column), **values)


def wanted(name: str) -> Wording:
    """What to write for a key, by its name in the reasons of ``value-wrong``."""
    return catalogue("written")["value-wrong"].reason(name)


def by_line(problems: Iterable[PlacedProblem]) -> list[PlacedProblem]:
    """Problems in the order in which a person meets them in the file; first what has no line."""
    return sorted(problems, key=lambda one: one.place.line or 0)


def unseen_character(
    text: str, name: str | Wording, file: str, line: int | None, column: str | None = None
) -> PlacedProblem | None:
    """What is wrong with a text that holds a control character, or one that turns the direction of writing.

    Args:
        text: as it stands in the file; tabs and line ends do no harm.
        name: what the message calls the text.
        file: for the place, as are the others.
        line: from 1.
        column: of a table.
    """
    if found := _DIRECTION.search(text):
        code = f"U+{ord(found[0]):04X}"
        return written_problem("direction-character", file, line, column, name=name, character=code)
    if unprintable(text.replace("\r", "")):
        return written_problem("control-character", file, line, column, name=name)
    return None


def without_unseen(text: str) -> str:
    r"""A text without what is refused in a file that a person writes; line ends are LF.

    >>> without_unseen("a\u202eb\x0bc")
    'abc'
    """
    return "".join(char for char in _DIRECTION.sub("", text) if not unprintable(char))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of the known names that is likely meant; None where none is like it."""
    names = list(known)
    begun = [one for one in names if name and one.startswith(name)]
    near = begun or get_close_matches(name.casefold(), names, n=1, cutoff=NAME_LIKENESS)
    return near[0] if near else None


def shown(value: Any) -> str:
    """A wrong text or value as a message shows it: on one line, and not too much of it."""
    try:
        text = one_line(str(value))
    except (ValueError, RecursionError):
        # A number of more digits than Python turns into text, or lists within lists without end.
        return "…"
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def one_line(text: str) -> str:
    """A text without line breaks and needless spaces, as which a name can be found again."""
    return " ".join(text.split())
