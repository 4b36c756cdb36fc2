"""Damaged files, one after another, until the time is over: what no test has the time for.

usage: python -m bench.fuzzing [FILE.pdf ...] [--seed 1] [--minutes 6] [--keep FOLDER]

Each file has to end as records, as records with findings, or refused with a cause and a remedy, within a
memory of 1 GB and 20 seconds, with either reader; and the characters of each record have to be on the pages
that it names. A file that does not is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.mutating import DAMAGES, damaged
from pipeline.audit.printed import comparable
from pipeline.errors import MemoryLimitError, TimeLimitError, WorkerLostError
from pipeline.limits import Limits
from pipeline.models import Item, PlanDocument, Reader, Step
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from pipeline.reading.options import Options
from pipeline.runs.engines.interface import Outcome, Task
from pipeline.runs.engines.local import LocalEngine

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = (
    ROOT / "tests" / "golden" / "plan.pdf",
    *(ROOT / "samples").glob("*.pdf"),
    *(ROOT / "samples" / "layouts").glob("*.pdf"),
)
READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")
LIMITS = Limits(seconds=20.0, memory_mb=1024, pages=2000)
BAD = ("unexpected", "crashed", "too slow", "too much memory", "not on the page")


def texts_of(item: Item) -> Iterator[str]:
    """Every text of a record that is printed as it is."""
    for level in (*item.work_item, *item.plan_item):
        yield level.text if level.raw is None else level.raw
    steps: list[Step] = list(item.implementation)
    while steps:
        step = steps.pop()
        yield step.text if step.raw is None else step.raw
        steps += step.steps


def strays(document: PlanDocument, data: bytes, reader: Reader) -> list[str]:
    """Identifiers of the items with a character that is not on any page they name, read glyph by glyph."""
    opened = opener(reader)(data, "fuzzed.pdf")
    try:
        numbers = tuple(range(1, opened.page_count + 1))
        pages = {page.number: _characters(page) for page in opened.pages(numbers) if isinstance(page, Page)}
    finally:
        opened.close()
    every: Counter[str] = sum(pages.values(), Counter())
    found = []
    for section in document.plan.sections:
        for item in section.items:
            # A text of a cell above may stand on an earlier page than those of the item's own cells.
            wanted = Counter(comparable("".join(texts_of(item))))
            if wanted - every:
                found.append(item.id)
    return found


def _characters(page: Page) -> Counter[str]:
    texts = [*(glyph.text for glyph in page.glyphs), *(aside.text for aside in page.asides)]
    return Counter(comparable("".join(texts)))


def end_of(outcome: Outcome, reader: Reader) -> str:
    """How a file ended, in two words."""
    problem = outcome.worked.problem
    if problem is not None:
        if "unexpected error" in problem.message.both:
            return "unexpected"
        ends = {
            WorkerLostError.exit_code: BAD[1],
            TimeLimitError.exit_code: BAD[2],
            MemoryLimitError.exit_code: BAD[3],
        }
        return ends.get(problem.exit_code, f"refused ({problem.exit_code})")
    data = outcome.task.path.read_bytes()
    for plan in outcome.worked.plans:
        document = PlanDocument.model_validate_json((plan.folder / "plan.json").read_bytes())
        if strays(document, data, reader):
            return "not on the page"
    return "records, findings" if outcome.worked.findings else "records"


def tasks(samples: Sequence[Path], seed: int, until: float, folder: Path, reader: Reader) -> Iterator[Task]:
    """Damaged files until the time is over, each written when it is asked for."""
    number = 0
    while time.monotonic() < until:
        random = Random(f"{seed} {reader} {number}")  # noqa: S311 - no secret
        sample, damage = random.choice(samples), random.choice(list(DAMAGES))
        data = damaged(sample.read_bytes(), damage, random.randrange(2**32))
        path = folder / f"{reader}-{number}-{damage}-{sample.name}"
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        staging = folder / f"{reader}-{number}"
        yield Task(number, path, digest, path.name, Options(reader=reader, ocr="never"), LIMITS, staging)
        number += 1


def fuzz(samples: Sequence[Path], seed: int, minutes: float, keep: Path) -> Counter[tuple[str, str, str]]:
    """Damage and read for some minutes; count by reader, damage and end."""
    counts: Counter[tuple[str, str, str]] = Counter()
    with TemporaryDirectory() as name:
        for reader in READERS:
            until = time.monotonic() + minutes * 60 / len(READERS)
            for outcome in LocalEngine(1).run(tasks(samples, seed, until, Path(name), reader)):
                end = end_of(outcome, reader)
                damage = outcome.task.path.name.split("-")[2]
                counts[reader, damage, end] += 1
                if end in BAD:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.move(outcome.task.path, keep / outcome.task.path.name)
                    problem = outcome.worked.problem
                    message = problem.message if problem else ""
                    print(f"{end}: {outcome.task.path.name} {message}", file=sys.stderr, flush=True)
                outcome.task.path.unlink(missing_ok=True)
    return counts


def table(counts: Counter[tuple[str, str, str]], first: str) -> str:
    """The counts as a Markdown table, a row for each reader or kind of file, which ``first`` names, and damage."""
    ends = sorted({end for _, _, end in counts})
    lines = [f"| {first} | damage | " + " | ".join(ends) + " |", "| --- " * (2 + len(ends)) + "|"]
    for reader, damage in sorted({(reader, damage) for reader, damage, _ in counts}):
        cells = (str(counts[reader, damage, end]) for end in ends)
        lines.append(f"| {reader} | {damage} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> int:
    """Fuzz and print the table; 1 where a file ended otherwise than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", nargs="*", type=Path, default=list(SAMPLES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--keep", type=Path, default=ROOT / "output" / "fuzzed")
    given = parser.parse_args()
    counts = fuzz(given.samples, given.seed, given.minutes, given.keep)
    print(table(counts, "reader"))
    return int(any(end in BAD for _, _, end in counts))


if __name__ == "__main__":
    sys.exit(main())
