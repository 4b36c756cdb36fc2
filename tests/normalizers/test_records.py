"""What makes a record another one than the one that a person has checked, and what does not."""

from typing import Any

import pytest

from pipeline.models import Budget, Correction, Extra, Item, Mention
from pipeline.normalizers.records import record_sha256
from tests.contract import at, budget, item, level, step

CELL = budget("b1", "a-112-1")
ITEM = item("a-112-1", budget_ids=("b1",), extra=(Extra(header="備註", text="無"),))
CHECKED: dict[str, dict[str, Any]] = {
    "text of a level": {"plan_item": (level("1.", "召開會報", 1),)},
    "number of a level": {"plan_item": (level("2.", "召開里幹事工作會報", 1),)},
    "work item": {"work_item": (level("一、", "一般行政", 1),)},
    "text of a step": {"implementation": (step("(1)", "每周五召開。"),)},
    "number of a step": {"implementation": (step("(2)", "每周三召開。"),)},
    "depth of a step": {"implementation": (step(None, "", step("(1)", "每周三召開。")),)},
    "other column": {"extra": (Extra(header="備註", text="有"),)},
    "header of an other column": {"extra": (Extra(header="說明", text="無"),)},
    "no budget": {"budget_ids": ()},
}
CELLS: dict[str, dict[str, Any]] = {
    "text": {"raw": "45"},
    "amount": {"amount_twd": 45_000},
    "role": {"role": "previous"},
    "unit": {"printed_unit": "元"},
    "items that it applies to": {"applies_to": ("a-112-1", "a-112-2")},
}
PASSED_OVER: dict[str, dict[str, Any]] = {
    "findings": {"finding_ids": ("f1",)},
    "confidence": {"confidence": "doubtful"},
    "places": {"provenance": (at("plan_item[0]", top=100.25),)},
    "identifiers of levels": {"plan_item": (level("1.", "召開里幹事工作會報", 1, id="other"),)},
    "corrections": {
        "corrections": (
            Correction(field="extra[備註]", old="有", new="無", reason="誤植", who="王", date="2026-03-05"),
        )
    },
    "mentions": {"mentions": (Mention(kind="money", text="無", value=None, unit=None, offset=0),)},
}


def other(one: Item, **values: Any) -> Item:
    return one.model_copy(update=values)


@pytest.mark.parametrize("values", CHECKED.values(), ids=CHECKED)
def test_what_a_person_compares_is_in_the_hash(values: dict[str, Any]) -> None:
    assert record_sha256(other(ITEM, **values), [CELL]) != record_sha256(ITEM, [CELL])


@pytest.mark.parametrize("values", CELLS.values(), ids=CELLS)
def test_what_a_person_compares_of_a_budget_is_in_the_hash(values: dict[str, Any]) -> None:
    assert record_sha256(ITEM, [CELL.model_copy(update=values)]) != record_sha256(ITEM, [CELL])


@pytest.mark.parametrize("values", PASSED_OVER.values(), ids=PASSED_OVER)
def test_how_a_value_was_read_is_not_in_the_hash(values: dict[str, Any]) -> None:
    assert record_sha256(other(ITEM, **values), [CELL]) == record_sha256(ITEM, [CELL])


def test_cells_of_other_items_make_no_difference() -> None:
    cells: list[Budget] = [budget("b0", "a-112-0", raw="7"), CELL]
    assert record_sha256(ITEM, cells) == record_sha256(ITEM, [CELL])


def test_the_hash_stays_from_version_to_version() -> None:
    # Another hash here makes every mark in every office out of date: FORM says so then.
    wanted = "fa1166b92874a1066f7f3535026107626d810342aa9cdc72fd17d74b0055b2d0"
    assert record_sha256(ITEM, [CELL]) == wanted
