"""What each command costs on an output folder of many plans: seconds, peak memory, files and bytes.

usage: python -m bench.country --plans 100 FOLDER; python -m bench.country_costs FOLDER

Each command is a process of its own. Its time is that of the processor, in it and in those that it started, and by
the clock. The folder is published, published again with one plan more, run with one PDF file more, checked, also
against itself as the release before; its years are compared, and its site is made.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.country import OFFICES, office_documents
from pipeline.exporters.files import write_plan

PROGRAM = (sys.executable, "-m", "pipeline.cli")
SAMPLE = Path(__file__).parent.parent / "samples" / "chiayi-west-113-open.pdf"
HEADS = ("Command", "Plans", "CPU seconds", "Seconds", "Peak MB", "Files", "MB on disk")
SAMPLED_SECONDS = 0.25
"""How often the processes are looked at: what the last one does behind that is not counted."""


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        cpu_seconds: of the processor, in the process and those that it started.
        seconds: by the clock.
        peak_mb: of the memory of the largest of these processes, in MiB.
    """

    cpu_seconds: float
    seconds: float
    peak_mb: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end, whatever it finds, and say what it took."""
    begun = time.monotonic()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds: dict[psutil.Process, float] = {}
    peak = 0
    while process.poll() is None:
        with suppress(psutil.Error):
            # Processes that a server of processes has forked are never waited for by the command itself.
            for one in (process, *process.children(recursive=True)):
                times = one.cpu_times()
                seconds[one] = times.user + times.system
                peak = max(peak, one.memory_info().rss)
        time.sleep(SAMPLED_SECONDS)
    return Cost(sum(seconds.values()), time.monotonic() - begun, peak / 2**20)


def measure(folder: Path) -> None:
    """Print a row of Markdown for each command."""
    plans = len(list(folder.glob("*/plan.json")))
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    given = str(folder)

    def done(name: str, *command: str, made: Path = folder) -> None:
        _row(name, plans, cost_of([*PROGRAM, *command]), made)

    with tempfile.TemporaryDirectory() as beside:
        site, compared = Path(beside, "site"), Path(beside, "compared")
        done("publish", "publish", given)
        done("publish, nothing changed", "publish", given)
        # An office that the folder cannot have yet.
        added = office_documents(OFFICES, seed=1)[0]
        write_plan(added, folder / added.plan.id)
        done("publish, one plan more", "publish", given)
        shutil.rmtree(folder / added.plan.id)
        cost_of([*PROGRAM, "publish", given])
        before = {path.parent.name for path in folder.glob("*/plan.json")}
        done("run, one file more", "run", str(SAMPLE), "-o", given)
        for path in folder.glob("*/plan.json"):
            if path.parent.name not in before:
                shutil.rmtree(path.parent)
        cost_of([*PROGRAM, "publish", given])
        done("check", "check", given)
        done("check --previous", "check", given, "--previous", given)
        done("compare --in", "compare", "--in", given, "-o", str(compared), made=compared)
        done("compare --in, again", "compare", "--in", given, "-o", str(compared), made=compared)
        done("site", "site", given, "-o", str(site), made=site)
        done("site, again", "site", given, "-o", str(site), made=site)


def _row(name: str, plans: int, cost: Cost, folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    cells = (
        name,
        plans,
        f"{cost.cpu_seconds:.1f}",
        f"{cost.seconds:.1f}",
        f"{cost.peak_mb:.0f}",
        len(sizes),
        f"{sum(sizes) / 2**20:.0f}",
    )
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    measure(parser.parse_args().folder)
