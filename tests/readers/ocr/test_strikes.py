"""A line through characters strikes them; strokes of characters and underlines do not."""

import cv2
import numpy as np
import pytest

from pipeline.readers.ocr.glyphs import Box
from pipeline.readers.ocr.picture import ink_of
from pipeline.readers.ocr.strikes import is_struck, parted, strikes_of
from tests.readers.ocr.drawing import INK, SCALE, paper, ruled, typed

LINE = Box(round(98 * SCALE), round(184 * SCALE), round(214 * SCALE), round(202 * SCALE))
"""Around eight boxes of type that stand on 198, from 100 on."""


def struck(*strikes: tuple[float, float, float]) -> list[tuple[int, int]]:
    """From where to where strikes are found, in points."""
    grey = ruled(typed(paper(), 100, 198, 14, 8), *((x0, y, x1, y) for x0, x1, y in strikes))
    found = strikes_of(grey, ink_of(grey), [LINE], SCALE).boxes
    return [(round(box.x0 / SCALE), round(box.x1 / SCALE)) for box in found]


def test_a_line_through_the_middle_strikes() -> None:
    ((x0, x1),) = struck((99, 142, 193))

    assert (x0, x1) == pytest.approx((99, 142), abs=1)


def test_characters_an_underline_and_an_overline_do_not() -> None:
    assert struck() == []
    assert struck((99, 212, 200)) == []
    assert struck((99, 212, 185)) == []


def test_a_line_is_parted_where_its_strike_ends() -> None:
    strike = Box(round(99 * SCALE), round(192 * SCALE), round(142 * SCALE), round(194 * SCALE))
    first, second = parted([LINE], [strike])

    assert first.x1 == second.x0 == strike.x1
    assert [is_struck(box, [strike], SCALE) for box in (first, second)] == [True, False]


def test_strokes_that_meet_are_no_strike() -> None:
    grey = paper()
    for k in range(4):
        x, y = round((100 + 14 * k) * SCALE), round(190 * SCALE)
        cv2.line(grey, (x + 3, y), (x + round(14 * SCALE) - 3, y), INK, 2)
        cv2.line(grey, (x + 16, round(184 * SCALE)), (x + 16, round(197 * SCALE)), INK, 2)
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.8), dtype=np.uint8)

    assert strikes_of(soft, ink_of(soft), [LINE], SCALE).boxes == ()
