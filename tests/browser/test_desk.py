"""The review desk as people use it, in Chromium."""

import csv
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page

import pipeline
from pipeline.models import OtherReading, PlanDocument
from tests.browser.conftest import SAMPLES, Watched

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) if path.exists() else []


def opened(watched: Watched, address: str, item_id: str | None = None) -> Page:
    watched.page.goto(f"{address}items/{item_id}" if item_id else address)
    return watched.page


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_five_items_are_reviewed_by_keyboard_alone(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk)
    while page.evaluate("document.activeElement.className") != "go":
        page.keyboard.press("Tab")
    press(page, "Enter")
    seen = []
    for _ in range(5):
        seen.append(page.inner_text(".record .crumbs code"))
        press(page, "a")
    assert len(set(seen)) == 5
    marks = rows(copy / "reviewed.csv")
    assert [mark["item_id"] for mark in marks] == seen
    assert {mark["who"] for mark in marks} == {"王小明"}
    assert "5 / 180" in page.inner_text("#progress")


def test_items_with_findings_come_first(watched: Watched, desk: str, copy: Path) -> None:
    document = PlanDocument.model_validate_json((copy / PLAN / "plan.json").read_bytes())
    doubtful = [item.id for section in document.plan.sections for item in section.items if item.finding_ids]
    page = opened(watched, desk)
    with page.expect_navigation():
        page.click("tr:has-text('112') a.go >> nth=0")
    assert page.url.rsplit("/", 1)[1] in doubtful


def test_next_previous_and_jump_by_keyboard(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, FIRST)
    press(page, "n")
    assert not page.url.endswith(FIRST)
    press(page, "p")
    assert page.url.endswith(FIRST)
    press(page, "f")
    assert page.locator(".findings").is_visible()
    page.keyboard.press("g")
    page.keyboard.type("20")
    press(page, "Enter")
    assert page.locator("#page-20").is_visible()


def test_a_correction_made_by_keyboard_is_in_the_next_run(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, FIRST)
    page.keyboard.press("e")
    page.select_option("#field", "plan_item[0].text")
    page.focus("#new")
    page.keyboard.press("Control+a")
    page.keyboard.type("召開里幹事工作會報（每週）。")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("原件有此二字")
    press(page, "Control+Enter")
    assert "召開里幹事工作會報（每週）。" in page.inner_text("h1")
    assert "漏字：原件有此二字" in page.inner_text(".record")
    report = pipeline.run([SAMPLES / "chiayi-west-112-open.pdf"], copy, jobs=1)
    assert report.exit_code == 0
    (row,) = (row for row in rows(copy / "items.csv") if row["item_id"] == FIRST)
    assert "召開里幹事工作會報（每週）。" in row["plan_item"]


def test_what_was_done_is_undone(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, FIRST)
    press(page, "a")
    assert len(rows(copy / "reviewed.csv")) == 1
    press(page, "u")
    assert page.url.endswith(FIRST)
    assert rows(copy / "reviewed.csv") == []
    assert page.locator("#undo button").is_disabled()


def test_a_change_after_the_check_asks_for_another_check(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, FIRST)
    press(page, "a")
    page = opened(watched, desk, FIRST)
    assert page.locator(".state.checked").is_visible()
    page.select_option("#field", "plan_item[0].text")
    page.fill("#new", "另一名稱")
    page.fill("#correct .form >> nth=0 >> [name=reason]", "測試")
    with page.expect_navigation():
        page.click("#correct .form >> nth=0 >> button")
    assert page.locator(".state.stale").is_visible()


def test_what_cannot_be_done_is_said_where_the_person_is(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, FIRST)
    page.fill("#correct .form >> nth=0 >> [name=reason]", "測試")
    with page.expect_navigation():
        page.click("#correct .form >> nth=0 >> button")
    assert page.locator("[role=alert]").is_visible()
    assert page.url.endswith(FIRST)


def test_a_name_is_asked_for_before_anything_is_written(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, FIRST)
    page.fill("#who", "")
    with page.expect_navigation():
        page.press("#who", "Enter")
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.id") == "who"
    page.keyboard.type("李大華")
    press(page, "Enter")
    press(page, "a")
    assert [mark["who"] for mark in rows(copy / "reviewed.csv")] == ["李大華"]


