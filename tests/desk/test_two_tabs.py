"""Two tabs on one record: whoever comes second overwrites nothing, whichever form it is, and loses nothing typed."""

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.desk.desk import Desk
from tests.desk.conftest import SAMPLES, Ask, accept, look
from tests.desk.forms import forms_of

PLAN = "chiayi-city-west-112"
Form = dict[str, Any]


@pytest.fixture
def at(ask: Ask) -> str:
    """An item with several steps, whose section has more items and a budget."""
    rows = ask.desk.plan(PLAN).plan.rows
    return next(
        row.id
        for row, behind in pairwise(rows)
        if len(row.item.implementation) > 1 and row.item.budget_ids and behind.section == row.section
    )


def change(ask: Ask, item_id: str) -> None:
    """Another tab, desk or editor corrects an item."""
    pipeline.correct(
        ask.desk.root, item_id, "plan_item[0].text", "他人更正的文字", "測試", "李大華", "2026-03-05"
    )


def content(ask: Ask) -> list[bytes | None]:
    paths = [ask.desk.root / name for name in ("corrections.csv", "reviewed.csv")]
    return [path.read_bytes() if path.exists() else None for path in paths]


FORMS: dict[str, Form] = {
    "correct": {"field": "plan_item[0].text", "new": "打好的字", "why": "錯字"},
    "split": {"step": "2", "title": "2、打好的字", "why": "分錯項"},
    "join": {"reason": "打好的字"},
    "move": {"reason": "打好的字"},
    "budget": {"reason": "打好的字"},
    "accept": {},
    "withdraw": {},
}


@pytest.mark.parametrize("act", FORMS)
def test_a_form_of_a_record_that_was_changed_writes_nothing_and_shows_both(
    ask: Ask, at: str, act: str
) -> None:
    accept(ask.desk, at)
    row = ask.desk.plan(PLAN).row(at)
    assert row is not None
    seen = row.item.plan_item[0].text
    opened = forms_of(ask(f"items/{at}").text)
    change(ask, at)
    before = content(ask)
    answer = ask(f"items/{at}/{act}", opened[f"items/{at}/{act}"] | FORMS[act])
    assert answer.status_code == 409
    assert content(ask) == before
    changed = answer.text.partition('<section class="changed">')[2].partition("</section>")[0]
    assert f"{seen}</div>" in changed
    assert "他人更正的文字</div>" in changed
    if FORMS[act]:
        assert "打好的字" in answer.text.replace(changed, "")


@pytest.mark.parametrize("act", FORMS)
def test_the_form_that_comes_back_is_of_the_record_as_it_is_now(ask: Ask, at: str, act: str) -> None:
    accept(ask.desk, at)
    opened = forms_of(ask(f"items/{at}").text)
    change(ask, at)
    page = ask(f"items/{at}/{act}", opened[f"items/{at}/{act}"] | FORMS[act]).text
    again = forms_of(page)[f"items/{at}/{act}"]
    assert again["seen"] == [ask.desk.plan(PLAN).review_of(at).record_sha256]


@pytest.mark.parametrize("act", ["join", "move"])
def test_the_other_item_of_a_form_may_not_have_changed_either(ask: Ask, at: str, act: str) -> None:
    opened = forms_of(ask(f"items/{at}").text)[f"items/{at}/{act}"]
    change(ask, opened["other"][0].split()[0])
    before = content(ask)
    assert ask(f"items/{at}/{act}", opened | {"why": "分錯項"}).status_code == 409
    assert content(ask) == before


def test_what_a_budget_covers_may_not_have_changed_elsewhere(ask: Ask, at: str) -> None:
    opened = forms_of(ask(f"items/{at}").text)[f"items/{at}/budget"]
    row = ask.desk.plan(PLAN).row(at)
    assert row is not None
    other = next(one.id for one in ask.desk.plan(PLAN).rows_of(row.section.id) if one.id != at)
    cell = opened["cell"][0].split()[0]
    covered = f"budget[{cell}].applies_to"
    pipeline.correct(ask.desk.root, at, covered, f"{at} {other}", "測試", "李大華", "2026-03-05")
    before = content(ask)
    answer = ask(f"items/{at}/budget", opened | {"items": [at], "why": "金額"})
    assert answer.status_code == 409
    assert content(ask) == before


def test_a_step_that_another_tab_has_put_in_front_moves_no_split(ask: Ask, at: str) -> None:
    opened = forms_of(ask(f"items/{at}").text)[f"items/{at}/split"]
    row = ask.desk.plan(PLAN).row(at)
    assert row is not None
    new = "1. 新的第一步驟。\n" + row.entry.contents
    pipeline.correct(ask.desk.root, at, "implementation", new, "測試", "李大華", "2026-03-05")
    answer = ask(f"items/{at}/split", opened | FORMS["split"])
    assert answer.status_code == 409
    # The step has to be chosen anew: its number may be another one's by now.
    assert forms_of(answer.text)[f"items/{at}/split"]["step"] == [""]


