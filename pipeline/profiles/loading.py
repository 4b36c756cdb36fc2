"""Reads a profile: the words that plans use, as data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HIERARCHY = frozenset(("work", "plan"))
BUDGETS = frozenset(("budget_current", "budget_previous", "budget_difference", "budget_source"))
ROLES = (
    "work",
    "plan",
    "implementation",
    "budget_current",
    "budget_previous",
    "budget_difference",
    "budget_source",
    "extra",
    "ordinal",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Words and their roles; all without white space.

    Attributes:
        roles: role of each header word.
        endings: pairs of a header's ending and its role, longest first.
        not_a_plan: header words that tell a table of results.
        plan_words: words that end a title, longest first.
        fillers: words of a title that name neither office nor section.
        agency_first: endings of offices' names behind which a section follows.
        agency_endings: endings of offices' names behind which a section may follow.
        agency_last: endings of offices' names that are tried last.
        section_endings: how names of sections end.
        focus_words: words of the heading above the list of focuses.
        table_words: words of the heading above the table.
        total_words: words of a total's row.
        continued: marks of a continued table.
        footnote_words: words that open a footnote.
        nil_words: words of a budget cell that mean none.
        page_numbers: patterns of whole furniture lines.
    """

    id: str
    roles: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    not_a_plan: frozenset[str]
    plan_words: tuple[str, ...]
    fillers: tuple[str, ...]
    agency_first: tuple[str, ...]
    agency_endings: tuple[str, ...]
    agency_last: tuple[str, ...]
    section_endings: tuple[str, ...]
    focus_words: tuple[str, ...]
    table_words: tuple[str, ...]
    total_words: frozenset[str]
    continued: frozenset[str]
    footnote_words: tuple[str, ...]
    nil_words: frozenset[str]
    page_numbers: tuple[re.Pattern[str], ...]


@cache
def load_profile(name: str = "default") -> Profile:
    """The profile of that name among those that ship with the package."""
    data = tomllib.loads((files("pipeline.profiles") / f"{name}.toml").read_text(encoding="utf-8"))
    headers, titles = data["headers"], data["titles"]
    endings = [(end, role) for role, ends in data["header_endings"].items() for end in ends]
    return Profile(
        id=data["id"],
        roles={word: role for role in ROLES for word in headers[role]},
        endings=tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        not_a_plan=frozenset(headers["not_a_plan"]),
        plan_words=tuple(sorted(titles["plan_words"], key=len, reverse=True)),
        fillers=tuple(titles["fillers"]),
        agency_first=tuple(titles["agency_first"]),
        agency_endings=tuple(titles["agency_endings"]),
        agency_last=tuple(titles["agency_last"]),
        section_endings=tuple(titles["section_endings"]),
        focus_words=tuple(data["headings"]["focus"]),
        table_words=tuple(data["headings"]["table"]),
        total_words=frozenset(data["totals"]["words"]),
        continued=frozenset(data["marks"]["continued"]),
        footnote_words=tuple(data["marks"]["footnote"]),
        nil_words=frozenset(data["budgets"]["nil"]),
        page_numbers=tuple(re.compile(p) for p in data["furniture"]["page_numbers"]),
    )