def test_the_page_is_beside_the_record_with_its_boxes(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, FIRST)
    image = page.locator("#page-1 img")
    image.evaluate("one => one.decode()")
    left, right = image.bounding_box(), page.locator(".record").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert page.locator("#page-1 rect").count() > 1


def test_keys_can_be_switched_off(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, FIRST)
    page.uncheck("#keys")
    page.keyboard.press("a")
    page.reload()
    assert page.locator("#keys").is_checked() is False
    assert rows(copy / "reviewed.csv") == []


@pytest.mark.parametrize("address", ["{root}", "{root}wrong/", "{desk}items/../../"])
def test_without_the_token_nothing_is_shown(desk: str, address: str) -> None:
    root = desk.rsplit("/", 2)[0] + "/"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address.format(root=root, desk=desk.replace("items", "")), timeout=10)  # noqa: S310 - of this machine
    assert refused.value.code in {403, 404}
    refused.value.close()


def test_another_sites_form_writes_nothing(watched: Watched, desk: str, copy: Path) -> None:
    watched.page.goto("data:text/html,<form method=post></form>")
    with watched.page.expect_navigation():
        watched.page.evaluate(
            "action => { document.forms[0].action = action; document.forms[0].submit(); }",
            f"{desk}items/{FIRST}/accept",
        )
    assert "Forbidden" in watched.page.inner_text("body")
    watched.errors.clear()  # the browser says that it was refused
    assert rows(copy / "reviewed.csv") == []


def test_a_narrow_screen_needs_no_sideways_scrolling(watched: Watched, desk: str) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    for item_id in (None, FIRST):
        page = opened(watched, desk, item_id)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_key_that_is_held_down_decides_once(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, FIRST)
    with page.expect_navigation():
        page.keyboard.down("a")
    for _ in range(5):
        page.keyboard.down("a")  # the browser tells these as repeated
        page.wait_for_timeout(50)
    page.keyboard.up("a")
    assert len(rows(copy / "reviewed.csv")) == 1


def test_opened_forms_stay_within_the_window(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, FIRST)
    page.click("#correct summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def read_otherwise(copy: Path) -> None:
    """Give the first item two fields that the other reading gives otherwise."""
    path = copy / PLAN / "plan.json"
    document = PlanDocument.model_validate_json(path.read_bytes())
    others = (
        OtherReading(field="plan_item", text="2. 另一種讀法的計畫項目"),
        OtherReading(field="record", text="2. 另一項目"),
    )
    sections = tuple(
        section.model_copy(
            update={
                "items": tuple(
                    one.model_copy(update={"other_reading": others}) if one.id == FIRST else one
                    for one in section.items
                )
            }
        )
        for section in document.plan.sections
    )
    plan = document.plan.model_copy(update={"sections": sections})
    path.write_text(document.model_copy(update={"plan": plan}).model_dump_json(), encoding="utf-8")


def test_an_item_is_checked_once_its_reading_is_chosen_for_every_field(
    watched: Watched, desk: str, copy: Path
) -> None:
    read_otherwise(copy)
    page = opened(watched, desk, FIRST)
    page.click("tr.differs >> nth=0 >> .right")
    assert page.locator("tr.differs.chosen").count() == 1
    assert rows(copy / "reviewed.csv") == []
    with page.expect_navigation():
        page.click("tr.differs >> nth=1 >> .right")
    assert [mark["item_id"] for mark in rows(copy / "reviewed.csv")] == [FIRST]


def test_the_other_reading_is_chosen_and_written(watched: Watched, desk: str, copy: Path) -> None:
    read_otherwise(copy)
    page = opened(watched, desk, FIRST)
    page.click("tr.differs >> nth=0 >> .choice")
    assert page.input_value("#field") == "plan_item[0].text"
    assert page.input_value("#new") == "另一種讀法的計畫項目"
    with page.expect_navigation():
        page.click("#correct > form button")
    (row,) = rows(copy / "corrections.csv")
    assert (row["item_id"], row["new_value"]) == (FIRST, "另一種讀法的計畫項目")
    assert "已改為另一讀法" in page.inner_text("#differ")
