"""A page with all its records: what is drawn and told, and what accepting it marks."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.desk import Desk
from pipeline.desk.page_checking import view_of
from pipeline.desk.page_view import DrawnRecord, PageView
from pipeline.desk.verified import was_verified
from tests.desk.conftest import SAMPLES, Ask, look
from tests.desk.forms import forms_of

PLAN = "chiayi-city-west-112"


def view(ask: Ask, number: int) -> PageView:
    found = view_of(ask.desk, ask.desk.plan(PLAN), number)
    assert found is not None
    return found


def change(ask: Ask, act: Any) -> None:
    """Have the plan read otherwise: ``act`` gets its sections."""
    path = ask.desk.root / PLAN / "plan.json"
    data = json.loads(path.read_bytes())
    act(data["plan"]["sections"])
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def hints(record: DrawnRecord) -> str:
    return "\n".join(zh for zh, _ in record.hints)


def show(ask: Ask, number: int) -> dict[str, list[str]]:
    """Have a page in view; what its form would send."""
    path = f"plans/{PLAN}/pages/{number}"
    source = ask.desk.plan(PLAN).plan.document.source.sha256
    page = ask(path).text
    assert ask(f"pages/{source}/{number}.webp").status_code == 200
    return forms_of(page)[path]


def state(ask: Ask, item_id: str) -> str:
    return ask.desk.plan(PLAN).review_of(item_id).state


def test_all_records_of_a_page_are_drawn_and_listed(ask: Ask) -> None:
    rows = ask.desk.plan(PLAN).rows_on(2)
    page = ask(f"plans/{PLAN}/pages/2").text
    assert [record.row.id for record in view(ask, 2).records] == [row.id for row in rows]
    for number, row in enumerate(rows, start=1):
        assert f'<g class="drawn c{(number - 1) % 6}" data-record="{number}">' in page
        assert f'href="/t/items/{row.id}"' in page


def test_neighbours_have_different_colours_and_their_numbers_do_not_cover_each_other(ask: Ask) -> None:
    found = view(ask, 2)
    for one, behind in zip(found.records, found.records[1:], strict=False):
        assert one.colour != behind.colour
        assert behind.y - one.y >= found.letter


def test_an_amount_stands_at_its_printed_place_with_its_record(ask: Ask) -> None:
    found = view(ask, 2)
    told = {record.number: record.row.entry.budgets for record in found.records}
    assert found.amounts
    for amount in found.amounts:
        assert [cell.id for number in amount.numbers for cell in told[number]] == [amount.cell.id]
        assert not amount.astray


def test_an_amount_at_its_neighbour_catches_the_eye(ask: Ask) -> None:
    def astray(sections: Any) -> None:
        cell = next(one for one in sections[0]["budgets"] if one["raw"] == "1,395")
        items = {one["id"]: one for one in sections[0]["items"]}
        ids = list(items)
        (owner,) = cell["applies_to"]
        neighbour = ids[ids.index(owner) + 2]
        items[owner]["budget_ids"].remove(cell["id"])
        items[neighbour]["budget_ids"].append(cell["id"])
        cell["applies_to"] = [neighbour]

    change(ask, astray)
    found = view(ask, 2)
    assert [one.cell.raw for one in found.amounts if one.astray] == ["1,395"]
    (record,) = (one for one in found.records if "金額不在本列" in hints(one))
    assert record.number == 4


def test_a_line_that_no_record_has_is_hatched_and_headers_are_not(ask: Ask) -> None:
    assert [one.text for one in view(ask, 2).loose if not one.framing] == []

    def outside(sections: Any) -> None:
        item = next(one for one in sections[0]["items"] if len(one["implementation"]) == 2)
        item["implementation"].pop()
        item["provenance"] = [one for one in item["provenance"] if one["field"] != "implementation[1]"]

    change(ask, outside)
    assert [one.text for one in view(ask, 2).loose if not one.framing] == ["(2)保費收繳。"]


def test_text_that_no_record_has_is_told_in_the_list_too(ask: Ask) -> None:
    def outside(sections: Any) -> None:
        sections[0]["items"][1]["provenance"] = sections[0]["items"][1]["provenance"][:-1]

    change(ask, outside)
    page = ask(f"plans/{PLAN}/pages/1").text
    assert "不屬於任何項目的文字</span>" in page.partition('<ol class="records">')[2]
    assert 'class="loose" fill="url(#hatch)"' in page


def test_headings_above_a_page_s_table_are_framing(ask: Ask) -> None:
    loose = view(ask, 1).loose
    assert any("年度工作重點" in one.text for one in loose)
    assert all(one.framing for one in loose)


def test_rows_that_were_joined_catch_the_eye(ask: Ask) -> None:
    def joined(sections: Any) -> None:
        items = sections[0]["items"]
        stays, goes = items[0], items.pop(1)
        stays["plan_item"][0]["text"] += goes["plan_item"][0]["text"]
        for place in goes["provenance"]:
            mine = next(one for one in stays["provenance"] if one["field"] == place["field"])
            if not place["field"].startswith("work_item"):
                mine["bbox"][2] = max(mine["bbox"][2], place["bbox"][2])
                mine["bbox"][3] = place["bbox"][3]

    change(ask, joined)
    found = view(ask, 1)
    assert "項目內另有編號 2." in hints(found.records[0])
    assert "編號 1. 之後為 3." in hints(found.records[1])


def test_a_level_that_was_lost_catches_the_eye(ask: Ask) -> None:
    def lost(sections: Any) -> None:
        sections[0]["items"][2]["work_item"].pop()

    change(ask, lost)
    assert "工作項目 1 層，前一項 2 層" in hints(view(ask, 1).records[2])


def test_a_page_without_doubt_has_no_hints(ask: Ask) -> None:
    assert [one.hints for one in view(ask, 1).records] == [()] * 5


def test_accepting_a_page_marks_what_ends_on_it_and_was_in_view(ask: Ask) -> None:
    rows = ask.desk.plan(PLAN).rows_on(1)
    (going_on,) = (row for row in rows if max(row.entry.pages) > 1)
    answer = ask(f"plans/{PLAN}/pages/1", show(ask, 1))
    assert answer.status_code == 303
    assert f"marked={len(rows) - 1}" in answer.headers["Location"]
    assert {state(ask, row.id) for row in rows if row != going_on} == {"checked"}
    assert state(ask, going_on.id) == "unchecked"
    ask(f"plans/{PLAN}/pages/2", show(ask, 2))
    assert state(ask, going_on.id) == "checked"


def test_an_item_that_began_on_a_page_not_yet_seen_is_left(ask: Ask) -> None:
    (begun,) = (row for row in ask.desk.plan(PLAN).rows_on(2) if min(row.entry.pages) == 1)
    form = show(ask, 2)
    assert "另在第 1 頁，尚未看過" in ask(f"plans/{PLAN}/pages/2").text
    ask(f"plans/{PLAN}/pages/2", form)
    assert state(ask, begun.id) == "unchecked"


def test_a_page_is_not_accepted_without_its_picture_in_view(ask: Ask) -> None:
    path = f"plans/{PLAN}/pages/3"
    answer = ask(path, forms_of(ask(path).text)[path])
    assert "圖片尚未顯示在您面前" in answer.text
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_a_page_without_a_picture_says_so_and_accepts_nothing(ask: Ask) -> None:
    ask.desk.sources.clear()
    path = f"plans/{PLAN}/pages/3"
    page = ask(path).text
    assert '<p class="notice trouble" id="no-picture" role="status">' in page
    assert '<button class="go" disabled>' in page
    answer = ask(path, forms_of(page)[path])
    assert "沒有圖片，無法對照原件" in answer.text
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_a_page_that_was_accepted_is_undone_as_a_whole(ask: Ask) -> None:
    ask(f"plans/{PLAN}/pages/1", show(ask, 1))
    assert ask.desk.undoable == ("核對第 1 頁", "the check of page 1")
    form = forms_of(ask(f"plans/{PLAN}/pages/1").text)["undo"]
    assert ask("undo", form).headers["Location"] == f"/t/plans/{PLAN}/pages/1"
    assert ask.desk.plan(PLAN).review.checked == 0


def test_a_page_all_of_which_is_checked_leaves_nothing_to_accept(ask: Ask) -> None:
    rows = ask.desk.plan(PLAN).rows_on(1)
    look(ask.desk, *(row.id for row in rows))
    ask(f"plans/{PLAN}/pages/1", show(ask, 1))
    again = ask(f"plans/{PLAN}/pages/1", show(ask, 1))
    assert "沒有可標記的項目" in again.text


@pytest.mark.parametrize("number", ["0", "40", "x"])
def test_a_page_that_the_document_does_not_have_is_not_found(ask: Ask, number: str) -> None:
    assert ask(f"plans/{PLAN}/pages/{number}").status_code == 404


def test_going_to_the_pages_leads_to_the_one_that_deserves_eyes_first(ask: Ask) -> None:
    first = ask.desk.plan(PLAN).page_order[0]
    assert ask(f"plans/{PLAN}/pages").headers["Location"] == f"/t/plans/{PLAN}/pages/{first}"
    assert ask(f"plans/{PLAN}/pages?n=7").headers["Location"] == f"/t/plans/{PLAN}/pages/7"


def test_text_that_both_engines_read_alike_is_said_to_be_so(ask: Ask) -> None:
    alike = "兩引擎文字相同"
    assert alike not in ask(f"plans/{PLAN}/pages/1").text
    path = ask.desk.root / ".workplan" / "run.json"
    report = json.loads(path.read_bytes())
    report["options"]["verify"] = True
    path.write_text(json.dumps(report), encoding="utf-8")
    again = Ask(Desk(ask.desk.root, [SAMPLES]))
    assert again(f"plans/{PLAN}/pages/1").text.count(alike) == 5


@pytest.mark.parametrize("verify", ["doubtful", False, None])
def test_a_plan_of_which_only_a_part_was_read_twice_is_not_verified(tmp_path: Path, verify: object) -> None:
    report = {"options": {"verify": verify}, "inputs": [{"sha256": "00", "plans": [{}]}]}
    (tmp_path / ".workplan").mkdir()
    (tmp_path / ".workplan" / "run.json").write_text(json.dumps(report), encoding="utf-8")
    assert not was_verified(tmp_path, "00")
