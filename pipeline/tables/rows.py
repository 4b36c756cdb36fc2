"""Rows by white and wording: which printed lines of a band are one row of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.lines.segments import Segment, ended, is_number

OVERLAP_EM = 0.8
"""Baselines closer than this are one row: a figure beside the middle of a label of two lines."""
TIGHT = 1.2
"""Lines of one cell follow each other within this times the least line distance of the table."""
LOOSE = 1.3
"""Rows stand at least this times the least line distance apart where distances tell rows."""
FEW_SHARE = 0.15
"""Each kind of distance must occur this often before distances are believed."""
NEAR_RIGHT_EM = 1.5
"""Lines that end this close to the longest one show that there the column's room ends."""
SPARE_EM = 2.0
"""Room behind the longest line of a column where only one line is so long."""
FIGURES_SHARE = 0.6
"""A column of figures has this share of them."""
YEAR = re.compile(r"(1[89]|20)\d\d\W*\w?")
"""A heading of a column, though it is a figure."""
SENTENCE_ENDS = "。.!?！？;；:："
"""A text that ends so need not go on."""
SPLIT_SHARE = 0.7
"""Of the lines between two rules this share must be rows for themselves before the lines are taken for rows."""


class Placed(NamedTuple):
    """A segment with its first and last column."""

    first: int
    last: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class Measures:
    """What tells rows in one table.

    Attributes:
        rights: for each column, x up to which its text reaches.
        figures: columns behind the first that hold figures mostly.
        near: line distance up to which lines are one row; None where distances do not tell.
    """

    rights: tuple[float, ...]
    figures: frozenset[int]
    near: float | None


PrintedLine = tuple[Placed, ...]


