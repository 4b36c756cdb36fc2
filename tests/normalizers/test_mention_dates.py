"""Dates in running text, with and without their year."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers import mention_dates
from tests.normalizers.finding import seen


def test_doctests() -> None:
    assert doctest.testmod(mention_dates).failed == 0


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("於113年5月20日前", "113年5月20日", "2024-05-20", "day"),
        ("完成，113 年 5 月 20 日", "113 年 5 月 20 日", "2024-05-20", "day"),
        ("中華民國一百一十三年五月二十日", "中華民國一百一十三年五月二十日", "2024-05-20", "day"),
        ("西元2024年5月20日", "西元2024年5月20日", "2024-05-20", "day"),
        ("本(113)年5月20日", "本(113)年5月20日", "2024-05-20", "day"),
        ("113/05/20", "113/05/20", "2024-05-20", "day"),
        ("113.5.20", "113.5.20", "2024-05-20", "day"),
        ("2024-05-20", "2024-05-20", "2024-05-20", "day"),
        ("113年5月", "113年5月", "2024-05", "month"),
        ("113年5月份", "113年5月份", "2024-05", "month"),
        ("5月20日", "5月20日", "XXXX-05-20", "day"),
        ("2月29日", "2月29日", "XXXX-02-29", "day"),
        ("，4月擴大辦理", "4月", "XXXX-04", "month"),
        ("三月份", "三月份", "XXXX-03", "month"),
        ("9月底", "9月", "XXXX-09", "month"),
        ("每年5月20日", "每年5月20日", "XXXX-05-20", "recurring"),
        ("每年3 月至4 月宣導", "每年3 月至4 月", "XXXX-03/XXXX-04", "recurring"),
        ("每月20 日起", "每月20 日", "XXXX-XX-20", "recurring"),
        ("每月1至5日前", "每月1至5日", "XXXX-XX-01/XXXX-XX-05", "recurring"),
        ("3至4月", "3至4月", "XXXX-03/XXXX-04", "month"),
        ("11月至2月", "11月至2月", "XXXX-11/XXXX-02", "month"),
        ("112年11月至翌年3月", "112年11月至翌年3月", "2023-11/2024-03", "month"),
        ("113年5月20日至25日", "113年5月20日至25日", "2024-05-20/2024-05-25", "day"),
        ("113年5月20日至6月30日止", "113年5月20日至6月30日", "2024-05-20/2024-06-30", "day"),
        (
            "自112年1月1日起至112年12月31日止",
            "112年1月1日起至112年12月31日",
            "2023-01-01/2023-12-31",
            "day",
        ),
        ("5月20日(一)至5月24日(五)", "5月20日(一)至5月24日(五)", "XXXX-05-20/XXXX-05-24", "day"),
        ("111年12月31日至1月5日", "111年12月31日", "2022-12-31", "day"),
    ],
)
def test_dates(text: str, printed: str, value: str, unit: str) -> None:
    assert seen("date", text) == [(printed, value, unit)]


def test_only_this_year_means_the_plans_year() -> None:
    assert seen("date", "本年5月20日", 113) == [("本年5月20日", "2024-05-20", "day")]
    assert seen("date", "今年3月", 113) == [("今年3月", "2024-03", "month")]
    assert seen("date", "本年5月20日", None) == [("本年5月20日", "XXXX-05-20", "day")]
    assert seen("date", "5月20日", 113) == [("5月20日", "XXXX-05-20", "day")]


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "13月1日",
        "113年13月",
        "農曆7月15日",
        "於農曆1月1日及7月15日舉行",
        "滿6月",
        "6月齡",
        "3月以上",
        "每3月1次",
        "3月1次",
        "12月報表",
        "三月瘋媽祖",
        "每月2日駐點",
        "3個月",
        "下午4:30",
        "v113.5.20",
        "192.113.5.20",
        "1.2.3",
        "05-2345678",
        "第3月",
    ],
)
def test_no_date(text: str) -> None:
    assert seen("date", text) == []


@given(st.dates(min_value=date(1991, 1, 1), max_value=date(2110, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    printed = f"{day.year - 1911}年{day.month}月{day.day}日"
    assert seen("date", f"於{printed}前") == [(printed, day.isoformat(), "day")]
