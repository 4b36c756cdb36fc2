"""Spaces that were not printed as glyphs: some typesetters only move on between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.lines.runs import RUN_GAP_EM, WORD_GAP_EM
from pipeline.normalizers.text import wide
from pipeline.readers.page import SAME_BASELINE_EM, Glyph, Page


def spaced(page: Page) -> Page:
    """The page with a space glyph wherever white between two letters of a run is as wide as one."""
    return replace(page, glyphs=tuple(_spaced(page.glyphs)))


def _spaced(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _apart(before, glyph):
            yield Glyph(" ", before.x1, glyph.x0, before.y, before.size)
        yield glyph
        before = glyph


def _apart(before: Glyph, glyph: Glyph) -> bool:
    if (
        before.text.isspace()
        or glyph.text.isspace()
        or abs(glyph.y - before.y) > SAME_BASELINE_EM * before.size
    ):
        return False
    white = glyph.x0 - before.x1
    if not WORD_GAP_EM * before.size <= white <= RUN_GAP_EM * before.size:
        return False
    return not (wide(before.text[-1]) or wide(glyph.text[0]))
