"""How well items are matched under random edits with known truth, and how long 2,000 × 2,000 items take.

``python -m bench.comparing [seeds]``
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pipeline.compare.comparison import compare_sides
from pipeline.compare.entries import side_of
from pipeline.compare.model import Comparison, Side
from tests.compare.editing import Truth, edited
from tests.reading import LAYOUTS, read

SHARES = (0.05, 0.1, 0.25, 0.4)
ITEMS = 2000


def found_in(comparison: Comparison) -> list[Truth]:
    """What a comparison says, as the truth is written."""
    return [
        (c.status, frozenset(c.changes), frozenset(e.id for e in c.old), frozenset(e.id for e in c.new))
        for c in comparison.changes
    ]


def measured(side: Side, seeds: Iterable[int], most_changed: float) -> Counter[str]:
    """Counts of true, found and right changes by status, and of true pairs in the certain band."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        new, truth = edited(side, seed, most_changed)
        comparison = compare_sides(side, new)
        found = found_in(comparison)
        for name, many in (("true", truth), ("found", found), ("right", set(truth) & set(found))):
            counts.update(f"{name} {change[0]}" for change in many)
        pairs = {change[2:] for change in truth if change[2] and change[3]}
        sure = {t[2:] for t, c in zip(found, comparison.changes, strict=True) if c.band == "certain"}
        sure = {pair for pair in sure if pair[0] and pair[1]}
        counts.update({"pairs": len(pairs), "certain": len(sure), "certain right": len(sure & pairs)})
    return counts


def large(side: Side) -> tuple[Side, Side]:
    """Two sides of 2,000 items of which no two have equal keys."""
    entries = [side.entries[at % len(side.entries)] for at in range(ITEMS)]
    sides = [
        tuple(
            replace(
                e,
                id=f"{name}{at}",
                order=at,
                title_key=f"{e.title_key}{at // len(side.entries):x}{name}",
                contents_key=f"{e.contents_key}{at}{name}",
            )
            for at, e in enumerate(entries)
        )
        for name in "ab"
    ]
    return replace(side, entries=sides[0]), replace(side, entries=sides[1])


def main() -> None:
    """Print precision and recall by status, then time and memory."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    side = side_of([*read(LAYOUTS["open"], "pdfium").documents()], "112")
    for share in SHARES:
        counts = measured(side, seeds, share)
        print(f"up to {share:.0%} of characters changed, {len(seeds)} seeds")
        for status in ("unchanged", "changed", "added", "removed", "split", "merged"):
            right = counts[f"right {status}"]
            precision = right / max(counts[f"found {status}"], 1)
            recall = right / max(counts[f"true {status}"], 1)
            print(
                f"  {status:10} precision {precision:.4f} recall {recall:.4f} of {counts[f'true {status}']}"
            )
        print(f"  certain: {counts['certain right'] / counts['pairs']:.4f} of true pairs, ", end="")
        print(f"{counts['certain right'] / counts['certain']:.4f} right")
    old, new = large(side)
    start = time.perf_counter()
    compare_sides(old, new)
    taken = time.perf_counter() - start
    print(
        f"{ITEMS} x {ITEMS}: {taken:.1f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
