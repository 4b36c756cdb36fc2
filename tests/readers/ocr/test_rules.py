"""Rules on a picture are those of the table; strokes of characters are none."""

import cv2
import numpy as np
import pytest

from pipeline.readers.ocr.picture import ink_of
from pipeline.readers.ocr.rules import rules_of
from tests.readers.ocr.drawing import INK, PAPER, SCALE, leaning, paper, ruled, typed

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


def test_strokes_of_neighbouring_characters_that_are_in_line_are_no_rules() -> None:
    grey = ruled(paper(), *FRAME)
    # Boxes of type that nearly touch: their upper and lower sides are in line, for 20 characters.
    for k in range(20):
        x = round((70 + 14 * k) * SCALE)
        cv2.rectangle(grey, (x, round(140 * SCALE)), (x + round(11.6 * SCALE), round(152 * SCALE)), INK, 2)
    horizontal, _, ruled_ink = rules_of(grey, ink_of(grey), SCALE)

    assert [round(rule.y0) for rule in horizontal] == [100, 300]
    assert not ruled_ink[
        round(138 * SCALE) : round(155 * SCALE), round(65 * SCALE) : round(360 * SCALE)
    ].any()


def test_a_line_through_characters_is_no_rule() -> None:
    grey = ruled(typed(ruled(paper(), *FRAME), 70, 160, 14, 6), (68, 154, 156, 154))
    horizontal, _, _ = rules_of(grey, ink_of(grey), SCALE)

    assert [round(rule.y0) for rule in horizontal] == [100, 300]


def test_a_rule_goes_on_under_what_was_taken_off() -> None:
    grey = ruled(paper(), *FRAME, (60, 200, 530, 200))
    holes = np.zeros_like(grey)
    holes[round(150 * SCALE) : round(250 * SCALE), round(300 * SCALE) : round(340 * SCALE)] = 255
    grey[holes > 0] = PAPER
    (left, right), (whole,) = (
        [rule for rule in rules_of(grey, ink_of(grey), SCALE, known)[0] if round(rule.y0) == 200]
        for known in (None, holes)
    )

    assert (left.x1, right.x0) == pytest.approx((300, 340), abs=2)
    assert (whole.x0, whole.x1) == pytest.approx((60, 530), abs=1)
