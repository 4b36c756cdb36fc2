"""A record is found again by identifier, place and wording; where these leave a doubt, it is not followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pipeline.corrections.followed import Followed, followed, likeness
from tests.corrections.readings import Record, box, reading

MEETING = Record("11111111", 1, "1、召開里幹事會報", ("每月召開一次。", "作成紀錄。"))
PATROL = Record("22222222", 4, "2、辦理守望相助", ("輔導成立巡守隊。", "充實裝備。"))


def fate(name: str, old: tuple[Record, ...], new: tuple[Record, ...]) -> Followed:
    return followed([reading(*old)], [reading(*new)])[f"a-112-{name}"]


def test_an_identifier_that_both_readings_have_is_the_same_record_wherever_it_stands() -> None:
    moved = Record("11111111", 9, MEETING.title, MEETING.steps)
    one = fate("11111111", (MEETING,), (moved,))
    assert (one.new_id, one.basis) == ("a-112-11111111", "identifier")


def test_a_record_whose_words_are_read_otherwise_is_found_by_its_place() -> None:
    better = Record("33333333", 1, "1、召開里幹事工作會報", MEETING.steps)
    one = fate("11111111", (MEETING, PATROL), (better, PATROL))
    assert (one.new_id, one.basis) == ("a-112-33333333", "place")
    assert one.likely[0].place == 1.0
    assert 0.8 < one.likely[0].words < 1.0


def test_a_record_whose_page_is_set_upright_now_is_found_by_its_words() -> None:
    upright = Record("33333333", 20, MEETING.title, MEETING.steps, work="自治行政")
    one = fate("11111111", (MEETING, PATROL), (PATROL, upright))
    assert (one.new_id, one.likely[0].place) == ("a-112-33333333", 0.0)


def test_of_several_records_of_one_wording_the_place_says_which_is_which() -> None:
    first, second = Record("11111111", 1, "1、宣導"), Record("11111111-2", 5, "1、宣導")
    missed = Record("11111111", 0, "1、宣導", work="民政業務")  # read now, and the first of them
    new = (missed, Record("11111111-2", 1, "1、宣導"), Record("11111111-3", 5, "1、宣導"))
    found = followed([reading(first, second)], [reading(*new)])
    assert found["a-112-11111111"].new_id == "a-112-11111111-2"
    assert found["a-112-11111111-2"].new_id == "a-112-11111111-3"


def test_a_piece_of_a_record_is_nobody() -> None:
    pieces = (
        Record("33333333", 1, "1、召開里幹事", ("每月召開",)),
        Record("44444444", 2, "會報，並作成紀錄", ("一次。", "作成紀錄。")),
    )
    whole = Record("55555555", 1, "1、召開里幹事會報，並作成紀錄", ("每月召開一次。", "作成紀錄。", "歸檔。"))
    one = fate("33333333", pieces, (whole,))
    assert (one.new_id, one.basis) == (None, "part")
    assert [likely.item_id for likely in one.likely] == ["a-112-55555555"]


def test_what_is_a_work_item_now_belongs_to_its_first_item() -> None:
    category = Record("33333333", 0, "自治行政", ())
    below = Record("11111111", 1, MEETING.title, MEETING.steps, work="自治行政")
    old = reading(category, MEETING)
    (standing, *_) = old.plan.sections[0].items
    words = standing.model_copy(update={"provenance": (box("plan_item[0]", 50, 0, 1),)})
    section = old.plan.sections[0].model_copy(update={"items": (words, *old.plan.sections[0].items[1:])})
    given = old.model_copy(update={"plan": old.plan.model_copy(update={"sections": (section,)})})
    one = followed([given], [reading(below)])["a-112-33333333"]
    assert (one.new_id, one.basis, one.likely[0].item_id) == (None, "part", "a-112-11111111")


def test_two_halves_of_a_record_are_both_likely() -> None:
    whole = Record("33333333", 1, "1、召開會報", ("每月召開。", "每季檢討。", "通知。", "公告。"))
    halves = (
        Record("44444444", 1, "1、召開會報", ("每月召開。",), work="自治"),
        Record("55555555", 2, "2、檢討會報", ("每季檢討。", "通知。", "公告。")),
    )
    one = fate("33333333", (whole,), halves)
    assert (one.new_id, one.basis) == (None, "unsure")
    assert {likely.item_id for likely in one.likely} == {"a-112-44444444", "a-112-55555555"}


def test_a_record_of_which_nothing_is_left_is_gone() -> None:
    one = fate("22222222", (MEETING, PATROL), (MEETING,))
    assert (one.new_id, one.basis, one.likely) == (None, "gone", ())


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_new_identifiers_alone_never_lead_to_another_record(order: list[int], renamed: set[int]) -> None:
    words = ["召開會報", "守望相助", "重陽敬老", "急難救助", "里鄰編組", "健康保險"]
    old = [
        Record(f"{n}{n}{n}{n}{n}{n}{n}{n}", n * 3, words[n], (f"{words[n]}依規定辦理。",)) for n in range(6)
    ]
    name = {n: f"a{old[n].name[1:]}" if n in renamed else old[n].name for n in range(6)}
    new = [Record(name[n], n * 3, words[n], old[n].steps) for n in order]
    found = followed([reading(*old)], [reading(*new)])
    assert {n: found[f"a-112-{old[n].name}"].new_id for n in range(6)} == {
        n: f"a-112-{name[n]}" for n in range(6)
    }


@given(st.text("甲乙丙丁戊", max_size=90), st.text("甲乙丙丁戊", max_size=90))
def test_likeness_is_that_of_the_library_that_compares_years(a: str, b: str) -> None:
    alike = fuzz.ratio(a, b) / 100 if a or b else 0.0
    assert likeness(a, b) == pytest.approx(alike)
