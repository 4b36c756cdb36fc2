"""Runs over many files, whole and broken ones: speed, memory of the parent, and what is left after kills.

usage: python -m bench.batch [--files 2000] [--seed 1] [--kills 10] [--rounds 1] [--keep FOLDER] [--write]

Every run is a process of its own, ``workplan run`` as a person starts it. ``--write`` puts the table into
docs/batch.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import pypdfium2

from bench.batch_runs import (
    ROOT,
    Watched,
    differing,
    killed,
    publication_seconds,
    start,
    unaccounted,
    watched,
)
from bench.many_files import Made, make_files
from pipeline import __version__

DOCUMENT = ROOT / "docs" / "batch.md"
MARKS = ("<!-- bench.batch: begin -->", "<!-- bench.batch: end -->")
RATIO = 1.8
PUBLISHING_KILLS = 2
"""The last ones, of a worker and of the whole run: they fall into the publication."""
FIFTIETH = 50
SECOND_FILES = 200
SECOND_TIMES = 5
FLAT_MB = 20.0
"""Memory of the parent counts as flat where the last quarter is at most so much above the first."""
JOBS = (1, 2)
Row = tuple[str, str, str, bool | None]


@dataclass(frozen=True)
class Given:
    """What is run over, and where.

    Attributes:
        folder: for inputs and outputs.
        made: the inputs.
        kills: of the run that is disturbed.
        seed: of what is random about it.
        rounds: undisturbed runs by each number of workers.
    """

    folder: Path
    made: list[Made]
    kills: int
    seed: int
    rounds: int

    @property
    def inputs(self) -> Path:
        """Folder of the files."""
        return self.folder / "in"

    def out(self, name: str) -> Path:
        """A folder for outputs that is empty."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        return path


def undisturbed(given: Given) -> Iterator[Row]:
    """Runs by one and by two workers in turn; the last by two is left for the comparison."""
    runs: dict[int, list[Watched]] = {jobs: [] for jobs in JOBS}
    wrong: list[str] = []
    for _ in range(given.rounds):
        for jobs in JOBS:
            out = given.out(f"jobs-{jobs}")
            runs[jobs].append(watched(given.inputs, out, jobs, len(given.made)))
            _say(runs[jobs][-1])
            wrong += unaccounted(given.made, out)
    for line in wrong:
        _say(line)
    whole = sum(not one.broken for one in given.made)
    yield "files", f"{whole} whole, {len(given.made) - whole} broken", "", None
    yield "inputs with a wrong or no outcome", f"{len(wrong)}", "0", not wrong
    for jobs in JOBS:
        yield f"whole run, {jobs} at the same time", _speed(runs[jobs], "seconds"), "", None
    whole_ratio = _ratio(runs, "seconds")
    yield "whole run, 2 against 1", f"{whole_ratio:.2f}", f"at least {RATIO}", whole_ratio >= RATIO
    for jobs in JOBS:
        yield f"reading, {jobs} at the same time", _speed(runs[jobs], "reading_seconds"), "", None
    yield "reading, 2 against 1", f"{_ratio(runs, 'reading_seconds'):.2f}", "", None
    for jobs in JOBS:
        first, last = (median(getattr(one, name) for one in runs[jobs]) for name in ("first_mb", "last_mb"))
        told = f"{first:.0f} MiB, then {last:.0f} MiB"
        goal = f"at most {FLAT_MB:.0f} MiB more"
        yield f"parent in the first and last quarter, {jobs} workers", told, goal, last - first <= FLAT_MB
    for jobs in JOBS:
        own, largest = (
            max(getattr(one, name) for one in runs[jobs]) for name in ("peak_mb", "publishing_mb")
        )
        told = f"{own:.0f} MiB, {largest:.0f} MiB"
        yield f"most memory while publishing: the parent, any process, {jobs} workers", told, "", None
    others = max(one.others for by_jobs in runs.values() for one in by_jobs)
    yield "most that other programs took of the cores", f"{others:.0%}", "", None
    same = not differing(given.folder / "jobs-1", given.folder / "jobs-2")
    yield "results by 1 and by 2 workers", "equal" if same else "differ", "equal", same


