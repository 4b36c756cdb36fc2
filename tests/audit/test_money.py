from typing import Any

import pytest

from pipeline.models import Budget, Extraction, Item, Total
from tests import contract
from tests.audit.building import at, budget, findings, item, rules, total, whole
from tests.contract import level


@pytest.mark.parametrize("raw", ["40", "8,359", "市府統籌款", "－", "無", "依113年預算", "449(健保局補助)"])
def test_clear_budgets(raw: str) -> None:
    assert rules(whole(budgets=[budget(1, raw)])) == []


@pytest.mark.parametrize("raw", ["15人", "1,2345", "50,000-30,000", "3,000×12=35,000"])
def test_unclear_budgets(raw: str) -> None:
    (found,) = findings(whole(budgets=[budget(1, raw)]), "budget-unclear")
    assert raw in found.message_zh


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("中央60、地方50", "amounts-summed"),
        ("約120", "amount-worded"),
        ("三十萬元左右", "amount-worded"),
        ("30,000~50,000", "budget-range"),
        ("20萬元至30萬元", "budget-range"),
        ("100(中央60、地方50)", "parts-differ"),
        ("合計100\n中央60\n地方50", "parts-differ"),
    ],
)
def test_how_an_amount_came_about_is_told(raw: str, rule: str) -> None:
    assert rules(whole(budgets=[budget(1, raw)])) == [rule]


def parted(*parts: str, whole_twd: int | None = 100_000) -> list[Budget]:
    """A total of 100 thousand with parts of role ``source``."""
    total = budget(1, "100", amount_twd=whole_twd)
    cells = [budget(1, raw, role="source", header=raw, part_of=total.id) for raw in parts]
    return [total, *(one.model_copy(update={"id": f"part{n}"}) for n, one in enumerate(cells))]


@pytest.mark.parametrize("parts", [("60", "40"), ("100", "－"), ("60",), ("60", "市府統籌款")])
def test_parts_that_may_add_up_to_their_total(parts: tuple[str, ...]) -> None:
    assert rules(whole(budgets=parted(*parts))) == []


@pytest.mark.parametrize("parts", [("60", "30"), ("60", "50", "－")])
def test_parts_that_add_up_to_another_total(parts: tuple[str, ...]) -> None:
    assert rules(whole(budgets=parted(*parts))) == ["parts-differ"]


def test_a_total_without_a_known_unit_is_not_judged() -> None:
    cell = budget(1, "40", printed_unit=None, amount_twd=None, amounts=())
    assert rules(whole(budgets=[cell], totals=(total(2, "50", None),))) == []


def four(*totals: Total, **second: Any) -> Extraction:
    """Budgets of 10, 20, 30 and 40 thousand on lines 1, 2, 4 and 5."""
    cells = [budget(1, "10"), budget(2, "20", **second), budget(4, "30"), budget(5, "40")]
    return whole(*map(item, range(1, 6)), budgets=cells, totals=totals)


def test_a_total_sums_its_scope() -> None:
    assert rules(four(total(6, "100", 100_000))) == []
    (found,) = findings(four(total(6, "101", 101_000)), "total-mismatch")
    for number in ("101,000", "100,000", " 1,000"):
        assert number in found.message_zh


def test_a_subtotal_sums_what_stands_since_the_total_before() -> None:
    first, second = total(3, "30", 30_000, label="小計"), total(6, "70", 70_000, label="小計")
    assert rules(four(first, second, total(7, "100", 100_000))) == []
    assert rules(four(first, total(6, "71", 71_000), total(7, "100", 100_000))) == ["total-mismatch"]


def test_a_subtotal_may_stand_above_its_parts() -> None:
    grand, first, second = total(0, "100", 100_000), total(0, "30", 30_000), total(3, "70", 70_000)
    lower = first.model_copy(update={"provenance": total(1, "", 0).provenance})
    beside = budget(3, "20", provenance=budget(2).provenance)
    cells = [budget(2, "10"), beside, budget(4, "30"), budget(5, "40")]
    assert rules(whole(budgets=cells, totals=(grand, lower, second))) == []


def test_a_total_may_sum_one_of_several_columns() -> None:
    assert rules(four(total(6, "80", 80_000), header="地方經費")) == []
    assert rules(four(total(6, "20", 20_000), header="地方經費")) == []


def test_only_current_budgets_are_summed_and_nil_is_nothing() -> None:
    assert rules(four(total(6, "80", 80_000), role="previous")) == []
    nil = {"kind": "nil", "amount_twd": None, "amounts": ()}
    assert rules(four(total(6, "80", 80_000), **nil)) == []


def test_a_total_of_the_plan_sums_all_sections() -> None:
    def two(amount: int) -> Extraction:
        grand = total(6, "60", amount, scope="p")
        sections = (
            contract.section("s1", (item(1),), (budget(1, "20"),), work_items=()),
            contract.section("s2", (item(2),), (budget(2, "40"),), work_items=(), totals=(grand,)),
        )
        return contract.extraction(
            contract.plan("p", *(s.model_copy(update={"items": ()}) for s in sections))
        )

    assert "total-mismatch" not in rules(two(60_000))
    assert "total-mismatch" in rules(two(40_000))


def test_a_total_that_is_no_amount_is_not_checked() -> None:
    (found,) = findings(four(total(6, "詳附表", None)), "total-not-checked")
    assert "詳附表" in found.message_en
    assert "1 " in found.message_en


def works(*sizes: int) -> list[Item]:
    """Items with the numbers from 1, so many of them in each work item."""
    owners = [name for name, size in zip("甲乙丙丁", sizes, strict=False) for _ in range(size)]
    return [item(n, work_item=(level(None, name, None, name),)) for n, name in enumerate(owners, 1)]


