"""Marks that the recogniser wavers over between their wide and their narrow form are one mark, and no doubt."""

import numpy as np
import pytest

from pipeline.readers.ocr.decoder import Alphabet

ALPHABET = Alphabet((")", "）", "2"))


def odds(*steps: tuple[float, float, float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The odds of nothing, ``)``, ``）`` and ``2`` at each step."""
    return np.array(steps, dtype=np.float32)


def test_a_mark_read_twice_at_one_place_is_said_once() -> None:
    found = ALPHABET.decoded(odds((0, 0, 0, 1), (0, 0.4, 0.3, 0.3), (0, 0.3, 0.6, 0.1), (1, 0, 0, 0)), 4)

    assert [c.text for c in found] == ["2", "）"]


def test_two_brackets_behind_each_other_are_two() -> None:
    steps = [(0, 1, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0)]

    assert [c.text for c in ALPHABET.decoded(odds(*steps), 4)] == [")", "）"]


def test_the_odds_of_both_forms_are_the_confidence() -> None:
    (found,) = ALPHABET.decoded(odds((0, 0.55, 0.4, 0.05)), 1)

    assert found.confidence == pytest.approx(0.95)
