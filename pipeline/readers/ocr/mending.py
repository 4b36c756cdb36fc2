"""What recognisers mistake in labels and amounts, set right where the line itself gives the evidence."""

from __future__ import annotations

import re
from collections.abc import Collection

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
