"""What the desk shows of a folder, and what people's decisions write into it."""

import csv
import json
import shutil
import threading
from pathlib import Path

import pytest

import pipeline
from pipeline.desk.desk import Desk
from pipeline.desk.journal import DeskJournal
from pipeline.desk.seen import ChangedError
from pipeline.errors import CorrectionsError, FolderBusyError, UsageError
from pipeline.folder.lock import alone_in
from pipeline.models import PlanDocument
from tests import contract
from tests.desk.conftest import accept, look

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"
FOUND = f"{PLAN}-a9ed195e"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def desk(output: Path) -> Desk:
    return Desk(output, who="王小明")


def read_as(root: Path, **items: str) -> None:
    """Say of all items that they were read for certain, of some by the end of their identifiers otherwise.

    Of the findings one that only informs is left, about ``FOUND``.
    """
    path = root / PLAN / "plan.json"
    data = json.loads(path.read_bytes())
    data["findings"] = [contract.finding("f1", severity="info", item_id=FOUND).model_dump(mode="json")]
    for section in data["plan"]["sections"]:
        for item in section["items"]:
            item["finding_ids"] = ["f1"] if item["id"] == FOUND else []
            item["confidence"] = items.get(f"i{item['id'].removeprefix(f'{PLAN}-')}", "certain")
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_items_with_findings_come_first_then_doubtful_then_likely_ones(desk: Desk) -> None:
    reading = [row.id.removeprefix(f"{PLAN}-") for row in desk.plan(PLAN).plan.rows]
    one, two, three = reading[100], reading[20], reading[10]
    read_as(desk.root, **{f"i{one}": "doubtful", f"i{two}": "likely", f"i{three}": "doubtful"})
    order = [item_id.removeprefix(f"{PLAN}-") for item_id in desk.plan(PLAN).order]
    assert order[:4] == [FOUND.removeprefix(f"{PLAN}-"), three, one, two]


def test_of_items_read_alike_surely_large_budgets_come_first_then_reading_order(desk: Desk) -> None:
    read_as(desk.root)
    on_desk = desk.plan(PLAN)
    titles = {row.id: row for row in on_desk.plan.rows}
    amounts = [sum(cell.amount_twd or 0 for cell in titles[one].entry.budgets) for one in on_desk.order[1:]]
    count = next(n for n in range(len(amounts)) if sum(amounts[:n]) >= 0.8 * sum(amounts))
    assert amounts[:count] == sorted(amounts, reverse=True)[:count]
    reading = [row.id for row in on_desk.plan.rows]
    rest = list(on_desk.order[1 + count :])
    assert rest == [one for one in reading if one in set(rest)]


def test_a_page_is_as_doubtful_as_its_worst_record(desk: Desk) -> None:
    last = desk.plan(PLAN).plan.rows[-1]
    read_as(desk.root, **{f"i{last.id.removeprefix(f'{PLAN}-')}": "doubtful"})
    on_desk = desk.plan(PLAN)
    found = on_desk.row(FOUND)
    assert found is not None
    assert on_desk.page_order[: len(found.entry.pages)] == found.entry.pages
    assert on_desk.page_order[len(found.entry.pages)] == last.entry.pages[0]
    assert sorted(on_desk.page_order) == sorted({p for row in on_desk.plan.rows for p in row.entry.pages})


def test_accepting_goes_through_all_items_and_ends(desk: Desk) -> None:
    seen: list[str] = []
    at = desk.plan(PLAN).to_do()
    while at is not None and len(seen) < 3:
        accept(desk, at)
        seen.append(at)
        at = desk.plan(PLAN).to_do(at)
    assert seen == list(desk.plan(PLAN).order[:3])
    assert [mark["item_id"] for mark in rows(desk.root / "reviewed.csv")] == seen


def test_what_is_left_before_an_item_comes_round_again(desk: Desk) -> None:
    on_desk = desk.plan(PLAN)
    assert on_desk.to_do(on_desk.order[-1]) == on_desk.order[0]


def test_a_correction_is_shown_at_once_and_applied_by_the_next_publication(desk: Desk) -> None:
    desk.correct(FIRST, "plan_item[0].text", "召開里幹事工作會報（每週）。", "原件漏字")
    row = desk.plan(PLAN).row(FIRST)
    assert row is not None
    assert "（每週）" in row.title
    assert pipeline.publish(desk.root) == ()
    document = PlanDocument.model_validate_json((desk.root / PLAN / "plan.json").read_bytes())
    texts = [item.plan_item[0].text for section in document.plan.sections for item in section.items]
    assert "召開里幹事工作會報（每週）。" in texts


def test_an_item_is_split_and_the_split_undone(desk: Desk) -> None:
    before = desk.plan(PLAN)
    row = next(row for row in before.plan.rows if len(row.item.implementation) > 1)
    desk.correct(row.id, "split[2]", "2、另一項目。", "兩項誤讀為一項")
    assert len(desk.plan(PLAN).order) == len(before.order) + 1
    assert desk.undo() == row.id
    assert desk.plan(PLAN).order == before.order
    assert not (desk.root / "corrections.csv").exists()


def test_what_was_done_is_undone_step_by_step(desk: Desk) -> None:
    accept(desk, FIRST)
    desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    accept(desk, FOUND)
    assert (desk.undo(), desk.undo(), desk.undo()) == (FOUND, FIRST, FIRST)
    assert desk.plan(PLAN).review.checked == 0
    assert desk.undoable is None
    with pytest.raises(UsageError):
        desk.undo()


