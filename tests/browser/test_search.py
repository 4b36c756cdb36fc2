"""The search over more plans than a browser searches at once."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

import pipeline
from pipeline.models import Agency, Generator, Plan, PlanDocument, Source
from pipeline.site.grams import PLANS_AT_ONCE
from tests.browser.conftest import Watched
from tests.contract import item, level, section

PLANS = PLANS_AT_ONCE + 20
RARE = 37
"""Number of the only plan with the word that is looked for."""


def document(number: int) -> PlanDocument:
    plan_id = f"office-{number:03}-{112 + number % 2}"
    title = "防治鼠害" if number == RARE else "召開里幹事工作會報"
    one = item(f"{plan_id}-00000001", plan_item=(level("1.", title, 1),))
    return PlanDocument(
        generator=Generator(version="1", reader="pdfium", profile="default"),
        source=Source(file_name=f"{number}.pdf", sha256=f"{number:064x}", pages=1, producer=None),
        plan=Plan(
            id=plan_id,
            agency=Agency(id=f"office-{number:03}", name=f"第{number}鄉公所", county="雲林縣", code=None),
            title=None,
            year_roc=112 + number % 2,
            year=2023 + number % 2,
            sections=(section("s", (one,)),),
        ),
        findings=(),
    )


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("country")
    for number in range(PLANS):
        told = document(number)
        folder = root / "output" / told.plan.id
        folder.mkdir(parents=True)
        (folder / "plan.json").write_text(told.model_dump_json(), encoding="utf-8")
    pipeline.build_site(root / "output", root / "site", jobs=1)
    return root / "site"


@pytest.fixture
def asked(watched: Watched) -> list[str]:
    """Names of the folders whose items were loaded."""
    found: list[str] = []
    watched.page.on(
        "request",
        lambda one: found.append(one.url.split("/")[-2]) if one.url.endswith("/items.js") else None,
    )
    return found


def searched(page: Page, country: Path, query: str) -> int:
    page.goto((country / "search.html").as_uri() + f"#{query}")
    page.wait_for_selector("#count[data-found]", state="attached")
    return int(page.get_attribute("#count", "data-found") or -1)


def test_of_a_word_that_few_plans_have_no_others_are_loaded(
    watched: Watched, country: Path, asked: list[str]
) -> None:
    assert searched(watched.page, country, "q=鼠害") == 1
    assert asked == [document(RARE).plan.id]


def test_a_word_of_many_plans_is_looked_for_in_the_newest_first_and_the_rest_is_told(
    watched: Watched, country: Path
) -> None:
    page = watched.page
    assert searched(page, country, "q=里幹") == PLANS_AT_ONCE
    assert f"可能符合的 {PLANS - 1} 份計畫已搜尋 {PLANS_AT_ONCE} 份" in page.inner_text("#count")
    assert "113" in page.inner_text("#rows tr >> nth=0")
    page.click("#further button")
    page.wait_for_selector(f"#count[data-found='{PLANS - 1}']", state="attached")
    assert page.locator("#further").is_hidden()


def test_the_oldest_first_are_looked_for_in_the_oldest_plans_first(watched: Watched, country: Path) -> None:
    page = watched.page
    assert searched(page, country, "q=里幹&order=year-up") == PLANS_AT_ONCE
    assert "舊年度在前" in page.inner_text("#count")
    assert "112" in page.inner_text("#rows tr >> nth=0")


def test_what_is_taken_of_a_search_that_is_not_at_its_end_says_so(watched: Watched, country: Path) -> None:
    page = watched.page
    searched(page, country, "q=里幹")
    with page.expect_download() as asked:
        page.click(".taken .json")
    told = json.loads(Path(asked.value.path()).read_bytes())
    assert told["notes"] == [page.inner_text("#count")]
    assert len(told["rows"]) == PLANS_AT_ONCE


def test_of_one_office_only_its_plans_are_loaded(watched: Watched, country: Path, asked: list[str]) -> None:
    assert searched(watched.page, country, "agency=第5鄉公所") == 1
    assert asked == [document(5).plan.id]


def test_one_character_is_looked_for_without_the_index(watched: Watched, country: Path) -> None:
    assert searched(watched.page, country, "q=鼠&year=113") == 1


def test_the_first_view_loads_no_items(watched: Watched, country: Path, asked: list[str]) -> None:
    assert searched(watched.page, country, "") == 0
    assert f"共 {PLANS} 項可搜尋" in watched.page.inner_text("#count")
    assert asked == []
