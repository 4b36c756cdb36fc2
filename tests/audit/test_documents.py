import pytest

from tests import contract
from tests.audit.building import accounted, findings, item, rules, whole
from tests.audit.cases import GOOD


@pytest.mark.parametrize(
    ("preamble", "year"),
    [
        ("本(112)年度重要工作計畫依據市政府112年度施政計畫編訂。", None),
        ("本(111)年度重要工作計畫依據市政府112年度施政計畫編訂。", "111"),
        ("依據111年度執行成果編訂。", None),
    ],
)
def test_the_year_that_a_preamble_calls_its_own(preamble: str, year: str | None) -> None:
    found = findings(whole(preamble=preamble), "year-mismatch")
    assert [year in one.message_zh for one in found if year] == ([True] if year else [])
    assert bool(found) == (year is not None)


def test_a_plan_title_of_another_year() -> None:
    section = contract.section("s1", (item(1),), work_items=(), title=None, pages=(2, 3))
    plan = contract.plan("p", section, title="某區公所113年度工作計畫")
    (found,) = findings(contract.extraction(plan), "year-mismatch")
    assert (found.page, "113" in found.message_en) == (2, True)


def test_a_plan_without_a_year_has_none_to_differ_from() -> None:
    section = contract.section("s1", (item(1),), work_items=())
    assert rules(contract.extraction(contract.plan("p", section, year_roc=None, year=None))) == []


def test_titles_of_longer_plans_name_no_year() -> None:
    assert rules(whole(title="某區公所民政課112至115年中程施政計畫")) == []


def test_glyphs_outside_are_told_page_by_page() -> None:
    found = findings(GOOD.model_copy(update={"audit": accounted(1, 0, 2)}), "glyphs-outside")
    assert [one.page for one in found] == [1, 3]


def test_glyphs_outside_are_told_even_where_no_page_has_them() -> None:
    audit = accounted(0).model_copy(update={"outside": 4})
    (found,) = findings(GOOD.model_copy(update={"audit": audit}), "glyphs-outside")
    assert (found.page, "4" in found.message_zh) == (None, True)
