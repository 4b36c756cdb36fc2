"""Sentences that stand with many items of a plan make no match certain; what is an item's own does."""

import pytest

from pipeline.compare.comparison import compare_documents
from pipeline.compare.model import Change
from tests.compare.written import plan_of

PLACE = "# 民政課\n## 一、里鄰業務\n"
MONTHLY = "依規定按月檢討辦理情形，於次月十日前彙報縣政府備查。"
VISITS = "派員實地訪查，建立資料冊並隨時更新異動資料。"
WINDOW = "設置單一窗口受理民眾申請，隨到隨辦並提供諮詢。"
EVERYWHERE = "\n".join(
    f"{name}9 | {title} | {MONTHLY}／{VISITS}／{WINDOW} |"
    for name, title in (("x", "9. 檔案管理"), ("y", "10. 調解服務"))
)


def changes(old: str, new: str) -> list[Change]:
    plans = [plan_of(f"{PLACE}{text}\n{EVERYWHERE}", year) for text, year in ((old, 111), (new, 112))]
    return [one for one in compare_documents([plans[0]], [plans[1]]).changes if one.status != "unchanged"]


def test_templates_alone_make_no_certain_split() -> None:
    found = changes(
        f"a1 | 1. 公園綠地 | {MONTHLY}／{VISITS} | 100",
        f"b1 | 1. 檔案宣導 | {MONTHLY} | 30\nb2 | 2. 老人福利 | {VISITS} | 50",
    )
    assert not [one for one in found if one.old and one.new and one.band == "certain"]
    assert ["boilerplate" in one.evidence for one in found if one.status == "split"] == [True]


def test_templates_alone_make_no_certain_merge() -> None:
    found = changes(
        f"a1 | 1. 檔案宣導 | {MONTHLY} | 30\na2 | 2. 老人福利 | {WINDOW} | 50",
        f"b1 | 1. 公園綠地 | {MONTHLY}／{WINDOW} | 100",
    )
    assert not [one for one in found if one.old and one.new and one.band == "certain"]


def test_a_split_by_sentences_of_its_own_is_certain_beside_templates() -> None:
    own = "更新公園步道鋪面及座椅設施。", "栽植行道樹並修剪枯枝落葉。"
    found = changes(
        f"a1 | 1. 公園及行道樹 | {own[0]}／{own[1]}／{MONTHLY} | 100",
        f"b1 | 1. 遊憩設施 | {own[0]} | 30\nb2 | 2. 植栽 | {own[1]}／{MONTHLY} | 50",
    )
    (split,) = (one for one in found if one.status == "split")
    assert split.band == "certain"


def test_budgets_that_add_up_make_a_split_by_templates_certain() -> None:
    found = changes(
        f"a1 | 1. 公園綠地 | {MONTHLY}／{VISITS} | 80",
        f"b1 | 1. 檔案宣導 | {MONTHLY} | 30\nb2 | 2. 老人福利 | {VISITS} | 50",
    )
    (split,) = (one for one in found if one.status == "split")
    assert (split.band, "budgets add up" in split.evidence) == ("certain", True)


@pytest.mark.parametrize(
    ("contents", "band"),
    [(f"{MONTHLY}／{WINDOW}", "uncertain"), ("於重陽節前致贈里內長者禮品並辦理聯歡餐會。", "certain")],
    ids=["a template's", "its own"],
)
def test_titles_alike_in_part_are_certain_only_by_contents_of_their_own(contents: str, band: str) -> None:
    (found,) = (
        one
        for one in changes(
            f"a1 | 1. 敬老活動計畫 | {contents} | 80", f"b1 | 1. 敬老活動工作 | {contents} | 90"
        )
        if one.old and one.new
    )
    assert found.band == band
