"""Painted pieces to rules: what is drawn as many small boxes is one rule."""

from __future__ import annotations

import pytest

from pipeline.readers.page import Glyph, Rule
from pipeline.readers.paint import Paint, kept_once


def test_dashes_drawn_as_filled_boxes_are_one_rule() -> None:
    paint = Paint()
    for k in range(10):
        paint.filled_box(100.0, 50.0 + 3.6 * k, 100.75, 52.25 + 3.6 * k)
    (rule,) = paint.vertical()
    assert (rule.x0, rule.y0, round(rule.y1, 2)) == (100.375, 50.0, 84.65)


def test_a_single_dash_and_a_square_joint_are_no_rules() -> None:
    paint = Paint()
    paint.filled_box(100.0, 50.0, 100.75, 52.25)
    paint.filled_box(200.0, 50.0, 200.75, 50.75)
    assert paint.vertical() == paint.horizontal() == ()


def test_borders_that_two_neighbour_cells_draw_are_one_rule() -> None:
    paint = Paint()
    paint.stroke(10.0, 20.0, 90.0, 20.0)
    paint.stroke(10.0, 20.6, 90.0, 20.6)
    assert paint.horizontal() == (Rule(10.0, 20.3, 90.0, 20.3),)


def test_a_glyph_printed_twice_is_read_once_and_its_neighbour_kept() -> None:
    glyphs = [Glyph("里", x, x + 12.0, 50.0, 12.0) for x in (31.9, 32.3, 44.0)]
    assert kept_once(glyphs) == [0, 2]


@pytest.mark.parametrize(
    "glyph",
    [
        Glyph("甲", 10, 22, 100, 0),
        Glyph("甲", 10, 22, 100, float("nan")),
        Glyph("甲", 1e9, 1e9 + 12, 100, 12),
        Glyph("甲", 10, float("inf"), 100, 12),
        Glyph("甲", 10, 22, float("nan"), 12),
    ],
)
def test_a_glyph_without_size_or_far_from_any_page_is_left_out(glyph: Glyph) -> None:
    plain = Glyph("乙", 30, 42, 100, 12)

    assert kept_once([plain, glyph]) == [0]
