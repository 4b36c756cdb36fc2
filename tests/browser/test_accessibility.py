"""No page has a serious fault by the rules of axe-core."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Watched

PLAN = "chiayi-city-west-112"
BROKEN = f"{PLAN}-8adc368a"
PAGES = (
    "index.html",
    f"plans/{PLAN}/index.html",
    f"plans/{PLAN}/index.html#{BROKEN}",
    "compare/chiayi-city-west-112-113.html",
    "search.html?q=里幹",
    "data.html",
)
OPTIONS = {"preload": False}
"""Axe would fetch the style sheets a second time, which the pages allow nobody."""
SERIOUS = {"serious", "critical"}


def faults(page: Page) -> list[str]:
    """Serious violations of a page, with the elements that have them."""
    response = Axe().run(page, options=OPTIONS).response
    return [
        f"{one['id']}: {node['html']} {node.get('failureSummary')}"
        for one in response["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 360)])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_site(
    watched: Watched, go: Callable[[str], Page], path: str, language: str, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = go(path)
    page.check(f"#show-{language}", force=True)
    page.wait_for_timeout(300)
    assert faults(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", f"items/{PLAN}-a9ed195e", f"items/{BROKEN}"])
def test_a_page_of_the_desk(watched: Watched, desk: str, path: str, language: str) -> None:
    watched.page.goto(desk + path)
    watched.page.check(f"#show-{language}", force=True)
    for closed in watched.page.locator("details").all():
        closed.evaluate("one => one.setAttribute('open', '')")
    assert faults(watched.page) == []
