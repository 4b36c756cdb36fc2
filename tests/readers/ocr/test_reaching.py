"""Boxes of lines reach as far as their ink does, and no further than their neighbours."""

from dataclasses import replace

import numpy as np

from pipeline.readers.ocr.extents import reaching
from pipeline.readers.ocr.glyphs import Box
from pipeline.readers.page import Rule

LINE = Box(100, 100, 300, 140)


def inked(*spots: tuple[int, int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    ink = np.zeros((240, 500), dtype=np.uint8)
    for x0, y0, x1, y1 in ((110, 105, 290, 135), *spots):
        ink[y0:y1, x0:x1] = 255
    return ink


def test_a_full_stop_behind_a_line_is_of_it() -> None:
    (box,) = reaching([LINE], inked((308, 124, 316, 132)), (), 2.0)

    assert (box.x0, box.y0, box.y1) == (100, 100, 140)
    assert 316 <= box.x1 <= 319


def test_a_neighbour_and_text_beyond_a_rule_are_not() -> None:
    ink = inked((310, 105, 420, 135))

    assert reaching([LINE, Box(305, 100, 430, 140)], ink, (), 2.0)[0] == LINE
    assert reaching([LINE], inked((308, 124, 316, 132)), [Rule(152, 0, 152, 200)], 2.0)[0].x1 <= 304


def test_text_that_the_finder_has_overlooked_is_left_to_another_look() -> None:
    assert reaching([LINE], inked((305, 105, 480, 135)), (), 2.0) == [LINE]


def test_ink_that_is_in_two_boxes_is_read_once() -> None:
    assert reaching([LINE, Box(270, 98, 310, 138)], inked(), (), 2.0) == [LINE]


def test_boxes_that_run_into_each_other_are_parted_in_the_white_between_them() -> None:
    ink = inked((310, 105, 420, 135))

    left, right = reaching([replace(LINE, x1=314), Box(282, 100, 430, 140)], ink, (), 2.0)

    assert (left.x0, right.x1) == (100, 430)
    assert 290 <= left.x1 == right.x0 <= 310
