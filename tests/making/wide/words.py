"""What the plans speak of, as words.toml holds it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Wording:
    """A plan item and its steps."""

    plan: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """A work of an office, the parts that it is cut into, and what is planned for it."""

    name: str
    parts: tuple[str, ...]
    items: tuple[Wording, ...]


@dataclass(frozen=True)
class Domain:
    """Offices of one kind with their sections and works."""

    name: str
    offices: tuple[str, ...]
    sections: tuple[str, ...]
    works: tuple[Work, ...]


def _work(data: dict[str, Any]) -> Work:
    items = tuple(Wording(plan, tuple(steps)) for plan, *steps in data["items"])
    return Work(data["name"], tuple(data["parts"]), items)


_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

DOMAINS = tuple(
    Domain(
        data["name"],
        tuple(data["offices"]),
        tuple(data["sections"]),
        tuple(_work(work) for work in data["works"]),
    )
    for data in _DATA["domains"]
)
GENERAL: tuple[str, ...] = tuple(_DATA["general"])
"""Steps that suit any item."""
