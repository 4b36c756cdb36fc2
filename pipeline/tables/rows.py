"""Rows where no rule parts them: what begins a row, and where the white between two of them is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Literal, NamedTuple

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import ONE_LINE_EM
from pipeline.lines.segments import Segment, ended, is_number
from pipeline.tables.columns import ColumnTraits, PrintedLine, spans, step

TIGHT = 1.2
"""Lines of one cell follow each other within this times the line distance of their column."""
SITS = 1.08
"""A column begins on its row's line where there the white above it is more than this times its line distance."""
ALIKE_SHARE = 0.85
"""Whites that differ by no more than this are the same white."""
BARE_SHARE = 0.34
"""Where more rows have no figure than this share of those with one, figures do not tell rows."""
CODED_SHARE = 0.8
"""Where so many rows have a code, a code begins a row."""
USUAL_SHARE = 0.5
"""What stands between so many rows is a part of them, not a row; and so many rows hold several texts."""
SPLIT_SHARE = 0.7
"""Of the lines between two rules this share must be rows for themselves before the lines are taken for rows."""
TEXT_ENDS = "。.!！?？;；:："
"""A text that ends so need not go on."""
BROKEN_FIGURE = re.compile(r".+[-–~～/]")
"""A figure that goes on on the next line: the first half of a period."""
CODE = re.compile(r"\W?\d{3,}\D?")
"""A line that begins so begins an entry of an account table."""

Begin = Literal["rest", "begun", "unsure", ""]
"""How a row begins: as the rest of one before, by evidence, with a bound that may be elsewhere; "" is unknown."""


@dataclass(frozen=True, slots=True)
class PartedRows:
    """Rows of a strip: numbers of each row's lines, and how each begins."""

    rows: tuple[tuple[int, ...], ...]
    begins: tuple[Begin, ...] = ()


class RowCut(NamedTuple):
    """Where the second of two rows begins, the white before it in line distances, and whether only there."""

    line: int
    white: float
    sure: bool = True


def parted(lines: Sequence[PrintedLine], columns: Sequence[ColumnTraits], *, ruled: bool) -> PartedRows:
    """Part the lines of a strip, in which no rule parts rows, into rows.

    A row is known by its figures, each of which is a row's own; where rows have none, by texts that begin together.

    Args:
        lines: its printed lines, top to bottom, without a header.
        columns: what its table's part tells.
        ruled: whether rules part its columns.
    """
    if not lines:
        return PartedRows(())
    strip = RuledStrip.of(lines, columns)
    held = {p.first for line in lines for p in line}
    if ruled and len(held) == 1:
        # A note alone goes on from the page before; an account that has no figure may be anything.
        return PartedRows((tuple(range(len(lines))),), ("" if 0 in held else "rest",))
    by_figures, begun = strip.figure_lines(), strip.begun_lines()
    bare = sum(fresh for i, fresh in begun.items() if i not in by_figures)
    if by_figures and (strip.coded(len(by_figures)) or bare <= BARE_SHARE * len(by_figures)):
        return strip.by_figures(by_figures)
    starts = sorted({0, *begun})
    rows = tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(lines)]))
    return PartedRows(rows)


