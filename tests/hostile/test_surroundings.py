"""What a process is given besides its arguments: closed or full streams, names that are no text, no docstrings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.making import GOOD

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names and streams")
NAME = b"\xff.pdf"


def called(folder: Path, line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """What a shell makes of a line that begins with the program's name."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    whole = line.replace("workplan", f"'{sys.executable}' -m pipeline.cli", 1)
    return subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", whole], cwd=folder, env=environment, capture_output=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / os.fsdecode(NAME)).write_bytes(GOOD)
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
@pytest.mark.parametrize("line", ["--help", "run --help", "help exit-codes", "--version", "extract *.pdf"])
def test_full_standard_output_is_told_with_its_code(folder: Path, line: str) -> None:
    end = called(folder, f"workplan {line} >/dev/full")
    assert end.returncode == 8
    assert end.stderr.startswith(b"standard output cannot be written: the disk is full.")


@pytest.mark.parametrize("line", ["--help", "run *.pdf -o out --jobs 1", "run *.pdf -o out --json"])
def test_closed_streams_are_as_good_as_none(folder: Path, line: str) -> None:
    assert called(folder, f"workplan {line} <&- >&- 2>&-").returncode == 0


@pytest.mark.parametrize("variables", [{}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}])
def test_names_that_are_no_text_lead_to_files_and_folders(folder: Path, variables: dict[str, str]) -> None:
    out = "\"$(printf 'o\\377')\""
    assert called(folder, f"workplan run *.pdf -o {out} --jobs 1", **variables).returncode == 0
    report = called(folder, f"workplan check {out} --json", **variables)
    assert report.returncode == 1
    assert report.stdout.startswith(b"{")
    assert report.stderr == b""


def test_a_path_that_is_no_text_is_found_again(folder: Path) -> None:
    assert called(folder, "workplan run *.pdf -o out --jobs 1").returncode == 0
    site = called(folder, "workplan site out -o site --jobs 1")
    assert site.returncode == 0
    assert b" 0 pictures" not in site.stdout
    assert [*(folder / "site").rglob("*.webp")]


def test_without_docstrings_all_is_told_but_schemas(folder: Path) -> None:
    with_them, without = (called(folder, "workplan run --help", PYTHONOPTIMIZE=level) for level in ("0", "2"))
    assert with_them.stdout == without.stdout != b""
    end = called(folder, "workplan schema -o schemas", PYTHONOPTIMIZE="2")
    assert end.returncode == 2
    assert b"PYTHONOPTIMIZE=2" in end.stderr
    assert not list((folder).glob("schemas/*"))
