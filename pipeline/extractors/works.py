"""The work item that applies to each row: levels of 機關工作項目, outer to inner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.bars import Bar, PlanTable
from pipeline.extractors.paragraphs import Paragraph, label_of, paragraphs
from pipeline.extractors.rows import SAME_BASELINE_PITCH, PlanRow
from pipeline.extractors.sequence import Numbering
from pipeline.extractors.work_parts import ENCLOSED_PART, pieces, style_of
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.normalizers.text import fold
from pipeline.readers.page import ASCENT_EM

CLOSE_PITCH = 1.35
"""Paragraphs of one cell follow each other at the pitch, with a little space between."""


MERGING_SHARE = 0.8
"""Where the work column has less than this share of the plan column's rules, its cells are merged downwards."""
FIRST_PITCH = 2.2
"""The first line of a page's table stands at most this far below its edge."""
LAST_PITCH = 3.0
"""A row that a producer tore from its work item began on one of the last lines of the page."""


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One work item as printed in the work column, or as a category row over all columns.

    Attributes:
        v0: height from which it applies.
        column: 0 for category rows, then one per work column, outer to inner.
        chained: it stands in one cell below its parent and applies from there on.
        part: it is an inner level without a number, in its parent's cell or one of its own.
        guessed: the page does not tell how many levels its text has.
    """

    v0: float
    column: int
    lines: tuple[Line, ...]
    label: Label | None
    chained: bool = False
    part: bool = False
    guessed: bool = False

    def key(self) -> str:
        """What tells it from other work items."""
        return _key(self.lines)


def work_entries(
    table: PlanTable, tracks: Sequence[tuple[Track, Metrics]], *, ruled: bool = False
) -> list[WorkEntry]:
    """All work entries of the table in reading order, rows not yet considered; ``ruled`` says that the grid decides."""
    found = [_category(bar) for bar in table.bars if bar.kind == "category"]
    for column, (track, metrics) in enumerate(tracks, start=1):
        found += _of_track(table, track, metrics, column, ruled=ruled)
    return sorted(found, key=lambda e: (e.v0, e.column))


def _category(bar: Bar) -> WorkEntry:
    first = bar.lines[0]
    return WorkEntry(bar.v0, 0, bar.lines, label_of(first))


def _of_track(table: Table, track: Track, metrics: Metrics, column: int, *, ruled: bool) -> list[WorkEntry]:
    centred = metrics.middle or (ruled and metrics.middle is None)
    merging = len(track.rules) < MERGING_SHARE * len(table.roles("plan")[0].rules)
    numbering = Numbering()
    entries: list[WorkEntry] = []
    before: Paragraph | None = None
    outer = 0
    for piece in pieces(
        _apart_at_joints(table, _rejoined(paragraphs(table, track, metrics), metrics)),
        partial(stands_below, table, track, metrics),
        metrics.room,
    ):
        paragraph, style = piece.paragraph, style_of(piece.paragraph)
        # Below a work item an inner one follows in the same cell, with a number of its own or without.
        depth = (
            numbering.judge(paragraph.label)[1] if paragraph.label is not None else outer + (style is None)
        )
        inner = before is not None and style_of(before) is not None and depth > outer
        first = paragraph.lines[0]
        v0 = first.v - ASCENT_EM * first.size
        chained = False
        if before is None or track.ruled_between(before.lines[-1].v, first.v):
            low = before.lines[-1].v if before is not None else -1e9
            rule = max(
                (r for r in track.rules if low < r <= first.v), default=0.0 if track.rules or ruled else v0
            )
            # Centred text may stand on the page after the one that its cell begins on.
            if (centred and merging) or not table.joint_between(rule, first.v):
                v0 = rule
            elif centred:
                v0 = max(j for j in table.joints if j <= first.v)
        elif inner and _close(table, before, paragraph, metrics, numbered=paragraph.label is not None):
            v0, chained = entries[-1].v0, True
        elif centred:
            v0 = max((j for j in table.joints if before.lines[-1].v < j <= first.v), default=v0)
        outer = entered(numbering, paragraph, inner=chained or piece.part)
        entries.append(
            WorkEntry(
                v0, column, paragraph.lines, paragraph.label, chained, part=piece.part, guessed=piece.guessed
            )
        )
        before = paragraph
    return entries


def entered(numbering: Numbering, paragraph: Paragraph, *, inner: bool) -> int:
    """The level of a text, entered into the numbering of its column; a text in brackets is above all numbers."""
    if paragraph.label is not None:
        return numbering.take(paragraph.label)
    if inner:
        return len(numbering.levels)
    numbering.clear()
    if style_of(paragraph) == ENCLOSED_PART:
        numbering.levels.append((ENCLOSED_PART, 0))
    return 0


def _rejoined(found: Sequence[Paragraph], metrics: Metrics) -> list[Paragraph]:
    """Paragraphs joined that only a slightly wider pitch parts from a full line: one page may be set wider."""
    result: list[Paragraph] = []
    for paragraph in found:
        before, seen = result[-1] if result else None, paragraph.breaks
        if before is not None and seen is not None and paragraph.label is None:
            step = paragraph.v - before.lines[-1].v
            if (
                seen.ended is False
                and not seen.rule
                and not seen.joint
                and step <= CLOSE_PITCH * metrics.pitch
            ):
                result[-1] = replace(before, lines=before.lines + paragraph.lines)
                continue
        result.append(paragraph)
    return result


def _apart_at_joints(table: Table, found: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs cut at page ends where both halves are work items that the column prints on their own too."""
    halves = {i: _halves(table, p) for i, p in enumerate(found)}
    known = {_key(p.lines) for i, p in enumerate(found) if halves[i] is None}
    result: list[Paragraph] = []
    for i, paragraph in enumerate(found):
        cut = halves[i]
        if cut is not None:
            above, below = _key(paragraph.lines[:cut]), _key(paragraph.lines[cut:])
            if above == below or (above in known and below in known):
                result.append(replace(paragraph, lines=paragraph.lines[:cut]))
                lines = paragraph.lines[cut:]
                result.append(Paragraph(lines, label_of(lines[0]), paragraph.breaks))
                continue
        result.append(paragraph)
    return result


