"""Print that something laid over the page hides: stamps of opaque ink let nothing of it through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.glyphs import Box, InkedLine, sizes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser
    from pipeline.readers.page import Rule

SEEN_THROUGH = 0.125
"""Share of the pixels beside print, within what was laid over it, that have ink. Of opaque ink it is 0.02 to 0.12, of
watermarks through which print is seen 0.13 and more, of such stamps 0.16 and more."""
ACROSS = 15
"""Pixels across print that parts what lies over it, for what is black is not of its colour."""
BESIDE_PRINT_PX, SOFT_EDGE_PX = 9, 7
"""Pixels across: what is beside print, and the soft edge of what was taken off, which has lost its print."""
HIDDEN_HEIGHT = 0.6
"""A column of pixels is hidden where so much of the line's height is."""
HIDDEN_DIGIT_EM = 0.3
"""A hidden place as wide as this may hold a digit."""
HIDDEN_TEXT_EM = 0.6
"""The same behind other characters than digits, of which those that are narrow say little."""
PAD_EM = 0.4
"""White between a cell's rule and its text."""
DIGIT_GAP_EM = 0.35
"""A digit stands so close to those before it."""
TOUCHED = 0.04
"""Share of a line's box that has to be hidden before its digits are read once more."""
INPAINTED = 3
"""Pixels about a hidden one from which it is filled."""
ENDS = frozenset("。；！？」）)")
"""Behind these nothing follows."""


def with_hidden(
    lines: Sequence[InkedLine],
    over: Grey,
    vertical: Sequence[Rule],
    clean: Grey,
    ink: Grey,
    engine: Recogniser,
) -> tuple[list[InkedLine], list[Box]]:
    """The lines, their digits doubted where what is hidden may make them others, and places that may hold more.

    Args:
        lines: of one page.
        over: pixels of what was taken off it, as 255.
        vertical: vertical rules, in points.
        clean: its picture without that and without rules.
        ink: its ink, as 255.
        engine: what reads lines.
    """
    if not over.any() or is_seen_through(over, ink):
        return list(lines), []
    hidden = [
        _hidden(line, size * line.scale, over, vertical, ink)
        for line, size in zip(lines, sizes_of(lines), strict=True)
    ]
    touched = [
        i
        for i, line in enumerate(lines)
        if _digits(line.characters) and line.box.crop(over).mean() >= TOUCHED * 255
    ]
    found = list(lines)
    said = engine.read([_filled(lines[i].box, clean, over) for i in touched])
    for i, other in zip(touched, said, strict=True):
        line = lines[i]
        if _digits(other) != _digits(line.characters):
            found[i] = replace(line, characters=tuple(c._replace(confidence=0.0) for c in line.characters))
    return found, [box for boxes in hidden for box in boxes]


def is_seen_through(over: Grey, ink: Grey) -> bool:
    """Whether print that runs up to what lies over it goes on under it.

    Args:
        over: pixels of what was taken off the page, as 255.
        ink: the page's ink, as 255.
    """
    whole = cv2.morphologyEx(over, cv2.MORPH_CLOSE, np.ones((ACROSS, ACROSS), np.uint8))
    outside = cv2.bitwise_and(ink, cv2.bitwise_not(whole))
    near = cv2.bitwise_and(cv2.dilate(outside, np.ones((BESIDE_PRINT_PX, BESIDE_PRINT_PX), np.uint8)), whole)
    within = cv2.bitwise_and(near, cv2.erode(whole, np.ones((SOFT_EDGE_PX, SOFT_EDGE_PX), np.uint8)))
    there, inked = cv2.countNonZero(within), cv2.countNonZero(cv2.bitwise_and(within, ink))
    return inked >= SEEN_THROUGH * there


def _hidden(line: InkedLine, em: float, over: Grey, vertical: Sequence[Rule], ink: Grey) -> list[Box]:
    """Places in a line, or close to its ends within its cell, that are hidden and may hold a character."""
    said = [c.text for c in line.characters if not c.text.isspace()]
    x0, x1, close = round(line.x0 * line.scale), round(line.x1 * line.scale), round(DIGIT_GAP_EM * em)
    least = (HIDDEN_DIGIT_EM if said[-1].isdigit() else HIDDEN_TEXT_EM) * em
    reach = round(least) + close
    left, right = _room(line, vertical, round(PAD_EM * em))
    left = max(left, 0, x0 - reach)
    right = x1 if said[-1] in ENDS else min(right, over.shape[1], x1 + reach)
    part = (
        slice(max(0, round(line.top * line.scale)), round(line.bottom * line.scale) + 1),
        slice(left, right),
    )
    covered = (over[part] > 0).mean(axis=0) >= HIDDEN_HEIGHT
    empty = ~(ink[part] > 0).any(axis=0)
    return [
        Box(max(0, left + a - close), line.box.y0, left + b + close, line.box.y1)
        for a, b in _runs(np.asarray(covered & empty, dtype=np.bool_))
        if b - a >= least and left + b >= x0 - close and left + a <= x1 + close
    ]


def _room(line: InkedLine, vertical: Sequence[Rule], pad: int) -> tuple[int, int]:
    """Between where the text of a line's cell stands: rules keep some white."""
    middle, height = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    sides = [rule.x0 for rule in vertical if rule.y0 <= height <= rule.y1]
    left = max((x for x in sides if x < middle), default=None)
    right = min((x for x in sides if x >= middle), default=None)
    return (
        0 if left is None else round(left * line.scale) + pad,
        1 << 30 if right is None else round(right * line.scale) - pad,
    )


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _filled(box: Box, clean: Grey, over: Grey) -> Grey:
    """A line with its strokes drawn on through what is hidden."""
    found = cv2.inpaint(box.crop(clean).copy(), box.crop(over).copy(), INPAINTED, cv2.INPAINT_TELEA)
    return np.asarray(found, dtype=np.uint8)


def _digits(line: Sequence[Character]) -> str:
    return "".join(c.text for c in line if c.text.isdigit())
