"""Compares an extraction with its truth, record by record and field by field.

An item is right only if section, work path, plan path, the whole implementation with the depth and label
of every step, and the budget printed at it all are, white space and compatibility forms of characters aside.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipeline.models import Extraction, Item, Level, Section, Step

Gold = Mapping[str, Any]
Steps = tuple[tuple[int, str, str], ...]
"""Depth, label and text of each step, in reading order."""

ORDINAL = re.compile(r"\d+\.(?!\d)|\d+、|[一二三四五六七八九十]+、|\((?:\d+|[一二三四五六七八九十]+)\)")
"""The labels of the truth, whose steps are written with theirs in one piece."""


@dataclass(frozen=True)
class Record:
    """What is compared of one plan item."""

    section: str
    work: tuple[str, ...]
    plan: tuple[str, ...]
    implementation: Steps
    budget: str


@dataclass(frozen=True)
class FrontMatter:
    """What is compared of the text above a section's table."""

    title: str
    preamble: str
    focus: tuple[str, ...]


def load_gold(path: Path) -> Gold:
    """Read a gold file."""
    found: Gold = json.loads(path.read_text(encoding="utf-8"))
    return found


def plain(text: str | None) -> str:
    """Fold compatibility forms and take out white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def gold_records(gold: Gold) -> list[Record]:
    """List the items of the truth."""
    return [
        Record(
            section=plain(unit["unit"]),
            work=tuple(map(plain, item["work"])),
            plan=tuple(map(plain, item["plan"])),
            implementation=tuple(_gold_step(depth, plain(text)) for depth, text in item["implementation"]),
            budget=plain(item["budget"]),
        )
        for unit in gold["units"]
        for item in unit["items"]
    ]


def gold_fronts(gold: Gold) -> list[FrontMatter]:
    """List the front matter of the truth's sections that have any."""
    return [
        FrontMatter(plain(unit["title"]), plain(unit["preamble"]), tuple(map(plain, unit["focus"])))
        for unit in gold["units"]
        if unit["title"]
    ]


def sections_of(extraction: Extraction) -> list[Section]:
    """List the sections of all plans."""
    return [section for plan in extraction.plans for section in plan.sections]


def items_of(extraction: Extraction) -> list[Item]:
    """List the items of all plans."""
    return [item for section in sections_of(extraction) for item in section.items]


def records(extraction: Extraction) -> list[Record]:
    """List the items that were read, a budget cell with the first item that it applies to."""
    return [
        Record(
            section=plain(section.name),
            work=_printed(item.work_item),
            plan=_printed(item.plan_item),
            implementation=tuple(_flat(item.implementation)),
            budget=plain("".join(_budgets_at(section, item.id))),
        )
        for section in sections_of(extraction)
        for item in section.items
    ]


def fronts(extraction: Extraction) -> list[FrontMatter]:
    """List the front matter that was read."""
    return [
        FrontMatter(
            plain(section.title),
            plain(section.preamble),
            tuple(label + text for _, label, text in _flat(section.focus)),
        )
        for section in sections_of(extraction)
    ]


def covers(extraction: Extraction) -> list[list[str]]:
    """List the plan items of each budget cell."""
    found = []
    for section in sections_of(extraction):
        names = {item.id: _printed(item.plan_item)[-1] for item in section.items}
        found += [[names[item_id] for item_id in budget.applies_to] for budget in section.budgets]
    return found


def difference(
    wanted: Sequence[object], got: Sequence[object], ignoring: frozenset[str] = frozenset()
) -> str:
    """Describe the first place where two lists of records differ; "" where they are equal.

    Args:
        wanted: the truth.
        got: what was read.
        ignoring: names of fields that the truth does not hold.
    """
    wrong = [
        (number, told)
        for number, (a, b) in enumerate(zip_longest(wanted, got), start=1)
        if (told := _unlike(a, b, ignoring))
    ]
    if not wrong:
        return ""
    number, told = wrong[0]
    counts = f"{len(wrong)} of {len(wanted)} are wrong ({len(got)} were read)"
    return f"{counts}; the first is number {number}:\n{told}"


def _unlike(wanted: object, got: object, ignoring: frozenset[str]) -> str:
    if wanted is None:
        return f"  invented: {got}"
    if got is None:
        return f"  missing: {wanted}"
    names = [field.name for field in fields(wanted)] if isinstance(wanted, Record | FrontMatter) else []
    pairs = {name: (getattr(wanted, name), getattr(got, name)) for name in names if name not in ignoring}
    return "\n".join(
        f"  {name}\n    gold {_shown(a)}\n    got  {_shown(b)}" for name, (a, b) in pairs.items() if a != b
    )


def _shown(value: object) -> str:
    """Write a value for a person: one step or level a line."""
    if not isinstance(value, tuple):
        return repr(value)
    return "(" + "\n          ".join(map(str, value)) + ")"


def _gold_step(depth: int, text: str) -> tuple[int, str, str]:
    match = ORDINAL.match(text)
    label = match[0] if match else ""
    return depth, label, text[len(label) :]


def _printed(levels: Sequence[Level]) -> tuple[str, ...]:
    return tuple(plain((level.label or "") + level.text) for level in levels)


def _flat(steps: Sequence[Step], depth: int = 1) -> Iterator[tuple[int, str, str]]:
    for step in steps:
        yield depth, plain(step.label), plain(step.text)
        yield from _flat(step.steps, depth + 1)


def _budgets_at(section: Section, item_id: str) -> Iterator[str]:
    for budget in section.budgets:
        if budget.role == "current" and budget.applies_to[:1] == (item_id,):
            yield budget.raw
