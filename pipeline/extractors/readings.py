"""Both readings of each table: which of them gives the records, and where the other has something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.agreement import Compared, Difference, agreement_doubts, compared
from pipeline.extractors.bars import PlanTable, plan_table
from pipeline.extractors.breaches import breaches
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.fitted.second_reading import SecondReading
from pipeline.extractors.outline import Outline, first_outline
from pipeline.forks import NO_CREW, Crew
from pipeline.lattice.measures import Metrics, measure
from pipeline.lattice.tables import Table, Track
from pipeline.profiles.profile import Profile

LEAST_READ_LINES = 3000
"""Where tables have fewer lines a fork costs as much as it saves."""


@dataclass(frozen=True, slots=True)
class TableReadings:
    """A table as it was read.

    Attributes:
        taken: the reading that gives the records.
        beside: the other one, as it differs from that; None where the table was read once.
    """

    taken: Outline
    beside: Compared | None


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """All tables of a document as they were read.

    Attributes:
        tables: in order.
        metrics: measures of the columns in which the records' texts stand.
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
            if table.beside is not None:
                found, names = table.beside, ids[table.taken]
                differing |= {names[at]: differences for at, differences in found.differences.items()}
                doubts += agreement_doubts(found, names)
        return differing, doubts


def read_tables(
    tables: Sequence[Table], profile: Profile, *, single: bool, crew: Crew = NO_CREW
) -> TwoReadings:
    """Read each table twice, by evidence that was weighed by hand and by fitted weights.

    The reading with fewer breaches of what plans have in common gives the records; where both have as many, the
    first.

    Args:
        tables: of the lattice.
        profile: words of totals, marks and signatures.
        single: whether to read once only.
        crew: reads them.
    """
    lines = sum(len(track.lines) for table in tables for track in table.tracks)
    able = crew if lines >= LEAST_READ_LINES else NO_CREW
    plans, raw_metrics = _prepared(tables, profile, able, single=single)
    metrics = measure(plans)
    second = None if single else SecondReading(raw_metrics, profile)

    def read(at: int) -> tuple[TableReadings, dict[Track, Metrics]]:
        first = first_outline(plans[at], metrics)
        if second is None:
            return TableReadings(first, None), {track: metrics[track] for track in first.table.tracks}
        other, others = second.outline(tables[at])
        chosen = _chosen(first, other, profile)
        known = metrics if chosen.taken is first else others
        return chosen, {track: known[track] for track in chosen.taken.table.tracks}

    done = able.each(read, len(tables))
    measured = {track: one for _, found in done for track, one in found.items()}
    return TwoReadings(tuple(one for one, _ in done), measured)


def _prepared(
    tables: Sequence[Table], profile: Profile, crew: Crew, *, single: bool
) -> tuple[list[PlanTable], dict[Track, Metrics]]:
    """The tables with the rows that are no plan rows apart; for the second reading the measures of their columns."""
    tracks = [] if single else [track for table in tables for track in table.tracks]

    def prepare(at: int) -> tuple[list[PlanTable], list[Metrics]]:
        if at:
            return [plan_table(tables[at - 1], profile)], []
        found = measure(tables) if tracks else {}
        return [], [found[track] for track in tracks]

    done = crew.each(prepare, len(tables) + 1)
    plans = [plan for some, _ in done for plan in some]
    return plans, dict(zip(tracks, done[0][1], strict=True))


def _chosen(first: Outline, second: Outline, profile: Profile) -> TableReadings:
    found = compared(first, second)
    if (found.differences or found.lacking) and breaches(second, profile) < breaches(first, profile):
        return TableReadings(second, compared(second, first))
    return TableReadings(first, found)