@dataclass(frozen=True, slots=True)
class RuledStrip:
    """Lines between two rules, and what is known of their columns.

    Attributes:
        texts: for each column the numbers of its lines, and their segments.
        sitting: columns of text whose cells begin on the line that their row is known by.
    """

    lines: Sequence[PrintedLine]
    columns: Sequence[ColumnTraits]
    texts: dict[int, dict[int, Segment]] = field(default_factory=dict)
    sitting: frozenset[int] = frozenset()

    @classmethod
    def of(cls, lines: Sequence[PrintedLine], columns: Sequence[ColumnTraits]) -> RuledStrip:
        """A strip with its texts by column; those over several columns belong to none."""
        texts: dict[int, dict[int, Segment]] = {}
        for i, line in enumerate(lines):
            for one in line:
                if one.first == one.last and not columns[one.first].figures:
                    texts.setdefault(one.first, {})[i] = one.segment
        return cls(lines, columns, texts)

    @property
    def keys(self) -> dict[int, Segment]:
        """Lines of the first column of text."""
        return self.texts[min(self.texts)] if self.texts else {}

    def coded(self, rows: int) -> bool:
        """Whether the first column of text has a code for nearly each of so many rows."""
        return sum(bool(CODE.match(s.text)) for s in self.keys.values()) >= CODED_SHARE * rows

    def by_figures(self, known: Iterable[int]) -> PartedRows:
        """Rows known by their figures, and those without any between them."""
        lone = [
            k for i, line in enumerate(self.lines) if spans(line) for k in (i, i + 1) if k < len(self.lines)
        ]
        anchors = sorted({*known, *lone})
        strip = replace(self, sitting=self.sitting_on(anchors))
        blocks = strip.with_headings([(a, a) for a in anchors])
        top = strip.top(blocks[0][0])
        cuts = [strip.cut(above[1], below[0]) for above, below in pairwise(blocks)]
        starts = [*([0] if top else []), top, *(cut.line for cut in cuts)]
        begins: list[Begin] = ["rest"] if top else []
        begins += ["begun", *("begun" if cut.sure else "unsure" for cut in cuts)]
        rows = tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(self.lines)]))
        return PartedRows(rows, tuple(begins))

    def figure_lines(self) -> list[int]:
        """Lines with a figure in a column of figures; one that goes on with the figure above it is none."""
        found: list[int] = []
        above: dict[int, Segment] = {}
        for i, line in enumerate(self.lines):
            own = {
                p.first: p.segment for p in line if self.columns[p.last].figures and is_number(p.segment.text)
            }
            new = [c for c in own if c not in above or not BROKEN_FIGURE.fullmatch(above[c].text)]
            close = found and step(self.lines[found[-1]], line) < ONE_LINE_EM * line[0].segment.size
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
            fresh = False
            for one in line:
                at, above = last.get(one.first, (-2, one.segment))
                column = self.columns[one.last]
                fresh |= at < i - 1 and not column.figures
                if at < i - 1 or not _goes_on(above, one.segment, column, SITS):
                    begun += 1
                elif above.text[-1:] in TEXT_ENDS:
                    closed += 1
                last[one.first] = (i, one.segment)
            apart = i == 0 or step(self.lines[i - 1], line) >= ONE_LINE_EM * line[0].segment.size
            if apart and begun and begun + closed == len(line) > 1:
                found[i] = fresh
        return found

    def sitting_on(self, anchors: Sequence[int]) -> frozenset[int]:
        """Columns of text whose lines on anchors all have more white above them than lines of one cell have."""
        whites: dict[int, list[float]] = {}
        for c, own in self.texts.items():
            for (_, above), (i, below) in pairwise(own.items()):
                if i in anchors:
                    whites.setdefault(c, []).append((below.y - above.y) / self.columns[c].pitch)
        return frozenset(c for c, found in whites.items() if min(found) > SITS)

    def with_headings(self, blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Rows without a figure added to those with one: codes, their white, or that they are few, tells them.

        Args:
            blocks: first and last line of what each row is known by.
        """
        between = list(pairwise(blocks))
        inner = [(a[1], b[0]) for a, b in between if self._begun_between(a[1], b[0])]
        white = median(self.cut(above, below).white for above, below in inner) if inner else TIGHT
        coded = self.coded(len(blocks))
        if not coded and (len(blocks) < 2 or (white < TIGHT and len(inner) > USUAL_SHARE * len(between))):
            return list(blocks)
        least = max(ALIKE_SHARE * white, TIGHT) if white >= TIGHT else inf if coded else 0.0
        edges = [(-1, -1), *blocks, (len(self.lines), len(self.lines))]
        found = list(blocks)
        for above, below in pairwise(edges):
            found += self._headings(above[1], below[0], least, coded=coded)
        return sorted(found)

    def _begun_between(self, above: int, below: int) -> bool:
        """Whether between two lines one begins in the first column of text: it does not go on with what is above."""
        own = [(i, one) for i, one in self.keys.items() if above <= i < below]
        column = self.columns[min(self.texts, default=0)]
        first = [(own[0][1], own[0])] if own and own[0][0] > above else []
        pairs = [*first, *((a, b) for (_, a), b in pairwise(own))]
        return any(a is b or not _goes_on(a, b, column) for a, (_, b) in pairs)

    def _headings(self, above: int, below: int, least: float, *, coded: bool) -> list[tuple[int, int]]:
        """Stretches of the first column of text between two rows that codes or white part from both of them."""
        column = self.columns[min(self.texts, default=0)]
        groups: list[list[int]] = []
        before: Segment | None = None
        for i, one in self.keys.items():
            if not above <= i <= below:
                continue
            apart = before is None or (
                one.y - before.y >= least * column.pitch and not _goes_on(before, one, column)
            )
            if apart or (coded and CODE.match(one.text)):
                groups.append([i])
            else:
                groups[-1].append(i)
            before = one
        # No row begins where the text of another column goes on.
        return [
            (first, last)
            for first, *_, last in ([*group, group[-1]] for group in groups)
            if above < first
            and last < below
            and all(self._white(c, above, first, first) for c in self._on(first))
        ]

    def _on(self, line: int) -> list[int]:
        return [c for c, own in self.texts.items() if line in own]

    def top(self, first: int) -> int:
        """Where the first row begins: lines above it that it does not go on with are the rest of another one.

        An account above its amounts is none but where white parts it from them.
        """
        if not first:
            return 0
        cut = self.cut(-1, first)
        keyed = any(i in self.keys for i in range(first))
        return cut.line if cut.white and (not keyed or cut.white >= TIGHT) else 0

    def cut(self, above: int, below: int) -> RowCut:
        """Where one of two rows ends: where the least white of all columns with text between them is the largest.

        Args:
            above: last line that is known to be of the first row; -1 if there is none.
            below: first line that is known to be of the second one.
        """
        between = range(above + 1, below)
        columns = {c for i in between for c in self._on(i)}
        if not columns:
            return RowCut(0 if above < 0 else below, 0.0)
        white = {k: min(self._white(c, above, k, below) for c in columns) for k in (*between, below) if k}
        most = max(white.values())
        near = [k for k, one in white.items() if one >= ALIKE_SHARE * most]
        coded = [k for k in near if k in self.keys and CODE.match(self.keys[k].text)]
        k = max(coded or near)
        return RowCut(k, white[k], sure=len(coded or near) == 1)

    def _white(self, c: int, above: int, k: int, below: int) -> float:
        """White of a column before a line, in its line distances; 0 where the text goes on over it."""
        over = under = None
        for i, one in self.texts[c].items():
            if max(above, 0) <= i < k:
                over = one
            elif k <= i <= below:
                under = one
                if c in self.sitting and i < below:
                    return 0.0
                break
        column = self.columns[c]
        if over and under and _goes_on(over, under, column, SITS if c in self.sitting else TIGHT):
            return 0.0
        if not over and above < 0:
            return inf
        high = over.y if over else self.lines[above][0].segment.y
        low = under.y if under else self.lines[below][0].segment.y
        return (low - high) / column.pitch


def _goes_on(above: Segment, below: Segment, column: ColumnTraits, near: float = TIGHT) -> bool:
    """Whether a line is the rest of the one above it: close below it, which had no room left."""
    tight = below.y - above.y <= near * column.pitch
    return tight and not CODE.match(below.text) and not ended(above.x1, below.text, below.size, column.right)


def are_several(lines: Sequence[PrintedLine], found: PartedRows) -> bool:
    """Whether half of the rows of a strip hold several texts: figures below each other in one cell are no rows."""
    held = [{p.first for k in row for p in lines[k]} for row in found.rows]
    return len(held) == 1 or 2 * sum(len(columns) > 1 for columns in held) >= len(held)


def are_rows(lines: Sequence[PrintedLine], found: PartedRows, least: int) -> bool:
    """Whether the lines between two rules are rows for themselves rather than lines of one row's cells.

    Args:
        lines: printed lines of the band.
        found: the rows that they would be.
        least: number of lines, headings over several columns aside, that must be there.
    """
    plain = [line for line in lines if not spans(line)]
    if len(plain) < least:
        return False
    several = sum(len(line) > 1 for line in plain)
    figures = sum(any(is_number(p.segment.text) for p in line) for line in plain)
    return min(several, figures, len(found.rows)) >= SPLIT_SHARE * len(plain)
