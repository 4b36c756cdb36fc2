import pytest

from pipeline.extractors.front import TitleWords, name_from_title
from pipeline.profiles.loading import load_profile

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
