"""Runs of ``workplan run`` as processes of their own: watched from outside, killed, and judged by what they leave."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.many_files import Made

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20
TICK_SECONDS = 0.1
OWN_FILES = ("run.json", "run.log")
STATE_FOLDER = ".workplan"
WORKER_LOST = 14
MOST_DELAY_SECONDS = 0.3


@dataclass(frozen=True)
class Watched:
    """A run that was let alone.

    Attributes:
        seconds: wall time of the whole process.
        reading_seconds: until the last input was finished.
        first_mb: median of the parent's resident memory in the first quarter of the reading, in MiB.
        last_mb: the same of the last quarter.
        peak_mb: highest memory of the parent after the last input was finished.
    """

    jobs: int
    files: int
    exit_code: int
    seconds: float
    reading_seconds: float
    first_mb: float
    last_mb: float
    peak_mb: float


def start(inputs: Path, output: Path, jobs: int) -> psutil.Popen:
    """Begin a run over a folder."""
    command = [sys.executable, "-m", "pipeline.cli", "run", inputs, "-o", output, "--jobs", str(jobs)]
    return psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def watched(inputs: Path, output: Path, jobs: int, files: int) -> Watched:
    """Make a run over a number of files and look at it until it ends."""
    begin = time.monotonic()
    process = start(inputs, output, jobs)
    reading: list[float] = []
    after = [0.0]
    read_at = 0.0
    log = output / "run.log"
    while process.poll() is None:
        with suppress(psutil.Error):
            (after if read_at else reading).append(process.memory_info().rss / MIB)
        if not read_at and _finished(log) >= files:
            read_at = time.monotonic() - begin
        time.sleep(TICK_SECONDS)
    seconds = time.monotonic() - begin
    # The interpreter is still loading what it needs in the first second.
    steady = reading[min(len(reading) // 10, round(1 / TICK_SECONDS)) :] or [0.0]
    quarter = max(1, len(steady) // 4)
    return Watched(
        jobs,
        files,
        process.returncode,
        seconds,
        read_at or seconds,
        median(steady[:quarter]),
        median(steady[-quarter:]),
        max(after),
    )


def killed(inputs: Path, output: Path, jobs: int, moments: Sequence[int], rng: random.Random) -> list[str]:
    """Make a run of which workers and the whole are killed by turns, begun again until it is done.

    Args:
        inputs: folder of the files.
        output: folder that gets the results.
        jobs: files at the same time.
        moments: a kill follows when so many files have their record, the first one hits a worker; a negative
            one waits until all is read and something is being published.
        rng: chooses the worker and a short delay.

    Returns:
        What was done and how each run ended, in order.
    """
    told: list[str] = []
    process = start(inputs, output, jobs)
    for number, moment in enumerate(moments):
        process = _until(process, inputs, output, jobs, moment, told)
        time.sleep(rng.uniform(0, MOST_DELAY_SECONDS))
        if moment < 0 or number % 2:
            if process.poll() is None:
                process.kill()
                process.wait()
                told.append("run killed")
            process = start(inputs, output, jobs)
        elif victims := workers(process):
            with suppress(psutil.NoSuchProcess):
                rng.choice(victims).kill()
                told.append("worker killed")
    for _ in range(len(moments) + 1):
        told.append(f"exit code {process.wait()}")
        if not any(one["exit_code"] == WORKER_LOST for one in report_of(output)):
            break
        process = start(inputs, output, jobs)
    return told


def workers(process: psutil.Process) -> list[psutil.Process]:
    """Processes that read files: children of the server that forks them, or started by the run itself."""
    try:
        return [
            one
            for one in process.children(recursive=True)
            if one.ppid() != process.pid or "spawn_main" in " ".join(one.cmdline())
        ]
    except psutil.Error:
        return []


def report_of(output: Path) -> list[dict[str, Any]]:
    """The inputs of the last run that came to its end."""
    found: list[dict[str, Any]] = json.loads((output / "run.json").read_bytes())["inputs"]
    return found


def unaccounted(made: Sequence[Made], output: Path) -> list[str]:
    """What run.json says of the files that is wrong, a line each; none where all is right."""
    told = {Path(one["path"]).name: one for one in report_of(output)}
    wrong = [f"{name}: nobody made it" for name in told.keys() - {one.name for one in made}]
    for one in made:
        entry = told.get(one.name)
        if entry is None:
            wrong.append(f"{one.name}: missing")
        elif entry["exit_code"] not in one.exit_codes:
            wrong.append(f"{one.name} ({one.broken or 'whole'}): exit code {entry['exit_code']}")
        elif not one.broken and (entry["outcome"], entry["items"]) != ("done", one.items):
            wrong.append(f"{one.name}: {entry['outcome']}, {entry['items']} items of {one.items}")
        elif not one.broken and entry["findings_by_severity"].get("error"):
            wrong.append(f"{one.name}: findings of errors")
        elif entry["exit_code"] and not entry["message"]:
            wrong.append(f"{one.name}: no message")
    return wrong


def tree(output: Path) -> dict[str, str]:
    """SHA-256 of every file by its path, but for what a run says of itself and its state."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
        and path.relative_to(output).parts[0] != STATE_FOLDER
        and path.relative_to(output).as_posix() not in OWN_FILES
    }


def differing(one: Path, other: Path) -> list[str]:
    """Paths of the files that two output folders do not both hold with the same bytes."""
    left, right = tree(one), tree(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def _finished(log: Path) -> int:
    """Number of inputs that a log tells of."""
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(
        line.partition(" ")[2].startswith(("done ", "failed ", "duplicate ", "conflict ")) for line in lines
    )


def _until(
    process: psutil.Popen, inputs: Path, output: Path, jobs: int, moment: int, told: list[str]
) -> psutil.Popen:
    """Wait for the moment of a kill; a run that ended before is begun again."""
    idle = 0
    seen = False
    while True:
        if process.poll() is not None:
            told.append(f"exit code {process.returncode} before a kill")
            return start(inputs, output, jobs)
        at_work = bool(workers(process))
        seen = seen or at_work
        idle = 0 if at_work else idle + 1
        if moment < 0 and seen and idle > 2:
            return process
        if moment >= 0 and at_work and _records(output) >= moment:
            return process
        time.sleep(TICK_SECONDS / 2)


def _records(output: Path) -> int:
    try:
        return sum(1 for _ in (output / STATE_FOLDER / "done").iterdir())
    except OSError:
        return 0
