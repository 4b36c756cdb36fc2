"""Whether the text on or beneath a page's picture says what the picture does: some of its lines are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.readers.ocr.glyphs import Box
from pipeline.readers.ocr.picture import ink_of, picture_of, skew_of
from pipeline.readers.ocr.recogniser import Recogniser, recogniser
from pipeline.readers.ocr.rules import rules_of
from pipeline.readers.ocr.traditional import simplest
from pipeline.readers.text_layers import lines_of, shown_box

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.page import Glyph, Page

LAYER_AMOUNT = re.compile(r"\(?-?\d{1,3}(?:,\d{3})*\)?|\(?-?\d+\)?")
"""A line that is nothing but a number; a wrong digit in it changes a budget."""
SAMPLED_AMOUNTS, SAMPLED_LINES = 12, 10
"""Lines that are recognised, spread over the page."""
LEAST_LAYER_TEXT = 4
"""Shorter lines of text are as soon misread as not."""
LAYER_LINE_WHITE_EM, LAYER_NUMBER_WHITE_EM = 0.2, 0.08
"""White about a line when it is read, and about a number when it is read once more."""
LEVEL_DEG = 0.3
"""Rules of a picture that leans more are not those of the layer's lines."""
AGREES = 0.94
"""Share of the characters that are the same: the recogniser misreads one in a hundred, good layers as many."""
SURE_OF_LAYER = 0.9
"""A number that was read with less may be another."""
PUNCTUATION = re.compile(r"[\W_]")


def agreeing(page: Page, drawn: Any) -> Page | None:
    """The page, with its picture's rules where it has none of its own; None where its layer says something else.

    Args:
        page: with the layer's text as its glyphs.
        drawn: the page of pypdfium2.
    """
    picture = picture_of(drawn)
    ink = ink_of(picture.grey)
    horizontal, vertical, ruled = rules_of(picture.grey, ink, picture.scale)
    clean = picture.grey.copy()
    clean[ruled > 0] = int(np.median(picture.grey))
    if not _says_the_same(page, clean, picture.scale, recogniser()):
        return None
    own = page.horizontal or page.vertical or page.straightened is not None
    if own or abs(skew_of(ink)) > LEVEL_DEG:
        return page
    return replace(page, horizontal=horizontal, vertical=vertical)


def _says_the_same(page: Page, clean: Grey, scale: float, engine: Recogniser) -> bool:
    amounts, texts = _sample(page)
    read = engine.read([_crop(line, page, clean, scale, LAYER_LINE_WHITE_EM) for line in (*amounts, *texts)])
    differing = [
        line
        for line, said in zip(amounts, read, strict=False)
        if said and min(c.confidence for c in said) >= SURE_OF_LAYER and _differs(said, line)
    ]
    again = engine.read([_crop(line, page, clean, scale, LAYER_NUMBER_WHITE_EM) for line in differing])
    if any(_differs(said, line) for line, said in zip(differing, again, strict=True)):
        return False
    same = count = 0
    for line, said in zip(texts, read[len(amounts) :], strict=True):
        a, b = plain(_text(line)), plain("".join(c.text for c in said))
        same += sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        count += max(len(a), len(b))
    return same >= AGREES * count


def _differs(said: Sequence[Character], line: Sequence[Glyph]) -> bool:
    return _digits("".join(c.text for c in said)) != _digits(_text(line))


def plain(text: str) -> str:
    """Letters and digits of a text, in the simplest form of each.

    >>> plain("（一）自治 行政。"), plain("(一)自治行政")
    ('一自治行政', '一自治行政')
    """
    return "".join(simplest(c) for c in PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)))


def _sample(page: Page) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """Lines that are numbers, and others, each spread over the page."""
    lines = lines_of(page.glyphs)
    amounts = [line for line in lines if LAYER_AMOUNT.fullmatch(_text(line)) and len(line) > 1]
    texts = [line for line in lines if len(line) >= LEAST_LAYER_TEXT and line not in amounts]
    return _spread(amounts, SAMPLED_AMOUNTS), _spread(texts, SAMPLED_LINES)


def _spread(lines: Sequence[list[Glyph]], most: int) -> list[list[Glyph]]:
    if len(lines) <= most:
        return list(lines)
    return [lines[round(k * (len(lines) - 1) / (most - 1))] for k in range(most)]


def _crop(line: Sequence[Glyph], page: Page, grey: Grey, scale: float, around_em: float) -> Grey:
    boxes = [shown_box(glyph, page, around_em) for glyph in line]
    x0, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    height, width = grey.shape
    left, upper = min(max(0, round(x0 * scale)), width - 1), min(max(0, round(top * scale)), height - 1)
    right, lower = (
        min(max(left + 1, round(x1 * scale)), width),
        min(max(upper + 1, round(bottom * scale)), height),
    )
    return Box(left, upper, right, lower).crop(grey)


def _text(line: Sequence[Glyph]) -> str:
    return unicodedata.normalize("NFKC", "".join(glyph.text for glyph in line))


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
