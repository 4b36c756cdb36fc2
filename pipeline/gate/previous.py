"""Rules that hold a folder against the release before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import lru_cache
from itertools import groupby, zip_longest

from pipeline.dataclass import dataclass
from pipeline.gate.expected import tables
from pipeline.gate.folder import Folder
from pipeline.gate.results import CannotJudgeError, Hit

VERSION_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")
UNSTABLE = {"findings": "all", "correction_log": "all"}
"""Tables of remarks: their rows are numbered anew with each run."""
NO_CONTENT = frozenset(
    {"finding_ids", "confidence", "first_page", "last_page", "source_sha256", "budget_ids", "item_ids"}
)
"""Columns that may differ between two rows that say the same."""
PLAN_COLUMN = "plan_id"
VERSION_PARTS = ("MAJOR", "MINOR", "PATCH")
Key = tuple[str, ...]
Rows = dict[Key, tuple[int, dict[str, str]]]


@dataclass()
class Changes:
    """How the tables differ from those of the release before.

    Attributes:
        moved: rows that stand there as before under another key.
        lost: rows that are there no more under any key.
        parts: of the version, that have to be raised for them.
    """

    moved: list[Hit] = field(default_factory=list)
    lost: list[Hit] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)


def key_changed(folder: Folder, previous: Folder) -> Iterator[Hit]:
    """Rows that stand there as before under another key."""
    if _raised(folder, previous) != "MAJOR":
        yield from _changes(folder, previous).moved


def rows_lost(folder: Folder, previous: Folder) -> Iterator[Hit]:
    """Rows that were published and are there no more."""
    if _raised(folder, previous) != "MAJOR":
        yield from _changes(folder, previous).lost


def version_not_raised(folder: Folder, previous: Folder) -> Iterator[Hit]:
    """A version that does not tell what has changed."""
    _versions(folder, previous)
    wanted = _wanted(folder, previous)
    raised = _raised(folder, previous)
    if wanted is not None and (raised is None or VERSION_PARTS.index(raised) > VERSION_PARTS.index(wanted)):
        old, new = previous.package.get("version"), folder.package.get("version")
        yield Hit("datapackage.json", column="version", detail=f"{old} → {new}: {wanted}")


def _wanted(folder: Folder, previous: Folder) -> str | None:
    """The part of the version that has to be raised: columns or lost rows, new rows, changed values."""
    for name in tables():
        now, before = next(folder.table(name), None), next(previous.table(name), None)
        if before is not None and (now is None or now.names != before.names):
            return "MAJOR"
    parts = _changes(folder, previous).parts
    return next((part for part in VERSION_PARTS if part in parts), None)


@lru_cache(maxsize=1)
def _changes(folder: Folder, previous: Folder) -> Changes:
    found = Changes()
    for name in tables():
        if name not in UNSTABLE and previous.has(f"{name}.csv"):
            for now, before in _by_plan(folder, previous, name):
                _note(found, name, now, before)
    return found


def _note(found: Changes, name: str, now: Rows, before: Rows) -> None:
    """Add how the rows of one plan, or of all, differ."""
    added = {_content(name, now[key][1]): key for key in now if key not in before}
    lost = {_content(name, before[key][1]): key for key in before if key not in now}
    keys = "+".join(tables()[name].primary_key)
    found.parts |= {"MINOR"} if added else set()
    found.parts |= {"MAJOR"} if lost else set()
    if any(key in now and now[key][1] != row for key, (_, row) in before.items()):
        found.parts.add("PATCH")
    for key in now:
        old = None if key in before else lost.get(_content(name, now[key][1]))
        if old is not None:
            found.moved.append(Hit(f"{name}.csv", now[key][0], keys, f"{' '.join(old)} → {' '.join(key)}"))
    for key in before:
        if key not in now and _content(name, before[key][1]) not in added:
            found.lost.append(Hit(f"{name}.csv", detail=" ".join(key)))


def _by_plan(folder: Folder, previous: Folder, name: str) -> Iterator[tuple[Rows, Rows]]:
    """The rows of a table now and before, plan by plan: of releases in one order few plans are held at once.

    All rows come as one where a plan's do not stand together, as somebody may have sorted them.
    """
    together = _stand_together(folder, name) and _stand_together(previous, name)
    sides = [_plan_rows(one, name, PLAN_COLUMN if together else "") for one in (folder, previous)]
    waiting: tuple[dict[str, Rows], dict[str, Rows]] = ({}, {})
    for pair in zip_longest(*sides):
        for held, one in zip(waiting, pair, strict=True):
            if one is not None:
                held[one[0]] = one[1]
        for plan in [one for one in waiting[0] if one in waiting[1]]:
            yield waiting[0].pop(plan), waiting[1].pop(plan)
    yield from ((rows, {}) for rows in waiting[0].values())
    yield from (({}, rows) for rows in waiting[1].values())


def _stand_together(folder: Folder, name: str) -> bool:
    """Whether no row of another plan stands among those of any plan."""
    plans = [plan for plan, _ in groupby(folder.records(name), key=lambda one: one[1].get(PLAN_COLUMN))]
    return len(plans) == len(set(plans))


def _plan_rows(folder: Folder, name: str, column: str) -> Iterator[tuple[str, Rows]]:
    keys = tables()[name].primary_key
    for plan, records in groupby(folder.records(name), key=lambda one: one[1].get(column, "")):
        yield plan, {tuple(r.get(key, "") for key in keys): (row, r) for row, r in records}


def _content(name: str, record: dict[str, str]) -> tuple[str, ...]:
    skipped = NO_CONTENT | set(tables()[name].primary_key)
    return (
        record.get(PLAN_COLUMN, ""),
        *(value for column, value in record.items() if column not in skipped),
    )


def _versions(folder: Folder, previous: Folder) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = [VERSION_NUMBERS.fullmatch(str(one.package.get("version", ""))) for one in (previous, folder)]
    if found[0] is None or found[1] is None:
        raise CannotJudgeError("no-version")
    return tuple(map(int, found[0].groups())), tuple(map(int, found[1].groups()))


def _raised(folder: Folder, previous: Folder) -> str | None:
    """The first part of the version that is higher than before; None where none is."""
    try:
        old, new = _versions(folder, previous)
    except CannotJudgeError:
        return None
    return (
        next((p for p, a, b in zip(VERSION_PARTS, old, new, strict=True) if a != b), None)
        if new > old
        else None
    )


PREVIOUS_RULES: dict[str, Callable[[Folder, Folder], Iterator[Hit]]] = {
    "key-changed": key_changed,
    "rows-lost": rows_lost,
    "version-not-raised": version_not_raised,
}
