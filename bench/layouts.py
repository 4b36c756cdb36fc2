"""Reads a cross of traits with both engines and tells how well, per producer and per trait.

usage: python -m bench.layouts [--seed 1] [--count 60] [--reader both] [--out FOLDER] [--sheet contact.png]
       python -m bench.layouts --families --train FOLDER... --test FOLDER...
       python -m bench.layouts --wide [--alone] [--family NAME] [--without NAME] [--seed 1] [--count 60]
                               [--reader both] [--out FOLDER]
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from bench import families, layouts_wide
from bench.layouts_sheet import contact_sheets
from pipeline import extract
from pipeline.errors import WorkplanError
from pipeline.models import Reader
from tests import scoring
from tests.making import cross
from tests.making.crossing import ALL_TRAITS
from tests.making.judging import Judged, failed, judged
from tests.making.wide.traits import FAMILIES

READERS: tuple[Reader, ...] = get_args(Reader)
WORKERS = 2
HEADS = (
    "",
    "docs",
    "items",
    "exact",
    "F1",
    "budgets",
    "right",
    "invented",
    "outside",
    "told",
    "silent",
    "failed",
)


@dataclass(frozen=True)
class Result:
    """How one document was read by one engine."""

    name: str
    producer: str
    traits: tuple[str, ...]
    reader: Reader
    judged: Judged


def read(task: tuple[Path, Reader]) -> Result:
    """Read and judge one document."""
    path, reader = task
    gold = scoring.load_gold(path.with_suffix(".gold.json"))
    made = json.loads(path.with_suffix(".cross.json").read_text(encoding="utf-8"))
    try:
        outcome = judged(gold, extract(path, reader=reader))
    except WorkplanError as error:
        outcome = failed(gold, str(error))
    except Exception as error:
        # A crash is the worst of results, and is to stand in the table.
        outcome = failed(gold, f"{type(error).__name__}: {error}")
    return Result(path.stem, made["producer"], tuple(made["traits"]), reader, outcome)


def row(name: str, results: Iterable[Result]) -> tuple[str, ...]:
    """Sum up some results."""
    all_of = [result.judged for result in results]
    items, exact = sum(one.items for one in all_of), sum(one.exact for one in all_of)
    got = sum(one.read for one in all_of)
    sums = (
        len(all_of), items, exact, f"{2 * exact / max(1, items + got):.4f}",
        sum(one.budgets for one in all_of), sum(one.budgets_right for one in all_of),
        sum(one.budgets_invented for one in all_of), sum(one.outside for one in all_of),
        sum(one.told for one in all_of), sum(one.silent for one in all_of),
        sum(bool(one.failure) for one in all_of),
    )  # fmt: skip
    return (name, *map(str, sums))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Write rows under each other."""
    return "\n".join(
        f"{first:<28}" + "".join(f"{cell:>9}" for cell in rest) for first, *rest in (HEADS, *rows)
    )


def report(results: Sequence[Result]) -> str:
    """Write the whole report."""
    producers = sorted({result.producer for result in results})
    readers = sorted({result.reader for result in results})
    rows = [row(reader, [one for one in results if one.reader == reader]) for reader in readers]
    rows += [row(name, [one for one in results if one.producer == name]) for name in producers]
    rows += [row(trait, [one for one in results if trait in one.traits]) for trait in ALL_TRAITS]
    lines = [table(rows), ""]
    for result in results:
        if not result.judged.perfect:
            lines += _imperfect(result)
    return "\n".join(lines)


def _imperfect(result: Result) -> list[str]:
    one = result.judged
    head = f"{result.name} {result.producer} {result.reader} F1 {one.f1:.3f}"
    counts = {
        "outside": one.outside, "told": one.told, "silent": one.silent,
        "front matter wrong": one.fronts_wrong, "office or year wrong": one.plans_wrong,
    }  # fmt: skip
    head += "".join(f", {name} {count}" for name, count in counts.items() if count)
    told = [one.failure] if one.failure else list(one.differences)
    return [head, "  " + " ".join(result.traits), *(f"  - {line}" for line in told)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make or find the documents, read them and print the report."""
    parser = argparse.ArgumentParser(description="Tell how well a cross of traits is read.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=cross.COUNT)
    parser.add_argument("--reader", choices=("both", *READERS), default="both")
    parser.add_argument("--out", type=Path, help="folder of the documents; if it holds some, they are read")
    parser.add_argument("--alone", action="store_true", help="one plain document for each trait instead")
    parser.add_argument("--wide", action="store_true", help="plans of the wide generator instead")
    parser.add_argument("--family", choices=FAMILIES, help="with --wide: only with a trait of this family")
    parser.add_argument("--without", choices=FAMILIES, help="with --wide: only without traits of this family")
    parser.add_argument(
        "--families", action="store_true", help="how each family is read by weights fitted without it"
    )
    parser.add_argument(
        "--train", type=Path, nargs="*", default=[], help="with --families: folders to fit on"
    )
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="with --families: folders to read")
    parser.add_argument("--sheet", type=Path, help="picture to draw pages of all documents in")
    parser.add_argument(
        "--min", type=float, default=1.0, help="least F1, or share of right records, for exit code 0"
    )
    chosen = parser.parse_args(arguments)
    if (chosen.family or chosen.without) and (chosen.alone or not chosen.wide):
        parser.error("--family and --without draw sets of --wide, not --alone")
    if chosen.families:
        train, test = (
            [path for one in some for path in sorted(one.glob("*.pdf"))]
            for some in (chosen.train, chosen.test)
        )
        for line in families.report(train, test, WORKERS):
            print(line, flush=True)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out: Path = chosen.out or Path(folder)
        readers = READERS if chosen.reader == "both" else (chosen.reader,)
        if chosen.wide:
            paths = layouts_wide.make(
                out, seed=chosen.seed, count=chosen.count, alone=chosen.alone, family=chosen.family,
                without=chosen.without,
            )  # fmt: skip
            wide = layouts_wide.read_all(paths, readers, WORKERS)
            print(layouts_wide.report(wide))
            return int(layouts_wide.right_share(wide) < chosen.min)
        if not list(out.glob("*.cross.json")):
            options = ["--seed", str(chosen.seed), "--count", str(chosen.count), "--out", str(out)]
            cross.main([*options, "--alone"] if chosen.alone else options)
        paths = sorted(path for path in out.glob("*.pdf") if path.with_suffix(".cross.json").is_file())
        tasks = [(path, reader) for path in paths for reader in readers]
        with multiprocessing.Pool(WORKERS) as pool:
            results = pool.map(read, tasks, chunksize=1)
        print(report(results))
        if chosen.sheet:
            scores = {r.name: (r.producer, r.judged.f1) for r in reversed(results)}
            contact_sheets([(path, *scores[path.stem]) for path in paths], chosen.sheet)
    items = sum(result.judged.items + result.judged.read for result in results)
    f1 = 2 * sum(result.judged.exact for result in results) / max(1, items)
    return int(f1 < chosen.min or any(result.judged.outside for result in results))


if __name__ == "__main__":
    sys.exit(main())
