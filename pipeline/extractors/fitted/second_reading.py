"""The whole way of the second reading: from the lattice's tables to what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.extractors.fitted.records import outline_of
from pipeline.extractors.fitted.strips import Sheaf, Strip, sheaf_of
from pipeline.extractors.fitted.walk import walk
from pipeline.extractors.fitted.weights import Weights, fitted_weights
from pipeline.extractors.outline import Outline
from pipeline.lattice.measures import Metrics, measure
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.profiles.profile import Profile


class FittedChooser:
    """Decides by the weights alone."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def drawn(self, _sheaf: Sheaf, features: Sequence[str]) -> bool:
        """Whether the table's drawn cells are its rows."""
        return self._weights.is_drawn(features)

    def row(self, _strip: Strip, features: Iterator[str], allowed: Sequence[int]) -> int:
        """The best choice for a strip."""
        return self._weights.row(features, allowed)

    def line(self, _place: int, _line: Line, features: Iterator[str], allowed: Sequence[int]) -> int:
        """The best choice for a line."""
        return self._weights.line(features, allowed)


class SecondReading:
    """What the tables of a document hold, by the fitted reading.

    Args:
        metrics: measures of all their columns, no row taken out of them.
        profile: words of totals, marks and signatures.
        weights: None for those that ship with the package.
    """

    def __init__(
        self, metrics: Mapping[Track, Metrics], profile: Profile, weights: Weights | None = None
    ) -> None:
        self._profile = profile
        self._chooser = FittedChooser(weights or fitted_weights())
        self._metrics = dict(metrics)

    def outline(self, table: Table) -> tuple[Outline, dict[Track, Metrics]]:
        """What one of the tables holds, and the measures of the columns that it stands in."""
        sheaf = sheaf_of(table, self._metrics, self._profile)
        found = outline_of(walk(sheaf, self._profile, self._chooser), self._profile)
        return found, dict(zip(sheaf.tracks, sheaf.metrics, strict=True))


def second_outlines(
    tables: Sequence[Table], profile: Profile, weights: Weights | None = None
) -> tuple[list[Outline], dict[Track, Metrics]]:
    """What all tables of a document hold, by the fitted reading; see ``SecondReading``."""
    reading = SecondReading(measure(tables), profile, weights)
    read = [reading.outline(table) for table in tables]
    return [outline for outline, _ in read], {
        track: one for _, measured in read for track, one in measured.items()
    }
