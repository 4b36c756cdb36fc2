"""How well a scanned plan is read: structure, characters, budgets, and whether what is wrong is said.

python -m bench.scans
python -m bench.scans FILE.pdf --gold GOLD.json --section 民政課
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from pipeline import extract
from pipeline.models import Extraction
from tests.scoring import Record, gold_records, items_of, load_gold, records

ROOT = Path(__file__).parents[1]
SCAN = ROOT / "samples" / "layouts" / "chiayi-west-112-scan.pdf"
GOLD = ROOT / "tests" / "gold" / "chiayi-west-112.gold.json"
LEAST_ACCURACY = 0.997
LEAST_EXACT_SHARE = 38 / 45
MOST_SECONDS = 6.0
MOST_MB = 1200
LIKENESS = 0.7
"""Records whose wording agrees by less are not of the same structure."""


@dataclass(frozen=True)
class Score:
    """What came of one scan.

    Attributes:
        items: items of the truth.
        read: items that were read.
        structure: items with the right number of work levels, plan levels and steps at each depth, in place.
        accuracy: share of the truth's characters that are right.
        exact: items that are right in every character.
        budgets: budgets of the truth.
        budgets_right: those read rightly.
        budgets_silent: those that are wrong and carry no finding.
        told: wrong items with a finding.
        silent: wrong items without one.
    """

    items: int
    read: int
    structure: int
    accuracy: float
    exact: int
    budgets: int
    budgets_right: int
    budgets_silent: int
    told: int
    silent: int


def score(extraction: Extraction, wanted: Sequence[Record]) -> Score:
    """Compare item by item, in reading order."""
    got, items = records(extraction), items_of(extraction)
    pairs = list(zip(wanted, got, items, strict=False))
    errors = sum(Levenshtein.distance(_text(a), _text(b)) for a, b, _ in pairs)
    errors += sum(len(_text(a)) for a in wanted[len(pairs) :]) + sum(len(_text(b)) for b in got[len(pairs) :])
    wrong = [bool(item.finding_ids) for a, b, item in pairs if a != b]
    budgets = [(a.budget == b.budget, bool(item.finding_ids)) for a, b, item in pairs if a.budget or b.budget]
    return Score(
        items=len(wanted),
        read=len(got),
        structure=sum(_shape(a) == _shape(b) and _alike(a, b) for a, b, _ in pairs),
        accuracy=1 - errors / max(sum(len(_text(a)) for a in wanted), 1),
        exact=sum(a == b for a, b, _ in pairs),
        budgets=sum(bool(a.budget) for a in wanted),
        budgets_right=sum(right for right, _ in budgets),
        budgets_silent=sum(not right and not told for right, told in budgets),
        told=sum(wrong),
        silent=len(wrong) - sum(wrong) + len(wanted) - len(pairs),
    )


def _text(record: Record) -> str:
    steps = "".join(label + text for _, label, text in record.implementation)
    return record.section + "".join(record.work) + "".join(record.plan) + steps + record.budget


def _shape(record: Record) -> tuple[int, int, tuple[int, ...]]:
    return len(record.work), len(record.plan), tuple(depth for depth, _, _ in record.implementation)


def _alike(a: Record, b: Record) -> bool:
    return Levenshtein.normalized_similarity(_text(a), _text(b)) >= LIKENESS


def main() -> int:
    """Read the scan, print the figures; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=SCAN)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--section", default="民政課", help="the truth's section that was scanned")
    arguments = parser.parse_args()
    wanted = [one for one in gold_records(load_gold(arguments.gold)) if one.section == arguments.section]
    began, worked = time.perf_counter(), time.process_time()
    extraction = extract(arguments.file, ocr="auto")
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    pages = extraction.source.pages
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = score(extraction, wanted)
    for name, value in vars(found).items():
        print(f"{name:16} {value:.4f}" if isinstance(value, float) else f"{name:16} {value}")
    print(f"{'seconds a page':16} {seconds / pages:.2f} (processor time {work / pages:.2f})")
    print(f"{'peak MB':16} {peak:.0f}")
    good = (
        found.structure == found.items == found.read
        and found.accuracy >= LEAST_ACCURACY
        and found.exact >= LEAST_EXACT_SHARE * found.items
        and found.budgets_silent == 0
        and peak <= MOST_MB
        and seconds / pages <= MOST_SECONDS
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
