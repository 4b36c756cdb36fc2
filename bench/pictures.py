"""How well pictures of pages are read: each kind of picture of the open and the stacked sample.

usage: python -m bench.pictures [--kinds "150 dpi" stamp] [--pages 2] [--seed 8] [--keep FOLDER] [--write]

``--write`` puts the table into docs/benchmarks.md; the exit code is 1 where a budget is wrong and nothing says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bench.picture_kinds import KINDS, Kind, pictures
from bench.scans import GOLD, LIKENESS, ROOT
from pipeline import __version__, extract
from pipeline.errors import WorkplanError
from pipeline.models import Extraction, Item
from tests.scoring import Record, gold_records, items_of, load_gold, records

SAMPLES = (
    ROOT / "samples" / "chiayi-west-112-open.pdf",
    ROOT / "samples" / "layouts" / "chiayi-west-112-stacked.pdf",
)
DOCUMENT = ROOT / "docs" / "benchmarks.md"
MARKS = ("<!-- bench.pictures: begin -->", "<!-- bench.pictures: end -->")
NEW = f"# Benchmarks\n\n## Scans\n\n{MARKS[0]}\n{MARKS[1]}\n"
HEADER = (
    "| Kind | Items with right structure | Character accuracy | Budgets right | Budgets wrong in silence "
    "| Seconds a page (of a processor) |\n|---|---|---|---|---|---|"
)
Pair = tuple[Record | None, Record | None, Item | None]


@dataclass(frozen=True)
class Count:
    """What came of a kind of pictures; counts of several files are added.

    Attributes:
        items: items of the truth.
        structure: those read with the right levels and steps, in their order.
        characters: characters of the truth.
        errors: edits from what was read to the truth.
        budgets: budgets of the truth.
        right: those read rightly.
        silent: budgets, of either side, that differ and carry no finding.
        pages: pages of the file.
        seconds: time to read them.
        work: processor time of all threads for that, in seconds.
    """

    items: int = 0
    structure: int = 0
    characters: int = 0
    errors: int = 0
    budgets: int = 0
    right: int = 0
    silent: int = 0
    pages: int = 0
    seconds: float = 0.0
    work: float = 0.0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@cache
def truth(sample: Path, pages: int) -> tuple[Record, ...]:
    """The gold items of a sample's first pages, the last one as far as these pages have it.

    Args:
        sample: a PDF whose text layer gives all of the gold.
        pages: how many pages.
    """
    cut = records(extract(sample, pages=(1, pages), ocr="never"))
    return *gold_records(load_gold(GOLD))[: len(cut) - 1], cut[-1]


def aligned(wanted: Sequence[Record], got: Sequence[Record], items: Sequence[Item]) -> list[Pair]:
    """Items of the truth beside those read, in order, so that they agree as much as can be."""
    like = [[_likeness(a, b) for b in got] for a in wanted]
    best = [[0.0] * (len(got) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for k in reversed(range(len(got))):
            best[i][k] = max(like[i][k] + best[i + 1][k + 1], best[i + 1][k], best[i][k + 1])
    pairs: list[Pair] = []
    i = k = 0
    while i < len(wanted) and k < len(got):
        if best[i][k] == best[i + 1][k]:
            pairs.append((wanted[i], None, None))
            i += 1
        elif best[i][k] == best[i][k + 1]:
            pairs.append((None, got[k], items[k]))
            k += 1
        else:
            pairs.append((wanted[i], got[k], items[k]))
            i, k = i + 1, k + 1
    pairs += [(a, None, None) for a in wanted[i:]]
    return pairs + [(None, b, item) for b, item in zip(got[k:], items[k:], strict=True)]


def counted(extraction: Extraction, wanted: Sequence[Record]) -> Count:
    """Compare what was read with the truth."""
    got, items = records(extraction), items_of(extraction)
    pairs = aligned(wanted, got, items)
    both = [(a, b) for a, b, _ in pairs if a and b]
    budgets = [(a.budget if a else "", b.budget if b else "", item) for a, b, item in pairs]
    all_wanted, all_got = "".join(map(_text, wanted)), "".join(map(_text, got))
    return Count(
        items=len(wanted),
        structure=sum(_shape(a) == _shape(b) and _likeness(a, b) >= LIKENESS for a, b in both),
        characters=len(all_wanted),
        errors=Levenshtein.distance(all_wanted, all_got),
        budgets=sum(bool(a) for a, _, _ in budgets),
        right=sum(bool(a) and a == b for a, b, _ in budgets),
        silent=sum(a != b and not (item and item.finding_ids) for a, b, item in budgets),
    )


def _text(record: Record) -> str:
    steps = "".join(label + text for _, label, text in record.implementation)
    return record.section + "".join(record.work) + "".join(record.plan) + steps + record.budget


def _shape(record: Record) -> tuple[int, int, tuple[int, ...]]:
    return len(record.work), len(record.plan), tuple(depth for depth, _, _ in record.implementation)


def _likeness(a: Record, b: Record) -> float:
    return Levenshtein.normalized_similarity(_text(a), _text(b))


def measured(kind: Kind, pages: int, seed: int, folder: Path) -> tuple[Count, tuple[str, ...]]:
    """What came of one kind, and the errors that stopped a file from being read.

    A file that was not read has nothing right, and nothing in silence.
    """
    total, errors = Count(), []
    for sample in SAMPLES:
        path = folder / f"{sample.stem}-{kind.name.replace(' ', '-')}.pdf"
        path.write_bytes(pictures(sample, kind, pages, seed))
        wanted = truth(sample, pages)
        began, worked = time.perf_counter(), time.process_time()
        try:
            extraction = extract(path, ocr="auto")
        except WorkplanError as error:
            errors.append(f"{sample.stem}: {type(error).__name__}")
            characters = sum(len(_text(a)) for a in wanted)
            total += Count(
                items=len(wanted),
                characters=characters,
                errors=characters,
                budgets=sum(bool(a.budget) for a in wanted),
            )
            continue
        seconds, work = time.perf_counter() - began, time.process_time() - worked
        total += counted(extraction, wanted)
        total += Count(pages=extraction.source.pages, seconds=seconds, work=work)
    return total, tuple(errors)


def row(kind: Kind, count: Count, errors: Sequence[str]) -> str:
    """A line of the table."""
    pages = count.pages
    seconds = f"{count.seconds / pages:.1f} ({count.work / pages:.1f})" if pages else ""
    cells = (
        kind.name + "".join(f" ({error})" for error in errors),
        f"{count.structure} of {count.items}",
        f"{1 - count.errors / max(count.characters, 1):.4f}",
        f"{count.right} of {count.budgets}",
        str(count.silent),
        seconds,
    )
    return f"| {' | '.join(cells)} |"


def write(text: str) -> None:
    """Put the table between its marks in the document, which is made where it is missing."""
    begin, end = MARKS
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else NEW
    head, _, rest = old.partition(begin)
    DOCUMENT.write_text(
        f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8", newline="\n"
    )


def main() -> int:
    """Measure the kinds that are wanted, print the table; 1 where a budget is wrong in silence."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [kind.name for kind in KINDS]
    parser.add_argument("--kinds", nargs="+", choices=names, default=names)
    parser.add_argument("--pages", type=int, default=2, help="pages of each sample")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="folder for the pictures")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    chosen = parser.parse_args()
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
    lines, silent = [HEADER], 0
    print(HEADER)
    with tempfile.TemporaryDirectory() as temporary:
        for kind in (kind for kind in KINDS if kind.name in chosen.kinds):
            count, errors = measured(kind, chosen.pages, chosen.seed, chosen.keep or Path(temporary))
            lines.append(row(kind, count, errors))
            silent += count.silent
            print(lines[-1], flush=True)
    if chosen.write:
        write("\n".join([*lines, "", _about(chosen.pages, chosen.seed)]))
    return 1 if silent else 0


def _about(pages: int, seed: int) -> str:
    return (
        f"Measured by `python -m bench.pictures --pages {pages} --seed {seed}` on {date.today().isoformat()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"workplan {__version__}."
    )


if __name__ == "__main__":
    sys.exit(main())
