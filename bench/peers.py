"""This program and others that find tables in PDF files, side by side on the same files.

usage: python -m bench.peers [--rounds 5] [--files FILE.pdf ...] [--python PATH ...] [--pages 10] [--write]
       python -m bench.peers --cases FOLDER [--python PATH ...]

Every measurement is a process of its own on one core, and the programs take turns, so that a busy machine slows them
all; ratios are medians over rounds of two measurements of one round. ``--python`` names the Python of an
environment with other programs (bench/peers-requirements.txt) and may be given again: each program runs in
the first that has it. Slow programs are timed on the first pages only and compared with this program on the same pages.
``--write`` puts the tables into docs/benchmarks.md, docs/benchmarks.csv and docs/images/benchmarks.svg.

``--cases`` times nothing: of a folder of NAME.pdf, each with its items in NAME.truth.json, it counts the plan items
that each program gives with their contents, and ends with exit code 1 where another has more of a case than this one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2

from bench.memory import peak_mb
from bench.peer_records import NOT_INSTALLED, ONE_SETTING, PROGRAMS
from bench.peers_report import Pairs, Right, Row, beaten, goals, printed, shares, write
from pipeline import __version__
from tests import scoring

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
SAMPLES = (
    *sorted((ROOT / "samples").glob("*.pdf")),
    *(path for path in sorted((ROOT / "samples" / "layouts").glob("*.pdf")) if "scan" not in path.name),
)
UNRULED = ("open", "stacked")
"""Samples whose rows have no lines between them: the scripts are told to take lines of text for rows."""
SLOW = {"Camelot lattice", "Camelot stream", "PyMuPDF", "img2table"}
OWN = ("floor", "workplan")
CELLS_ONLY = "pdfplumber extract_tables"
SETTINGS = ("lines", "text")
BULLETS = re.compile(r"[●•·‧▪■◆○◇□➢▶\uf06c]")
"""Marks of a step; a cell of another program does not tell where one begins, so that they count nowhere."""
Records = Counter[tuple[str, ...]]


@dataclass
class Case:
    """One program on one file."""

    program: str
    path: Path
    whole: Path
    python: str = sys.executable
    version: str = ""
    found: Records | None = None
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    failed: str = ""


def texts(records: Sequence[scoring.Record]) -> Records:
    """What is compared: work item, plan item, implementation and budget as text, levels and steps joined."""
    return Counter(
        (
            "".join(one.work),
            "".join(one.plan),
            "".join(label + text for _, label, text in one.implementation),
            one.budget,
        )
        for one in records
    )


def truth(path: Path) -> Records:
    """The records that a sample holds."""
    year = 113 if "-113-" in path.name else 112
    return texts(scoring.gold_records(scoring.load_gold(GOLD / f"chiayi-west-{year}.gold.json")))


def own(program: str, path: Path) -> dict[str, Any]:
    """Measure the floor or this program within this process."""
    if program == "floor":
        from bench.floor import touch  # noqa: PLC0415 - each process loads what it measures and nothing else

        start = time.perf_counter()
        touch(path)
        return {"seconds": time.perf_counter() - start, "peak_mb": peak_mb(), "records": None}
    from pipeline import extract  # noqa: PLC0415 - as above
    from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - as above
    from pipeline.readers import pdfium  # noqa: F401, PLC0415 - loaded late by the program itself

    start = time.perf_counter()
    extraction = extract(path)
    json_bytes(extraction)
    seconds, peak = time.perf_counter() - start, peak_mb()
    found = texts(scoring.records(extraction))
    return {"seconds": seconds, "peak_mb": peak, "records": sorted(found.elements())}


def measured(case: Case, path: Path | None) -> dict[str, Any] | None:
    """What a new process tells of one program on one file, or of its version alone; None where it fails."""
    if case.program in OWN:
        command = [sys.executable, "-m", "bench.peers", "--one", case.program, "--files", str(path)]
    else:
        setting = "text" if any(f"-{name}" in case.whole.name for name in UNRULED) else "lines"
        script = str(ROOT / "bench" / "peer_records.py")
        command = [case.python, script, case.program, *([str(path)] if path else []), "--setting", setting]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8")
    if done.returncode:
        told = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        case.failed = "not installed" if done.returncode == NOT_INSTALLED else told[0]
        return None
    case.failed = ""
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def installed(programs: Sequence[str], pythons: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The Python and version that each program runs with; two empty texts where none has it."""
    found = {
        "floor": (sys.executable, pypdfium2.PYPDFIUM_INFO.version),
        "workplan": (sys.executable, __version__),
    }
    for program in programs:
        found[program] = ("", "")
        for python in pythons:
            answer = measured(Case(program, ROOT, ROOT, python), None)
            if answer:
                found[program] = python, answer["version"]
                break
    return found


