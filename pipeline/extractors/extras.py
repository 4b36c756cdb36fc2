"""Columns without a role: a cell that is merged over rows is said of each item beside it, as a budget is."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extractors.cells import Cell, each_its_own
from pipeline.lines.lines import Line

Extras = tuple[tuple[str, tuple[Line, ...]], ...]
"""Header and lines of each column."""


def extras_of(drafts: int, cells: Iterable[Cell]) -> list[Extras]:
    """For each of so many drafts the texts of the cells that apply to it, column by column."""
    held: list[dict[int, tuple[str, list[Line]]]] = [{} for _ in range(drafts)]
    for cell in each_its_own(tuple(cells)):
        for draft in cell.drafts:
            held[draft].setdefault(id(cell.track), (cell.header, []))[1].extend(cell.lines)
    return [tuple((header, tuple(lines)) for header, lines in columns.values()) for columns in held]
