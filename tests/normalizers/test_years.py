"""Years: found in each form that offices print, not found where a number only counts years."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers import years
from pipeline.normalizers.years import roc_year_of_title, without_years, years_in

ROC = st.integers(80, 200)
SPACE = st.sampled_from(["", " ", "　", "\n"])
FULL_WIDTH = {ord("0") + value: ord("０") + value for value in range(10)}
HAN = {ord("0") + value: "〇一二三四五六七八九"[value] for value in range(10)}


def test_doctests() -> None:
    assert doctest.testmod(years).failed == 0


@pytest.mark.parametrize(
    ("text", "roc", "kind", "printed"),
    [
        ("112年積極盤點", 112, "year", "112年"),
        ("自112 年度起", 112, "fiscal_year", "112 年度"),
        ("於民國一一二年辦理", 112, "year", "民國一一二年"),
        ("中華民國112年度", 112, "fiscal_year", "中華民國112年度"),
        ("中 華 民 國 112 年 度", 112, "fiscal_year", "中 華 民 國 112 年 度"),
        ("民國一百一十二年", 112, "year", "民國一百一十二年"),
        ("民國5年", 5, "year", "民國5年"),
        ("西元2023年", 112, "year", "西元2023年"),
        ("2023年", 112, "year", "2023年"),
        ("二〇二三年", 112, "year", "二〇二三年"),
        ("本(112)年度", 112, "fiscal_year", "本(112)年度"),
        ("於明（113）年完成", 113, "year", "明（113）年"),
        ("99年度", 99, "fiscal_year", "99年度"),
        ("九十九年度", 99, "fiscal_year", "九十九年度"),
        ("94年次役男", 94, "cohort", "94年次"),
        ("112學年度", 112, "school_year", "112學年度"),
        ("１１２年", 112, "year", "１１２年"),
        ("完成，112年辦理", 112, "year", "112年"),
    ],
)
def test_forms(text: str, roc: int, kind: str, printed: str) -> None:
    (mention,) = years_in(text)
    assert (mention.roc, mention.kind, text[mention.start : mention.end]) == (roc, kind, printed)
    assert mention.year == roc + 1911


@pytest.mark.parametrize(
    "text",
    [
        "為期3年",
        "15年",
        "三年內",
        "十年計畫",
        "分3年度辦理",
        "滿100年",
        "100年以上老樹",
        "第112年",
        "民國300年",
        "民國0年",
        "西元112年",
        "1,112年",
        "5000年",
        "112人",
        "(一)年節慰問",
        "(3)年終檢討",
        "年度預算",
        "",
    ],
)
def test_no_year(text: str) -> None:
    assert years_in(text) == []
    assert without_years(text) == text


def test_ranges_and_lists() -> None:
    assert [(m.roc, m.kind) for m in years_in("112-115年度")] == [(112, "range"), (115, "range")]
    assert [m.roc for m in years_in("112年至113年")] == [112, 113]
    assert [(m.roc, m.kind) for m in years_in("3、112年")] == [(112, "year")]
    assert years_in("3至5年") == []
    assert without_years("112-115年度計畫") == without_years("113-116年度計畫")


@pytest.mark.parametrize(
    ("title", "roc"),
    [
        ("嘉義市西區區公所民政課 112 年度重要工作計畫", 112),
        ("臺北市中正區公所一一三年度施政計畫", 113),
        ("一 一 三 年 度 施 政 計 畫", 113),
        ("2024年度工作計畫", 113),
        ("99年度工作計畫", 99),
        ("中華民國114年度內政部施政計畫", 114),
        ("112年度執行成果暨113年度工作計畫", 113),
        ("113年度施政計畫(114年1月修正)", 113),
        ("112年工作計畫", 112),
        ("工作計畫（112年度）", 112),
        # Of a plan over several years the first.
        ("112至115年中程施政計畫", 112),
        ("某鄉公所115至118年度施政計畫", 115),
        ("某鄉公所115~118學年度校務發展計畫", 115),
        ("某鄉公所115年至118年施政綱要", 115),
        ("某鄉公所民國一一五年度至一一八年度施政計畫", 115),
        ("某鄉公所115-118施政計畫", 115),
        ("某鄉公所2026-2029年施政計畫", 115),
        ("110年度成果暨111至114年度施政計畫", 111),
        # Numbers that are no years.
        ("某市119勤務計畫", None),
        ("某鄉公所115-118號道路", None),
        ("重要工作計畫", None),
        ("", None),
    ],
)
def test_titles(title: str, roc: int | None) -> None:
    assert roc_year_of_title(title) == roc


@given(ROC, SPACE, st.sampled_from(["", "中華民國", "民國"]), st.sampled_from(["年", "年度"]))
def test_every_year_in_every_form(roc: int, space: str, era: str, suffix: str) -> None:
    for numeral in (str(roc), str(roc).translate(FULL_WIDTH), str(roc).translate(HAN)):
        printed = f"{era}{space}{numeral}{space}{suffix}"
        (mention,) = years_in(f"辦理{printed}業務")
        assert mention.roc == roc
        assert without_years(f"辦理{printed}業務").split() == ["辦理業務"] or space
        assert roc_year_of_title(f"某市某區公所{printed}工作計畫") == roc
    (mention,) = years_in(f"{roc + 1911}{space}{suffix}")
    assert mention.roc == roc


@given(ROC, ROC, st.sampled_from(["{}年", "{}年度", "本({})年度", "民國{}年", "{}年次", "中華民國 {} 年度"]))
def test_keys_do_not_depend_on_the_year(one: int, other: int, form: str) -> None:
    text = "依據{}實施計畫辦理"
    assert without_years(text.format(form.format(one))) == without_years(text.format(form.format(other)))


@given(st.text(alphabet="本(112)年度次民國中華一百〇九十西元-至、3 第以上學", max_size=20))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    position = 0
    for mention in years_in(text):
        assert position <= mention.start < mention.end <= len(text)
        assert 1 <= mention.roc <= 200
        position = mention.end
    remaining = iter(text)
    assert all(character in remaining for character in without_years(text))
    year = roc_year_of_title(text)
    assert year is None or 1 <= year <= 200