def test_nothing_is_undone_that_somebody_else_has_written_over(desk: Desk) -> None:
    accept(desk, FIRST)
    path = desk.root / "reviewed.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(UsageError):
        desk.undo()


def test_nothing_is_marked_that_was_changed_since_it_was_seen(desk: Desk) -> None:
    look(desk, FIRST)
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    with pytest.raises(ChangedError):
        desk.accept(FIRST, seen)
    assert desk.plan(PLAN).review_of(FIRST).state == "unchecked"


def test_nothing_is_marked_whose_page_was_not_in_view(desk: Desk) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    with pytest.raises(UsageError) as refused:
        desk.accept(FIRST, seen)
    assert refused.value.id == "page-not-seen"
    assert not (desk.root / "reviewed.csv").exists()


def test_nothing_is_marked_whose_page_has_no_picture(desk: Desk) -> None:
    desk.sources.clear()
    with pytest.raises(UsageError) as refused:
        desk.accept(FIRST, desk.plan(PLAN).review_of(FIRST).record_sha256)
    assert refused.value.id == "page-not-drawn"
    assert not (desk.root / "reviewed.csv").exists()


def test_neither_undo_nor_history_nor_error_shows_the_name_that_a_field_has_in_the_file(desk: Desk) -> None:
    desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    assert desk.undoable == (
        "更正：重要工作計畫項目 第 1 層 文字",
        "the correction of Plan item level 1 text",
    )
    with pytest.raises(UsageError) as refused:
        desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    assert "plan_item" not in refused.value.line().both
    with pytest.raises(CorrectionsError) as unusable:
        desk.correct(FIRST, "split[1]", "1.", "測試")
    assert "split[" not in unusable.value.line().both
    assert "分割" in unusable.value.line().both


def test_a_mark_is_withdrawn(desk: Desk) -> None:
    accept(desk, FIRST)
    desk.withdraw(FIRST)
    assert desk.plan(PLAN).review_of(FIRST).state == "unchecked"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_needs_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(UsageError):
        desk.correct(FIRST, "plan_item[0].text", "甲", reason)


def test_an_office_may_ask_for_reasons_in_words(output: Path) -> None:
    desk = Desk(output, who="王小明", worded_reasons=True)
    with pytest.raises(UsageError, match="in words"):
        desk.correct(FIRST, "plan_item[0].text", "甲", "錯字")
    assert not (output / "corrections.csv").exists()
    desk.correct(FIRST, "plan_item[0].text", "甲", "錯字：原件第二行")
    assert (output / "corrections.csv").exists()


def test_nothing_is_written_by_nobody(output: Path) -> None:
    desk = Desk(output)
    with pytest.raises(UsageError):
        accept(desk, FIRST)
    with pytest.raises(UsageError):
        desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    assert not (output / "reviewed.csv").exists()
    assert not (output / "corrections.csv").exists()


def test_a_run_into_the_folder_keeps_the_desk_from_writing(desk: Desk) -> None:
    desk.journal = DeskJournal(desk.root, wait_seconds=0)
    with alone_in(desk.root, "workplan run"), pytest.raises(FolderBusyError):
        accept(desk, FIRST)


def test_two_desks_on_a_folder_wait_for_each_other(desk: Desk) -> None:
    look(desk, FIRST)
    entered, left = threading.Event(), threading.Event()

    def other() -> None:
        with alone_in(desk.root, "workplan desk"):
            entered.set()
            left.wait(0.3)

    thread = threading.Thread(target=other)
    thread.start()
    assert entered.wait(5)
    accept(desk, FIRST)
    thread.join()
    assert desk.plan(PLAN).review_of(FIRST).state == "checked"


def test_what_another_program_writes_is_seen(desk: Desk) -> None:
    assert desk.plan(PLAN).review.checked == 0
    pipeline.correct(desk.root, FIRST, "plan_item[0].text", "甲", "測試", "李大華", "2026-03-05")
    row = desk.plan(PLAN).row(FIRST)
    assert row is not None
    assert row.title.endswith("甲")


def test_a_colleagues_copy_is_taken_in_and_conflicts_are_shown(desk: Desk, tmp_path: Path) -> None:
    other = Path(shutil.copytree(desk.root, tmp_path / "copy"))
    pipeline.correct(other, FIRST, "plan_item[0].text", "乙", "測試", "李大華", "2026-03-05")
    theirs = Desk(other, who="李大華")
    accept(theirs, FOUND)
    desk.correct(FIRST, "plan_item[0].text", "甲", "測試")
    told = "\n".join(line.both for line in desk.merge(str(other)))
    assert desk.plan(PLAN).review_of(FOUND).state == "checked"
    assert "衝突" in told
    assert "甲" in told
    assert "乙" in told
    assert desk.undoable is None


def test_a_page_leads_to_the_first_item_on_it(desk: Desk) -> None:
    on_desk = desk.plan(PLAN)
    found = on_desk.on_page(20)
    assert found is not None
    row = on_desk.row(found)
    assert row is not None
    assert 20 in row.entry.pages
    assert on_desk.on_page(10_000) is None


def test_a_folder_without_plans_and_one_that_is_not_there_yet_hold_none(tmp_path: Path) -> None:
    assert Desk(tmp_path).plan_ids == ()
    assert Desk(tmp_path / "none").plan_ids == ()
    assert not (tmp_path / "none").exists()
