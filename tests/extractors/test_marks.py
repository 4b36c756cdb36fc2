"""Marks of continuation behind a text that is printed again."""

from __future__ import annotations

from pipeline.extractors.marks import without_marks
from pipeline.lines.lines import Line
from pipeline.profiles.profile import load_profile

LONG = (
    "一、公共設施用",
    "地取得及既有",
    "建築物補強改",
    "善計畫之推動",
    "與列管考核等",
    "業務及其附屬",
    "設施維護",
)


def column(*texts: str, page: int = 1) -> list[Line]:
    return [
        Line(page, 15.0 * n, 0.0, 10.0 * len(t), 10.0, t, 200.0 * page + 15.0 * n)
        for n, t in enumerate(texts, 1)
    ]


def read(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[list[str], list[str]]:
    lines = [*column(*first), *column(*second, page=2)]
    kept, marks = without_marks(lines, (400.0,), load_profile())
    return [line.text for line in kept[len(first) :]], [line.text for line in marks]


def test_a_mark_is_seen_behind_a_text_of_many_lines() -> None:
    assert read(LONG, (*LONG[:-1], LONG[-1] + "（續）")) == (list(LONG), ["（續）"])


def test_a_text_that_no_page_before_has_keeps_its_mark() -> None:
    assert read(LONG, ("二、防災計畫（續）",)) == (["二、防災計畫（續）"], [])


def test_of_upper_levels_that_are_printed_again_others_may_have_stood_between() -> None:
    first = ("二、閱讀推廣", "親子共讀", "銀髮閱讀")
    assert read(first, ("二、閱讀推廣", "銀髮閱讀(續)")) == (["二、閱讀推廣", "銀髮閱讀"], ["(續)"])
