"""Laws and regulations that a text cites: 「祭祀公業條例」, 依社會救助法第12條第1項.

A name is taken where quotes bound it or where 依, 符合 and the like lead to it; its end must be borne out by what
follows. Words that end like names (方法, 無法) and names that only their reader can tell (本法) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.normalizers.mention_found import COUNT, Sighting, count
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze

_ENDING = "自治條例|條例|施行細則|細則|注意事項|作業規定|作業程序|要點|辦法|準則|規則|規程|通則|標準|法"
_ARTICLE_NUMBER = rf"(?:[0-9０-９]{{1,4}}|{COUNT})"
_ARTICLE_NUMBERS = rf"{_ARTICLE_NUMBER}(?:\s*[、至]\s*{_ARTICLE_NUMBER})*"
_ARTICLE = (
    rf"第\s*{_ARTICLE_NUMBERS}\s*(?:之\s*{_ARTICLE_NUMBER}\s*)?[條点點](?:\s*之\s*{_ARTICLE_NUMBER})?"
    rf"(?:\s*第\s*{_ARTICLE_NUMBERS}\s*項)?(?:\s*第\s*{_ARTICLE_NUMBERS}\s*款)?(?:\s*第\s*{_ARTICLE_NUMBERS}\s*目)?"
)
_ARTICLES = late(rf"\s*(?P<articles>{_ARTICLE}(?:\s*[、及至與或]\s*{_ARTICLE})*)(?!\s*之?\s*修正)")
_QUOTED = late(rf"[「『《](?P<name>[^「」『』《》\n]{{2,50}}(?:{_ENDING}))[」』》](?!\s*(?:修正)?草案)")
_CUE = late(r"(?:依據|依照|依循|依|按照|遵照|遵守|遵循|符合|違反|根據|適用)\s*(?=[\u4e00-\u9fff])")
_CLAUSE_START = late(r"(?:\A|(?<=[,，。;；:：、(（)）.]))\s*(?=[\u4e00-\u9fff])")
_RUN = late(r"(?:[\u4e00-\u9fff]|[(（][\u4e00-\u9fff、]{1,20}[)）]){2,50}")
_END = late(_ENDING)
_FOLLOWS = late(
    r"\s*(?:\Z|[，。；、：,.;:()（）]|第\s*[0-9０-９一二三四五六七八九十]|等|及|與|暨|或|和|之|規定(?!期)|相關|有關|所定|所訂|所稱"
    r"|辦理|執行|處理|核發|裁處|裁罰|處分|申請|審核|審查|推動|設置)"
)
_NEXT_LAW = late(r"\s*(?:[、及與暨或和]|以及)\s*(?=[\u4e00-\u9fff])")
_SAME = late(r"同(?:法|條例|辦法|要點|細則|規則|準則|標準)(?=\s*第)")

_NO_LAW = late(
    r"(?:[方做作無合違守說看想魔書手工技語文司立執修釋不依變母子新各該本此其律]|(?<!再利)用|國際|演算|計算)法\Z"
)
"""Words that are no laws, whatever stands before them; 國際法 is one of scholars."""
_SHORT_LAWS = late(
    r"(?:民|刑|憲|預算|決算|會計|審計|統計|公司|水利|建築|消防|戶籍|兵役|土地|國籍|大學|公證|仲裁|商標|專利|醫療|醫師|藥事|電業|電信"
    r"|礦業|漁業|森林|公路|鐵路|船舶|航業|商港|關稅|訴願|律師|票據|保險|銀行|破產|信託|工會|檔案|住宅|規費|溫泉|濕地|海岸|畜牧"
    r"|農會|漁會|獸醫|採購|勞基|地制|個資|食安|土污|廢清|水污|空污)法\Z"
)
"""Laws of two or three characters; other words of that length are none."""
_GENERIC = late(
    r"(?:補助|作業|實施|管理|組織|設置|處理|執行|申請|審查|評選|評分|評審|計分|考核|獎勵|獎懲|獎補助|工作|服務|業務|活動|計畫|相關|各項|一般|管制|檢查"
    r"|發放|核發|給付|救助|施工|設計|驗收|收費|使用|檢核|操作|訓練|安全|注意|生活費|最低|扣分|配分|一定|法定|認定|判定|列管|訪視|查核|督導|宣導)*"
    rf"(?:{_ENDING})\Z"
)
"""Names that say what is regulated but not what the regulation is: 補助作業要點, 評分標準."""
_VERB = late(
    r"認識|宣導|推動|修正|訂定|研修|研訂|研擬|檢討|落實|違反|依|適用|符合|遵守|公布|制定|申請|辦理|執行|配合|受理|協助|加強|召開|廢止|參照|按"
    r"|熟悉|了解|瞭解|持續|規範|為|對|就|有|凡|經|因|應|請|將|並|且|於|與|及|或|和|暨|除|如|若|另|已|未|不|並"
)
_NOT_WITHIN = late(
    r"[之的其如凡向以於並應須依將]|函|規定|指示|會議|決議|通知|需求|期程|命令|法令|法規|相關|有關|上開|上述|前述|前揭|現行|其他|該|同法"
    r"|訂|頒|核定|修正|發布|公布|情形|需要|實際|個案|狀況|順序|指定|期限|時限|進度|權責|職權|辦理|政策|原則|計畫|契約|合約|精神|符合|違反|檢討"
)
_WORDS_OF_NAMES = late(
    r"及其|行政院及所屬|職權行使法|計畫法|契約法|公民投票|都市計畫|區域計畫|國土計畫|以上|之二|以外"
)
"""Words of names that would else be taken for words around them."""
_OWN = late(r"本|該|此|各|同")


def laws_in(line: str) -> list[Sighting]:
    """Cited laws of one line with their articles, in order; 同法 is given as the law cited before it.

    >>> [law.value for law in laws_in("依「祭祀公業條例」及社會救助法第 12條第一項規定；同法第13條")]
    ['祭祀公業條例', '社會救助法 第12條第1項', '社會救助法 第13條']
    >>> laws_in("無法辦理，依補助辦法、本法第3條、宣導方法及第12條規定")
    []
    """
    if not _END.search(line):
        return []
    found: list[Sighting] = []
    for start, name_start, name_end, end in sorted(set(_names(line))):
        if found and start < found[-1].end:
            continue
        found.append(_law(line, start, squeeze(line[name_start:name_end]), end))
    return _with_same(line, found)


def _names(line: str) -> Iterator[tuple[int, int, int, int]]:
    """Start of the mention, start and end of the name, end of the mention without articles."""
    for match in _QUOTED.finditer(line):
        name = squeeze(match["name"])
        if _is_name(name) and not _VERB.match(name):
            yield match.start(), *match.span("name"), match.end()
            yield from _listed(line, match.end())
    for match in _CUE.finditer(line):
        yield from _run(line, match.end())
    for match in _CLAUSE_START.finditer(line):
        for place in _one(line, match.end()):
            if _ARTICLES.match(line, place[2]) and not _VERB.match(line, place[1]):
                yield place


def _run(line: str, start: int) -> Iterator[tuple[int, int, int, int]]:
    """The name that begins at an offset, and those that go on from it: A法、B法及C辦法."""
    for place in _one(line, start):
        yield place
        yield from _listed(line, place[3])


def _listed(line: str, end: int) -> Iterator[tuple[int, int, int, int]]:
    articles = _ARTICLES.match(line, end)
    following = _NEXT_LAW.match(line, articles.end() if articles else end)
    if following and not _VERB.match(line, following.end()):
        yield from _run(line, following.end())


def _one(line: str, start: int) -> Iterator[tuple[int, int, int, int]]:
    run = _RUN.match(line, start)
    if run is None:
        return
    for ending in _END.finditer(line, start, run.end()):
        end = ending.end()
        name = line[start:end]
        if not _FOLLOWS.match(line, end):
            continue
        if _is_name(name) and not _NOT_WITHIN.search(_WORDS_OF_NAMES.sub("", name)):
            loose = ending[0] in {"標準", "作業程序"}
            if not loose or _ARTICLES.match(line, end):
                yield start, start, end, end
        return


def _is_name(name: str) -> bool:
    """Whether a text that ends like a law names one."""
    if _SHORT_LAWS.match(name):
        return True
    least = 4 if name.endswith(("法", "條例")) and not name.endswith("辦法") else 5
    return len(name) >= least and not (_NO_LAW.search(name) or _GENERIC.match(name) or _OWN.match(name))


def _law(line: str, start: int, name: str, end: int) -> Sighting:
    articles = _ARTICLES.match(line, end)
    if articles is None:
        return Sighting("law", start, end, name, None)
    return Sighting("law", start, articles.end(), f"{name} {_plain(articles['articles'])}", None)


def _plain(articles: str) -> str:
    """Articles with digits and without white space."""

    def digits(match: re.Match[str]) -> str:
        value = count(match[0])
        return match[0] if value is None else str(value)

    return re.sub(_ARTICLE_NUMBER, digits, squeeze(articles))


def _with_same(line: str, found: list[Sighting]) -> list[Sighting]:
    """Adds 同法第13條 where the sentence has cited a law before it."""
    more: list[Sighting] = []
    for match in _SAME.finditer(line):
        before = [law for law in found if law.end <= match.start()]
        if not before or "。" in line[before[-1].end : match.start()]:
            continue
        name = before[-1].value.partition(" ")[0]
        if name.endswith(match[0][1:]) and _ARTICLES.match(line, match.end()):
            more.append(_law(line, match.start(), name, match.end()))
    return sorted([*found, *more], key=lambda law: law.start)
