"""Fits the second reading without a family of traits and tells how documents of that family are read then.

usage: python -m bench.layouts --families --train FOLDER... --test FOLDER...

For each family of the wide generator: weights are fitted on the documents of the first folders that have none of its
traits, and the documents of the others that have one are read: by the first reading alone, by the second alone, and
by both.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from multiprocessing import Pool
from operator import add
from pathlib import Path
from unittest.mock import patch

from bench.fitting import Example, examples, weights_of
from bench.verdicts import Verdict, refused, verdict
from pipeline import extract
from pipeline.errors import WorkplanError
from pipeline.extractors import document, readings
from pipeline.extractors.fitted import second_reading as reading
from pipeline.extractors.fitted.weights import Weights
from pipeline.lattice.tables import Table
from pipeline.profiles.profile import Profile
from tests.making.wide.traits import FAMILIES

HEADS = ("family", "documents", "records", "first", "silent", "second", "silent", "both", "silent", "alarms")
READ_BOTH = readings.read_tables


@dataclass(frozen=True)
class Taught:
    """A document with the choices that its truth makes."""

    traits: frozenset[str]
    choices: tuple[list[Example], list[Example], list[Example]]


def taught(path: Path) -> Taught:
    """Read a document as its truth has it."""
    return Taught(traits_of(path), examples(path))


def traits_of(path: Path) -> frozenset[str]:
    """The traits of a document of the wide generator."""
    return frozenset(
        json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))["made"]["traits"]
    )


def second_alone(tables: Sequence[Table], profile: Profile, *, single: bool) -> readings.TwoReadings:
    """The second reading in the place of both."""
    del single
    found, metrics = reading.second_outlines(tables, profile)
    return readings.TwoReadings(tuple(readings.TableReadings(one, None) for one in found), metrics)


def judged(task: tuple[Path, Weights]) -> tuple[Verdict, Verdict, Verdict]:
    """A document by the first reading, by the second, and by both."""
    path, weights = task
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))

    def by(read_tables: object, *, single: bool) -> Verdict:
        # The weights that ship are of all families.
        with (
            patch.object(reading, "fitted_weights", lambda: weights),
            patch.object(document, "read_tables", read_tables),
        ):
            try:
                return verdict(truth, extract(path, single=single))
            except WorkplanError:
                return refused(truth)

    return by(READ_BOTH, single=True), by(second_alone, single=True), by(READ_BOTH, single=False)


def rows(train: Sequence[Path], test: Sequence[Path], workers: int) -> Iterator[tuple[str, ...]]:
    """A row for each family, and one for the weights of all."""
    with Pool(workers) as pool:
        known = pool.map(taught, train, chunksize=4)
        traits = {path: traits_of(path) for path in test}
        sets: Mapping[str, frozenset[str]] = {"(none left out)": frozenset()} | {
            name: frozenset(map(str, members)) for name, members in FAMILIES.items()
        }
        for name, members in sets.items():
            weights = weights_of([one.choices for one in known if not one.traits & members])
            paths = [path for path in test if not members or traits[path] & members]
            found = pool.map(judged, [(path, weights) for path in paths], chunksize=2)
            if found:
                yield _row(name, len(paths), [reduce(add, some) for some in zip(*found, strict=True)])


def _row(name: str, documents: int, sums: Sequence[Verdict]) -> tuple[str, ...]:
    records = sums[0].records
    cells = [cell for one in sums for cell in (f"{one.right / max(records, 1):.3f}", str(one.silent))]
    return name, str(documents), str(records), *cells, str(sums[-1].false_alarms)


def report(train: Sequence[Path], test: Sequence[Path], workers: int) -> Iterator[str]:
    """The lines of the table."""
    for cells in (HEADS, *rows(train, test, workers)):
        yield f"{cells[0]:<18}" + "".join(f"{cell:>10}" for cell in cells[1:])
