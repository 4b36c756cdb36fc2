"""Two readings of an item on the desk: both texts, and which form takes the other one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.compare.entries import side_of
from pipeline.desk.app import app_of
from pipeline.desk.desk import Desk
from pipeline.desk.differences import RULE, ShownDifference, differences
from pipeline.models import Finding, Item, OtherReading, PlanDocument
from pipeline.site.model import SitePlan
from tests.contract import at, budget, extraction, finding, item, plan, section, step

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"
ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}
SAMPLES = Path(__file__).parents[2] / "samples"


def shown(field: str, text: str, *findings: Finding, **values: Any) -> ShownDifference:
    """The one difference of an item that the other reading gives otherwise in one field."""
    other = OtherReading.model_validate({"field": field, "text": text})
    cells = values.pop("cells", ())
    one = item("p-112-i1", other_reading=(other,), budget_ids=tuple(cell.id for cell in cells), **values)
    (document,) = extraction(plan("p-112", section("s", (one,), tuple(cells))), findings=findings).documents()
    (difference,) = differences(row_of(document))
    return difference


def row_of(document: PlanDocument) -> Any:
    (row,) = SitePlan(document, side_of([document], "plan.pdf").entries).rows
    return row


def differing(reason: str, **values: Any) -> Finding:
    said = f"兩種讀法在此得到不同的{reason}，必有一種有誤（本紀錄 ↔ 另一讀法）：甲 ↔ 乙"
    return finding("f1", rule=RULE, message_zh=said, item_id="p-112-i1", **values)


def test_both_texts_are_shown_as_a_record_has_them() -> None:
    one = shown("implementation", "(1)函報\n(2)核定", implementation=(step("(1)", "函報", number=1),))
    assert (one.taken, one.other) == ("(1)函報", "(1)函報\n(2)核定")


def test_what_the_other_reading_begins_in_an_item_is_nothing_of_this_one() -> None:
    assert shown("record", "2. 表揚").taken == ""
    assert shown("record", "").taken == "1. 召開里幹事工作會報"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1. 召開工作會報", "召開工作會報"),
        ("(一)會報\n1. 召開工作會報", "召開工作會報"),
        ("2. 召開工作會報", "召開工作會報"),
        ("召開工作會報", "召開工作會報"),
    ],
)
def test_the_other_plan_item_is_corrected_in_its_inner_level(text: str, value: str) -> None:
    way = shown("plan_item", text).way
    assert (way.act, way.field, way.value) == ("correct", "plan_item[0].text", value)


def test_where_only_its_number_differs_the_number_is_corrected() -> None:
    way = shown("plan_item", "2. 召開里幹事工作會報").way
    assert (way.act, way.field, way.value) == ("correct", "plan_item[0].label", "2.")


def test_contents_are_corrected_whole() -> None:
    way = shown("implementation", "(1)函報\n(2)核定").way
    assert (way.act, way.field, way.value) == ("correct", "implementation", "(1)函報\n(2)核定")


def test_the_one_amount_of_an_item_is_corrected() -> None:
    way = shown("budget", "1,200", cells=[budget("p-112-i1-current", "p-112-i1")]).way
    assert (way.act, way.field, way.value) == ("correct", "budget[p-112-i1-current].raw", "1,200")


@pytest.mark.parametrize(
    ("field", "text", "act"),
    [
        ("work_item", "一、社會福利", "move"),
        ("plan_item", "(一)會報\n1. 召開里幹事工作會報", "move"),
        ("budget", "1,200", "budget"),
        ("record", "", "join"),
        ("record", "2. 表揚", "split"),
    ],
)
def test_what_no_text_puts_right_leads_to_the_forms_that_arrange(field: str, text: str, act: str) -> None:
    assert shown(field, text).way.act == act


def test_a_record_that_was_corrected_to_the_other_reading_is_settled() -> None:
    assert shown("plan_item", "1. 召開里幹事工作會報").settled
    assert not shown("plan_item", "1. 召開會報").settled
    assert not shown("record", "1. 召開里幹事工作會報").settled


def test_a_difference_lights_up_where_it_was_found() -> None:
    said = differing("預算", page=2, bbox=(1.0, 2.0, 3.0, 4.0))
    one = shown("budget", "1,200", said)
    assert (one.place, one.page) == ("f1", 2)


def test_a_difference_whose_finding_is_not_known_lights_up_the_field() -> None:
    one = shown("plan_item", "1. 開會", differing("預算"), provenance=(at("plan_item[0]", page=3),))
    assert (one.place, one.page) == ("plan_item[0]", 3)


@pytest.fixture
def desk(output: Path) -> Desk:
    """A desk whose first item the other reading gives otherwise."""
    path = output / PLAN / "plan.json"
    data = json.loads(path.read_bytes())
    for one in data["plan"]["sections"][0]["items"]:
        if one["id"] == FIRST:
            one["other_reading"] = [
                {"field": "implementation", "text": "(1)函報<b>\n(2)核定"},
                {"field": "record", "text": "2. <i>表揚"},
            ]
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return Desk(output, [SAMPLES], "王小明")


@pytest.fixture
def ask(desk: Desk) -> Any:
    client = app_of(desk, "t", lambda: 8000).test_client()
    return lambda path, **values: client.open(f"/t/{path}", headers=ORIGIN, **values)


def test_the_desk_shows_both_texts_side_by_side_and_escaped(ask: Any) -> None:
    page = ask(f"items/{FIRST}").text
    assert page.count('<tr class="differs"') == 2
    assert "(1)函報&lt;b&gt;\n(2)核定" in page
    assert "<b>\n(2)" not in page
    assert "<i>表揚" not in page
    assert page.count('<button form="accept" class="right">') == 2
    assert ask(f"items/{FIRST}").text.count("data-given") == 0


def test_an_item_that_is_read_alike_shows_no_choice(ask: Any, desk: Desk) -> None:
    alike = next(row.id for row in desk.plan(PLAN).plan.rows if not row.item.other_reading)
    assert "另一讀法" not in ask(f"items/{alike}").text


def test_choosing_the_other_text_fills_the_correction_form_and_writes_nothing(ask: Any, desk: Desk) -> None:
    page = ask(f"items/{FIRST}?other=0").text
    assert "data-given>(1)函報&lt;b&gt;\n(2)核定</textarea>" in page
    assert '<option value="implementation" selected' in page
    assert not (desk.root / "corrections.csv").exists()


def test_choosing_another_bound_of_items_opens_the_form_for_it(ask: Any) -> None:
    page = ask(f"items/{FIRST}?other=1").text
    assert "<details open>" in page
    assert 'value="2. &lt;i&gt;表揚"' in page


@pytest.mark.parametrize("chosen", ["2", "-1", "x", ""])
def test_a_choice_that_is_none_fills_nothing(ask: Any, chosen: str) -> None:
    answer = ask(f"items/{FIRST}?other={chosen}")
    assert answer.status_code == 200
    assert "data-given" not in answer.text


def test_the_chosen_text_is_written_and_the_field_settled(ask: Any, desk: Desk) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    filled = {
        "field": "implementation",
        "new": "(1)函報<b>\n(2)核定",
        "reason": "以另一種讀法為準",
        "seen": seen,
    }
    assert ask(f"items/{FIRST}/correct", method="POST", data=filled).status_code == 303
    first, _ = differences(next(row for row in desk.plan(PLAN).plan.rows if row.id == FIRST))
    assert first.settled
    assert "已改為另一讀法" in ask(f"items/{FIRST}").text


def test_readings_survive_a_person_s_correction(desk: Desk) -> None:
    desk.correct(FIRST, "plan_item[0].text", "另一文字", "測試")
    kept: Item = next(row.item for row in desk.plan(PLAN).plan.rows if row.id == FIRST)
    assert [one.field for one in kept.other_reading] == ["implementation", "record"]
