"""Rules on a picture are those of the table; strokes of characters are none."""

import numpy as np
import pytest

from pipeline.readers.ocr.picture import ink_of
from pipeline.readers.ocr.rules import rules_of
from tests.readers.ocr.drawing import PAPER, SCALE, leaning, paper, ruled, typed

FRAME = ((60, 100, 530, 100), (60, 300, 530, 300), (60, 100, 60, 300), (530, 100, 530, 300))


def test_a_frame_and_a_column_rule_are_found_where_they_are_drawn() -> None:
    grey = ruled(paper(), *FRAME, (250, 100, 250, 300))
    horizontal, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert [r.y0 for r in horizontal] == pytest.approx([100, 300], abs=0.7)
    assert [r.x0 for r in vertical] == pytest.approx([60, 250, 530], abs=0.7)
    assert all((r.x0, r.x1) == (vertical[0].x0, vertical[-1].x0) for r in horizontal)
    assert all((r.y0, r.y1) == (horizontal[0].y0, horizontal[-1].y0) for r in vertical)


def test_a_rule_that_still_leans_a_little_is_one_rule() -> None:
    grey = leaning(ruled(paper(), *FRAME), 0.1)
    horizontal, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert (len(horizontal), len(vertical)) == (2, 2)


def test_strokes_of_characters_are_no_rules() -> None:
    grey = typed(paper(), 70, 130, 14, 30)
    horizontal, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert vertical == ()
    assert all(r.x1 - r.x0 < 18 for r in horizontal)


def test_a_dark_edge_of_the_scanner_is_no_rule() -> None:
    grey = ruled(paper(), *FRAME)
    grey[:, :40] = 20
    _, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert min(r.x0 for r in vertical) == pytest.approx(60, abs=0.7)


def test_the_ink_of_rules_can_be_taken_away_and_text_stays() -> None:
    grey = typed(ruled(paper(), *FRAME), 70, 130, 14, 8)
    ink = ink_of(grey)
    _, _, ruled_ink = rules_of(grey, ink, SCALE)
    row, text = round(100 * SCALE), round(124 * SCALE)

    assert (ruled_ink[row] > 0).sum() > 460 * SCALE
    assert (ruled_ink[text, round(70 * SCALE) : round(180 * SCALE)] > 0).sum() == 0


def test_worn_rules_are_found_beside_dark_print() -> None:
    grey = typed(paper(), 70, 130, 14, 12)
    frame = ((60, 100, 530, 100), (60, 400, 530, 400), (60, 100, 60, 400), (530, 100, 530, 400))
    grey = np.minimum(grey, np.where(ruled(paper(), *frame) < 128, PAPER - 40, 255)).astype(np.uint8)
    horizontal, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert [round(rule.y0) for rule in horizontal] == [100, 400]
    assert [round(rule.x0) for rule in vertical] == [60, 530]


def test_rules_of_the_other_side_that_shine_through_are_none() -> None:
    grey = ruled(typed(paper(), 70, 130, 14, 12), (60, 100, 530, 100), (60, 400, 530, 400))
    through = np.where(ruled(paper(), (300, 100, 300, 700)) < 128, PAPER - 20, 255)
    grey = np.minimum(grey, through).astype(np.uint8)
    horizontal, vertical, _ = rules_of(grey, ink_of(grey), SCALE)

    assert [round(rule.y0) for rule in horizontal] == [100, 400]
    assert vertical == ()
