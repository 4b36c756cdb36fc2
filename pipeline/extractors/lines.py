"""Glyphs to runs and lines: the only stage that looks at single glyphs."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import NamedTuple

from pipeline.extractors.note_marks import LEAST_RISE_EM, raised, with_marks
from pipeline.normalizers.text import clean, wide
from pipeline.readers.page import (
    Aside,
    BBox,
    Fill,
    Glyph,
    Layer,
    Page,
    Recognition,
    Remark,
    Rule,
    Straightened,
    Turned,
    Unseen,
)

LINE_EM = 0.45
"""Baselines closer than this share of the size are one line: superscripts rise less, lines are further apart."""
RUN_GAP_EM = 0.6
"""White wider than this ends a run: letter-spaced headers reach 0.5 em, cells are further apart."""
WORD_GAP_EM = 0.2
"""White wider than this between Latin glyphs is a space that was not printed as one."""
SCRIPT_SIZE = 0.8
"""Superscripts and subscripts are smaller than this share of their line's type; Word sets them at 0.65."""
SCRIPT_GAP_EM = 0.3
"""They touch what they belong to."""
SCRIPT_DROP_EM = 0.35
"""Subscripts stand within the em box of their line; what is raised is a run of its own, perhaps a note's mark."""
LATIN_ADVANCE_EM = 0.5
"""Average advance of Latin letters and digits."""
TOUCH_PT = 0.3
"""Overlaps smaller than this are rounding."""
ASCENT_EM, DESCENT_EM = 0.88, 0.12
"""Where the em box of Han glyphs lies about the baseline (the ideographic em box of OpenType's BASE table)."""
MIDDLE_EM = 0.35
"""The middle of a line stands this far above its baseline, whether it is of Han glyphs or of digits."""


class Run(NamedTuple):
    """Glyphs that follow each other on one baseline.

    Attributes:
        starts: x of each character's origin; kept so that a run can be cut at a column bound.
        read: the text as recognised, of the same length, where some of it was set right; else "".
        note: whether it is a raised note mark, set on the baseline of what it belongs to.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    starts: array[float]
    read: str = ""
    note: bool = False


class Line(NamedTuple):
    """One printed line, of a page or of one column of a table.

    Attributes:
        v: height of the baseline in the table stitched over its pages; equals ``y`` outside tables.
        text: with radicals and compatibility ideographs as ordinary characters.
        ordinal: text that stands in the column's ordinal sub-column; "" where there is none.
        left: x where its ordinal, else its text begins.
        raw: the text as its glyphs are coded, with its note marks, where that differs; else "".
        tail: how far a broken ordinal reaches below the line.
        marks: its note marks, each with its box.
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


