"""Whether the text layer of a page is text, or only codes that stand for other characters than are printed.

Any language is text. Codes are told by what no language has: characters of no meaning, words of many scripts,
ideographs of which no country's schools teach the most, bytes of UTF-8 that are shown as letters with accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.dataclass import dataclass

FEW_CHARACTERS = 20
"""Fewer characters say nothing: a page may hold a row of symbols and a number."""
FEW_HAN = 12
"""Fewer ideographs say nothing: four names of people may hold as many that are seldom taught."""
FEW_LATIN = 10
"""A short line of Icelandic has as many letters with accents and strokes."""
BROKEN_SHARE = 0.3
"""A font without a map to Unicode may print the list marks of a page, never a third of a text."""
BROKEN_ALONE = 0.1
"""The same without any East Asian text: glyph numbers taken for characters are of the first hundreds, and a fifth of
those are controls."""
LATIN_SHARE = 0.3
"""Big5 or GBK decoded as Latin-1 is full of accented letters and signs; a language with accents has far fewer."""
SPLIT_BYTES_SHARE = 0.5
"""Of the characters beyond ASCII, those that UTF-8's bytes look like when they are shown as Latin-1."""
SOME_SPLIT = 5
"""A language's own letters may stand before a quotation mark now and then."""
TAUGHT_SHARE = 0.72
"""Text in any country's ideographs holds few that its schools do not teach (lists of names: a sixth); of text that was
decoded by a wrong table each country teaches two thirds at the most."""
SCRIPTS = 4
"""East Asian, Latin and Greek letters stand on one page."""
MIXED_SHARE = 0.3
"""Neighbouring letters are of one script but for a formula; glyph numbers taken for characters are of any."""
LEVEL_1 = (b"\xa4\x40", b"\xc6\x7e")
"""Big5's first level: the 5,401 characters in common use in Taiwan."""
LEVELS = (
    ("big5", *LEVEL_1),
    ("gb2312", b"\xb0\xa1", b"\xd7\xf9"),
    ("euc_jp", b"\xb0\xa1", b"\xcf\xd3"),
)
"""The same of China and Japan too, by encoding."""
UNPRINTED_CATEGORIES = {"Co", "Cc", "Cn", "Cs"}
"""Private, control and unassigned characters, and halves of pairs: nothing that can be printed as itself."""
EAST_ASIAN = frozenset(
    ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")
)
"""First words of names of characters that stand in one text."""

_WINDOWS = "".join(chr(code) for code in range(0x80, 0xA0)) + bytes(range(0x80, 0xA0)).decode(
    "cp1252", "ignore"
)
_BEHIND = f"[\u00a1-\u00bf\ufffd{re.escape(_WINDOWS)}]"
_SPLIT_UTF8 = re.compile(f"[\u00c2-\u00df]{_BEHIND}|[\u00e0-\u00ef]{_BEHIND}{{1,2}}")
"""A character of UTF-8 as its bytes look in Latin-1 or Windows' kin of it; some of them may be spaces or nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """What a character counts as; equal by identity, for a page asks for hundreds.

    Attributes:
        name: ``space``, ``broken``, ``latin`` (the letters and signs of Latin-1), ``han`` or ``other``.
        script: the first word of its name, where it is a letter.
        taught: for each of ``LEVELS`` whether it is in it.
    """

    name: str
    script: str
    taught: tuple[bool, ...]


def legible(texts: Iterable[str]) -> bool:
    """Whether a page's text can be what is printed; a page of a few characters always can.

    Args:
        texts: pieces of its text, such as its glyphs; U+FFFD for glyphs without Unicode.

    >>> legible(["中華民國113年度" * 3]), legible(["软件构造过程" * 4]), legible(["æ°‘æ”¿" * 5])
    (True, True, False)
    """
    return _legible("".join(texts))


@lru_cache(maxsize=4)
def _legible(text: str) -> bool:
    """The same of the whole text; a page is asked about by who reads it and by who takes it."""
    by_kind: Counter[_Kind] = Counter()
    # Once for each character of the page, and the rest for a few kinds of them.
    for char, count in Counter(text).items():
        by_kind[_CHARACTER_KINDS[char]] += count
    names: Counter[str] = Counter()
    scripts: set[str] = set()
    taught = [0] * len(LEVELS)
    for kind, count in by_kind.items():
        names[kind.name] += count
        scripts.add(kind.script)
        for level, known in enumerate(kind.taught):
            taught[level] += count if known else 0
    total = names.total() - names["space"]
    if total < FEW_CHARACTERS:
        return True
    broken_share = BROKEN_SHARE if "CJK" in scripts else BROKEN_ALONE
    return (
        names["broken"] <= broken_share * total
        and names["latin"] + names["broken"] <= max(FEW_LATIN, LATIN_SHARE * total)
        and (names["han"] < FEW_HAN or max(taught) >= TAUGHT_SHARE * names["han"])
        and not (names["latin"] and _is_split(text))
        and not (len(scripts) > SCRIPTS and _is_mixed(text))
    )


def _is_split(text: str) -> bool:
    """Whether most of a number of characters beyond ASCII look like bytes of UTF-8."""
    found = _SPLIT_UTF8.findall(text)
    beyond = sum(char > "\x7f" for char in text) if len(found) >= SOME_SPLIT else 0
    return bool(beyond) and sum(map(len, found)) >= SPLIT_BYTES_SHARE * beyond


def _is_mixed(text: str) -> bool:
    """Whether neighbouring letters are often of different scripts."""
    pairs = [(a, b) for a, b in pairwise(_CHARACTER_KINDS[char].script for char in text) if a and b]
    return len(pairs) >= FEW_CHARACTERS and sum(a != b for a, b in pairs) > MIXED_SHARE * len(pairs)


class _Kinds(dict[str, _Kind]):
    """What each character counts as, found once."""

    def __missing__(self, char: str) -> _Kind:
        self[char] = found = _kind(*_told(char))
        return found


_CHARACTER_KINDS = _Kinds()
_kind = cache(_Kind)
"""The same object for all characters that count alike."""


def _told(char: str) -> tuple[str, str, tuple[bool, ...]]:
    """The attributes of a character's kind."""
    if char.isspace():
        return "space", "", ()
    category = unicodedata.category(char)
    if char == "\ufffd" or category in UNPRINTED_CATEGORIES:
        return "broken", "", ()
    plain = unicodedata.normalize("NFKC", char)[0]
    word = unicodedata.name(plain, "").partition(" ")[0].partition("-")[0]
    script = "" if category[0] not in "LM" else "CJK" if word in EAST_ASIAN else word
    if 0x80 <= ord(char) <= 0xFF:
        return "latin", script, ()
    if word != "CJK" or category != "Lo":
        return "other", script, ()
    return "han", script, tuple(_in_level(plain, *level) for level in LEVELS)


def _in_level(char: str, encoding: str, first: bytes, last: bytes) -> bool:
    return first <= char.encode(encoding, errors="ignore") <= last
