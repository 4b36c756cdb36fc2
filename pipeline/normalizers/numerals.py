"""Chinese numerals and digits to numbers; whatever is not certainly a number gives None."""

from __future__ import annotations

_ONES = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹貳參肆伍陸柒捌玖")},
    **dict(zip("○◯弌貮弍兩叁叄", (0, 0, 1, 2, 2, 2, 3, 3), strict=True)),
}
"""○ is what most keyboards give for 〇."""
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_MYRIADS = (("億", 10**8), ("萬", 10**4))
_DIGIT_VALUES = {
    **{chr(ord("0") + value): value for value in range(10)},
    **{chr(ord("０") + value): value for value in range(10)},
}
MAX_DIGITS = 15
"""Longer rows of digits count nothing that a plan talks about."""
_MAX_WORDS = 40
NUMERALS = "".join([*_ONES, *_POWERS, *_TENS, *(character for character, _ in _MYRIADS)])
"""All characters of Chinese numerals, for use in patterns."""


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral, in words or digit by digit; None where it is not certainly a number.

    「一百五」 may be 105 or, spoken, 150: it is none.

    >>> chinese_number("十五"), chinese_number("廿一"), chinese_number("壹拾貳"), chinese_number("一百零三")
    (15, 21, 12, 103)
    >>> chinese_number("一一二"), chinese_number("一〇二"), chinese_number("三十萬")
    (112, 102, 300000)
    >>> chinese_number("十十") is None and chinese_number("一百五") is None and chinese_number("") is None
    True
    """
    if not text or len(text) > _MAX_WORDS:
        return None
    if all(character in _ONES for character in text):
        return _by_digit(text)
    for character, factor in _MYRIADS:
        before, found, after = text.partition(character)
        if found:
            return _in_two(before, factor, after)
    return _below_myriad(text)


def digits_value(text: str) -> int | None:
    """Value of ASCII and full-width digits; None for anything else.

    >>> digits_value("112"), digits_value("１１２")
    (112, 112)
    >>> digits_value("1,120") is None and digits_value("²") is None and digits_value("") is None
    True
    """
    if not text or len(text) > MAX_DIGITS:
        return None
    value = 0
    for character in text:
        digit = _DIGIT_VALUES.get(character)
        if digit is None:
            return None
        value = value * 10 + digit
    return value


def _by_digit(text: str) -> int | None:
    """「兩」 is said of counted things only, never digit by digit."""
    if "兩" in text or len(text) > MAX_DIGITS:
        return None
    value = 0
    for character in text:
        value = value * 10 + _ONES[character]
    return value


def _in_two(before: str, factor: int, after: str) -> int | None:
    """A numeral around 億 or 萬."""
    head = 2 if before == "兩" else chinese_number(before)
    if head is None or head == 0 or head >= 10**4 or "萬" in before:
        return None
    if not after:
        return head * factor
    zero = after[0] in _ONES and _ONES[after[0]] == 0
    tail = chinese_number(after[1:] if zero else after)
    # Without a zero the tail must begin in the next lower place, else 「一萬五」 could be 10005 or 15000.
    if tail is None or tail >= factor or tail == 0 or (not zero and tail < factor // 10):
        return None
    return head * factor + tail


def _below_myriad(text: str) -> int | None:
    """A numeral in words up to 9999: places go down, a gap before the last digit is filled by a zero."""
    total, place = 0, 10**4
    digit: int | None = None
    gap = False
    for character in text:
        if character in _ONES:
            value = _ONES[character]
            if digit is not None or (value == 0 and (gap or not total)):
                return None
            digit, gap = (None, True) if value == 0 else (value, gap)
            continue
        unit = 10 if character in _TENS else _POWERS.get(character)
        if unit is None or unit >= place:
            return None
        if character in _TENS:
            if digit is not None:
                return None
            total += _TENS[character]
        elif digit is None and unit != 10:
            return None
        else:
            total += (1 if digit is None else digit) * unit
        place, digit, gap = unit, None, False
    if digit is None:
        return None if gap else total
    if place > 10 and not gap:
        return None
    return total + digit
