"""Stamps and signatures in colour that lie over print: taken away, so that what is under them can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.picture import PAPER, darkness_of, ink_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey

COLOURED = 45
"""Levels by which the channels of coloured ink differ; tinted paper and the noise of scanners stay below."""
LEAST_SHARE = 0.0003
"""Share of a page's pixels of a colour below which it has no stamp."""
GLANCE = 4
"""A page is looked at in a fourth of its resolution to tell whether it has colours."""
STAMP_JOIN_PT = 10.0
"""Print parts a stamp's strokes by no more than a character."""
LEAST_STAMP_PT = 20.0
"""Stamps and signatures are larger both ways; a line in colour is not as high."""
OVER_PRINT = 0.015
"""Share of black ink within the box of a stamp that lies over print; print in colour has black beside it only."""
LIGHTER = 0.5
"""Coloured ink is lighter in its brightest channel than this share of the print's darkness."""
VEIL_EDGE = 1.15
"""Ink differs by so much from its own usual darkness, for a stamp is never wet all over."""
RESIDUE, RESIDUE_LONG, RESIDUE_THICK = 9, 14, 2.5
"""Pixels across in which colours of a JPEG are lost at the edge of such ink, and what is left there: lines."""
FAINT = 0.25
"""What is left there is darker than this share of print."""
INK_EDGE_PX = 5
"""Pixels around coloured ink into which its soft edge, and the coarser colours of a JPEG, reach."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A page's picture without what lay over its print.

    Attributes:
        grey: its pixels.
        boxes: where stamps and signatures were: x0, y0, x1, y1 in pixels.
        holes: the pixels that were theirs, as 255; None where there were none.
    """

    grey: Grey
    boxes: tuple[tuple[int, int, int, int], ...] = ()
    holes: Grey | None = None


def uncovered(page: Any, grey: Grey, scale: float) -> Uncovered:
    """Take stamps and signatures in colour off the print; a page without is given back as it is.

    Args:
        page: of pypdfium2.
        grey: its picture.
        scale: pixels per point.
    """
    glance = _colours(page, scale / GLANCE)
    if (np.ptp(glance, axis=2) > COLOURED).mean() < LEAST_SHARE:
        return Uncovered(grey)
    return taken_off(_colours(page, scale), grey, scale)


def taken_off(colours: NDArray[np.uint8], grey: Grey, scale: float) -> Uncovered:
    """The same of a picture in colour: rows, columns and three channels."""
    soft = cv2.GaussianBlur(colours, (3, 3), 0)
    coloured = np.asarray((np.ptp(soft, axis=2) > COLOURED) * 255, dtype=np.uint8)
    brightest = np.ascontiguousarray(colours.max(axis=2))
    dark = darkness_of(brightest)
    black = ink_of(brightest)
    if not black.any():
        return Uncovered(grey)
    full = float(np.percentile(dark[black > 0], 90))
    printed = (black > 0) & (dark >= LIGHTER * full)
    reach = max(3, round(STAMP_JOIN_PT * scale))
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[tuple[int, int, int, int]] = []
    clear, holes = grey.copy(), np.zeros_like(grey)
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        part = slice(y, y + h), slice(x, x + w)
        if min(w, h) < LEAST_STAMP_PT * scale or printed[part].mean() < OVER_PRINT:
            continue
        boxes.append((x, y, x + w, y + h))
        part = (
            slice(max(0, y - INK_EDGE_PX), y + h + INK_EDGE_PX),
            slice(max(0, x - INK_EDGE_PX), x + w + INK_EDGE_PX),
        )
        own = (labels[part] == i) & (coloured[part] > 0)
        under = _under(dark[part], own, full)
        edged = (
            cv2.dilate(np.asarray(own, dtype=np.uint8), np.ones((INK_EDGE_PX, INK_EDGE_PX), dtype=np.uint8))
            > 0
        )
        clear[part] = np.where(edged, PAPER - under, clear[part])
        clear[part][_residue(PAPER - clear[part], own, full)] = PAPER
        holes[part] |= np.asarray(edged * 255, dtype=np.uint8)
    return Uncovered(clear, tuple(boxes), holes) if boxes else Uncovered(grey)


def _under(dark: Grey, own: NDArray[np.bool_], full: float) -> Grey:
    """How dark the print under coloured ink is, as if there were no such ink.

    Args:
        dark: how dark each pixel is in its brightest channel.
        own: the coloured ink.
        full: how dark print is.
    """
    light = own & (dark < LIGHTER * full)
    veil = min(VEIL_EDGE * float(np.percentile(dark[light], 75)), LIGHTER * full) if light.any() else 0.0
    seen = (dark.astype(np.float32) - veil) * (full / (full - veil))
    return np.asarray(np.clip(seen, 0, PAPER), dtype=np.uint8)


def _residue(dark: Grey, own: NDArray[np.bool_], full: float) -> NDArray[np.bool_]:
    """What is left of coloured ink where a JPEG has lost its colour: pieces that lie wholly along its edge."""
    near = cv2.dilate(np.asarray(own, dtype=np.uint8), np.ones((RESIDUE, RESIDUE), dtype=np.uint8))
    left = np.asarray(dark >= FAINT * full, dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(left, connectivity=8)
    within = np.bincount(labels[near > 0], minlength=count)
    area, long = stats[:, cv2.CC_STAT_AREA], stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    # Print beside it is in pieces that are shorter or thicker.
    gone = (within >= area) & (long >= RESIDUE_LONG) & (area <= RESIDUE_THICK * long)
    gone[0] = False
    return np.asarray(gone[labels], dtype=np.bool_)


def _colours(page: Any, scale: float) -> NDArray[np.uint8]:
    bitmap = page.render(scale=scale, may_draw_forms=False)
    colours = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    bitmap.close()
    return colours
