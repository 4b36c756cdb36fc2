"""Runs of ``workplan run`` as processes of their own: watched from outside, killed, and judged by what they leave."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.many_files import Made

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20
TICK_SECONDS = 0.1
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
        publishing_mb: highest memory of any process of the run after that.
        others: share of the machine's processor time that other programs took, from 0 to 1.
    """

    jobs: int
    files: int
    exit_code: int
    seconds: float
    reading_seconds: float
    first_mb: float
    last_mb: float
    peak_mb: float
    publishing_mb: float
    others: float


class _Usage:
    """What the processes of a run have used so far, those that have ended as they were last seen."""

    def __init__(self) -> None:
        self._busy = _busy_seconds()
        self._begin = time.monotonic()
        self._cpu: dict[int, float] = {}

    def look(self, process: psutil.Process) -> tuple[float, float]:
        """Resident memory of the run's own process and of its largest one, in MiB."""
        sizes = []
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                cpu = one.cpu_times()
                self._cpu[one.pid] = cpu.user + cpu.system
                sizes.append(one.memory_info().rss / MIB)
        return (sizes[0], max(sizes)) if sizes else (0.0, 0.0)

    def others(self) -> float:
        """Share of all processor time since the beginning that went to other programs."""
        whole = (time.monotonic() - self._begin) * (psutil.cpu_count() or 1)
        return max(0.0, _busy_seconds() - self._busy - sum(self._cpu.values())) / whole


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.system)


def start(inputs: Path, output: Path, jobs: int) -> psutil.Popen:
    """Begin a run over a folder, in a process group of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "run", inputs, "-o", output, "--jobs", str(jobs)]
    nowhere = subprocess.DEVNULL
    return psutil.Popen(command, cwd=ROOT, stdout=nowhere, stderr=nowhere, start_new_session=True)


def watched(inputs: Path, output: Path, jobs: int, files: int) -> Watched:
    """Make a run over a number of files and look at it until it ends."""
    begin = time.monotonic()
    usage = _Usage()
    process = start(inputs, output, jobs)
    reading: list[tuple[float, float]] = []
    after = [(0.0, 0.0)]
    read_at = 0.0
    log = output / ".workplan" / "run.log"
    while process.poll() is None:
        with suppress(psutil.Error):
            (after if read_at else reading).append(usage.look(process))
        if not read_at and _finished(log) >= files:
            read_at = time.monotonic() - begin
        time.sleep(TICK_SECONDS)
    seconds = time.monotonic() - begin
    # The interpreter is still loading what it needs in the first second.
    steady = [own for own, _ in reading[min(len(reading) // 10, round(1 / TICK_SECONDS)) :]] or [0.0]
    quarter = max(1, len(steady) // 4)
    return Watched(
        jobs,
        files,
        process.returncode,
        seconds,
        read_at or seconds,
        median(steady[:quarter]),
        median(steady[-quarter:]),
        max(own for own, _ in after),
        max(largest for _, largest in after),
        usage.others(),
    )


def killed(inputs: Path, output: Path, jobs: int, moments: Sequence[float], rng: random.Random) -> list[str]:
    """Make a run of which workers and the whole are killed by turns, begun again until it is done.

    Args:
        inputs: folder of the files.
        output: folder that gets the results.
        jobs: files at the same time.
        moments: a kill follows when so many files have their record; a negative one follows so many seconds
            after all is read, while something is being published. The first one hits a worker.
        rng: chooses the worker, a short delay, and whether the whole run is its process alone, which leaves
            orphans, or its group.

    Returns:
        What was done and how each run ended, in order.
    """
    told: list[str] = []
    # Empty files are all the same.
    names = {hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in inputs.iterdir()}
    process = start(inputs, output, jobs)
    for number, moment in enumerate(moments):
        reached = partial(_read, names, output) if moment < 0 else partial(_recorded, output, moment)
        while not (reached() and workers(process)):
            if process.poll() is not None:
                told.append(f"exit code {process.returncode} before a kill")
                process = start(inputs, output, jobs)
            time.sleep(TICK_SECONDS / 2)
        time.sleep(max(0.0, -moment) or rng.uniform(0, MOST_DELAY_SECONDS))
        if number % 2:
            if process.poll() is None:
                _kill(process, with_group=rng.random() < 1 / 2)
                told.append("run killed")
            process = start(inputs, output, jobs)
        elif victims := _some_workers(process):
            with suppress(psutil.NoSuchProcess):
                rng.choice(victims).kill()
                told.append("worker killed")
    for _ in range(len(moments) + 1):
        told.append(f"exit code {process.wait()}")
        if not any(one["exit_code"] == WORKER_LOST for one in report_of(output)):
            break
        process = start(inputs, output, jobs)
    return told


def _kill(process: psutil.Popen, *, with_group: bool) -> None:
    if with_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def workers(process: psutil.Process) -> list[psutil.Process]:
    """Processes that read files or publish: children of the server that forks them, or started by the run itself."""
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
    found: list[dict[str, Any]] = json.loads((output / ".workplan" / "run.json").read_bytes())["inputs"]
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
        elif one.broken and not (entry["exit_code"] or entry["findings"] or entry["unread_pages"]):
            wrong.append(f"{one.name} ({one.broken}): read without a word")
    return wrong


def tree(output: Path) -> dict[str, str]:
    """SHA-256 of every file by its path, but for what a run says of itself and its state."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] != STATE_FOLDER
    }


def differing(one: Path, other: Path) -> list[str]:
    """Paths of the files that two output folders do not both hold with the same bytes."""
    left, right = tree(one), tree(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def publication_seconds(output: Path) -> float:
    """How long the last run published, which is the time between the last two lines of its log."""
    lines = (output / ".workplan" / "run.log").read_text(encoding="utf-8").splitlines()
    last_input, end = (datetime.fromisoformat(line.partition(" ")[0]) for line in lines[-2:])
    return (end - last_input).total_seconds()


def _finished(log: Path) -> int:
    """Number of inputs that a log tells of."""
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(
        line.partition(" ")[2].startswith(("done ", "failed ", "duplicate ", "conflict ")) for line in lines
    )


def _some_workers(process: psutil.Popen) -> list[psutil.Process]:
    """The workers; where there are none at this moment, the next ones, if any follow."""
    while not (found := workers(process)) and process.poll() is None:
        time.sleep(TICK_SECONDS / 10)
    return found


def _read(names: Mapping[str, str], output: Path) -> bool:
    """Whether all files, given by SHA-256 and name, have a record, or failed in this run so that they get none."""
    with suppress(OSError):
        _, _, log = (output / ".workplan" / "run.log").read_text(encoding="utf-8").rpartition(" inputs\n")
        recorded = {path.stem for path in _records(output)}
        return all(sha256 in recorded or f"{name}'" in log for sha256, name in names.items())
    return False


def _recorded(output: Path, least: float) -> bool:
    """Whether so many files have a record."""
    with suppress(OSError):
        return len(_records(output)) >= least
    return False


def _records(output: Path) -> list[Path]:
    return list((output / STATE_FOLDER / "done").iterdir())
