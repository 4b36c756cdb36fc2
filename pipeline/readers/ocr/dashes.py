"""Dashes that stand alone in a cell for no amount: their shape tells more than what recognisers make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.glyphs import Box, InkedLine, inked, sizes_of

if TYPE_CHECKING:
    from pipeline.readers.ocr.picture import Grey

NEVER_ALONE = frozenset("_＿~～ー﹍﹏¯ˉ")
"""What a dash is read as and nobody prints alone."""
AMONG_AMOUNTS = frozenset("一丨.")
"""What a dash is read as and stands alone elsewhere than among amounts."""
DASHED_AMOUNT = re.compile(r"[(（]?\d[\d,，.．]*[)）]?元?")
LEAST_AMOUNTS = 2
"""Amounts above and below that make a column of them."""
IN_LINE_EM = 0.6
"""Left or right edges or middles of a column's texts differ by less."""
FLAT_EM = 0.22
"""A dash and the blur about it are no higher."""
LENGTH_EM = 0.2, 1.2
"""How long dashes are."""
WIDE_DASH_EM = 0.6
"""A longer one is a wide character."""
FULL_DASH_EM = 0.95
"""A dash of the whole em leaves no white on either side; a wide hyphen leaves a tenth or more."""
SURE_DASH = 0.95
"""Confidence in a dash whose shape and place say what it is."""


def with_dashes(lines: Sequence[InkedLine]) -> list[InkedLine]:
    """The lines, with dashes for what was read in their place.

    Args:
        lines: of one page.
    """
    found: list[InkedLine] = []
    for line, em in zip(lines, sizes_of(lines), strict=True):
        text = "".join(c.text for c in line.characters)
        like = text in NEVER_ALONE or (text in AMONG_AMOUNTS and _is_among_amounts(line, lines, em))
        found.append(_dash(line, em) if like and _is_flat(line, em) else line)
    return found


def overlooked(
    boxes: Sequence[Box], lines: Sequence[InkedLine], ink: Grey, scale: float
) -> tuple[list[InkedLine], list[Box]]:
    """Dashes among amounts that the recogniser made nothing of, and the other boxes.

    Args:
        boxes: of ink that was not read.
        lines: of the page.
        ink: the page's ink without rules, as 255.
        scale: pixels per point.
    """
    found: list[InkedLine] = []
    left: list[Box] = []
    sizes = sizes_of(lines)
    em = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    for box in boxes:
        line = inked(box, [Character("-", 0.5, SURE_DASH)], ink, scale)
        if line is not None and _is_flat(line, em) and _is_among_amounts(line, lines, em):
            found.append(_dash(line, em))
        else:
            left.append(box)
    return found, left


def _dash(line: InkedLine, em: float) -> InkedLine:
    long = line.x1 - line.x0
    shape = "—" if long >= FULL_DASH_EM * em else "－" if long >= WIDE_DASH_EM * em else "-"
    # Fonts draw wide dashes alike; of those the recogniser takes the long one for the numeral.
    read = line.characters[0]
    text = "—" if read.text == "一" and "—" in (c for c, _ in read.guesses) else shape
    width = (line.box.x1 - line.box.x0) / line.scale
    middle = ((line.x0 + line.x1) / 2 - line.box.x0 / line.scale) / width
    return replace(line, characters=(Character(text, min(max(middle, 0.0), 1.0), SURE_DASH),))


def _is_flat(line: InkedLine, em: float) -> bool:
    shortest, longest = (share * em for share in LENGTH_EM)
    return line.bottom - line.top <= FLAT_EM * em and shortest <= line.x1 - line.x0 <= longest


def _is_among_amounts(line: InkedLine, lines: Sequence[InkedLine], em: float) -> bool:
    """Whether amounts stand above or below in a column that has the line's left edge, middle or right edge."""
    amounts = [one for one in lines if DASHED_AMOUNT.fullmatch("".join(c.text for c in one.characters))]
    in_line = [
        min(
            abs(one.x0 - line.x0),
            abs(one.x1 - line.x1),
            abs(one.x0 + one.x1 - line.x0 - line.x1) / 2,
        )
        <= IN_LINE_EM * em
        for one in amounts
    ]
    return sum(in_line) >= LEAST_AMOUNTS
