"""The files that a double click opens: they need Python alone, wherever the folder lies."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_docs import script_module

ROOT = Path(__file__).parents[1]
BATCH = ROOT / "workplan.bat"
SHELL = ("workplan.sh", "workplan.command")
ENOUGH = {"rem", "chcp", "cd", "where", "if", "py", "exit", "echo", "echo.", "pause"}
"""What the batch file may use: commands of Windows itself, and Python's launcher."""

shell = pytest.mark.skipif(os.name == "nt", reason="no shell of Unix 此系統沒有 Unix shell")


def lines() -> list[str]:
    return BATCH.read_bytes().decode("utf-8").split("\r\n")


def test_the_batch_file_ends_its_lines_as_windows_wants() -> None:
    content = BATCH.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert not content.startswith(b"\xef\xbb\xbf")


def test_the_batch_file_needs_nothing_but_python() -> None:
    words = {line.lstrip("@").split(" ")[0] for line in lines() if line and not line.startswith(":")}
    assert words <= ENOUGH


def test_the_batch_file_speaks_utf8_before_its_first_chinese_output() -> None:
    told = [line for line in lines() if not line.startswith("rem")]
    first = next(number for number, line in enumerate(told) if not line.isascii())
    assert any(line.startswith("chcp 65001") for line in told[:first])


def test_every_path_in_the_batch_file_is_quoted() -> None:
    assert not [line for line in lines() if "%~dp0" in line and not re.search(r'"%~dp0[\w.]*"', line)]


def test_every_label_of_the_batch_file_is_there() -> None:
    text = "\n".join(lines())
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)$", text, re.MULTILINE))


def test_the_batch_file_has_no_block_that_chinese_brackets_could_end() -> None:
    assert not [line for line in lines() if line.rstrip().endswith("(") or line.startswith(")")]


def test_the_batch_file_says_what_to_install() -> None:
    text = "\n".join(lines())
    assert "https://www.python.org/downloads/" in text
    assert "Python 3.11" in text
    assert len(lines()) <= 25


def started(file: str, folder: Path, path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Open a start file in a folder, from another place, beside a do.py that tells what it was asked."""
    folder.mkdir(parents=True)
    for name in SHELL:
        shutil.copy(ROOT / name, folder)
    (folder / "do.py").write_text(
        "import os, sys\nprint(os.getcwd())\nprint(sys.argv[1:])\nsys.exit('bad' in sys.argv)",
        encoding="utf-8",
    )
    return subprocess.run(  # noqa: S603 - our own file
        [folder / file, *arguments],
        cwd="/",
        env={"PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@shell
@pytest.mark.parametrize("file", SHELL)
def test_the_shell_files_work_in_a_folder_with_spaces_and_chinese(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "我的 資料夾" / "work plan (1)"
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = started(file, folder, path, "輸出 甲", "--no-open")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [str(folder), str(["desk", "輸出 甲", "--no-open"])]


@shell
def test_what_goes_wrong_is_the_exit_code(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    assert started("workplan.sh", tmp_path / "甲", path, "bad").returncode == 1


@shell
def test_without_python_the_shell_file_says_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))
    done = started("workplan.sh", tmp_path / "甲", str(tools))
    assert done.returncode == 1
    assert "https://www.python.org/downloads/" in done.stdout


@shell
def test_the_shell_files_may_be_run() -> None:
    for name in SHELL:
        assert os.access(ROOT / name, os.X_OK)


def test_the_script_opens_the_desk_with_what_the_program_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    script = script_module()
    done: list[object] = []
    monkeypatch.setattr(script, "install", done.append)

    def call(*command: object) -> int:
        done.append(command)
        return 0

    monkeypatch.setattr(script, "call", call)
    assert script.main(["desk", "輸出"]) == 0
    assert done == ["run", (script.WORKPLAN, "desk", "輸出")]
