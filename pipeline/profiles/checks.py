"""Checks a profile file: all that is wrong in it is told at once, each with its line and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ProfileError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.messages.wording import Wording
from pipeline.normalizers.units import FACTORS, unit_named
from pipeline.written.problems import by_line, one_line
from pipeline.written.toml import Key, Kind, TomlFile, TomlForm, Value, list_of_texts, shown_value, toml_file

DEFAULT = "default"
"""Id of the profile that ships with the package; a file's words are added to it."""
HEADER_ROLES = (
    "work",
    "plan",
    "implementation",
    "budget_current",
    "budget_previous",
    "budget_difference",
    "budget_source",
    "budget_part",
    "extra",
    "ordinal",
)
AGENCIES = ("agency_first", "agency_endings", "agency_last")
"""When an ending of offices' names is tried: each is in one of these lists."""
PROFILE_KEYS: dict[str, tuple[str, ...]] = {
    "headers": (*HEADER_ROLES, "not_a_plan"),
    "header_endings": HEADER_ROLES,
    "titles": (
        "plan_words",
        "ambiguous_plan_words",
        "fillers",
        *AGENCIES,
        "agency_beginnings",
        "section_endings",
        "ambiguous_endings",
    ),
    "headings": ("focus", "table"),
    "totals": ("words", "carried"),
    "marks": ("continued", "footnote", "signature"),
    "budgets": ("nil", "unit"),
    "furniture": ("page_numbers",),
}
"""Keys of each table; each holds a list of words, ``page_numbers`` one of regular expressions."""
UNIT_KEY = "unit"
"""The key that holds the name of a unit, of amounts that print none."""
PATTERNS = "page_numbers"
"""The key whose texts are regular expressions."""
_EXCLUSIVE_KEYS = (
    ("headers", PROFILE_KEYS["headers"]),
    ("header_endings", HEADER_ROLES),
    ("titles", AGENCIES),
)
EXCLUSIVE: dict[tuple[str, str], tuple[str, ...]] = {
    (table, key): tuple(other for other in keys if other != key)
    for table, keys in _EXCLUSIVE_KEYS
    for key in keys
}
"""For a table and key the other keys in which the same word may not stand: a word has one role."""
IDENTIFIER_FORM = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""It becomes part of the output, and of commands that people type."""


def profile_form() -> TomlForm:
    """The tables and keys of a profile, all of them lists of words."""
    kinds: dict[str, Kind] = {PATTERNS: list_of_texts(_wrong_pattern), UNIT_KEY: _wrong_unit}
    words = list_of_texts(_wrong_word)
    return TomlForm(
        {table: {key: Key(kinds.get(key, words)) for key in keys} for table, keys in PROFILE_KEYS.items()},
        top_keys=("id",),
    )


def checked(content: bytes, name: str) -> dict[str, Any]:
    """The id and the lists of words of a profile file.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        ProfileError: it is no TOML in UTF-8, or holds something that a profile may not.
    """
    file, found = toml_file(content, name, profile_form())
    if file is not None:
        found += [*_wrong_id(file), *_words_twice(file)]
    if file is None or found:
        raise ProfileError(by_line(found))
    return file.data


def _wrong_id(file: TomlFile) -> Iterator[PlacedProblem]:
    found = file.data.get("id")
    line = file.places.top("id")
    if found is None:
        tables = (table for table, keys in file.data.items() if isinstance(keys, dict) and "id" in keys)
        nested = next(tables, None)
        line = file.places.key(nested, "id") if nested else 1
        yield file.problem("profile-id", line, reason="missing")
    elif not isinstance(found, str) or not IDENTIFIER_FORM.fullmatch(found):
        yield file.problem("profile-id", line, reason="unusable", value=shown_value(found))
    elif found == DEFAULT:
        yield file.problem("profile-id", line, reason="built-in", value=found)


def _wrong_word(value: Value, word: str) -> Iterator[PlacedProblem]:
    bare = "".join(word.split())
    if not bare:
        yield value.problem("word-empty", word, name=value.key)
    elif bare != word:
        yield value.problem("word-spaced", word, name=value.key, word=one_line(word), bare=bare)


def _wrong_unit(value: Value) -> Iterator[PlacedProblem]:
    """A list that names no unit, or several of them."""
    yield from list_of_texts(_wrong_word)(value)
    if not isinstance(value.found, list):
        return
    strange = [word for word in value.found if isinstance(word, str) and unit_named(word) is None]
    if strange or len(value.found) > 1:
        told = shown_value(strange[0]) if strange else ", ".join(map(shown_value, value.found))
        units = Wording(zh="、".join(FACTORS), en=", ".join(FACTORS))
        yield value.problem("unit-unknown", name=value.key, value=told, units=units)


def _wrong_pattern(value: Value, pattern: str) -> Iterator[PlacedProblem]:
    told = shown_value(pattern)
    try:
        fits_empty = re.compile(pattern).search("") is not None
    except (re.error, OverflowError, RecursionError) as error:
        yield value.problem("pattern-wrong", pattern, pattern=told, reason="no-expression", error=error)
        return
    if fits_empty:
        yield value.problem("pattern-wrong", pattern, pattern=told, reason="fits-empty")


def _words_twice(file: TomlFile) -> Iterator[PlacedProblem]:
    """Words that stand in two lists of which only one can hold."""
    for table, known in PROFILE_KEYS.items():
        keys = file.data.get(table)
        if not isinstance(keys, dict):
            continue
        first_key: dict[str, str] = {}
        for key, words in keys.items():
            if key not in known or not isinstance(words, list):
                continue
            for word in dict.fromkeys(one for one in words if isinstance(one, str)):
                first = first_key.setdefault(word, key)
                if first in EXCLUSIVE.get((table, key), ()):
                    line = file.places.word(table, key, word)
                    yield file.problem("word-twice", line, word=word, first=first, second=key)
