"""Boxes of lines that run over the white between two columns without a rule, parted there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.dataclass import dataclass
from pipeline.normalizers.labels import bare_label
from pipeline.normalizers.text import wide
from pipeline.readers.ocr.glyphs import Box, InkedLine, sizes_of

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey

LEAST_EM = 0.3
"""White of cells that nearly touch; Han characters of one word leave a third of it."""
MARK_EM = 0.5
"""White that a wide mark leaves on either side within its em box."""
WIDE_MARKS = frozenset("、，。；：！？「」『』（）《》〈〉〔〕【】…‧")
LABEL_EM = 1.2
"""Less white than this behind a label is that of a hanging indent."""
NEAR_EM = 30.0
"""Lines this far above or below tell whether a column begins."""
SEAM_EDGE_PT = 1.6
"""Texts that begin so close to each other begin at one edge."""
SEAM_LINES = 3
"""Lines above, or below, that show the same seam."""
SEAM_CROSSED_SHARE = 0.15
"""Share of lines that may stand over a seam: rows over all columns."""
LANE_EM = 0.2
"""Width of white that goes on above or below: less is chance."""
LANE_STEP_PT = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the white within it.

    Attributes:
        line: what was read.
        em: size of its type.
        pieces: extents of its ink between white, in points.
        gaps: white between two of them that no mark explains: its ends, and the place of the character behind it.
    """

    line: InkedLine
    em: float
    pieces: tuple[tuple[float, float], ...]
    gaps: tuple[tuple[float, float, int], ...]

    @property
    def starts(self) -> tuple[float, ...]:
        """Where a cell may begin in it."""
        return self.pieces[0][0], *(end for _, end, _ in self.gaps)


def parted_at_seams(lines: Sequence[InkedLine], ink: Grey) -> dict[int, list[Box]]:
    """For each line that stands in several columns, by its number, the boxes of its parts from left to right.

    A seam is white within a line that the lines above or below it leave white too, and behind which they begin: so
    it takes a table to part a line.

    Args:
        lines: of one page.
        ink: the page's ink without rules, as 255.
    """
    known = [_known(line, em, ink) for line, em in zip(lines, sizes_of(lines), strict=True)]
    found: dict[int, list[Box]] = {}
    for i, one in enumerate(known):
        if not one.gaps:
            continue
        near = [list(_near(known, one, side)) for side in (-1, 1)]
        cuts: list[float] = []
        begun = 0
        for start, end, at in one.gaps:
            label = end - start < LABEL_EM * one.em and _is_label(one.line.characters[begun:at])
            if label and not any(_parts_texts(start, end, some) for some in near):
                continue
            seam = next((x for x in (_seam(start, end, one, some) for some in near) if x is not None), None)
            if seam is not None:
                cuts.append(seam)
                begun = at
        if cuts:
            found[i] = _parts(one.line, cuts)
    return found


def _known(line: InkedLine, em: float, ink: Grey) -> _Line:
    columns = np.flatnonzero((line.box.crop(ink) > 0).sum(axis=0) > 1)
    if not columns.size:
        return _Line(line, em, ((line.x0, line.x1),), ())
    breaks = np.flatnonzero(np.diff(columns) > LEAST_EM * em * line.scale)
    firsts = [int(columns[0]), *(int(columns[k + 1]) for k in breaks)]
    lasts = [*(int(columns[k]) for k in breaks), int(columns[-1])]
    pieces = tuple(
        ((line.box.x0 + a) / line.scale, (line.box.x0 + b + 1) / line.scale)
        for a, b in zip(firsts, lasts, strict=True)
    )
    return _Line(line, em, pieces, tuple(_gaps(line, em, pieces)))


def _gaps(
    line: InkedLine, em: float, pieces: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float, int]]:
    """White between pieces of ink, without that of a mark's em box."""
    places = _places(line)
    for (_, start), (end, _) in pairwise(pieces):
        at = bisect_left(places, (start + end) / 2)
        if not 0 < at < len(places):
            continue
        marks = sum(c.text in WIDE_MARKS and wide(c.text) for c in line.characters[at - 1 : at + 1])
        begun = start + marks * MARK_EM * em
        if end - begun >= LEAST_EM * em:
            yield begun, end, at