def disturbed(given: Given) -> Iterator[Row]:
    """A run that is killed again and again, beside the one that was let alone."""
    rng = random.Random(given.seed)  # noqa: S311 - nothing is secret here
    out, alone = given.out("killed"), given.folder / f"jobs-{JOBS[-1]}"
    while_reading = max(0, given.kills - PUBLISHING_KILLS)
    # One of twenty is broken and may get no record.
    moments: list[float] = sorted(rng.sample(range(1, len(given.made) * 9 // 10), while_reading))
    # It may be quicker than when it was measured.
    longest = publication_seconds(alone) / 2
    moments += [-rng.uniform(0, longest) for _ in range(given.kills - while_reading)]
    told = killed(given.inputs, out, JOBS[-1], moments, rng)
    _say(", ".join(told))
    wrong = unaccounted(given.made, out)
    unlike = differing(alone, out)
    for line in (*wrong, *unlike):
        _say(line)
    counts = f"{told.count('worker killed')} of workers, {told.count('run killed')} of the whole run"
    yield "kills", counts, f"{given.kills}", sum(one.endswith("killed") for one in told) == given.kills
    yield "inputs with a wrong or no outcome after them", f"{len(wrong)}", "0", not wrong
    yield "files that differ from the undisturbed run", f"{len(unlike)}", "0", not unlike


def unchanged(given: Given) -> Iterator[Row]:
    """The second run over a folder in which nothing has changed."""
    inputs, out = given.out("some"), given.out("again")
    inputs.mkdir()
    # A file that went over a limit is read again each time: more memory or time may be there by then.
    kept = [one for one in given.made if one.broken != "bomb"][:SECOND_FILES]
    for one in kept:
        os.link(given.inputs / one.name, inputs / one.name)
    seconds = [_timed(inputs, out) for _ in range(1 + SECOND_TIMES)]
    first, second = seconds[0], median(seconds[1:])
    told = f"{first:.1f} s, then {second:.2f} s: 1/{first / second:.0f}"
    name = f"first and second run of {len(kept)} files without bombs"
    yield name, told, f"under 1/{FIFTIETH}", second < first / FIFTIETH


def table(rows: Sequence[Row], command: str) -> str:
    """The rows in Markdown, with what they were measured on."""
    lines = ["| | Measured | Goal | |", "|---|---|---|---|"]
    lines += [f"| {name} | {got} | {goal} | {_verdict(held)} |" for name, got, goal, held in rows]
    about = (
        f"Measured by `{command}` on {date.today().isoformat()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, workplan {__version__}, "
        f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}."
    )
    return "\n".join([*lines, "", about])


def write(text: str) -> None:
    """Put the table between its marks in the document, which is made where it is missing."""
    begin, end = MARKS
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else f"# Batch runs\n\n{begin}\n{end}\n"
    head, _, rest = old.partition(begin)
    DOCUMENT.write_text(
        f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8", newline="\n"
    )


def _verdict(held: bool | None) -> str:
    return "" if held is None else "held" if held else "**missed**"


def _speed(runs: Sequence[Watched], name: str) -> str:
    seconds = median(getattr(one, name) for one in runs)
    return f"{seconds:.1f} s, {runs[0].files / seconds:.1f} files per second"


def _ratio(runs: dict[int, list[Watched]], name: str) -> float:
    one, two = (median(getattr(run, name) for run in runs[jobs]) for jobs in JOBS)
    return float(one / two)


def _timed(inputs: Path, out: Path) -> float:
    begin = time.monotonic()
    start(inputs, out, JOBS[-1]).wait()
    return time.monotonic() - begin


def _say(what: object) -> None:
    print(what, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files, measure and print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.batch", description="Measure runs over many files."
    )
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs and outputs, which are left there")
    parser.add_argument("--write", action="store_true", help="put the table into docs/batch.md")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.keep or Path(temporary)).resolve()
        made = make_files(folder / "in", chosen.files, chosen.seed)
        given = Given(folder, made, chosen.kills, chosen.seed, chosen.rounds)
        rows = [row for part in (undisturbed, disturbed, unchanged) for row in part(given)]
    command = f"python -m bench.batch --files {chosen.files} --seed {chosen.seed} --kills {chosen.kills}"
    text = table(rows, command + (f" --rounds {chosen.rounds}" if chosen.rounds > 1 else ""))
    print(text)
    if chosen.write:
        write(text)
    return int(any(held is False for *_, held in rows))


if __name__ == "__main__":
    sys.exit(main())
