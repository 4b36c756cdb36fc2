"""Glyphs to runs: what follows each other on one baseline."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import repeat

from pipeline.dataclass import dataclass
from pipeline.lines.note_marks import LEAST_RISE_EM
from pipeline.normalizers.text import wide
from pipeline.readers.page import MIDDLE_EM, SAME_BASELINE_EM, Glyph, Page, Rule

LINE_EM = 0.45
"""Baselines closer than this share of the size are one line: superscripts rise less, lines are further apart."""
RUN_GAP_EM = 0.6
"""White wider than this ends a run: letter-spaced headers reach 0.5 em, cells are further apart."""
WORD_GAP_EM = 0.2
"""White wider than this between Latin glyphs is a space that was not printed as one."""
FIGURE_GAP_EM = 0.12
"""White wider than this between two figures of a run whose others touch parts two numbers, such as those of cells."""
ARABIC_DIGITS = frozenset("0123456789")
FIGURE_CHARACTERS = ARABIC_DIGITS | frozenset(",.")
SCRIPT_SIZE = 0.8
"""Superscripts and subscripts are smaller than this share of their line's type; Word sets them at 0.65."""
SCRIPT_GAP_EM = 0.3
"""They touch what they belong to."""
SCRIPT_DROP_EM = 0.35
"""Subscripts stand within the em box of their line; what is raised is a run of its own, perhaps a note's mark."""
LATIN_ADVANCE_EM = 0.5
"""Average advance of Latin letters and digits."""
ROUNDING_PT = 0.3
"""Overlaps smaller than this are rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs that follow each other on one baseline; each is equal to itself only.

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


def printed(text: str) -> int:
    """Number of characters that are not white space."""
    return len("".join(text.split()))


def runs_of(
    glyphs: Iterable[Glyph],
    recognised: Sequence[str] = (),
    vertical: Sequence[Rule] = (),
    *,
    exact: bool = True,
) -> Iterable[Run]:
    """Runs of a page.

    Args:
        glyphs: in the order of the content stream.
        recognised: for each glyph the text as recognised, "" where it is the same; of pages read from pictures.
        vertical: vertical rules: one in the white between two glyphs parts runs.
        exact: whether glyphs stand where they are printed, not where a recogniser supposes them.
    """
    bounds = sorted(rule.x0 for rule in vertical)
    texts: list[str] = []
    reads: list[str] = []
    starts: list[float] = []
    gaps: list[tuple[int, float]] = []
    x0 = end = y = size = 0.0
    for (text, gx0, gx1, gy, gsize), read in zip(glyphs, recognised or repeat(""), strict=False):
        blank = text.isspace()
        if texts:
            same = -0.5 * size <= gx0 - end <= RUN_GAP_EM * size and -0.15 * size <= gy - y <= 0.15 * size
            if (
                same
                and gx0 - end > ROUNDING_PT
                and _ruled_off(end, gx0, gy - MIDDLE_EM * gsize, bounds, vertical)
            ):
                same = False
            elif not (same and 0.7 * size <= gsize <= 1.4 * size):
                same = gsize < SCRIPT_SIZE * size and _is_script(gx0 - end, gy - y, size)
            if not same:
                _part_figures(texts, starts, gaps, size)
                yield from _run(texts, starts, x0, end, y, size, reads)
                texts, starts, reads, gaps = [], [], [], []
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
        if text in ARABIC_DIGITS and texts and texts[-1] in ARABIC_DIGITS and exact:
            gaps.append((len(starts), gx0 - end))
        texts.append(text)
        if recognised:
            reads.append(read or text)
        starts.extend([gx0] * len(text))
        end = gx1 if gx1 > end or gx0 >= end - size else end
    if texts:
        _part_figures(texts, starts, gaps, size)
        yield from _run(texts, starts, x0, end, y, size, reads)


def _part_figures(
    texts: list[str], starts: list[float], gaps: Sequence[tuple[int, float]], size: float
) -> None:
    """Put a space between two numbers, alone in a run, that stand a little apart while the figures of each touch."""
    wide_gaps = [at for at, gap in gaps if gap > FIGURE_GAP_EM * size]
    if len(wide_gaps) == 1 and len(gaps) > 1 and FIGURE_CHARACTERS.issuperset(texts):
        texts.insert(wide_gaps[0], " ")
        starts.insert(wide_gaps[0], starts[wide_gaps[0]])


def _is_script(gap: float, drop: float, size: float) -> bool:
    """Whether a small glyph this far behind and below the last one belongs to its run, as a subscript does."""
    return abs(gap) <= SCRIPT_GAP_EM * size and -LEAST_RISE_EM * size < drop <= SCRIPT_DROP_EM * size


def _ruled_off(end: float, start: float, y: float, bounds: Sequence[float], vertical: Sequence[Rule]) -> bool:
    """Whether a drawn rule stands in the white between two glyphs: they are of two cells, however close."""
    low, high = bisect_left(bounds, end - ROUNDING_PT), bisect_left(bounds, start + ROUNDING_PT)
    return low < high and any(
        end - ROUNDING_PT <= rule.x0 <= start + ROUNDING_PT and rule.y0 <= y <= rule.y1 for rule in vertical
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
    return run.starts[at] + advance > x + ROUNDING_PT


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


def spaced(page: Page) -> Page:
    """The page with a space glyph wherever white between two letters of a run is as wide as one."""
    return replace(page, glyphs=tuple(_spaced(page.glyphs)))


def _spaced(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _apart(before, glyph):
            yield Glyph(" ", before.x1, glyph.x0, before.y, before.size)
        yield glyph
        before = glyph


def _apart(before: Glyph, glyph: Glyph) -> bool:
    if (
        before.text.isspace()
        or glyph.text.isspace()
        or abs(glyph.y - before.y) > SAME_BASELINE_EM * before.size
    ):
        return False
    white = glyph.x0 - before.x1
    if not WORD_GAP_EM * before.size <= white <= RUN_GAP_EM * before.size:
        return False
    return not (wide(before.text[-1]) or wide(glyph.text[0]))
