"""Reads a profile: the words that plans use, as data.

The words that ship with the package serve all plans. A file of a user's own adds to them; it never stands alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.models import PrintedUnit
from pipeline.normalizers.text import clean
from pipeline.normalizers.units import unit_named
from pipeline.profiles.checks import DEFAULT, EXCLUSIVE, HEADER_ROLES

HIERARCHY = frozenset(("work", "plan"))
PART_ROLE = "budget_part"
"""Role of a column that gives a part of the current budget: their sum is the budget where no column prints it."""
DETAIL = "budget_detail"
"""Role of a column whose amounts other columns hold already: nothing adds them up; no list of words gives it."""
BUDGET_ROLES = frozenset(
    ("budget_current", "budget_previous", "budget_difference", "budget_source", PART_ROLE, DETAIL)
)
FINGERPRINT_CHARACTERS = 8
"""Characters of a fingerprint that tell the states of one profile apart."""

Words = dict[str, dict[str, list[str]]]
"""Lists of words by table and key, as in default.toml."""


@dataclass(frozen=True, eq=False)
class Profile:
    """Words and their roles; all without white space. Two profiles with the same words are equal.

    Attributes:
        roles: role of each header word.
        endings: pairs of a header's ending and its role, longest first.
        not_a_plan: header words that tell a table of results.
        plan_words: words that end a title, longest first.
        ambiguous_plan_words: words that end a title where one stands, and much else elsewhere.
        fillers: words of a title that name neither office nor section.
        agency_first: endings of offices' names behind which a section follows.
        agency_endings: endings of offices' names behind which a section may follow.
        agency_last: endings of offices' names that are tried last.
        agency_beginnings: how names begin that are an office's wherever they stand.
        section_endings: how names of sections end.
        ambiguous_endings: those of them, or longer ones, with which names of works end too.
        focus_words: words of the heading above the list of focuses.
        table_words: words of the heading above the table.
        total_words: words of a total's row.
        carried: words of a sum that is carried over a page's end, where an amount stands beside them.
        continued: marks of a continued table.
        footnote_words: words that open a footnote.
        signature_words: words for those who sign, longest first.
        nil_words: words of a budget cell that mean none.
        unit: of amounts that print none; None where these are of no known unit.
        page_numbers: patterns of whole furniture lines.
    """

    id: str
    roles: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    not_a_plan: frozenset[str]
    plan_words: tuple[str, ...]
    ambiguous_plan_words: tuple[str, ...]
    fillers: tuple[str, ...]
    agency_first: tuple[str, ...]
    agency_endings: tuple[str, ...]
    agency_last: tuple[str, ...]
    agency_beginnings: tuple[str, ...]
    section_endings: tuple[str, ...]
    ambiguous_endings: tuple[str, ...]
    focus_words: tuple[str, ...]
    table_words: tuple[str, ...]
    total_words: frozenset[str]
    carried: frozenset[str]
    continued: frozenset[str]
    footnote_words: tuple[str, ...]
    signature_words: tuple[str, ...]
    nil_words: frozenset[str]
    unit: PrintedUnit | None
    page_numbers: tuple[re.Pattern[str], ...]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all words, hexadecimal: what was read with another one may read otherwise now."""
        content = {one.name: _plain(getattr(self, one.name)) for one in fields(self)}
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    @property
    def name(self) -> str:
        """What an output says of it: ``default``, or the file's id and the beginning of the fingerprint."""
        return self.id if self.id == DEFAULT else f"{self.id}-{self.fingerprint[:FINGERPRINT_CHARACTERS]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


@cache
def load_profile(name: str = DEFAULT) -> Profile:
    """The profile of that name among those that ship with the package."""
    data = tomllib.loads((files("pipeline.profiles") / f"{name}.toml").read_text(encoding="utf-8"))
    return _profile(data.pop("id"), data)


