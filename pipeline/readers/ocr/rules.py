"""Rules drawn on a picture: long thin strokes of ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.picture import FAINT_DARKER, darkness_of, ink_of
from pipeline.readers.page import Rule
from pipeline.readers.painting import Paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey

LEAST_PT = 18.0
"""Strokes of characters are shorter than their type, which is seldom larger; a row of a table is higher."""
GAP_PT = 1.5
"""Breaks that specks and faint printing leave in a rule."""
THICKEST_PT = 4.0
"""Thicker strokes are a scanner's dark edge or a filled box; thin ones lean a little and are blurred."""
LEAST_FREE_PT = 40.0
"""Shorter ones that touch nothing are the aligned strokes of neighbouring characters."""
SNAP_PT = 5.0
"""Rules that end so close to one across are meant to touch it."""
ON_PT = 2.0
"""Rules are merged over so much."""
ERASED_PT = 0.35
"""Ink beside a rule's middle that still is the rule's."""

WORN_SHARE = 0.4
"""A worn rule is at least this share as dark as the darkest one; rules that shine through from behind are not."""
WORN_LEAST = 0.11
"""And at least this share as dark as the page's print, where no rule is dark."""
INKED_SHARE = 0.6
"""A stroke with more of it in the ink was found there."""

Box = tuple[int, int, int, int]
"""x, y, width and height in pixels."""


def rules_of(grey: Grey, ink: Grey, scale: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...], Grey]:
    """Horizontal and vertical rules in points, and their ink.

    Args:
        grey: the straightened page.
        ink: its ink, as 255.
        scale: pixels per point.
    """
    across, down = _strokes(ink, scale, horizontal=True), _strokes(ink, scale, horizontal=False)
    worn = _Worn(grey, ink, scale, (across, down))
    worn_across, worn_down = worn.strokes(horizontal=True), worn.strokes(horizontal=False)
    paint = Paint()
    for x, y, w, h in (*across.boxes, *worn_across.boxes):
        paint.stroke(x / scale, (y + h / 2) / scale, (x + w) / scale, (y + h / 2) / scale)
    for x, y, w, h in (*down.boxes, *worn_down.boxes):
        paint.stroke((x + w / 2) / scale, y / scale, (x + w / 2) / scale, (y + h) / scale)
    drawn = paint.horizontal(), paint.vertical()
    horizontal = tuple(r for r in map(_flat_reach(drawn[1]), drawn[0]) if _is_rule(r, drawn[1]))
    vertical = tuple(r for r in map(_steep_reach(horizontal), drawn[1]) if _is_rule(r, horizontal))
    erased = np.zeros_like(ink)
    for strokes, rules in (
        (across, horizontal),
        (worn_across, horizontal),
        (down, vertical),
        (worn_down, vertical),
    ):
        erased |= strokes.ink(_of(rules, scale))
    return horizontal, vertical, erased


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Long thin strokes of one direction: their boxes, and which pixel belongs to which of them."""

    boxes: tuple[Box, ...]
    numbers: tuple[int, ...]
    labels: NDArray[np.int32]
    wider: NDArray[np.uint8]

    def ink(self, wanted: Callable[[int, int, int, int], bool]) -> NDArray[np.uint8]:
        """The pixels of those that are wanted, and of their blurred edges."""
        kept = np.zeros(int(self.labels.max()) + 1, dtype=np.uint8)
        for number, box in zip(self.numbers, self.boxes, strict=True):
            kept[number] = 255 if wanted(*box) else 0
        return np.asarray(cv2.dilate(kept[self.labels], self.wider), dtype=np.uint8)


def _strokes(ink: Grey, scale: float, *, horizontal: bool) -> _Strokes:
    length, gap = round(LEAST_PT * scale), max(3, round(GAP_PT * scale))

    def along(n: int) -> Grey:
        return np.ones((1, n) if horizontal else (n, 1), dtype=np.uint8)

    def across(n: int) -> Grey:
        return np.ones((n, 1) if horizontal else (1, n), dtype=np.uint8)

    # A rule that still leans steps from one row of pixels to the next: made thicker, its steps overlap.
    bridged = cv2.morphologyEx(cv2.dilate(ink, across(3)), cv2.MORPH_CLOSE, along(gap))
    long = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, along(length))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    thickest = THICKEST_PT * scale + 2
    boxes: list[Box] = []
    numbers: list[int] = []
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        long_side, thick = (w, area / max(w, 1)) if horizontal else (h, area / max(h, 1))
        if thick <= thickest and long_side >= length:
            numbers.append(i)
            boxes.append((x, y, w, h))
    wider = across(2 * max(1, round(ERASED_PT * scale)) + 1)
    return _Strokes(tuple(boxes), tuple(numbers), np.asarray(labels, dtype=np.int32), wider)


class _Worn:
    """Rules that came out too faint to be ink, as far as they are like the rules that did not.

    Args:
        grey: the straightened page.
        ink: its ink.
        scale: pixels per point.
        inked: strokes that were found in the ink; what shines through is far fainter than they are.
    """

    def __init__(self, grey: Grey, ink: Grey, scale: float, inked: tuple[_Strokes, ...]) -> None:
        self._ink = ink
        self._faint = ink_of(grey, FAINT_DARKER)
        self._dark = darkness_of(grey)
        self._scale = scale
        levels = [
            self._level(one.labels[y : y + h, x : x + w] == number, x, y)
            for one in inked
            for number, (x, y, w, h) in zip(one.numbers, one.boxes, strict=True)
            if max(w, h) >= LEAST_FREE_PT * scale
        ]
        full = float(np.percentile(self._dark[ink > 0], 90)) if ink.any() else 0.0
        self._least = max(WORN_SHARE * max(levels, default=0.0), WORN_LEAST * full)

    def strokes(self, *, horizontal: bool) -> _Strokes:
        """Long thin strokes of one direction that are not in the ink."""
        found = _strokes(self._faint, self._scale, horizontal=horizontal)
        kept = []
        for number, box in zip(found.numbers, found.boxes, strict=True):
            x, y, w, h = box
            mask = found.labels[y : y + h, x : x + w] == number
            inked = (self._ink[y : y + h, x : x + w] > 0)[mask].mean()
            long = max(w, h) >= LEAST_FREE_PT * self._scale
            if long and inked < INKED_SHARE and self._level(mask, x, y) >= self._least:
                kept.append((number, box))
        return replace(found, numbers=tuple(n for n, _ in kept), boxes=tuple(box for _, box in kept))

    def _level(self, mask: NDArray[np.bool_], x: int, y: int) -> float:
        """How dark a stroke is: of its pixels' upper half, for its edges are soft."""
        h, w = mask.shape
        return float(np.percentile(self._dark[y : y + h, x : x + w][mask], 75))


