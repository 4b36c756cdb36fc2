"""A dash for no amount is told by its shape and by the amounts about it, whatever was read in its place."""

import numpy as np
import pytest

from pipeline.readers.ocr.dashes import overlooked, with_dashes
from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.glyphs import Box, InkedLine

DASH = Box(184, 148, 200, 152)


def line(text: str, box: Box) -> InkedLine:
    """A line whose ink fills its box, at one pixel per point."""
    count = len(text)
    said = tuple(Character(c, (k + 0.5) / count, 0.8) for k, c in enumerate(text))
    return InkedLine(box, said, box.x0, box.x1, box.y0, box.y1, 1.0)


AMOUNTS = [line("1,200", Box(150, 40, 200, 54)), line("35,000", Box(140, 90, 200, 104))]
CONTENTS = [
    line(text, Box(20, 20 + 30 * k, 20 + 20 * len(text), 38 + 30 * k))
    for k, text in enumerate(["每月召開會議", "辦理講習"])
]


def texts(lines: list[InkedLine]) -> list[str]:
    return ["".join(c.text for c in one.characters) for one in lines]


@pytest.mark.parametrize("read", ["_", "一"])
def test_what_is_flat_among_amounts_is_a_dash(read: str) -> None:
    found = with_dashes([*CONTENTS, *AMOUNTS, line(read, DASH)])

    assert texts(found)[-1] == "－"
    assert texts(found)[:-1] == texts([*CONTENTS, *AMOUNTS])


def test_a_number_elsewhere_stays() -> None:
    assert texts(with_dashes([*CONTENTS, *AMOUNTS, line("一", Box(20, 148, 40, 152))]))[-1] == "一"


def test_a_dash_that_was_overlooked_is_found_among_amounts_only() -> None:
    ink = np.zeros((200, 300), dtype=np.uint8)
    beside = Box(20, 170, 40, 174)
    for box in (DASH, beside):
        ink[box.y0 : box.y1, box.x0 : box.x1] = 255

    found, left = overlooked([DASH, beside], [*CONTENTS, *AMOUNTS], ink, 1.0)

    assert texts(found) == ["－"]
    assert left == [beside]
