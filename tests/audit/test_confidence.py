"""How sure each record is: by what was found, by two readings, by the way its pages were read."""

from typing import Any

import pytest

from pipeline.audit.confidence import AREAS, grounds_of
from pipeline.audit.rules import judge
from pipeline.extractors.doubts import Doubt
from pipeline.messages.catalogue import catalogue
from pipeline.models import Budget, Confidence, Extraction, Item
from tests import contract
from tests.audit.building import at, budget, item, total
from tests.audit.cases import CASES
from tests.contract import level

ALL = ("i1", "i2", "i3", "i4")
BEHIND = (950.0, 700.0, 960.0, 712.0)
"""A place of a page where no record stands."""


def on_page(number: int, page: int, **values: Any) -> Item:
    place = at("plan_item[0]", page=page, line=number)
    return item(number, **({"provenance": (place,), "budget_ids": (f"b{number}",)} | values))


def cell(number: int, page: int, *items: str, **values: Any) -> Budget:
    place = at("budget", page=page, line=number, left=400.0)
    return budget(number, applies_to=items or (f"i{number}",), **({"provenance": (place,)} | values))


ITEMS = tuple(on_page(number, number) for number in range(1, 5))
"""One on each of four pages; the second and the third share a budget cell, and the fourth has none."""
SHARED = (ITEMS[0], ITEMS[1], on_page(3, 3, budget_ids=("b2",)), on_page(4, 4, budget_ids=()))
CELLS = (cell(1, 1), cell(2, 2, "i2", "i3"))


def plan_of(*items: Item, **values: Any) -> Extraction:
    section = contract.section(
        "s1", items, **({"budgets": CELLS, "work_items": (), "pages": (1, 4)} | values)
    )
    return contract.extraction(contract.plan("p", section))


GOOD = plan_of(*SHARED)


def sure(extraction: Extraction) -> list[Confidence]:
    return [one.confidence for plan in extraction.plans for part in plan.sections for one in part.items]


def judged(*doubts: Doubt, given: Extraction = GOOD, agreed: tuple[str, ...] = ALL) -> list[Confidence]:
    """How sure the records of a file are that was read twice alike, with these doubts."""
    return sure(judge(given, doubts, agreed=agreed))


def doubt(rule: str, page: int | None, item_id: str | None = None, bbox: Any = BEHIND) -> Doubt:
    return Doubt(rule, page, None if page is None else bbox, item_id, "詳")


def test_what_two_readings_give_alike_is_certain() -> None:
    assert judged() == ["certain"] * 4


def test_what_was_read_once_is_no_more_than_likely() -> None:
    assert sure(judge(GOOD, ())) == ["likely"] * 4


def test_what_two_readings_give_otherwise_is_doubtful() -> None:
    assert judged(agreed=("i1", "i3", "i4")) == ["certain", "doubtful", "certain", "certain"]


def test_where_no_record_was_read_alike_none_is_certain() -> None:
    # Not the same as a file that was read once.
    assert judged(agreed=()) == ["doubtful"] * 4


@pytest.mark.parametrize("rule", ["line-unplaced", "row-start-doubt"])
def test_an_error_or_a_warning_about_a_record_makes_it_doubtful(rule: str) -> None:
    assert judged(doubt(rule, 2, "i2")) == ["certain", "doubtful", "certain", "certain"]


def test_a_remark_about_a_record_leaves_it_as_it_is() -> None:
    assert catalogue("findings")["note-mark"].severity == "info"
    assert judged(doubt("note-mark", 2, "i2")) == ["certain"] * 4


def test_a_doubt_about_a_shared_cell_is_about_all_records_that_share_it() -> None:
    torn = doubt("cell-torn", 2, "i2", CELLS[1].provenance[0].bbox)
    assert judged(torn) == ["certain", "doubtful", "doubtful", "certain"]


def test_a_doubt_about_one_of_the_records_is_none_about_those_that_share_its_cell() -> None:
    began = doubt("row-start-doubt", 2, "i2", SHARED[1].provenance[0].bbox)
    assert judged(began) == ["certain", "doubtful", "certain", "certain"]


def test_what_was_read_from_a_picture_is_likely() -> None:
    assert sure(judge(GOOD, (), agreed=ALL, recognised={4})) == ["certain", "certain", "certain", "likely"]


