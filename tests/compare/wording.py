"""Changes of a text for random edits: characters replaced, titles and contents divided and joined."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.compare.entries import key_of
from pipeline.compare.model import Entry

ACTS = ("辦理", "推動", "加強", "配合", "協助", "落實", "規劃", "購置", "受理", "督導", "執行", "提升")
THINGS = (
    "獨居長者關懷訪視", "社區照顧關懷據點", "公園遊戲場檢修", "身心障礙者輔具補助", "新住民語言課程", "閒置空間再利用",
    "路燈節能換裝", "區公所官網改版", "英語學習環境", "流浪犬貓絕育", "青年創業諮詢", "志工教育訓練", "雨水下水道清淤",
    "無障礙坡道改善", "馬拉松路跑賽事", "老街導覽解說", "性別平等講座", "農特產品展售", "兒童閱讀推廣", "急救器材設置",
    "地籍圖重測成果管理", "土壤及地下水污染整治", "幼兒園評鑑輔導", "漁港浚渫及碼頭修繕", "稅籍清查及欠稅執行",
    "傳染病疫苗接種", "消防水源查察", "古蹟歷史建築修復", "公車候車亭建置", "勞資爭議調解", "殯葬設施更新",
    "都市計畫通盤檢討", "原住民族部落道路改善", "山坡地水土保持", "觀光遊憩據點整建", "市場攤位租賃管理",
    "體育場館營運", "交通號誌連鎖", "停車收費稽查", "食品衛生抽驗", "戶籍謄本核發", "警用裝備汰換", "校園午餐食材登錄",
    "客家語言傳承", "再生能源設置申請", "登山步道維護", "拆除違章建築", "廚餘回收再製", "智慧城市平台開發",
    "圖書館館藏充實",
)  # fmt: skip
"""What offices of other kinds do."""
PHRASES = ("依規定辦理。", "隨到隨辦。", "依照政府採購法及相關子法等規定辦理。", "配合市府各項計畫辦理。")
"""Contents that stand at many items and say nothing about which."""
ENDS = ("。", "計畫。", "相關事宜。", "作業。", "業務。")
BETWEEN = ("及", "、", "暨", "與", "和")
_LABEL = re.compile(r"(?:\(\d+\)|\d+\.\s|[A-Z]\.\s)")
_HEAD = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]+(?:、|\)|\. ))\s*")
PARTS = (
    ("（一）", "（二）", "（三）", "（四）"),
    ("第一期", "第二期", "第三期", "第四期"),
    ("－東區", "－西區", "－南區", "－北區"),
)


def title_of(entry: Entry) -> str:
    """The innermost title without its label."""
    text = entry.plan_item[-1]
    short = _HEAD.sub("", text)
    return short if key_of(short) == entry.title_key.split("/")[-1] else text


def steps_of(entry: Entry) -> list[str]:
    """The contents' steps without their labels."""
    return [
        _LABEL.sub("", line, count=1) if _LABEL.match(line) else line for line in entry.contents.split("\n")
    ]


def sentences_of(steps: Sequence[str]) -> list[str]:
    """Sentences and steps, each of which can stand alone."""
    found = (one for step in steps for one in re.split(r"(?<=[。；])", step))
    return [one for one in found if one.strip()]


def reworded(rng: random.Random, text: str, share: float) -> str:
    """A share of the characters replaced, left out or put in, singly or as words; at least one.

    The mark at the end stays, and a number is no place to change: another number is another matter, or another year.
    """
    end = text[len(text.rstrip("。；")) :]
    letters = list(text.rstrip("。；"))
    due = max(1, round(share * len(letters)))
    while due > 0:
        run = min(due, rng.choice((1, 1, 2, 3)))
        word = rng.choice(THINGS)
        start = rng.randrange(len(word) - run + 1)
        at = rng.randrange(max(1, len(letters) - run + 1))
        drawn = rng.random()
        if drawn < 0.6 or len(letters) < 4 + run:
            letters[at : at + run] = word[start : start + run]
        elif drawn < 0.8:
            letters[at:at] = word[start : start + run]
        else:
            del letters[at : at + run]
        due -= run
    return "".join(letters) + end


def retyped(rng: random.Random, text: str) -> str:
    """The same text as another hand types it a year later: other marks, spaces and variants, the next year."""
    other = text
    for before, after in (
        ("112", "113"),
        ("111", "112"),
        ("，", "、"),
        ("台", "臺"),
        ("及", " 及"),
        ("。", ""),
    ):
        if rng.random() < 0.3 and key_of(other.replace(before, after)) == key_of(text):
            other = other.replace(before, after)
    return other


def halves_of(title: str) -> tuple[str, str] | None:
    """Two titles where one names two things, or None."""
    for mark in BETWEEN:
        before, found, after = title.partition(mark)
        if found and min(len(key_of(before)), len(key_of(after))) >= 4:
            return before + "。", after
    return None


def joined(rng: random.Random, titles: Sequence[str]) -> str:
    """One title for several: all of them, what they begin or end with alike only once."""
    bare = [title.rstrip("。") for title in titles]
    mark = rng.choice(("及", "、", "暨"))
    if rng.random() < 0.5:
        head = _common(bare)
        bare = [bare[0], *(one[head:] for one in bare[1:])]
        tail = _common([one[::-1] for one in bare])
        bare = [*(one[: len(one) - tail] for one in bare[:-1]), bare[-1]]
    # A title that is nothing but what the others have too leaves no trace in the joined one.
    return mark.join(one for one in bare if one) + "。"


def _common(texts: Sequence[str]) -> int:
    """Characters that all texts begin with, but so many that something is left of each."""
    most = min(map(len, texts)) - 2
    count = 0
    while count < most and len({text[count] for text in texts}) == 1:
        count += 1
    return count


def dealt(rng: random.Random, sentences: Sequence[str], count: int) -> list[list[str]]:
    """The sentences in their order in so many lots, none empty; there must be at least ``count``."""
    cuts = [0, *sorted(rng.sample(range(1, len(sentences)), count - 1)), len(sentences)]
    return [list(sentences[a:b]) for a, b in pairwise(cuts)]
