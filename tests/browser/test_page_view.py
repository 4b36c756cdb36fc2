"""The page view of the desk as people use it, by mouse and by keyboard."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched

PLAN = "chiayi-city-west-112"


def marks(copy: Path) -> list[str]:
    path = copy / "reviewed.csv"
    if not path.exists():
        return []
    return [row["item_id"] for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())]


def opened(watched: Watched, desk: str, number: int) -> Page:
    watched.page.goto(f"{desk}plans/{PLAN}/pages/{number}")
    watched.page.locator("#picture").evaluate("one => one.decode()")
    return watched.page


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_page_is_accepted_with_the_mouse_and_undone(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, 1)
    with page.expect_navigation():
        page.click("#accept button")
    assert "第 1 頁已標記 4 項" in page.inner_text("[role=status] >> nth=0")
    assert len(marks(copy)) == 4
    with page.expect_navigation():
        page.click("#undo button")
    assert marks(copy) == []


def test_three_pages_are_accepted_by_keyboard_alone(watched: Watched, desk: str, copy: Path) -> None:
    page = opened(watched, desk, 1)
    for _ in range(3):
        page.locator("#picture").evaluate("one => one.decode()")
        press(page, "a")
    assert len(marks(copy)) > 4
    assert page.locator("#picture").is_visible()


def test_keys_lead_to_pages_and_records(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, 2)
    first = page.url
    press(page, "n")
    assert page.url != first
    press(page, "p")
    assert page.url == first
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("#record-2").evaluate("one => one === document.activeElement")
    assert page.locator("g.drawn.on").get_attribute("data-record") == "2"
    page.keyboard.press("k")
    title = page.inner_text("#record-1 h2 a")
    press(page, "Enter")
    assert page.inner_text("h1") == title
    press(page, "w")
    assert f"/plans/{PLAN}/pages/" in page.url
    page.keyboard.press("g")
    page.keyboard.type("20")
    press(page, "Enter")
    assert page.url.endswith("/pages/20")


def test_a_click_on_a_record_s_border_leads_to_it_in_the_list(watched: Watched, desk: str) -> None:
    page = opened(watched, desk, 2)
    page.locator('g.drawn[data-record="4"] rect.outline').dispatch_event("click")
    assert page.locator("#record-4").evaluate("one => one === document.activeElement")


def test_without_its_picture_a_page_is_not_accepted(watched: Watched, desk: str, copy: Path) -> None:
    watched.page.route("**/*.webp", lambda route: route.abort())
    watched.page.goto(f"{desk}plans/{PLAN}/pages/1")
    watched.page.locator("#no-picture").wait_for(state="visible")
    watched.page.keyboard.press("a")
    watched.page.click("#accept button")
    assert watched.page.url.endswith("/pages/1")
    assert marks(copy) == []
    watched.errors.clear()  # the browser says that a picture was refused


def test_without_its_picture_an_item_is_not_accepted(watched: Watched, desk: str, copy: Path) -> None:
    watched.page.route("**/*.webp", lambda route: route.abort())
    watched.page.goto(f"{desk}items/{PLAN}-0b33fc12")
    watched.page.locator("#no-picture").wait_for(state="visible")
    watched.page.keyboard.press("a")
    assert watched.page.url.endswith("0b33fc12")
    assert marks(copy) == []
    watched.errors.clear()  # the browser says that a picture was refused


def test_a_click_on_a_step_opens_that_step(watched: Watched, desk: str) -> None:
    page = opened_item(watched, desk)
    text = page.inner_text('.record [data-step="2"] > span')
    page.click('.record [data-step="2"] > span')
    assert page.input_value("#field") == "implementation[2].text"
    assert page.input_value("#new") in text


def opened_item(watched: Watched, desk: str) -> Page:
    """The page of an item with several steps."""
    page = opened(watched, desk, 2)
    with page.expect_navigation():
        page.click("#record-2 h2 a")
    return page


def test_two_tabs_lose_no_update(watched: Watched, desk: str) -> None:
    page = opened_item(watched, desk)
    other = page.context.new_page()
    other.goto(page.url)
    for tab, text in ((page, "第一個視窗"), (other, "第二個視窗")):
        tab.select_option("#field", "plan_item[0].text")
        tab.fill("#new", text)
        tab.check("#correct .form >> nth=0 >> [name=why] >> nth=0")
        with tab.expect_navigation():
            tab.click("#correct .form >> nth=0 >> button")
    assert "第一個視窗" in page.inner_text("h1")
    assert "第一個視窗" in other.inner_text("h1")
    assert "第一個視窗" in other.inner_text(".changed")
    assert other.input_value("#new") == "第二個視窗"


@pytest.mark.parametrize("path", ["pages/2", "items"])
def test_pages_and_lists_fit_a_narrow_screen(watched: Watched, desk: str, path: str) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    page = watched.page
    page.goto(f"{desk}plans/{PLAN}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
