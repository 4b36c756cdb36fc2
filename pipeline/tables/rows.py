"""Rows where no rule parts them: what begins a row, and where the white between two of them is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Literal, NamedTuple

from pipeline.lines.segments import Segment, ended, is_number

OVERLAP_EM = 0.8
"""Baselines closer than this are one row: a figure beside the middle of a label of two lines."""
TIGHT = 1.2
"""Lines of one cell follow each other within this times the least line distance of their column."""
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
SENTENCE_ENDS = "。.!！?？;；:："
"""A text that ends so need not go on."""
SPLIT_SHARE = 0.7
"""Of the lines between two rules this share must be rows for themselves before the lines are taken for rows."""
ALIKE_SHARE = 0.85
"""Whites that differ by no more than this are the same white."""
BARE_SHARE = 0.34
"""Where more rows have no figure than this share of those with one, figures do not tell rows."""
CODED_SHARE = 0.8
"""Where so many rows have a code, a code begins a row."""
USUAL_SHARE = 0.5
"""What stands between so many rows is a part of them, not a row."""
BROKEN_FIGURE = re.compile(r".+[-–~～/]")
"""A figure that goes on on the next line: the first half of a period."""
MOST_PITCH_EM = 2.0
"""Lines of one cell are no further apart."""
SITS = 1.08
"""A column begins on its row's line where there the white above it is more than this times its line distance."""
CODE = re.compile(r"\W?\d{3,}\D?")
"""A line that begins so begins an entry of an account table."""


class Placed(NamedTuple):
    """A segment with its first and last column."""

    first: int
    last: int
    segment: Segment


PrintedLine = tuple[Placed, ...]
Top = Literal["rest", "begun", ""]


@dataclass(frozen=True, slots=True)
class Column:
    """What its lines tell of a column.

    Attributes:
        right: x up to which its text reaches.
        pitch: distance of the lines of one cell, in points.
        figures: whether it holds figures mostly.
    """

    right: float
    pitch: float
    figures: bool


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows of a strip.

    Attributes:
        rows: numbers of each row's lines.
        top: what the first one is: the ``rest`` of one before with nothing that begins a row, or ``begun``; "" unknown.
    """

    rows: tuple[tuple[int, ...], ...]
    top: Top = ""


def measures(lines: Sequence[PrintedLine], xs: Sequence[float]) -> tuple[Column, ...]:
    """Learn from all lines of a table's part on one page, top to bottom.

    Args:
        lines: its printed lines, those of its header aside.
        xs: its column bounds.
    """
    texts = [
        [p.segment for line in lines for p in line if p.first == p.last == c] for c in range(len(xs) - 1)
    ]
    pitches = [_pitch(own) for own in texts]
    least = min(filter(None, pitches), default=1.0)
    return tuple(
        Column(
            _right(own, bounds),
            pitch or least,
            bool(own) and sum(is_number(s.text) for s in own) >= FIGURES_SHARE * len(own),
        )
        for own, pitch, bounds in zip(texts, pitches, pairwise(xs), strict=True)
    )


def _pitch(own: Sequence[Segment]) -> float:
    """Least distance of a column's lines; 0 where none are as close as lines of one cell."""
    pitch = _least([b.y - a.y for a, b in pairwise(own)])
    return pitch if own and pitch <= MOST_PITCH_EM * median(s.size for s in own) else 0.0


