"""How long ``workplan extract`` takes beside the floor and beside pdfplumber's extract_tables alone.

usage: python -m bench.speed [FILE.pdf] [--rounds 7]

Every measurement is a process of its own on one core. The tasks take turns, so that a busy machine slows them
all. "Work" is the time from opening the file to the result, imports not counted; "process" is the whole
process from the start of Python to its end. The goals are those of the project: work within 6 times the floor
and under a third of extract_tables.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "chiayi-west-112-open.pdf"
MOST_FLOORS = 6.0
"""Goal: extract takes at most this many times the floor."""
MOST_OF_TABLES = 1 / 3
"""Goal: extract takes at most this share of extract_tables."""

Work = Callable[[Path], None]


def floor() -> Work:
    """Every glyph and path segment touched once, nothing kept."""
    from bench.floor import touch  # noqa: PLC0415 - each process loads what it measures and nothing else

    return lambda path: void(touch(path))


def extract() -> Work:
    """What ``workplan extract`` does, the JSON included."""
    from pipeline import extract as read  # noqa: PLC0415 - as above
    from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - as above
    from pipeline.readers import pdfium  # noqa: PLC0415 - as above: loaded late by the program itself

    void(pdfium)
    return lambda path: void(json_bytes(read(path)))


def tables() -> Work:
    """Pdfplumber finds the tables of each page: cells, not yet rows over pages or records."""
    import pdfplumber  # noqa: PLC0415 - as above

    def work(path: Path) -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()

    return work


TASKS: dict[str, Callable[[], Work]] = {"floor": floor, "extract": extract, "extract_tables": tables}


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


def main() -> int:
    """Measure and print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="speed of workplan extract")
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each task")
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        work = TASKS[given.task]()
        start = time.perf_counter()
        work(given.file)
        print(time.perf_counter() - start)
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    else:
        print("This system cannot keep a process on one core; the figures are those of all cores.")
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in TASKS}
    path = given.file.resolve()
    for _ in range(given.rounds):
        for name in TASKS:
            seconds[name].append(measure(name, path))
    works = {name: median(one for one, _ in found) for name, found in seconds.items()}
    wholes = {name: median(one for _, one in found) for name, found in seconds.items()}
    print(f"{path.name}, one core, medians of {given.rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'':<16}{'work s':>8}{'x floor':>9}{'least':>8}{'most':>8}{'process s':>11}")
    for name, found in seconds.items():
        spread = [one for one, _ in found]
        ratio = works[name] / works["floor"]
        print(
            f"{name:<16}{works[name]:>8.3f}{ratio:>9.2f}{min(spread):>8.3f}{max(spread):>8.3f}{wholes[name]:>11.3f}"
        )
    floors = works["extract"] / works["floor"]
    share = works["extract"] / works["extract_tables"]
    least = {name: min(one for one, _ in found) for name, found in seconds.items()}
    print(f"{'':<25}{'medians':>8}{'least':>8}   goal, by medians")
    by_least = least["extract"] / least["floor"]
    print(f"{'extract / floor':<25}{floors:>8.2f}{by_least:>8.2f}   at most {MOST_FLOORS:.0f}")
    by_least = least["extract"] / least["extract_tables"]
    print(f"{'extract / extract_tables':<25}{share:>8.2f}{by_least:>8.2f}   under {MOST_OF_TABLES:.2f}")
    return 0 if floors <= MOST_FLOORS and share < MOST_OF_TABLES else 1


if __name__ == "__main__":
    sys.exit(main())
