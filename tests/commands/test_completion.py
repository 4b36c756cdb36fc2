"""Shells complete what the command line takes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calling import Call, caller
from tests.reading import ROOT


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a space in its name."""
    folder = tmp_path / "my home"
    folder.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


SCRIPTS = [
    ("bash", ".local/share/workplan/completion.bash", ".bashrc"),
    ("zsh", ".local/share/workplan/completion.zsh", ".zshrc"),
    ("fish", ".config/fish/completions/workplan.fish", None),
]
each_shell = pytest.mark.parametrize(("shell", "script", "start"), SCRIPTS)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@each_shell
def test_what_is_written_is_told(call: Call, home: Path, shell: str, script: str, start: str | None) -> None:
    found = call("--install-completion", shell)
    assert (found.code, found.err) == (0, "")
    assert set(content(home)) == {script, *([start] if start else [])}
    assert all(str(home / name) in found.out for name in content(home))


@pytest.mark.parametrize("shell", [shell for shell, _, _ in SCRIPTS])
def test_done_again_it_changes_nothing(call: Call, home: Path, shell: str) -> None:
    call("--install-completion", shell)
    before = content(home)
    found = call("--install-completion", shell)
    assert content(home) == before
    assert "left" in found.out


def test_a_file_of_the_users_keeps_what_it_holds(call: Call, home: Path) -> None:
    (home / ".bashrc").write_text("alias a=b")
    call("--install-completion", "bash")
    assert (home / ".bashrc").read_text().startswith("alias a=b\nsource ")


def test_the_shell_of_the_user_is_taken_where_none_is_named(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert call("--install-completion").code == 0
    assert list(content(home)) == [".config/fish/completions/workplan.fish"]


def test_another_shell_is_refused_with_those_there_are(call: Call, home: Path) -> None:
    found = call("--install-completion", "tcsh", "--lang", "zh-TW")
    assert found.code == 2
    assert "bash, zsh, fish" in found.err
    assert content(home) == {}


def completed(words: str, **environment: str) -> list[str]:
    """What bash is told of a line, whose last word is to be completed."""
    found = subprocess.run(
        [sys.executable, "-m", "pipeline.cli"],
        cwd=environment.pop("cwd", str(ROOT)),
        env=os.environ
        | {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1), "PYTHONPATH": str(ROOT)}
        | {"_WORKPLAN_COMPLETE": "bash_complete"}
        | environment,
        capture_output=True,
        check=False,
    )
    assert found.stderr == b""
    return [line.partition(",")[2] for line in found.stdout.decode().split()]


def test_commands_options_and_values_are_completed() -> None:
    assert completed("workplan pub") == ["publish", "publisher"]
    assert completed("workplan run --fa") == ["--fail-on"]
    assert completed("workplan run --fail-on ") == ["error", "warning"]
    assert completed("workplan profile ") == ["check", "new"]


def test_settings_that_cannot_be_used_do_not_trouble_a_shell(tmp_path: Path) -> None:
    (tmp_path / "workplan.toml").write_text("[workplan]\njobs = 0\n")
    assert completed("workplan pub", cwd=str(tmp_path)) == ["publish", "publisher"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_takes_what_is_written(call: Call, home: Path) -> None:
    call("--install-completion", "bash")
    script = f"source '{home}/.bashrc'; complete -p workplan"
    found = subprocess.run(["bash", "-c", script], capture_output=True, check=True, text=True)  # noqa: S603, S607 - the user's own shell
    assert "_workplan_completion workplan" in found.stdout
