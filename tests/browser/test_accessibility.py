"""No page has a serious fault by the rules of axe-core."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from pipeline.compare.files import reports_of
from pipeline.gate.check import check_folder
from pipeline.gate.report import html_of
from tests.browser.conftest import Watched
from tests.compare.comparisons import every_status

PLAN = "chiayi-city-west-112"
BROKEN = f"{PLAN}-8adc368a"
PAGES = (
    "index.html",
    f"plans/{PLAN}/index.html",
    f"plans/{PLAN}/index.html#{BROKEN}",
    "compare/chiayi-city-west-112-113.html",
    "search.html?q=里幹",
    "search.html#q=鼠害&budget=1000000&year=112",
    "data.html",
)
OPTIONS = {"preload": False}
"""Axe would fetch the style sheets a second time, which the pages allow nobody."""
SERIOUS = {"serious", "critical"}
Scheme = Literal["light", "dark"]


def faults(page: Page) -> list[str]:
    """Serious violations of a page, with the elements that have them."""
    response = Axe().run(page, options=OPTIONS).response
    return [
        f"{one['id']}: {node['html']} {node.get('failureSummary')}"
        for one in response["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", 1280, "light"), ("en", 360, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_site(
    watched: Watched, go: Callable[[str], Page], path: str, language: str, width: int, scheme: Scheme
) -> None:
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = go(path)
    page.check(f"#show-{language}", force=True)
    for closed in page.locator("details.cite").all()[:3]:
        closed.evaluate("one => one.setAttribute('open', '')")
    page.wait_for_timeout(300)
    assert faults(page) == []


@pytest.mark.parametrize(("language", "scheme"), [("zh", "dark"), ("en", "light")])
@pytest.mark.parametrize(
    "path",
    ["", f"items/{PLAN}-a9ed195e", f"items/{BROKEN}", f"plans/{PLAN}/pages/2", f"plans/{PLAN}/items"],
)
def test_a_page_of_the_desk(watched: Watched, desk: str, path: str, language: str, scheme: Scheme) -> None:
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.goto(desk + path)
    watched.page.check(f"#show-{language}", force=True)
    for closed in watched.page.locator("details").all():
        closed.evaluate("one => one.setAttribute('open', '')")
    assert faults(watched.page) == []


@pytest.fixture
def report(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A report as the one file that it is: of a comparison, or of the check of a folder with nothing but a plan."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.json").touch()
    made = {
        "comparison": lambda: reports_of(every_status())["report.html"],
        "check": lambda: html_of(check_folder(tmp_path)).encode(),
    }
    path = tmp_path / "report.html"
    path.write_bytes(made[request.param]())
    return path


@pytest.mark.parametrize("report", ["comparison", "check"], indirect=True)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_a_report(watched: Watched, report: Path, width: int, scheme: Scheme) -> None:
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.goto(report.as_uri())
    assert faults(watched.page) == []


@pytest.mark.parametrize("report", ["comparison", "check"], indirect=True)
def test_a_report_needs_no_sideways_scrolling_on_a_narrow_screen(watched: Watched, report: Path) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    watched.page.goto(report.as_uri())
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360
