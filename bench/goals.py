"""How the cost of reading grows with pages, and what starting the program costs.

usage: python -m bench.goals [--rounds 5] [--pages 10 100 1000] [--write]

Every measurement is a process of its own on one core; the tasks take turns. The files are plans of one office
(bench/many_plans.py). ``--write`` puts the tables into docs/benchmarks.md. Goals that compare with other programs are
those of bench/peers.py.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from bench.many_plans import Office, plan_pdf
from bench.peers_report import grid, put, shown

ROOT = Path(__file__).resolve().parents[1]
OFFICE = Office("雲林縣永山鄉公所", 112)
MOST_APART = 0.10
MOST_BARES = {"workplan --help": 5.0, "workplan extract, one page": 20.0}
BARE = 'python -c "import sys"'


@dataclass
class Growth:
    """Measurements of one length: seconds of the work and peak memory in MB."""

    pages: int
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    @property
    def per_page_ms(self) -> float:
        """Milliseconds of a page."""
        return 1000 * median(self.seconds) / self.pages


def made(folder: Path, pages: int) -> Path:
    """A plan of so many pages, the same every time."""
    path = folder / f"{pages}.pdf"
    path.write_bytes(plan_pdf(random.Random(1), OFFICE, pages)[0])  # noqa: S311 - nothing is secret here
    return path


def growth(folder: Path, lengths: Sequence[int], rounds: int) -> list[Growth]:
    """Extract plans of several lengths in turn."""
    found = [Growth(pages) for pages in lengths]
    paths = {pages: made(folder, pages) for pages in lengths}
    for _ in range(rounds):
        for one in found:
            command = [
                sys.executable,
                "-m",
                "bench.peers",
                "--one",
                "workplan",
                "--files",
                str(paths[one.pages]),
            ]
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8"
            )
            told = json.loads(done.stdout.splitlines()[-1])
            one.seconds.append(told["seconds"])
            one.peaks.append(told["peak_mb"])
    return found


def starts(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Wall seconds of whole processes, in turn."""
    page = made(folder, 1)
    commands = {
        BARE: ["-c", "import sys"],
        "workplan --help": ["-m", "pipeline.cli", "--help"],
        "workplan extract, one page": ["-m", "pipeline.cli", "extract", str(page)],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    # The first of each finds cold files and is not counted.
    for number in range(rounds + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
            if number:
                found[name].append(time.perf_counter() - begin)
    return found


def apart(found: Sequence[Growth]) -> float:
    """How much dearer a page is in the dearest length than in the cheapest; the median over rounds."""
    rounds = zip(*(one.seconds for one in found), strict=True)
    each = [[s / one.pages for s, one in zip(seconds, found, strict=True)] for seconds in rounds]
    return float(median(max(pages) / min(pages) - 1 for pages in each))


def report(lengths: Sequence[Growth], processes: dict[str, list[float]]) -> tuple[str, bool]:
    """The tables in Markdown, and whether all goals are held."""
    lines = [
        [f"{one.pages:,}", shown(median(one.seconds)), shown(one.per_page_ms), shown(median(one.peaks))]
        for one in lengths
    ]
    between = apart(lengths)
    held = between <= MOST_APART
    verdict = {True: "held", False: "**missed**"}
    told = [
        [
            "per-page time, dearest above cheapest length",
            f"{100 * between:.0f} %",
            f"at most {100 * MOST_APART:.0f} %",
            verdict[held],
        ]
    ]
    bare = processes[BARE]
    for name, most in MOST_BARES.items():
        ratio = median(one / other for one, other in zip(processes[name], bare, strict=True))
        held &= ratio <= most
        measured = (
            f"{shown(ratio)} times ({shown(median(processes[name]))} s against {shown(median(bare))} s)"
        )
        told.append([f"{name} / `{BARE}`", measured, f"at most {most:.0f}", verdict[ratio <= most]])
    growing = grid(["Pages", "Seconds", "Milliseconds per page", "Peak MB"], lines)
    return f"{growing}\n\n{grid(['Goal of the project', 'Measured', 'Goal', ''], told)}", held


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.goals", description="growth and start-up")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    given = parser.parse_args(arguments)
    # As on a user's machine, where modules are compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        processes = starts(Path(folder), given.rounds)
        lengths = growth(Path(folder), given.pages, given.rounds)
    text, held = report(lengths, processes)
    command = f"python -m bench.goals --rounds {given.rounds}"
    about = f"Measured on {date.today().isoformat()} by `{command}`, medians of the rounds."
    print(text)
    if given.write:
        put("goals", f"{about}\n\n{text}")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
