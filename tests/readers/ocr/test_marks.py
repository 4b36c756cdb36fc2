"""A small mark between two characters that the recogniser passed over is read by itself."""

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.ends import with_marks
from pipeline.readers.ocr.glyphs import Box, InkedLine, inked

EM = 24


class Reader:
    """Reads every picture as the same."""

    def __init__(self, text: str) -> None:
        self.said = [Character(text, 0.5, 0.4)]

    def read(self, crops: Sequence[object]) -> list[list[Character]]:
        return [self.said for _ in crops]


def read(text: str, places: Sequence[int], spots: Sequence[tuple[int, int]], said: str) -> str:
    """What becomes of a line with characters at these places, by their width, and small ink besides."""
    ink = np.zeros((60, 400), dtype=np.uint8)
    for place in places:
        ink[20:44, 50 + place * EM + 2 : 50 + (place + 1) * EM - 2] = 255
    for x, width in spots:
        ink[30:36, x : x + width] = 255
    box = Box(46, 16, 50 + (max(places) + 1) * EM + 4, 48)
    middles = [(50 + (place + 0.5) * EM - box.x0) / (box.x1 - box.x0) for place in places]
    characters = [Character(c, at, 0.99) for c, at in zip(text, middles, strict=True)]
    line = inked(box, characters, ink, 2.0)
    assert isinstance(line, InkedLine)
    (found,) = with_marks([line], ink, ink, Reader(said))  # type: ignore[arg-type]
    return "".join(c.text for c in found.characters)


@pytest.mark.parametrize("said", ["、", "一"])
def test_a_comma_behind_a_label_is_read(said: str) -> None:
    assert read("五河川管理", (0, 2, 3, 4, 5), [(50 + EM + 9, 6)], said) == "五、河川管理"


def test_white_between_characters_stays_white() -> None:
    assert read("預算", (0, 2), [], "、") == "預算"


def test_what_reads_as_no_mark_is_no_mark() -> None:
    assert read("預算", (0, 2), [(50 + EM + 9, 6)], "工") == "預算"
