from typing import Any

import pytest

from pipeline.models import Extraction, Total
from tests import contract
from tests.audit.building import budget, findings, item, rules, total, whole


@pytest.mark.parametrize("raw", ["40", "8,359", "市府統籌款", "－", "無", "依113年預算", "449(健保局補助)"])
def test_clear_budgets(raw: str) -> None:
    assert rules(whole(budgets=[budget(1, raw)])) == []


@pytest.mark.parametrize("raw", ["15人", "1,2345", "三十萬元左右", "100(中央60、地方50)"])
def test_unclear_budgets(raw: str) -> None:
    (found,) = findings(whole(budgets=[budget(1, raw)]), "budget-unclear")
    assert raw in found.message_zh


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
    cells = [budget(2, "10"), budget(2, "20"), budget(4, "30"), budget(5, "40")]
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
