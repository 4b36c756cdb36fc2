"""Addresses and forms of the desk, asked without a browser."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.app import app_of
from pipeline.desk.desk import Desk
from pipeline.desk.guard import HEADERS
from pipeline.desk.seen import carried, cell_sha256, seen_sha256
from pipeline.site.words import WHY_SO_SURE
from tests.desk.conftest import look

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"
ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def desk(output: Path) -> Desk:
    return Desk(output, [SAMPLES], "王小明")


@pytest.fixture
def ask(desk: Desk) -> Any:
    client = app_of(desk, "t", lambda: 8000).test_client()

    def asked(path: str, form: dict[str, Any] | None = None) -> Any:
        if form is None:
            return client.get(f"/t/{path}", headers=ORIGIN)
        return client.post(f"/t/{path}", data=form, headers=ORIGIN)

    return asked


def test_every_answer_forbids_what_the_desk_does_not_need(ask: Any) -> None:
    for answer in (ask(""), ask("none"), ask(f"items/{FIRST}")):
        assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_the_record_and_the_start_say_how_sure_the_reading_is(ask: Any, desk: Desk) -> None:
    path = desk.root / PLAN / "plan.json"
    data = json.loads(path.read_bytes())
    for item in data["plan"]["sections"][0]["items"]:
        item["confidence"] = "doubtful" if item["id"] == FIRST else "likely"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    page = ask(f"items/{FIRST}").text
    assert '<p class="sure doubtful">' in page
    assert "存疑" in page
    assert WHY_SO_SURE["doubtful"][0] in page
    doubtful = desk.plan(PLAN).plan.confidences["doubtful"]
    assert f'data-zh="讀取存疑" data-en="Doubtful">{doubtful}</td>' in ask("").text


@pytest.mark.parametrize(
    "path", ["none", "items/none", "assets/../desk.py", "assets/none.css", "pages/00/1.webp"]
)
def test_what_is_not_there_is_not_found(ask: Any, path: str) -> None:
    assert ask(path).status_code == 404


def test_a_page_is_a_picture(ask: Any, desk: Desk) -> None:
    sha256 = desk.plan(PLAN).plan.document.source.sha256
    answer = ask(f"pages/{sha256}/1.webp")
    assert answer.content_type == "image/webp"
    assert answer.data[:4] == b"RIFF"
    assert ask(f"pages/{sha256}/999.webp").status_code == 404


@pytest.mark.parametrize(
    ("act", "form", "field"),
    [
        ("split", {"step": "2", "title": "2、另一項目。"}, "split[2]"),
        ("join", {"other": "next"}, "join"),
        ("move", {"where": "after", "other": "next"}, "move[after]"),
        ("budget", {"cell": "first", "items": ["first", "next"]}, "applies_to"),
        ("correct", {"field": "implementation", "new": "1. 宣導。\r\n2. 訪視。"}, "implementation"),
    ],
)
def test_each_form_writes_its_row(ask: Any, desk: Desk, act: str, form: dict[str, Any], field: str) -> None:
    rows = desk.plan(PLAN).plan.rows
    at = next(
        n
        for n, row in enumerate(rows)
        if len(row.item.implementation) > 1 and row.section == rows[n + 1].section
    )
    section = rows[at].section
    behind = rows[at + 1].id
    known = {"next": behind, "first": rows[at].id}
    filled = {
        key: [known[one] for one in value] if isinstance(value, list) else known.get(value, value)
        for key, value in form.items()
    }
    filled["seen"] = seen_sha256(rows[at])
    if act == "budget":
        filled["cell"] = carried(section.budgets[0].id, cell_sha256(section.budgets[0]))
    elif "other" in filled:
        filled["other"] = carried(behind, seen_sha256(rows[at + 1]))
    answer = ask(f"items/{rows[at].id}/{act}", filled | {"why": "錯字"})
    assert answer.status_code == 303
    written = (desk.root / "corrections.csv").read_text(encoding="utf-8-sig")
    assert field in written
    assert "\r\n" not in written
    assert 'role="alert"' not in ask(f"items/{rows[at].id}").text


def test_what_cannot_be_done_is_said_beside_the_form_that_keeps_what_was_typed(ask: Any, desk: Desk) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    typed = {
        "field": "budget[x].amount_twd",
        "new": "打好的新值",
        "reason": "打好的理由",
        "who": "李大華",
        "seen": seen,
    }
    page = ask(f"items/{FIRST}/correct", typed).text
    assert page.count('role="alert"') == 1
    for text in ("打好的新值", "打好的理由", "李大華"):
        assert text in page
    assert 'role="alert"' not in ask(f"items/{FIRST}").text


def test_a_name_that_is_typed_holds_without_being_remembered_first(ask: Any, desk: Desk) -> None:
    desk.who = ""
    look(desk, FIRST)
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    ask(f"items/{FIRST}/accept", {"seen": seen, "who": " 李 大華 "})
    assert [mark.who for mark in desk.plan(PLAN).review_of(FIRST).marks] == ["李 大華"]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", " //evil.example", "items/../..", "a:b"]
)
def test_a_form_leads_back_into_the_desk_only(ask: Any, elsewhere: str) -> None:
    assert ask("who", {"who": "李大華", "at": elsewhere}).headers["Location"] == "/t/"


def test_an_item_that_was_joined_away_elsewhere_leads_to_the_one_that_stays(ask: Any, desk: Desk) -> None:
    stays, gone = (row.id for row in desk.plan(PLAN).plan.rows[:2])
    desk.correct(stays, "join", gone, "一項誤讀為兩項")
    assert ask(f"items/{gone}").headers["Location"] == f"/t/items/{stays}"
    answer = ask(f"items/{gone}/accept", {"seen": ""})
    assert answer.status_code == 404
    assert "併入" in answer.text


@pytest.mark.parametrize(("path", "code"), [("none", 404), ("merge", 405)])
def test_what_cannot_be_shown_is_said_in_both_languages(ask: Any, path: str, code: int) -> None:
    answer = ask(path)
    assert answer.status_code == code
    assert "請回到核對桌" in answer.text
    assert "Go back to the desk" in answer.text


def test_a_stranger_learns_nothing(desk: Desk) -> None:
    client = app_of(desk, "t", lambda: 8000).test_client()
    for headers in ({"Host": "evil.example"}, ORIGIN | {"Origin": "http://127.0.0.1:["}):
        answer = client.post(f"/t/items/{FIRST}/accept", headers=headers)
        assert answer.status_code == 403
        assert "核對桌" not in answer.text


@pytest.mark.parametrize(
    ("where", "value"),
    [(where, f"宣{character}導") for where in ("new", "reason", "who") for character in "\x00\x1b\ufffe"]
    + [("new", "宣\x0b導"), ("reason", "宣\x0b導")],
)
def test_control_characters_are_refused(ask: Any, desk: Desk, where: str, value: str) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    form = {"field": "plan_item[0].text", "new": "甲", "reason": "測試", "who": "王小明", "seen": seen}
    form |= {where: value}
    assert 'role="alert"' in ask(f"items/{FIRST}/correct", form).text
    assert not (desk.root / "corrections.csv").exists()


def test_a_pdf_that_was_taken_away_since_costs_its_pictures_only(output: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "plan.pdf"
    pdf.write_bytes((SAMPLES / "chiayi-west-112-open.pdf").read_bytes())
    (output / ".workplan" / "inputs.json").unlink()
    desk = Desk(output, [pdf], "王小明")
    pdf.unlink()
    answer = app_of(desk, "t", lambda: 8000).test_client().get(f"/t/items/{FIRST}", headers=ORIGIN)
    assert answer.status_code == 200
    assert "--pdf" in answer.text


def test_the_address_of_a_form_leads_to_its_item(ask: Any) -> None:
    assert ask(f"items/{FIRST}/correct").headers["Location"] == f"/t/items/{FIRST}"


def test_an_unknown_act_is_not_found(ask: Any) -> None:
    assert ask(f"items/{FIRST}/delete", {"reason": "a"}).status_code == 404


def test_a_damaged_file_is_told_with_its_remedy(ask: Any, desk: Desk) -> None:
    (desk.root / "reviewed.csv").write_text("nothing\n", encoding="utf-8")
    answer = ask(f"items/{FIRST}")
    assert answer.status_code == 409
    assert "reviewed.csv" in answer.text


def test_a_merge_shows_what_came_of_it(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(
        f"item_id,field,old_value,new_value,reason,who,date\n{FIRST},work_item[0].text,一般行政,行政,測試,李大華,2026-03-05\n",
        encoding="utf-8",
    )
    assert "併入更正 1 筆" in ask("merge", {"other": str(tmp_path / "corrections.csv")}).text
    for path in (str(tmp_path / "none"), "甲" * 5000, "a\x00b", ""):
        assert 'role="alert"' in ask("merge", {"other": path}).text


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"why": "錯字"}, "錯字"),
        ({"why": "漏字", "reason": "原件第二行"}, "漏字：原件第二行"),
        ({"reason": "依會議決議"}, "依會議決議"),
    ],
)
def test_a_reason_is_chosen_or_said_or_both(ask: Any, desk: Desk, form: dict[str, str], reason: str) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    ask(f"items/{FIRST}/correct", {"field": "plan_item[0].text", "new": "甲", "seen": seen} | form)
    (row,) = csv.DictReader((desk.root / "corrections.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row["reason"] == reason


def test_without_any_reason_nothing_is_written(ask: Any, desk: Desk) -> None:
    seen = desk.plan(PLAN).review_of(FIRST).record_sha256
    answer = ask(f"items/{FIRST}/correct", {"field": "plan_item[0].text", "new": "甲", "seen": seen})
    assert "尚未填寫理由" in answer.text
    assert not (desk.root / "corrections.csv").exists()


def test_a_text_that_items_share_says_how_many_are_put_right_at_once(ask: Any, desk: Desk) -> None:
    row = desk.plan(PLAN).plan.rows[0]
    work = row.item.work_item[0].id
    count = sum(work in {level.id for level in one.item.work_item} for one in desk.plan(PLAN).plan.rows)
    assert count > 1
    assert f"機關工作項目 第 1 層 文字（{count} 項共用，一次更正）" in ask(f"items/{row.id}").text


def test_joining_offers_the_neighbours_first(ask: Any, desk: Desk) -> None:
    rows = desk.plan(PLAN).plan.rows
    form = ask(f"items/{rows[50].id}").text.partition('id="join"')[2]
    offered = re.findall(r'<option value="(\S+) ', form)
    assert offered[:3] == [rows[51].id, rows[49].id, rows[52].id]


def test_a_name_without_end_is_refused_in_words(ask: Any, desk: Desk) -> None:
    for path in ("who", f"items/{FIRST}/accept"):
        answer = ask(path, {"who": "王" * 201})
        assert answer.status_code == 409
        assert "姓名超過 200 字" in answer.text
    assert desk.who == "王小明"


@pytest.mark.parametrize("field", ["new", "reason"])
def test_a_text_that_no_spreadsheet_holds_is_refused_beside_its_form(
    ask: Any, desk: Desk, field: str
) -> None:
    row = desk.plan(PLAN).row(FIRST)
    assert row is not None
    form = {"field": "plan_item[0].text", "new": "甲", "reason": "乙", "seen": seen_sha256(row)}
    answer = ask(f"items/{FIRST}/correct", form | {field: "字" * 32_768})
    assert answer.status_code == 200
    assert "32,767" in answer.text
    assert not (desk.root / "corrections.csv").exists()
