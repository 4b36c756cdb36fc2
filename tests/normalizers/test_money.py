"""Budget cells: what is an amount, what is none, and that nothing is invented."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import PrintedUnit
from pipeline.normalizers import money
from pipeline.normalizers.money import FACTORS, BudgetValue, Money, parse_budget, unit_of

UNITS = st.sampled_from(sorted(FACTORS))
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def amounts(raw: str, unit: PrintedUnit = "千元") -> list[tuple[int, str | None]]:
    value = parse_budget(raw, unit)
    assert value.kind == "amount", value
    return [(a.amount_twd, a.note) for a in value.amounts]


def test_doctests() -> None:
    assert doctest.testmod(money).failed == 0


@pytest.mark.parametrize(
    ("raw", "twd"),
    [
        ("8,359", 8_359_000),
        ("８，３５９", 8_359_000),
        ("0", 0),
        ("０", 0),
        ("1.5", 1500),
        ("0.5", 500),
        ("1,250千元", 1_250_000),
        ("1,250 仟元整", 1_250_000),
        ("1,250\n千元", 1_250_000),
        ("500(千元)", 500_000),
        ("1.5(萬元)", 15_000),
        ("新臺幣1,250千元", 1_250_000),
        ("新台幣 1,250 千元", 1_250_000),
        ("NT$1,250元", 1250),
        ("120萬", 1_200_000),
        ("2千萬元", 20_000_000),
        ("5百萬元", 5_000_000),
        ("1億2,000萬元", 120_000_000),
        ("3萬5,000元", 35_000),
        ("3萬5千元", 35_000),
        ("三十萬元", 300_000),
        ("新臺幣一億二千萬元整", 120_000_000),
        ("壹佰貳拾萬元", 1_200_000),
        ("-120", -120_000),
        ("－120", -120_000),
        ("△120", -120_000),
        ("▲1,120", -1_120_000),
        ("(120)", -120_000),
        ("（1,120）", -1_120_000),
        ("+120", 120_000),
    ],
)
def test_one_amount_without_words(raw: str, twd: int) -> None:
    value = parse_budget(raw, "千元")
    assert (value.kind, value.amount_twd, value.note, value.doubtful) == ("amount", twd, None, False)
    assert value.amounts == (Money(twd, None),)


@pytest.mark.parametrize(
    ("raw", "twd", "note"),
    [
        ("449(健保局補助)", 449_000, "健保局補助"),
        ("449（健保局\n補助）", 449_000, "健保局補助"),
        ("449\n健保局補助", 449_000, "健保局補助"),
        ("約120萬", 1_200_000, "約"),
        ("合計約500", 500_000, "合計約"),
        ("人事費500", 500_000, "人事費"),
        ("112年度預算500", 500_000, "112年度預算"),
        ("市府、縣府補助500", 500_000, "市府、縣府補助"),
        ("社區參與：500", 500_000, "社區參與"),
        ("(中央)補助500", 500_000, "(中央)補助"),
        ("500(10人)", 500_000, "10人"),
        ("500由市府統籌款支應", 500_000, "由市府統籌款支應"),
        ("620(含中央補助500)", 620_000, "含中央補助500"),
        ("449(NHI  fund)", 449_000, "NHI fund"),
        ("人事費500(一般性補助)", 500_000, "人事費(一般性補助)"),
    ],
)
def test_one_amount_with_words(raw: str, twd: int, note: str) -> None:
    assert parse_budget(raw, "千元") == BudgetValue(
        "amount", parse_budget(raw, "千元").printed_unit, twd, (Money(twd, note),), note
    )


@pytest.mark.parametrize(
    "raw",
    [
        "中央500、地方120",
        "中央500,地方120",
        "中央500地方120",
        "中央\n500\n地方\n120",
        "中央：500 地方：120",
        "中央:500\n地方:120",
        "1.中央500\n2.地方120",
        "(1)中央500\n(2)地方120",
        "620(中央500、地方120)",
        "合計620\n中央500\n地方120",
        "中央500、地方120、合計620",
        "500(中央)、120(地方)",
        "500中央\n120地方",
        "中央500千元、地方120千元",
        "620千元（中央500、地方120）",
    ],
)
def test_several_amounts(raw: str) -> None:
    value = parse_budget(raw, "千元")
    assert (value.kind, value.amount_twd, value.doubtful) == ("amount", 620_000, False)
    assert amounts(raw) == [(500_000, "中央"), (120_000, "地方")]


def test_total_is_noted_and_must_be_the_sum() -> None:
    assert parse_budget("合計620\n中央500\n地方120", "千元").note == "合計"
    wrong = parse_budget("合計620\n中央500\n地方100", "千元")
    assert (wrong.amount_twd, wrong.doubtful) == (620_000, True)
    wrong = parse_budget("620(中央500、地方100)", "千元")
    assert (wrong.amount_twd, wrong.note, wrong.doubtful) == (620_000, "中央500、地方100", True)
    assert not parse_budget("620(含中央500、市府100)", "千元").doubtful


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("8,359", "千元"),
        ("50元", "元"),
        ("1,250千元", "千元"),
        ("約120萬", "萬元"),
        ("3萬5,000元", "元"),
        ("2億", "億元"),
    ],
)
def test_own_unit_wins(raw: str, unit: PrintedUnit) -> None:
    assert parse_budget(raw, "千元").printed_unit == unit


@pytest.mark.parametrize(
    "raw", ["－", "-", "—", "──", "― ―", "無", "（無）", "免列", "(－)", "無。", "", "　"]
)
def test_nil(raw: str) -> None:
    assert parse_budget(raw, "千元") == BudgetValue("nil", "千元")


def test_nil_words_are_the_callers() -> None:
    assert parse_budget("不需經費", "千元").kind == "text"
    assert parse_budget("不需\n經費", "千元", frozenset(("不需經費",))).kind == "nil"
    assert parse_budget("無(由志工辦理)", "千元").note == "由志工辦理"


@pytest.mark.parametrize(
    "raw",
    [
        "市府統籌款",
        "依113年預算",
        "依 113 年度預算",
        "同第3項",
        "第3項",
        "10人",
        "10\n人",
        "3場次",
        "500台",
        "每人16,000元",
        "每場 5,000 元",
        "500元/人",
        "50%",
        "附件3",
        "詳112年度預算書第25頁",
        "112年",
        "COVID-19",
        "10人x500",
        "500~600",
        "市府統籌款(10人)",
        "一般行政",
        "三場次",
    ],
)
def test_words_are_no_amount(raw: str) -> None:
    assert parse_budget(raw, "千元") == BudgetValue("text", "千元")


@pytest.mark.parametrize(
    "raw",
    [
        "8,35",
        "1,2345",
        "12,34,567",
        ",500,1",
        "007",
        "0,500",
        "1.2345",
        "1.2.3",
        "113.5.20",
        "8, 359",
        "8,\n359",
        "1 250",
        "500-600",
        "方案4",
        "3萬5",
        "3萬5億元",
        "2千",
        "500(120)",
        "(500千元)",
        "△(120)",
        "5,000元以下",
        "中央-500",
        "第1期500千元",
        "10人、500千元",
        "市府統籌款(500)",
        "500：",
        "：500",
        "9" * 40,
        "0.5元",
    ],
)
def test_doubtful_text(raw: str) -> None:
    assert parse_budget(raw, "千元") == BudgetValue("text", "千元", doubtful=True)


@pytest.mark.parametrize("raw", ["500\n120", "500、120", "112年:500、113年:120", "中央500、地方12萬元"])
def test_doubtful_amounts(raw: str) -> None:
    assert parse_budget(raw, "千元").doubtful
    assert parse_budget(raw, "千元").kind == "amount"


@pytest.mark.parametrize(
    ("unit", "twd"),
    [("元", 15), ("千元", 15_000), ("萬元", 150_000), ("百萬元", 15_000_000), ("億元", 1_500_000_000)],
)
def test_the_columns_unit_counts_where_the_cell_prints_none(unit: PrintedUnit, twd: int) -> None:
    assert parse_budget("１５(中央補助款)", unit) == BudgetValue(
        "amount", unit, twd, (Money(twd, "中央補助款"),), "中央補助款"
    )


def test_parts_with_units_of_their_own() -> None:
    assert amounts("中央補助1.5億元、縣府自籌3,000萬元") == [
        (150_000_000, "中央補助"),
        (30_000_000, "縣府自籌"),
    ]
    assert amounts("中央：５百萬元\n地方：1,250 仟元") == [(5_000_000, "中央"), (1_250_000, "地方")]


@given(st.integers(-(10**11), 10**11), UNITS)
def test_formatted_numbers_come_back(number: int, unit: PrintedUnit) -> None:
    twd = number * FACTORS[unit]
    assert parse_budget(f"{number:,}", unit).amount_twd == twd
    assert parse_budget(f"{number:d}", unit).amount_twd == twd
    assert parse_budget(f"{number:,}{unit}", "元").amount_twd == twd
    assert parse_budget(f"新臺幣{number:,}{unit}整", "元").amount_twd == twd


@given(st.integers(0, 10**9), UNITS, st.sampled_from(["健保局補助", "中央 補助", "A計畫"]))
def test_white_space_and_full_width_forms_change_nothing(number: int, unit: PrintedUnit, note: str) -> None:
    plain = parse_budget(f"{number:,}{unit}({note})", "元")
    assert plain.kind == "amount"
    assert parse_budget(f" {number:,}　{unit}\n(\n{note} ) ", "元") == plain
    wide = parse_budget(f"{number:,}{unit}".translate(FULL_WIDTH) + f"（{note}）", "元")
    assert wide == plain


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=6), st.sampled_from(["、", "\n", "；", " "]))
def test_parts_add_up(numbers: list[int], separator: str) -> None:
    cell = separator.join(f"{chr(ord('甲') + place)}公所：{number:,}" for place, number in enumerate(numbers))
    value = parse_budget(cell, "千元")
    assert value.amount_twd == sum(numbers) * 1000 == sum(a.amount_twd for a in value.amounts)
    assert len(value.amounts) == len(numbers)
    total = parse_budget(f"{sum(numbers):,}({cell})", "千元")
    assert total.amount_twd == value.amount_twd


@given(st.integers(1, 10**6), st.sampled_from("人名場件個戶里年月日次%輛"))
def test_counts_are_never_amounts(number: int, counted: str) -> None:
    assert parse_budget(f"{number:,}{counted}", "千元").kind == "text"
    assert parse_budget(f"{number}\n{counted}", "千元").kind == "text"
    assert parse_budget(f"第{number}", "千元").kind == "text"


@given(
    st.text(alphabet="0123456789,.()（）-－△約元千萬億百中央補助地方人第每：:、/\n 三十A", max_size=25), UNITS
)
def test_any_text_is_read_consistently(raw: str, unit: PrintedUnit) -> None:
    value = parse_budget(raw, unit)
    if value.kind == "amount":
        assert value.amount_twd is not None
        assert value.amounts
        assert value.doubtful or value.amount_twd == sum(a.amount_twd for a in value.amounts)
    else:
        assert value.amount_twd is None
        assert not value.amounts
    assert unit_of(raw) in {None, *FACTORS}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(單位：千元)", "千元"),
        ("單位:新臺幣千元", "千元"),
        ("單位：新台幣元", "元"),
        ("(千元)", "千元"),
        ("（單位：百萬元）", "百萬元"),
        ("仟元", "千元"),
        ("單位：萬元", "萬元"),
        ("（億元）", "億元"),
        ("預算金額\n（單位：\n千 元）", "千元"),
        ("經費(新臺幣元)", "元"),
        ("預算數（以千元計）", "千元"),
        ("單位：新臺幣仟圓", "千元"),
        ("經費", None),
        ("單位：人", None),
        ("15萬元以下採購", None),
        ("每人16,000元", None),
        ("單位：千元 (單位：元)", None),
        ("", None),
    ],
)
def test_unit_of(text: str, unit: PrintedUnit | None) -> None:
    assert unit_of(text) == unit
