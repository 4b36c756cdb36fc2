"""The vocabulary of the made plans, as words.toml holds it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Topic:
    """What one kind of section does: its names, its work items and the things it deals with."""

    names: tuple[str, ...]
    works: tuple[str, ...]
    things: tuple[str, ...]
    tricky: tuple[str, ...]
    """Plan texts that hold Latin words or numbers which look like labels."""


_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

TOPICS = tuple(Topic(**{key: tuple(texts) for key, texts in topic.items()}) for topic in _DATA["topics"])
TOWNS: dict[str, tuple[str, ...]] = {place: tuple(towns) for place, towns in _DATA["towns"].items()}


def _texts(name: str) -> tuple[str, ...]:
    return tuple(_DATA[name])


VERBS = _texts("verbs")
TAILS = _texts("tails")
LAWS = _texts("laws")
AIMS = _texts("aims")
WAYS = _texts("ways")
DETAILS = _texts("details")
SHORT = _texts("short")
LEADS = _texts("leads")
FILLERS = _texts("fillers")
OFFICES = _texts("offices")
REMARKS = _texts("remarks")
PERIODS = _texts("periods")
PREAMBLES = _texts("preambles")
