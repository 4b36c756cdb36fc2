"""A site on the disk: whole, the same each time, with nothing left behind and nothing asked of others."""

import html
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

import pipeline
from pipeline.errors import UnreadableError, UsageError
from pipeline.exporters.disk import write_changed
from pipeline.folder.marks import add_mark
from pipeline.site.build import missing_told
from tests.metadata.making import FILLED

pytestmark = pytest.mark.slow

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"
BASE = "https://data.example.tw/plans/"


class Links(HTMLParser):
    """Every address that a page loads or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if identifier := given.get("id"):
            self.ids.append(identifier)
        for name in ("src", "href"):
            if (address := given.get(name)) is not None:
                (self.linked if tag == "a" else self.loaded).append(address)


def links(path: Path) -> Links:
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def hashes(folder: Path) -> dict[str, Any]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def site(output: Path, tmp_path: Path) -> Path:
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    return tmp_path / "site"


def test_every_link_leads_to_a_file_and_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    for page in built.rglob("*.html"):
        found = links(page)
        assert all(not urlsplit(one).scheme for one in found.loaded), page
        for address in (*found.loaded, *found.linked):
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                continue
            assert (page.parent / unquote(parts.path)).is_file(), f"{page}: {address}"


def test_ids_are_unique_in_a_page(built: Path) -> None:
    for page in built.rglob("*.html"):
        found = links(page).ids
        assert len(found) == len(set(found)), page


def items_of(output: Path) -> list[dict[str, Any]]:
    plan = json.loads((output / PLAN / "plan.json").read_bytes())["plan"]
    return [item for section in plan["sections"] for item in section["items"]]


def test_every_item_has_its_place_on_its_plans_page_with_its_words_and_its_page(
    built: Path, output: Path
) -> None:
    page = (built / "plans" / PLAN / "index.html").read_text(encoding="utf-8")
    ids = links(built / "plans" / PLAN / "index.html").ids
    for item in items_of(output):
        assert item["id"] in ids
        for step in item["implementation"]:
            assert html.escape(step["text"]) in page


def test_the_number_of_files_does_not_grow_with_the_items(built: Path) -> None:
    own = {path.name for path in (built / "plans" / PLAN).iterdir()}
    assert own == {"index.html", "items.js", "plan.js", "works.json"}
    assert not (built / "items").exists()


def earlier(site: Path, output: Path) -> list[str]:
    """Make a site look as one that gave each item a page of its own; the items."""
    ids = [item["id"] for item in items_of(output)]
    paths = [f"items/{one}{suffix}" for one in ids for suffix in (".html", ".json")]
    for path in paths:
        write_changed(site / path, b"of an earlier version")
    listed = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    (site / ".workplan-site").write_text(json.dumps(listed), encoding="utf-8")
    return ids


def test_an_address_that_an_item_had_before_leads_to_it(site: Path, output: Path) -> None:
    ids = earlier(site, output)
    for _ in range(2):
        pipeline.build_site(output, site, jobs=1)
        for item_id in ids:
            page = site / "items" / f"{item_id}.html"
            assert f"url=../plans/{PLAN}/index.html#{item_id}" in page.read_text(encoding="utf-8")
            record = json.loads((site / "items" / f"{item_id}.json").read_bytes())
            assert record["item"]["id"] == item_id


def test_an_address_comes_back_with_its_item(site: Path, output: Path) -> None:
    earlier(site, output)
    path = output / PLAN / "plan.json"
    whole = path.read_bytes()
    told = json.loads(whole)
    gone = told["plan"]["sections"].pop()["items"][0]["id"]
    path.write_text(json.dumps(told), encoding="utf-8")
    pipeline.build_site(output, site, jobs=1)
    assert not (site / "items" / f"{gone}.html").exists()
    path.write_bytes(whole)
    pipeline.build_site(output, site, jobs=1)
    assert (site / "items" / f"{gone}.html").exists()


def test_a_record_that_another_version_kept_otherwise_loses_no_file(site: Path, output: Path) -> None:
    path = site / ".workplan-site"
    told = json.loads(path.read_bytes())
    (site / "gone.html").write_text("of another version", encoding="utf-8")
    path.write_text(
        json.dumps({"paths": [*told["paths"], "gone.html"], "built": {"offices": 1}}), encoding="utf-8"
    )
    pipeline.build_site(output, site, jobs=1)
    assert not (site / "gone.html").exists()
    assert json.loads(path.read_bytes()) == told


def test_a_page_that_a_web_host_shows_for_what_is_not_there_needs_no_other_file(built: Path) -> None:
    assert links(built / "404.html").loaded == []


def test_a_plan_that_has_not_changed_is_not_read_again(
    site: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr("pipeline.site.offices.read_plan", lambda path: read.append(path.name))
    pipeline.build_site(output, site, jobs=1)
    assert read == []


def test_what_somebody_changed_in_the_site_is_set_right(site: Path, output: Path) -> None:
    page = site / "plans" / PLAN / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"<h1>", b"<h2>"))
    (site / "plans" / PLAN / "plan.js").unlink()
    pipeline.build_site(output, site, jobs=1)
    assert page.read_bytes() == before
    assert (site / "plans" / PLAN / "plan.js").is_file()


def test_pictures_stay_where_the_pdf_is_no_more_at_hand(site: Path, output: Path) -> None:
    before = hashes(site)
    (output.parent / "plan.pdf").unlink()
    (site / "plans" / PLAN / "plan.js").unlink()
    report = pipeline.build_site(output, site, jobs=1)
    assert report.without_pdf == ()
    assert hashes(site) == before


def test_a_second_build_changes_nothing(site: Path, output: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.suffix}
    pipeline.build_site(output, site, jobs=1)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.suffix} == before


def test_the_same_output_gives_the_same_bytes_elsewhere(site: Path, output: Path, tmp_path: Path) -> None:
    pipeline.build_site(output, tmp_path / "other", jobs=2)
    assert hashes(tmp_path / "other") == hashes(site)


def test_what_is_there_no_more_is_taken_away_and_a_persons_file_stays(site: Path, output: Path) -> None:
    (site / "CNAME").write_text("data.example.tw", encoding="utf-8")
    path = output / PLAN / "plan.json"
    told = json.loads(path.read_bytes())
    gone = told["plan"]["sections"].pop()
    path.write_bytes(json.dumps(told).encode())
    pipeline.build_site(output, site, jobs=1)
    ids = links(site / "plans" / PLAN / "index.html").ids
    assert not any(item["id"] in ids for item in gone["items"])
    assert FIRST in ids
    assert (site / "CNAME").exists()


def test_an_item_that_was_joined_leads_to_the_one_that_stays(output: Path, tmp_path: Path) -> None:
    plan = json.loads((output / PLAN / "plan.json").read_bytes())["plan"]
    stays, goes = (item["id"] for item in plan["sections"][0]["items"][:2])
    pipeline.correct(output, stays, "join", goes, "一項誤讀為兩項", "王小明", "2026-03-05")
    assert pipeline.publish(output) == ()
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    page = (tmp_path / "site" / "plans" / PLAN / "index.html").read_text(encoding="utf-8")
    (row,) = re.findall(rf'<tr id="{stays}">.*?</tr>', page, re.DOTALL)
    assert f'id="{goes}"' in row


def test_a_folder_that_holds_something_else_is_refused(output: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError):
        pipeline.build_site(output, tmp_path / "mine")


@pytest.mark.parametrize("place", [".", "site"])
def test_a_site_within_the_output_folder_is_refused(output: Path, place: str) -> None:
    with pytest.raises(UsageError):
        pipeline.build_site(output, output / place)


@pytest.mark.parametrize(("name", "cause"), [("empty", "holds no plans"), ("none", "no folder")])
def test_a_folder_without_plans_is_told(tmp_path: Path, name: str, cause: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableError, match=cause):
        pipeline.build_site(tmp_path / name, tmp_path / "site")


def test_without_the_pdf_the_pages_say_so(output: Path, tmp_path: Path) -> None:
    (output.parent / "plan.pdf").unlink()
    report = pipeline.build_site(output, tmp_path / "site", jobs=2)
    assert report.without_pdf == ("plan.pdf",)
    assert any("--pdf" in line.en for line in missing_told(report))
    assert not (tmp_path / "site" / "pages").exists()
    assert "../pages/" not in (tmp_path / "site" / "plans" / PLAN / "index.html").read_text(encoding="utf-8")


def test_with_a_publisher_the_site_names_licence_address_and_downloads(output: Path, tmp_path: Path) -> None:
    filled = FILLED.replace("example.gov.tw/work-plans", "example.gov.tw/work-plans/data")
    (output / "publisher.toml").write_text(filled, encoding="utf-8")
    assert pipeline.publish(output) == ()
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    sitemap = ET.fromstring((tmp_path / "site" / "sitemap.xml").read_bytes())  # noqa: S314 - our own
    addresses = [one.text or "" for one in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert any(one.endswith(f"plans/{PLAN}/index.html") for one in addresses)
    assert all(one.startswith("https://") for one in addresses)
    start = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    (dataset,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', start)
    told = json.loads(dataset)
    assert told["@type"] == "Dataset"
    assert {"name", "description", "license", "publisher", "distribution"} <= told.keys()
    known = json.loads((output / "dcat.jsonld").read_bytes())["@graph"]
    urls = {node["@id"] for node in known if node.get("@type") == "dcat:Distribution"}
    assert {one["contentUrl"] for one in told["distribution"] if one["name"] == "items.csv"} <= urls
    assert "data/dcat.jsonld" in links(tmp_path / "site" / "index.html").loaded


def test_an_address_makes_a_sitemap(output: Path, tmp_path: Path) -> None:
    pipeline.build_site(output, tmp_path / "site", base_url=BASE.rstrip("/"), jobs=1)
    assert f"<loc>{BASE}index.html</loc>" in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")


def test_what_is_no_address_is_refused(output: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        pipeline.build_site(output, tmp_path / "site", base_url="data.example.tw")


def test_downloads_are_the_published_files(built: Path, output: Path) -> None:
    for file in json.loads((output / "manifest.json").read_bytes())["files"]:
        assert (built / "data" / file["path"]).read_bytes() == (output / file["path"]).read_bytes()
        page = built / "plans" / PLAN / "index.html" if file["path"].startswith(PLAN) else built / "data.html"
        assert file["sha256"] in page.read_text(encoding="utf-8")


def test_how_much_was_checked_is_told(output: Path, tmp_path: Path) -> None:
    add_mark(output, FIRST, "王小明", "2026-03-05")
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    assert "1 / 180" in (tmp_path / "site" / "plans" / PLAN / "index.html").read_text(encoding="utf-8")


def test_how_sure_each_reading_is_is_counted_in_the_plan(output: Path, tmp_path: Path) -> None:
    path = output / PLAN / "plan.json"
    told = json.loads(path.read_bytes())
    items = [item for section in told["plan"]["sections"] for item in section["items"]]
    words = ["doubtful", "doubtful", "likely", *["certain"] * (len(items) - 3)]
    for item, word in zip(items, words, strict=True):
        item["confidence"] = word
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    plan = (tmp_path / "site" / "plans" / PLAN / "index.html").read_text(encoding="utf-8")
    counts = re.findall(r'<li class="sure (\w+)"><strong>(\d+)</strong>', plan)
    assert counts == [("certain", "177"), ("likely", "1"), ("doubtful", "2")]


def test_many_offices_are_told_in_parts(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        (output / f"office-{number}").mkdir()
        told = (output / PLAN / "plan.json").read_bytes().replace(b"chiayi-city-west", b"office-%d" % number)
        told = told.replace(b"office-%d-112" % number, b"office-%d" % number)
        (output / f"office-{number}" / "plan.json").write_bytes(told)
    monkeypatch.setattr("pipeline.site.pages.ROWS_A_PAGE", 2)
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    parts = [tmp_path / "site" / name for name in ("index.html", "index-2.html")]
    shown = [one for part in parts for one in links(part).linked if one.startswith("plans/")]
    assert len(set(shown)) == 4


def test_a_plan_of_many_items_is_told_in_parts(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.site.pages.ROWS_A_PAGE", 100)
    pipeline.build_site(output, tmp_path / "site", jobs=1)
    parts = [tmp_path / "site" / "plans" / PLAN / name for name in ("index.html", "index-2.html")]
    shown = [one for part in parts for one in links(part).linked if one.startswith("#chiayi")]
    assert len(set(shown)) == 180
    # The address that does not change when items are added leads on to the part.
    assert sum(one.startswith(f"index-2.html#{PLAN}") for one in links(parts[0]).linked) == 80


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing looks on")
def test_a_file_whose_pages_cost_too_much_to_draw_is_told_to_lack_pictures(
    output: Path, tmp_path: Path
) -> None:
    free = pipeline.build_site(output, tmp_path / "free", jobs=1)
    within = pipeline.build_site(output, tmp_path / "within", jobs=1, timeout_seconds=600, memory_mb=2048)
    costly = pipeline.build_site(output, tmp_path / "costly", jobs=1, timeout_seconds=0.001)
    assert within == free
    assert (costly.pictures, len(costly.without_pdf) > len(free.without_pdf)) == (0, True)
