"""Ink of which the recogniser said nothing: a mark is read by itself; at a line's ends, the rest is doubted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.readers.ocr.glyphs import Box, InkedLine, advance, inked_rows, sizes_of

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser

BEYOND_EM = 0.35
"""Ink that goes on so far beyond the first or last character is not its own: places are known to a quarter of an em."""
END_MARKS = frozenset("。，、；：！？」』）)…")
"""What ends a line and is small enough to be overlooked."""
RINGS = frozenset("0OoC〇°")
"""What a full stop is read as by itself, where nothing tells its size."""
SMALL_EM = 0.45
"""Height of a full stop; a digit is higher."""
SURE_END = 0.9
"""Confidence in a full stop whose size and place say what it is."""
BETWEEN_EM = 0.5
"""Characters this much further apart than they are wide have something between them: a mark, or white."""
STROKES = frozenset("一丶ヽ\\")
"""What a slanted comma is read as by itself; the characters themselves are larger."""
SMALL_CONFIDENCE = 0.3
"""Ink whose size and place say that it is a mark need not be read more surely than this."""
LEAST_MARK_EM = 0.08
"""Smaller ink is a speck."""
END_MARK_WHITE_EM = 0.2
"""White on either side of a mark when it is read by itself."""
END_CONFIDENCE = 0.5
"""A mark that was read alone with less is doubted with the character before it."""


def with_ends(
    lines: Sequence[InkedLine], clean: Grey, ink: Grey, scale: float, engine: Recogniser
) -> list[InkedLine]:
    """The lines, with marks that were overlooked at their ends.

    Args:
        lines: of one page.
        clean: its picture without rules.
        ink: its ink, as 255.
        scale: pixels per point.
        engine: what reads the marks.
    """
    sizes = sizes_of(lines)
    behind = [i for i, line in enumerate(lines) if _beyond(line, sizes[i])[1] > BEYOND_EM]
    places = [_behind(lines[i], sizes[i], scale) for i in behind]
    said = engine.read([place.crop(clean) for place in places])
    high = [inked_rows(place.crop(ink)) / scale for place in places]
    read = {
        i: _mark(characters, rows <= SMALL_EM * sizes[i])
        for i, characters, rows in zip(behind, said, high, strict=True)
    }
    found = []
    for i, line in enumerate(lines):
        now = line
        if _beyond(line, sizes[i])[0] > BEYOND_EM:
            now = replace(now, characters=(_doubted(now.characters[0]), *now.characters[1:]))
        if i in read:
            now = replace(now, characters=_ended(now, read[i]))
        elif _is_small_stop(line, sizes[i], ink):
            # Its size and place say what it is.
            stop = now.characters[-1]._replace(confidence=SURE_END)
            now = replace(now, characters=(*now.characters[:-1], stop))
        found.append(now)
    return found


def _is_small_stop(line: InkedLine, size: float, ink: Grey) -> bool:
    """Whether a line ends in a full stop that was read with doubt, and the ink there is as small as one."""
    last = line.characters[-1]
    if last.text != "。" or last.confidence >= SURE_END:
        return False
    box, em = line.box, size * line.scale
    place = Box(max(box.x0, round(line.x1 * line.scale - SMALL_EM * em)), box.y0, box.x1, box.y1)
    rows = np.flatnonzero((place.crop(ink) > 0).any(axis=1))
    high = place.y1 - place.y0
    return bool(rows.size) and rows[-1] - rows[0] < SMALL_EM * em and rows[0] >= high / 2 - SMALL_EM * em / 2


def _beyond(line: InkedLine, size: float) -> tuple[float, float]:
    """How far ink goes on before the first and behind the last character, in em."""
    said = [c for c in line.characters if not c.text.isspace()]
    left, width = line.box.x0 / line.scale, (line.box.x1 - line.box.x0) / line.scale
    first = left + said[0].at * width - advance(said[0].text, size) / 2
    last = left + said[-1].at * width + advance(said[-1].text, size) / 2
    return (first - line.x0) / size, (line.x1 - last) / size


def _behind(line: InkedLine, size: float, scale: float) -> Box:
    """Where the ink behind the last character stands."""
    width = line.box.x1 - line.box.x0
    last = [c for c in line.characters if not c.text.isspace()][-1]
    start = line.box.x0 + round(last.at * width + advance(last.text, size) / 2 * scale)
    return Box(min(start, line.box.x1 - 1), line.box.y0, line.box.x1, line.box.y1)


def _mark(read: Sequence[Character], small: bool) -> Character | None:
    """The mark that was read by itself; None where it is something else."""
    said = [c for c in read if not c.text.isspace()]
    if len(said) != 1 or said[0].confidence < END_CONFIDENCE:
        return None
    if small and said[0].text in RINGS:
        return said[0]._replace(text="。", confidence=max(said[0].confidence, SURE_END))
    return said[0] if said[0].text in END_MARKS else None


def _ended(line: InkedLine, mark: Character | None) -> tuple[Character, ...]:
    """Characters of a line with the mark at its end; the last one doubted where there is something else."""
    if mark is None or line.characters[-1].text in END_MARKS or line.characters[-1].text.isascii():
        return *line.characters[:-1], _doubted(line.characters[-1])
    middle = 1 - (line.box.x1 - line.x1 * line.scale) / (line.box.x1 - line.box.x0)
    return *line.characters, mark._replace(at=min(1.0, middle))


def _doubted(character: Character) -> Character:
    return character._replace(confidence=0.0)


def with_marks(lines: Sequence[InkedLine], clean: Grey, ink: Grey, engine: Recogniser) -> list[InkedLine]:
    """The lines, with marks that were overlooked between two characters, as behind a label.

    Args:
        lines: of one page.
        clean: its picture without rules.
        ink: its ink, as 255.
        engine: what reads the marks.
    """
    found = list(lines)
    places = [
        (i, at, place)
        for i, (line, size) in enumerate(zip(lines, sizes_of(lines), strict=True))
        for at, place in _between(line, size, ink)
    ]
    said = engine.read([place.crop(clean) for _, _, place in places])
    for (i, at, place), read in zip(reversed(places), reversed(said), strict=True):
        marks = [c for c in read if not c.text.isspace()]
        if len(marks) == 1 and marks[0].text in STROKES:
            marks = [marks[0]._replace(text="、")]
        if len(marks) == 1 and marks[0].text in END_MARKS and marks[0].confidence >= SMALL_CONFIDENCE:
            box, characters = found[i].box, found[i].characters
            middle = ((place.x0 + place.x1) / 2 - box.x0) / (box.x1 - box.x0)
            mark = marks[0]._replace(at=middle, confidence=max(marks[0].confidence, SURE_END))
            found[i] = replace(found[i], characters=(*characters[:at], mark, *characters[at:]))
    return found


def _between(line: InkedLine, size: float, ink: Grey) -> Iterator[tuple[int, Box]]:
    """Small ink between two characters further apart than those of a word, and behind which character it stands."""
    box, em = line.box, size * line.scale
    width = box.x1 - box.x0
    for at, (before, behind) in enumerate(pairwise(line.characters), start=1):
        if before.text.isspace() or behind.text.isspace():
            continue
        own = (advance(before.text, size) + advance(behind.text, size)) / 2
        if (behind.at - before.at) * width / line.scale - own <= BETWEEN_EM * size:
            continue
        start, end = (round(box.x0 + c.at * width) for c in (before, behind))
        place = _piece(Box(start, box.y0, end, box.y1), ink)
        if place is None or inked_rows(place.crop(ink)) > SMALL_EM * em:
            continue
        if LEAST_MARK_EM * em <= place.x1 - place.x0 <= SMALL_EM * em:
            more = round(END_MARK_WHITE_EM * em)
            yield at, replace(place, x0=place.x0 - more, x1=place.x1 + more)


def _piece(place: Box, ink: Grey) -> Box | None:
    """The piece of ink closest to the middle of a place, those apart that reach to its ends."""
    inked = ((place.crop(ink) > 0).sum(axis=0) > 1).astype(np.int8)
    edges = np.diff(inked)
    starts = (np.flatnonzero(edges == 1) + 1).tolist()
    ends = [x for x in (np.flatnonzero(edges == -1) + 1).tolist() if starts and x > starts[0]]
    middle = len(inked) / 2
    pieces = sorted(zip(starts, ends, strict=False), key=lambda piece: abs(sum(piece) / 2 - middle))
    return replace(place, x0=place.x0 + pieces[0][0], x1=place.x0 + pieces[0][1]) if pieces else None
