import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers.labels import (
    BULLETS,
    STEMS,
    as_figure,
    bare_label,
    find_bullet,
    find_label,
    without_bullet,
)

HAN = "一二三四五六七八九十"
CAPITAL = "壹貳參肆伍陸柒捌玖拾"


def han(number: int, digits: str = HAN) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else digits[9]) + (digits[ones - 1] if ones else "")


def fullwidth(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


STYLES = {
    "一、": lambda n: f"{han(n)}、",
    "(一)": lambda n: f"({han(n)})",
    "（一）": lambda n: f"（{han(n)}）",
    "〔一〕": lambda n: f"〔{han(n)}〕",
    "一.": lambda n: f"{han(n)}.",
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "１．": lambda n: f"{fullwidth(n)}．",
    "1、": lambda n: f"{n}、",
    "(1)": lambda n: f"({n})",
    "（1）": lambda n: f"（{n}）",
    "（１）": lambda n: f"（{fullwidth(n)}）",
    "1)": lambda n: f"{n})",
    "壹、": lambda n: f"{han(n, CAPITAL)}、",
    "(壹)": lambda n: f"({han(n, CAPITAL)})",
    "①": lambda n: chr(0x2460 + n - 1),
    "⑴": lambda n: chr(0x2474 + n - 1),
    "⒈": lambda n: chr(0x2488 + n - 1),
    "A.": lambda n: f"{chr(ord('A') + n - 1)}.",
    "(a)": lambda n: f"({chr(ord('a') + n - 1)})",
}
"""How each style prints a number; ``STEM_STYLES`` count to ten only."""
STEM_STYLES = {
    "甲、": lambda n: f"{STEMS[n - 1]}、",
    "(甲)": lambda n: f"({STEMS[n - 1]})",
    "㈠": lambda n: chr(0x3220 + n - 1),
    "㊀": lambda n: chr(0x3280 + n - 1),
    "❶": lambda n: chr(0x2776 + n - 1),
    "Ⅰ": lambda n: chr(0x2160 + n - 1),
    "ⅰ": lambda n: chr(0x2170 + n - 1),
}
words = st.text(alphabet="辦理里民活動中心修繕工程及相關事項依據規定", min_size=1, max_size=20)


@pytest.mark.parametrize("style", STYLES)
@given(number=st.integers(1, 19), text=words, space=st.sampled_from(["", " ", "　"]))
def test_every_style_and_number_is_read_back(style: str, number: int, text: str, space: str) -> None:
    printed = STYLES[style](number)
    label = find_label(printed + space + text)

    assert label is not None
    assert (label.number, label.printed, label.rest) == (number, printed, text)
    assert not label.decimal


@pytest.mark.parametrize("style", STEM_STYLES)
@given(number=st.integers(1, 10), text=words)
def test_styles_that_count_to_ten_are_read_back(style: str, number: int, text: str) -> None:
    label = find_label(STEM_STYLES[style](number) + text)

    assert label is not None
    assert (label.number, label.rest) == (number, text)


@given(number=st.integers(1, 19), other=st.integers(1, 19), style=st.sampled_from(sorted(STYLES)))
def test_labels_of_one_list_share_their_style(number: int, other: int, style: str) -> None:
    found = [find_label(STYLES[style](n) + "辦理") for n in (number, other)]

    assert {label.style if label else None for label in found} == {found[0].style if found[0] else None}


@given(text=st.text(max_size=30))
def test_a_label_and_its_rest_give_the_text_back(text: str) -> None:
    label = find_label(text)

    if label is not None:
        assert label.number > 0
        assert text.startswith(label.printed)
        assert re.sub(r"\s", "", label.printed + label.rest) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "text",
    [
        "15 萬元以下採購",
        "112 年積極盤點",
        "94年次役男",
        "2~未滿5歲",
        "65 歲以上長者",
        "1,500元",
        "12,345 元",
        "1999 專線",
        "一般行政",
        "三七五租約",
        "第一、二類人口",
        "十大建設",
        "A棟",
        "LED路燈",
        "PM2.5",
        "(含配合款)",
        "（二次施工）",
        "「一、」",
        "",
        " ",
    ],
)
def test_what_only_looks_numbered_has_no_label(text: str) -> None:
    assert find_label(text) is None


