"""A correction of every kind, written for one reading of a file, and what becomes of it in a better one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipeline.corrections.application import corrected, item_of
from pipeline.corrections.carried_rows import Carried, CarriedMark, Carrier, Earlier
from pipeline.corrections.reviewed import Mark
from pipeline.corrections.rows import CorrectionRow
from pipeline.models import PlanDocument
from pipeline.normalizers.records import contents, record_sha256
from tests.corrections.readings import Record, reading

MEETING = Record("11111111", 1, "1、召開里幹事會報", ("1、每月召開。", "2、作成紀錄。", "3、公告。"), "40")
PATROL = Record("22222222", 5, "2、辦理守望相助", ("1、輔導巡守隊。",), "120")
ELDERS = Record("33333333", 9, "3、重陽節敬老", ("1、發放禮金。",), "300")
OLD = reading(MEETING, PATROL, ELDERS)
NEW = reading(
    Record("aaaaaaaa", 1, MEETING.title, MEETING.steps, "40", "自治行政"),
    Record("bbbbbbbb", 5, PATROL.title, PATROL.steps, "120", "自治行政"),
    Record("cccccccc", 9, ELDERS.title, ELDERS.steps, "300", "自治行政"),
)
"""The same page: the work item is read rightly now, which gives all records other identifiers."""
A, B, C = (f"a-112-{name * 8}" for name in "123")
NEW_A, NEW_B, NEW_C = (f"a-112-{name * 8}" for name in "abc")


def row(item_id: str, field: str, old: str, new: str, line: int = 2) -> CorrectionRow:
    return CorrectionRow(line, item_id, field, old, new, "漏字", "王小明", "2026-03-05")


def carry(rows: Sequence[CorrectionRow], new: PlanDocument = NEW, old: PlanDocument = OLD) -> list[Carried]:
    """Rows that were written for the old reading, in the new one."""
    carrier = Carrier([Earlier((old,), frozenset(one.values for one in rows))], [new])
    return [one for given in rows if (one := carrier.carry(given, rows)) is not None]


def published(rows: Sequence[CorrectionRow], new: PlanDocument = NEW) -> PlanDocument:
    """The new reading with all that was carried; every row is applied, or this fails."""
    applied = corrected(new, [one.now for one in carry(rows, new) if one.now is not None])
    assert [one.status for one in applied.log] == ["applied"] * len(applied.log)
    return applied.document


KINDS = {
    "text": row(A, "plan_item[0].text", "召開里幹事會報", "召開里幹事工作會報"),
    "label": row(A, "plan_item[0].label", "1、", "(一)"),
    "step": row(A, "implementation[2].text", "作成紀錄。", "作成會議紀錄。"),
    "contents": row(
        A, "implementation", "1、每月召開。\n2、作成紀錄。\n3、公告。", "1、每月召開。\n2、公告。"
    ),
    "budget": row(A, f"budget[{A}-current].raw", "40", "45"),
    "amount": row(A, f"budget[{A}-current].amount_twd", "40000", "45000"),
    "split": row(A, "split[2]", "2、作成紀錄。\n3、公告。", "2、作成會議紀錄"),
    "join": row(A, "join", "", B),
    "move": row(C, "move[after]", B, A),
    "applies_to": row(A, f"budget[{A}-current].applies_to", A, f"{A} {B}"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_whose_identifiers_have_changed_is_applied_to_the_same_record(kind: str) -> None:
    (one,) = carry([KINDS[kind]])
    assert one.outcome == "followed"
    assert one.now is not None
    assert "1" * 8 not in "".join(one.now.values)
    before, after = corrected(OLD, [KINDS[kind]]).document, published([KINDS[kind]])
    assert told(after) == told(before)


def told(document: PlanDocument) -> list[tuple[object, ...]]:
    """All items without identifiers and work items."""
    return [
        (
            [(level.label, level.text) for level in item.plan_item],
            contents(item.implementation),
            [
                (cell.raw, cell.amount_twd, len(cell.applies_to))
                for cell in section.budgets
                if cell.id in item.budget_ids
            ],
        )
        for section in document.plan.sections
        for item in section.items
    ]


RIGHT: dict[str, tuple[CorrectionRow, dict[str, Any]]] = {
    "text": (KINDS["text"], {"title": "1、召開里幹事工作會報"}),
    "label": (KINDS["label"], {"title": "(一)召開里幹事會報"}),
    "step": (KINDS["step"], {"steps": ("1、每月召開。", "2、作成會議紀錄。", "3、公告。")}),
    "contents": (KINDS["contents"], {"steps": ("1、每月召開。", "2、公告。")}),
    "budget": (KINDS["budget"], {"cell": "45"}),
    "amount": (KINDS["amount"], {"cell": "45"}),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_is_read_rightly_now_needs_no_correction(kind: str) -> None:
    given, change = RIGHT[kind]
    better = replace(MEETING, name="aaaaaaaa", work="自治行政", **change)
    (one,) = carry([given], reading(better))
    assert (one.outcome, one.now) == ("already-right", None)


def test_items_that_are_read_apart_now_need_no_split_and_rows_about_the_new_item_follow_it() -> None:
    made = corrected(OLD, [KINDS["split"]]).document.plan.sections[0].items[1].id
    rows = [KINDS["split"], row(made, "plan_item[0].text", "作成會議紀錄", "製作紀錄", 3)]
    new = reading(
        Record("aaaaaaaa", 1, MEETING.title, ("1、每月召開。",), "40", "自治行政"),
        Record("dddddddd", 2, "2、作成會議紀錄", ("2、作成紀錄。", "3、公告。")),
    )
    split, text = carry(rows, new)
    assert split.outcome == "already-right"
    assert text.now is not None
    assert text.now.item_id == "a-112-dddddddd"


def test_items_that_are_read_as_one_now_need_no_join() -> None:
    whole = Record("dddddddd", 1, "1、召開里幹事會報", (*MEETING.steps, "", *PATROL.steps), lines=5)
    old = reading(MEETING, Record("22222222", 5, "巡守", PATROL.steps))
    (one,) = carry([KINDS["join"]], reading(whole, ELDERS), old)
    assert one.outcome == "already-right"


def test_an_item_that_stands_rightly_now_is_not_moved() -> None:
    new = reading(
        Record("aaaaaaaa", 1, MEETING.title, MEETING.steps, "40", "自治行政"),
        Record("cccccccc", 9, ELDERS.title, ELDERS.steps, "300", "自治行政"),
        Record("bbbbbbbb", 5, PATROL.title, PATROL.steps, "120", "自治行政"),
    )
    (one,) = carry([KINDS["move"]], new)
    assert one.outcome == "already-right"


def test_rows_that_go_on_from_each_other_are_carried_together() -> None:
    rows = [KINDS["text"], row(A, "plan_item[0].text", "召開里幹事工作會報", "召開工作會報", 3)]
    (item, *_) = published(rows).plan.sections[0].items
    assert item.plan_item[0].text == "召開工作會報"
    new = reading(Record("aaaaaaaa", 1, "1、召開工作會報", MEETING.steps, "40"))
    assert [one.outcome for one in carry(rows, new)] == ["already-right", "already-right"]


def test_a_value_that_is_neither_the_old_nor_the_right_one_is_told_with_the_record() -> None:
    new = reading(Record("aaaaaaaa", 1, "1、召開里長會報", MEETING.steps, "40"))
    (one,) = carry([KINDS["text"]], new)
    assert one.outcome == "not-fitting"
    assert one.now is not None
    assert one.now.lost is not None
    assert (one.now.lost.item_id, one.now.lost.wording) == ("a-112-aaaaaaaa", "1、召開里長會報")
    assert "召開里長會報" in one.now.lost.english


def test_a_correction_that_fits_no_more_changes_nothing_and_is_a_finding_at_the_likely_record() -> None:
    new = reading(Record("aaaaaaaa", 1, "1、召開里長會報", MEETING.steps, "40"))
    applied = corrected(new, [one.now for one in carry([KINDS["text"]], new) if one.now])
    assert told(applied.document) == told(new)
    assert [(one.rule, one.item_id) for one in applied.document.findings] == [
        ("correction-not-carried", "a-112-aaaaaaaa")
    ]


def test_where_two_records_may_be_meant_both_stay_as_they_are() -> None:
    old = reading(Record("11111111", 1, "1、會報", ("每月召開。", "每季檢討。", "通知。", "公告。")))
    first = Record("dddddddd", 1, "1、工作會報", ("每月召開。",))
    second = Record("eeeeeeee", 2, "2、檢討會報", ("每季檢討。", "通知。", "公告。"))
    (one,) = carry([row(A, "plan_item[0].text", "會報", "里長會報")], reading(first, second), old)
    assert one.outcome == "not-fitting"
    assert one.likely is not None


def test_a_step_of_a_divided_record_is_corrected_where_it_stands_now() -> None:
    halves = [
        Record("dddddddd", 1, "1、召開里幹事會報", ("1、每月召開。",)),
        Record("eeeeeeee", 2, "2、會報紀錄", ("2、作成紀錄。", "3、公告。")),
    ]
    (one,) = carry([KINDS["step"]], reading(*halves))
    assert one.now is not None
    assert (one.now.item_id, one.now.field) == ("a-112-eeeeeeee", "implementation[1].text")


def test_a_number_is_not_corrected_where_another_text_stands_behind_it() -> None:
    old = reading(Record("11111111", 1, "1、會報", ("每月召開。", "每季檢討。", "通知。", "公告。")))
    first = Record("dddddddd", 1, "1、工作會報", ("每月召開。",))
    second = Record("eeeeeeee", 2, "2、檢討會報", ("每季檢討。", "通知。", "公告。"))
    (one,) = carry([row(A, "plan_item[0].label", "1、", "(一)")], reading(first, second), old)
    assert one.outcome == "not-fitting"


def test_a_correction_of_a_record_that_is_gone_is_told_without_one() -> None:
    far = reading(Record("dddddddd", 30, "9、綠美化", ("1、植樹。",)))
    (one,) = carry([KINDS["text"]], far)
    assert (one.outcome, one.likely) == ("not-fitting", None)


def test_an_identifier_that_another_record_has_now_does_not_lead_there() -> None:
    old = reading(
        Record("11111111", 1, "1、宣導", ("印製海報。",)), Record("11111111-2", 5, "1、宣導", ("印製海報。",))
    )
    new = reading(
        Record("11111111", 0, "1、宣導", ("印製海報。",)),
        Record("11111111-2", 1, "1、宣導", ("印製海報。",)),
        Record("11111111-3", 5, "1、宣導", ("印製海報。",)),
    )
    (one,) = carry([row(A, "implementation[1].text", "印製海報。", "印製布條。")], new, old)
    assert one.now is not None
    assert one.now.item_id == f"{A}-2"


def test_a_row_that_was_written_for_the_present_reading_holds_as_it_is() -> None:
    carrier = Carrier([Earlier((OLD,))], [NEW])
    given = row(NEW_A, "plan_item[0].text", "召開里幹事會報", "召開里幹事工作會報")
    assert carrier.carry(given) == Carried(given, given, "own")
    assert carrier.carry(row("b-112-11111111", "join", "", A)) is None


def test_a_row_leads_through_several_readings() -> None:
    between = reading(Record("99999999", 1, "1、召開里幹事會", MEETING.steps, "40"))
    carrier = Carrier([Earlier((OLD,), frozenset([KINDS["budget"].values])), Earlier((between,))], [NEW])
    one = carrier.carry(KINDS["budget"])
    assert one is not None
    assert one.now is not None
    assert one.now.item_id == NEW_A


def mark(item_id: str, document: PlanDocument, new: PlanDocument) -> CarriedMark | None:
    held = item_of(document.plan, item_id)
    assert held is not None
    given = Mark(2, item_id, record_sha256(held[1], held[0].budgets), "王小明", "2026-03-05")
    return Carrier([Earlier((document,), frozenset(), frozenset([given.values]))], [new]).mark(given)


def test_a_mark_counts_for_the_same_record_under_its_new_identifier() -> None:
    new = reading(Record("aaaaaaaa", 1, MEETING.title, MEETING.steps, "40"))
    one = mark(A, OLD, new)
    assert one is not None
    assert one.outcome == "followed"
    (section,) = new.plan.sections
    assert one.now is not None
    assert (one.now.item_id, one.now.record_sha256) == (
        NEW_A,
        record_sha256(section.items[0], section.budgets),
    )


def test_a_record_that_reads_otherwise_has_to_be_checked_again() -> None:
    one = mark(A, OLD, NEW)
    assert one is not None
    assert one.now is not None
    assert (one.outcome, one.now.item_id) == ("check-again", NEW_A)


def test_a_mark_of_a_record_in_doubt_is_told() -> None:
    one = mark(A, OLD, reading(Record("dddddddd", 30, "9、綠美化", ("1、植樹。",))))
    assert one is not None
    assert (one.outcome, one.now) == ("not-fitting", None)
