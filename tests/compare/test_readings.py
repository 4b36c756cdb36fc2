"""What another reading reads differently: records added, gone and changed, with their pages and fields."""

import csv
import io

from pipeline.compare.readings import ReadingChange, reading_changes, readings_csv
from tests.corrections.readings import Record, reading

MEETING = Record("11111111", 1, "1、召開里幹事會報", ("1、每月召開。",), "40")
PATROL = Record("22222222", 5, "2、辦理守望相助", ("1、輔導巡守隊。",), "120")


def changes(old: tuple[Record, ...], new: tuple[Record, ...]) -> tuple[ReadingChange, ...]:
    return reading_changes([reading(*old)], [reading(*new)])


def test_the_same_records_are_no_change() -> None:
    assert changes((MEETING, PATROL), (MEETING, PATROL)) == ()
    assert reading_changes([], [reading(MEETING)]) == ()


def test_fields_that_read_otherwise_are_told_one_by_one() -> None:
    better = Record("33333333", 1, "1、召開里幹事工作會報", ("1、每月召開。",), "45")
    told = {one.field: (one.old, one.new) for one in changes((MEETING,), (better,))}
    assert told == {
        "plan_item": ("1、召開里幹事會報", "1、召開里幹事工作會報"),
        "budget.current": ("40", "45"),
        "budget.current.amount_twd": ("40000", "45000"),
    }


def test_a_budget_that_is_read_now_is_told() -> None:
    without = Record("11111111", 1, MEETING.title, MEETING.steps)
    told = {one.field: (one.old, one.new) for one in changes((without,), (MEETING,))}
    assert told == {"budget.current": (None, "40"), "budget.current.amount_twd": (None, "40000")}


def test_contents_that_are_only_divided_otherwise_are_told_by_their_numbers() -> None:
    joined = Record("11111111", 1, MEETING.title, ("每月召開。", "通知。"), "40")
    apart = Record("11111111", 1, MEETING.title, ("1、每月召開。", "2、通知。"), "40")
    assert [one.field for one in changes((joined,), (apart,))] == ["implementation"]


def test_records_that_come_and_go_are_told_with_their_pages() -> None:
    told = [(one.kind, one.old_id, one.new_id, one.page) for one in changes((MEETING,), (PATROL,))]
    assert told == [("added", None, "a-112-22222222", 1), ("gone", "a-112-11111111", None, 1)]


def test_the_table_can_be_read_back() -> None:
    (row,) = csv.DictReader(io.StringIO(readings_csv(changes((), (PATROL,))).decode("utf-8-sig"), newline=""))
    assert (row["change"], row["item_id"], row["field"]) == ("added", "a-112-22222222", "plan_item")
    assert (row["new_value"], row["page"], row["version"]) == ("2、辦理守望相助", "1", "0.1.0")