@pytest.mark.parametrize("text", ["3.5 公噸", "1.5倍", "2.5公里"])
def test_a_decimal_is_no_sure_label(text: str) -> None:
    label = find_label(text)

    assert label is None or (label.decimal and not label.sure)


@pytest.mark.parametrize("text", ["4、5歲幼兒", "二、三級古蹟", "1、2樓廁所"])
def test_a_list_of_numbers_is_no_sure_label(text: str) -> None:
    label = find_label(text)

    assert label is None or not label.sure


@pytest.mark.parametrize("number", [200, 1000])
def test_labels_count_parts_of_a_plan_not_years_or_amounts(number: int) -> None:
    assert find_label(f"{number}.辦理") is None


@pytest.mark.parametrize(
    ("ordinal", "style", "number"),
    [("一", "bare", 1), ("十二", "bare", 12), ("3", "bare", 3), ("(二)", "(han)", 2), ("1.", "digit.", 1)],
)
def test_an_ordinal_column_needs_no_brackets(ordinal: str, style: str, number: int) -> None:
    label = bare_label(ordinal, "海域測繪")

    assert label is not None
    assert (label.style, label.number, label.rest) == (style, number, "海域測繪")


@pytest.mark.parametrize("ordinal", ["", "無", "一般", "2000"])
def test_other_words_are_no_ordinal(ordinal: str) -> None:
    assert bare_label(ordinal, "海域測繪") is None


def test_bullets_begin_an_entry_without_counting_it() -> None:
    assert [find_bullet(mark + "辦理") for mark in BULLETS] == list(BULLETS)
    assert [find_bullet(text) for text in ("", "辦理", "1. 辦理")] == [None] * 3


@pytest.mark.parametrize("mark", BULLETS)
def test_a_bullet_stands_before_its_text(mark: str) -> None:
    assert without_bullet(f"{mark} 辦理") == (mark, "辦理")
    assert without_bullet(f"辦理{mark}宣導") == (None, f"辦理{mark}宣導")
    assert without_bullet(mark) == (None, mark)


@pytest.mark.parametrize("stroke", "─━—―–－ーㄧ")
def test_a_stroke_within_the_marks_of_a_label_is_one(stroke: str) -> None:
    printed = (
        f"{stroke}、",
        f"({stroke})",
        f"（{stroke}）",
        f"﹙{stroke}﹚",
        f"十{stroke}、",
        f"(十{stroke})",
    )
    found = [find_label(text + "文書管理") for text in printed]

    assert [label and (label.style, label.number, label.printed) for label in found] == [
        ("han,", 1, printed[0]),
        *(("(han)", 1, text) for text in printed[1:4]),
        ("han,", 11, printed[4]),
        ("(han)", 11, printed[5]),
    ]


@pytest.mark.parametrize("text", ["─辦理宣導", "— 辦理宣導", "（─）", "(—)", "－5", "─"])
def test_a_stroke_alone_is_no_label(text: str) -> None:
    assert find_label(text) is None


@pytest.mark.parametrize(
    ("printed", "number"),
    [("l.", 1), ("I.", 1), ("l、", 1), ("(l)", 1), ("1O.", 10), ("l2、", 12), ("(2O)", 20)],
)
def test_letters_that_look_like_figures_are_figures(printed: str, number: int) -> None:
    label = find_label(printed + "辦理宣導")

    assert label is not None
    assert (as_figure(label).number, as_figure(label).printed) == (number, printed)


@pytest.mark.parametrize("printed", ["A.", "(b)", "k."])
def test_other_letters_stay_letters(printed: str) -> None:
    label = find_label(printed + "辦理宣導")

    assert label is not None
    assert as_figure(label) is label
