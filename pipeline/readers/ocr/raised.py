"""Marks of notes behind a word or number: small and raised, which a recogniser of lines reads as if they were level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.glyphs import DIGIT_INK_EM, HAN_INK_EM, Box, InkedLine, inked, is_han

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser

MARKED_END = re.compile(r"[0-9A-Za-z*＊※)）\]註注①-⑳]\Z")
"""Only behind a line that ends so a mark is looked for."""
TALL_BRACKETS = frozenset("()（）[]")
"""As high as Han characters."""
NOTE_HAN = "註注"
"""Han characters of marks."""
RAISED_MARK = re.compile(r"[\[(（]?[註注]?[0-9]{0,2}(?:[,，、.][0-9]{1,2})*[A-Za-z*＊※①-⑳]{0,2}[\])）]?")
"""What marks look like."""
OWN_TYPE_SHARE = 0.75
"""Pieces of ink at least this share of the line's height stand for its own type."""
SMALL = 0.8
"""Marks are smaller than this share of it, brackets about them aside."""
RISE, HAN_RISE = 0.2, 0.32
"""Their feet stand this share of its height above its own, all of them; Han characters reach below the line on which
level digits stand by up to 0.19 of theirs."""
LEAST = 0.15
"""A mark is at least so wide, by the line's height; a 1 is the narrowest."""
SIDE = 0.4
"""The side of a digit that is raised is narrower than this share of its height."""
BLUR = 1.5
"""Pixels by which soft edges make ink higher, which tells in small type."""
TOPS = 25
"""Per cent of a mark's columns of pixels that reach the height of its type."""
RAISED_MARK_WHITE = 0.3
"""White about a mark when it is read by itself, by its height."""
MARK_CONFIDENCE = 0.5
"""What reads worse by itself is no mark."""


def with_raised(
    lines: Sequence[InkedLine], clean: Grey, ink: Grey, over: Grey | None, engine: Recogniser
) -> list[InkedLine]:
    """The lines, with raised marks as lines of their own.

    Args:
        lines: of one page; a mark follows its line.
        clean: its picture without rules.
        ink: its ink, as 255.
        over: what was taken off it; digits that lost their feet to it are not raised.
        engine: what reads lines.
    """
    marks = {
        i: mark
        for i, line in enumerate(lines)
        if (over is None or not line.box.crop(over).any()) and (mark := _mark(line, ink)) is not None
    }
    crops = [
        part.crop(clean)
        for i, mark in marks.items()
        for part in (_host(lines[i].box, mark), _about(mark, clean))
    ]
    read = iter(engine.read(crops))
    found: list[InkedLine] = []
    for i, line in enumerate(lines):
        found += _parts(line, marks[i], next(read), next(read), ink) if i in marks else [line]
    return found


def _mark(line: InkedLine, ink: Grey) -> Box | None:
    """Where the ink at a line's end stands that is small and raised; None where there is none."""
    text = _text(line.characters)
    if len(text) < 2 or not MARKED_END.search(text):
        return None
    foot, high = _own_type(line.box, ink)
    han = any(is_han(c) for c in text if c not in NOTE_HAN)
    limit = foot - (HAN_RISE if han else RISE) * high
    part = line.box.crop(ink) > 0
    standing = np.flatnonzero(_lowest(line.box.crop(ink)) >= limit)
    if not standing.size:
        return None
    behind = np.zeros_like(part)
    behind[:, standing[-1] + 1 :] = part[:, standing[-1] + 1 :]
    # The side of a round digit is raised too; it is of the digit, unless the mark touches it.
    apart = behind & ~_standing(line.box, ink, limit)
    sides = int(apart.any(axis=0).argmax()) - int(standing[-1])
    rows, columns = np.nonzero(apart if apart.any() and sides < SIDE * high else behind)
    if not rows.size or np.ptp(columns) + 1 < LEAST * high:
        return None
    x0, y0 = line.box.x0, line.box.y0
    return Box(
        x0 + int(columns.min()), y0 + int(rows.min()), x0 + int(columns.max()) + 1, y0 + int(rows.max()) + 1
    )


