"""Offices: each listed name finds its office, and nothing else does."""

import doctest
import hashlib
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.profiles import agencies
from pipeline.profiles.agencies import agency_named, find_agency

TABLE: dict[str, Any] = tomllib.loads(
    (files("pipeline.profiles") / "agencies.toml").read_text(encoding="utf-8")
)
PLACES = [
    (county["name"], place, f"{key}-{part}")
    for key, county in TABLE["counties"].items()
    for part, place in county["offices"].items()
]


def test_doctests() -> None:
    assert doctest.testmod(agencies).failed == 0


def test_table_is_complete() -> None:
    assert Counter(county["name"][-1] for county in TABLE["counties"].values()) == {"市": 9, "縣": 13}
    assert Counter(place[-1] for _, place, _ in PLACES) == {"區": 170, "市": 14, "鎮": 38, "鄉": 146}
    assert len({(county, place) for county, place, _ in PLACES}) == 368


def test_identifiers_are_unique_and_ascii() -> None:
    ids = [*TABLE["central"], *TABLE["counties"], *(identifier for _, _, identifier in PLACES)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", identifier) for identifier in ids)


def test_codes_are_unique_strings() -> None:
    codes = [county["code"] for county in TABLE["counties"].values() if "code" in county]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[0-9]{9}[A-Z]", code) for code in codes)


@pytest.mark.parametrize(("county", "place", "identifier"), PLACES)
def test_every_office_of_a_place(county: str, place: str, identifier: str) -> None:
    endings = ("公所", "區公所") if place.endswith("區") else ("公所",)
    for ending in endings:
        for name in (f"{county}{place}{ending}", f"{county} {place}{ending}".replace("臺", "台")):
            found = find_agency(name)
            assert (found.id, found.county) == (identifier, county)
            assert found.name == name.replace(" ", "")
    assert agency_named(identifier).county == county


@pytest.mark.parametrize(
    ("printed", "identifier", "name", "county"),
    [
        ("嘉義市西區區公所", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("嘉義市西區區公所民政課", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("嘉義市西區區公所會計室", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("嘉義市西區區公所社會課", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("嘉義市西區區公所民政課 112 年度重要工作計畫", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("112年度嘉義市西區區公所", "chiayi-city-west", "嘉義市西區區公所", "嘉義市"),
        ("台 中 市 西 區 公 所", "taichung-city-west", "台中市西區公所", "臺中市"),
        ("臺中市西屯區公所", "taichung-city-xitun", "臺中市西屯區公所", "臺中市"),
        ("臺南市中西區公所", "tainan-city-west-central", "臺南市中西區公所", "臺南市"),
        ("嘉義市政府", "chiayi-city", "嘉義市政府", "嘉義市"),
        ("嘉義縣政府", "chiayi-county", "嘉義縣政府", "嘉義縣"),
        ("新北市政府", "new-taipei-city", "新北市政府", "新北市"),
        ("臺灣省嘉義縣朴子市公所", "chiayi-county-puzi", "嘉義縣朴子市公所", "嘉義縣"),
        ("阿里山鄉公所", "chiayi-county-alishan", "阿里山鄉公所", "嘉義縣"),
        ("內政部", "moi", "內政部", None),
        ("內政部 114 年度施政計畫", "moi", "內政部", None),
        ("行政院農業委員會", "coa", "行政院農業委員會", None),
        ("行政院客家委員會", "hac", "客家委員會", None),
        ("行政院", "executive-yuan", "行政院", None),
    ],
)
def test_printed_names(printed: str, identifier: str, name: str, county: str | None) -> None:
    found = find_agency(printed)
    assert (found.id, found.name, found.county) == (identifier, name, county)


@pytest.mark.parametrize(
    ("printed", "county"),
    [
        ("中正區公所", None),
        ("西區區公所", None),
        ("嘉義縣西區區公所", "嘉義縣"),
        ("臺北市政府民政局", "臺北市"),
        ("台北市政府民政局", "臺北市"),
        ("內政部警政署", None),
        ("臺北市政府民政局一一三年度施政計畫", "臺北市"),
        ("嘉義市政府社會處", "嘉義市"),
        ("行政院國家科學委員會", None),
        ("桃園縣中壢市公所", None),
        ("財團法人某基金會", None),
        ("嘉義市西區區公所附設幼兒園", "嘉義市"),
        ("", None),
    ],
)
def test_unknown_names_are_not_guessed(printed: str, county: str | None) -> None:
    found = find_agency(printed)
    expected = hashlib.sha256(printed.replace("臺", "台").encode()).hexdigest()[:8]
    assert (found.id, found.name, found.county, found.code) == (f"org-{expected}", printed, county, None)


def test_variants_of_an_unknown_name_have_one_identifier() -> None:
    assert find_agency("臺灣 某公所").id == find_agency("台灣某公所").id
    assert find_agency("臺灣某公所").id != find_agency("臺灣他公所").id


def test_named_by_a_person() -> None:
    assert agency_named("chiayi-city-west").name == "嘉義市西區區公所"
    assert agency_named(" Taipei-City-Zhongzheng ").name == "臺北市中正區公所"
    assert agency_named("臺北市中正區公所").id == "taipei-city-zhongzheng"
    assert agency_named("某公所").id.startswith("org-")
    assert agency_named("chiayi-city").code == "376600000A"
    with pytest.raises(UsageError, match="chiayi-city-west"):
        agency_named("chiayi-west")


def test_the_table_is_read_only_when_asked_for() -> None:
    code = "import pipeline.profiles.agencies as a; assert a._directory.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and code
