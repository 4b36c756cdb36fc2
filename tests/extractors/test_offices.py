"""Which names are an office's wherever they stand, and which are its sections'."""

import pytest

from pipeline.extractors.offices import independent, office_line, stands_alone
from pipeline.profiles.profile import load_profile

PROFILE = load_profile()


@pytest.mark.parametrize(
    "name",
    [
        "嘉義市西區區公所",
        "內政部",
        "經濟部水利署",
        "嘉義縣政府民政處",
        "水上鄉農會",
        "國立虛構博物院",
        "台灣自來水股份有限公司",
        "虛構市立虛構國民中學",
    ],
)
def test_names_of_offices_stand_alone(name: str) -> None:
    assert stands_alone(name, PROFILE)


@pytest.mark.parametrize(
    "name",
    [
        "圖書館",
        "調解委員會",
        "清潔隊",
        "市場管理所",
        "社區發展課",
        "都市發展局",
        "附設幼兒園",
        "醫院管理科",
        "會計主任",
    ],
)
def test_names_of_sections_do_not(name: str) -> None:
    assert not stands_alone(name, PROFILE)


@pytest.mark.parametrize(
    ("name", "main", "other"),
    [
        ("嘉義縣民雄鄉公所", "嘉義縣水上鄉公所", True),
        ("嘉義縣政府社會局", "嘉義縣政府民政處", True),
        # Of one kind: two museums.
        ("虛構美術館", "虛構文學館", True),
        ("圖書館", "嘉義縣水上鄉公所", False),
        ("調解委員會", "水上鄉農會", False),
        ("嘉義縣水上鄉公所民政課", "嘉義縣水上鄉公所", False),
    ],
)
def test_a_name_in_an_office_s_plan_is_another_office_s_or_its_section_s(
    name: str, main: str, *, other: bool
) -> None:
    assert independent(name, main, PROFILE) is other


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("嘉義縣水上鄉公所113年度工作計畫", "嘉義縣水上鄉公所"),
        ("機關名稱：水上鄉農會", "水上鄉農會"),
        ("為配合高雄市政府，協助嘉義市東區區公所", None),
        ("協辦機關：嘉義市東區區公所、內政部", None),
        ("第3頁", None),
    ],
)
def test_a_sentence_or_a_list_is_no_office(text: str, office: str | None) -> None:
    words = office_line(text, PROFILE)

    assert (words.office if words is not None else None) == office
