"""Reads plans of the wide generator and counts records, per family of traits, per trait and per producer."""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import reduce
from operator import add
from pathlib import Path

from bench.verdicts import Verdict, refused, verdict
from pipeline import extract
from pipeline.errors import WorkplanError
from pipeline.models import Reader
from tests.making.wide import making
from tests.making.wide.traits import FAMILIES

HEADS = (
    "", "docs", "perfect", "records", "right", "told", "silent", "missing", "invented", "alarms", "refused",
)  # fmt: skip


@dataclass(frozen=True)
class WideResult:
    """How one document was read by one engine."""

    name: str
    producer: str
    traits: frozenset[str]
    reader: Reader
    verdict: Verdict
    failure: str = ""


def make(
    out: Path, *, seed: int, count: int, alone: bool, family: str | None = None, without: str | None = None
) -> list[Path]:
    """Give the documents of a folder, made if it holds none.

    Args:
        out: the folder.
        seed: other numbers give other documents.
        count: how many.
        alone: one document for each trait instead.
        family: each document has a trait of this family at least.
        without: no document has a trait of this family.
    """
    if not list(out.glob("*.lines.json")):
        options = ["--seed", str(seed), "--count", str(count), "--out", str(out)]
        options += ["--alone"] if alone else []
        options += ["--family", family] if family else []
        making.main([*options, "--without", without] if without else options)
    return sorted(path for path in out.glob("*.pdf") if path.with_suffix(".lines.json").is_file())


def read(task: tuple[Path, Reader]) -> WideResult:
    """Read and judge one document."""
    path, reader = task
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    failure = ""
    try:
        outcome = verdict(truth, extract(path, reader=reader))
    except WorkplanError as error:
        outcome, failure = refused(truth), str(error)
    except Exception as error:
        # A crash is the worst of results, and is to stand in the table.
        outcome, failure = refused(truth), f"{type(error).__name__}: {error}"
    made = truth["made"]
    return WideResult(path.stem, made["producer"], frozenset(made["traits"]), reader, outcome, failure)


def read_all(paths: Sequence[Path], readers: Sequence[Reader], workers: int) -> list[WideResult]:
    """Read and judge documents, several at a time."""
    with multiprocessing.Pool(workers) as pool:
        return pool.map(read, [(path, reader) for path in paths for reader in readers], chunksize=1)


def _row(name: str, results: Sequence[WideResult]) -> str:
    total = reduce(add, (result.verdict for result in results), Verdict())
    cells = (len(results), sum(result.verdict.perfect for result in results), *astuple(total))
    return f"{name:<28}" + "".join(f"{cell:>9}" for cell in cells)


def _rows(results: Sequence[WideResult]) -> Iterator[str]:
    yield f"{HEADS[0]:<28}" + "".join(f"{head:>9}" for head in HEADS[1:])
    for reader in sorted({result.reader for result in results}):
        yield _row(reader, [one for one in results if one.reader == reader])
    for producer in sorted({result.producer for result in results}):
        yield _row(producer, [one for one in results if one.producer == producer])
    for family, traits in FAMILIES.items():
        yield _row(family.upper(), [one for one in results if one.traits & set(traits)])
        for trait in traits:
            having = [one for one in results if trait in one.traits]
            if having:
                yield _row(f"  {trait}", having)


def report(results: Sequence[WideResult]) -> str:
    """Write the table, and then each document that was not read rightly in all."""
    lines = [*_rows(results), ""]
    for result in results:
        one = result.verdict
        if not one.perfect:
            lines.append(
                f"{result.name} {result.reader} right {one.right}/{one.records} told {one.told} "
                f"silent {one.silent} missing {one.missing} invented {one.invented} alarms {one.false_alarms} "
                f"{result.failure}".rstrip()
            )
            lines.append("  " + " ".join(sorted(result.traits)))
    return "\n".join(lines)


def right_share(results: Sequence[WideResult]) -> float:
    """Give the share of records that are right."""
    records = sum(result.verdict.records for result in results)
    return sum(result.verdict.right for result in results) / max(1, records)
