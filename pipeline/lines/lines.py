"""Runs to printed lines."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.lines.note_marks import raised
from pipeline.lines.runs import LINE_EM, SCRIPT_SIZE, WORD_GAP_EM, Run, cut, printed
from pipeline.normalizers.text import clean, wide
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, BBox


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One printed line, of a page or of one column of a table; each is equal to itself only.

    Attributes:
        v: height of the baseline in the table stitched over its pages; equals ``y`` outside tables.
        text: with radicals and compatibility ideographs as ordinary characters.
        ordinal: text that stands in the column's ordinal sub-column; "" where there is none.
        left: x where its ordinal, else its text begins.
        raw: the text as its glyphs are coded, with its note marks, where that differs; else "".
        tail: how far a broken ordinal reaches below the line.
        marks: its note marks, each with its box.
        bounds: x of the left and the right bound of its column on its page, which another page may have elsewhere.
    """

    page: int
    y: float
    x0: float
    x1: float
    size: float
    text: str
    v: float
    ordinal: str = ""
    left: float = 0.0
    raw: str = ""
    tail: float = 0.0
    marks: tuple[tuple[str, BBox], ...] = ()
    bounds: tuple[float, float] = (0.0, 0.0)

    @property
    def inset(self) -> float:
        """White between its column's left bound and its text, in points."""
        return self.x0 - self.bounds[0]

    @property
    def spare(self) -> float:
        """White between its text and its column's right bound, in points."""
        return self.bounds[1] - self.x1

    @property
    def top(self) -> float:
        """Upper edge of the em boxes."""
        return self.y - ASCENT_EM * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the em boxes."""
        return self.y + DESCENT_EM * self.size

    @property
    def bbox(self) -> BBox:
        """x0, top, x1, bottom of the em boxes."""
        return self.left, self.top, self.x1, self.bottom + self.tail

    @property
    def glyphs(self) -> int:
        """Number of printed glyphs, white space aside."""
        return printed(self.raw or self.text) + printed(self.ordinal)

    def as_run(self) -> Run:
        """The line as one run, its characters evenly spaced."""
        step = (self.x1 - self.x0) / max(len(self.text), 1)
        starts = array("f", (self.x0 + step * k for k in range(len(self.text))))
        return Run(self.text, self.x0, self.x1, self.y, self.size, starts)


def lines_of(
    runs: Iterable[Run],
    page: int,
    shift: float = 0.0,
    lead: float | None = None,
    bounds: tuple[float, float] = (0.0, 0.0),
) -> list[Line]:
    """Cluster runs by baseline into lines, top to bottom.

    Args:
        runs: runs of one page or of one column of it.
        page: page number for the lines.
        shift: added to y to give v.
        lead: right bound of the column's ordinal sub-column.
        bounds: left and right bound of the column.
    """
    return [line_of(group, page, shift, lead, bounds) for group in levels_of(runs)]


def levels_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs of one baseline together, top to bottom: each a line's."""
    levels: list[list[Run]] = []
    first: Run | None = None
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        if first is None or run.y - first.y > LINE_EM * max(first.size, run.size):
            levels.append([])
            first = run
        levels[-1].append(run)
    return levels


def _side_by_side(runs: list[Run]) -> list[Run]:
    """Runs of one line by x; a run is cut where another, such as a raised digit painted later, stands within it."""
    runs.sort(key=lambda r: r.x0)
    ordered: list[Run] = []
    for run in runs:
        host = ordered[-1] if ordered else None
        if host is not None and host.x0 < run.x0 and run.x1 < host.x1 and run.size < SCRIPT_SIZE * host.size:
            pieces = dict(cut(host, [(run.x0 + run.x1) / 2]))
            if len(pieces) == 2:
                ordered[-1:] = [pieces[0], run, pieces[1]]
                continue
        ordered.append(run)
    return ordered


def line_of(
    group: list[Run],
    page: int,
    shift: float = 0.0,
    lead: float | None = None,
    bounds: tuple[float, float] = (0.0, 0.0),
) -> Line:
    """The line of some runs of one baseline; see ``lines_of``."""
    if len(group) > 1:
        group = _side_by_side(group)
    ordinal, left = "", group[0].x0
    if lead is not None:
        pieces = [(i, piece) for r in group for i, piece in cut(r, (lead,))]
        beside = [p for i, p in pieces if i]
        if beside:
            ordinal = clean("".join(p.text for i, p in pieces if not i))
        group = beside or group
    largest = group[0]
    first = group[0]
    several = len(group) > 1
    marked = first.note and several
    text, raw = ("", raised(first.text)) if marked else (first.text, first.read or first.text)
    for before, after in pairwise(group):
        if (after.size, len(after.text)) > (largest.size, len(largest.text)):
            largest = after
        gap = after.x0 - before.x1
        spaced = gap > WORD_GAP_EM * after.size and not (wide(before.text[-1]) and wide(after.text[0]))
        space = " " if spaced and not after.note else ""
        text += "" if after.note else space + after.text
        raw += space + (raised(after.text) if after.note else after.read or after.text)
    text = clean(text)
    x1 = max(r.x1 for r in group) if several else first.x1
    y, size = largest.y, largest.size
    coded = "" if text == raw else raw
    marks = tuple((r.text, (r.x0, r.y - size, r.x1, r.y)) for r in group if r.note) if several else ()
    return Line(page, y, group[0].x0, x1, size, text, y + shift, ordinal, left, coded, 0.0, marks, bounds)
