"""What a profile file may hold: its tables, their keys, and which of them share no word."""

from __future__ import annotations

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
