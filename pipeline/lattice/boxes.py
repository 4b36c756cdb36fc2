"""Boxes on a page."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.readers.page import BBox


def around(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around boxes; there must be one."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def inside(x: float, y: float, box: BBox, reach: float = 0.0) -> bool:
    """Whether a point lies in a box, or no further than ``reach`` outside."""
    return box[0] - reach <= x <= box[2] + reach and box[1] - reach <= y <= box[3] + reach