def _standing(box: Box, ink: Grey, limit: float) -> NDArray[np.bool_]:
    """The pieces of ink in a line's box that stand on the line."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(box.crop(ink), connectivity=8)
    stand = (stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] > limit) & (np.arange(len(stats)) > 0)
    return np.asarray(stand[labels], dtype=np.bool_)


def _own_type(box: Box, ink: Grey) -> tuple[float, float]:
    """Where the feet of a line's own type stand, and how high it is, in pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(box.crop(ink), connectivity=8)
    pieces = [(int(top), int(h)) for _, top, _, h, _ in stats[1:]]
    high = max((h for _, h in pieces), default=0)
    tall = [top + h for top, h in pieces if h >= OWN_TYPE_SHARE * high]
    lowest = max(tall, default=0)
    # Brackets of a mark are as tall, but do not stand on the line.
    return float(np.median([foot for foot in tall if foot > lowest - RISE * high] or [0])), float(high)


def _host(box: Box, mark: Box) -> Box:
    return Box(box.x0, box.y0, max(box.x0 + 1, mark.x0), box.y1)


def _about(mark: Box, clean: Grey) -> Box:
    more = round(RAISED_MARK_WHITE * (mark.y1 - mark.y0))
    height, width = clean.shape
    # What it stands behind is close.
    return Box(mark.x0 - 1, max(0, mark.y0 - more), min(width, mark.x1 + more), min(height, mark.y1 + more))


def _parts(
    line: InkedLine, mark: Box, host: Sequence[Character], read: Sequence[Character], ink: Grey
) -> list[InkedLine]:
    """The line before the mark, and the mark; the line, its end doubted, where the mark is in question."""
    whole, own, text = _text(line.characters), _text(host), _text(read)
    if whole == own or not whole.startswith(own):
        # What is raised of a 7 leaves a 7 behind.
        return [line]
    said = [c for c in read if not c.text.isspace()]
    before = inked(_host(line.box, mark), host, ink, line.scale)
    behind = inked(mark, said, ink, line.scale)
    is_mark = own + text == whole and RAISED_MARK.fullmatch(text) is not None
    if before is None or behind is None or not is_mark or min(c.confidence for c in said) < MARK_CONFIDENCE:
        return [_doubted(line, len(whole) - len(own))]
    share, rise = _scale(before, mark, text, ink)
    return (
        [before, replace(behind, raised=share, rise=rise)] if share < SMALL else [_doubted(line, len(said))]
    )


def _scale(host: InkedLine, mark: Box, text: str, ink: Grey) -> tuple[float, float]:
    """Size of a mark's type as a share of its host's, and how far it stands above it in points."""
    foot, high = _own_type(host.box, ink)
    part = mark.crop(ink)
    lowest, highest = _lowest(part), part.shape[0] - 1 - _lowest(part[::-1])
    inked_columns = lowest >= 0
    # Most of its columns of pixels end where its type stands, but for commas, brackets and what touches it.
    end, top = np.median(lowest[inked_columns]) + 1, np.percentile(highest[inked_columns], TOPS)
    han = any(map(is_han, text))
    if han:
        top = highest[inked_columns].min()
    tall = han or set(text) & TALL_BRACKETS
    size = (float(end - top) - BLUR) / (HAN_INK_EM if tall else DIGIT_INK_EM)
    share = size / ((high - BLUR) / (HAN_INK_EM if host.han else DIGIT_INK_EM))
    return round(share, 3), round((host.box.y0 + foot - mark.y0 - float(end)) / host.scale, 2)


def _doubted(line: InkedLine, count: int) -> InkedLine:
    kept, ending = line.characters[:-count], line.characters[-count:]
    return replace(line, characters=(*kept, *(c._replace(confidence=0.0) for c in ending)))


def _lowest(ink: Grey) -> NDArray[np.int64]:
    """The lowest row with ink of each column of pixels; -1 where there is none."""
    part = ink > 0
    height = part.shape[0]
    return np.asarray(np.where(part.any(axis=0), height - 1 - part[::-1].argmax(axis=0), -1), dtype=np.int64)


def _text(characters: Sequence[Character]) -> str:
    return "".join(c.text for c in characters if not c.text.isspace())
