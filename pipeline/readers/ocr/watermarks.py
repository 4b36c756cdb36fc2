"""Large grey words laid under or over a page: told by their even grey, which print has nowhere, and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.glyphs import Box
from pipeline.readers.ocr.picture import PAPER, ink_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser

TINT_GLANCE = 2
"""A page is looked at in half of its resolution to tell whether there is a grey that is no print's."""
EVEN_TINT = 0.06
"""Levels of an even grey differ by less than this share of the print's darkness from pixel to pixel."""
LIGHTEST, DARKEST = 0.08, 0.62
"""Share of the print's darkness that such greys have: less is the paper's own, more is print."""
GREY_STEP = 0.02
"""Greys are counted in steps of so much."""
LEAST_AREA = 0.0002
"""Share of a page that is evenly of one grey: pages without a watermark have less than a tenth of that."""
MOST_GREYS = 3
"""Greys of a page that are looked for."""
SPREAD = 0.05
"""Paper, printing and JPEG make one grey to so much."""
LEAST_WATERMARK_PT = 12.0
"""Watermarks are higher; smaller pieces are blots."""
WATERMARK_JOIN_PT = 20.0
"""White between strokes of one watermark."""
FILL = 0.8
"""A grey area that fills its box by this share, but for print on it, is a shaded cell: a table's own."""
CELL_PT = 60.0
"""A shaded cell is longer; a stroke is not as broad."""
RIM_PT = 1.2
"""Half of a stroke of print, which parts a watermark that it crosses."""
WATERMARK_NEAR_PT = 14.0
"""Strokes of a watermark that lines of print cut into pieces are so close to its even ones."""
CELLS, BROAD = 200, 21
"""Cells across a page, and how many of them about each the paper's own grey is taken from: A4 so has 60 points."""
THIN = 1.25, 0.5
"""Strokes that are too thin to be even are no darker than this share of the watermark, or than this share of print."""
WATERMARK_CONFIDENCE = 0.8
"""Words of a watermark that read worse are not told."""
WATERMARK_ROOM = 1.15
"""White about a watermark when it is read."""
PRINT = 0.6
"""What is darker than this share of the print's darkness is print; paler pixels beside it are its soft edges."""


@dataclass(frozen=True, slots=True)
class Watermarked:
    """A page without its watermarks.

    Attributes:
        grey: its pixels.
        marks: pixels of watermarks, as 255; None where there are none.
    """

    grey: Grey
    marks: Grey | None = None


