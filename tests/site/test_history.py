"""An item through the years says how each other year is reached: through doubt, or only back after a gap."""

from pipeline.site.history import History, history_of
from pipeline.site.inputs import OfficeInput, PlanInput
from pipeline.site.model import site_plan
from tests.compare.written import plan_of

PLACE = "# 民政課\n## 一、里鄰業務\n"
KEPT = "檔案管理 | 依檔案法辦理歸檔及銷毀。 | 10"
Told = list[tuple[str, str | None, bool]]


def history(*texts: str) -> History:
    """Of the plans of an office, of 111 and the years after it."""
    plans = {year: plan_of(PLACE + text, year) for year, text in enumerate(texts, start=111)}
    given = tuple(
        PlanInput(one.plan.id, "", "a", "", year, one.source.file_name, one.source.sha256)
        for year, one in plans.items()
    )
    read = {one.plan.id: site_plan(one) for one in plans.values()}
    return history_of(OfficeInput("a", given), lambda one: read[one.id], None, lambda _: None)


def line(of: History, item_id: str) -> Told:
    """Of each item of the line: identifier, what is doubtful on the way, whether it only came back."""
    return [
        (
            one.year.item_id,
            None if one.doubt is None else f"{one.doubt.comparison} {one.doubt.status} {one.doubt.band}",
            one.is_again,
        )
        for one in of.lines[item_id]
    ]


def test_a_certain_way_bears_no_mark() -> None:
    found = history(f"a | 1. {KEPT}", f"b | 1. {KEPT}", f"c | 2. {KEPT}")
    assert line(found, "b") == [("a", None, False), ("b", None, False), ("c", None, False)]


def test_beyond_an_uncertain_match_everything_is_uncertain() -> None:
    election = (
        "第{}任總統副總統及第11屆立法委員選舉選務工作事宜 | | 100",
        "111年地方公職人員選舉選務工作事宜 | | 200",
    )
    found = history(f"a | {election[0]}", f"b | {election[1]}", f"c | {election[1]}")
    doubt = "a-111-112 changed uncertain"
    assert line(found, "c") == [("a", doubt, False), ("b", None, False), ("c", None, False)]
    assert line(found, "a") == [("a", None, False), ("b", doubt, False), ("c", doubt, False)]


def test_a_part_of_a_split_does_not_lead_to_the_others() -> None:
    found = history(
        f"a | 1. 里、鄰長聯誼文康活動 | 每年分梯次舉行。 | 30\nx | 2. {KEPT}",
        f"b1 | 1. 里長聯誼文康活動 | 每年舉行。 | 12\nb2 | 2. 鄰長聯誼文康活動 | 分梯次舉行。 | 20\ny | 3. {KEPT}",
    )
    split = "a-111-112 split certain"
    assert line(found, "b1") == [("a", split, False), ("b1", None, False)]
    assert line(found, "a") == [("a", None, False), ("b1", split, False), ("b2", split, False)]


def test_what_is_back_after_a_gap_is_told_as_that() -> None:
    found = history(
        f"a | 1. {KEPT}\nz | 2. 公園綠地 | 修剪樹木。 | 5",
        "y | 1. 公園綠地 | 修剪樹木。 | 5",
        f"c | 2. {KEPT}",
    )
    assert line(found, "a") == [("a", None, False), ("c", None, True)]
