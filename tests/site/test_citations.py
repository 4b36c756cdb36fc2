"""How pages are cited: the same each time, with an address where it is known."""

from typing import Any

from pipeline.models import PlanDocument
from pipeline.site.citations import plan_citation, plan_title
from pipeline.site.model import Site, SitePlan, site_plan
from tests.contract import extraction, item, plan, section

PATH = "plans/p/index.html"


def cited(**values: Any) -> SitePlan:
    read = extraction(plan("p", section("s", (item("p-00000001"),)), **values))
    return site_plan(
        PlanDocument(generator=read.generator, source=read.source, plan=read.plans[0], findings=())
    )


def test_a_plan_is_cited_by_its_printed_title() -> None:
    assert plan_title(cited().document)[0] == "《某區公所 112 年度重要工作計畫》"


def test_a_plan_without_a_title_is_cited_by_its_year() -> None:
    assert plan_title(cited(title=None).document) == ("《112 年度工作計畫》", "work plan 2023 (ROC 112)")


def test_an_address_that_is_not_known_is_told_as_a_path() -> None:
    assert plan_citation(Site(), [cited()], PATH).rest[0].startswith(f"{PATH}（相對路徑）")


def test_an_address_that_is_known_is_whole() -> None:
    site = Site(base_url="https://data.example.tw/")
    assert plan_citation(site, [cited()], PATH).rest[1].startswith(f"https://data.example.tw/{PATH}, ")


def test_a_file_that_two_plans_were_read_from_is_named_once() -> None:
    assert len(plan_citation(Site(), [cited(), cited()], PATH).sources) == 1


def test_the_source_of_what_is_taken_away_has_the_whole_hash() -> None:
    one = plan_citation(Site(), [cited()], PATH)
    (source,) = one.sources
    assert source.sha256 in one.told[0]
    assert source.sha256 not in one.shortly[0]
    assert source.short in one.shortly[0]
