"""The language that a page is shown in, and the header that offers the other one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched

Go = Callable[[str], Page]
COMPARED = "compare/chiayi-city-west-112-113.html"


@pytest.mark.parametrize(("locale", "shown"), [("zh-TW", "機關與年度"), ("en-GB", "Offices and years")])
def test_the_first_visit_is_in_the_browsers_language(
    browser: Browser, site: Path, locale: str, shown: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert shown in page.inner_text("main")
    context.close()


def test_a_language_that_was_chosen_goes_before_the_browsers(browser: Browser, site: Path) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.click("label[for=show-zh]")
    page.goto((site / "search.html").as_uri())
    assert "搜尋全部項目" in page.inner_text("h1")
    context.close()


@pytest.mark.parametrize("path", ["index.html", COMPARED, "search.html"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_header_is_one_line_on_a_narrow_screen(
    watched: Watched, go: Go, path: str, language: str
) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    page = go(path)
    page.check(f"#show-{language}", force=True)
    box = page.locator("header.top").bounding_box()
    assert box is not None
    assert box["height"] <= 48
