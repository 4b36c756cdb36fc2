"""Rules that hold a folder against the release before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

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
VERSION_PARTS = ("MAJOR", "MINOR", "PATCH")
Key = tuple[str, ...]
Rows = dict[Key, tuple[int, dict[str, str]]]


class Changes(NamedTuple):
    """How a table differs from its previous release, as keys of its rows."""

    lost: tuple[Key, ...]
    added: tuple[Key, ...]
    changed: tuple[Key, ...]


def key_changed(folder: Folder, previous: Folder) -> Iterator[Hit]:
    """Rows that stand there as before under another key."""
    if _raised(folder, previous) == "MAJOR":
        return
    for name, now, before, changes in _tables(folder, previous):
        lost = {_content(name, before[key][1]): key for key in changes.lost}
        for key in changes.added:
            row, record = now[key]
            old = lost.get(_content(name, record))
            if old is not None:
                yield Hit(
                    f"{name}.csv",
                    row,
                    "+".join(tables()[name].primary_key),
                    f"{' '.join(old)} → {' '.join(key)}",
                )


def rows_lost(folder: Folder, previous: Folder) -> Iterator[Hit]:
    """Rows that were published and are there no more."""
    if _raised(folder, previous) == "MAJOR":
        return
    for name, now, before, changes in _tables(folder, previous):
        kept = {_content(name, now[key][1]) for key in changes.added}
        for key in changes.lost:
            if _content(name, before[key][1]) not in kept:
                yield Hit(f"{name}.csv", detail=" ".join(key))


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
        now, before = folder.table(name), previous.table(name)
        if before is not None and (now is None or now.names != before.names):
            return "MAJOR"
    changes = [changes for *_, changes in _tables(folder, previous)]
    if any(one.lost for one in changes):
        return "MAJOR"
    if any(one.added for one in changes):
        return "MINOR"
    return "PATCH" if any(one.changed for one in changes) else None


def _tables(folder: Folder, previous: Folder) -> Iterator[tuple[str, Rows, Rows, Changes]]:
    for name in tables():
        if name not in UNSTABLE and previous.has(f"{name}.csv"):
            now, before = _rows(folder, name), _rows(previous, name)
            changed = tuple(key for key in before if key in now and before[key][1] != now[key][1])
            lost = tuple(key for key in before if key not in now)
            yield name, now, before, Changes(lost, tuple(key for key in now if key not in before), changed)


def _rows(folder: Folder, name: str) -> Rows:
    keys = tables()[name].primary_key
    return {tuple(r.get(key, "") for key in keys): (row, r) for row, r in folder.records(name)}


def _content(name: str, record: dict[str, str]) -> tuple[str, ...]:
    skipped = NO_CONTENT | set(tables()[name].primary_key)
    return (record.get("plan_id", ""), *(value for column, value in record.items() if column not in skipped))


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
