"""workplan.toml: what it may hold, and what goes before it."""

from pathlib import Path
from typing import Any

import click
import pytest

from pipeline import cli
from pipeline.commands.settings import NO_SETTINGS, SETTINGS_FILE, Settings, checked, read_settings
from pipeline.errors import SettingsError
from tests.calling import Call, caller
from tests.contract import FakeFiles


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, lines: str) -> None:
    (folder / SETTINGS_FILE).write_text(f"[workplan]\n{lines}\n", encoding="utf-8")


def value(name: str, arguments: list[str], settings: Settings) -> Any:
    """What an option of ``run`` is with some arguments and settings."""
    root = click.Context(cli.workplan, info_name="workplan", default_map=settings.defaults)
    command = cli.workplan.get_command(root, "run")
    assert command is not None
    return command.make_context("run", [*arguments, "a.pdf"], parent=root).params[name]


PRECEDENCE = [
    ("output", "--output", "WORKPLAN_OUTPUT", ("a", "b", "c"), "output"),
    ("jobs", "--jobs", "WORKPLAN_JOBS", (2, 3, 4), None),
    ("profile", "--profile", "WORKPLAN_PROFILE", (Path("a"), Path("b"), Path("c")), None),
]


@pytest.mark.parametrize(("name", "option", "variable", "given", "default"), PRECEDENCE)
def test_an_option_goes_before_the_environment_that_before_the_file_and_that_before_the_default(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    option: str,
    variable: str,
    given: tuple[Any, Any, Any],
    default: Any,
) -> None:
    by_option, by_environment, by_file = given
    settings = checked(
        f"[workplan]\n{name} = {by_file if name == 'jobs' else repr(str(by_file))}".encode(), ""
    )
    assert value(name, [], NO_SETTINGS) == default
    assert value(name, [], settings) == by_file
    monkeypatch.setenv(variable, str(by_environment))
    assert value(name, [], settings) == by_environment
    assert value(name, [option, str(by_option)], settings) == by_option


def test_a_folder_without_the_file_has_no_settings(here: Path) -> None:
    assert read_settings(here) == NO_SETTINGS


def test_the_output_of_a_run_is_that_of_the_file(here: Path, files: FakeFiles, call: Call) -> None:
    write(here, 'output = "到此"')
    assert call("run", files.write("a.pdf", **{"p-112": 1})).code == 0
    assert (here / "到此" / "p-112" / "plan.json").is_file()


def test_the_language_of_the_file_goes_before_the_locale_and_behind_the_rest(
    here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, 'language = "zh-TW"')
    assert "缺少 INPUT" in call("run").err
    monkeypatch.setenv("WORKPLAN_LANG", "en")
    assert "INPUT... is missing" in call("run").err
    assert "缺少 INPUT" in call("run", "--lang", "zh-TW").err


WRONG = [
    ('output = ""', "2: workplan.output", "Write a folder"),
    ("profile = 3", "2: workplan.profile", "Write the path"),
    ("jobs = 0", "2: workplan.jobs", "from 1 on"),
    ("jobs = true", "2: workplan.jobs", "from 1 on"),
    ('\nlanguage = "fr"', "3: workplan.language", '"zh-TW" or "en"'),
    ('langage = "en"', "2: There is no workplan.langage", "language"),
    ('worded_reasons = "yes"', "2: workplan.worded_reasons", "true or false"),
    ("jobs = ", "2: This is not TOML", "Write [table]"),
]


@pytest.mark.parametrize(("lines", "says", "remedy"), WRONG)
def test_what_cannot_be_used_is_told_with_its_line_and_remedy(
    here: Path, call: Call, lines: str, says: str, remedy: str
) -> None:
    write(here, lines)
    found = call("run", "a.pdf")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"{SETTINGS_FILE}:{says}")
    assert remedy in found.err
    assert not (here / "output").exists()


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        checked(b'[workplan]\njobs = 0\nlanguage = "fr"\n', SETTINGS_FILE)
    assert len(refused.value.lines()) == 2


def test_help_is_given_whatever_the_file_holds(here: Path, call: Call) -> None:
    write(here, "jobs = 0")
    assert call("run", "--help").code == 0
    assert call("help", "exit-codes").code == 0
