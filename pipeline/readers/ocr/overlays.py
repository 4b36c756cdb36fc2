"""Stamps and signatures in colour that lie over print: taken away, so that what is under them can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

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
JOIN_PT = 10.0
"""Print parts a stamp's strokes by no more than a character."""
LEAST_PT = 20.0
"""Stamps and signatures are larger both ways; a line in colour is not as high."""
OVER_PRINT = 0.015
"""Share of black ink within the box of a stamp that lies over print; print in colour has black beside it only."""
LIGHTER = 0.5
"""Coloured ink is lighter in its brightest channel than this share of the print's darkness."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A page's picture without what lay over its print.

    Attributes:
        grey: its pixels.
        boxes: where stamps and signatures were: x0, y0, x1, y1 in pixels.
    """

    grey: Grey
    boxes: tuple[tuple[int, int, int, int], ...] = ()


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
    reach = max(3, round(JOIN_PT * scale))
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    over = np.zeros(grey.shape, dtype=np.uint8)
    boxes = []
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        part = slice(y, y + h), slice(x, x + w)
        if min(w, h) >= LEAST_PT * scale and printed[part].mean() >= OVER_PRINT:
            over[part] |= np.asarray((labels[part] == i) * 255, dtype=np.uint8)
            boxes.append((x, y, x + w, y + h))
    if not boxes:
        return Uncovered(grey)
    rest = np.clip((dark.astype(np.float32) - LIGHTER * full) / (1 - LIGHTER), 0, PAPER)
    wide = cv2.dilate(over, np.ones((5, 5), dtype=np.uint8)) > 0
    return Uncovered(np.where(wide, PAPER - rest, grey).astype(np.uint8), tuple(boxes))


def _colours(page: Any, scale: float) -> NDArray[np.uint8]:
    bitmap = page.render(scale=scale, may_draw_forms=False)
    colours = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    bitmap.close()
    return colours
