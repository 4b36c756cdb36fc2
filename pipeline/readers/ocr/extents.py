"""Boxes of lines made as long as their ink: the finder leaves out a full stop at the end or a thin first stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.glyphs import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.page import Rule

GAP = 0.4
"""White within a line, by the height of its box: a full stop stands in the lower left of its em box."""
MOST_END_HEIGHT = 1.0
"""More than this is text that the finder has overlooked, and no mark at the line's end."""
BODY = 0.1, 0.95
"""Heights within the box between which its own ink stands; above and below are other lines."""
WITHIN = 0.6
"""Share of a box's ink within larger ones that makes it theirs."""
LEAST_INK_PT = 1.0
"""Smaller pieces are specks."""
REACH_MARGIN_PT = 0.7
"""White that is left beyond the ink."""
SAME_LINE_SHARE = 0.5
"""Boxes of one line have this share of their height in common."""


def reaching(boxes: Sequence[Box], ink: Grey, vertical: Sequence[Rule], scale: float) -> list[Box]:
    """The boxes, each once and reaching on both sides as far as its line's ink does.

    Args:
        boxes: where the finder saw lines.
        ink: the page's ink without rules, as 255.
        vertical: vertical rules, in points.
        scale: pixels per point.
    """
    solid = np.asarray(cv2.medianBlur(ink, 3), dtype=np.uint8)
    whole = [box for box in boxes if not _is_seen_twice(box, boxes, solid)]
    return [_reaching(box, whole, solid, vertical, scale) for box in _side_by_side(whole, solid)]


def _is_seen_twice(box: Box, boxes: Sequence[Box], ink: Grey) -> bool:
    """Whether most of a box's ink is that of larger ones: what is left of a box that was cut at a rule, a character."""
    area = (box.x1 - box.x0) * (box.y1 - box.y0)
    own = box.crop(ink) > 0
    alone = own.copy()
    for other in boxes:
        shared = other.x0 < box.x1 and box.x0 < other.x1 and other.y0 < box.y1 and box.y0 < other.y1
        if shared and (other.x1 - other.x0) * (other.y1 - other.y0) > area:
            rows = slice(max(0, other.y0 - box.y0), other.y1 - box.y0)
            alone[rows, max(0, other.x0 - box.x0) : other.x1 - box.x0] = False
    return bool(own.any()) and int(alone.sum()) <= (1 - WITHIN) * int(own.sum())


def _side_by_side(boxes: Sequence[Box], ink: Grey) -> list[Box]:
    """The boxes, those that run into each other parted in the white between their texts.

    The finder widens each box by a share of its height: beside a narrow gutter it takes in what is beyond.
    """
    found = list(boxes)
    for k in range(len(found)):
        for m in range(len(found)):
            left, right = found[k], found[m]
            common = min(left.y1, right.y1) - max(left.y0, right.y0)
            high = min(left.y1 - left.y0, right.y1 - right.y0)
            if left.x0 < right.x0 < left.x1 < right.x1 and common >= SAME_LINE_SHARE * high:
                x = _white(left, right, ink)
                found[k], found[m] = replace(left, x1=x), replace(right, x0=x)
    return found


def _white(left: Box, right: Box, ink: Grey) -> int:
    """The middle of the widest white that two boxes of one line have in common in part."""
    rows = slice(max(left.y0, right.y0), min(left.y1, right.y1))
    inked = np.flatnonzero(np.any(ink[rows, left.x0 : right.x1], axis=0)) + left.x0
    whites = [(a + 1, b) for a, b in pairwise(inked.tolist()) if a + 1 < left.x1 and right.x0 < b]
    start, end = max(whites, key=lambda white: white[1] - white[0], default=(right.x0, left.x1))
    return (start + end) // 2


def _reaching(box: Box, boxes: Sequence[Box], ink: Grey, vertical: Sequence[Rule], scale: float) -> Box:
    high = box.y1 - box.y0
    rows = slice(box.y0 + round(BODY[0] * high), box.y0 + round(BODY[1] * high))
    most = round(MOST_END_HEIGHT * high)
    left, right = _limits(box, boxes, vertical, scale)
    behind: NDArray[np.bool_] = np.any(ink[rows, box.x1 : min(right, box.x1 + most)], axis=0)
    before: NDArray[np.bool_] = np.any(ink[rows, max(left, box.x0 - most) : box.x0], axis=0)
    return Box(
        box.x0 - min(_reach(before[::-1], high, scale), box.x0 - left),
        box.y0,
        box.x1 + min(_reach(behind, high, scale), right - box.x1),
        box.y1,
    )


def _limits(box: Box, boxes: Sequence[Box], vertical: Sequence[Rule], scale: float) -> tuple[int, int]:
    """Between where a line may reach: its neighbours and the rules beside it."""
    left, right = 0, 1 << 30
    for other in boxes:
        if other is not box and min(other.y1, box.y1) > max(other.y0, box.y0):
            if other.x0 >= box.x0:
                right = min(right, other.x0)
            else:
                left = max(left, other.x1)
    middle = (box.y0 + box.y1) / 2 / scale
    for rule in vertical:
        if rule.y0 <= middle <= rule.y1:
            x = round(rule.x0 * scale)
            left, right = (left, min(right, x)) if x > (box.x0 + box.x1) / 2 else (max(left, x), right)
    return min(left, box.x0), max(right, box.x1)


def _reach(columns: NDArray[np.bool_], high: int, scale: float) -> int:
    """How far ink goes on, by columns of pixels away from the box; 0 where it does not, or never ends."""
    inked = np.flatnonzero(columns)
    end = -1
    for x in inked.tolist():
        if x - end - 1 > GAP * high:
            break
        end = x
    count = int((inked <= end).sum())
    if count < LEAST_INK_PT * scale or end + 1 >= len(columns):
        return 0
    return end + 1 + round(REACH_MARGIN_PT * scale)
