"""Budget cells: what is an amount, what is none, and that nothing is invented."""

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import PrintedUnit
from pipeline.normalizers import amounts, arithmetic, money, units
from pipeline.normalizers.money import BudgetValue, Money, parse_budget
from pipeline.normalizers.units import FACTORS, unit_of

UNITS = st.sampled_from(sorted(FACTORS))
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def amounts_in(raw: str, unit: PrintedUnit = "千元") -> list[tuple[int, str | None]]:
    value = parse_budget(raw, unit)
    assert value.kind == "amount", value
    return [(a.amount_twd, a.note) for a in value.amounts]


@pytest.mark.parametrize("module", [amounts, arithmetic, money, units])
def test_doctests(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


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
    value = parse_budget(raw, "千元")
    assert (value.kind, value.amount_twd, value.note, value.doubtful) == ("amount", twd, note, False)
    assert value.amounts == (Money(twd, note),)


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
        "500(中央)120(地方)",
        "500中央\n120地方",
        "中央500千元、地方120千元",
        "620千元（中央500、地方120）",
    ],
)
def test_several_amounts(raw: str) -> None:
    value = parse_budget(raw, "千元")
    assert (value.kind, value.amount_twd, value.doubtful) == ("amount", 620_000, False)
    assert amounts_in(raw) == [(500_000, "中央"), (120_000, "地方")]


def test_total_is_noted_and_must_be_the_sum() -> None:
    assert parse_budget("合計620\n中央500\n地方120", "千元").note == "合計"
    wrong = parse_budget("合計620\n中央500\n地方100", "千元")
    assert (wrong.amount_twd, wrong.remarks) == (620_000, frozenset({"differs"}))
    wrong = parse_budget("620(中央500、地方100)", "千元")
    assert (wrong.amount_twd, wrong.note, wrong.remarks) == (
        620_000,
        "中央500、地方100",
        frozenset({"differs"}),
    )
    assert not parse_budget("620(含中央500、市府100)", "千元").remarks


@pytest.mark.parametrize(
    ("raw", "total"),
    [
        ("中央30,000\n地方20,000", 50_000),
        ("中央：30,000　地方：20,000", 50_000),
        ("中央款30,000元、縣款20,000元", 50_000),
        ("經常門30,000\n資本門20,000", 50_000),
        ("30,000（中央）\n20,000（地方）", 50_000),
        ("市款82,000元\n代辦費1,000元", 83_000),
    ],
)
def test_labelled_amounts_without_a_total_are_summed(raw: str, total: int) -> None:
    value = parse_budget(raw, "元")
    assert (value.amount_twd, value.remarks, value.doubtful) == (total, frozenset({"summed"}), False)
    assert all(one.note for one in value.amounts)


@pytest.mark.parametrize(
    "raw",
    [
        "總計50,000\n中央30,000\n地方20,000",
        "50,000(中央30,000、地方20,000)",
        "中央30,000、地方20,000，合計50,000",
    ],
)
def test_a_printed_total_is_no_sum_of_ours(raw: str) -> None:
    value = parse_budget(raw, "元")
    assert (value.amount_twd, value.remarks) == (50_000, frozenset())


@pytest.mark.parametrize(
    ("raw", "twd"),
    [
        ("8 359", 8_359_000),
        ("1\u2009250", 1_250_000),
        ("1\u00a0250\u00a0000", 1_250_000_000),
        ("12\u202f000元", 12_000),
        ("中央1 200、地方2 300", 3_500_000),
        ("1 204(健保局補助)", 1_204_000),
    ],
)
def test_single_spaces_group_thousands(raw: str, twd: int) -> None:
    assert parse_budget(raw, "千元").amount_twd == twd