def first_pages(path: Path, pages: int, folder: Path) -> Path:
    """A copy of the first pages of a file."""
    with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as made:
        made.import_pages(source, list(range(min(pages, len(source)))))
        made.save(folder / path.name)
    return folder / path.name


def rows_of(path: Path, cut: Path, found: dict[str, tuple[str, str]], rounds: int) -> list[Row]:
    """Measure all programs on one file: whole for their records, then in turns for their time."""
    cases = [Case(name, cut if name in SLOW else path, path, *where) for name, where in found.items()]
    beside = Case("workplan", cut, path, *found["workplan"])
    present = [case for case in cases if case.python]
    for case in present:
        answer = measured(case, path)
        if answer and answer["records"] is not None and case.program != CELLS_ONLY:
            case.found = Counter(map(tuple, answer["records"]))
    for _ in range(rounds):
        for case in (*present, beside):
            answer = None if case.failed else measured(case, case.path)
            if answer:
                case.seconds.append(answer["seconds"])
                case.peaks.append(answer["peak_mb"])
    wanted = truth(path)
    named = {case.program: case for case in cases}
    return [
        row(case, beside if case.program in SLOW else named["workplan"], named["floor"], wanted)
        for case in cases
    ]


def row(case: Case, ours: Case, floor: Case, wanted: Records) -> Row:
    """One line of the table."""
    with pypdfium2.PdfDocument(case.path) as document:
        pages = len(document)
    if not case.seconds:
        return Row(case.whole.name, case.program, case.version, note=case.failed or "not installed")
    ratio = median(one / own for one, own in zip(case.seconds, ours.seconds, strict=False))
    floors = median(one / own for one, own in zip(case.seconds, floor.seconds, strict=False))
    seconds = median(case.seconds)
    return Row(
        case.whole.name,
        case.program,
        case.version,
        exact=None if case.found is None else (case.found & wanted).total(),
        given=None if case.found is None else case.found.total(),
        true=wanted.total(),
        pages=pages,
        seconds=seconds,
        pages_per_second=pages / seconds,
        times_workplan=ratio,
        times_floor=None if case.program in SLOW else floors,
        peak_mb=median(case.peaks),
        note=case.failed,
    )


def pairs(records: Iterable[Sequence[str]]) -> Pairs:
    """What is compared of a case: each plan item with its contents."""
    bare = ((BULLETS.sub("", scoring.plain(text)) for text in (plan, told)) for _, plan, told, _ in records)
    return Counter((plan, told) for plan, told in bare)


def wanted_of(case: Path) -> Pairs:
    """The plan items of a case."""
    items = json.loads(case.with_suffix(".truth.json").read_text(encoding="utf-8"))["items"]
    joined = (("".join(item["plan"]), "".join(item["impl"])) for item in items)
    return pairs(("", plan, told, "") for plan, told in joined)


