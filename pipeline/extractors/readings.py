"""Both readings of each table: which of them gives the records, and where the other has something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extractors.agreement import Difference, agreement_doubts, compared
from pipeline.extractors.bars import plan_table
from pipeline.extractors.breaches import breaches
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.fitted.second_reading import second_outlines
from pipeline.extractors.outline import Outline, outlines
from pipeline.lattice.measures import Metrics, measure
from pipeline.lattice.tables import Table, Track
from pipeline.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class TableReadings:
    """A table as it was read.

    Attributes:
        taken: the reading that gives the records.
        other: the other one; None where the table was read once.
    """

    taken: Outline
    other: Outline | None


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """All tables of a document as they were read.

    Attributes:
        tables: in order.
        metrics: measures of all columns that they stand in.
    """

    tables: tuple[TableReadings, ...]
    metrics: Mapping[Track, Metrics]

    def differing(
        self, ids: Mapping[Outline, Sequence[str]]
    ) -> tuple[dict[str, tuple[Difference, ...]], list[Doubt]]:
        """Where the readings differ, by identifiers of records, and what is to be told of it.

        Args:
            ids: identifiers of the records of each outline that was taken.
        """
        differing: dict[str, tuple[Difference, ...]] = {}
        doubts: list[Doubt] = []
        for table in self.tables:
            if table.other is not None:
                found, names = compared(table.taken, table.other), ids[table.taken]
                differing |= {names[at]: differences for at, differences in found.differences.items()}
                doubts += agreement_doubts(found, names)
        return differing, doubts


def read_tables(tables: Sequence[Table], profile: Profile, *, single: bool) -> TwoReadings:
    """Read each table twice, by evidence that was weighed by hand and by fitted weights.

    The reading with fewer breaches of what plans have in common gives the records; where both have as many, the
    first.

    Args:
        tables: of the lattice.
        profile: words of totals, marks and signatures.
        single: whether to read once only.
    """
    plans = [plan_table(table, profile) for table in tables]
    metrics = dict(measure(plans))
    first = outlines(plans, metrics)
    if single:
        return TwoReadings(tuple(TableReadings(one, None) for one in first), metrics)
    second, others = second_outlines(tables, profile)
    metrics |= others
    return TwoReadings(tuple(map(lambda a, b: _chosen(a, b, profile), first, second)), metrics)


def _chosen(first: Outline, second: Outline, profile: Profile) -> TableReadings:
    found = compared(first, second)
    if not found.differences and not found.lacking:
        return TableReadings(first, second)
    better = breaches(second, profile) < breaches(first, profile)
    return TableReadings(second, first) if better else TableReadings(first, second)
