"""Pages drawn for the tests, with all that is on them known."""

from typing import Any

import cv2
import numpy as np

SCALE = 200 / 72
"""Pixels per point of a picture at 200 dpi."""
PAPER, INK = 240, 30


def paper(width_pt: float = 595, height_pt: float = 842) -> Any:
    """An empty page."""
    return np.full((round(height_pt * SCALE), round(width_pt * SCALE)), PAPER, dtype=np.uint8)


def ruled(grey: Any, *rules: tuple[float, float, float, float], thick: int = 2) -> Any:
    """The page with rules from one point to another, in points."""
    for x0, y0, x1, y1 in rules:
        start, end = (round(x0 * SCALE), round(y0 * SCALE)), (round(x1 * SCALE), round(y1 * SCALE))
        cv2.line(grey, start, end, INK, thick)
    return grey


def typed(grey: Any, x: float, y: float, size: float, count: int) -> Any:
    """The page with a line of boxes in place of characters, from ``x`` on, their feet at ``y``."""
    for k in range(count):
        left, right = x + k * size + 0.15 * size, x + (k + 1) * size - 0.15 * size
        cv2.rectangle(
            grey,
            (round(left * SCALE), round((y - 0.8 * size) * SCALE)),
            (round(right * SCALE), round(y * SCALE)),
            INK,
            3,
        )
    return grey


def leaning(grey: Any, degrees: float) -> Any:
    """The page as a feeder turns it: lines fall to the right where the angle is above zero."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER)
