"""Text as printed: code points set right, white space taken out for comparing, broken lines joined.

Nothing here changes wording; what is folded for matching only is said so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""UTF-8 that begins a file of CSV: Excel takes it for another encoding without."""

EXCEL_CELL = 32_767
"""Characters of a cell in Excel, counted as UTF-16 does."""

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏"
    "⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑"
    "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""Unicode 15.0 EquivalentUnifiedIdeograph for CJK Radicals Supplement: NFKC maps only two of them."""

_TO_IDEOGRAPH = {
    **{ord(r): i for r, i in zip(_RADICALS, _IDEOGRAPHS, strict=True)},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
}
_RADICAL = re.compile(f"[{chr(min(_TO_IDEOGRAPH))}-{chr(max(_TO_IDEOGRAPH))}]")
"""Nearly all texts are without: a search takes a tenth of the time of a translation."""
SUPERSCRIPTS = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
"""Characters with the raised forms that Unicode has for them; its compatibility forms lead back."""
NOTE_SIGNS = "※＊*†‡§◎★☆"
"""Signs that lead to a note, raised or not; those that also mean a negative amount (△) are not among them."""
MANY_TEXTS = 8192
"""Texts that are remembered with their cleaned and squeezed forms: every stage asks about the lines of a file anew."""
_CLOSING = frozenset("、。，．；：？！）〕】》」』〉｝］”’％…—～,.;:?!)]}%")
_OPENING = frozenset("（〔【《「『〈｛［“‘([{$＄")


def cell_units(text: str) -> int:
    """Characters of a text as Excel counts those of a cell: in UTF-16."""
    return len(text) + sum(char > "\uffff" for char in text)


@lru_cache(maxsize=MANY_TEXTS)
def clean(text: str) -> str:
    r"""NFC with radicals and compatibility ideographs as the ordinary characters they stand for.

    >>> clean("里\u2ea0")
    '里民'
    """
    if text.isascii():
        return text
    if _RADICAL.search(text):
        text = text.translate(_TO_IDEOGRAPH)
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=MANY_TEXTS)
def squeeze(text: str) -> str:
    """Text without any white space: what headers and totals are compared by.

    >>> squeeze("實 施　內 容")
    '實施內容'
    """
    return "".join(text.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Key for matching only: NFKC, no white space, variants of one character alike, lower case.

    >>> fold("臺 北（１）") == fold("台北(1)")
    True
    """
    folded = unicodedata.normalize("NFKC", clean(text)).translate(_VARIANTS)
    return squeeze(folded).casefold()


_VARIANTS = str.maketrans("臺辧峯羣裏啓爲衆麪秘", "台辦峰群里啟為眾麵祕")
"""Variants of one character that offices print side by side."""


def private_use(text: str) -> bool:
    """Whether text holds characters that only one font can tell."""
    return not _PRIVATE_CHARACTERS.isdisjoint(text) or max(text, default="") >= "\U000f0000"


_PRIVATE_CHARACTERS = frozenset(map(chr, range(0xE000, 0xF900)))


def wide(character: str) -> bool:
    """Whether a character is set on a full em: Han, kana, full-width forms and CJK punctuation."""
    return "\u2e80" <= character <= "\ud7ff" or "\uf900" <= character <= "\uffe6" or character >= "\U00020000"


def closing(character: str) -> bool:
    """Whether no line may begin with it (kinsoku; JIS X 4051, CLREQ)."""
    return character in _CLOSING


def opening(character: str) -> bool:
    """Whether no line may end with it."""
    return character in _OPENING


_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ADDRESS = re.compile(r"(?:://|www\.|@)[!-~]*$")
"""An address of the web or of mail at the end of a line: what follows goes on with it."""


_BROKEN_WORD = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]?[a-z]{2,}(?=-\Z)")
"""A Latin word that a line's end parts by a hyphen. Hyphenation leaves no single letter and parts a word once, so the
hyphens of e-learning and state-of-the-art are their own. Of well- and known nothing tells: far more words are parted
than compounds, and what the document prints within a line tells the rest (``normalizers.compounds``)."""
_REST_OF_WORD = re.compile(r"[a-z]{2,}(?![A-Za-z-])")


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph: Chinese without a space, Latin words with one, words parted by a hyphen whole.

    >>> join_lines(["辦理流感疫苗接", "種。"])
    '辦理流感疫苗接種。'
    >>> join_lines(["pilot", "project 1,", "000"])
    'pilot project 1,000'
    >>> join_lines(["詳https://www.", "example.gov.tw/a", "pply。"])
    '詳https://www.example.gov.tw/apply。'
    >>> join_lines(["推動 develop-", "ment 及 e-", "learning"])
    '推動 development 及 e-learning'
    """
    joined = ""
    for line in lines:
        piece = line.strip()
        if joined and piece:
            if parted_word(joined, piece):
                joined = joined[:-1]
            elif _needs_space(joined, piece):
                joined += " "
        joined += piece
    return joined


def parted_word(before: str, after: str) -> str | None:
    """The word that two lines part by a hyphen, without it; None where there is none.

    >>> parted_word("推動 develop-", "ment 計畫"), parted_word("e-", "Government")
    ('development', None)
    """
    first, rest = _BROKEN_WORD.search(before), _REST_OF_WORD.match(after)
    return first[0] + rest[0] if first and rest and not _ADDRESS.search(before) else None


def broken_word(before: str, after: str) -> bool:
    """Whether a word goes on from one line to the next behind a hyphen, its own or that of the line's end."""
    return before[-1:] == "-" and all(c.isascii() and c.isalpha() for c in (before[-2:-1], after[:1]))


def _needs_space(before: str, after: str) -> bool:
    if not (after[0].isascii() and after[0].isalpha()) or _ADDRESS.search(before):
        return False
    last = before[-1]
    return last.isascii() and (last.isalpha() or (last in ",;:.!?" and before[-2:-1].isalpha()))


def unprintable(text: str) -> bool:
    r"""Whether a text holds what nobody sees: controls but for tab and line feed, halves of pairs, marks of direction.

    >>> unprintable("宣導\n訪視"), unprintable("宣\x0b導"), unprintable("宣\u202e導")
    (False, True, True)
    """
    return _UNPRINTABLE.search(text) is not None
