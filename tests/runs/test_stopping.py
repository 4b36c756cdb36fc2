"""Ctrl-C: once to stop cleanly, twice to stop at once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLOW = "from tests.runs.slow_run import run; run()"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there"),
]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def running(inputs: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run that has begun with its first file, which it does not finish before it is told."""
    for name, seconds in (("a.pdf", "1.5"), ("b.pdf", "60"), ("c.pdf", "60")):
        (inputs / name).write_text(seconds)
    command: list[str | Path] = [sys.executable, "-c", SLOW, inputs, tmp_path / "out"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        for _ in range(400):
            if (inputs / "a.pdf.begun").exists():
                break
            time.sleep(0.05)
        yield process
        process.kill()


def test_the_first_ctrl_c_lets_the_file_at_work_be_finished(
    running: subprocess.Popen[str], inputs: Path, tmp_path: Path
) -> None:
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Stopping when the files at work are done" in err
    assert "2 inputs are not done" in err
    report = json.loads((tmp_path / "out" / ".workplan" / "run.json").read_bytes())
    assert [one["outcome"] for one in report["inputs"]] == ["done", "not-begun", "not-begun"]
    assert not (inputs / "b.pdf.begun").exists()


def test_the_second_ctrl_c_ends_at_once(running: subprocess.Popen[str], tmp_path: Path) -> None:
    start = time.monotonic()
    running.send_signal(signal.SIGINT)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert time.monotonic() - start < 10
    assert "Stopped." in err
    assert not (tmp_path / "out" / ".workplan" / "run.json").exists()
