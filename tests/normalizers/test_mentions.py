"""Mentions of all kinds together: places, order, and the plan's mentions as a whole."""

import doctest
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.normalizers import mention_found, mentions
from pipeline.normalizers.mentions import mentions_in, with_mentions
from pipeline.normalizers.records import contents
from tests.golden.regenerate import PDF

PIECES = (
    *"0123456789０５，,.、。；：:()（）「」《》-~至及元圓萬億年月日內條項款法時週 \n每依第同本一二三十百兩",
    *("16,000元", "每人", "/小時", "112年度", "學年度", "年次", "5月20日", "每年", "本年", "15日內"),
    *("個工作日", "依據", "社會救助法", "條例", "第12條", "NT$", "農曆"),
)
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def test_doctests() -> None:
    assert doctest.testmod(mentions).failed == 0
    assert doctest.testmod(mention_found).failed == 0


@given(TEXTS, st.one_of(st.none(), st.integers(1, 200)))
def test_mentions_stand_where_they_say_in_order_and_apart(text: str, year_roc: int | None) -> None:
    end = 0
    for mention in mentions_in(text, year_roc):
        assert mention.offset >= end
        end = mention.offset + len(mention.text)
        assert text[mention.offset : end] == mention.text
        assert mention.text == mention.text.strip() != ""
        assert "\n" not in mention.text
        assert mention.value


@given(TEXTS, TEXTS)
def test_lines_are_read_each_by_itself(first: str, second: str) -> None:
    def found(text: str) -> list[tuple[str, str | None]]:
        return [(m.text, m.value) for m in mentions_in(text, 112)]

    assert found(f"{first}\n{second}") == found(first) + found(second)


def test_all_kinds_of_one_text() -> None:
    text = "1. 依「祭祀公業條例」第6條於112年3月公告。\n(1)每人16,000元，112年度15日內付款。"
    assert [(m.kind, m.text, m.value) for m in mentions_in(text, 112)] == [
        ("law", "「祭祀公業條例」第6條", "祭祀公業條例 第6條"),
        ("date", "112年3月", "2023-03"),
        ("money", "每人16,000元", "16000"),
        ("year", "112年度", "2023"),
        ("deadline", "15日內", "P15D"),
    ]


def test_the_longer_mention_wins() -> None:
    (mention,) = mentions_in("「112年度役男體檢作業規定」", 112)
    assert (mention.kind, mention.value) == ("law", "112年度役男體檢作業規定")


@pytest.mark.parametrize(
    "text",
    [
        "電話05-2345678轉112",
        "中山路112號3樓",
        "下午4:30",
        "2~未滿5歲幼兒",
        "第12條第1項",
        "94年次役男",
        "為期3年",
        "PM2.5",
        "版本1.12.3",
        "1. 辦理宣導。\n2. 元件5個",
        "3.5 公噸",
        "第16任總統副總統",
        "8 小時1 次",
        "滿65 歲",
    ],
)
def test_traps(text: str) -> None:
    assert mentions_in(text, 112) == ()


def test_the_document_shows_what_is_given() -> None:
    text = (Path(__file__).parents[2] / "docs" / "mentions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| `(.+?)` \| `?(.+?)`? \|$", text, re.MULTILINE)
    assert len(rows) == 16
    for row in rows:
        # 「每月20日」 is a day only where a word such as 起 follows.
        following = "起" if row[0] == "date" else ""
        (found,) = mentions_in(row[1] + following, 112)
        assert (found.kind, found.text, found.value, found.unit or "none") == row


def test_an_extraction_carries_the_mentions_of_its_contents() -> None:
    found = extract(PDF)
    (plan,) = found.plans
    items = [item for section in plan.sections for item in section.items]
    assert [[(m.text, m.value) for m in item.mentions] for item in items] == [
        [],
        [("15 萬元", "150000")],
        [],
        [("「全民健康保險法」", "全民健康保險法"), ("112 年", "2023")],
        [],
        [("24 小時內", "PT24H")],
    ]
    for item in items:
        for m in item.mentions:
            assert contents(item.implementation)[m.offset :].startswith(m.text)


def test_mentions_are_read_anew_whatever_was_there_before() -> None:
    (plan,) = extract(PDF).plans
    section = plan.sections[0]
    bare = tuple(item.model_copy(update={"mentions": ()}) for item in section.items)
    without = plan.model_copy(update={"sections": (section.model_copy(update={"items": bare}),)})
    assert without != plan
    assert with_mentions(without) == with_mentions(plan) == plan
