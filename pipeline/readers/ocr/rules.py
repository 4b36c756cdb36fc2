"""Rules drawn on a picture: long thin strokes of ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.picture import FAINT_DARKER, darkness_of, ink_of
from pipeline.readers.page import Rule
from pipeline.readers.paint import Paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey

LEAST_RULE_PT = 18.0
"""Strokes of characters are shorter than their type, which is seldom larger; a row of a table is higher."""
GAP_PT = 1.5
"""Breaks that specks and faint printing leave in a rule."""
THICKEST_PT = 4.0
"""Thicker strokes are a scanner's dark edge or a filled box; thin ones lean a little and are blurred."""
LEAST_FREE_PT = 40.0
"""Shorter ones that touch nothing are the aligned strokes of neighbouring characters."""
HOLE_PT = 30.0
"""A stamp's ring that touches a rule, or a stroke that lies along it, hides so much of it."""
HOLE_EDGE = 7
"""Pixels across of the edge about such a hole."""
LONGEST_HOLE_PT, HOLE_SHARE = 90.0, 0.8
"""The words of a stamp, and of a watermark of opaque grey, hide so much of a rule, of which a little may be seen."""
SAME_PX = 4
"""Pixels by which two strokes of one rule differ in height."""
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

BRANCH_PT = 1.5
"""Ink that goes on so far from a stroke is another stroke that crosses it or begins on it, and no blurred edge."""
BRANCHED = 0.05
"""Share of a stroke's length from which others go on. A table's rules have less than 0.01 of it, rows of strokes of
characters at least 0.06 on one of their sides."""
STRUCK = 0.1
"""A line from which ink goes on to both sides over so much of its length runs through characters."""
WIDEST_STRIKE = 0.6
"""Of a page's width or height: a longer line is a table's, though print runs over it."""
BROKEN_STROKE_SHARE = 0.04
"""Share of a stroke's length without ink, below which it is one stroke: rules reach 0.005, aligned strokes of
neighbouring characters begin at 0.06."""

Box = tuple[int, int, int, int]
"""x, y, width and height in pixels."""


def rules_of(
    grey: Grey, ink: Grey, scale: float, holes: Grey | None = None
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], Grey]:
    """Horizontal and vertical rules in points, and their ink.

    Args:
        grey: the straightened page.
        ink: its ink, as 255.
        scale: pixels per point.
        holes: where something was taken off the page, as 255; rules go on under it.
    """
    around = None
    if holes is not None:
        # What is left along the edges of a stamp is none of its own.
        around = np.asarray(cv2.dilate(holes, np.ones((HOLE_EDGE, HOLE_EDGE), np.uint8)), np.uint8)
    across, down = (
        without_characters(
            strokes_of(_bridged(ink, around, scale, horizontal=way), scale, horizontal=way), ink, scale
        )
        for way in (True, False)
    )
    worn = _Worn(grey, ink, scale, (across, down))
    worn_across, worn_down = worn.strokes(horizontal=True), worn.strokes(horizontal=False)
    unseen = [] if around is None else [*_gaps(across, around, scale), *_gaps(down, around, scale)]
    paint = Paint()
    for x, y, w, h in (*across.boxes, *worn_across.boxes, *(box for box in unseen if box[2] > box[3])):
        paint.stroke(x / scale, (y + h / 2) / scale, (x + w) / scale, (y + h / 2) / scale)
    for x, y, w, h in (*down.boxes, *worn_down.boxes, *(box for box in unseen if box[3] >= box[2])):
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
    for x, y, w, h in unseen:
        erased[y : y + h, x : x + w] = 255
    return horizontal, vertical, erased


def _bridged(ink: Grey, around: Grey | None, scale: float, *, horizontal: bool) -> Grey:
    """The ink beside holes, going on through them where it stands on both of their sides."""
    if around is None:
        return ink
    side = round(HOLE_PT * scale)
    beside = np.ones((1, side) if horizontal else (side, 1), dtype=np.uint8)
    outside = cv2.bitwise_and(ink, cv2.bitwise_not(around))
    # What is beyond the picture is no ink.
    padded = cv2.copyMakeBorder(outside, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, beside)[side:-side, side:-side]
    return np.asarray(cv2.bitwise_or(outside, cv2.bitwise_and(closed, around)), dtype=np.uint8)


def _gaps(strokes: Strokes, around: Grey, scale: float) -> list[Box]:
    """Boxes between strokes of one line that are hidden from one to the other."""
    level = strokes.horizontal
    # From where to where along the line, and its middle and thickness across.
    spans = sorted(
        (x, x + w, y + h / 2, h) if level else (y, y + h, x + w / 2, w) for x, y, w, h in strokes.boxes
    )
    found: list[Box] = []
    for start, end, middle, thick in spans:
        behind = [one for one in spans if one[0] > end and abs(one[2] - middle) <= SAME_PX]
        if not behind or any(
            a <= end < b and abs(m - middle) <= SAME_PX for a, b, m, _ in spans if a > start
        ):
            continue
        to = behind[0][0]
        at, half = round((middle + behind[0][2]) / 2), (thick + 1) // 2
        between = around[at, end:to] if level else around[end:to, at]
        if to - end <= LONGEST_HOLE_PT * scale and (between > 0).mean() >= HOLE_SHARE:
            sides = max(0, at - half), 2 * half
            found.append(
                (end, sides[0], to - end, sides[1]) if level else (sides[0], end, sides[1], to - end)
            )
    return found


