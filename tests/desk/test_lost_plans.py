"""A plan that vanishes or is damaged while the desk is open costs that plan, on every page."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.desk.desk import Desk
from tests.desk.conftest import SAMPLES, Ask, accept

LOST, KEPT = "chiayi-city-west-112", "chiayi-city-west-113"


@pytest.fixture(scope="module")
def _two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost") / "output"
    assert pipeline.run(sorted(SAMPLES.glob("*.pdf")), folder, jobs=1).exit_code == 0
    return folder


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def cut_off(folder: Path) -> None:
    path = folder / "plan.json"
    path.write_bytes(path.read_bytes()[:1000])


def empty(folder: Path) -> None:
    (folder / "plan.json").write_bytes(b"")


def other_form(folder: Path) -> None:
    (folder / "plan.json").write_bytes(b'{"plan": {"id": "chiayi-city-west-112"}}')


WAYS = [delete, cut_off, empty, other_form]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def ask(_two: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Ask:
    """A browser at a desk of two plans, of which one was lost since it was opened."""
    root = Path(shutil.copytree(_two, tmp_path / "output"))
    desk = Desk(root, [SAMPLES], "王小明")
    browser = Ask(desk)
    assert browser("").status_code == 200
    lose: Callable[[Path], None] = request.param
    lose(root / LOST)
    return browser


def first_item(desk: Desk) -> str:
    return desk.plan(KEPT).order[0]


def test_pages_over_all_plans_go_on(ask: Ask) -> None:
    for path in ("", "list.json", "publish", "publisher"):
        assert ask(path).status_code == 200, path
    assert KEPT in ask("").text


def test_pages_of_the_other_plan_go_on(ask: Ask) -> None:
    for path in ("items", "pages/1", "pages", "page?n=1"):
        assert ask(f"plans/{KEPT}/{path}").status_code in {200, 303, 404}, path
    assert ask(f"plans/{KEPT}/items").status_code == 200
    assert ask(f"items/{first_item(ask.desk)}").status_code == 200


def test_the_other_plan_can_be_checked_and_corrected(ask: Ask) -> None:
    item = first_item(ask.desk)
    accept(ask.desk, item)
    ask.desk.correct(item, "plan_item[0].text", "改名", "誤植")
    row = ask.desk.plan(KEPT).row(item)
    assert row is not None
    assert row.item.plan_item[0].text == "改名"


def test_pages_of_the_lost_plan_say_so(ask: Ask) -> None:
    for path in ("items", "pages/1", "page?n=1"):
        answer = ask(f"plans/{LOST}/{path}")
        assert answer.status_code in {404, 409}, path
        assert "無法繼續" in answer.text


def test_a_desk_opens_on_a_folder_with_a_lost_plan(ask: Ask) -> None:
    desk = Desk(ask.desk.root, [SAMPLES], "王小明")
    answer = Ask(desk)("")
    assert answer.status_code == 200
    assert [one.plan.document.plan.id for one in desk.plans()] == [KEPT]
    assert (LOST in desk.plan_ids) == ("無法讀取的計畫" in answer.text)
