"""What one glyph of a text layer stands for: characters that a reader of the page sees, and none that show nothing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from pipeline.normalizers.patterns import late

REPLACEMENT = "\ufffd"
"""Stands for what cannot be told: somebody has to look at the page."""
SYMBOLS = Path(__file__).with_name("symbols.toml")
FAMILIES = {
    "Wingdings2": late(r"wingdings2"),
    "Wingdings3": late(r"wingdings3"),
    "Wingdings": late(r"wingdings"),
    "Webdings": late(r"webdings"),
    "ZapfDingbats": late(r"(itc)?zapfdingbats|monotypesorts|dingbats|d050000l"),
    # Segoe UI Symbol and OpenSymbol are no such fonts: they call their glyphs by the right characters.
    "Symbol": late(r"symbol(mt|ps|psmt|neu)?(bold|italic|regular)*$|standardsymbols"),
    "MTExtra": late(r"mtextra"),
    "Marlett": late(r"marlett"),
}
"""Fonts that draw pictures for letters, by what their names begin with; the first that fits."""
SUBSET = late(r"^[A-Z]{6}\+")
"""Stands before a font's name where a file holds only some of its glyphs (ISO 32000-1, 9.6.4)."""
OWN_CODES = 0xF000
FIRST_OWN, LAST_OWN = chr(OWN_CODES), chr(OWN_CODES + 0xFF)
"""The private characters from here on are what such fonts call their glyphs, by a byte each."""

_SPACES = frozenset("\t\n\v\f\r\u2028\u2029\u2800\u3164\uffa0")
"""White space besides category Zs. Blank Braille and the fillers of Hangul show nothing but take room."""
_DRAWN = frozenset(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)))
"""Format characters, category Cf, that are seen all the same: signs around numbers."""
_UNDRAWN = late(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Those of other categories that are not drawn (Default_Ignorable_Code_Point, DerivedCoreProperties.txt)."""
_CHOOSES_A_FORM = late(
    "(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
)
"""A selector behind an ideograph, whose forms readers tell apart in names; elsewhere they change nothing."""


@lru_cache(maxsize=1 << 16)
def printed_text(text: str, font: str | None = None, control: str = REPLACEMENT) -> str:
    r"""The characters that a glyph's text stands for; "" where it is nothing that is seen.

    They hold no control character, noncharacter or half of a pair, and nothing that is not drawn.

    Args:
        text: what the text layer calls the glyph.
        font: its font's name as the file gives it; None where it is not known.
        control: what a control character stands for: some fonts call their space by one.

    >>> printed_text("里"), printed_text("\u200b"), printed_text("\x07"), printed_text("\xa0")
    ('里', '', '�', ' ')
    >>> printed_text("l", "ABCDEF+Wingdings-Regular"), printed_text("\uf06c"), printed_text("l", "Arial")
    ('●', '●', 'l')
    """
    # Halves that belong together are one character; one that stands alone is none.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    family = _family(font)
    if family is not None or any(FIRST_OWN <= char <= LAST_OWN for char in whole):
        symbols = _symbols(family)
        whole = "".join(symbols.get(char, char) for char in whole)
    # Nearly all glyphs stand for one character, before which none can be.
    forms = {match.start() for match in _CHOOSES_A_FORM.finditer(whole)} if len(whole) > 1 else set()
    return "".join(char if i in forms else _seen(char, control) for i, char in enumerate(whole))


class PrintedTexts(dict[str, str]):
    """``printed_text`` of one font's glyphs, each found once: a look-up costs a quarter of a call.

    Args:
        font: see ``printed_text``.
        control: see ``printed_text``.

    >>> PrintedTexts("Wingdings")["n"]
    '■'
    """

    def __init__(self, font: str | None = None, control: str = REPLACEMENT) -> None:
        super().__init__()
        self._font = font
        self._control = control

    def __missing__(self, text: str) -> str:
        self[text] = found = printed_text(text, self._font, self._control)
        return found


def _seen(char: str, control: str) -> str:
    category = unicodedata.category(char)
    if char in _SPACES or category == "Zs":
        return " "
    if category == "Cc":
        return control
    if is_noncharacter(char):
        return REPLACEMENT
    unseen = category == "Cf" and char not in _DRAWN
    return "" if unseen or _UNDRAWN.match(char) else char


def is_noncharacter(char: str) -> bool:
    r"""Whether it is one of the 66 code points that will never be a character (The Unicode Standard, 23.7).

    >>> is_noncharacter("\ufdd0"), is_noncharacter("\U0002fffe"), is_noncharacter("\ufffd")
    (True, True, False)
    """
    code = ord(char)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


@lru_cache(maxsize=1024)
def _family(font: str | None) -> str | None:
    """Which symbol font it is, if any."""
    name = re.sub(r"[^a-z0-9]", "", SUBSET.sub("", font or "").lower())
    return next((family for family, pattern in FAMILIES.items() if pattern.match(name)), None)


@cache
def _symbols(family: str | None) -> Mapping[str, str]:
    """What is seen, by what a glyph may be called."""
    rows = _tables()[family or "Any"]
    found: dict[str, str] = {}
    for high, row in rows.items():
        for low, symbol in enumerate(row):
            byte = int(high, 16) * 16 + low
            if symbol == " ":
                continue
            found[chr(OWN_CODES + byte)] = symbol
            letter = bytes([byte]).decode("cp1252", "ignore")
            # A file that says nothing better calls the glyph by the letter that other fonts have there.
            if family is not None and letter:
                found[letter] = symbol
    # What is called by its right character already stays.
    own = {symbol for symbol in found.values() if not symbol.isascii()}
    return {called: symbol for called, symbol in found.items() if called not in own}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(SYMBOLS.read_text(encoding="utf-8"))
