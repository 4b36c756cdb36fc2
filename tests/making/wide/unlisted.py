"""Words that stand in no list of the program, as unlisted.toml holds them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Other:
    """A column of no role: its header and what stands in its cells."""

    word: str
    values: tuple[str, ...]


def _words(key: str) -> tuple[str, ...]:
    return tuple(_DATA[key])


def _others(key: str) -> tuple[Other, ...]:
    return tuple(Other(one["word"], tuple(one["values"])) for one in _DATA[key])


OFFICES, SECTIONS, TITLES = _words("offices"), _words("sections"), _words("titles")
GROUPS, MONEY = _words("groups"), _words("money")
WORKS, PLANS, CONTENTS = _words("works"), _words("plans"), _words("contents")
NOTES = _words("header_notes")
"""Notes behind a header word."""
PARAGRAPHS = _words("before_sections")
"""What stands above or below a section's name."""
STEERING = _words("steering")
"""Lines that name other offices, with room for them."""
OTHERS, ENGLISH = _others("others"), _others("english")
