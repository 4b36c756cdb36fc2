"""An item of every year whose occasion is another one each time is one line through the years."""

from pipeline.compare.comparison import compare_documents
from pipeline.compare.model import Comparison
from tests.compare.written import plan_of

PLACE = "# 民政課\n## 一、選舉業務\n"
ELSEWHERE = "## 二、自治業務\n"
PRESIDENT = "a | 第16任總統副總統及第11屆立法委員選舉選務工作事宜 | {} | 100"
LOCAL = "b | 111年地方公職人員選舉選務工作事宜 | {} | 200"
REFERENDUM = "c | 第21案公民投票選務工作事宜 | | 50"


def compared(old: str, new: str) -> Comparison:
    return compare_documents([plan_of(PLACE + old, 111)], [plan_of(PLACE + new, 112)])


def told(comparison: Comparison) -> list[tuple[str, str]]:
    return [(one.status, one.band) for one in comparison.changes]


def test_another_election_is_the_same_work_and_a_person_is_asked() -> None:
    comparison = compared(PRESIDENT.format(""), LOCAL.format(""))
    assert told(comparison) == [("changed", "uncertain")]
    assert comparison.changes[0].evidence == ("another occasion",)


def test_two_candidates_are_not_guessed_at() -> None:
    statuses = [
        status for status, _ in told(compared(PRESIDENT.format(""), f"{LOCAL.format('')}\n{REFERENDUM}"))
    ]
    assert statuses.count("removed") == 1


def test_another_work_item_is_another_work() -> None:
    comparison = compared(
        f"{PRESIDENT.format('')}\n{ELSEWHERE}d | 村長會議 | | ",
        f"e | 選舉人名冊 | |\n{ELSEWHERE}d | 村長會議 | |\n{LOCAL.format('')}",
    )
    assert "changed" not in {status for status, _ in told(comparison)}


def test_works_that_only_bear_a_year_are_others() -> None:
    comparison = compared(
        "a | 111年度登山步道整修工程 | 更新鋪面。 |", "b | 112年度活動中心整修工程 | 屋頂防水。 |"
    )
    assert {status for status, _ in told(comparison)} == {"added", "removed"}


def test_a_common_ending_is_no_kind_of_work() -> None:
    comparison = compared("a | 第3屆路跑賽事及闖關活動 | | 80", "b | 第20屆農產品評鑑活動 | | 90")
    assert {status for status, _ in told(comparison)} == {"added", "removed"}
