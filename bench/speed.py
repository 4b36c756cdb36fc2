"""How long ``workplan extract`` takes beside the floor and beside pdfplumber's extract_tables alone.

usage: python -m bench.speed [FILE.pdf ...] [--rounds 7]

Every measurement is a process of its own on one core. The tasks take turns, so that a busy machine slows them
all; ratios are medians over rounds of two measurements of one round. "Work" is the time from opening the file to
the result, imports not counted; "process" is the whole process from the start of Python to its end. Measured are a
new process with both readings (``extract``) and with one (``single``), and the second file of a process (``warm``).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.peers_report import LEAST_TABLES, MOST_FLOORS

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = (
    *sorted((ROOT / "samples").glob("*.pdf")),
    *(path for path in sorted((ROOT / "samples" / "layouts").glob("*.pdf")) if "scan" not in path.name),
)
AT_MOST = {"extract": MOST_FLOORS, "single": 3.0, "warm": 2.3}
"""Goals: each takes at most so many times the floor."""
AT_LEAST = {"extract": LEAST_TABLES, "single": 4.0}
"""Goals: extract_tables takes at least so many times as long."""

Work = Callable[[Path], None]


def floor() -> Work:
    """Every glyph and path segment touched once, nothing kept."""
    from bench.floor import touch  # noqa: PLC0415 - each process loads what it measures and nothing else

    return lambda path: void(touch(path))


def extract(single: bool = False) -> Work:
    """What ``workplan extract`` does, the JSON included."""
    from pipeline import extract as read  # noqa: PLC0415 - as above
    from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - as above
    from pipeline.readers import pdfium  # noqa: PLC0415 - as above: loaded late by the program itself

    void(pdfium)
    return lambda path: void(json_bytes(read(path, single=single)))


def tables() -> Work:
    """Pdfplumber finds the tables of each page: cells, not yet rows over pages or records."""
    import pdfplumber  # noqa: PLC0415 - as above

    def work(path: Path) -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()

    return work


TASKS: dict[str, Callable[[], Work]] = {
    "floor": floor,
    "extract": extract,
    "single": lambda: extract(single=True),
    "warm": extract,
    "extract_tables": tables,
}
SECOND = {"warm"}
"""Tasks that are timed when they are done for the second time."""


def void(result: object) -> None:
    """Let go of a result."""
    del result


def measure(name: str, path: Path) -> tuple[float, float]:
    """Seconds of the work and of the whole process, for one task in a new process."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed", str(path), "--task", name],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return float(done.stdout), time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table for each file; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="speed of workplan extract")
    parser.add_argument("files", type=Path, nargs="*", default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each task")
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.task:
        work = TASKS[given.task]()
        if given.task in SECOND:
            work(given.files[0])
        start = time.perf_counter()
        work(given.files[0])
        print(time.perf_counter() - start)
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    else:
        print("This system cannot keep a process on one core; the figures are those of all cores.")
    # As on a user's machine, where modules are compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"one core, medians of {given.rounds} rounds, Python {sys.version.split()[0]}")
    held = [told(path.resolve(), given.rounds) for path in given.files]
    return int(not all(held))


def told(path: Path, rounds: int) -> bool:
    """Measure one file and print what was seen; whether all goals are held."""
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in TASKS}
    for _ in range(rounds):
        for name in TASKS:
            seconds[name].append(measure(name, path))
    print(f"\n{path.name:<32}{'work s':>8}{'least':>8}{'most':>8}{'process s':>11}{'floors':>9}")
    for name, found in seconds.items():
        works = [work for work, _ in found]
        print(
            f"{name:<32}{median(works):>8.3f}{min(works):>8.3f}{max(works):>8.3f}"
            f"{median(whole for _, whole in found):>11.3f}{_ratio(seconds, name, 'floor'):>9.2f}"
        )
    held = True
    for name, most in AT_MOST.items():
        floors = _ratio(seconds, name, "floor")
        held &= floors <= most
        print(f"{name + ' / floor':<32}{floors:>8.2f}   at most {most:g}")
    for name, least in AT_LEAST.items():
        times = _ratio(seconds, "extract_tables", name)
        held &= times >= least
        print(f"{'extract_tables / ' + name:<32}{times:>8.2f}   at least {least:g}")
    return held


def _ratio(seconds: Mapping[str, Sequence[tuple[float, float]]], one: str, other: str) -> float:
    return median(a / b for (a, _), (b, _) in zip(seconds[one], seconds[other], strict=True))


if __name__ == "__main__":
    sys.exit(main())
