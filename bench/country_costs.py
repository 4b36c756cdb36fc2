"""What each command costs on an output folder of many plans: seconds, peak memory, files and bytes.

usage: python -m bench.country --plans 100 FOLDER; python -m bench.country_costs FOLDER

Each command is a process of its own. Its time is that of the processor, which says the same on a busy machine.
The folder is published, published again after one plan more, checked, and its years are compared.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.country import OFFICES, office_documents
from pipeline.exporters.files import write_plan

PROGRAM = (sys.executable, "-m", "pipeline.cli")
HEADS = ("Command", "Plans", "CPU seconds", "Peak MB", "Files", "MB on disk")


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        seconds: of the processor, in the process and those that it waited for.
        peak_mb: of its memory, in MiB.
    """

    seconds: float
    peak_mb: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end, whatever it finds, and say what it took."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(folder: Path) -> None:
    """Print a row of Markdown for each command."""
    plans = len(list(folder.glob("*/plan.json")))
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    with tempfile.TemporaryDirectory() as beside:
        _row("publish", plans, cost_of([*PROGRAM, "publish", str(folder)]), folder)
        # An office that the folder cannot have yet.
        added = office_documents(OFFICES, seed=1)[0]
        write_plan(added, folder / added.plan.id)
        _row("publish, one plan more", plans, cost_of([*PROGRAM, "publish", str(folder)]), folder)
        shutil.rmtree(folder / added.plan.id)
        cost_of([*PROGRAM, "publish", str(folder)])
        _row("check", plans, cost_of([*PROGRAM, "check", str(folder)]), folder)
        compared = [*PROGRAM, "compare", "--in", str(folder), "-o", beside]
        _row("compare --in", plans, cost_of(compared), Path(beside))
        _row("compare --in, again", plans, cost_of(compared), Path(beside))


def _row(name: str, plans: int, cost: Cost, folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    cells = (
        name,
        plans,
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
