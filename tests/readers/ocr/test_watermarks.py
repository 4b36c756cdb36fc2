"""Even greys of large words are taken away; print on them stays, and so do shaded cells."""

from typing import Any

import cv2
import numpy as np

from pipeline.readers.ocr.picture import ink_of
from pipeline.readers.ocr.watermarks import without_watermarks
from tests.readers.ocr.drawing import PAPER, SCALE, paper, ruled, typed


def printed() -> Any:
    grey = ruled(paper(), (60, 100, 530, 100), (60, 300, 530, 300))
    for line in range(8):
        typed(grey, 70, 130 + 20 * line, 14, 20)
    return grey


def marked(grey: Any, level: int) -> Any:
    """The page with a large character of a few strokes, under its print."""
    mark = np.full_like(grey, 255)
    for a, b in (((120, 160), (320, 160)), ((220, 110), (220, 290)), ((120, 280), (320, 280))):
        start, end = ((round(x * SCALE), round(y * SCALE)) for x, y in (a, b))
        cv2.line(mark, start, end, level, round(14 * SCALE))
    return np.minimum(grey, np.where(mark < 255, mark, 255)).astype(np.uint8)


def test_a_page_without_stays_as_it_is() -> None:
    grey = printed()

    assert without_watermarks(grey, SCALE).grey is grey


def test_a_watermark_is_taken_away_and_print_on_it_stays() -> None:
    for level in (215, 190, 160):
        found = without_watermarks(marked(printed(), level), SCALE)
        assert found.marks is not None
        ink, wanted = ink_of(found.grey) > 0, ink_of(printed()) > 0
        assert (ink & ~wanted).sum() <= 0.05 * wanted.sum()
        assert (wanted & ~ink).sum() <= 0.05 * wanted.sum()


def test_a_watermark_of_the_colour_of_print_is_print() -> None:
    assert without_watermarks(marked(paper(), PAPER), SCALE).marks is None


def test_a_shaded_cell_is_no_watermark() -> None:
    grey = printed()
    shaded = grey[round(140 * SCALE) : round(170 * SCALE), round(60 * SCALE) : round(530 * SCALE)]
    shaded[shaded > 200] = 205
    found = without_watermarks(grey, SCALE)

    assert found.marks is None
