"""A page's picture is straightened by the angle that its lines lean."""

from typing import Any

import numpy as np
import pytest

from pipeline.readers.ocr.picture import (
    ink_of,
    leaves_of,
    quarter_turned,
    skew_of,
    turned,
    way_back,
    without_ghosts,
)
from tests.readers.ocr.drawing import INK, PAPER, SCALE, leaning, paper, ruled, typed


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


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("degrees", [0.0, 2.5, -2.5])
def test_the_way_back_leads_to_where_the_ink_was(quarters: int, degrees: float) -> None:
    shown = paper(595, 842)
    x, y = 200, 500
    at = (round(y * SCALE), round(x * SCALE))
    shown[at[0] - 3 : at[0] + 4, at[1] - 3 : at[1] + 4] = INK
    straight = turned(quarter_turned(shown, quarters), degrees)
    rows, columns = np.nonzero(straight < 128)
    found = columns.mean() / SCALE, rows.mean() / SCALE
    a, b, c, d, e, f = way_back(quarters, degrees, straight.shape, SCALE) or (1, 0, 0, 1, 0, 0)

    assert a * found[0] + c * found[1] + e == pytest.approx(x, abs=1.0)
    assert b * found[0] + d * found[1] + f == pytest.approx(y, abs=1.0)


def test_what_shines_through_is_taken_away_and_told_and_print_stays() -> None:
    printed = page_of_text()
    behind = np.fliplr(typed(paper(), 60, 700, 40, 10))
    grey = np.minimum(printed, np.where(behind < 128, PAPER - 40, 255)).astype(np.uint8)
    cleaned, ghosts = without_ghosts(grey, ink_of(grey))
    rows = np.flatnonzero(ghosts.any(axis=1)) / SCALE

    assert rows[0] == pytest.approx(660, abs=10)
    assert ink_of(cleaned)[round(650 * SCALE) :].mean() == 0
    assert (ink_of(cleaned)[: round(450 * SCALE)] > 0).sum() == pytest.approx(
        (ink_of(printed)[: round(450 * SCALE)] > 0).sum(), rel=0.15
    )


def test_a_page_through_which_nothing_shines_stays_as_it_is() -> None:
    grey = page_of_text()
    cleaned, ghosts = without_ghosts(grey, ink_of(grey))

    assert cleaned is grey
    assert not ghosts.any()


def test_a_wide_table_is_one_page_though_its_middle_is_white() -> None:
    frame = ((60, 100, 780, 100), (60, 500, 780, 500), (60, 100, 60, 500), (780, 100, 780, 500))
    one = ruled(paper(842, 595), *frame)
    two = ruled(
        paper(842, 595),
        *((x0 if x0 < 70 else 380, y0, x1 if x1 < 70 else 380, y1) for x0, y0, x1, y1 in frame),
    )
    two = typed(two, 480, 130, 14, 15)

    assert leaves_of(one, ink_of(one), SCALE) == [0]
    assert leaves_of(two, ink_of(two), SCALE) == [0, two.shape[1] // 2]
