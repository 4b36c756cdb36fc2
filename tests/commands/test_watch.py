"""A folder is watched: files are read once they are complete."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.files.arrivals import Arrivals, arriving
from tests.calling import Call, caller
from tests.reading import ROOT


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


def test_a_file_is_given_where_two_looks_find_it_the_same(tmp_path: Path) -> None:
    arrivals, path = Arrivals(tmp_path), tmp_path / "a.pdf"
    path.write_bytes(b"1")
    assert arrivals.look() == []
    path.write_bytes(b"12")
    assert arrivals.look() == []
    assert arrivals.look() == [path]
    assert arrivals.look() == []


def test_a_file_that_changes_later_is_given_again(tmp_path: Path) -> None:
    arrivals, path = Arrivals(tmp_path), tmp_path / "a.pdf"
    path.write_bytes(b"1")
    assert [arrivals.look(), arrivals.look()] == [[], [path]]
    path.write_bytes(b"123")
    assert [arrivals.look(), arrivals.look()] == [[], [path]]


def test_an_empty_file_and_one_of_another_kind_are_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "b.txt").write_bytes(b"1")
    arrivals = Arrivals(tmp_path)
    assert [arrivals.look(), arrivals.look()] == [[], []]


def test_results_within_the_folder_are_no_arrivals(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.pdf").write_bytes(b"1")
    arrivals = Arrivals(tmp_path, but=tmp_path / "out")
    assert [arrivals.look(), arrivals.look()] == [[], []]


def test_a_file_that_could_not_be_taken_is_given_again(tmp_path: Path) -> None:
    arrivals, path = Arrivals(tmp_path), tmp_path / "a.pdf"
    path.write_bytes(b"1")
    assert [arrivals.look(), arrivals.look()] == [[], [path]]
    arrivals.again([path])
    assert arrivals.look() == [path]


def test_it_is_waited_between_looks_until_it_is_stopped(tmp_path: Path) -> None:
    waits: list[int] = []
    (tmp_path / "a.pdf").write_bytes(b"1")
    found = list(arriving(Arrivals(tmp_path), lambda: waits.append(1), lambda: len(waits) == 3))
    assert found == [[tmp_path / "a.pdf"]]


def test_a_folder_that_is_not_there_is_refused(call: Call, tmp_path: Path) -> None:
    assert call("watch", tmp_path / "absent").code == 7


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_a_line_each_until_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "watch",
            str(folder),
            "-o",
            str(tmp_path / "out"),
            "--every",
            "0.1",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "Ctrl-C ends it" in process.stderr.readline()
    (folder / "first.pdf").write_bytes(b"no pdf")
    assert "first.pdf is not a PDF" in process.stderr.readline()
    (folder / "second.pdf").write_bytes(b"no pdf either")
    assert "second.pdf is not a PDF" in process.stderr.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, left = process.communicate(timeout=60)
    assert process.returncode == 0
    assert left.splitlines() == ["Ending when the files at work are done; Ctrl-C again ends at once."]
