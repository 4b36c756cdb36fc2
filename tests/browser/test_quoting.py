"""What people quote: charts as pictures with their source, citations of changes and pages."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from pipeline.compare.files import reports_of
from tests.browser.conftest import Watched
from tests.browser.taking import column, content, taken
from tests.compare.comparisons import every_status

Go = Callable[[str], Page]
PLAN = "chiayi-city-west-112"
COMPARED = "compare/chiayi-city-west-112-113.html"
PNG = b"\x89PNG\r\n\x1a\n"


def test_a_chart_as_svg_holds_title_source_and_address(go: Go) -> None:
    page = go(COMPARED)
    download = taken(page, "#section-chart .svg-file")
    assert download.suggested_filename.endswith("-section-chart.svg")
    root = ET.fromstring(content(download))  # noqa: S314 - made by the page under test
    texts = "".join("".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "各課室預算增減（單位：千元）" in texts
    assert "chiayi-west-113-open.pdf" in texts
    assert "https://data.example.tw/plans/compare/" in texts
    for name in column(page, "section-chart-numbers", 1):
        assert name in texts


def test_a_chart_as_png_is_a_picture_that_is_not_empty(go: Go) -> None:
    page = go(COMPARED)
    raw = content(taken(page, "#section-chart .png-file"))
    assert raw.startswith(PNG)
    width = int.from_bytes(raw[16:20])
    assert width > 1000
    assert len(raw) > 10_000


def test_each_chart_has_its_numbers_beside_it(go: Go) -> None:
    page = go(COMPARED)
    for figure in page.locator("#charts figure").all():
        drawn = figure.locator("svg text").all_text_contents()
        for value in figure.locator("tbody td").all():
            thousands = int(value.get_attribute("data-value") or 0) / 1000
            assert any(f"{abs(thousands):,.0f}" in one for one in drawn)


def test_a_change_is_cited_with_items_pages_hashes_and_address(go: Go) -> None:
    page = go(COMPARED)
    row = page.locator("#items tr[data-status=changed]").first
    row.locator(".cite summary").click()
    row.locator(".citation").wait_for()
    text = row.locator(".citation .zh").inner_text()
    assert "嘉義市西區區公所，《112 年度工作計畫》" in text
    assert re.search(r"〉，本年度預算 [\d,]+ 元，第 \d+ 頁，項目 chiayi-city-west-113-[0-9a-f]{8}", text)
    assert re.search(r"：變更，本年度預算增減 [+−][\d,]+ 元。來源檔", text)
    assert "未載明" not in text
    assert text.count("SHA-256") == 2
    assert f"https://data.example.tw/plans/{COMPARED}#{row.get_attribute('id')}" in text
    assert row.locator("button[data-copies]").is_visible()


@pytest.mark.parametrize("path", [f"plans/{PLAN}/index.html", COMPARED])
def test_a_page_is_cited_and_the_whole_hash_is_at_hand(go: Go, path: str) -> None:
    page = go(path)
    page.click(".cite summary >> nth=0")
    text = page.inner_text("#citation .zh")
    assert f"https://data.example.tw/plans/{path}" in text
    whole = page.get_attribute("#citation .zh abbr >> nth=0", "title") or ""
    assert re.fullmatch("[0-9a-f]{64}", whole)
    assert whole[:12] in text
    page.click("label[for=show-en]")
    assert "SHA-256" in page.inner_text("#citation .en")


def test_a_match_that_nobody_has_confirmed_is_cited_as_that(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(reports_of(every_status())["report.html"])
    page = watched.page
    page.goto(path.as_uri())
    for band in ("uncertain", "certain"):
        row = page.locator(f"#items tr[data-band={band}][data-status=changed]").first
        row.locator(".cite summary").click()
        assert ("（待確認）" in row.locator(".citation .zh").inner_text()) == (band == "uncertain")
