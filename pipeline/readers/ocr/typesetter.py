"""Recognised lines to the glyphs of a page, their text set right where the page itself gives the evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.glyphs import InkedLine, glyphs_of, sizes_of
from pipeline.readers.ocr.repairs import listed_word, mended, sequenced
from pipeline.readers.ocr.traditional import is_traditional, traditional
from pipeline.readers.ocr.turned import TurnedLine, turned_glyphs
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, Aside, BBox, Glyph, Recognition, Turned

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character

MENDED_CONFIDENCE = 0.9
"""A character that was read with more is what is printed, though a listed word is like it."""


@dataclass(frozen=True, slots=True)
class Set:
    """The text of a page, as its glyphs and what stands apart.

    Attributes:
        glyphs: in the order of their lines.
        recognised: what the recogniser said of each glyph.
        turned: lines of another direction, as they are read and as they are shown.
        asides: lines of another direction outside of all cells.
    """

    glyphs: tuple[Glyph, ...]
    recognised: tuple[Recognition, ...]
    turned: tuple[Turned, ...]
    asides: tuple[Aside, ...]


def set_lines(lines: Sequence[InkedLine], turned: Sequence[TurnedLine], words: Collection[str]) -> Set:
    """Glyphs of all lines, set right, and what the recogniser said of each.

    Args:
        lines: level ones, top to bottom.
        turned: the others.
        words: words of headers.
    """
    level = _level(lines)
    laid = [line for line in turned if line.cell is not None]
    placed = [*level, *map(turned_glyphs, laid)]
    mapped = is_traditional(c for pairs in placed for _, c in pairs)
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
    return Set(
        tuple(glyphs),
        tuple(recognised),
        tuple(Turned(_read_at([g for g, _ in turned_glyphs(line)]), line.shown) for line in laid),
        tuple(
            Aside("sideways", line.text, line.shown, len(line.text)) for line in turned if line.cell is None
        ),
    )


def _level(lines: Sequence[InkedLine]) -> list[list[tuple[Glyph, Character]]]:
    """Glyphs of level lines; a raised mark stands above the line before it."""
    found: list[list[tuple[Glyph, Character]]] = []
    for line, size in zip(lines, sizes_of(lines), strict=True):
        pairs = glyphs_of(line, size)
        if line.raised and found:
            y = round(found[-1][-1][0].y - line.rise, 2)
            pairs = [(glyph._replace(y=y), c) for glyph, c in pairs]
        found.append(pairs)
    return found


def _read_at(line: Sequence[Glyph]) -> BBox:
    return (
        line[0].x0,
        line[0].y - ASCENT_EM * line[0].size,
        line[-1].x1,
        line[0].y + DESCENT_EM * line[0].size,
    )


def _set_right(line: Sequence[Character], words: Collection[str]) -> str:
    """A line's text; a listed word only where the recogniser doubted the one character that differs."""
    text = mended("".join(c.text for c in line))
    word = listed_word(text, words)
    doubted = all(
        c.confidence < MENDED_CONFIDENCE for c, a, b in zip(line, text, word, strict=True) if a != b
    )
    return word if doubted else text


def _other(read: Character, final: str) -> str:
    return read.text if read.text != final else ""