def test_a_subtotal_sums_its_work_item_also_where_totals_of_another_level_stand_between() -> None:
    # 甲 of items 1 and 2 has no subtotal; 乙 of items 4 and 5 has one, and the page another one behind it.
    cells = [budget(1, "10"), budget(2, "20"), budget(4, "30"), budget(5, "40")]
    path = [works(2)[0].work_item, works(2, 2)[2].work_item]
    items = [item(n, work_item=path[n > 3]) for n in (1, 2, 4, 5)]
    sums = (total(6, "70", 70_000, label="小計"), total(7, "100", 100_000, label="本頁小計"))
    assert findings(whole(*items, budgets=cells, totals=sums), "total-mismatch") == []
    wrong = (total(6, "60", 60_000, label="小計"),)
    assert len(findings(whole(*items, budgets=cells, totals=wrong), "total-mismatch")) == 1


def over_two_pages(*totals: Total) -> Extraction:
    """Budgets of 10 and 20 thousand on page 1, of 30 and 40 on page 2."""
    cells = [
        budget(n, f"{n}0", provenance=(at("budget", page, n % 2 + 1, left=400.0),))
        for n, page in ((1, 1), (2, 1), (3, 2), (4, 2))
    ]
    items = [
        item(
            n,
            provenance=(at("plan_item[0]", page, n % 2 + 1), at("implementation[0]", page, n % 2 + 1, 200.0)),
        )
        for n, page in ((1, 1), (2, 1), (3, 2), (4, 2))
    ]
    return whole(*items, budgets=cells, totals=totals)


@pytest.mark.parametrize(
    ("line", "amount", "right"), [(9, 70, True), (0, 30, True), (9, 100, True), (9, 60, False)]
)
def test_totals_of_a_page_and_sums_carried_over_a_page_end(line: int, amount: int, *, right: bool) -> None:
    place = (at("total", 2, line, left=400.0),)
    printed = total(line, str(amount), amount * 1000, provenance=place)
    assert (findings(over_two_pages(printed), "total-mismatch") == []) == right


def test_a_grand_total_sums_the_sections_before_it() -> None:
    def two(amount: int) -> Extraction:
        first = contract.section("s1", (item(1),), (budget(1, "20"),), work_items=())
        last = total(6, "60", amount, scope="s2")
        second = contract.section("s2", (item(2),), (budget(2, "40"),), work_items=(), totals=(last,))
        return contract.extraction(contract.plan("p", first, second))

    assert findings(two(60_000), "total-mismatch") == []
    assert len(findings(two(20_000), "total-mismatch")) == 1


def test_a_total_stands_in_one_column() -> None:
    last_year = [
        budget(n, "7", header="上年度", provenance=(at("budget", 1, n, left=250.0),)) for n in (1, 2)
    ]
    cells = [budget(1, "10"), budget(2, "20"), *last_year]
    below = (at("total", 1, 6, left=250.0),)
    right = total(6, "14", 14_000, provenance=below)
    assert findings(whole(budgets=cells, totals=(right,)), "total-mismatch") == []
    (found,) = findings(
        whole(budgets=cells, totals=(total(6, "13", 13_000, provenance=below),)), "total-mismatch"
    )
    assert "14,000" in found.message_zh


@pytest.mark.parametrize(("amount", "item_id"), [(70_000, "i4"), (60_000, "i5"), (95_000, None)])
def test_the_item_whose_budget_alone_makes_the_difference_is_named(amount: int, item_id: str | None) -> None:
    cells = [budget(1, "10"), budget(2, "21"), budget(4, "30"), budget(5, "40")]
    printed = total(6, str(amount), amount + 1000)
    (found,) = findings(whole(*map(item, range(1, 6)), budgets=cells, totals=(printed,)), "total-mismatch")
    assert found.item_id == item_id


def test_subtotals_add_up_to_their_sum_where_budgets_are_words() -> None:
    words = {"kind": "text", "amount_twd": None, "amounts": ()}
    parts = (total(3, "30", 30_000, label="小計"), total(6, "70", 70_000, label="小計"))
    assert "total-mismatch" not in rules(four(*parts, total(7, "100", 100_000), **words))
    assert "total-not-checked" not in rules(four(*parts[1:], total(7, "70", 70_000, label="總計"), **words))


@pytest.mark.parametrize(
    ("amounts", "told"),
    [("10 20 30 60", ["i4"]), ("10 20 30 61", []), ("10 20 30", []), ("20 20 40 80", ["i4"])],
)
def test_an_amount_that_sums_all_before_it_is_a_totals(amounts: str, told: list[str]) -> None:
    cells = [budget(n, raw) for n, raw in enumerate(amounts.split(), 1)]
    found = findings(whole(*map(item, range(1, 5)), budgets=cells), "total-in-record")
    assert [one.item_id for one in found] == told


@pytest.mark.parametrize(
    ("amounts", "told"), [("500 120 620", ["i1"]), ("500 120 30", []), ("500 500", []), ("－ 120 120", [])]
)
def test_a_column_that_sums_the_others_of_an_item_is_told(amounts: str, told: list[str]) -> None:
    cells = [
        budget(n, raw, header=f"來源{n}", applies_to=("i1",), provenance=(at("budget", left=300.0 + 50 * n),))
        for n, raw in enumerate(amounts.split(), 1)
    ]
    assert [one.item_id for one in findings(whole(budgets=cells), "budget-twice")] == told


def test_one_column_of_another_year_alone_is_the_plans_own() -> None:
    assert findings(whole(budgets=[budget(1, header="111年度預算")]), "budget-of-other-year") == []
