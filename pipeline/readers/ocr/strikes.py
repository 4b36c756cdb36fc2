"""Lines drawn through characters: what is struck out is told from what stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.glyphs import INKED_ROW, Box
from pipeline.readers.ocr.rules import STRUCK, crossed, strokes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey

LEAST_STRIKE_PT = 9.0
"""A line through two digits of 8 point type is longer."""
STRIKE_WIDE = 1.25
"""A strike is so many times longer than its line of text is high; the longest stroke of a character is 1.1 times as
long as Han characters are high, a line through two digits 1.5 times as long as digits are."""
THICK = 0.4
"""A strike and the blur about it take no more of the line's height; what takes more is characters that touch."""
ALONG = 0.55
"""What is struck hangs together by its strike, which is at least this share as long: it may touch what replaces it."""
EVEN_STRIKE = 0.6
"""A strike is nowhere lighter than this share of what it mostly is: 0.91 and more on pictures of 200 dpi, where aligned
strokes of two characters that touch go down to 0.08."""
USUAL = 75
"""Per cent of a stroke's pixels that are no darker than it usually is."""
MIDDLE = 0.25, 0.75
"""Heights within a line of text, from its upper edge, between which a strike runs."""
CUT = 0.25
"""Less of a line's box beyond a strike's end, by its height, is the finder's margin; a 1 takes more."""
STRIKE_SLACK_PT = 1.0
"""A strike is a little longer or shorter than what it strikes."""


@dataclass(frozen=True, slots=True)
class Strikes:
    """Lines through characters.

    Attributes:
        boxes: theirs.
        ink: their ink as far as no character's is under it, as 255.
    """

    boxes: tuple[Box, ...]
    ink: Grey


def strikes_of(clean: Grey, ink: Grey, lines: Sequence[Box], scale: float) -> Strikes:
    """Find the strikes of a page.

    Args:
        clean: the page without rules.
        ink: its ink, as 255.
        lines: where lines of text stand.
        scale: pixels per point.
    """
    strokes = strokes_of(ink, scale, horizontal=True, least_pt=LEAST_STRIKE_PT)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces, widths = np.asarray(labels, np.int32), np.asarray(stats[:, cv2.CC_STAT_WIDTH], np.int32)
    paper = int(np.median(clean))
    found: list[Box] = []
    erased = np.zeros_like(ink)
    for number, (x, y, w, h) in zip(strokes.numbers, strokes.boxes, strict=True):
        stroke = Box(x, y, x + w, y + h)
        middle = (stroke.x0 + stroke.x1) / 2
        line = next((line for line in lines if _through(stroke, line) and line.x0 <= middle <= line.x1), None)
        if line is None or not _is_thin(stroke, line, ink) or not _hangs_together(stroke, pieces, widths):
            continue
        over = crossed(strokes, number, (x, y, w, h), ink, scale)
        box = _even(stroke, clean, paper)
        part = slice(box.x0 - x, box.x1 - x)
        both = min(over.before[part].mean(), over.behind[part].mean()) if box.x1 > box.x0 else 0.0
        if both < STRUCK or not _is_thin(box, line, ink):
            continue
        found.append(box)
        mask = (strokes.labels[y : y + h, x : x + w] == number) & ~(over.before & over.behind)
        erased[y : y + h, box.x0 : box.x1][mask[:, part]] = 255
    return Strikes(tuple(found), erased)


def parted(boxes: Iterable[Box], strikes: Sequence[Box]) -> list[Box]:
    """Boxes of lines, parted where a strike begins and ends."""
    found = []
    for box in boxes:
        least = CUT * (box.y1 - box.y0)
        ends = {x for strike in strikes if _through(strike, box) for x in (strike.x0, strike.x1)}
        edges = [box.x0, *sorted(x for x in ends if box.x0 + least < x < box.x1 - least), box.x1]
        found += [Box(a, box.y0, b, box.y1) for a, b in pairwise(edges)]
    return found


def is_struck(box: Box, strikes: Iterable[Box], scale: float) -> bool:
    """Whether a box that was parted at the strikes lies under one."""
    least = CUT * (box.y1 - box.y0) + STRIKE_SLACK_PT * scale
    return any(
        _through(strike, box) and strike.x0 <= box.x0 + least and strike.x1 >= box.x1 - least
        for strike in strikes
    )


def _through(strike: Box, line: Box) -> bool:
    at = ((strike.y0 + strike.y1) / 2 - line.y0) / (line.y1 - line.y0)
    return MIDDLE[0] <= at <= MIDDLE[1] and strike.x0 < line.x1 and strike.x1 > line.x0


def _is_thin(strike: Box, line: Box, ink: Grey) -> bool:
    """Whether a stroke is longer than the line's type is high, and thin."""
    rows = np.flatnonzero((line.crop(ink) > 0).mean(axis=1) > INKED_ROW)
    if not rows.size:
        return False
    high = int(rows[-1]) + 1 - int(rows[0])
    return strike.x1 - strike.x0 >= STRIKE_WIDE * high and strike.y1 - strike.y0 <= THICK * high


def _hangs_together(strike: Box, pieces: NDArray[np.int32], widths: NDArray[np.int32]) -> bool:
    """Whether the strike is as long as the piece of ink that it is of."""
    counts = np.bincount(pieces[strike.y0 : strike.y1, strike.x0 : strike.x1].ravel())
    counts[0] = 0
    return strike.x1 - strike.x0 >= ALONG * int(widths[int(counts.argmax())])


def _even(stroke: Box, clean: Grey, paper: int) -> Box:
    """The longest part of a stroke that is of one ink: strokes of neighbours that meet are lighter where they do."""
    darkest = paper - stroke.crop(clean).min(axis=0).astype(np.int32)
    light = np.flatnonzero(darkest < EVEN_STRIKE * np.percentile(darkest, USUAL))
    ends = [-1, *light.tolist(), len(darkest)]
    start, end = max(pairwise(ends), key=lambda pair: pair[1] - pair[0])
    return Box(stroke.x0 + start + 1, stroke.y0, stroke.x0 + end, stroke.y1)
