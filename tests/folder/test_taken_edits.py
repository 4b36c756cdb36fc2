"""What a clerk changes in a published table becomes a correction."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import api
from pipeline.corrections.rows import read_corrections
from pipeline.errors import EditedError
from tests.calling import Call, caller
from tests.folder.test_edits import FIRST, change, change_sheet, in_csv, in_plans_csv, in_workbook, out

__all__ = ["out"]

WHO = {"reason": "漏字", "who": "王小明", "date": "2026-03-05"}


def rows(out: Path) -> list[tuple[str, ...]]:
    return [(row.item_id, row.field, row.old, row.new) for row in read_corrections(out / "corrections.csv")]


@pytest.mark.parametrize("edit", [in_csv, in_plans_csv, in_workbook])
def test_an_edit_becomes_a_correction_and_is_published(out: Path, edit: Callable[[Path], Path]) -> None:
    path = edit(out)
    assert api.correct_from(out, path, **WHO).is_all
    assert rows(out) == [(FIRST, "plan_item[0].text", "召開里幹事工作會報", "召開里幹事會報")]
    assert api.publish(out) == ()
    for table in ("items.csv", "p-112/items.csv", "jsonl/items.jsonl"):
        assert "1. 召開里幹事會報" in (out / table).read_text("utf-8")


def test_without_who_and_reason_it_is_shown_and_not_written(out: Path) -> None:
    path = in_csv(out)
    taken = api.correct_from(out, path)
    assert [(one.field, one.old, one.new) for one in taken.proposed] == [
        ("plan_item[0].text", "召開里幹事工作會報", "召開里幹事會報")
    ]
    assert not (out / "corrections.csv").exists()
    with pytest.raises(EditedError):
        api.publish(out)


@pytest.mark.parametrize(
    ("table", "column", "new", "field", "value"),
    [
        ("items", "plan_item", "2. 召開里幹事工作會報", "plan_item[0].label", "2."),
        ("items", "work_item", "一、一般行政 > (一)自治行政", "work_item[1].text", "自治行政"),
        ("items", "work_item_1", "一、民政業務", "work_item[0].text", "民政業務"),
        ("items", "implementation", "1-1每月召開。\n(1)訪視。", "implementation", "1-1每月召開。\n(1)訪視。"),
        ("items", "budget_raw", "45", "budget[b1].raw", "45"),
        ("items", "budget_twd", "45000", "budget[b1].amount_twd", "45000"),
        ("steps", "text", "每月召開。", "implementation[1].text", "每月召開。"),
        ("budgets", "amount_twd", "45,000", "budget[b1].amount_twd", "45000"),
        ("budgets", "item_ids", "p-112-1 p-112-2", "budget[b1].applies_to", "p-112-1 p-112-2"),
    ],
)
def test_each_column_leads_to_its_field(
    out: Path, table: str, column: str, new: str, field: str, value: str
) -> None:
    change(out / f"{table}.csv", column, new)
    assert api.correct_from(out, out / f"{table}.csv", **WHO).is_all
    assert [(row[1], row[3]) for row in rows(out)] == [(field, value)]
    assert api.publish(out) == ()


@pytest.mark.parametrize(
    ("title", "new", "field", "value"),
    [
        ("計畫項目", "1. 召開里幹事會報", "plan_item[0].text", "召開里幹事會報"),
        ("工作項目", "一、一般行政\n(一)自治行政", "work_item[1].text", "自治行政"),
        ("實施內容", "每月召開。", "implementation", "每月召開。"),
        ("預算（元）", 45000, "budget[b1].amount_twd", "45000"),
        ("預算（元）", "市府統籌款", "budget[b1].raw", "市府統籌款"),
    ],
)
def test_the_sheet_to_be_read_can_be_corrected(
    out: Path, title: str, new: object, field: str, value: str
) -> None:
    change_sheet(out / "workplan.xlsx", title, new, "plan")
    with pytest.raises(EditedError):
        api.publish(out)
    assert api.correct_from(out, out / "workplan.xlsx", **WHO).is_all
    assert [(row[1], row[3]) for row in rows(out)] == [(field, value)]
    assert api.publish(out) == ()


def test_what_items_share_is_one_correction(out: Path) -> None:
    for row in (0, 1):
        change(out / "items.csv", "work_item_1", "一、民政業務", row)
        change(out / "items.csv", "work_item", "一、民政業務 > (一)自治行政管理", row)
    assert api.correct_from(out, out / "items.csv", **WHO).is_all
    assert [row[1] for row in rows(out)] == ["work_item[0].text"]


def test_two_values_of_one_field_are_left_to_a_person(out: Path) -> None:
    change(out / "items.csv", "work_item_1", "一、民政業務")
    change(out / "items.csv", "work_item", "一、戶政業務 > (一)自治行政管理")
    taken = api.correct_from(out, out / "items.csv", **WHO)
    assert {one.why[1] for one in taken.untaken} == {"the same field was changed to two values"}
    assert rows(out) == []
    with pytest.raises(EditedError):
        api.publish(out)


@pytest.mark.parametrize(
    ("column", "new"), [("section", "社會課"), ("plan_item", "甲 > 乙"), ("first_page", "7")]
)
def test_what_cannot_be_a_correction_is_told_and_goes_on_being_refused(
    out: Path, column: str, new: str
) -> None:
    change(out / "items.csv", column, new)
    taken = api.correct_from(out, out / "items.csv", **WHO)
    assert [one.change.new for one in taken.untaken] == [new]
    with pytest.raises(EditedError):
        api.publish(out)
    assert api.publish(out, discard_edits=True) == ()


def test_what_a_spreadsheet_did_is_never_a_correction(out: Path) -> None:
    change_sheet(out / "workplan.xlsx", "label", datetime(2026, 1, 1), "steps")
    change_sheet(out / "workplan.xlsx", "plan_item", "1. 召開里幹事會報")
    taken = api.correct_from(out, out / "workplan.xlsx", **WHO)
    assert [one.change.kind for one in taken.untaken] == ["by-spreadsheet"]
    assert [row[1] for row in rows(out)] == ["plan_item[0].text"]
    assert api.publish(out) == ()


def test_a_copy_elsewhere_is_taken_too(out: Path, tmp_path: Path) -> None:
    book = load_workbook(in_workbook(out))
    api.publish(out, discard_edits=True)
    book.save(tmp_path / "mine.xlsx")
    assert api.correct_from(out, tmp_path / "mine.xlsx", **WHO).is_all
    assert len(rows(out)) == 1


def test_a_second_time_writes_nothing_more(out: Path) -> None:
    path = in_csv(out)
    api.correct_from(out, path, **WHO)
    again = api.correct_from(out, path, **WHO)
    assert (again.proposed, again.untaken) == ((), ())
    assert len(rows(out)) == 1


def test_a_pending_correction_is_not_taken_back_by_an_older_table(out: Path) -> None:
    api.correct(out, FIRST, "implementation[1].text", "每月召開。", **WHO)
    change(out / "items.csv", "plan_item", "1. 召開里幹事會報")
    taken = api.correct_from(out, out / "items.csv", **WHO)
    assert [one.field for one in taken.proposed] == ["plan_item[0].text"]


@pytest.fixture
def correct(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd, "correct")


def test_the_command_shows_the_differences_first(out: Path, correct: Call) -> None:
    path = in_csv(out)
    result = correct(out, "--from", path)
    assert result.code == 0
    assert result.out.splitlines()[:3] == [
        f"{FIRST}  plan_item[0].text",
        "- 召開里幹事工作會報",
        "+ 召開里幹事會報",
    ]
    assert "none written yet" in result.out
    result = correct(out, "--from", path, "--who", "王小明", "--reason", "漏字")
    assert "1 corrections were written" in result.out


def test_the_command_wants_an_item_or_a_table(out: Path, correct: Call) -> None:
    assert correct(out).code == 2


def test_a_file_that_is_no_table_is_refused(out: Path, correct: Call) -> None:
    (out / "notes.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    result = correct(out, "--from", out / "notes.csv")
    assert result.code == 7
    assert "notes.csv" in result.err
