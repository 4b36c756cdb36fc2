"""Ink on a page that no line of text took up: it is looked at again, and what stays unread is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.glyphs import Box

if TYPE_CHECKING:
    from pipeline.readers.ocr.picture import Grey

LEAST_LEFTOVER_PT = 4.5
"""Smaller pieces are specks: a dash in a cell is at least half an em long."""
LEAST_INK = 0.12
"""Share of ink of a piece's box; a veil of specks has less."""
MARGIN_PT = 14.0
"""So far from the page's edges there are shadows of the paper and holes, not text."""
PIECES_JOIN_PT = 4.0
"""Pieces so close to each other are one: strokes of a character, characters of a word."""
MOST_LEFTOVERS = 40
"""A page with more pieces is stained or holds a photograph: the largest are told."""


def leftover_boxes(ink: Grey, boxes: Sequence[Box], scale: float) -> list[Box]:
    """Boxes of ink outside of all lines, top to bottom.

    Args:
        ink: the page's ink without rules, as 255.
        boxes: where lines of text stand.
        scale: pixels per point.
    """
    left = ink.copy()
    for box in boxes:
        left[box.y0 : box.y1, box.x0 : box.x1] = 0
    # Single specks go first, so that they cannot be joined to what looks like a character.
    left = np.asarray(cv2.medianBlur(left, 3), dtype=np.uint8)
    reach = max(1, round(PIECES_JOIN_PT * scale))
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype=np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[tuple[int, Box]] = []
    margin = MARGIN_PT * scale
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        box = Box(x, y, x + w, y + h)
        inside = (
            x > margin and y > margin and box.x1 < ink.shape[1] - margin and box.y1 < ink.shape[0] - margin
        )
        if inside and max(w, h) >= LEAST_LEFTOVER_PT * scale and box.crop(left).mean() >= 255 * LEAST_INK:
            found.append((w * h, box))
    largest = sorted(found, key=lambda pair: -pair[0])[:MOST_LEFTOVERS]
    return sorted((box for _, box in largest), key=lambda box: (box.y0, box.x0))


def widened(box: Box, share: float, shape: tuple[int, ...]) -> Box:
    """The box with a share of its height more on each side, within the picture."""
    more = max(2, round(share * (box.y1 - box.y0)))
    return Box(
        max(0, box.x0 - more),
        max(0, box.y0 - more),
        min(shape[1], box.x1 + more),
        min(shape[0], box.y1 + more),
    )
