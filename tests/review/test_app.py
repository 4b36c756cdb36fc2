"""Addresses and forms of the desk, asked without a browser."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.review.app import app_of
from pipeline.review.desk import Desk
from pipeline.review.guarding import HEADERS

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
    known = {"next": rows[at + 1].id, "first": rows[at].id}
    filled = {
        key: [known[one] for one in value] if isinstance(value, list) else known.get(value, value)
        for key, value in form.items()
    }
    if act == "budget":
        filled["cell"] = section.budgets[0].id
    answer = ask(f"items/{rows[at].id}/{act}", filled | {"reason": "測試"})
    assert answer.status_code == 303
    written = (desk.root / "corrections.csv").read_text(encoding="utf-8-sig")
    assert field in written
    assert "\r\n" not in written
    assert 'role="alert"' not in ask(f"items/{rows[at].id}").text


def test_what_cannot_be_done_is_said_once(ask: Any) -> None:
    ask(f"items/{FIRST}/correct", {"field": "plan_item[9].text", "new": "甲", "reason": "測試"})
    assert 'role="alert"' in ask(f"items/{FIRST}").text
    assert 'role="alert"' not in ask(f"items/{FIRST}").text


def test_a_form_leads_back_into_the_desk_only(ask: Any) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert ask("who", {"who": "李大華", "at": elsewhere}).headers["Location"] == "./"


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
    assert ask("merge", {"other": str(tmp_path / "none")}).status_code == 409