def own_words(path: Path) -> tuple[str, Words]:
    """The id of a profile file and the words that it adds to the default ones.

    Raises:
        UnreadableError: the file cannot be read.
        ProfileError: it cannot be used; all that is wrong is said at once.
    """
    from pipeline.profiles.checks import checked  # noqa: PLC0415 - for files of a user's own

    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError("profile-unreadable", path=path, error=reason) from None
    data: dict[str, Any] = checked(content, str(path))
    name = data.pop("id")
    # A word that was copied out of a PDF may hold characters that only look like the ordinary ones.
    words = {
        table: {
            key: listed if table == "furniture" else [clean(word) for word in listed]
            for key, listed in keys.items()
        }
        for table, keys in data.items()
    }
    return name, words


def load_profile_file(path: Path) -> Profile:
    """The default profile with the words of a file added.

    A word that has another role in the file than in the default profile takes that of the file.

    Raises:
        UnreadableError: the file cannot be read.
        ProfileError: it cannot be used; all that is wrong is said at once.
    """
    name, words = own_words(path)
    default = tomllib.loads((files("pipeline.profiles") / f"{DEFAULT}.toml").read_text(encoding="utf-8"))
    del default["id"]
    return _profile(name, extended(default, words))


def extended(base: Words, own: Words) -> Words:
    """Words with others added behind them.

    >>> extended({"headers": {"work": ["類別", "業務"]}}, {"headers": {"plan": ["業務"], "work": ["綱目"]}})
    {'headers': {'work': ['類別', '綱目'], 'plan': ['業務']}}
    """
    merged = {table: {key: list(words) for key, words in keys.items()} for table, keys in base.items()}
    for table, keys in own.items():
        for key, words in keys.items():
            rivals = EXCLUSIVE.get((table, key), ())
            for rival in rivals:
                kept = merged[table].get(rival, [])
                kept[:] = [word for word in kept if word not in words]
            listed = merged[table].setdefault(key, [])
            listed += [word for word in words if word not in listed]
    return merged


def _profile(name: str, data: Words) -> Profile:
    headers, titles = data["headers"], data["titles"]
    endings = [(end, role) for role, ends in data["header_endings"].items() for end in ends]
    return Profile(
        id=name,
        roles={word: role for role in HEADER_ROLES for word in headers[role]},
        endings=tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        not_a_plan=frozenset(headers["not_a_plan"]),
        plan_words=tuple(sorted(titles["plan_words"], key=len, reverse=True)),
        ambiguous_plan_words=tuple(sorted(titles["ambiguous_plan_words"], key=len, reverse=True)),
        fillers=tuple(titles["fillers"]),
        agency_first=tuple(titles["agency_first"]),
        agency_endings=tuple(titles["agency_endings"]),
        agency_last=tuple(titles["agency_last"]),
        agency_beginnings=tuple(titles["agency_beginnings"]),
        section_endings=tuple(titles["section_endings"]),
        ambiguous_endings=tuple(titles["ambiguous_endings"]),
        focus_words=tuple(data["headings"]["focus"]),
        table_words=tuple(data["headings"]["table"]),
        total_words=frozenset(data["totals"]["words"]),
        carried=frozenset(data["totals"]["carried"]),
        continued=frozenset(data["marks"]["continued"]),
        footnote_words=tuple(data["marks"]["footnote"]),
        signature_words=tuple(sorted(data["marks"]["signature"], key=len, reverse=True)),
        nil_words=frozenset(data["budgets"]["nil"]),
        unit=next(map(unit_named, reversed(data["budgets"]["unit"])), None),
        page_numbers=tuple(re.compile(p) for p in data["furniture"]["page_numbers"]),
    )


def _plain(value: object) -> object:
    """A field's content as JSON has it, in an order that is the same on every machine."""
    if isinstance(value, Mapping):
        return sorted(value.items())
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.pattern if isinstance(value, re.Pattern) else value
