"""A page's picture to the page of glyphs and rules that a text layer would give."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2

from pipeline.readers.ocr.glyphs import Box, InkedLine, boxes_of, glyphs_of, inked, sizes_of
from pipeline.readers.ocr.kept import Kept, Seen, key_of
from pipeline.readers.ocr.labels import sequenced
from pipeline.readers.ocr.leftover import leftover_boxes, widened
from pipeline.readers.ocr.mending import listed_word, mended
from pipeline.readers.ocr.overlays import uncovered
from pipeline.readers.ocr.picture import (
    ink_of,
    leaves_of,
    picture_of,
    quarter_turned,
    skew_of,
    turned,
    way_back,
    without_ghosts,
)
from pipeline.readers.ocr.recognising import Recogniser, recogniser
from pipeline.readers.ocr.rules import rules_of
from pipeline.readers.ocr.traditional import is_traditional, traditional
from pipeline.readers.page import BadPage, Glyph, Page, Recognition, Straightened
from pipeline.readers.passwords import pdfium_document

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoding import Character
    from pipeline.readers.ocr.picture import Grey, Picture

SIDEWAYS_SHARE = 0.6
"""Of the boxes found on a page that lies on its side, most are higher than wide."""
SMALL_SIDE = 900
"""Pixels that are enough to see which way lines run."""
AMOUNT = re.compile(r"[\dOoIl,，.．、]*\d[\dOoIl,，.．、]*")
"""A line of nothing but an amount is read a second time, for nothing around it tells a wrong digit."""
SECOND_LOOK = 0.2
"""Share of a line's height that is added on each side for the second look."""
DOUBTED = 0.9
"""A character that was read with more is what is printed, though a listed word is like it."""
OVERLOOKED_CONFIDENCE = 0.7
"""What was overlooked is small or faint: it is text only where it reads well."""
LONG = 2.0
"""A box this much longer than wide tells which way its line runs."""


def read_page(
    data: bytes, number: int, words: Collection[str], kept: Kept, password: str | None = None
) -> tuple[Page | BadPage, ...]:
    """Recognise what a page of a file shows: one page, or two of its number that were copied onto one sheet.

    Args:
        data: the bytes of a file that pdfium can open.
        number: the page's number, from 1.
        words: words of headers, which are known by all but one of their characters.
        kept: pictures that were read before.
        password: opens the file, if it wants one.
    """
    # The file is opened for each page, for pdfium keeps what it has drawn.
    document = pdfium_document(data, password)
    try:
        page = document[number - 1]
        try:
            picture = picture_of(page)
            clear = uncovered(page, picture.grey, picture.scale)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        return (BadPage(number, str(error)),)
    finally:
        document.close()
    picture = replace(picture, grey=clear.grey)
    key = key_of(picture)
    sheet = kept.get(key)
    if sheet is None:
        sheet = recognised_on(picture, recogniser())
        kept.put(key, sheet)
    covered = [tuple(v / picture.scale for v in box) for box in clear.boxes]
    return tuple(page_of(_with_unread(seen, covered), number, words) for seen in sheet)


def _with_unread(seen: Seen, covered: Sequence[tuple[float, ...]]) -> Seen:
    """What was seen, and where something was taken off the page as shown, in points."""
    a, b, c, d, e, f = seen.straightened or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    back = np.linalg.inv(np.array([[a, c, e], [b, d, f], [0, 0, 1]]))
    found = []
    for x0, y0, x1, y1 in covered:
        corners = back @ np.array([[x0, x1, x0, x1], [y0, y0, y1, y1], [1, 1, 1, 1]])
        (left, top), (right, bottom) = corners[:2].min(axis=1).tolist(), corners[:2].max(axis=1).tolist()
        # Of a sheet of two pages, the one on which it lies.
        if 0 <= (left + right) / 2 <= seen.width:
            found.append((left, top, right, bottom))
    return replace(seen, unread=(*seen.unread, *found))


def recognised_on(picture: Picture, engine: Recogniser) -> tuple[Seen, ...]:
    """Recognise what a picture of a page shows, or of two pages side by side.

    Places are those on the straightened page; a page that lay on its side is as wide as it was high.

    Args:
        picture: the page as shown.
        engine: what reads the lines.
    """
    scale = picture.scale
    grey, quarters = upright(picture.grey, engine)
    degrees = skew_of(ink_of(grey))
    grey = turned(grey, degrees)
    starts = leaves_of(grey, ink_of(grey), scale)
    backs = [way_back(quarters, degrees, grey.shape, scale, start) for start in starts]
    leaves = np.hsplit(grey, starts[1:])
    return tuple(
        _leaf(np.ascontiguousarray(leaf), scale, engine, back)
        for leaf, back in zip(leaves, backs, strict=True)
    )


def _leaf(grey: Grey, scale: float, engine: Recogniser, back: Straightened) -> Seen:
    """What is on one straightened page."""
    ink = ink_of(grey)
    horizontal, vertical, ruled = rules_of(grey, ink, scale)
    # Text is looked for where no rules can be taken for strokes of it.
    clean = grey.copy()
    clean[ruled > 0] = int(np.median(grey))
    ink[ruled > 0] = 0
    clean, ghosts = without_ghosts(clean, ink)
    if ghosts.any():
        ink = ink_of(clean)
    boxes = boxes_of(engine.find(clean), vertical, scale, grey.shape)
    lines = _lines(boxes, clean, ink, scale, engine)
    left = leftover_boxes(ink, boxes, scale)
    more, unread = _looked_at_again(left, clean, ink, scale, engine)
    unread += _hull(ghosts)
    return Seen(
        width=grey.shape[1] / scale,
        height=grey.shape[0] / scale,
        horizontal=horizontal,
        vertical=vertical,
        lines=tuple(sorted([*lines, *more], key=lambda line: (line.top, line.x0))),
        unread=tuple((b.x0 / scale, b.y0 / scale, b.x1 / scale, b.y1 / scale) for b in unread),
        straightened=back,
    )