def _places(line: InkedLine) -> list[float]:
    """The middles of a line's characters, in points."""
    left, width = line.box.x0 / line.scale, (line.box.x1 - line.box.x0) / line.scale
    return [left + c.at * width for c in line.characters]


def _near(lines: Sequence[_Line], one: _Line, side: int) -> Iterator[_Line]:
    """Lines above (-1) or below (1) another within reach."""
    for other in lines:
        apart = other.line.top - one.line.bottom if side > 0 else one.line.top - other.line.bottom
        if -0.5 * one.em <= apart <= NEAR_EM * one.em and other is not one:
            yield other


def _seam(start: float, end: float, one: _Line, near: Sequence[_Line]) -> float | None:
    """Where white goes on above or below, with lines that begin behind it; None where it does not."""
    beginning = sum(any(abs(x - end) <= SEAM_EDGE_PT for x in other.starts) for other in near)
    beginning += sum(_stands_between(start, end, a, b) for a, b in _neighbours(near))
    if beginning < SEAM_LINES:
        return None
    count = max(1, int((end - start) / LANE_STEP_PT))
    crossed = [0] * count
    for other in near:
        for x0, x1 in other.pieces:
            for k in range(
                max(0, int((x0 - start) / LANE_STEP_PT)), min(count, int((x1 - start) / LANE_STEP_PT) + 1)
            ):
                crossed[k] += 1
    if min(crossed) > SEAM_CROSSED_SHARE * (beginning + min(crossed)):
        return None
    best = _longest([c == min(crossed) for c in crossed])
    if (best[1] - best[0]) * LANE_STEP_PT < LANE_EM * one.em:
        return None
    return start + (best[0] + best[1]) / 2 * LANE_STEP_PT


def _neighbours(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """Lines that stand beside each other, the left one first."""
    for k, a in enumerate(lines):
        for b in lines[k + 1 :]:
            if b.line.top > a.line.bottom:
                break
            if min(a.line.bottom, b.line.bottom) - max(a.line.top, b.line.top) > 0.5 * a.em:
                yield (a, b) if a.line.x0 < b.line.x0 else (b, a)


def _stands_between(start: float, end: float, left: _Line, right: _Line) -> bool:
    """Whether a gap lies in the white between two lines of one height, the right one set otherwise than flush left."""
    wide_gap = end - start >= LABEL_EM * left.em
    begins = abs(right.line.x0 - end) <= SEAM_EDGE_PT
    return wide_gap and not begins and left.line.x1 <= (start + end) / 2 <= right.line.x0


def _parts_texts(start: float, end: float, near: Sequence[_Line]) -> bool:
    """Whether texts that are no labels stand before the white of a gap, with lines that begin behind it."""
    middle = (start + end) / 2
    texts = [
        a.line.characters
        for a, b in _neighbours(near)
        if a.line.x1 <= middle and abs(b.line.x0 - end) <= SEAM_EDGE_PT
    ]
    texts += [
        one.line.characters[:at] for one in near for _, x, at in one.gaps if abs(x - end) <= SEAM_EDGE_PT
    ]
    beside = [text for text in texts if not _is_label(text)]
    return len(beside) >= SEAM_LINES - 1


def _is_label(characters: Sequence[Character]) -> bool:
    return bool(bare_label("".join(c.text for c in characters if not c.text.isspace()), ""))


def _longest(free: Sequence[bool]) -> tuple[int, int]:
    """The longest stretch: its start, and its end behind it."""
    best = begun = (0, 0)
    for k, one in enumerate(free):
        begun = (begun[0], k + 1) if one and begun[1] == k and begun[1] > begun[0] else (k, k + one)
        if begun[1] - begun[0] > best[1] - best[0]:
            best = begun
    return best


def _parts(line: InkedLine, cuts: Sequence[float]) -> list[Box]:
    box = line.box
    edges = [box.x0, *(round(x * line.scale) for x in cuts), box.x1]
    return [Box(a, box.y0, b, box.y1) for a, b in pairwise(edges)]
