"""How the browser is led to the desk without the desk's address among any program's arguments."""

import os
import stat
from pathlib import Path

import click
import pytest
from werkzeug.serving import BaseWSGIServer

from pipeline.commands.desk import open_browser
from tests.calling import caller

ADDRESS = "http://127.0.0.1:8000/t0ken/"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was given to the system to be opened."""
    given: list[str] = []

    def launch(url: str) -> int:
        given.append(url)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    return given


def test_the_page_that_leads_on_is_its_owners_alone(tmp_path: Path, opened: list[str]) -> None:
    open_browser(ADDRESS, tmp_path)
    (page,) = tmp_path.iterdir()
    assert opened == [str(page)]
    assert os.name == "nt" or stat.S_IMODE(page.stat().st_mode) == 0o600
    assert f'content="0; url={ADDRESS}"' in page.read_text(encoding="utf-8")


def test_where_the_system_opens_no_files_the_browser_is_asked_for_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(click, "launch", lambda _: 1)
    monkeypatch.setattr("webbrowser.open", asked.append)
    open_browser(ADDRESS, tmp_path)
    assert asked == [(tmp_path / "desk.html").as_uri()]


def test_the_command_gives_no_program_the_token_and_leaves_no_page(
    tmp_path: Path,
    opened: list[str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    led: list[str] = []

    def serve(_: BaseWSGIServer) -> None:
        led.append(Path(opened[0]).read_text(encoding="utf-8"))

    monkeypatch.setattr(BaseWSGIServer, "serve_forever", serve)
    result = caller(capfd)("desk", tmp_path / "out")
    token = result.out.partition("http://127.0.0.1:")[2].split("/")[1]
    assert len(token) >= 20
    assert token in led[0]
    assert token not in opened[0]
    assert not Path(opened[0]).parent.exists()