def measures(lines: Sequence[PrintedLine], columns: int) -> Measures:
    """Learn from all lines of a table, top to bottom.

    Args:
        lines: its printed lines.
        columns: number of columns.
    """
    own = [[p.segment for line in lines for p in line if p.first == p.last == c] for c in range(columns)]
    rights = tuple(map(_right, own))
    figures = frozenset(
        c
        for c in range(1, columns)
        if sum(is_number(s.text) for s in own[c]) >= FIGURES_SHARE * max(len(own[c]), 1)
    )
    steps = [
        b[0].segment.y - a[0].segment.y
        for a, b in pairwise(lines)
        if b[0].segment.y - a[0].segment.y >= OVERLAP_EM * b[0].segment.size
    ]
    if len(steps) < 4:
        return Measures(rights, figures, None)
    least = sorted(steps)[max(len(steps) // 10, 1)]
    tight = sum(s <= TIGHT * least for s in steps)
    loose = sum(s >= LOOSE * least for s in steps)
    told = tight + loose >= 0.9 * len(steps) and min(tight, loose) >= FEW_SHARE * len(steps)
    # Where most lines stand tight, what stands loose are groups of rows, not rows.
    full = sum(len(a) > 1 and len(b) > 1 for a, b in pairwise(lines) if _step(a, b) <= TIGHT * least)
    return Measures(rights, figures, TIGHT * least if told and full < 0.5 * max(tight, 1) else None)


def _step(a: PrintedLine, b: PrintedLine) -> float:
    return b[0].segment.y - a[0].segment.y


def _right(segments: Sequence[Segment]) -> float:
    if not segments:
        return 0.0
    right, size = max(s.x1 for s in segments), median(s.size for s in segments)
    near = sum(s.x1 >= right - NEAR_RIGHT_EM * size for s in segments)
    return right if near >= 2 else right + SPARE_EM * size


def grouped(lines: Sequence[PrintedLine], told: Measures, heads: int) -> list[list[int]]:
    """Group the lines of a table or band into rows.

    Args:
        lines: printed lines, top to bottom.
        told: what was learned from the whole table.
        heads: number of lines at the top that are the header.
    """
    rows: list[list[int]] = []
    for i in range(len(lines)):
        above = [lines[k] for k in rows[-1]] if rows else []
        together = bool(above) and (
            _same_head(above, lines[i]) if i < heads else _same_row(above, lines[i], told)
        )
        if together and not (i >= heads > rows[-1][0]):
            rows[-1].append(i)
        else:
            rows.append([i])
    return rows


def _spans(line: PrintedLine) -> bool:
    return any(p.first != p.last for p in line)


def _same_head(above: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Lines of a header are one row but where a cell over several columns stands."""
    close = _step(above[-1], line) < OVERLAP_EM * line[0].segment.size
    return close or not (_spans(line) or any(map(_spans, above)))


def _same_row(above: Sequence[PrintedLine], line: PrintedLine, told: Measures) -> bool:
    step = _step(above[-1], line)
    if step < OVERLAP_EM * min(line[0].segment.size, above[-1][0].segment.size):
        return True
    if _spans(line) or any(map(_spans, above)):
        return False
    last = {p.first: p.segment for row in above for p in row}
    here = {p.first: p.segment for p in line}
    figures_above = {c for c, s in last.items() if c and is_number(s.text)}
    figures_here = {c for c, s in here.items() if c and is_number(s.text)}
    if figures_above and figures_here:
        return False
    if any(c in last and c not in figures_above for c in figures_here & told.figures):
        return False  # a heading and the first figure below it
    if told.near is not None:
        return step <= told.near
    shared = last.keys() & here.keys()
    if not shared or any(_meant(last[c], here[c], told.rights[c]) for c in shared):
        return False
    if here.keys() < last.keys():
        return True
    # A label of several lines with its figures on the last one.
    return len(last) == 1 and bool(figures_here) and not here[min(shared)].text[:1].isupper()


def _meant(above: Segment, below: Segment, right: float) -> bool:
    return ended(above.x1, below.text, below.size, right)


def head_lines(lines: Sequence[PrintedLine]) -> int:
    """Number of lines before the first figure, where most other lines hold figures; else 0."""
    figures = [
        any(p.first and is_number(p.segment.text) and not YEAR.fullmatch(p.segment.text) for p in line)
        for line in lines
    ]
    if True not in figures:
        return 0
    first = figures.index(True)
    rest = figures[first:]
    return first if sum(rest) >= len(rest) / 2 else 0


def are_rows(lines: Sequence[PrintedLine], told: Measures, least: int) -> bool:
    """Whether the lines between two rules are rows for themselves rather than lines of one row's cells.

    Args:
        lines: printed lines of the band.
        told: what was learned from the whole table.
        least: number of lines, headings over several columns aside, that must be there.
    """
    plain = [line for line in lines if not _spans(line)]
    if len(plain) < least:
        return False
    several = sum(len(line) > 1 for line in plain)
    figures = sum(any(is_number(p.segment.text) for p in line) for line in plain)
    if min(several, figures) < SPLIT_SHARE * len(plain):
        return False
    return len(grouped(plain, told, 0)) >= SPLIT_SHARE * len(plain)


def begun_together(lines: Sequence[PrintedLine], told: Measures) -> list[list[int]]:
    """Rows of a band in which rules part the columns only: one begins where two columns begin and none runs on.

    A column begins where the line above left it blank or ended before its room did.
    """
    rows = [[0]] if lines else []
    last: dict[int, tuple[int, Segment]] = {p.first: (0, p.segment) for p in lines[0]} if lines else {}
    for i, line in enumerate(lines[1:], start=1):
        begun = closed = 0
        for one in line:
            at, above = last.get(one.first, (-1, one.segment))
            if at < i - 1 or _meant(above, one.segment, told.rights[one.last]):
                begun += 1
            elif above.text[-1:] in SENTENCE_ENDS:
                closed += 1
            last[one.first] = (i, one.segment)
        apart = _step(lines[i - 1], line) >= OVERLAP_EM * line[0].segment.size
        # A full line that ends a sentence tells nothing: what the other columns do decides.
        if apart and begun and begun + closed == len(line) > 1:
            rows.append([i])
        else:
            rows[-1].append(i)
    return rows
