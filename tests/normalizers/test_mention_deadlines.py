"""Deadlines: times within which something is to be done."""

import doctest

import pytest

from pipeline.normalizers import mention_dates as mention_deadlines
from tests.normalizers.finding import seen


def test_doctests() -> None:
    assert doctest.testmod(mention_deadlines).failed == 0


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("單據後，15日內付款", "15日內", "P15D", "day"),
        ("1. 15日內付款", "15日內", "P15D", "day"),
        ("期限：5日內", "5日內", "P5D", "day"),
        ("通報後4小時內", "4小時內", "PT4H", "hour"),
        ("24 小時內", "24 小時內", "PT24H", "hour"),
        ("30分鐘內", "30分鐘內", "PT30M", "minute"),
        ("辭職後3個月內", "3個月內", "P3M", "month"),
        ("報到後一個月內", "一個月內", "P1M", "month"),
        ("兩個月內", "兩個月內", "P2M", "month"),
        ("7個工作日內", "7個工作日內", "P7D", "working day"),
        ("10工作天內", "10工作天內", "P10D", "working day"),
        ("3個日曆天以內", "3個日曆天以內", "P3D", "calendar day"),
        ("二週內", "二週內", "P2W", "week"),
        ("三十日之內", "三十日之內", "P30D", "day"),
        ("１５日內", "１５日內", "P15D", "day"),
        ("1年內完成", "1年內", "P1Y", "year"),
    ],
)
def test_deadlines(text: str, printed: str, value: str, unit: str) -> None:
    assert seen("deadline", text) == [(printed, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "當日內",
        "5月15日內",
        "第3日內",
        "數日內",
        "數十日內",
        "2、3日內",
        "3至5日內",
        "3-5日內",
        "5月3日內政部公告",
        "3日內政部公告",
        "每3年內部控制",
        "近3年內",
        "過去2年內",
        "申請前3年內",
        "1年內累計3次",
        "112年內",
        "年度內",
        "10公里內",
        "7日前",
        "於每一年度前1個月",
        "0日內",
    ],
)
def test_no_deadline(text: str) -> None:
    assert seen("deadline", text) == []
