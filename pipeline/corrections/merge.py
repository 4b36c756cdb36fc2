"""Two copies of what people have written about the same plans, made one: what both say once, what they dispute told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.corrections.reviewed import MARK_COLUMNS, Mark, parse_marks
from pipeline.corrections.rows import CORRECTION_COLUMNS, CorrectionRow, parse_corrections
from pipeline.corrections.written_rows import cells_of, with_lines, with_row
from pipeline.dataclass import dataclass
from pipeline.errors import CorrectionsError

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CorrectionConflict:
    """Two copies correct one field of one item to different values.

    Attributes:
        ours: the first row in which they part, or the last one about the field, from which theirs does not go on; it
            stays. None where another row of ours keeps theirs out.
        theirs: the row that is not taken.
        left_out: number of rows of theirs about the field that are not taken, this one being the first.
    """

    ours: CorrectionRow | None
    theirs: CorrectionRow
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
    taken: tuple[CorrectionRow, ...]
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
    earlier: dict[int, CorrectionRow] = {}
    taken: list[CorrectionRow] = []
    conflicts: list[CorrectionConflict] = []
    for key, chain in _chains(others).items():
        own = chains.get(key, [])
        together = _length_in_common(own, chain)
        for before, now in zip(own[:together], chain, strict=False):
            if _by_whom(now) < _by_whom(before):
                earlier[before.line] = now
        if together < min(len(own), len(chain)):
            conflicts.append(CorrectionConflict(own[together], chain[together], len(chain) - together))
        else:
            taken += chain[together:]
    content = with_lines(ours, {line: cells_of(row) for line, row in earlier.items()})
    fitting, unfit = _fitting(content, sorted(taken, key=lambda row: row.line))
    for row in fitting:
        content = with_row(content, CORRECTION_COLUMNS, cells_of(row))
    for key, left_out in _chains(unfit).items():
        last = chains[key][-1] if key in chains else None
        conflicts.append(CorrectionConflict(last, left_out[0], len(left_out)))
    conflicts.sort(key=lambda one: one.theirs.line)
    return MergedCorrections(content, tuple(fitting), tuple(conflicts))


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


def _fitting(
    content: bytes, rows: Sequence[CorrectionRow]
) -> tuple[list[CorrectionRow], list[CorrectionRow]]:
    """Rows that can stand behind those of a file, and the others: a file that no run could use is never written."""
    whole = content
    for row in rows:
        whole = with_row(whole, CORRECTION_COLUMNS, cells_of(row))
    if _is_usable(whole):
        return list(rows), []
    fitting: list[CorrectionRow] = []
    unfit: list[CorrectionRow] = []
    for row in rows:
        longer = with_row(content, CORRECTION_COLUMNS, cells_of(row))
        # What follows a row that is left out would go on from a value that is not there.
        follows = any((one.item_id, one.field) == (row.item_id, row.field) for one in unfit)
        if not follows and _is_usable(longer):
            content = longer
            fitting.append(row)
        else:
            unfit.append(row)
    return fitting, unfit


def _is_usable(content: bytes) -> bool:
    try:
        _rows(content, "")
    except CorrectionsError:
        return False
    return True


def _rows(content: bytes, name: str) -> tuple[CorrectionRow, ...]:
    return parse_corrections(content, name) if content else ()


def _chains(rows: Iterable[CorrectionRow]) -> dict[Key, list[CorrectionRow]]:
    chains: dict[Key, list[CorrectionRow]] = {}
    for row in rows:
        chains.setdefault((row.item_id, row.field), []).append(row)
    return chains


def _length_in_common(ours: Sequence[CorrectionRow], theirs: Sequence[CorrectionRow]) -> int:
    """How many changes two copies begin with in common."""
    pairs = zip(ours, theirs, strict=False)
    parted = (n for n, (one, other) in enumerate(pairs) if (one.old, one.new) != (other.old, other.new))
    return next(parted, min(len(ours), len(theirs)))


def _by_whom(row: CorrectionRow) -> tuple[str, str, str]:
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
