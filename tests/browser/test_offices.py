"""Offices through the years and side by side, opened from a disk: where they lead, and what is narrowed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import pipeline
from tests.browser.conftest import SAMPLES, Watched
from tests.browser.test_accessibility import Scheme, faults
from tests.site.offices import EAST, EAST_NAME, WEST, write_offices

Go = Callable[[str], Page]
OFFICE = f"offices/{WEST}.html"
WORKS = "works/113.html"
COMPARED = f"compare/{WEST}-112-113.html"
PAGES = (OFFICE, f"offices/{EAST}.html", WORKS, "works/index.html", COMPARED)


@pytest.fixture(scope="session")
def site(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of one office and one of another, with pictures and a table of populations."""
    folder = tmp_path_factory.mktemp("offices")
    write_offices(folder / "output", output / f"{WEST}-112" / "plan.json")
    table = folder / "people.csv"
    table.write_text(f"agency_id,year_roc,population,villages\n{WEST},113,145230,84\n", encoding="utf-8")
    pipeline.build_site(folder / "output", folder / "站", pdfs=[SAMPLES], populations=table, jobs=1)
    return folder / "站"


def shown(page: Page, table: str) -> int:
    return page.locator(f"#{table} tbody tr:visible").count()


def test_a_change_leads_to_both_items_with_their_boxes(go: Go) -> None:
    page = go(COMPARED)
    row = page.locator("#items tr[data-status=changed]").first
    addresses = [one.get_attribute("href") or "" for one in row.locator(".pages a:not([href*='~'])").all()]
    assert [one.split("/")[2] for one in addresses] == [f"{WEST}-112", f"{WEST}-113"]
    for address in addresses:
        page = go(COMPARED)
        page.click(f"#items a[href='{address}']")
        page.wait_for_selector("#item h1")
        assert page.locator("figure.page rect").count() > 0


def test_an_item_leads_back_to_its_change(go: Go) -> None:
    page = go(COMPARED)
    change = page.locator("#items tr[data-status=changed]").first.get_attribute("id")
    page.locator(f"#{change} .pages a").first.click()
    page.wait_for_selector("#item h1")
    page.click(f"#item a[href$='{WEST}-112-113.html#{change}']")
    page.locator(f"#{change}:target").wait_for()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_a_change_leads_to_the_pages_of_both_years_beside_each_other(
    watched: Watched, go: Go, width: int, beside: bool
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = go(COMPARED)
    page.locator("#items tr[data-status=changed]").first.locator(".pages a[href*='~']").click()
    page.wait_for_selector("#item .columns.even .pages")
    older, newer = (one.bounding_box() for one in page.locator("#item .columns.even .pages").all())
    assert older is not None
    assert newer is not None
    assert (older["y"] == newer["y"]) is beside
    heads = page.locator("#item .columns.even .pages h2").all_inner_texts()
    assert [("112" in head, "113" in head) for head in heads] == [(True, False), (False, True)]
    assert page.locator("#item .columns.even .pages img").count() >= 2
    page.click("#item p.beside a")
    page.wait_for_selector("#item .columns:not(.even) .pages")


def test_a_page_is_enlarged_and_made_smaller_by_the_keyboard(go: Go) -> None:
    page = go(f"plans/{WEST}-113/index.html")
    page.locator("#items tbody a").first.click()
    page.wait_for_selector("#item .enlarge")
    image = page.locator("#item figure.page img").first

    def width() -> float:
        found = image.bounding_box()
        assert found is not None
        return found["width"]

    before = width()
    page.locator("#item .enlarge").first.press("Enter")
    assert width() > before
    assert page.get_attribute("#item .enlarge >> nth=0", "aria-pressed") == "true"
    page.locator("#item .enlarge").first.press("Enter")
    assert width() == before


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_both_years_are_side_by_side_or_one_below_the_other(
    watched: Watched, go: Go, width: int, beside: bool
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = go(COMPARED)
    opened = page.locator("details.both").first
    opened.locator("summary").click()
    older, newer = (one.bounding_box() for one in opened.locator(".year").all())
    assert older is not None
    assert newer is not None
    assert (older["y"] == newer["y"]) is beside
    assert (older["y"] + older["height"] <= newer["y"]) is not beside


def test_both_years_can_be_seen_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / COMPARED).as_uri())
    opened = page.locator("details.both").first
    opened.locator("summary").click()
    assert opened.locator(".year").first.is_visible()
    context.close()


