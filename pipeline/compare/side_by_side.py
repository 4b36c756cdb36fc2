"""Both years of a change beside each other: each as its plan prints it, with what only that year says marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from pipeline.compare.differences import Token, tokens
from pipeline.compare.model import Entry
from pipeline.compare.report_rows import (
    LEVEL_SEPARATOR,
    ChangeRow,
    lines_of,
    place_of,
    title_of,
    unnumbered_text,
)
from pipeline.dataclass import dataclass
from pipeline.web.words import Words

Piece = tuple[str, bool]
"""A stretch of text, and whether the other year lacks it."""
_BETWEEN_NUMBERED = re.compile(f"(\n|{re.escape(LEVEL_SEPARATOR)})")
"""What parts a text into lines and levels, each of which may begin with a number."""


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One year of a change.

    Attributes:
        entries: its items.
        place: section and work item.
        title: plan item.
        contents: may be long.
        budgets: name of each role with the year's own cells, None where it has none, and whether the other year
            has them otherwise.
    """

    entries: tuple[Entry, ...]
    place: tuple[Piece, ...]
    title: tuple[Piece, ...]
    contents: tuple[Piece, ...]
    budgets: tuple[tuple[Words, Words | None, bool], ...]


def columns_of(row: ChangeRow) -> tuple[YearColumn, YearColumn]:
    """The older and the newer year of a change, both with the numbers of their own plan."""
    place, title, contents = (
        _both(row, marked, text)
        for marked, text in (
            (row.place, place_of),
            (row.title, title_of),
            (row.contents, lambda entry: entry.contents),
        )
    )
    names = [one.words for one in row.budgets]
    told = ([one.old_told for one in row.budgets], [one.new_told for one in row.budgets])
    differ = [before != after for before, after in zip(*told, strict=True)]
    older, newer = (
        YearColumn(
            entries, place[at], title[at], contents[at], tuple(zip(names, told[at], differ, strict=True))
        )
        for at, entries in enumerate((row.change.old, row.change.new))
    )
    return older, newer


def pieces_html(pieces: Iterable[Piece], tag: str) -> str:
    """The pieces as HTML, escaped, those that the other year lacks within an element.

    >>> pieces_html([("a<b", False), ("c", True)], "ins")
    'a&lt;b<ins>c</ins>'
    """
    return "".join(f"<{tag}>{escape(text)}</{tag}>" if marked else escape(text) for text, marked in pieces)


def _both(
    row: ChangeRow, told: Sequence[Token], text: Callable[[Entry], str]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A text of both years as their plans print it.

    The tokens have the older year's numbers as they are in the newer one, and where both texts count as the same
    they are the newer one's: then nothing is marked.
    """
    old, new = lines_of(row.change.old, text), lines_of(row.change.new, text)
    if not old or not new or all(token.kind == "equal" for token in told):
        return _plain(old), _plain(new)
    given = told
    if _text(told, "insert") != new or not _are_parts_alike(_text(told, "delete"), old):
        given = tokens(old, new)
    older = _numbered([one for one in given if one.kind != "insert"], old)
    return older, tuple((one.text, one.kind == "insert") for one in given if one.kind != "delete")


def _plain(text: str) -> tuple[Piece, ...]:
    return ((text, False),) if text else ()


def _text(told: Iterable[Token], own: str) -> str:
    return "".join(one.text for one in told if one.kind in {"equal", own})


def _are_parts_alike(text: str, printed: str) -> bool:
    """Whether two texts are the same but for the numbers of their lines and levels."""
    return [*map(unnumbered_text, _BETWEEN_NUMBERED.split(text))] == [
        *map(unnumbered_text, _BETWEEN_NUMBERED.split(printed))
    ]


def _numbered(told: Sequence[Token], printed: str) -> tuple[Piece, ...]:
    """The tokens of a text with the numbers as they are printed; a number that differs is not marked."""
    marks = [(character, one.kind == "delete") for one in told for character in one.text]
    text = "".join(character for character, _ in marks)
    found: list[Piece] = []
    end = 0
    for part, own in zip(_BETWEEN_NUMBERED.split(text), _BETWEEN_NUMBERED.split(printed), strict=True):
        end += len(part)
        if part == own:
            found += marks[end - len(part) : end]
            continue
        rest = unnumbered_text(own)
        found += [(character, False) for character in own.removesuffix(rest)]
        found += marks[end - len(rest) : end]
    return tuple(_joined(found))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for marked, run in groupby(pieces, key=lambda one: one[1]):
        yield "".join(text for text, _ in run), marked
