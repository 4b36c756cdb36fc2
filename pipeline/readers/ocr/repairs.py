"""What recognisers mistake in labels and amounts, set right where the line itself gives the evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from pipeline.dataclass import dataclass

_DIGIT_LIKE = {
    "O": "0",
    "o": "0",
    "〇": "0",
    "D": "0",
    "l": "1",
    "I": "1",
    "|": "1",
    "丨": "1",
    "Z": "2",
    "S": "5",
    "B": "8",
}
"""Letters that are read for digits."""
_MISREAD_LABEL = re.compile(r"^[(（]?([lI|丨]{1,2})(?=[.．、)）])")
"""A label that begins a line and whose number was read as letters: no text is numbered by them."""
_CHINESE_LABEL = re.compile(r"^[(（]?([一-])(?=[、)）])|^[(（]?([—－―─ー\-])(?=[、)）])")
_MISREAD_AMOUNT = re.compile(r"^[(（]?-?[\dOoDlI|丨ZSB〇]{1,3}(?:[.,，．、][\dOoDlI|丨ZSB〇]{3})+[)）]?$")
_WHOLE = re.compile(r"^[\dOoDlI|丨ZSB〇]{2,}$")
_IN_NUMBER = re.compile(
    r"(?<=\d)[Oo〇lI|丨](?=[\d,，.年月日元人次%％])|(?<=\d,)[Oo〇lI|丨]|(?<=\d[,，]\d)[Oo〇lI|丨]"
)
_MISREAD_COMMA = re.compile(r"(?<=\d)[，](?=\d{3}(?!\d))")


LEAST_WORD = 4
"""Shorter header words are too much like others."""


def listed_word(text: str, words: Collection[str]) -> str:
    """The one listed word of the same length that differs in one character; the text itself where it is listed.

    Args:
        text: a line as recognised.
        words: words of headers.

    >>> listed_word("預算金頟", {"預算金額", "預算經費"}), listed_word("里幹事會報", {"預算金額"})
    ('預算金額', '里幹事會報')
    """
    if len(text) < LEAST_WORD or text in words or not text.isalpha():
        return text
    near = [
        word
        for word in words
        if len(word) == len(text) and sum(a != b for a, b in zip(word, text, strict=True)) == 1
    ]
    return near[0] if len(near) == 1 else text


def mended(text: str) -> str:
    """A line with labels and amounts as they were printed; of the same length.

    Args:
        text: a line as recognised.

    >>> mended("l.辦理"), mended("(l)辦理"), mended("—、一般行政"), mended("8.359"), mended("1O,000元")
    ('1.辦理', '(1)辦理', '一、一般行政', '8,359', '10,000元')
    """
    chars = list(text)
    if found := _MISREAD_LABEL.match(text):
        chars[found.start(1) : found.end(1)] = ["1"] * len(found[1])
    if (found := _CHINESE_LABEL.match(text)) and found[2]:
        chars[found.start(2)] = "一"
    if any(c.isdigit() for c in text):
        if _MISREAD_AMOUNT.match(text):
            chars = [_DIGIT_LIKE.get(c, "," if c in ".，．、" else c) for c in chars]
        elif _WHOLE.match(text):
            chars = [_DIGIT_LIKE.get(c, c) for c in chars]
        for found in _IN_NUMBER.finditer("".join(chars)):
            chars[found.start()] = _DIGIT_LIKE[chars[found.start()]]
        for found in _MISREAD_COMMA.finditer("".join(chars)):
            chars[found.start()] = ","
    return "".join(chars)


_COUNTING_LABEL = re.compile(r"^([(（]?)(\d{1,2}|[一二三四五六七八九十])([.．、)）])(?!\d)")
_LABEL_NUMERALS = "一二三四五六七八九十"
SAME_LEFT_PT = 6.0
"""Labels of one list begin so close to each other."""


@dataclass(frozen=True, slots=True)
class _Label:
    line: int
    start: int
    number: int
    width: int
    style: tuple[str, str, bool]
    left: float


def sequenced(texts: Sequence[str], lefts: Sequence[float]) -> dict[int, tuple[int, str]]:
    """What the labels should be that stand between two others of their list and do not fit.

    Only a label whose neighbours leave one number free is touched: 3., 8., 5. can only be 3., 4., 5.

    Args:
        texts: lines of a page, top to bottom.
        lefts: where each begins, in points.

    Returns:
        For a line, at which of its characters the number begins and what it is; of the same length as before.

    >>> sequenced(["3.辦理", "8.召開", "5.推動"], [100.0, 101.0, 100.5])
    {1: (0, '4')}
    >>> sequenced(["(一)辦理", "(一)召開", "(三)推動"], [100.0, 100.0, 100.0])
    {1: (1, '二')}
    """
    lists: list[list[_Label]] = []
    for i, (text, left) in enumerate(zip(texts, lefts, strict=True)):
        label = _label(i, text, left)
        if label is None:
            continue
        for found in lists:
            if found[-1].style == label.style and abs(found[-1].left - left) <= SAME_LEFT_PT:
                found.append(label)
                break
        else:
            lists.append([label])
    wrong: dict[int, tuple[int, str]] = {}
    for found in lists:
        for before, label, after in zip(found, found[1:], found[2:], strict=False):
            if after.number == before.number + 2 and label.number != before.number + 1:
                printed = _printed(before.number + 1, chinese=label.style[2])
                if len(printed) == label.width:
                    wrong[label.line] = label.start, printed
    return wrong


def _label(line: int, text: str, left: float) -> _Label | None:
    match = _COUNTING_LABEL.match(text)
    if match is None:
        return None
    chinese = match[2] in _LABEL_NUMERALS
    number = _LABEL_NUMERALS.index(match[2]) + 1 if chinese else int(match[2])
    # A recogniser takes the brackets of one list for wide ones here and for narrow ones there.
    before, behind = (unicodedata.normalize("NFKC", mark) for mark in (match[1], match[3]))
    return _Label(line, match.start(2), number, len(match[2]), (before, behind, chinese), left)


def _printed(number: int, *, chinese: bool) -> str:
    if not chinese:
        return str(number)
    return _LABEL_NUMERALS[number - 1] if number <= len(_LABEL_NUMERALS) else ""
