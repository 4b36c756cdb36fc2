"""What recognisers mistake in labels and amounts is set right; what is right stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.repairs import mended
from pipeline.readers.ocr.traditional import candidates, is_traditional, traditional


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("l.辦理調解", "1.辦理調解"),
        ("(l)辦理調解", "(1)辦理調解"),
        ("—、一般行政", "一、一般行政"),
        ("(—)自治行政", "(一)自治行政"),
        ("8.359", "8,359"),
        ("8，359", "8,359"),
        ("27,OOO", "27,000"),
        ("每人1O,000元", "每人10,000元"),
        ("每人15，000元", "每人15,000元"),
    ],
)
def test_labels_and_amounts_are_set_right(read: str, printed: str) -> None:
    assert mended(read) == printed


@pytest.mark.parametrize(
    "text", ["本(112)年度", "3.5公頃", "第1、2季", "Line群組", "－", "一、一般行政", "A4紙", "1,2,3項"]
)
def test_what_is_right_stays(text: str) -> None:
    assert mended(text) == text


@given(st.text(alphabet="一二(（)）.,，、lIO|0123456789元年辦—－", max_size=12))
def test_a_line_keeps_its_length_and_is_right_once_set_right(text: str) -> None:
    once = mended(text)

    assert len(once) == len(text)
    assert len(mended(once)) == len(text)


@pytest.mark.parametrize("text", "里干后台周群峰志余面谷")
def test_characters_in_common_use_stay(text: str) -> None:
    assert candidates(text) == ()


@pytest.mark.parametrize(
    ("read", "printed"), ["单單", "检檢", "费費", "个個", "请請", "领領", "辅輔", "页頁", "关關"]
)
def test_simplified_forms_are_mapped(read: str, printed: str) -> None:
    assert traditional(Character(read, 0.5, 0.9)).text == printed


def test_of_several_traditional_forms_the_recognisers_next_guess_decides() -> None:
    read = Character("发", 0.5, 0.6, (("髮", 0.3), ("發", 0.1)))

    found = traditional(read)

    assert found.text == "髮"
    assert found.confidence == pytest.approx(0.9)


def test_a_form_that_nothing_on_the_page_decides_is_doubtful() -> None:
    assert traditional(Character("发", 0.5, 0.99)).confidence == 0


def test_a_page_is_traditional_by_what_only_traditional_text_has() -> None:
    def said(text: str) -> list[Character]:
        return [Character(c, 0.5, 0.9) for c in text]

    assert is_traditional(said("辦理里鄰長健康檢查费"))
    assert not is_traditional(said("办理里邻长健康检查费"))
    assert not is_traditional(said("公文"))
