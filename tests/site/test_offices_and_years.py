"""Pages of offices and of years with offices side by side: what they lead to, and when they are made again."""

import json
import re
import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import PopulationsError
from pipeline.site.build import missing_told
from tests.site.offices import EAST, EAST_NAME, WEST
from tests.site.test_building import hashes, links

pytestmark = pytest.mark.slow
OFFICE = f"offices/{WEST}.html"
WORKS = "works/113.html"


@pytest.fixture
def output(offices_output: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copytree(offices_output, tmp_path / "output"))


@pytest.fixture
def site(offices_site: Path, tmp_path: Path) -> Path:
    """The site of that copy, as it was built."""
    return Path(shutil.copytree(offices_site, tmp_path / "site"))


def rows(page: Path, table: str) -> list[list[str]]:
    """Texts of the cells of a table's body."""
    text = page.read_text(encoding="utf-8")
    (body,) = re.findall(rf'id="{table}">.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("page", [OFFICE, f"offices/{EAST}.html", WORKS, f"compare/{WEST}-112-113.html"])
def test_an_item_that_a_page_links_has_its_place_on_its_plans_page(offices_site: Path, page: str) -> None:
    path = offices_site / page
    items = [one for one in links(path).linked if "/plans/" in one and f"#{WEST[:12]}" in one]
    assert items
    known = {plan.name: set(links(plan / "index.html").ids) for plan in (offices_site / "plans").iterdir()}
    for address in items:
        plan, _, place = address.removeprefix("../plans/").partition("/index.html#")
        item, *beside = place.split("~")
        assert item in known[plan]
        assert not beside or beside[1] in known[beside[0]]


def test_every_link_leads_to_a_file(offices_site: Path) -> None:
    for page in offices_site.rglob("*.html"):
        for address in links(page).linked:
            path = re.split("[?#]", address)[0]
            assert not path or ":" in path or (page.parent / path).is_file(), f"{page}: {address}"


def test_a_mark_of_a_line_leads_to_its_change(offices_site: Path) -> None:
    marks = [one for one in links(offices_site / OFFICE).linked if "#c" in one]
    assert marks
    for address in marks:
        page, _, change = address.removeprefix("../").partition("#")
        assert change in links(offices_site / page).ids


def test_a_mark_of_an_uncertain_match_says_so(offices_site: Path) -> None:
    text = (offices_site / OFFICE).read_text(encoding="utf-8")
    told = {
        "../" + a: "待確認" in rest
        for a, rest in re.findall(r'href="\.\./(compare/[^"]*)">(.*?)</a>', text, re.DOTALL)
    }
    uncertain = set()
    for page in (offices_site / "compare").glob("*.html"):
        changes = page.read_text(encoding="utf-8")
        found = re.findall(r'id="(c\d+)"[^>]*data-band="uncertain"', changes)
        uncertain |= {f"../compare/{page.name}#{one}" for one in found}
    assert uncertain & told.keys()
    assert {address for address, is_told in told.items() if is_told} == uncertain & told.keys()


@pytest.mark.parametrize("page", ["index.html", f"plans/{WEST}-113/index.html", WORKS])
def test_an_office_is_led_to_from(offices_site: Path, page: str) -> None:
    assert any(one.endswith(OFFICE) for one in links(offices_site / page).linked)


def test_a_year_of_one_office_has_no_page_and_every_page_leads_to_the_years(offices_site: Path) -> None:
    assert [path.name for path in (offices_site / "works").iterdir() if path.stem.isdigit()] == ["113.html"]
    assert "works/index.html" in links(offices_site / "index.html").linked


def test_an_office_of_one_year_has_its_page(offices_site: Path) -> None:
    assert len(rows(offices_site / f"offices/{EAST}.html", "lines")) == 180


def test_many_lines_are_told_in_parts_and_none_is_lost(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.site.office_page.CELLS_A_PAGE", 300)
    pipeline.build_site(output, tmp_path / "parted", jobs=1)
    pages = [tmp_path / "parted" / "offices" / f"{WEST}{part}.html" for part in ("", ".2")]
    assert sum(len(rows(page, "lines")) for page in pages) == 180


def test_without_a_table_of_populations_no_page_tells_of_any(offices_site: Path) -> None:
    assert "每人" not in (offices_site / WORKS).read_text(encoding="utf-8")


def test_a_table_of_populations_gives_amounts_per_head_and_village(output: Path, site: Path) -> None:
    table = output.parent / "people.csv"
    table.write_text(
        f"agency_id,year_roc,population,villages\n{WEST},113,1000,8\nnowhere,113,5,\n", encoding="utf-8"
    )
    report = pipeline.build_site(output, site, populations=table, jobs=1)
    told = [row for row in rows(site / WORKS, "works") if row[0] == "里鄰長全民健康保險。"]
    assert {(row[3], *row[7:]) for row in told} == {
        ("嘉義市西區區公所", "8,359,000", "1,000", "8,359", "8", "1,044,875"),
        (EAST_NAME, "16,718,000", "—", "—", "—", "—"),
    }
    assert report.unused == ("nowhere 113",)
    assert set(report.unpopulated) == {f"{WEST}-112", f"{WEST}-114", f"{EAST}-113"}
    assert any("nowhere 113" in line.en for line in missing_told(report))


def test_a_table_that_cannot_be_used_builds_nothing(output: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("agency_id,year_roc,population\na,113,?\n", encoding="utf-8")
    with pytest.raises(PopulationsError):
        pipeline.build_site(output, tmp_path / "none", populations=tmp_path / "people.csv")
    assert not (tmp_path / "none" / "index.html").exists()


def test_a_year_is_made_again_only_where_one_of_its_plans_has_changed(
    output: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def make(_: object, year_roc: int, *__: object) -> tuple[()]:
        made.append(year_roc)
        return ()

    monkeypatch.setattr("pipeline.site.years.works_pages", make)
    pipeline.build_site(output, site, jobs=1)
    assert made == []
    path = output / f"{EAST}-113" / "plan.json"
    told = json.loads(path.read_bytes())
    told["plan"]["sections"][0]["items"][0]["plan_item"][0]["text"] = "改寫"
    path.write_text(json.dumps(told), encoding="utf-8")
    pipeline.build_site(output, site, jobs=1)
    assert made == [113]


def test_a_year_that_one_office_is_left_of_loses_its_page(output: Path, site: Path) -> None:
    shutil.rmtree(output / f"{EAST}-113")
    pipeline.build_site(output, site, jobs=1)
    assert not (site / WORKS).exists()
    assert not (site / "offices" / f"{EAST}.html").exists()


def test_the_same_plans_give_the_same_bytes(output: Path, offices_site: Path, tmp_path: Path) -> None:
    pipeline.build_site(output, tmp_path / "again", jobs=2)
    assert hashes(tmp_path / "again") == hashes(offices_site)
