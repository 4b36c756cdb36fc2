"""Tables that any page may have: sorted and kept in the address, beside a form of the page's own."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline.web.environment import BASE_STYLE, inline
from tests.browser.conftest import Watched

PAGE = """<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"><title>表</title>
<style>{style}</style></head><body>
<input type="radio" name="language" id="show-zh" checked><input type="radio" name="language" id="show-en">
<main data-source="甲區公所（a.pdf）"><h1>歷年</h1><section><h2>項目</h2><p class="note">* 為數項共用。</p>
<form class="narrow" data-table="lines"><input name="words">
<select name="section"><option value="*">全部</option><option>民政課</option></select></form>
<div class="wide"><table class="sortable" id="lines">
<thead><tr><th>課室</th><th><a href="#x">112 年度</a></th><th></th></tr></thead>
<tbody><tr class="sum"><td>合計</td><td data-value="60">60</td><td></td></tr>
<tr><td>社建課</td><td data-value="20">20*</td><td></td></tr>
<tr><td>民政課</td><td data-value="40">40</td><td></td></tr>
<tr><td>=課</td><td data-value="">業務費</td><td></td></tr></tbody></table></div>
</section></main><script>{script}</script></body></html>"""
SCRIPTS = tuple(("pipeline.web", name) for name in ("page.js", "take.js", "table.js"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "表.html"
    found.write_text(PAGE.format(style=inline(BASE_STYLE), script=inline(*SCRIPTS)), encoding="utf-8")
    return found


@pytest.fixture
def page(watched: Watched, path: Path) -> Page:
    watched.page.goto(path.as_uri())
    return watched.page


def rows(page: Page) -> list[str]:
    return page.locator("#lines tbody td:first-child").all_inner_texts()


def test_a_head_with_a_link_keeps_it_beside_its_button(page: Page) -> None:
    head = page.locator("#lines th").nth(1)
    assert head.locator("button a").count() == 0
    head.locator("button").click()
    assert rows(page) == ["合計", "民政課", "社建課", "=課"]


def test_a_head_without_words_sorts_nothing(page: Page) -> None:
    assert page.locator("#lines th").nth(2).locator("button").count() == 0


def test_a_form_of_the_page_is_kept_in_the_address_with_the_order(watched: Watched, page: Page) -> None:
    page.select_option("[name=section]", "民政課")
    page.locator("#lines .sort").first.click()
    address = page.url
    watched.page.goto("about:blank")
    watched.page.goto(address)
    assert page.input_value("[name=section]") == "民政課"
    assert page.get_attribute("#lines th >> nth=0", "aria-sort") == "ascending"


def test_what_is_chosen_as_the_page_begins_is_not_in_the_address(page: Page) -> None:
    page.select_option("[name=section]", "民政課")
    page.select_option("[name=section]", "*")
    assert "=" not in page.url


def test_notes_of_the_section_and_words_in_place_of_numbers_go_with_the_file(page: Page) -> None:
    with page.expect_download() as asked:
        page.click(".taken .json")
    told = json.loads(Path(asked.value.path()).read_bytes())
    assert told["notes"] == ["* 為數項共用。"]
    assert told["source"] == "甲區公所（a.pdf）"
    assert [row["112_年度"] for row in told["rows"]] == [60, 20, 40, "業務費"]
    assert [row["112_年度_note"] for row in told["rows"]] == [None, "*", None, None]