def _halves(table: Table, paragraph: Paragraph) -> int | None:
    for i, (a, b) in enumerate(pairwise(paragraph.lines), start=1):
        if table.joint_between(a.v, b.v):
            return i
    return None


def _key(lines: Sequence[Line]) -> str:
    return fold("".join(line.ordinal + line.text for line in lines))


def _close(table: Table, before: Paragraph, after: Paragraph, metrics: Metrics, *, numbered: bool) -> bool:
    """Whether a text stands close below another; across a page's end its number tells that it does."""
    above, line = before.lines[-1], after.lines[0]
    if table.joint_between(above.v, line.v):
        return numbered
    return line.v - above.v <= CLOSE_PITCH * metrics.pitch


def stands_below(table: Table, track: Track, metrics: Metrics, before: Paragraph, after: Paragraph) -> bool:
    """Whether a text of a work column is seen right below another one in its cell."""
    parted = track.ruled_between(before.lines[-1].v, after.lines[0].v)
    return not parted and _close(table, before, after, metrics, numbered=False)


def bind_to_rows(
    table: Table, entries: Sequence[WorkEntry], rows: Sequence[PlanRow], pitch: float
) -> list[WorkEntry]:
    """Move entries that the producer pushed over a page end back to the row that they begin with.

    A work item begins with a row. Where its first line opens a page and no row begins beside it, the row began on
    the page before.
    """
    bound: list[WorkEntry] = []
    for entry in entries:
        v0 = bound[-1].v0 if entry.chained and bound else _row_of(table, entry, rows, pitch, bound)
        bound.append(replace(entry, v0=v0))
    # Outer work items go before inner ones that begin with the same row.
    return sorted(bound, key=lambda e: (e.v0, e.column))


def _row_of(
    table: Table, entry: WorkEntry, rows: Sequence[PlanRow], pitch: float, bound: Sequence[WorkEntry]
) -> float:
    """Upper edge of the row that an entry begins with."""
    first = entry.lines[0].v
    joint = max(j for j in (0.0, *table.joints) if j <= first)
    if not entry.column or entry.chained or first - joint >= FIRST_PITCH * pitch:
        return entry.v0
    beside = [row for row in rows if joint - 1.0 <= row.v0 <= entry.v0 + SAME_BASELINE_PITCH * pitch]
    before = next((row for row in reversed(rows) if row.v0 < joint - 1.0), None)
    taken = any(e.v0 == before.v0 for e in bound) if before is not None else True
    free = before is not None and not taken and joint - before.v0 < LAST_PITCH * pitch
    if before is not None and free and (not beside or _goes_on(before, beside[-1])):
        return before.v0
    return min(entry.v0, beside[-1].v0) if beside else entry.v0


def _goes_on(before: PlanRow, row: PlanRow) -> bool:
    """Whether a list of plan items began with the row before: its work item began there too."""
    if before.label is None or row.label is None or before.label.style != row.label.style:
        return False
    return before.label.number == 1 and row.label.number == 2 and row.verdict == "next"


@dataclass(slots=True)
class WorkPath:
    """The open work items while the rows are walked, outer to inner."""

    levels: list[tuple[int, int, WorkEntry]]
    numbering: dict[int, Numbering]

    @classmethod
    def empty(cls) -> WorkPath:
        """No work item yet."""
        return cls([], {})

    def take(self, entry: WorkEntry) -> bool:
        """Enter a work item; tell whether it is another one, not the same printed again."""
        text = entry.key()
        for at, (column, depth, old) in enumerate(self.levels):
            if column == entry.column and old.key() == text:
                # The place printed last is the one next to the rows that follow.
                self.levels[at] = (column, depth, entry)
                return False
        numbering = self.numbering.setdefault(entry.column, Numbering())
        for column in [c for c in self.numbering if c > entry.column]:
            self.numbering[column].clear()
        paragraph = Paragraph(entry.lines, entry.label, None)
        depth = entered(numbering, paragraph, inner=bool(self.levels) and (entry.chained or entry.part))
        self.levels = [lv for lv in self.levels if lv[:2] < (entry.column, depth)]
        self.levels.append((entry.column, depth, entry))
        return True

    def entries(self) -> tuple[WorkEntry, ...]:
        """The path, outer to inner."""
        return tuple(e for _, _, e in self.levels)


def new_entries(entries: Sequence[WorkEntry]) -> list[WorkEntry]:
    """Entries that are not the same work item printed again; a new inner level makes its outer one new too."""
    path = WorkPath.empty()
    found: list[WorkEntry] = []
    cell: WorkEntry | None = None
    for entry in entries:
        cell = cell if entry.chained else entry
        if path.take(entry) and cell is not None and cell not in found:
            found.append(cell)
    return found
