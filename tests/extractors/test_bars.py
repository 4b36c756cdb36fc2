"""Rows of a table that are no plan rows."""

from __future__ import annotations

import pytest

from pipeline.extractors.bars import find_bars, is_mark, is_signature
from pipeline.lattice.columns import Column
from pipeline.lines.lines import Line
from pipeline.profiles.profile import load_profile

PROFILE = load_profile()
COLUMNS = (
    Column("work", "工作項目", 0.0, 100.0),
    Column("plan", "計畫項目", 100.0, 200.0),
    Column("implementation", "實施內容", 200.0, 400.0),
)


def line(text: str, v: float, left: float = 0.0) -> Line:
    return Line(1, v, left, left + 10.0 * len(text), 10.0, text, v)


def kinds(spanning: tuple[Line, ...], *columns: tuple[Line, ...]) -> list[str]:
    lines = [list(column) for column in columns] or [[], [], []]
    return [bar.kind for bar in find_bars(COLUMNS, lines, spanning, [[], [], []], PROFILE)]


@pytest.mark.parametrize(
    "text",
    [
        "承辦人　　　課長　　　區長",
        "承辦人：　　　課長：　　　主任秘書：",
        "承 辦 人：王小明　課長：李大華",
        "製表 覆核 機關首長",
    ],
)
def test_a_line_that_names_those_who_sign_is_a_signature(text: str) -> None:
    assert is_signature(text, PROFILE)
    assert kinds((line(text, 100.0),)) == ["signature"]


@pytest.mark.parametrize(
    "text", ["課長", "主任秘書", "秘書業務", "課長辦理課務會議", "承辦人：王小明", "市長信箱、區長與民有約"]
)
def test_other_lines_with_such_words_are_none(text: str) -> None:
    assert not is_signature(text, PROFILE)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("以上合計126,362千元。", "total"),
        ("總計新臺幣67,840千元整", "total"),
        ("合計：新臺幣 103,062,000 元", "total"),
        ("本課小計為45萬元", "total"),
        ("貳、合計12案之推動", "category"),
        ("設計3座", "category"),
    ],
)
def test_a_total_may_tell_its_amount_itself(text: str, kind: str) -> None:
    assert kinds((line(text, 100.0),)) == [kind]


@pytest.mark.parametrize("text", ["（續上頁）", "接下頁", "（續）"])
def test_marks_of_continuation(text: str) -> None:
    assert is_mark(text, PROFILE)
    assert not is_mark("續辦", PROFILE)
    assert kinds((line(text, 100.0),)) == ["mark"]


def test_a_signature_may_stand_in_the_columns_of_a_table_without_rules() -> None:
    assert kinds(
        (), (line("承辦人", 100.0),), (line("課長", 100.0, 110.0),), (line("區長", 100.0, 210.0),)
    ) == ["signature"]
    assert kinds((), (line("秘書業務", 100.0),), (line("課長", 100.0, 110.0),), ()) == []