class Recognised(NamedTuple):
    """A glyph that was recognised on a picture: its middle, what it was set to, and what the recogniser said."""

    x: float
    y: float
    text: str
    said: Recognition


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page after its glyphs were bound to runs; this is what the extractors keep in memory.

    Attributes:
        glyphs: number of printed marks, those of asides and of unseen text among them, white space aside.
        unseen: text that no reader of the page sees, a place each.
        asides: text that is seen but stands apart, a place each.
        remarks: places of which a person should know.
        turned: lines that are set in another direction than the page's.
        recognised: what a recogniser said of glyphs, with each glyph's middle; of pages read from pictures.
        unread: boxes of ink in which it read nothing.
        straightened: leads from its places to the page as shown; None where they are the same.
        layer: what became of the text behind its picture, if it is a searchable scan.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    image_share: float
    glyphs: int
    unseen: tuple[Unseen, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()
    turned: tuple[Turned, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    unread: tuple[BBox, ...] = ()
    straightened: Straightened = None
    layer: Layer = ""


def bind(page: Page) -> Sheet:
    """Bind a page's glyphs to runs."""
    read = [r.read for r in page.recognised] if any(r.read for r in page.recognised) else ()
    runs = tuple(with_marks(_runs(page.glyphs, read, page.vertical)))
    apart = sum(one.glyphs for one in page.asides) + sum(one.glyphs for one in page.unseen)
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        runs=runs,
        horizontal=page.horizontal,
        vertical=page.vertical,
        fills=page.fills,
        image_share=page.image_share,
        glyphs=sum(printed(r.text) for r in runs) + apart,
        unseen=page.unseen,
        asides=page.asides,
        remarks=page.remarks,
        turned=page.turned,
        recognised=tuple(
            Recognised((g.x0 + g.x1) / 2, g.y - MIDDLE_EM * g.size, g.text, said)
            for g, said in zip(page.glyphs, page.recognised, strict=False)
        ),
        unread=page.unread,
        straightened=page.straightened,
        layer=page.layer,
    )


def printed(text: str) -> int:
    """Number of characters that are not white space."""
    return len("".join(text.split()))


def _runs(
    glyphs: Iterable[Glyph], recognised: Sequence[str] = (), vertical: Sequence[Rule] = ()
) -> Iterable[Run]:
    bounds = sorted(rule.x0 for rule in vertical)
    texts: list[str] = []
    reads: list[str] = []
    starts: list[float] = []
    x0 = end = y = size = 0.0
    for (text, gx0, gx1, gy, gsize), read in zip(glyphs, recognised or repeat(""), strict=False):
        blank = text.isspace()
        if texts:
            same = -0.5 * size <= gx0 - end <= RUN_GAP_EM * size and -0.15 * size <= gy - y <= 0.15 * size
            if (
                same
                and gx0 - end > TOUCH_PT
                and _ruled_off(end, gx0, gy - MIDDLE_EM * gsize, bounds, vertical)
            ):
                same = False
            elif not (same and 0.7 * size <= gsize <= 1.4 * size):
                same = gsize < SCRIPT_SIZE * size and _is_script(gx0 - end, gy - y, size)
            if not same:
                yield from _run(texts, starts, x0, end, y, size, reads)
                texts, starts, reads = [], [], []
        if not texts:
            if blank:
                continue
            x0, y, size, end = gx0, gy, gsize, gx1
        if blank:
            # A space is part of the run only if something follows within a run's reach.
            texts.append(" ")
            starts.append(gx0)
            if recognised:
                reads.append(" ")
            continue
        texts.append(text)
        if recognised:
            reads.append(read or text)
        starts.extend([gx0] * len(text))
        end = gx1 if gx1 > end or gx0 >= end - size else end
    if texts:
        yield from _run(texts, starts, x0, end, y, size, reads)


def _is_script(gap: float, drop: float, size: float) -> bool:
    """Whether a small glyph this far behind and below the last one belongs to its run, as a subscript does."""
    return abs(gap) <= SCRIPT_GAP_EM * size and -LEAST_RISE_EM * size < drop <= SCRIPT_DROP_EM * size


def _ruled_off(end: float, start: float, y: float, bounds: Sequence[float], vertical: Sequence[Rule]) -> bool:
    """Whether a drawn rule stands in the white between two glyphs: they are of two cells, however close."""
    low, high = bisect_left(bounds, end - TOUCH_PT), bisect_left(bounds, start + TOUCH_PT)
    return low < high and any(
        end - TOUCH_PT <= rule.x0 <= start + TOUCH_PT and rule.y0 <= y <= rule.y1 for rule in vertical
    )


def _run(
    texts: list[str],
    starts: list[float],
    x0: float,
    end: float,
    y: float,
    size: float,
    reads: Sequence[str] = (),
) -> Iterable[Run]:
    text = "".join(texts)
    kept = text.rstrip()
    if kept:
        read = "".join(reads)[: len(kept)]
        yield Run(kept, x0, end, y, size, array("f", starts[: len(kept)]), "" if read == kept else read)


def rows_of(runs: Iterable[Run], reach_em: float = LINE_EM) -> list[list[Run]]:
    """Runs in rows of one height, top to bottom and left to right; baselines of a row differ by less than the reach."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        if rows and run.y - rows[-1][0].y <= reach_em * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def straddles(run: Run, x: float) -> bool:
    """Whether one of the run's glyphs stands across x; cells that nearly touch leave white at a column's bound."""
    if not run.x0 < x < run.x1:
        return False
    at = bisect_left(run.starts, x) - 1
    advance = run.size if wide(run.text[at]) else LATIN_ADVANCE_EM * run.size
    return run.starts[at] + advance > x + TOUCH_PT


def cut(run: Run, bounds: Sequence[float]) -> list[tuple[int, Run]]:
    """Cut a run where it crosses a bound; a character belongs where its middle is.

    Args:
        run: the run.
        bounds: ascending x; piece ``i`` lies between ``bounds[i - 1]`` and ``bounds[i]``.

    Returns:
        Pairs of that ``i`` and the piece.
    """
    first, last = bisect_left(bounds, run.x0), bisect_left(bounds, run.x1)
    if first == last:
        return [(first, run)]
    ends = [*run.starts[1:], run.x1]
    columns = [bisect_left(bounds, (s + e) / 2) for s, e in zip(run.starts, ends, strict=True)]
    pieces: list[tuple[int, Run]] = []
    begin = 0
    for i in range(1, len(columns) + 1):
        if i == len(columns) or columns[i] != columns[begin]:
            piece = _piece(run, begin, i, ends[i - 1])
            if piece is not None:
                pieces.append((columns[begin], piece))
            begin = i
    return pieces


def _piece(run: Run, begin: int, end: int, x1: float) -> Run | None:
    text = run.text[begin:end]
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    if right <= left:
        return None
    if begin + right < end:
        x1 = run.starts[begin + right]
    starts = run.starts[begin + left : begin + right]
    read = run.read[begin + left : begin + right]
    return Run(text[left:right], starts[0], x1, run.y, run.size, starts, read, run.note)


def lines_of(runs: Iterable[Run], page: int, shift: float = 0.0, lead: float | None = None) -> list[Line]:
    """Cluster runs by baseline into lines, top to bottom.

    Args:
        runs: runs of one page or of one column of it.
        page: page number for the lines.
        shift: added to y to give v.
        lead: right bound of the column's ordinal sub-column.
    """
    lines: list[Line] = []
    group: list[Run] = []
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        if group and run.y - group[0].y > LINE_EM * max(group[0].size, run.size):
            lines.append(_line(group, page, shift, lead))
            group = []
        group.append(run)
    if group:
        lines.append(_line(group, page, shift, lead))
    return lines


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


def _line(group: list[Run], page: int, shift: float, lead: float | None) -> Line:
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
    marked = first.note and len(group) > 1
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
    x1 = max(r.x1 for r in group)
    y, size = largest.y, largest.size
    coded = "" if text == raw else raw
    marks = tuple((r.text, (r.x0, r.y - size, r.x1, r.y)) for r in group if r.note and len(group) > 1)
    return Line(page, y, group[0].x0, x1, size, text, y + shift, ordinal, left, coded, marks=marks)
