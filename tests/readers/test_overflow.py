"""A text over a drawn rule: what hangs over is read in its cell, and a space at the rule parts two cells."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from tests.reading import READERS

SIZE, LEFT, BASELINE = 10.0, 50.0, 700.0


def ends_left_of(path: Path, reader: Reader, word: str, rule: float) -> bool:
    """Whether the last letters of a page's text stand left of a rule."""
    opened = opener(reader)(path.read_bytes(), path.name, None)
    try:
        (page,) = opened.pages((1,))
    finally:
        opened.close()
    assert isinstance(page, Page)
    letters = [glyph for glyph in page.glyphs if not glyph.text.isspace()][-len(word) :]
    assert "".join(glyph.text for glyph in letters) == word
    return all(glyph.x1 <= rule for glyph in letters)


def drawn(path: Path, text: str, rule: float) -> None:
    """One string and a rule at x."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(LEFT, BASELINE, text)
    canvas.line(rule, BASELINE - 20, rule, BASELINE + 20)
    canvas.line(LEFT - 5, BASELINE - 20, LEFT - 5, BASELINE + 20)
    canvas.save()


def width(text: str) -> float:
    return float(Canvas("").stringWidth(text, "Helvetica", SIZE))


@pytest.mark.parametrize("reader", READERS)
def test_a_word_behind_a_space_at_the_rule_is_the_next_cells(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "a.pdf"
    rule = LEFT + width("Concern over friends ") - 0.5
    drawn(path, "Concern over friends Count", rule)

    assert not ends_left_of(path, reader, "Count", rule)


@pytest.mark.parametrize("reader", READERS)
def test_letters_that_run_over_the_rule_are_their_cells(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "a.pdf"
    rule = LEFT + width("Concern over frien")
    drawn(path, "Concern over friends", rule)

    assert ends_left_of(path, reader, "friends", rule)
