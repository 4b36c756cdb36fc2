"""Whether the text layer of a page is text, or only codes that stand for other characters than are printed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

FEW_CHARACTERS = 20
"""Fewer characters say nothing: a page may hold a row of symbols and a number."""
BROKEN_SHARE = 0.3
"""Symbol fonts give private characters to list marks and check boxes: one in a line, never a third of a text."""
CONTROLS = 5
"""Kinds of control characters: a font may call its space by one, glyph numbers taken for characters are of many."""
LATIN_SHARE = 0.3
"""UTF-8 or Big5 decoded as Latin-1 is full of accented letters and signs; a language with accents has far fewer."""
RARE_HAN_SHARE = 0.5
"""Text in the characters of common use holds few others; text decoded by a wrong table holds mostly others."""
LEVEL_1 = (b"\xa4\x40", b"\xc6\x7e")
"""Big5's first level: the 5,401 characters in common use."""
BROKEN = {"Co", "Cc", "Cn", "Cs"}
"""Private, control and unassigned characters, and halves of pairs: nothing that can be printed as itself."""


def legible(texts: Iterable[str]) -> bool:
    """Whether a page's text can be what is printed; a page of a few characters always can.

    Args:
        texts: pieces of its text, such as its glyphs; U+FFFD for glyphs without Unicode.

    >>> legible(["中華民國113年度" * 3]), legible(["æ°‘æ”¿" * 5])
    (True, False)
    """
    return _legible("".join(texts))


@lru_cache(maxsize=4)
def _legible(text: str) -> bool:
    """The same of the whole text; a page is asked about by who reads it and by who takes it."""
    chars = Counter(text)
    kinds: Counter[str] = Counter()
    controls = 0
    for char, count in chars.items():
        kind = _kind(char)
        kinds[kind] += count
        if kind == "broken":
            controls += unicodedata.category(char) == "Cc"
    total = kinds.total() - kinds["space"]
    if total < FEW_CHARACTERS:
        return True
    han = kinds["han"] + kinds["rare"]
    return (
        controls < CONTROLS
        and kinds["broken"] <= BROKEN_SHARE * total
        and kinds["latin"] + kinds["broken"] <= LATIN_SHARE * total
        and (han < FEW_CHARACTERS or kinds["rare"] <= RARE_HAN_SHARE * han)
    )


@lru_cache(maxsize=65536)
def _kind(char: str) -> str:
    if char.isspace():
        return "space"
    if char == "\ufffd" or unicodedata.category(char) in BROKEN:
        return "broken"
    if 0x80 <= ord(char) <= 0xFF:
        return "latin"
    plain = unicodedata.normalize("NFKC", char)
    if not unicodedata.name(plain[0], "").startswith("CJK UNIFIED"):
        return "other"
    code = plain[0].encode("big5", errors="ignore")
    return "han" if LEVEL_1[0] <= code <= LEVEL_1[1] else "rare"
