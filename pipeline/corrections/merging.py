"""Two copies of what people have written about the same plans, made one: what both say once, what they dispute told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.corrections.reading import COLUMNS, Row, parse_corrections
from pipeline.corrections.reviewed import COLUMNS as MARK_COLUMNS
from pipeline.corrections.reviewed import Mark, parse_marks
from pipeline.corrections.writing import cells_of, with_lines, with_row

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CorrectionConflict:
    """Two copies correct one field of one item to different values.

    Attributes:
        ours: the first row in which they part; it stays.
        theirs: the row in its place; it is not taken.
        left_out: number of rows of theirs about the field that are not taken, this one being the first.
    """

    ours: Row
    theirs: Row
    left_out: int


@dataclass(frozen=True, slots=True)
class MarkConflict:
    """People have checked different records of one item; all of their marks are kept."""

    item_id: str
    ours: tuple[Mark, ...]
    theirs: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MergedCorrections:
    """A corrections.csv with the rows of another copy.

    Attributes:
        taken: rows of the other copy that were not in ours, in the order in which they stand there.
        conflicts: in the order of the other copy.
    """

    content: bytes
    taken: tuple[Row, ...]
    conflicts: tuple[CorrectionConflict, ...]


@dataclass(frozen=True, slots=True)
class MergedMarks:
    """A reviewed.csv with the marks of another copy; see ``MergedCorrections``."""

    content: bytes
    taken: tuple[Mark, ...]
    conflicts: tuple[MarkConflict, ...]


def merged_corrections(ours: bytes, theirs: bytes, names: tuple[str, str]) -> MergedCorrections:
    """Our corrections with those of another copy behind them.

    Rows about one field of one item follow one another from the value that the document has. Where the other copy
    goes on from where ours ends, its further rows are taken. Where it parts from ours, none of its rows from there on
    are: the field is in conflict. Of the same change made by two people the earlier row stands in the result, so
    that both copies come to the same.

    Args:
        ours: bytes of our file; empty where there is none.
        theirs: likewise.
        names: of both files, for messages.

    Raises:
        CorrectionsError: one of the files cannot be used.
    """
    mine, others = _rows(ours, names[0]), _rows(theirs, names[1])
    chains = _chains(mine)
    earlier: dict[int, Row] = {}
    taken: list[Row] = []
    conflicts: dict[Key, CorrectionConflict] = {}
    for key, chain in _chains(others).items():
        own = chains.get(key, [])
        parted = next((n for n, (a, b) in enumerate(zip(own, chain, strict=False)) if not _same(a, b)), None)
        together = min(len(own), len(chain)) if parted is None else parted
        for before, now in zip(own[:together], chain, strict=False):
            if _by_whom(now) < _by_whom(before):
                earlier[before.line] = now
        if parted is None:
            taken += chain[together:]
        else:
            conflicts[key] = CorrectionConflict(own[parted], chain[parted], len(chain) - parted)
    content = with_lines(ours, {line: cells_of(row) for line, row in earlier.items()})
    in_order = tuple(sorted(taken, key=lambda row: row.line))
    for row in in_order:
        content = with_row(content, COLUMNS, cells_of(row))
    told = tuple(sorted(conflicts.values(), key=lambda one: one.theirs.line))
    # A file that the next run could not use is never written.
    _rows(content, names[0])
    return MergedCorrections(content, in_order, told)


def merged_marks(ours: bytes, theirs: bytes, names: tuple[str, str]) -> MergedMarks:
    """Our marks with those of another copy behind them; of a person's marks of one item the latest alone.

    Args:
        ours: bytes of our file; empty where there is none.
        theirs: likewise.
        names: of both files, for messages.

    Raises:
        ReviewedError: one of the files cannot be used.
    """
    mine = parse_marks(ours, names[0]) if ours else ()
    others = parse_marks(theirs, names[1]) if theirs else ()
    latest: dict[Key, str] = {}
    for mark in (*mine, *others):
        key = mark.item_id, mark.who
        latest[key] = max(mark.date, latest.get(key, mark.date))
    known = {mark.values for mark in mine}
    fresh = {mark.values: mark for mark in others if mark.values not in known and _is_latest(mark, latest)}
    content = with_lines(ours, {mark.line: None for mark in mine if not _is_latest(mark, latest)})
    for mark in fresh.values():
        content = with_row(content, MARK_COLUMNS, dict(zip(MARK_COLUMNS, mark.values, strict=True)))
    # A file that the next run could not use is never written.
    if content:
        parse_marks(content, names[0])
    kept = [[mark for mark in given if _is_latest(mark, latest)] for given in (mine, others)]
    return MergedMarks(content, tuple(fresh.values()), tuple(_disputed(*kept)))


def _rows(content: bytes, name: str) -> tuple[Row, ...]:
    return parse_corrections(content, name) if content else ()


def _chains(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    chains: dict[Key, list[Row]] = {}
    for row in rows:
        chains.setdefault((row.item_id, row.field), []).append(row)
    return chains


def _same(one: Row, other: Row) -> bool:
    return (one.old, one.new) == (other.old, other.new)


def _by_whom(row: Row) -> tuple[str, str, str]:
    return row.date, row.who, row.reason


def _is_latest(mark: Mark, latest: dict[Key, str]) -> bool:
    return mark.date == latest[mark.item_id, mark.who]


def _disputed(ours: Sequence[Mark], theirs: Sequence[Mark]) -> list[MarkConflict]:
    """Items of which the copies have marks of different records, in the order of the other copy."""
    here, there = _by_item(ours), _by_item(theirs)
    return [
        MarkConflict(item_id, tuple(here[item_id]), tuple(marks))
        for item_id, marks in there.items()
        if len({one.record_sha256 for one in (*marks, *here.get(item_id, marks))}) > 1 and item_id in here
    ]


def _by_item(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.item_id, []).append(mark)
    return found