def own_pairs(path: Path) -> Pairs:
    """The plan items that this program reads; none where it refuses the file."""
    from pipeline import extract  # noqa: PLC0415 - each process loads what it measures and nothing else
    from pipeline.errors import WorkplanError  # noqa: PLC0415 - as above

    try:
        return pairs(texts(scoring.records(extract(path))).elements())
    except WorkplanError as error:
        print(f"{path.name}: {type(error).__name__}", file=sys.stderr)
        return Counter()


def peer_pairs(program: str, python: str, cases: Sequence[Path], setting: str) -> list[Pairs]:
    """The plan items that another program and its script give for each case."""
    found: list[Pairs] = []
    while len(found) < len(cases):
        left = list(map(str, cases[len(found) :]))
        script = str(ROOT / "bench" / "peer_records.py")
        command = [python, script, program, *left, "--setting", setting]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8"
        )
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"version"')]
        found += [pairs(one.get("records", ())) for one in told]
        if len(told) < len(left):
            # The process died on a case: that one is lost, and the others are read by a new process.
            print(f"{program}: exit code {done.returncode} on {Path(left[len(told)]).name}", file=sys.stderr)
            found.append(Counter())
    return found


def right_of(program: str, python: str, cases: Sequence[Path]) -> Right:
    """The plan items of each case that a program has right, by the setting that has more of them right.

    An analyst looks at a page before choosing the setting; the better one of each case is the best choice there is.
    """
    print(f"{program} …", file=sys.stderr, flush=True)
    if program == "workplan":
        given = [list(map(own_pairs, cases))]
    else:
        settings = [ONE_SETTING[program]] if program in ONE_SETTING else SETTINGS
        given = [peer_pairs(program, python, cases, setting) for setting in settings]
    return {
        case.stem: max((found & wanted_of(case) for found in each), key=Counter.total)
        for case, *each in zip(cases, *given, strict=True)
    }


def compare(folder: Path, found: dict[str, tuple[str, str]]) -> int:
    """Print how much of a folder of cases each program has right; 1 where another has more of a case."""
    cases = [
        path for path in sorted(folder.resolve().glob("*.pdf")) if path.with_suffix(".truth.json").exists()
    ]
    wanted = {case.stem: wanted_of(case) for case in cases}
    right = {
        name: right_of(name, python, cases) if python else None
        for name, (python, _) in found.items()
        if name not in {"floor", CELLS_ONLY}
    }
    print(shares(wanted, right, {name: version for name, (_, version) in found.items()}))
    told = beaten(wanted, right)
    print(f"\nCases of which another program has more than workplan: {len(told)}", *told, sep="\n")
    return int(bool(told))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="workplan and other programs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=Path, nargs="+", default=SAMPLES, help="samples of this project")
    parser.add_argument("--python", action="append", default=[], help="Python of an environment with others")
    parser.add_argument("--programs", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    parser.add_argument("--pages", type=int, default=10, help="pages that slow programs are timed on")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.*")
    parser.add_argument("--cases", type=Path, help="folder of NAME.pdf with NAME.truth.json; no times")
    parser.add_argument("--one", choices=OWN, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    # As on a user's machine, where modules are compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if given.one:
        print("\n" + json.dumps(own(given.one, given.files[0])))
        return 0
    if given.cases:
        return compare(given.cases, installed(given.programs, given.python or [sys.executable]))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = installed(given.programs, given.python or [sys.executable])
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in (one.resolve() for one in given.files):
            print(f"{path.name} …", file=sys.stderr, flush=True)
            rows += rows_of(path, first_pages(path, given.pages, Path(folder)), found, given.rounds)
    print(printed(rows))
    checked = goals(rows)
    for name, got, goal, held in checked:
        print(f"{name:<70}{got:>10}   {goal}{'' if held else '   MISSED'}")
    if given.write:
        write(rows, checked, given.rounds, given.pages)
    return int(not all(held for *_, held in checked))


if __name__ == "__main__":
    sys.exit(main())
