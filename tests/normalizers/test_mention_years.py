"""Years in running text: calendar, fiscal and school years, ranges; what only counts years."""

import doctest

import pytest

from pipeline.normalizers import mention_years
from tests.normalizers.finding import Seen, seen


def test_doctests() -> None:
    assert doctest.testmod(mention_years).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("112 年積極盤點", [("112 年", "2023", "year")]),
        ("本(112)年度", [("本(112)年度", "2023", "year")]),
        ("民國一一二年", [("民國一一二年", "2023", "year")]),
        ("西元2024年", [("西元2024年", "2024", "year")]),
        ("2050年淨零", [("2050年", "2050", "year")]),
        ("90年度", [("90年度", "2001", "year")]),
        ("112學年度", [("112學年度", "2023-08-01/2024-07-31", "school year")]),
        ("112至115年", [("112至115年", "2023/2026", "year")]),
        ("112-115年度", [("112-115年度", "2023/2026", "year")]),
        ("112年至115年", [("112年至115年", "2023/2026", "year")]),
        ("112、113年度", [("112", "2023", "year"), ("113年度", "2024", "year")]),
        ("112至113學年度", [("112至113學年度", "2023-08-01/2025-07-31", "school year")]),
        ("3、112年", [("112年", "2023", "year")]),
    ],
)
def test_years(text: str, expected: Seen) -> None:
    assert seen("year", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "為期3年",
        "94年次役男",
        "94-95年次役男",
        "民國14年至18年次",
        "已有90年歷史",
        "100年老樹",
        "80年代",
        "年滿100年以上",
        "本年度辦理",
        "115至112年",
        "年度結束後",
        "每年辦理",
        "中山路112號",
    ],
)
def test_no_year(text: str) -> None:
    assert seen("year", text) == []


def test_a_fiscal_year_that_was_no_calendar_year_is_not_given() -> None:
    assert seen("year", "88年度") == []
    assert seen("year", "88年") == [("88年", "1999", "year")]
