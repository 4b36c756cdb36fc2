"""Strips of height over all columns of a table, with what parts each from the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.lines.lines import Line
from pipeline.lines.runs import LINE_EM


class Band(NamedTuple):
    """Lines of one height.

    Attributes:
        cells: place of the column and its line, left to right.
    """

    cells: tuple[tuple[int, Line], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines, left to right."""
        return tuple(line for _, line in self.cells)

    @property
    def text(self) -> str:
        """All its text, as printed from left to right."""
        return "".join(line.ordinal + line.text for line in self.lines)

    @property
    def is_one_text(self) -> bool:
        """Whether it leaves no more white between its lines than one text does that was cut at bounds."""
        return all(b.x0 - a.x1 < b.size for a, b in pairwise(sorted(self.lines, key=lambda x: x.x0)))


def bands_of(columns: Sequence[Sequence[Line]]) -> list[Band]:
    """Bands of some columns of a table, top to bottom; lines of two pages are of no one band.

    Args:
        columns: lines of each column, top to bottom.
    """
    placed = [(i, line) for i, column in enumerate(columns) for line in column]
    bands: list[list[tuple[int, Line]]] = []
    for i, line in sorted(placed, key=lambda one: (one[1].v, one[1].x0)):
        above = bands[-1][0][1] if bands else None
        if above is not None and line.page == above.page and line.v - above.v <= LINE_EM * line.size:
            bands[-1].append((i, line))
        else:
            bands.append([(i, line)])
    return [Band(tuple(band)) for band in bands]
