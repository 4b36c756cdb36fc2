"""What is on one straightened page: its rules, its lines in whatever direction they run, and ink that says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from pipeline.readers.ocr.dashes import overlooked, with_dashes
from pipeline.readers.ocr.ends import with_ends, with_marks
from pipeline.readers.ocr.extents import reaching
from pipeline.readers.ocr.glyphs import Box, InkedLine, boxes_of, inked
from pipeline.readers.ocr.hidden import is_seen_through, with_hidden
from pipeline.readers.ocr.kept import SeenPage
from pipeline.readers.ocr.leftover import leftover_boxes, widened
from pipeline.readers.ocr.picture import STAMP_LEVEL, WATERMARK_LEVEL, ink_of, without_ghosts
from pipeline.readers.ocr.raised import with_raised
from pipeline.readers.ocr.rules import rules_of
from pipeline.readers.ocr.seams import parted_at_seams
from pipeline.readers.ocr.strikes import is_struck, parted, strikes_of
from pipeline.readers.ocr.turned import turned_text
from pipeline.readers.ocr.watermarks import words_of

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser
    from pipeline.readers.page import BBox, Straightened

RECOGNISED_AMOUNT = re.compile(r"[\dOoIl,，.．、]*\d[\dOoIl,，.．、]*")
"""A line of nothing but an amount is read a second time, for nothing around it tells a wrong digit."""
SECOND_LOOK = 0.2
"""Share of a line's height that is added on each side for the second look."""
OVERLOOKED_CONFIDENCE = 0.7
"""What was overlooked is small or faint: it is text only where it reads well."""


def leaf_of(
    grey: Grey, scale: float, engine: Recogniser, back: Straightened, over: Grey | None = None
) -> SeenPage:
    """Recognise what is on one straightened page.

    Args:
        grey: its picture.
        scale: pixels per point.
        engine: what finds and reads lines.
        back: leads to the page as shown.
        over: what was taken off it, as STAMP and MARK.
    """
    ink = ink_of(grey)
    horizontal, vertical, ruled = rules_of(grey, ink, scale, None if over is None else _holes(over, ink))
    paper = int(np.median(grey))
    # Text is looked for where no rules can be taken for strokes of it.
    clean = grey.copy()
    clean[ruled > 0] = paper
    ink[ruled > 0] = 0
    clean, ghosts = without_ghosts(clean, ink)
    if ghosts.any():
        ink = ink_of(clean)
    found = boxes_of(engine.find(clean), vertical, scale, grey.shape)
    turned, level = turned_text(found, (horizontal, vertical), clean, ink, scale, engine)
    strikes = strikes_of(clean, ink, level, scale)
    clean[strikes.ink > 0] = paper
    ink[strikes.ink > 0] = 0
    boxes = parted(reaching(level, ink, vertical, scale), strikes.boxes)
    lines = _lines(boxes, clean, ink, scale, engine)
    hidden: list[Box] = []
    if over is not None:
        for kind in (STAMP_LEVEL, WATERMARK_LEVEL):
            lines, places = with_hidden(lines, _only(over, kind), vertical, clean, ink, engine)
            hidden += places
    shown = [_in_pixels(line.shown, scale) for line in turned]
    left = leftover_boxes(ink, [*boxes, *shown], scale)
    more, unread = _looked_at_again(left, clean, ink, scale, engine)
    dashes, unread = overlooked(unread, lines, ink, scale)
    unread += _hull(ghosts)
    words = [] if over is None else words_of(_only(over, WATERMARK_LEVEL), scale, engine)
    unread += [box for text, box in words if not text]
    struck = [line for line in lines if is_struck(line.box, strikes.boxes, scale)]
    printed = [line for line in with_dashes([*lines, *more, *dashes]) if line not in struck]
    standing = sorted(printed, key=lambda line: (line.top, line.x0))
    return SeenPage(
        width=grey.shape[1] / scale,
        height=grey.shape[0] / scale,
        horizontal=horizontal,
        vertical=vertical,
        lines=tuple(with_raised(standing, clean, ink, over, engine)),
        unread=tuple(_in_points(box, scale) for box in unread),
        straightened=back,
        turned=tuple(turned),
        struck=tuple(struck),
        hidden=tuple(_in_points(box, scale) for box in hidden),
        overlaid=tuple((text, _in_points(box, scale)) for text, box in words if text),
    )


def _holes(over: Grey, ink: Grey) -> Grey:
    """Where rules go on unseen, as 255."""
    holes, marks = _only(over, STAMP_LEVEL), _only(over, WATERMARK_LEVEL)
    return holes if is_seen_through(marks, ink) else np.asarray(cv2.bitwise_or(holes, marks), dtype=np.uint8)


def _only(over: Grey, kind: int) -> Grey:
    """One kind of what was taken off a page, as 255."""
    return np.asarray((over == kind) * 255, dtype=np.uint8)


def _in_points(box: Box, scale: float) -> BBox:
    return box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale


def _in_pixels(bbox: BBox, scale: float) -> Box:
    x0, y0, x1, y1 = (round(v * scale) for v in bbox)
    return Box(x0, y0, x1, y1)


def _lines(boxes: Sequence[Box], clean: Grey, ink: Grey, scale: float, engine: Recogniser) -> list[InkedLine]:
    """The lines of a page with their text, top to bottom."""
    boxes, read = _read(boxes, clean, ink, scale, engine)
    amounts = [i for i, line in enumerate(read) if RECOGNISED_AMOUNT.fullmatch(_text(line))]
    again = engine.read([_alone(boxes[i], boxes, clean.shape).crop(clean) for i in amounts])
    for i, other in zip(amounts, again, strict=True):
        if _digits(other) != _digits(read[i]):
            read[i] = [c._replace(confidence=0.0) for c in read[i]]
    found = [inked(box, line, ink, scale) for box, line in zip(boxes, read, strict=True)]
    whole = with_marks([line for line in found if line is not None], clean, ink, engine)
    return with_ends(whole, clean, ink, scale, engine)


def _read(
    boxes: Sequence[Box], clean: Grey, ink: Grey, scale: float, engine: Recogniser
) -> tuple[list[Box], list[list[Character]]]:
    """The boxes with what they say, those that run over several columns parted."""
    read = engine.read([box.crop(clean) for box in boxes])
    lines = [inked(box, line, ink, scale) for box, line in zip(boxes, read, strict=True)]
    whole = [k for k, line in enumerate(lines) if line is not None]
    parts = {
        whole[k]: cut for k, cut in parted_at_seams([line for line in lines if line is not None], ink).items()
    }
    again = iter(engine.read([part.crop(clean) for cut in parts.values() for part in cut]))
    found: list[tuple[Box, list[Character]]] = []
    for k, (box, line) in enumerate(zip(boxes, read, strict=True)):
        found += [(part, next(again)) for part in parts[k]] if k in parts else [(box, line)]
    return [box for box, _ in found], [line for _, line in found]


def _alone(box: Box, boxes: Sequence[Box], shape: tuple[int, ...]) -> Box:
    """A box for a second look, larger as far as no other line stands beside it."""
    more = widened(box, SECOND_LOOK, shape)
    beside = [one for one in boxes if min(one.y1, box.y1) - max(one.y0, box.y0) > (box.y1 - box.y0) / 2]
    left = max((one.x1 for one in beside if one.x1 <= box.x0), default=0)
    right = min((one.x0 for one in beside if one.x0 >= box.x1), default=shape[1])
    return replace(more, x0=max(more.x0, left), x1=min(more.x1, right))


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