@pytest.mark.parametrize(
    ("raw", "twd", "note"),
    [
        ("3,000×12=36,000", 36_000, "3,000×12"),
        ("3,000*12=36,000", 36_000, "3,000*12"),
        ("3,000＊12＝36,000", 36_000, "3,000＊12"),
        ("3,000 x 12 = 36,000", 36_000, "3,000 x 12"),
        ("3,000元×12月=36,000元", 36_000, "3,000元×12月"),
        ("500元/人×20人×3場=30,000元", 30_000, "500元/人×20人×3場"),
        ("每月3,000元×12個月=36,000", 36_000, "每月3,000元×12個月"),
        ("3,000×12+4,000=40,000", 40_000, "3,000×12+4,000"),
        ("1.5萬×2=3萬", 30_000, "1.5萬×2"),
        ("約120", 120, "約"),
        ("大約1,200", 1_200, "大約"),
        ("約需1,200元", 1_200, "約需"),
        ("1,200元左右", 1_200, "左右"),
        ("30,000/年", 30_000, "/年"),
        ("30,000元／每年", 30_000, "／每年"),
        ("每年30,000", 30_000, "每年"),
        ("每年編列30,000元", 30_000, "每年編列"),
        ("30,000(每年)", 30_000, "每年"),
    ],
)
def test_words_and_calculations_are_kept_beside_the_amount(raw: str, twd: int, note: str) -> None:
    value = parse_budget(raw, "元")
    assert (value.amount_twd, value.note, value.remarks, value.doubtful) == (
        twd,
        note,
        frozenset({"worded"}),
        False,
    )
    assert value.amounts == (Money(twd, note),)


@pytest.mark.parametrize(
    "raw",
    [
        "3,000×12=35,000",
        "3,000元×12月=36,001元",
        "3,000×12",
        "30,000~50,000",
        "30,000～50,000元",
        "30,000-50,000",
        "30,000至50,000",
        "3~5萬元",
        "每月3,000",
        "3,000/月",
        "5,000元以內",
    ],
)
def test_what_leaves_the_amount_open_gives_none(raw: str) -> None:
    value = parse_budget(raw, "元")
    assert (value.kind, value.amount_twd, value.amounts) == ("text", None, ())


def test_a_calculation_in_dollars_has_its_result_in_dollars_or_in_the_columns_unit() -> None:
    assert parse_budget("3,000元×12月=36", "千元").amount_twd == 36_000
    assert parse_budget("3,000元×12月=36,000", "千元").amount_twd == 36_000
    assert parse_budget("3,000×12=36,000", "千元").amount_twd == 36_000_000


@pytest.mark.parametrize(
    "raw", ["8,359", "約120", "1.5", "449(健保局補助)", "中央500、地方120", "500(120千人)"]
)
def test_without_a_unit_an_amount_is_none_in_dollars(raw: str) -> None:
    value = parse_budget(raw, None)
    assert (value.kind, value.printed_unit, value.amount_twd, value.amounts) == ("amount", None, None, ())


@pytest.mark.parametrize(
    ("raw", "twd"),
    [
        ("50元", 50),
        ("1,250千元", 1_250_000),
        ("120萬", 1_200_000),
        ("500(千元)", 500_000),
        ("三十萬元", 300_000),
    ],
)
def test_without_a_columns_unit_the_cells_own_counts(raw: str, twd: int) -> None:
    assert parse_budget(raw, None).amount_twd == twd


@pytest.mark.parametrize(
    ("raw", "evident"), [("8,359", True), ("82元", True), ("NT$82", True), ("82", False), ("0102", False)]
)
def test_bare_digits_alone_do_not_show_that_they_are_money(raw: str, evident: bool) -> None:
    assert parse_budget(raw, "千元").evident == evident


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
        "1  250",
        "15 30",
        "500 1200",
        "500-600",
        "方案4",
        "3萬5",
        "3萬5億元",
        "2千",
        "500(120)",
        "500(中央)120",
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
    assert amounts_in("中央補助1.5億元、縣府自籌3,000萬元") == [
        (150_000_000, "中央補助"),
        (30_000_000, "縣府自籌"),
    ]
    assert amounts_in("中央：５百萬元\n地方：1,250 仟元") == [(5_000_000, "中央"), (1_250_000, "地方")]


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
    st.text(alphabet="0123456789,.()（）-－△約元千萬億百中央補助地方人第每：:、/\n 三十A×=+年", max_size=25),
    UNITS,
)
def test_any_text_is_read_consistently(raw: str, unit: PrintedUnit) -> None:
    value = parse_budget(raw, unit)
    if value.kind == "amount":
        assert value.amount_twd is not None
        assert value.amounts
        said = value.doubtful or "differs" in value.remarks
        assert said or value.amount_twd == sum(a.amount_twd for a in value.amounts)
    else:
        assert value.amount_twd is None
        assert not value.amounts
    assert unit_of(raw) in {None, *FACTORS}
    assert parse_budget(raw, None).kind == value.kind or unit == "元"


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
        ("貳、業務計畫　單位：新臺幣千元", "千元"),
        ("金額以千元為單位", "千元"),
        ("預算金額千元", "千元"),
        ("經費／千元", "千元"),
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
