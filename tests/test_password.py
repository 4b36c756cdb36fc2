"""Files that want a password, through the commands as a person gives it: option, environment, answer on a terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import pipeline
from pipeline.commands import common
from pipeline.errors import EncryptedError, UsageError, WrongPasswordError
from pipeline.reading.options import Options
from pipeline.runs.state import key_of
from tests.calling import Call, caller
from tests.making.reportlab_plan import reportlab_plan
from tests.making.traits import PLAIN, plan_of

pytestmark = pytest.mark.slow

OURS = "Geheim-密碼-42"
OTHER = "Falsch-密-17"
"""Neither stands in any other text."""


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKPLAN_PASSWORD", raising=False)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that is locked, and another one that is not."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "locked.pdf").write_bytes(reportlab_plan(plan_of(*PLAIN), password=OURS))
    (folder / "open.pdf").write_bytes(reportlab_plan(plan_of(*PLAIN[:2])))
    return folder


@pytest.fixture
def locked(plans: Path) -> Path:
    return plans / "locked.pdf"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Answers of a person at a terminal, which are taken from the front; what is asked may not be shown."""
    answers: list[str] = []

    def prompt(text: str, *, hide_input: bool, err: bool, **_: object) -> str:
        assert hide_input
        assert err
        assert "Password" in text
        return answers.pop(0)

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr(common, "at_terminal", lambda: True)
    yield answers
    assert answers == []


COMMANDS = {
    "extract": ["extract"],
    "tables": ["tables", "--format", "json"],
    "profile new": ["profile", "new"],
}
each_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


def words(output: str) -> bool:
    return "重要工作計畫項目" in output or "plan" in output


