"""Money in running text: what is given, per what it is paid, and what only looks like it."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers import mention_money
from tests.normalizers.finding import Seen, seen


def test_doctests() -> None:
    assert doctest.testmod(mention_money).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("補助 1 億元及 5,791萬元", [("1 億元", "100000000", "TWD"), ("5,791萬元", "57910000", "TWD")]),
        ("15 萬元以下採購", [("15 萬元", "150000", "TWD")]),
        ("1. 5萬元以下採購", [("5萬元", "50000", "TWD")]),
        ("月退休金25,000 元以下者", [("25,000 元", "25000", "TWD")]),
        ("新臺幣3仟元", [("新臺幣3仟元", "3000", "TWD")]),
        ("新台幣 5,000 元整", [("新台幣 5,000 元整", "5000", "TWD")]),
        ("經費１６，０００元", [("１６，０００元", "16000", "TWD")]),
        ("三萬元", [("三萬元", "30000", "TWD")]),
        ("壹佰萬元整", [("壹佰萬元整", "1000000", "TWD")]),
        ("三萬五千元", [("三萬五千元", "35000", "TWD")]),
        ("3萬5,000元", [("3萬5,000元", "35000", "TWD")]),
        ("3.5萬元", [("3.5萬元", "35000", "TWD")]),
        ("2億3,000萬元", [("2億3,000萬元", "230000000", "TWD")]),
        ("3百萬元", [("3百萬元", "3000000", "TWD")]),
        ("NT$3,000", [("NT$3,000", "3000", "TWD")]),
        ("完成，500元", [("500元", "500", "TWD")]),
    ],
)
def test_amounts(text: str, expected: Seen) -> None:
    assert seen("money", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健康檢查費每人16,000元", ("每人16,000元", "16000", "TWD/人")),
        ("每小時183元", ("每小時183元", "183", "TWD/小時")),
        ("183元/小時", ("183元/小時", "183", "TWD/小時")),
        ("500元/人/月", ("500元/人/月", "500", "TWD/人/月")),
        ("每月每戶補助3,000元", ("每月每戶補助3,000元", "3000", "TWD/月/戶")),
        ("每人最高補助新臺幣 5,000 元整", ("每人最高補助新臺幣 5,000 元整", "5000", "TWD/人")),
        ("每場次以5萬元為限", ("每場次以5萬元", "50000", "TWD/場次")),
        ("每一里50,000元", ("每一里50,000元", "50000", "TWD/里")),
        ("里長事務補助費按月發給50,000元", ("按月發給50,000元", "50000", "TWD/月")),
    ],
)
def test_what_an_amount_is_paid_per(text: str, expected: tuple[str, str, str]) -> None:
    assert seen("money", text) == [expected]


def test_both_ends_of_a_range() -> None:
    assert seen("money", "500至1,000元") == [("500", "500", "TWD"), ("1,000元", "1000", "TWD")]
    assert seen("money", "3萬至5萬元") == [("3萬", "30000", "TWD"), ("5萬元", "50000", "TWD")]


@pytest.mark.parametrize("text", ["每人500至1,000元", "每人500元至1,000元", "每人500元或1,000元"])
def test_the_second_amount_is_paid_per_the_same(text: str) -> None:
    assert [(value, unit) for _, value, unit in seen("money", text)] == [
        ("500", "TWD/人"),
        ("1000", "TWD/人"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "3至5萬元",
        "1,000至500元",
        "二、三萬元",
        "2、3萬元",
        "數十萬元",
        "幾百萬元",
        "十餘萬元",
        "500餘萬元",
        "0.5元",
        "0元",
        "1,2345元",
        "美金500元",
        "500美元",
        "US$500元",
        "元旦升旗",
        "112年元旦",
        "多元學習",
        "1元化",
        "三元里",
        "5元素",
        "第3單元",
        "15萬以下採購",
        "15萬人",
        "10人×500元",
        "500元×10人",
        "補助-500元",
        "第3元",
    ],
)
def test_no_amount(text: str) -> None:
    assert seen("money", text) == []


@pytest.mark.parametrize(
    "text", ["每人健保費826元", "每滿1,000元", "每50元", "500元/盒", "500元(每人)", "每年所需經費500萬元"]
)
def test_a_rate_that_is_not_understood_is_not_given_as_a_sum(text: str) -> None:
    assert seen("money", text) == []


@given(st.integers(1, 10**11))
def test_every_whole_amount_comes_back(amount: int) -> None:
    assert seen("money", f"補助{amount:,}元。") == [(f"{amount:,}元", str(amount), "TWD")]
    assert seen("money", f"每人{amount}元。") == [(f"每人{amount}元", str(amount), "TWD/人")]
