"""What titles say of office, section and year."""

import pytest

from pipeline.extractors.offices import merged
from pipeline.extractors.title_words import TitleWords, name_from_title, named_section, title_words
from pipeline.profiles.profile import load_profile

PROFILE = load_profile()


@pytest.mark.parametrize(
    ("title", "office", "section", "year"),
    [
        ("嘉義市西區區公所民政課 112 年度重要工作計畫", "嘉義市西區區公所", "民政課", 112),
        ("屏東縣九如鄉公所社會課112年度工作計畫", "屏東縣九如鄉公所", "社會課", 112),
        ("臺北市大安區公所 113 年度施政計畫", "臺北市大安區公所", None, 113),
        ("臺南市政府衛生局 114 年度施政計畫", "臺南市政府衛生局", None, 114),
        (
            "彰化縣政府環境保護局綜合計畫科中華民國 110 年度工作計畫",
            "彰化縣政府環境保護局",
            "綜合計畫科",
            110,
        ),
        ("內政部 114 年度重要施政計畫", "內政部", None, 114),
        ("中華民國一百十二年度新竹縣竹北市公所工作計畫", "新竹縣竹北市公所", None, 112),
        ("112年度桃園市龜山區公所人事室工作計畫", "桃園市龜山區公所", "人事室", 112),
        ("高雄市鳳山區公所112年度重要工作計畫（會計室）", "高雄市鳳山區公所", "會計室", 112),
        ("嘉義市西區區公所政風業務 112 年度重要工作計畫", "嘉義市西區區公所", "政風業務", 112),
        ("雲 林 縣 斗 六 市 公 所 112 年 度 施 政 計 畫", "雲林縣斗六市公所", None, 112),
        ("桃園市龜山區公所經建課一一四年度施政工作計畫", "桃園市龜山區公所", "經建課", 114),
        ("民政課 112 年度工作計畫", None, "民政課", 112),
        ("112 年度工作計畫", None, None, 112),
        ("嘉義市西區區公所", "嘉義市西區區公所", None, None),
        ("", None, None, None),
        ("國立虛構大學 113 年度工作計畫", "國立虛構大學", None, 113),
        ("國立虛構專科學校教務處113年度工作計畫", "國立虛構專科學校", "教務處", 113),
        ("虛構縣立體育場109年度工作計畫競技運動科", "虛構縣立體育場", "競技運動科", 109),
        ("虛構署東區監獄112年度工作計畫（總務科）", "虛構署東區監獄", "總務科", 112),
        ("東區農業改良場 112 年度施政計畫", "東區農業改良場", None, 112),
        ("虛構縣政府教育局國中教育科112年度工作計畫", "虛構縣政府教育局", "國中教育科", 112),
        # A body within an office, with sections of its own.
        ("虛構市公所殯葬管理所113年度工作計畫禮儀服務課", "虛構市公所殯葬管理所", "禮儀服務課", 113),
        # Whatever the plan is called, its kind is no section.
        ("虛構鄉公所113年度事業計畫", "虛構鄉公所", None, 113),
        ("虛構市立虛構國民中學115-118校務發展計畫", "虛構市立虛構國民中學", None, 115),
        ("113年度虛構市立虛構國民中學校務發展計畫", "虛構市立虛構國民中學", None, 113),
        ("虛構縣政府113至116年度中程施政計畫", "虛構縣政府", None, 113),
        ("水上鄉農會推廣股113年度行動計畫", "水上鄉農會", "推廣股", 113),
        ("虛構鎮農會信用部115年度工作計畫", "虛構鎮農會", "信用部", 115),
        ("經濟部水利署114年度施政綱要（草案）", "經濟部水利署", None, 114),
        ("虛構鄉公所114年度工作計畫及預算（核定本）（秘書室）", "虛構鄉公所", "秘書室", 114),
        # Characters of offices' endings within a section's name.
        ("社會福利課113年度工作計畫", None, "社會福利課", 113),
        ("虛構鄉公所秘書室（含法制）113年度工作計畫", "虛構鄉公所", "秘書室（含法制）", 113),
    ],
)
def test_a_title_tells_office_section_and_year(
    title: str, office: str | None, section: str | None, year: int | None
) -> None:
    assert name_from_title(title, PROFILE) == TitleWords(office, section, year)


@pytest.mark.parametrize(
    ("title", "rest", "section"),
    [
        ("虛構縣立天文臺 112 年度重要工作計畫", "虛構縣立天文臺", None),
        ("中華民國112年度虛構縣立天文臺工作計畫推廣組", "虛構縣立天文臺", "推廣組"),
        ("民政課 112 年度工作計畫", None, "民政課"),
        ("112 年度重要工作計畫", None, None),
    ],
)
def test_a_name_without_a_known_ending_is_what_is_left_of_the_title(
    title: str, rest: str | None, section: str | None
) -> None:
    assert name_from_title(title, PROFILE) == TitleWords(None, section, 112, rest)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("民政課", "民政課"),
        ("【清潔隊】", "清潔隊"),
        ("〔一、圖書館〕", "圖書館"),
        ("（秘書室（含法制））", "秘書室（含法制）"),
        ("單位：會計主任", "會計主任"),
        ("課室別:調解委員會", "調解委員會"),
        ("第二章　人事室", "人事室"),
        ("第一分隊", "第一分隊"),
        ("◎ 社會福利課：", "社會福利課"),
        ("三、圖書館工作計畫", "圖書館"),
        ("民政課113年度工作計畫", "民政課"),
        ("貳、年度工作計畫", None),
        ("壹、施政計畫", None),
        ("協辦機關：衛生所、清潔隊", None),
        ("本課辦理下列業務，由各隊協助，並報請縣府核備之業務", None),
        ("單位：新臺幣千元", None),
    ],
)
def test_a_line_names_a_section_in_many_forms(line: str, section: str | None) -> None:
    assert named_section(line, PROFILE) == section


@pytest.mark.parametrize(
    ("lines", "office", "section", "year"),
    [
        (["虛構鄉公所", "113年度工作計畫"], "虛構鄉公所", None, 113),
        (["虛構鄉公所", "民政課", "113年度工作計畫"], "虛構鄉公所", "民政課", 113),
        (["民政課", "虛構鄉公所113年度工作計畫"], "虛構鄉公所", "民政課", 113),
        (["虛構市立虛構", "國民中學113年度工作計畫"], "虛構市立虛構國民中學", None, 113),
        (["虛構鄉公所113年度工作計畫", "民政課工作計畫"], "虛構鄉公所", "民政課", 113),
        (["虛構鄉公所113年度工作計畫", "圖書館工作計畫"], "虛構鄉公所", "圖書館", 113),
    ],
)
def test_lines_of_titles_above_each_other(
    lines: list[str], office: str | None, section: str | None, year: int | None
) -> None:
    words = merged(title_words(lines, PROFILE), PROFILE)

    assert (words.office, words.section, words.year_roc) == (office, section, year)
