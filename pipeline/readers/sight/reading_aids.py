"""Small type beside the characters that it spells out: zhuyin, kana, pinyin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.readers.page import Glyph
from pipeline.readers.painted import Painted, Span, ink_box
from pipeline.readers.sight.glance import BOPOMOFO, RUBY_SIZE, TONES, spells

RUBY_NEAR_EM = 0.3
"""The white between a reading aid and what it spells out is smaller than this share of the larger type."""
SPELLING_NEAR_EM = 0.75
"""Zhuyin and kana in small type are nothing else: Writer sets them further off."""
RUBY_LOW_EM = 0.12
"""Its baseline reaches this far into the ink of what stands below it; a raised note mark's is at half its height."""


def reading_aids(painted: Painted, spans: Sequence[Span]) -> Iterator[set[int]]:
    """Glyphs of reading aids, all together."""
    glyphs = painted.glyphs
    if not spans:
        return
    largest = max(glyphs[s.start].size for s in spans)
    small = [
        i
        for span in spans
        if glyphs[span.start].size <= RUBY_SIZE * largest
        for i in range(span.start, span.end)
        if spells(glyphs[i].text)
    ]
    if not small:
        return
    hosts = sorted((g for g in glyphs if _han(g.text)), key=lambda g: g.y)
    heights = [g.y for g in hosts]
    found = {i for i in small if _beside_host(glyphs[i], hosts, heights)}
    if found:
        yield found


def _han(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff" or text[0] >= "\U00020000"


def _beside_host(glyph: Glyph, hosts: Sequence[Glyph], heights: Sequence[float]) -> bool:
    """Whether a small glyph stands right above a character, or to the right of it in its height."""
    ink = ink_box(glyph)
    reach = 3 * glyph.size
    near = RUBY_NEAR_EM if glyph.text[0].isascii() or ord(glyph.text[0]) < 0x250 else SPELLING_NEAR_EM
    for host in hosts[bisect_left(heights, ink[1]) : bisect_right(heights, ink[3] + reach)]:
        if glyph.size > RUBY_SIZE * host.size:
            continue
        box = ink_box(host)
        middle = (ink[0] + ink[2]) / 2
        above = -near * host.size <= glyph.y - box[1] <= RUBY_LOW_EM * host.size
        if above and box[0] - host.size <= middle <= box[2] + host.size:
            return True
        within = box[1] - 0.3 * host.size <= ink[1] and ink[3] <= box[3] + 0.1 * host.size
        zhuyin = ord(glyph.text[0]) in BOPOMOFO or glyph.text[0] in TONES
        if zhuyin and within and -0.1 * host.size <= ink[0] - box[2] <= RUBY_NEAR_EM * host.size:
            return True
    return False