def test_a_number_of_a_line_leads_to_the_item_of_its_year(go: Go) -> None:
    page = go(OFFICE)
    link = page.locator("#lines tbody tr").first.locator(f"a[href*='{WEST}-114/']")
    link.click()
    page.wait_for_selector("#item h1")
    assert f"{WEST}-114" in page.url
    page.click(f"#item .crumbs a[href$='{OFFICE}']")
    page.wait_for_url(f"**/{OFFICE}")


def test_lines_are_narrowed_by_section_and_by_what_became_of_them(go: Go) -> None:
    page = go(OFFICE)
    whole = shown(page, "lines")
    page.select_option("form.narrow [name=section]", "兵役課")
    assert 0 < shown(page, "lines") < whole
    assert set(page.locator("#lines tbody tr:visible td:first-child").all_inner_texts()) == {"兵役課"}
    page.select_option("form.narrow [name=section]", "*")
    page.select_option("form.narrow [name=events]", "skipped")
    assert shown(page, "lines") == 1
    assert "第16任總統" in page.inner_text("#lines tbody tr:visible")
    page.click("form.narrow [type=reset]")
    page.wait_for_selector(f"#lines tbody tr:nth-child({whole})", state="visible")
    assert shown(page, "lines") == whole


def test_works_are_narrowed_by_office_and_lead_to_item_and_office(go: Go) -> None:
    page = go(WORKS)
    page.select_option("form.narrow [name=office]", EAST_NAME)
    page.select_option("form.narrow [name=level]", "work")
    row = page.locator("#works tbody tr:visible").first
    assert EAST_NAME in row.inner_text()
    items = int(row.locator("td.number >> nth=1").inner_text())
    row.locator("a[href*='/plans/']").first.click()
    page.wait_for_selector("#count[data-found]")
    assert int(page.get_attribute("#count", "data-found") or 0) >= items
    page = go(WORKS)
    page.click(f"#works a[href$='{EAST}.html'] >> nth=0")
    page.wait_for_url(f"**/offices/{EAST}.html")


def test_what_is_sorted_and_chosen_stands_in_the_address(watched: Watched, go: Go) -> None:
    page = go(OFFICE)
    page.click("#lines thead th:nth-child(3) button")
    page.select_option("form.narrow [name=section]", "社建課")
    titles = page.locator("#lines tbody tr:visible th").all_inner_texts()
    address = page.url
    page.goto("about:blank")
    watched.page.goto(address)
    page.wait_for_load_state("load")
    assert page.locator("#lines tbody tr:visible th").all_inner_texts() == titles
    amounts = [
        one.get_attribute("data-value")
        for one in page.locator("#lines tbody tr:visible td:nth-child(3)").all()
    ]
    numbers = [int(one) for one in amounts if one]
    assert len(numbers) > 1
    assert numbers == sorted(numbers, reverse=True)
    assert amounts[: len(numbers)] == [str(one) for one in numbers]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("path", "table"), [(OFFICE, "lines"), (WORKS, "works")])
def test_a_table_can_be_read_without_scripts(plain: Page, site: Path, path: str, table: str) -> None:
    plain.goto((site / path).as_uri())
    assert shown(plain, table) > 100
    assert plain.locator("form.narrow").is_hidden()


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(watched: Watched, go: Go, path: str) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    page = go(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", 1280, "light"), ("en", 360, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_serious_fault(
    watched: Watched, go: Go, path: str, language: str, width: int, scheme: Scheme
) -> None:
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = go(path)
    page.check(f"#show-{language}", force=True)
    for closed in page.locator("details").all()[:20]:
        closed.evaluate("one => one.setAttribute('open', '')")
    page.wait_for_timeout(300)
    assert faults(page) == []
