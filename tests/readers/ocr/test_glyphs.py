"""Recognised lines become glyphs that stand where their characters do."""

import numpy as np
import pytest

from pipeline.readers.ocr.decoder import Alphabet, Character
from pipeline.readers.ocr.glyphs import Box, boxes_of, glyphs_of, inked, sizes_of
from pipeline.readers.ocr.picture import ink_of
from pipeline.readers.page import Rule
from tests.readers.ocr.drawing import SCALE, paper, typed

SIZE = 14.0


def line_of(text: str) -> tuple[list[tuple[str, float, float]], float, float]:
    """Glyphs of a line of Han characters printed from x 100 on with their feet at 198, their baseline and size."""
    grey = typed(paper(), 100, 198, SIZE, len(text))
    x0, x1 = round(97 * SCALE), round((103 + SIZE * len(text)) * SCALE)
    width = (x1 - x0) / SCALE
    characters = [Character(c, (3 + SIZE * (k + 0.5)) / width, 0.99) for k, c in enumerate(text)]
    line = inked(Box(x0, round(184 * SCALE), x1, round(201 * SCALE)), characters, ink_of(grey), SCALE)
    assert line is not None
    (size,) = sizes_of([line])
    glyphs = [glyph for glyph, _ in glyphs_of(line, size)]
    return [(g.text, g.x0, g.x1) for g in glyphs], glyphs[0].y, size


def test_glyphs_stand_where_the_characters_are_printed() -> None:
    glyphs, y, size = line_of("辦理調解業務")

    assert "".join(text for text, _, _ in glyphs) == "辦理調解業務"
    assert [x0 for _, x0, _ in glyphs] == pytest.approx([100 + SIZE * k for k in range(6)], abs=1.5)
    assert y == pytest.approx(198, abs=2)
    assert size == pytest.approx(SIZE, rel=0.15)


def test_a_box_is_parted_where_a_rule_runs_through_it() -> None:
    quad = np.array([[100, 50], [300, 50], [300, 90], [100, 90]], dtype=np.float32)
    (left, right) = boxes_of([quad], [Rule(200, 0, 200, 500)], 1.0, (500, 500))

    assert (left.x0, left.x1, right.x0, right.x1) == (100, 200, 200, 300)


def test_a_rule_beside_a_box_does_not_part_it() -> None:
    quad = np.array([[100, 50], [300, 50], [300, 90], [100, 90]], dtype=np.float32)

    assert len(boxes_of([quad], [Rule(299, 0, 299, 500), Rule(200, 100, 200, 500)], 1.0, (500, 500))) == 1


def test_spaces_are_kept_between_latin_words_only() -> None:
    said = [Character(c, (k + 0.5) / 9, 0.99) for k, c in enumerate("1. 辦ab cd")]
    line = inked(Box(0, 0, 250, 40), said, np.zeros((40, 250), dtype=np.uint8), SCALE)
    assert line is not None

    assert "".join(g.text for g, _ in glyphs_of(line, SIZE)) == "1.辦ab cd"


def test_odds_are_decoded_to_characters_with_their_places() -> None:
    alphabet = Alphabet(("里", "長"))
    odds = np.array(
        [[0.9, 0.1, 0, 0], [0.1, 0.8, 0.1, 0], [0, 0.9, 0.1, 0], [1, 0, 0, 0], [0, 0.4, 0.6, 0]],
        dtype=np.float32,
    )
    found = alphabet.decoded(odds, 5)

    assert [c.text for c in found] == ["里", "長"]
    assert [c.confidence for c in found] == pytest.approx([0.9, 0.6])
    assert [c.at for c in found] == pytest.approx([0.4, 0.9])
    assert found[1].guesses[0][0] == "里"
