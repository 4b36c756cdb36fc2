"""Peak memory of an extraction of 400 pages beside that of one sample.

usage: python -m bench.memory [--pages 400]

The long file is the sample plans one after another, several plans in one file. Each extraction is a process
of its own, which tells its own peak. The goal is that of the project: within 60 MB of each other.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = (ROOT / "samples" / "chiayi-west-112-open.pdf", ROOT / "samples" / "chiayi-west-113-open.pdf")
GOAL_MB = 60.0


def concatenate(sources: tuple[Path, ...], pages: int, target: Path) -> None:
    """Write the pages of the sources one after another, from the first again until there are enough."""
    joined = pypdfium2.PdfDocument.new()
    for path in cycle(sources):
        missing = pages - len(joined)
        if missing <= 0:
            break
        source = pypdfium2.PdfDocument(path)
        joined.import_pages(source, list(range(min(missing, len(source)))))
        source.close()
    joined.save(target)
    joined.close()


def peak_mb() -> float:
    """Peak resident memory of this process in MB (10^6 bytes)."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux: getrusage would count what the parent held when it started this process.
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource  # noqa: PLC0415 - Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def extract_alone(path: Path) -> None:
    """Extract and print peak memory, plans and items."""
    from pipeline import extract  # noqa: PLC0415 - the parent must stay small
    from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - the same

    extraction = extract(path)
    size = len(json_bytes(extraction))
    items = sum(len(section.items) for plan in extraction.plans for section in plan.sections)
    print(f"{peak_mb():.1f} {extraction.source.pages} {len(extraction.plans)} {items} {size / 1e6:.1f}")


def measure(path: Path) -> list[str]:
    """What ``extract_alone`` prints for a file, in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", "--one", str(path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.split()


def main() -> int:
    """Measure and print the table; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description="memory of workplan extract")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        extract_alone(given.one)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.pdf"
        concatenate(SAMPLES, given.pages, long)
        found = [measure(SAMPLES[0]), measure(long)]
    print(f"{'peak MB':>8}{'pages':>7}{'plans':>7}{'items':>7}{'JSON MB':>9}")
    for peak, pages, plans, items, size in found:
        print(f"{peak:>8}{pages:>7}{plans:>7}{items:>7}{size:>9}")
    more = float(found[1][0]) - float(found[0][0])
    print(f"difference {more:.1f} MB   goal: at most {GOAL_MB:.0f} MB")
    return 0 if more <= GOAL_MB else 1


if __name__ == "__main__":
    sys.exit(main())