def without_watermarks(grey: Grey, scale: float) -> Watermarked:
    """Take watermarks away; a page without is given back as it is.

    Args:
        grey: the page's picture.
        scale: pixels per point.
    """
    height, width = grey.shape
    small = cv2.resize(grey, (width // TINT_GLANCE, height // TINT_GLANCE), interpolation=cv2.INTER_AREA)
    found = _greys(np.asarray(small, dtype=np.uint8), scale / TINT_GLANCE)
    if not found:
        return Watermarked(grey)
    dark = _darkness(grey)
    full = _print(grey, dark)
    marks = np.zeros_like(grey)
    left = dark.astype(np.float32)
    for level, core in found:
        mark = _whole(np.asarray(cv2.resize(core, (width, height)), dtype=np.uint8), dark, level, full, scale)
        marks = np.asarray(cv2.bitwise_or(marks, _without_cells(mark, scale)), dtype=np.uint8)
        least = level + SPREAD * full
        inside = (mark > 0) | _thin(mark, dark, level, full)
        left = np.where(inside, np.clip((left - least) * full / (full - least), 0, None), left)
    clear = cv2.subtract(cv2.add(grey, dark), np.rint(left).astype(np.uint8))
    return Watermarked(np.asarray(clear, dtype=np.uint8), marks if marks.any() else None)


def _without_cells(mark: Grey, scale: float) -> Grey:
    """A watermark without shaded cells, which are as grey."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mark, connectivity=8)
    kept = np.full(count, 255, dtype=np.uint8)
    for i, (_, _, w, h, area) in enumerate(stats.tolist()):
        cell = (
            min(w, h) >= LEAST_WATERMARK_PT * scale and max(w, h) >= CELL_PT * scale and area >= FILL * w * h
        )
        kept[i] = 0 if cell else 255
    return np.asarray(cv2.bitwise_and(mark, kept[labels]), dtype=np.uint8)


def words_of(marks: Grey, scale: float, engine: Recogniser) -> list[tuple[str, Box]]:
    """What each watermark says, and where it stands; "" where that cannot be read.

    Args:
        marks: pixels of watermarks, as 255.
        scale: pixels per point.
        engine: what reads them.
    """
    reach = round(WATERMARK_JOIN_PT * scale)
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[Box] = []
    crops: list[Grey] = []
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        box = Box(x, y, x + w, y + h)
        own = np.asarray((box.crop(marks) > 0) & (labels[y : y + h, x : x + w] == i), dtype=np.uint8)
        boxes.append(box)
        crops.append(_level(own))
    read = engine.read(crops)
    return [(_said(line), box) for line, box in zip(read, boxes, strict=True)]


def _said(line: Sequence[Character]) -> str:
    printed = [c for c in line if not c.text.isspace()]
    sure = len(printed) > 1 and min(c.confidence for c in printed) >= WATERMARK_CONFIDENCE
    return "".join(c.text for c in printed) if sure else ""


def _level(mark: Grey) -> Grey:
    """A watermark as black print from left to right: up to 45° it may be aslant."""
    points = np.argwhere(mark)[:, ::-1].astype(np.float32)
    (x, y), (w, h), degrees = cv2.minAreaRect(points)
    if h > w:
        w, h, degrees = h, w, degrees - 90
    degrees = (degrees + 90) % 180 - 90
    turn = cv2.getRotationMatrix2D((x, y), degrees, 1.0)
    width, height = round(w * WATERMARK_ROOM), round(h * WATERMARK_ROOM)
    turn[0, 2] += width / 2 - x
    turn[1, 2] += height / 2 - y
    turned = cv2.warpAffine(mark * PAPER, turn, (max(1, width), max(1, height)), flags=cv2.INTER_AREA)
    return np.asarray(PAPER - turned, dtype=np.uint8)


def _greys(small: Grey, scale: float) -> list[tuple[float, Grey]]:
    """Even greys of a page: how much darker than paper each is, and the pixels that have it, as 255."""
    dark = _darkness(small)
    full = _print(small, dark)
    if not full:
        return []
    near = np.ones((3, 3), dtype=np.uint8)
    even = cv2.subtract(cv2.dilate(small, near), cv2.erode(small, near)) <= EVEN_TINT * full
    shares = np.where(even, dark.astype(np.float32) / full, 0)
    counts, edges = np.histogram(shares, bins=np.arange(LIGHTEST, DARKEST, GREY_STEP))
    found: list[tuple[float, Grey]] = []
    for _ in range(MOST_GREYS):
        most = int(counts.argmax())
        if counts[most] < LEAST_AREA * small.size:
            break
        share = float(edges[most]) + GREY_STEP / 2
        core = _large(np.asarray((np.abs(shares - share) <= SPREAD) * 255, dtype=np.uint8), scale)
        if core.any():
            found.append((share * full, core))
        counts[np.abs(edges[:-1] + GREY_STEP / 2 - share) <= 2 * SPREAD] = 0
    return found


def _whole(core: Grey, dark: Grey, level: float, full: float, scale: float) -> Grey:
    """A watermark with its soft edges, and with the print across it."""
    near = round(WATERMARK_NEAR_PT * scale)
    rim = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(RIM_PT * scale) + 1,) * 2)
    alike = np.asarray((np.abs(dark.astype(np.float32) - level) <= SPREAD * full) * 255, dtype=np.uint8)
    # Edges of print have every grey, in lines of a pixel.
    thick = cv2.morphologyEx(alike, cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8))
    about = cv2.dilate(core, np.ones((near, near), dtype=np.uint8))
    even = cv2.threshold(core, 127, 255, cv2.THRESH_BINARY)[1]
    mark = cv2.bitwise_or(cv2.bitwise_and(thick, about), even)
    closed = cv2.morphologyEx(mark, cv2.MORPH_CLOSE, rim)
    return np.asarray(cv2.dilate(closed, np.ones((5, 5), dtype=np.uint8)), dtype=np.uint8)


def _large(core: Grey, scale: float) -> Grey:
    """The pieces that are large and no shaded cells, with the small ones between them."""
    reach = round(WATERMARK_JOIN_PT * scale)
    joined = cv2.morphologyEx(core, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    print_wide = np.ones((2 * round(RIM_PT * scale) + 1,) * 2, dtype=np.uint8)
    full = cv2.morphologyEx(core, cv2.MORPH_CLOSE, print_wide)
    wanted = np.zeros(count, dtype=np.uint8)
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        if min(w, h) >= LEAST_WATERMARK_PT * scale:
            own = (labels[y : y + h, x : x + w] == i) & (full[y : y + h, x : x + w] > 0)
            wanted[i] = 255 if own.mean() < FILL else 0
    return np.asarray(cv2.bitwise_and(core, wanted[labels]), dtype=np.uint8)


def _thin(mark: Grey, dark: Grey, level: float, full: float) -> NDArray[np.bool_]:
    """Strokes of a watermark that are too thin to be even, in the box about its other strokes."""
    x, y, w, h = cv2.boundingRect(mark)
    found: NDArray[np.bool_] = np.zeros(mark.shape, dtype=np.bool_)
    part = slice(y, y + h), slice(x, x + w)
    beside = cv2.dilate(np.asarray(dark[part] >= PRINT * full, dtype=np.uint8), np.ones((7, 7), np.uint8))
    found[part] = (dark[part] <= min(THIN[0] * level, THIN[1] * full)) & (beside == 0)
    return found


def _darkness(grey: Grey) -> Grey:
    """How much darker each pixel is than the paper, which is looked for beyond the strokes of a watermark."""
    height, width = grey.shape
    cells = cv2.resize(grey, (CELLS, max(1, round(CELLS * height / width))), interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(cells, np.ones((BROAD, BROAD), dtype=np.uint8)), (0, 0), BROAD / 2)
    return np.asarray(cv2.subtract(cv2.resize(paper, (width, height)), grey), dtype=np.uint8)


def _print(grey: Grey, dark: Grey) -> float:
    """How dark print is; 0 on a page without any."""
    inked = dark[ink_of(grey) > 0]
    return float(np.percentile(inked, 90)) if inked.size else 0.0