def _is_rule(rule: Rule, others: tuple[Rule, ...]) -> bool:
    """Whether a stroke is long, or goes from one rule across to another."""
    if rule.x1 - rule.x0 + rule.y1 - rule.y0 >= LEAST_FREE_PT:
        return True
    ends = ((rule.x0, rule.y0), (rule.x1, rule.y1))
    return all(
        any(o.x0 - 1 <= x <= o.x1 + 1 and o.y0 - SNAP_PT <= y <= o.y1 + SNAP_PT for o in others)
        if rule.y0 == rule.y1
        else any(o.y0 - 1 <= y <= o.y1 + 1 and o.x0 - SNAP_PT <= x <= o.x1 + SNAP_PT for o in others)
        for x, y in ends
    )


def _of(rules: tuple[Rule, ...], scale: float) -> Callable[[int, int, int, int], bool]:
    """Whether a stroke's box is one of the rules'."""
    return lambda x, y, w, h: any(_on(rule, x + w / 2, y + h / 2, scale) for rule in rules)


def _on(rule: Rule, x: float, y: float, scale: float) -> bool:
    """Whether a point in pixels is a rule's."""
    near = ON_PT
    return rule.x0 - near <= x / scale <= rule.x1 + near and rule.y0 - near <= y / scale <= rule.y1 + near


def _flat_reach(others: tuple[Rule, ...]) -> Callable[[Rule], Rule]:
    """Makes a horizontal rule's ends reach the vertical rules close by."""

    def reach(r: Rule) -> Rule:
        near = [o.x0 for o in others if o.y0 - SNAP_PT <= r.y0 <= o.y1 + SNAP_PT]
        return Rule(_snapped(r.x0, near), r.y0, _snapped(r.x1, near), r.y1)

    return reach


def _steep_reach(others: tuple[Rule, ...]) -> Callable[[Rule], Rule]:
    """Makes a vertical rule's ends reach the horizontal rules close by."""

    def reach(r: Rule) -> Rule:
        near = [o.y0 for o in others if o.x0 - SNAP_PT <= r.x0 <= o.x1 + SNAP_PT]
        return Rule(r.x0, _snapped(r.y0, near), r.x1, _snapped(r.y1, near))

    return reach


def _snapped(at: float, places: list[float]) -> float:
    nearest = min(places, key=lambda place: abs(place - at), default=at)
    return nearest if abs(nearest - at) <= SNAP_PT else at