def test_a_text_that_items_share_is_guarded_by_each_of_them(ask: Ask) -> None:
    one, other = (row.id for row in ask.desk.plan(PLAN).plan.rows[:2])
    opened = forms_of(ask(f"items/{one}").text)[f"items/{one}/correct"]
    pipeline.correct(ask.desk.root, other, "work_item[0].text", "他人更正", "測試", "李大華", "2026-03-05")
    before = content(ask)
    form = opened | {"field": "work_item[0].text", "new": "打好的字", "why": "錯字"}
    answer = ask(f"items/{one}/correct", form)
    assert answer.status_code == 409
    assert content(ask) == before
    assert "打好的字" in answer.text


def test_a_page_is_not_accepted_of_which_a_record_was_changed(ask: Ask) -> None:
    rows = ask.desk.plan(PLAN).rows_on(1)
    look(ask.desk, *(row.id for row in rows))
    path = f"plans/{PLAN}/pages/1"
    opened = forms_of(ask(path).text)[path]
    change(ask, rows[0].id)
    answer = ask(path, opened)
    assert answer.status_code == 409
    assert "他人更正的文字" in answer.text
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_a_page_is_not_accepted_to_which_a_record_came(ask: Ask, at: str) -> None:
    row = ask.desk.plan(PLAN).row(at)
    assert row is not None
    number = row.entry.pages[0]
    look(ask.desk, *(one.id for one in ask.desk.plan(PLAN).rows_on(number)))
    path = f"plans/{PLAN}/pages/{number}"
    opened = forms_of(ask(path).text)[path]
    pipeline.correct(ask.desk.root, at, "split[2]", "2、另一項目", "測試", "李大華", "2026-03-05")
    assert ask(path, opened).status_code == 409
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_a_section_is_not_accepted_of_which_a_record_was_changed(ask: Ask) -> None:
    on_desk = ask.desk.plan(PLAN)
    clean = [
        part.id
        for part in on_desk.plan.document.plan.sections
        if not any(r.findings for r in on_desk.rows_of(part.id))
    ]
    rows = on_desk.rows_of(clean[-1])
    look(ask.desk, *(row.id for row in rows))
    path = f"plans/{PLAN}/items"
    opened = forms_of(ask(path).text)[path] | {"section": clean[-1]}
    opened["seen"] = [one for one in opened["seen"] if one.split()[0] in {row.id for row in rows}]
    assert len(opened["seen"]) == len(rows)
    change(ask, rows[0].id)
    assert ask(path, opened).status_code == 409
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_only_what_was_seen_last_is_undone(ask: Ask, at: str) -> None:
    accept(ask.desk, at)
    opened = forms_of(ask(f"items/{at}").text)["undo"]
    ask.desk.correct(at, "plan_item[0].text", "甲", "測試")
    before = content(ask)
    answer = ask("undo", opened)
    assert "最後一個動作已不是您看到的那一個" in answer.text
    assert content(ask) == before


def test_a_form_of_an_item_that_is_gone_keeps_what_was_typed(ask: Ask) -> None:
    stays, gone = (row.id for row in ask.desk.plan(PLAN).plan.rows[:2])
    opened = forms_of(ask(f"items/{gone}").text)[f"items/{gone}/correct"]
    pipeline.correct(ask.desk.root, stays, "join", gone, "測試", "李大華", "2026-03-05")
    answer = ask(f"items/{gone}/correct", opened | FORMS["correct"])
    assert answer.status_code == 404
    assert "打好的字" in answer.text
    assert f"items/{stays}" in answer.text


def other_desk(ask: Ask) -> Desk:
    return Desk(ask.desk.root, [SAMPLES], "李大華")


def test_a_second_desk_on_the_folder_is_another_tab(ask: Ask, at: str) -> None:
    opened = forms_of(ask(f"items/{at}").text)[f"items/{at}/correct"]
    other_desk(ask).correct(at, "plan_item[0].text", "他人更正的文字", "測試")
    answer = ask(f"items/{at}/correct", opened | FORMS["correct"])
    assert answer.status_code == 409
    assert "打好的字" in answer.text


def test_a_copy_of_the_file_put_back_by_an_editor_is_noticed(ask: Ask, at: str, tmp_path: Path) -> None:
    change(ask, at)
    path = ask.desk.root / "corrections.csv"
    kept = Path(shutil.copy(path, tmp_path / "kept.csv"))
    opened = forms_of(ask(f"items/{at}").text)[f"items/{at}/correct"]
    path.write_bytes(kept.read_bytes().replace("他人更正的文字".encode(), "編輯器寫入的字".encode()))
    before = content(ask)
    assert ask(f"items/{at}/correct", opened | FORMS["correct"]).status_code == 409
    assert content(ask) == before