def _least(steps: Sequence[float]) -> float:
    """The least of some distances, but for a tenth of them."""
    return sorted(steps)[len(steps) // 10] if steps else 0.0


def _step(a: PrintedLine, b: PrintedLine) -> float:
    return b[0].segment.y - a[0].segment.y


def _right(segments: Sequence[Segment], bounds: tuple[float, float]) -> float:
    """Up to where text reaches: to its longest lines, or as close to the right bound as it begins at the left one."""
    if not segments:
        return 0.0
    right, size = max(s.x1 for s in segments), median(s.size for s in segments)
    near = sum(s.x1 >= right - NEAR_RIGHT_EM * size for s in segments)
    if near >= 2:
        return right
    padded = bounds[1] - max(min(s.x0 for s in segments) - bounds[0], 0.0)
    return max(right, min(right + SPARE_EM * size, padded))


def _spans(line: PrintedLine) -> bool:
    return any(p.first != p.last for p in line)


def heads_of(lines: Sequence[PrintedLine]) -> list[tuple[int, ...]]:
    """Rows of the header: the lines before the first figure, where most other lines hold figures.

    They are one row but where a cell over several columns stands.
    """
    rows: list[list[int]] = []
    for i in range(_head_lines(lines)):
        close = i > 0 and _step(lines[i - 1], lines[i]) < OVERLAP_EM * lines[i][0].segment.size
        spanned = i > 0 and any(_spans(lines[k]) for k in (*rows[-1], i))
        if rows and (close or not spanned):
            rows[-1].append(i)
        else:
            rows.append([i])
    return [tuple(row) for row in rows]


def _head_lines(lines: Sequence[PrintedLine]) -> int:
    figures = [holds_figures(line) for line in lines]
    if True not in figures:
        return 0
    first = figures.index(True)
    rest = figures[first:]
    return first if sum(rest) >= len(rest) / 2 else 0


def holds_figures(line: PrintedLine) -> bool:
    """Whether a figure stands behind the first column, years aside, which name columns."""
    return any(p.first and is_number(p.segment.text) and not YEAR.fullmatch(p.segment.text) for p in line)


def parted(lines: Sequence[PrintedLine], columns: Sequence[Column], *, ruled: bool) -> Parted:
    """Part the lines of a strip, in which no rule parts rows, into rows.

    Args:
        lines: its printed lines, top to bottom, without a header.
        columns: what its table's part tells.
        ruled: whether rules part its columns.
    """
    if not lines:
        return Parted(())
    strip = Strip(lines, columns)
    by_figures = strip.figure_lines()
    begun = strip.begun_lines()
    bare = sum(fresh for i, fresh in begun.items() if i not in by_figures)
    figured = bool(by_figures) and bare <= BARE_SHARE * len(by_figures)
    if figured:
        anchors = sorted({*by_figures, *strip.lone_lines()})
        strip = replace(strip, sitting=strip.sitting_on(anchors))
        blocks = strip.with_headings([(a, a) for a in anchors])
    else:
        blocks = [(a, a) for a in sorted({0, *begun})]
    held = {p.first for line in lines for p in line}
    if not blocks or (ruled and len(held) == 1):
        # A note alone goes on from the page before; an account that has no figure may be anything.
        return Parted((tuple(range(len(lines))),), "rest" if ruled and 0 not in held else "")
    starts = [strip.top(blocks[0][0])]
    starts += [strip.cut(a[1], b[0])[0] if figured else b[0] for a, b in pairwise(blocks)]
    top: Top = ""
    if figured:
        top = "rest" if starts[0] else "begun"
    if starts[0]:
        starts.insert(0, 0)
    return Parted(tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(lines)])), top)


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines between two rules, and what is known of their columns."""

    lines: Sequence[PrintedLine]
    columns: Sequence[Column]
    sitting: frozenset[int] = frozenset()
    """Columns whose cells begin on the line that their row is known by."""

    def figure_lines(self) -> list[int]:
        """Lines with a figure in a column of figures; one that goes on with the figure above it is none."""
        found: list[int] = []
        above: dict[int, Segment] = {}
        for i, line in enumerate(self.lines):
            own = {
                p.first: p.segment for p in line if self.columns[p.last].figures and is_number(p.segment.text)
            }
            new = [c for c in own if c not in above or not BROKEN_FIGURE.fullmatch(above[c].text)]
            close = found and _step(self.lines[found[-1]], line) < OVERLAP_EM * line[0].segment.size
            if new and not (close and not own.keys() & above.keys()):
                found.append(i)
                above = {}
            above.update(own)
        return found

    def begun_lines(self) -> dict[int, bool]:
        """Lines at which several columns begin and none goes on, and whether one of text was blank above.

        A column begins where it was blank above, where white stands above it or where the line above ended before its
        room did. A full line that ends a sentence tells nothing: what the other columns do decides.
        """
        found: dict[int, bool] = {}
        last: dict[int, tuple[int, Segment]] = {}
        for i, line in enumerate(self.lines):
            begun = closed = 0
            fresh = any(
                last.get(p.first, (-2, None))[0] < i - 1 and not self.columns[p.first].figures for p in line
            )
            for one in line:
                at, above = last.get(one.first, (-2, one.segment))
                if at < i - 1 or not self._goes_on(above, one.segment, self.columns[one.last], SITS):
                    begun += 1
                elif above.text[-1:] in SENTENCE_ENDS:
                    closed += 1
                last[one.first] = (i, one.segment)
            apart = i == 0 or _step(self.lines[i - 1], line) >= OVERLAP_EM * line[0].segment.size
            if apart and begun and begun + closed == len(line) > 1:
                found[i] = fresh
        return found

    def lone_lines(self) -> list[int]:
        """Cells over several columns, and the lines behind them."""
        spans = [i for i, line in enumerate(self.lines) if _spans(line)]
        return [k for i in spans for k in (i, i + 1) if k < len(self.lines)]

    def sitting_on(self, anchors: Sequence[int]) -> frozenset[int]:
        """Columns of text whose lines on anchors all have more white above them than lines of one cell have."""
        known, above = set(anchors), dict[int, float]()
        whites: dict[int, list[float]] = {}
        for i, line in enumerate(self.lines):
            for one in line:
                column = self.columns[one.first]
                if i in known and one.first in above and not column.figures:
                    whites.setdefault(one.first, []).append((one.segment.y - above[one.first]) / column.pitch)
                above[one.first] = one.segment.y
        return frozenset(c for c, found in whites.items() if min(found) > SITS)

    @property
    def key(self) -> int | None:
        """The first column of text."""
        own = [
            p.first
            for line in self.lines
            for p in line
            if p.first == p.last and not self.columns[p.first].figures
        ]
        return min(own, default=None)

    def _begun_between(self, above: int, below: int) -> bool:
        """Whether between two lines one begins in the first column of text: it does not go on with what is above."""
        before: Segment | None = None
        for i in range(above, below):
            for one in self.lines[i]:
                if one.first == self.key:
                    column = self.columns[one.first]
                    if i > above and not (before and self._goes_on(before, one.segment, column)):
                        return True
                    before = one.segment
        return False

    def with_headings(self, blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Rows without a figure added to those with one: their white, or that they are few, tells them.

        Args:
            blocks: first and last line of what each row is known by.
        """
        between = list(pairwise(blocks))
        inner = [pair for pair in between if self._begun_between(pair[0][1], pair[1][0])]
        usual = median(self.cut(a[1], b[0])[1] for a, b in inner) if inner else LOOSE
        codes = sum(
            p.first == self.key and bool(CODE.match(p.segment.text)) for line in self.lines for p in line
        )
        coded = codes >= CODED_SHARE * len(blocks)
        if not coded and (len(blocks) < 2 or (usual < TIGHT and len(inner) > USUAL_SHARE * len(between))):
            return list(blocks)
        least = max(ALIKE_SHARE * usual, TIGHT) if usual >= TIGHT else inf if coded else 0.0
        edges = [(-1, -1), *blocks, (len(self.lines), len(self.lines))]
        found = list(blocks)
        for above, below in pairwise(edges):
            found += self._headings(above[1], below[0], least, coded=coded)
        return sorted(found)

    def _headings(self, above: int, below: int, least: float, *, coded: bool) -> list[tuple[int, int]]:
        """Stretches of the first text column between two rows that white parts from both of them."""
        held = [
            (i, p.segment)
            for i in range(max(above, 0), min(below + 1, len(self.lines)))
            for p in self.lines[i]
            if p.first == self.key
        ]
        groups: list[list[int]] = []
        for k, (i, one) in enumerate(held):
            begins = coded and CODE.match(one.text)
            if k and not begins and not self._apart(held[k - 1][1], one, least):
                groups[-1].append(i)
            else:
                groups.append([i])
        inner = [(g[0], g[-1]) for g in groups if above < g[0] and g[-1] < below]
        # No row begins where the text of another column goes on.
        return [
            block
            for block in inner
            if all(self._white(p.first, above, block[0], block[0]) for p in self.lines[block[0]])
        ]

    def _apart(self, above: Segment, below: Segment, least: float) -> bool:
        column = self.columns[self.key or 0]
        return below.y - above.y >= least * column.pitch and not self._goes_on(above, below, column)

    def _goes_on(self, above: Segment, below: Segment, column: Column, near: float = TIGHT) -> bool:
        """Whether a line is the rest of the one above it: close below it, which had no room left."""
        tight = below.y - above.y <= near * column.pitch
        return (
            tight and not CODE.match(below.text) and not ended(above.x1, below.text, below.size, column.right)
        )

    def top(self, first: int) -> int:
        """Where the first row begins: lines above it that white parts from it are the rest of another one."""
        if not first:
            return 0
        k, white = self.cut(-1, first)
        sits = any(p.first in self.sitting for line in self.lines[:first] for p in line)
        return k if white and (sits or white >= LOOSE) else 0

    def cut(self, above: int, below: int) -> tuple[int, float]:
        """The line with which the second of two rows begins, and the white before it in line distances.

        It is the place where the least white of all columns that have text between them is the largest.

        Args:
            above: last line that is known to be of the first row; -1 if there is none.
            below: first line that is known to be of the second one.
        """
        columns = {
            p.first
            for line in self.lines[above + 1 : below]
            for p in line
            if p.first == p.last and not self.columns[p.first].figures
        }
        if not columns:
            k = min(above + 1, below) if above < 0 else below
            return k, 0.0
        white = {
            k: min(self._white(c, above, k, below) for c in columns) for k in range(above + 1, below + 1) if k
        }
        most = max(white.values())
        near = [k for k, one in white.items() if one >= ALIKE_SHARE * most]
        coded = [
            k for k in near if any(p.first == self.key and CODE.match(p.segment.text) for p in self.lines[k])
        ]
        k = max(coded or near)
        return k, white[k]

    def _white(self, c: int, above: int, k: int, below: int) -> float:
        """White of a column before a line, in its line distances; 0 where the text goes on over it."""
        if c in self.sitting and any(p.first == c for line in self.lines[k:below] for p in line):
            return 0.0
        over = [p.segment for line in self.lines[max(above, 0) : k] for p in line if p.first == p.last == c]
        under = [p.segment for line in self.lines[k : below + 1] for p in line if p.first == p.last == c]
        if over and under and self._goes_on(over[-1], under[0], self.columns[c]):
            return 0.0
        high = over[-1].y if over else self.lines[above][0].segment.y if above >= 0 else None
        low = under[0].y if under else self.lines[below][0].segment.y
        if high is None:
            return inf
        return (low - high) / self.columns[c].pitch


def are_several(lines: Sequence[PrintedLine], found: Parted) -> bool:
    """Whether half of the rows of a strip hold several texts: figures below each other in one cell are no rows."""
    held = [{p.first for k in row for p in lines[k]} for row in found.rows]
    return len(held) == 1 or 2 * sum(len(columns) > 1 for columns in held) >= len(held)


def are_rows(lines: Sequence[PrintedLine], found: Parted, least: int) -> bool:
    """Whether the lines between two rules are rows for themselves rather than lines of one row's cells.

    Args:
        lines: printed lines of the band.
        found: the rows that they would be.
        least: number of lines, headings over several columns aside, that must be there.
    """
    plain = [line for line in lines if not _spans(line)]
    if len(plain) < least:
        return False
    several = sum(len(line) > 1 for line in plain)
    figures = sum(any(is_number(p.segment.text) for p in line) for line in plain)
    return min(several, figures, len(found.rows)) >= SPLIT_SHARE * len(plain)
