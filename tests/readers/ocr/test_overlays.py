"""Coloured stamps over print are taken off and told; print in colour stays."""

from typing import Any

import cv2
import numpy as np
import pytest

from pipeline.readers.ocr.hidden import is_seen_through
from pipeline.readers.ocr.overlays import taken_off
from pipeline.readers.ocr.picture import ink_of
from tests.readers.ocr.drawing import SCALE, paper, ruled, typed

RED = (196, 30, 40)


def printed() -> Any:
    grey = ruled(paper(), (60, 100, 530, 100))
    for line in range(4):
        typed(grey, 70, 130 + 40 * line, 14, 20)
    return grey


def tinted(grey: Any, mask: Any) -> Any:
    """The page in colour, with red ink where the mask is, through which print is seen."""
    share = (mask.astype(np.float32) / 255 * 0.7)[..., None]
    colours = grey[..., None] * (1 - share * (1 - np.array(RED, dtype=np.float32) / 255))
    return np.rint(colours).astype(np.uint8)


def ring(x: float, y: float) -> Any:
    mask = np.zeros_like(paper())
    cv2.circle(mask, (round(x * SCALE), round(y * SCALE)), round(40 * SCALE), 255, 10)
    return mask


def grey_of(colours: Any) -> Any:
    return cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)


def test_a_stamp_over_print_is_taken_off_and_the_print_stays() -> None:
    colours = tinted(printed(), ring(200, 180))
    found = taken_off(colours, grey_of(colours), SCALE)
    x0, y0, x1, y1 = zip(*found.boxes, strict=True)
    under = ring(200, 180) > 0

    assert (min(x0), min(y0), max(x1), max(y1)) == pytest.approx(
        [v * SCALE for v in (160, 140, 240, 220)], abs=10
    )
    assert (found.grey[under] < 128).mean() == pytest.approx((printed()[under] < 128).mean(), abs=0.02)
    assert (found.grey[under] > 200).mean() > 0.7


def test_a_stamp_beside_the_print_is_left_as_it_is() -> None:
    colours = tinted(printed(), ring(400, 600))
    found = taken_off(colours, grey_of(colours), SCALE)

    assert found.boxes == ()
    assert found.grey.min() < 128


def test_print_in_colour_stays_beside_black_words_too() -> None:
    words = (typed(paper(), 378, 130, 14, 8) < 128) * 255
    colours = tinted(printed(), words)
    found = taken_off(colours, grey_of(colours), SCALE)

    assert found.boxes == ()
    assert (found.grey == grey_of(colours)).all()


@pytest.mark.parametrize("opaque", [False, True])
def test_it_is_seen_whether_print_goes_on_under_a_stamp(opaque: bool) -> None:
    mask = ring(200, 180)
    colours = tinted(printed(), mask)
    if opaque:
        colours[mask > 0] = RED
    found = taken_off(colours, grey_of(colours), SCALE)
    assert found.holes is not None

    assert is_seen_through(found.holes, ink_of(found.grey)) is not opaque