def page_of(seen: Seen, number: int, words: Collection[str]) -> Page:
    """A page of glyphs and rules, its text set right where the page itself gives the evidence.

    Args:
        seen: what was recognised.
        number: the page's number in its file, from 1.
        words: words of headers.
    """
    glyphs, recognised = _glyphs(seen.lines, words)
    return Page(
        number=number,
        width=seen.width,
        height=seen.height,
        glyphs=glyphs,
        horizontal=seen.horizontal,
        vertical=seen.vertical,
        fills=(),
        image_share=1.0,
        recognised=recognised,
        unread=seen.unread,
        straightened=seen.straightened,
    )


def upright(grey: Grey, engine: Recogniser) -> tuple[Grey, int]:
    """The picture with its lines from left to right, and not upside down; the quarters that it was turned by."""
    step = max(1, round(max(grey.shape) / SMALL_SIDE))
    quads = engine.find(np.ascontiguousarray(grey[::step, ::step]))
    sizes = [np.ptp(quad, axis=0) for quad in quads]
    long = [(w, h) for w, h in sizes if max(w, h) >= LONG * min(w, h)]
    quarters = 0
    if long and sum(h > w for w, h in long) > SIDEWAYS_SHARE * len(long):
        quarters = 1
        grey = quarter_turned(grey, quarters)
        quads = engine.find(np.ascontiguousarray(grey[::step, ::step]))
    crops = [box.crop(grey) for box in boxes_of([quad * step for quad in quads], (), 1.0, grey.shape)]
    if crops and engine.upside_down(crops):
        quarters += 2
        grey = quarter_turned(grey, 2)
    return grey, quarters


def _lines(boxes: Sequence[Box], clean: Grey, ink: Grey, scale: float, engine: Recogniser) -> list[InkedLine]:
    """The lines of a page with their text, top to bottom."""
    read = engine.read([box.crop(clean) for box in boxes])
    amounts = [i for i, line in enumerate(read) if AMOUNT.fullmatch(_text(line))]
    again = engine.read([widened(boxes[i], SECOND_LOOK, clean.shape).crop(clean) for i in amounts])
    for i, other in zip(amounts, again, strict=True):
        if _digits(other) != _digits(read[i]):
            read[i] = [c._replace(confidence=0.0) for c in read[i]]
    found = [inked(box, line, ink, scale) for box, line in zip(boxes, read, strict=True)]
    return [line for line in found if line is not None]


def _looked_at_again(
    boxes: Sequence[Box], clean: Grey, ink: Grey, scale: float, engine: Recogniser
) -> tuple[list[InkedLine], list[Box]]:
    """Lines that the finder has overlooked, and boxes in which there is nothing to be read with confidence."""
    read = engine.read([widened(box, SECOND_LOOK, clean.shape).crop(clean) for box in boxes])
    lines: list[InkedLine] = []
    unread: list[Box] = []
    for box, characters in zip(boxes, read, strict=True):
        sure = bool(characters) and min(c.confidence for c in characters) >= OVERLOOKED_CONFIDENCE
        line = inked(box, characters, ink, scale) if sure else None
        if line is None:
            unread.append(box)
        else:
            lines.append(line)
    return lines, unread


def _hull(ink: Grey) -> list[Box]:
    """One box around all ink that was left aside, or none."""
    if not ink.any():
        return []
    x, y, w, h = cv2.boundingRect(ink)
    return [Box(x, y, x + w, y + h)]


def _text(line: Sequence[Character]) -> str:
    return "".join(c.text for c in line if not c.text.isspace())


def _digits(line: Sequence[Character]) -> str:
    return "".join(c for c in _text(line) if c.isalnum())


def _glyphs(
    lines: Sequence[InkedLine], words: Collection[str]
) -> tuple[tuple[Glyph, ...], tuple[Recognition, ...]]:
    """Glyphs of all lines, set right, and what the recogniser said of each."""
    mapped = is_traditional(c for line in lines for c in line.characters)
    placed = [glyphs_of(line, size) for line, size in zip(lines, sizes_of(lines), strict=True)]
    rights = [[traditional(c) if mapped else c for _, c in pairs] for pairs in placed]
    texts = [_set_right(right, words) for right in rights]
    wrong = sequenced(texts, [pairs[0][0].x0 for pairs in placed])
    glyphs: list[Glyph] = []
    recognised: list[Recognition] = []
    for i, (pairs, right, text) in enumerate(zip(placed, rights, texts, strict=True)):
        start, label = wrong.get(i, (0, ""))
        final = text[:start] + label + text[start + len(label) :]
        for k, ((glyph, read), now) in enumerate(zip(pairs, right, strict=True)):
            glyphs.append(glyph._replace(text=final[k]))
            # What only its neighbours tell was not seen.
            confidence = 0.0 if final[k] != text[k] else now.confidence
            recognised.append(Recognition(_other(read, final[k]), confidence))
    return tuple(glyphs), tuple(recognised)


def _set_right(line: Sequence[Character], words: Collection[str]) -> str:
    """A line's text; a listed word only where the recogniser doubted the one character that differs."""
    text = mended("".join(c.text for c in line))
    word = listed_word(text, words)
    doubted = all(c.confidence < DOUBTED for c, a, b in zip(line, text, word, strict=True) if a != b)
    return word if doubted else text


def _other(read: Character, final: str) -> str:
    return read.text if read.text != final else ""
