"""Numerals: every number to 9999 in words comes back, and nothing else is taken for a number."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers import numerals
from pipeline.normalizers.numerals import NUMERALS, chinese_number, digits_value

HAN = "〇一二三四五六七八九"
CAPITAL = "零壹貳參肆伍陸柒捌玖"


def in_words(number: int, *, digits: str = HAN, units: str = "十百千", short_ten: bool = True) -> str:
    """A number below 10,000 as an office writes it: 十五, 一百零三, 二千三百."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return words[1:] if short_ten and words.startswith(digits[1] + units[0]) else words


def test_doctests() -> None:
    assert doctest.testmod(numerals).failed == 0


@given(st.integers(1, 9999))
def test_words_come_back(number: int) -> None:
    assert chinese_number(in_words(number)) == number
    assert chinese_number(in_words(number, short_ten=False)) == number
    assert chinese_number(in_words(number, digits=CAPITAL, units="拾佰仟", short_ten=False)) == number


@given(st.integers(1, 9999))
def test_myriads_come_back(number: int) -> None:
    words = in_words(number, short_ten=False)
    assert chinese_number(words + "萬") == number * 10**4
    assert chinese_number(words + "億") == number * 10**8
    assert chinese_number(f"{words}億{words}萬") == (
        number * 10**8 + number * 10**4 if number >= 1000 else None
    )


@given(st.integers(10, 10**8))
def test_digit_by_digit(number: int) -> None:
    positional = "".join(HAN[int(d)] for d in str(number))
    assert chinese_number(positional) == number
    assert digits_value(str(number)) == number
    assert digits_value("".join(chr(ord("０") + int(d)) for d in str(number))) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("廿", 20),
        ("廿一", 21),
        ("卅九", 39),
        ("九十九", 99),
        ("一百", 100),
        ("一百十五", 115),
        ("一百一十五", 115),
        ("一○二", 102),
        ("一零二", 102),
        ("〇", 0),
        ("零", 0),
        ("叁", 3),
        ("貳拾伍", 25),
        ("兩百", 200),
        ("兩萬", 20000),
        ("一萬零五百", 10500),
        ("一億二千萬", 120_000_000),
    ],
)
def test_forms(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "十十",
        "十百",
        "二二十",
        "二廿",
        "廿十",
        "百",
        "萬",
        "一百五",  # spoken, 150
        "一萬五",
        "一百零",
        "零十",
        "兩",
        "二兩",
        "一萬萬",
        "〇萬",
        "一萬零",
        "一二十",
        "甲",
        "1",
        "一、",
        "一" * 16,
    ],
)
def test_none(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize("text", ["", "1.5", "-1", "²", "٣", "一", " 1", "9" * 5000])
def test_no_digits(text: str) -> None:
    assert digits_value(text) is None


@given(st.text(alphabet=NUMERALS + "甲1 ", max_size=20))
def test_never_raises_and_never_negative(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0
