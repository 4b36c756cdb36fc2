"""A page's picture is straightened by the angle that its lines lean."""

from typing import Any

import numpy as np
import pytest

from pipeline.readers.ocr.picture import ink_of, skew_of, turned
from tests.readers.ocr.drawing import leaning, paper, ruled, typed


def page_of_text() -> Any:
    grey = ruled(paper(), (60, 100, 530, 100), (60, 400, 530, 400), (60, 100, 60, 400), (530, 100, 530, 400))
    for line in range(12):
        typed(grey, 70, 130 + 20 * line, 14, 8 + line)
    return grey


@pytest.mark.parametrize("degrees", [-3.0, -0.6, 0.0, 1.5, 3.0])
def test_a_skew_of_up_to_three_degrees_is_told_and_taken_back(degrees: float) -> None:
    grey = leaning(page_of_text(), degrees)
    found = skew_of(ink_of(grey))

    assert found == pytest.approx(degrees, abs=0.06)
    assert skew_of(ink_of(turned(grey, found))) == pytest.approx(0, abs=0.06)


def test_an_empty_page_does_not_lean() -> None:
    assert skew_of(ink_of(paper())) == pytest.approx(0, abs=0.3)


def test_a_shadow_over_the_paper_is_no_ink() -> None:
    grey = paper()
    shade = np.linspace(0, 120, grey.shape[1], dtype=np.float32)
    dim = np.clip(grey.astype(np.float32) - shade, 0, 255).astype(np.uint8)

    assert ink_of(dim).mean() == 0
