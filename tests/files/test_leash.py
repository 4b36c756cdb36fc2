"""A program on the leash ends with its time, and with whoever asked for it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.files import leash

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are looked at in the way of POSIX")
SLEEPER = """
import pathlib, subprocess, sys, time
process = subprocess.Popen(["sleep", "60"])
pathlib.Path(sys.argv[1]).write_text(str(process.pid))
time.sleep(60)
"""


def leashed(seconds: float, *command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", str(leash.__file__), str(seconds), *command], stdin=subprocess.PIPE
    )


def pid_in(path: Path) -> int:
    for _ in range(200):
        if path.exists() and path.read_text("ascii"):
            return int(path.read_text("ascii"))
        time.sleep(0.05)
    raise AssertionError(path)


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ends(pid: int) -> bool:
    for _ in range(100):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def test_the_exit_code_is_the_programs() -> None:
    with leashed(20, sys.executable, "-c", "raise SystemExit(7)") as process:
        assert process.wait() == 7


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked at in /proc")
def test_what_the_program_has_started_ends_with_its_time(tmp_path: Path) -> None:
    with leashed(1.5, sys.executable, "-c", SLEEPER, str(tmp_path / "pid")) as process:
        grandchild = pid_in(tmp_path / "pid")
        assert is_running(grandchild)
        assert process.wait() == leash.TIMED_OUT
    assert ends(grandchild)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked at in /proc")
def test_it_ends_when_whoever_asked_is_gone(tmp_path: Path) -> None:
    with leashed(60, sys.executable, "-c", SLEEPER, str(tmp_path / "pid")) as process:
        grandchild = pid_in(tmp_path / "pid")
        assert process.stdin is not None
        process.stdin.close()  # as the system does where this process is killed
        assert process.wait() == leash.LET_GO
    assert ends(grandchild)
