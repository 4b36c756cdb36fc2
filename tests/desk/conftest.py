"""An output folder of a sample that the desk may write to."""

import shutil
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.desk.app import app_of
from pipeline.desk.desk import Desk
from pipeline.desk.plan import pages_of

SAMPLES = Path(__file__).parents[2] / "samples"


ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}


class Ask:
    """A browser that knows a desk's address: asks for a page, or sends a form."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._client = app_of(desk, "t", lambda: 8000).test_client()

    def __call__(self, path: str, form: dict[str, Any] | None = None) -> Any:
        if form is None:
            return self._client.get(f"/t/{path}", headers=ORIGIN)
        return self._client.post(f"/t/{path}", data=form, headers=ORIGIN)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "output"
    assert pipeline.run([SAMPLES / "chiayi-west-112-open.pdf"], folder, jobs=1).exit_code == 0
    return folder


@pytest.fixture
def output(_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_made, tmp_path / "output"))


@pytest.fixture
def ask(output: Path) -> Ask:
    """A browser that knows the desk's address, asking for a page or sending a form."""
    desk = Desk(output, [SAMPLES], "王小明")
    return Ask(desk)


def look(desk: Desk, *item_ids: str) -> None:
    """Have the pictures of some items' pages in view."""
    for item_id in item_ids:
        on_desk = desk.plan_with(item_id)
        row = on_desk.row(item_id) if on_desk else None
        assert on_desk is not None
        assert row is not None
        for number in pages_of(row):
            assert desk.view(on_desk.plan.document.source.sha256, number)


def accept(desk: Desk, item_id: str) -> None:
    """Look at an item's pages and mark it as checked."""
    look(desk, item_id)
    on_desk = desk.plan_with(item_id)
    assert on_desk is not None
    desk.accept(item_id, on_desk.review_of(item_id).record_sha256)