@each_command
def test_a_password_is_an_option_or_in_the_environment(
    call: Call, locked: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = call(*command, locked, "--password", OURS)
    assert (given.code, given.err) == (0, "")
    assert words(given.out)
    monkeypatch.setenv("WORKPLAN_PASSWORD", OURS)
    assert call(*command, locked) == given


@each_command
def test_without_it_or_with_another_one_a_line_says_so(call: Call, locked: Path, command: list[str]) -> None:
    missing, wrong = call(*command, locked), call(*command, locked, "--password", OTHER)

    for done in (missing, wrong):
        assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
        assert "locked.pdf" in done.err
    assert "--password" in missing.err
    assert "does not open" in wrong.err
    assert OTHER not in wrong.err


@each_command
def test_on_a_terminal_it_is_asked_for(
    call: Call, locked: Path, command: list[str], terminal: list[str]
) -> None:
    terminal += [OTHER, OURS]
    done = call(*command, locked)
    assert done.code == 0
    assert words(done.out)
    assert done.err.splitlines() == [
        "locked.pdf is protected by a password.",
        "The password does not open locked.pdf.",
    ]


def test_who_does_not_know_it_goes_on_without(call: Call, locked: Path, terminal: list[str]) -> None:
    terminal += [""]
    assert call("extract", locked).code == 4


def test_nobody_is_asked_for_ever(call: Call, locked: Path, terminal: list[str]) -> None:
    terminal += [OTHER] * common.ATTEMPTS
    assert call("extract", locked).code == 4


def test_nobody_is_asked_who_gave_one(call: Call, locked: Path, terminal: list[str]) -> None:
    assert call("extract", locked, "--password", OTHER).code == 4
    assert terminal == []


def test_nobody_is_asked_for_a_file_that_wants_none(call: Call, plans: Path, terminal: list[str]) -> None:
    assert call("extract", plans / "open.pdf").code == 0
    assert terminal == []


def test_a_page_is_drawn(call: Call, locked: Path, tmp_path: Path) -> None:
    assert call("inspect", locked, "--page", "1", "-o", tmp_path / "page.png", "--password", OURS).code == 0
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_is_read_and_verified_with_it(locked: Path) -> None:
    plain = pipeline.extract(locked, password=OURS)
    assert len(plain.plans[0].sections[0].items) == len(PLAIN)
    assert not any(
        finding.rule == "verify-unread"
        for finding in pipeline.extract(locked, password=OURS, verify=True).findings
    )


def test_a_profile_is_tried_with_it(call: Call, locked: Path, tmp_path: Path, terminal: list[str]) -> None:
    profile = tmp_path / "my.toml"
    profile.write_text('id = "my"\n', encoding="utf-8")
    assert call("profile", "check", profile, locked, "--password", OURS).code == 0
    terminal += [OURS]
    assert call("profile", "check", profile, locked).code == 0


def test_two_years_are_compared_with_it(call: Call, locked: Path, tmp_path: Path) -> None:
    done = call("compare", locked, locked, "-o", tmp_path / "out", "--password", OURS)
    assert done.code == 0


def written(folder: Path) -> bytes:
    """All that a folder holds, names of files too."""
    return b"\0".join(
        bytes(path.relative_to(folder)) + b"\0" + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    )


def codes(out: Path) -> dict[str, int]:
    report = json.loads((out / ".workplan" / "run.json").read_text(encoding="utf-8"))
    return {Path(one["path"]).name: one["exit_code"] for one in report["inputs"]}


def test_a_run_opens_with_it_what_is_locked(call: Call, plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("run", plans, "-o", out, "--edition", "x", "--jobs", "2", "--password", OURS)

    # Both hold the same plan.
    assert done.code == 9
    assert codes(out) == {"locked.pdf": 9, "open.pdf": 9}
    everything = written(tmp_path)
    for form in (OURS, json.dumps(OURS)[1:-1]):
        assert form.encode() not in everything
        assert form not in done.out + done.err


def test_the_next_run_needs_it_for_new_files_only(call: Call, locked: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert call("run", locked, "-o", out).code == 4
    assert call("run", locked, "-o", out, "--password", OTHER).code == 4
    assert call("run", locked, "-o", out, "--password", OURS).code == 0
    assert call("run", locked, "-o", out).code == 0
    assert json.loads((out / ".workplan" / "run.json").read_text(encoding="utf-8"))["inputs"][0]["resumed"]


def test_a_run_asks_once_the_others_are_read(
    call: Call, plans: Path, tmp_path: Path, terminal: list[str]
) -> None:
    terminal += [OTHER, OURS]
    out = tmp_path / "out"
    call("run", plans, "-o", out)
    assert codes(out) == {"locked.pdf": 9, "open.pdf": 9}
    assert OURS.encode() not in written(tmp_path)


def test_a_site_has_pictures_with_it_and_says_what_lacks_them(
    call: Call, locked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    call("run", locked, "-o", out, "--password", OURS)

    without = call("site", out, "-o", tmp_path / "without")
    assert "locked.pdf" in without.err
    assert "--password" in without.err
    assert not list((tmp_path / "without").rglob("*.webp"))
    assert "locked.pdf" not in call("site", out, "-o", tmp_path / "with", "--password", OURS).err
    assert list((tmp_path / "with").rglob("*.webp"))
    assert OURS.encode() not in written(tmp_path / "with")


def test_options_do_not_show_it() -> None:
    assert OURS not in repr(Options(password=OURS))
    assert key_of(Options(password=OURS)) == key_of(Options())


def test_an_error_that_nobody_expected_does_not_show_it(locked: Path) -> None:
    with pytest.raises(EncryptedError) as refused:
        pipeline.extract(locked, reader="pdfplumber", password=OTHER)
    assert isinstance(refused.value, WrongPasswordError)
    error: BaseException | None = refused.value
    while error is not None:
        assert OTHER not in repr(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("password", ["a\0b", "a\udcffb"])
def test_what_no_file_can_have_is_refused(locked: Path, password: str) -> None:
    with pytest.raises(UsageError) as refused:
        pipeline.extract(locked, password=password)
    assert "密碼" in refused.value.line().both
    assert "a" + password[1] not in str(refused.value)


def test_nothing_given_is_nothing(locked: Path) -> None:
    with pytest.raises(EncryptedError) as refused:
        pipeline.extract(locked, password="")
    assert not isinstance(refused.value, WrongPasswordError)


def test_a_program_that_reads_is_never_asked(locked: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipeline.cli", "extract", str(locked)],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 4
    assert done.stdout == b""