def test_a_record_whose_budget_was_read_from_a_picture_is_likely() -> None:
    assert sure(judge(GOOD, (), agreed=ALL, recognised={2})) == ["certain", "likely", "likely", "certain"]


def test_what_is_found_on_a_page_concerns_the_records_on_it() -> None:
    assert judged(doubt("table-broken-off", 4)) == ["certain", "certain", "certain", "likely"]


def test_what_stood_on_a_page_that_is_not_read_may_belong_to_the_pages_beside_it() -> None:
    alone = plan_of(*(on_page(n, n, budget_ids=()) for n in range(1, 5)), budgets=())
    assert judged(doubt("page-unread", 3), given=alone) == ["certain", "likely", "likely", "likely"]


def test_what_is_found_of_the_whole_file_concerns_all_records() -> None:
    assert judged(doubt("file-damaged", None)) == ["likely"] * 4


def test_a_role_that_was_guessed_is_that_of_a_column_of_its_plan() -> None:
    first = on_page(9, 5, plan_item=(level("1.", "調解業務", 1, "p9"),), budget_ids=())
    other = contract.plan("q", contract.section("s9", (first,), work_items=(), pages=(5, 5)))
    both = GOOD.model_copy(update={"plans": (*GOOD.plans, other)})
    assert judged(doubt("header-role-guessed", 1), given=both, agreed=(*ALL, "i9")) == ["likely"] * 4 + [
        "certain"
    ]


def test_a_unit_that_was_taken_for_granted_concerns_all_amounts_of_the_column() -> None:
    # It is said at the first amount of the column, and names the record there where it has one.
    unit = doubt("unit-unknown", 1, None, CELLS[0].provenance[0].bbox)
    assert judged(unit) == ["likely", "likely", "likely", "certain"]
    named = doubt("unit-unknown", 1, "i1", CELLS[0].provenance[0].bbox)
    assert judged(named) == ["doubtful", "likely", "likely", "certain"]


def test_a_unit_that_was_taken_for_granted_concerns_no_other_column() -> None:
    cells = (CELLS[0], cell(2, 2, "i2", "i3", header="上年度預算數", role="previous"))
    unit = doubt("unit-unknown", 1, None, CELLS[0].provenance[0].bbox)
    assert judged(unit, given=plan_of(*SHARED, budgets=cells)) == ["likely", "certain", "certain", "certain"]


def test_a_total_that_does_not_fit_concerns_the_amounts_that_it_sums() -> None:
    wrong = plan_of(*SHARED, totals=(total(9, "999", 999_000),))
    other = contract.section("s2", (on_page(5, 1),), (cell(5, 1),), work_items=(), pages=(1, 1))
    plan = wrong.plans[0].model_copy(update={"sections": (*wrong.plans[0].sections, other)})
    given = wrong.model_copy(update={"plans": (plan,)})
    assert judged(given=given, agreed=(*ALL, "i5")) == ["likely", "likely", "likely", "certain", "certain"]


@pytest.mark.parametrize("rule", [rule for rule, area in AREAS.items() if area == "nothing"])
def test_what_speaks_of_the_plan_alone_concerns_no_record(rule: str) -> None:
    for page in (1, None):
        told = contract.finding("f1", rule=rule, severity=catalogue("findings")[rule].severity, page=page)
        assert grounds_of(GOOD.plans, [told], ALL) == grounds_of(GOOD.plans, (), ALL)


def test_the_table_of_areas_names_rules_that_there_are_and_that_warn() -> None:
    assert {catalogue("findings")[rule].severity for rule in AREAS} <= {"error", "warning"}


def test_judging_again_by_the_same_changes_nothing() -> None:
    doubts = [one for case in CASES.values() for one in case.doubts]
    first = judge(GOOD, doubts, agreed=("i1", "i2"), recognised={4})
    assert judge(first, doubts, agreed=("i1", "i2"), recognised={4}) == first


def test_judging_again_by_less_keeps_nothing_of_what_was_said_before() -> None:
    twice = judge(GOOD, (doubt("row-start-doubt", 2, "i2"),), agreed=ALL)
    assert sure(judge(twice, ())) == ["likely"] * 4
