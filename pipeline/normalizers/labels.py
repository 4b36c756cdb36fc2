"""Numbers that stand before a text: 一、 (一) 1. (1) ① 甲、 A. and what they count.

Whether a label that is found here really numbers something is told by its sequence, which is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pipeline.normalizers.numerals import chinese_number
from pipeline.normalizers.patterns import late

STEMS = "甲乙丙丁戊己庚辛壬癸"
MAX_NUMBER = 199
"""Labels count parts of a plan; larger numbers are years and amounts."""


class Label(NamedTuple):
    """A label at the beginning of a text.

    Attributes:
        style: kind of numeral and brackets; labels of one list share it.
        number: what it counts, from 1.
        printed: the label as printed, without the white space after it.
        rest: the text after it.
        sure: False for forms that also begin ordinary text, such as 「4、5歲」: only their sequence tells.
        decimal: the same as 「3.5 公噸」: sequence and place must both bear it out.
        letter: style and number of a letter that was taken for the figure that it looks like, else None.
    """

    style: str
    number: int
    printed: str
    rest: str
    sure: bool = True
    decimal: bool = False
    letter: tuple[str, int] | None = None


_ONE_ALIKE = "ㄧ"
"""The vowel sign of Bopomofo, typed for 一."""
_HAN = f"一二三四五六七八九十廿卅百〇零{_ONE_ALIKE}"
_DASHES = "─━—―–－ー"
"""Strokes that are typed, or read from a picture, for 一: alone or behind 十, within the marks of a label."""
_STROKED = rf"(?:[{_HAN}]*十)?[{_DASHES}]"
_CAPITAL = "壹貳叁參肆伍陸柒捌玖拾佰"
_LABEL_DIGITS = "0-9０-９"
_FIGURES_OF_LABEL = rf"(?:[{_LABEL_DIGITS}]+[OolI]?|[lI][{_LABEL_DIGITS}]+)"
"""Figures, one of which may be a letter that looks like it: 1O, l2."""
_ONE_LETTERS = {
    "lower.": "digit.",
    "upper.": "digit.",
    "(lower)": "(digit)",
    "(upper)": "(digit)",
    "lower)": "digit)",
}
"""Styles in which l and I look like 1, and the styles of the numbers that they look like."""
_LEFT_BRACKETS = "(（﹙〔【[〈＜<"
_LEFT, _RIGHT = rf"[{re.escape(_LEFT_BRACKETS)}]", r"[)）﹚〕】\]〉＞>]"
_FULL_STOP = r"[.．﹒‧]"
_DIGITS_OF_LABEL = "0123456789０１２３４５６７８９"
_UPPER, _LOWER = "".join(map(chr, range(65, 91))), "".join(map(chr, range(97, 123)))
_LABEL_PATTERNS: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = tuple(
    (style, frozenset(begins), late(pattern))
    for style, begins, pattern in (
        ("capital,", _CAPITAL, rf"([{_CAPITAL}]+)\s*(?:[、﹑,，﹐:：]|{_FULL_STOP})"),
        ("(capital)", _CAPITAL, rf"{_LEFT}\s*([{_CAPITAL}]+)\s*{_RIGHT}"),
        ("ordinal,", "第", rf"第\s*([{_HAN}]+)\s*[、﹑,，﹐:：](?!\s*[{_HAN}{_LABEL_DIGITS}])"),
        ("han,", _HAN + _DASHES, rf"({_STROKED})\s*[、﹑]"),
        ("(han)", _HAN + _DASHES, rf"{_LEFT}\s*({_STROKED})\s*{_RIGHT}[、﹑]?(?=\s*\S)"),
        ("han,", _HAN, rf"([{_HAN}]+)\s*(?:[、﹑,，﹐]|{_FULL_STOP})"),
        ("(han)", _HAN, rf"{_LEFT}\s*([{_HAN}]+)\s*{_RIGHT}[、﹑]?"),
        ("han)", _HAN, rf"([{_HAN}]+)\s*[)）]"),
        ("digit.", _DIGITS_OF_LABEL + "lI", rf"({_FIGURES_OF_LABEL})\s*{_FULL_STOP}"),
        ("digit,", _DIGITS_OF_LABEL + "lI", rf"({_FIGURES_OF_LABEL})\s*[、﹑]"),
        # (02)2345-6789 is a telephone number.
        (
            "(digit)",
            _DIGITS_OF_LABEL + "lI",
            rf"{_LEFT}\s*(?![0０][{_LABEL_DIGITS}]*\s*{_RIGHT}\s*[{_LABEL_DIGITS}])({_FIGURES_OF_LABEL})\s*{_RIGHT}[、﹑]?",
        ),
        ("digit)", _DIGITS_OF_LABEL + "lI", rf"({_FIGURES_OF_LABEL})\s*[)）]"),
        ("stem,", STEMS, rf"([{STEMS}])\s*(?:[、﹑,，﹐]|{_FULL_STOP})"),
        ("(stem)", STEMS, rf"{_LEFT}\s*([{STEMS}])\s*{_RIGHT}"),
        # B.LED and a.iPad are labels before words; A.I. and E.coli are not.
        ("upper.", _UPPER, r"([A-Z])\s*(?:[、.．](?![A-Za-z][.．]|[a-z](?![A-Z])))"),
        ("(upper)", _UPPER, rf"{_LEFT}\s*([A-Z])\s*{_RIGHT}"),
        ("lower.", _LOWER, r"([a-z])\s*(?:[、.．](?![A-Za-z][.．]|[a-z](?![A-Z])))"),
        ("(lower)", _LOWER, rf"{_LEFT}\s*([a-z])\s*{_RIGHT}"),
        ("lower)", _LOWER, r"([a-z])\s*[)）]"),
    )
)
"""Styles, what their numbers begin with, and how they are printed: most patterns are not tried, nor ever compiled."""
_HAN_OF = str.maketrans(dict.fromkeys(_ONE_ALIKE + _DASHES, "一"))
_FIGURE_OF = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_LOOK_ALIKE = frozenset(f"{_DASHES}OolI")
_RANGES: tuple[tuple[str, int, int], ...] = (
    ("circled", 0x2460, 0x2473),
    ("(digit)", 0x2474, 0x2487),
    ("digit.", 0x2488, 0x249B),
    ("(han)", 0x3220, 0x3229),
    ("circled han", 0x3280, 0x3289),
    ("circled", 0x24F5, 0x24FE),
    ("black", 0x2776, 0x277F),
    ("circled", 0x2780, 0x2789),
    ("black", 0x278A, 0x2793),
    ("roman", 0x2160, 0x216B),
    ("roman small", 0x2170, 0x217B),
)
"""Blocks of Unicode whose characters count from 1."""
_BEGINNINGS = frozenset(
    [
        *_HAN,
        *_CAPITAL,
        "第",
        *STEMS,
        *_DASHES,
        *_DIGITS_OF_LABEL,
        *_LEFT_BRACKETS,
        *_UPPER,
        *_LOWER,
    ]
    + [chr(code) for _, low, high in _RANGES for code in range(low, high + 1)]
)
"""First characters of labels: nearly all lines are told by one look-up."""
BULLETS = "●○◎■□◆◇★☆•‧∙・※＊*➢➤►▪▲△·◉❍❑❒❖▫◻◼⬧⧫✦✴✶✓✔✗☐☑☒➔▶"
"""Marks that begin a list entry without counting it; those of symbol fonts are among them."""
_ENCLOSED_TEXT = late(r"(?:【[^【】]+】|〖[^〖〗]+〗|《[^《》]+》|〈[^〈〉]+〉|［[^［］]+］)$")
"""Brackets that enclose a whole title; round and square ones stand around numbers and notes."""
_BARE_NUMBER = late(rf"([{_HAN}]+|{_STROKED}|[{_LABEL_DIGITS}]+|[{_CAPITAL}]+|[{STEMS}])$")
_RISKY = late(rf"[{_LABEL_DIGITS}{_HAN}]")


@lru_cache(maxsize=8192)
def find_label(text: str) -> Label | None:
    """The label that a text begins with, if any.

    >>> find_label("(二)民政管理")
    Label(style='(han)', number=2, printed='(二)', rest='民政管理', sure=True, decimal=False, letter=None)
    >>> find_label("15 萬元以下採購") is None and find_label("1,500元") is None
    True
    >>> find_label("3.5 公噸").decimal
    True
    >>> find_label("4、5歲幼兒").sure
    False
    >>> find_label("(02)2345-6789") is None
    True
    >>> [find_label(text)[:2] for text in ("─、文書", "（—）文書", "1O.文書")]
    [('han,', 1), ('(han)', 1), ('digit.', 10)]
    >>> find_label("─辦理") is None and find_label("（─）") is None
    True
    >>> find_label("B.LED路燈").number, find_label("A.I.應用") is None, find_label("e.g. 水質") is None
    (2, True, True)
    """
    first = text[:1]
    if first not in _BEGINNINGS:
        return None
    code = ord(first)
    if 0x2160 <= code <= 0x3289:
        for style, low, high in _RANGES:
            if low <= code <= high:
                printed, rest = _with_comma(first, text[1:])
                return Label(style, code - low + 1, printed, rest)
    begins = text[1:].lstrip()[:1] if first in _LEFT_BRACKETS else first
    for style, beginnings, pattern in _LABEL_PATTERNS:
        match = pattern.match(text) if begins in beginnings else None
        if match is None:
            continue
        number = _value(match[1])
        if number is None or not 0 < number <= MAX_NUMBER:
            continue
        rest = text[match.end() :].lstrip()
        sure = style not in {"digit,", "han,", "stem,", "capital,"} or not _RISKY.match(rest)
        sure = sure and style not in {"digit)", "han)", "lower)"}
        # A stroke is 一, and a letter a figure, where the sequence or the place of the text bears it out.
        sure = sure and not any(char in _LOOK_ALIKE for char in match[1])
        decimal = style == "digit." and text[match.end() : match.end() + 1].isdigit()
        return Label(style, number, match[0], rest, sure and not decimal, decimal)
    return None


def as_figure(label: Label) -> Label:
    """The label as a number where its letter looks like one: l. and I. are 1. unless a list of letters has come so far.

    >>> as_figure(find_label("l.文書"))[:2], as_figure(find_label("A.文書"))[:2]
    (('digit.', 1), ('upper.', 1))
    """
    style = _ONE_LETTERS.get(label.style)
    if style is None or not any(char in label.printed for char in "lI"):
        return label
    style = "digit," if "、" in label.printed else style
    return label._replace(style=style, number=1, letter=(label.style, label.number))


def is_enclosed(text: str) -> bool:
    """Whether brackets enclose all of a text, which is a title then.

    >>> is_enclosed("【道路工程】"), is_enclosed("【道路】與橋梁"), is_enclosed("(一)")
    (True, False, False)
    """
    return bool(_ENCLOSED_TEXT.match(text.strip()))


def find_bullet(text: str) -> str | None:
    """The bullet that a text begins with, if any."""
    return text[0] if text[:1] in BULLETS and text[:1] else None


def without_bullet(text: str) -> tuple[str | None, str]:
    """The bullet that a text begins with, if any, and the text behind it.

    >>> without_bullet("● 辦理宣導。"), without_bullet("宣導 ● 訪視"), without_bullet("●")
    (('●', '辦理宣導。'), (None, '宣導 ● 訪視'), (None, '●'))
    """
    bullet, rest = find_bullet(text), text[1:].lstrip()
    return (bullet, rest) if bullet and rest else (None, text)


def bare_label(ordinal: str, rest: str) -> Label | None:
    """A label of an ordinal sub-column, where numbers stand without brackets or points.

    >>> bare_label("二", "海域測繪")
    Label(style='bare', number=2, printed='二', rest='海域測繪', sure=True, decimal=False, letter=None)
    """
    found = find_label(ordinal)
    if found is not None and not found.rest:
        return found._replace(rest=rest)
    match = _BARE_NUMBER.match(ordinal.strip())
    number = _value(match[1]) if match else None
    if match is None or number is None or not 0 < number <= MAX_NUMBER:
        return None
    return Label("bare", number, ordinal.strip(), rest)


def _with_comma(printed: str, rest: str) -> tuple[str, str]:
    """Some offices print a comma behind a numeral that has its brackets already."""
    if rest[:1] in {"、", "."}:
        return printed + rest[0], rest[1:].lstrip()
    return printed, rest.lstrip()


def _value(numeral: str) -> int | None:
    if numeral in STEMS:
        return STEMS.index(numeral) + 1
    plain = unicodedata.normalize("NFKC", numeral.translate(_HAN_OF))
    if len(plain) > 1:
        plain = plain.translate(_FIGURE_OF)
    if plain.isascii():
        return int(plain) if plain.isdigit() else ord(plain.lower()) - ord("a") + 1
    return chinese_number(plain)
