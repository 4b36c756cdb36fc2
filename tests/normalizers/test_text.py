import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers.text import clean, closing, fold, join_lines, opening, private_use, squeeze, wide


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["加強督導里幹事服", "勤。"], "加強督導里幹事服勤。"),
        (["運用 LINE", "群組通報"], "運用 LINE群組通報"),
        (["pilot", "project"], "pilot project"),
        (["推動 Smart", "City 計畫"], "推動 Smart City 計畫"),
        (["核定補助 12,3", "45 元"], "核定補助 12,345 元"),
        (["計 1,", "000 元"], "計 1,000 元"),
        (["第 3", "條"], "第 3條"),
        (["per cent,", "and"], "per cent, and"),
        (["https://", "example.tw"], "https://example.tw"),
        ([" 前後 ", "　空白　"], "前後空白"),
        (["一", "", "二"], "一二"),
        # A hyphen at a line's end parts a word; one behind a single letter, before a capital or in a chain is its own.
        (["推動 develop-", "ment 計畫"], "推動 development 計畫"),
        (["Manage-", "ment, 2"], "Management, 2"),
        (["推動 e-", "learning"], "推動 e-learning"),
        (["pre-", "ECMO"], "pre-ECMO"),
        (["state-of-", "the-art"], "state-of-the-art"),
        (["COVID-", "vaccines"], "COVID-vaccines"),
        (["https://example.tw/open-", "data"], "https://example.tw/open-data"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_one_would_read_them(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.text(alphabet="辦理里民活動，。「」（）", min_size=1), st.data())
def test_chinese_cut_anywhere_is_joined_to_what_it_was(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))

    assert join_lines([text[:at], text[at:]]) == text


@given(st.integers(0, 10**12), st.data())
def test_an_amount_cut_anywhere_is_joined_to_what_it_was(amount: int, data: st.DataObject) -> None:
    text = f"{amount:,}"
    at = data.draw(st.integers(0, len(text)))

    assert join_lines([text[:at], text[at:]]) == text


@given(st.lists(st.text(alphabet="辦理 ABc12,.。", max_size=6)))
def test_joining_loses_no_character(lines: list[str]) -> None:
    assert squeeze(join_lines(lines)) == squeeze("".join(lines))


@pytest.mark.parametrize(
    ("coded", "ordinary"),
    [
        ("里\u2ea0", "里民"),
        ("\u2f00般\u2f8f政", "一般行政"),
        ("\uf9e4長", "理長"),
        ("e\u0301", "é"),
        ("１２３（一）", "１２３（一）"),
        ("臺北", "臺北"),
    ],
)
def test_only_code_points_are_set_right(coded: str, ordinary: str) -> None:
    assert clean(coded) == ordinary


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


def test_no_radical_is_left() -> None:
    # Unicode names no ideograph for U+2E80, and U+2E9A is unassigned.
    radicals = [*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)]

    assert [chr(code) for code in radicals if "\u2e80" <= clean(chr(code)) <= "\u2fdf"] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("臺 北（１）", "台北(1)"), ("峯", "峰"), ("ＬＥＤ", "led"), ("實 施　內 容", "實施內容")],
)
def test_variants_are_alike_for_matching(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_line_breaking_knows_which_marks_may_stand_where() -> None:
    assert all(map(closing, "，。；：、）」』】》%"))
    assert all(map(opening, "（「『【《"))
    assert not any(closing(c) or opening(c) for c in "辦A1")
    assert all(map(wide, "辦，（Ａ１。〇"))
    assert not any(map(wide, "A1,.(é"))


def test_private_use_characters_are_seen() -> None:
    assert private_use("里\ue001長")
    assert private_use("\U000f0001")
    assert not private_use("里長")
