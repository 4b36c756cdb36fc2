"""Publishing from the desk: who publishes, the check in words, the folder to upload, the portal's form."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.app import app_of
from pipeline.desk.desk import Desk
from pipeline.desk.publisher_form import given_values, save
from pipeline.desk.publishing import items_of, published_plans
from pipeline.messages.catalogue import PlacedProblem, ProblemPlace
from pipeline.messages.wording import Wording
from pipeline.metadata.portal import PortalField, portal_fields
from tests.desk.test_publisher_form import OFFICES, TYPED

PLAN = "chiayi-city-west-112"
FIRST = f"{PLAN}-0b33fc12"
ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def desk(output: Path) -> Desk:
    return Desk(output, who="王小明")


@pytest.fixture
def ask(desk: Desk) -> Any:
    client = app_of(desk, "t", lambda: 8000).test_client()

    def asked(path: str, form: dict[str, str] | None = None) -> Any:
        if form is None:
            return client.get(f"/t/{path}", headers=ORIGIN)
        return client.post(f"/t/{path}", data=form, headers=ORIGIN, follow_redirects=True)

    return asked


@pytest.fixture
def told(output: Path) -> Path:
    """The output folder with who publishes it."""
    assert save(output, given_values(output, OFFICES, date(2026, 3, 5)) | TYPED) == {}
    return output


def test_before_anybody_said_who_publishes_the_page_leads_to_the_form(ask: Any) -> None:
    page = ask("publish").text
    assert "填寫發布資料" in page
    assert 'id="publish"' not in page


def test_without_a_plan_the_page_leads_to_the_files(tmp_path: Path) -> None:
    client = app_of(Desk(tmp_path / "none"), "t", lambda: 8000).test_client()
    assert "加入檔案" in client.get("/t/publish", headers=ORIGIN).text


def test_the_form_is_saved_and_leads_to_publishing(ask: Any, output: Path) -> None:
    page = ask("publisher", given_values(output, OFFICES, date(2026, 3, 5)) | TYPED).text
    assert 'id="publish"' in page
    assert (output / "publisher.toml").is_file()


def test_what_is_wrong_is_told_and_what_was_typed_stays(ask: Any, output: Path) -> None:
    page = ask(
        "publisher", given_values(output, OFFICES, date(2026, 3, 5)) | TYPED | {"contact.email": "我的信箱"}
    )
    assert 'aria-invalid="true"' in page.text
    assert 'value="我的信箱"' in page.text
    assert not (output / "publisher.toml").exists()


def test_a_file_with_a_mistake_is_told(ask: Any, output: Path) -> None:
    (output / "publisher.toml").write_text("[publisher]\nname = 5\n", encoding="utf-8")
    page = ask("publish").text
    assert 'role="alert"' in page
    assert 'id="publish"' not in page


def test_publishing_ends_with_the_folder_and_the_portals_form(ask: Any, told: Path) -> None:
    page = ask("publish", {}).text
    upload = told.with_name("output-upload")
    assert "通過檢核" in page
    assert str(upload) in page
    assert "聯絡人電子郵件" in page
    listed = {one["path"] for one in json.loads((upload / "manifest.json").read_bytes())["files"]}
    assert {path.relative_to(upload).as_posix() for path in upload.rglob("*") if path.is_file()} == {
        *listed,
        "manifest.json",
    }
    assert not {"run.json", "publisher.toml", "corrections.csv"} & listed


@pytest.mark.usefixtures("told")
def test_no_text_of_the_pages_is_a_command(ask: Any) -> None:
    for page in (ask("publish", {}), ask("publisher"), ask("")):
        assert "workplan run" not in page.text
        assert "workplan publish" not in page.text


def test_where_every_item_must_be_checked_nothing_is_uploaded_before(ask: Any, told: Path) -> None:
    page = ask("publish", {"require_reviewed": "on"}).text
    assert "未通過檢核" in page
    assert not told.with_name("output-upload").exists()


def test_a_plan_counts_as_published_until_somebody_decides_something(
    ask: Any, desk: Desk, told: Path
) -> None:
    assert published_plans(told) == frozenset()
    ask("publish", {})
    assert published_plans(told) == {PLAN}
    assert "已發布" in ask("").text
    desk.correct(FIRST, "plan_item[0].text", "另一文字。", "錯字")
    assert published_plans(told) == frozenset()


def test_a_table_that_somebody_changed_is_not_written_over(ask: Any, told: Path) -> None:
    path = told / "items.csv"
    path.write_bytes(path.read_bytes().replace("民政課".encode(), "民政室".encode()))
    page = ask("publish", {}).text
    assert 'role="alert"' in page
    assert "刪除該表格檔案" in page
    assert "民政室" in path.read_text(encoding="utf-8-sig")


def problem(file: str, line: int | None) -> PlacedProblem:
    nothing = Wording(zh="", en="")
    return PlacedProblem("x", "error", nothing, nothing, ProblemPlace(file, line))


def test_a_place_in_a_table_leads_to_its_item(output: Path) -> None:
    found = items_of(output, [problem("items.csv", 2), problem("budgets.csv", 2), problem("items.csv", None)])
    assert found[("items.csv", 2)].startswith(PLAN)
    assert found[("budgets.csv", 2)].startswith(PLAN)
    assert len(found) == 2


def test_a_sheet_for_the_portal_is_read_back_field_by_field() -> None:
    sheet = "# 表單\n\n## 1. 名稱\n\n```text\n甲\n乙\n```\n\n## 2. 網址\n\n### a.csv\n\n````text\n```\n````\n"
    assert portal_fields(sheet) == (
        PortalField("1. 名稱", (("", "甲\n乙"),)),
        PortalField("2. 網址", (("a.csv", "```"),)),
    )