@dataclass(frozen=True, slots=True)
class Strokes:
    """Long thin strokes of one direction: their boxes, and which pixel belongs to which of them."""

    horizontal: bool
    boxes: tuple[Box, ...]
    numbers: tuple[int, ...]
    labels: NDArray[np.int32]
    wider: NDArray[np.uint8]

    def only(self, wanted: Callable[[int, Box], bool]) -> Strokes:
        """Those that are wanted, by their number and box."""
        kept = [pair for pair in zip(self.numbers, self.boxes, strict=True) if wanted(*pair)]
        return replace(self, numbers=tuple(n for n, _ in kept), boxes=tuple(box for _, box in kept))

    def ink(self, wanted: Callable[[int, int, int, int], bool]) -> NDArray[np.uint8]:
        """The pixels of those that are wanted, and of their blurred edges."""
        kept = np.zeros(int(self.labels.max()) + 1, dtype=np.uint8)
        for number, box in zip(self.numbers, self.boxes, strict=True):
            kept[number] = 255 if wanted(*box) else 0
        return np.asarray(cv2.dilate(kept[self.labels], self.wider), dtype=np.uint8)


def strokes_of(ink: Grey, scale: float, *, horizontal: bool, least_pt: float = LEAST_RULE_PT) -> Strokes:
    """Long thin strokes of one direction.

    Args:
        ink: the page's ink, as 255.
        scale: pixels per point.
        horizontal: which direction.
        least_pt: their least length.
    """
    length, gap = round(least_pt * scale), max(3, round(GAP_PT * scale))

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
    return Strokes(horizontal, tuple(boxes), tuple(numbers), np.asarray(labels, dtype=np.int32), wider)


@dataclass(frozen=True, slots=True)
class Crossed:
    """What goes on from a stroke.

    Attributes:
        before: for each pixel along it, whether ink goes on above a horizontal one, left of a vertical one.
        behind: likewise below or right.
        broken: share of its length without ink.
    """

    before: NDArray[np.bool_]
    behind: NDArray[np.bool_]
    broken: float


def crossed(strokes: Strokes, number: int, box: Box, ink: Grey, scale: float) -> Crossed:
    """What goes on from one of the strokes.

    Args:
        strokes: all of its direction.
        number: which of them.
        box: its box.
        ink: what they were found in.
        scale: pixels per point.
    """
    x, y, w, h = box
    reach = round(BRANCH_PT * scale) + 1
    top, left = (min(reach, y), 0) if strokes.horizontal else (0, min(reach, x))
    below, right = (reach, 0) if strokes.horizontal else (0, reach)
    part: NDArray[np.bool_] = np.asarray(ink[y - top : y + h + below, x - left : x + w + right] > 0)
    mask: NDArray[np.bool_] = np.zeros_like(part)
    mask[top : top + h, left : left + w] = strokes.labels[y : y + h, x : x + w] == number
    if not strokes.horizontal:
        part, mask = part.T, mask.T
    # Columns of pixels across the stroke: its first and last row in each.
    along = np.arange(mask.shape[1])
    first, last = mask.argmax(axis=0), mask.shape[0] - 1 - mask[::-1].argmax(axis=0)
    before, behind = np.ones_like(along, dtype=np.bool_), np.ones_like(along, dtype=np.bool_)
    for step in range(reach):
        before &= (first >= step) & part[np.maximum(first - step, 0), along]
        behind &= (last + step < part.shape[0]) & part[np.minimum(last + step, part.shape[0] - 1), along]
    return Crossed(before, behind, 1 - float((part & mask).any(axis=0).mean()))


def without_characters(strokes: Strokes, ink: Grey, scale: float) -> Strokes:
    """The strokes that are not the aligned ones of neighbouring characters, nor lines through characters."""

    def drawn(number: int, box: Box) -> bool:
        found = crossed(strokes, number, box, ink, scale)
        before, behind = float(found.before.mean()), float(found.behind.mean())
        if found.broken >= BROKEN_STROKE_SHARE:
            return max(before, behind) < BRANCHED
        long = box[2] / ink.shape[1] if strokes.horizontal else box[3] / ink.shape[0]
        return min(before, behind) < STRUCK or long > WIDEST_STRIKE

    return strokes.only(drawn)


class _Worn:
    """Rules that came out too faint to be ink, as far as they are like the rules that did not.

    Args:
        grey: the straightened page.
        ink: its ink.
        scale: pixels per point.
        inked: strokes that were found in the ink; what shines through is far fainter than they are.
    """

    def __init__(self, grey: Grey, ink: Grey, scale: float, inked: tuple[Strokes, ...]) -> None:
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

    def strokes(self, *, horizontal: bool) -> Strokes:
        """Long thin strokes of one direction that are not in the ink."""
        found = strokes_of(self._faint, self._scale, horizontal=horizontal)

        def worn(number: int, box: Box) -> bool:
            x, y, w, h = box
            if max(w, h) < LEAST_FREE_PT * self._scale:
                return False
            mask = found.labels[y : y + h, x : x + w] == number
            inked = (self._ink[y : y + h, x : x + w] > 0)[mask].mean()
            return bool(inked < INKED_SHARE) and self._level(mask, x, y) >= self._least

        return without_characters(found.only(worn), self._faint, self._scale)

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
