"""What stands below a header's columns bears witness of them: amounts, and texts that are numbered.

The words of a header come first. Where they do not tell, the numbers do: a column of amounts below a word for money
is a budget, and of columns whose amounts add up to one of them that one is the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.header_cells import GrowingHeaderCell
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.money import parse_budget
from pipeline.normalizers.patterns import late

MOST_AMOUNTS = 0.6
"""A column of amounts holds them in at least this share of its texts; 無, sources and notes are the others."""
SOME_NUMBERED = 0.2
"""A column of numbered texts has labels on at least this share of its lines; the others are lines that go on."""
SOME_PROSE = 0.25
"""Contents are sentences: at least this share of their lines holds a comma or a full stop; names hold few."""
PRINTED_SUM_PARTS = 2
"""One amount that equals another one is no sum."""
PROSE = late("[，。；]")
SAME_ROW_EM = 0.5
"""Amounts of one row stand at one height."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What stands below one column, as far as the page goes.

    Attributes:
        numbered: whether its texts have labels.
        amounts: what its texts say, by their heights; empty where it is no column of amounts.
        size: of its type.
        prose: whether its texts are sentences.
    """

    numbered: bool = False
    amounts: Mapping[float, int] | None = None
    size: float = 0.0
    prose: bool = False


def witnesses(
    sheet: Sheet,
    cells: Sequence[GrowingHeaderCell],
    bounds: Sequence[float],
    bottom: float,
    asked: Sequence[bool],
) -> list[Witness]:
    """What the texts below a header tell of each of its columns.

    Args:
        sheet: the page.
        cells: texts of the columns.
        bounds: x of the rules around the columns; without them a text belongs to the nearest header above it.
        bottom: of the header.
        asked: which columns are asked; of the others nothing is told.
    """
    if not any(asked):
        return [Witness()] * len(cells)
    texts: list[list[Run]] = [[] for _ in cells]
    for run in sheet.runs:
        if run.y > bottom + run.size * SAME_ROW_EM and not run.note:
            at = _column_of(run, cells, bounds)
            if at is not None and asked[at]:
                texts[at].append(run)
    return [_witness(column) for column in texts]


def column_of_sums(columns: Sequence[Witness]) -> int | None:
    """The only column whose amount is the sum of the others' in every row that has some of them; None where none is."""
    found = [at for at in range(len(columns)) if _sums_up(columns, at)]
    return found[0] if len(found) == 1 else None


def _column_of(run: Run, cells: Sequence[GrowingHeaderCell], bounds: Sequence[float]) -> int | None:
    middle = (run.x0 + run.x1) / 2
    if bounds:
        inside = sum(x <= middle for x in bounds) - 1
        return inside if 0 <= inside < len(cells) else None
    over = [at for at, cell in enumerate(cells) if run.x0 < cell.x1 and cell.x0 < run.x1]
    if len(over) == 1:
        return over[0]
    return (
        None if over else min(range(len(cells)), key=lambda at: abs(cells[at].x0 + cells[at].x1 - 2 * middle))
    )


def _witness(runs: Sequence[Run]) -> Witness:
    if not runs:
        return Witness()
    values = {run.y: parse_budget(run.text, "元") for run in runs}
    amounts = {y: value.amount_twd for y, value in values.items() if value.amount_twd is not None}
    told = sum(value.kind != "text" for value in values.values())
    # A code such as A1 or 2-1 that nothing follows numbers no text.
    labels = sum((label := find_label(run.text)) is not None and bool(label.rest) for run in runs)
    many = bool(amounts) and told >= MOST_AMOUNTS * len(values) and not _counts_rows(list(amounts.values()))
    sentences = sum(PROSE.search(run.text) is not None for run in runs)
    return Witness(
        not many and labels >= max(1, SOME_NUMBERED * len(runs)),
        amounts if many else None,
        runs[0].size,
        sentences >= SOME_PROSE * len(runs),
    )


def _counts_rows(values: Sequence[int]) -> bool:
    """Whether amounts are 1, 2, 3: numbers of the rows."""
    return list(values) == list(range(values[0], values[0] + len(values))) and values[0] in {0, 1}


def _sums_up(columns: Sequence[Witness], at: int) -> bool:
    others = [column for i, column in enumerate(columns) if i != at]
    rows = 0
    for y, whole in (columns[at].amounts or {}).items():
        parts = [value for column in others if (value := _at_height(column, y)) is not None]
        if sum(parts) != whole:
            return False
        rows += sum(value != 0 for value in parts) >= PRINTED_SUM_PARTS
    return rows > 0


def _at_height(column: Witness, y: float) -> int | None:
    near = (v for other, v in (column.amounts or {}).items() if abs(other - y) <= SAME_ROW_EM * column.size)
    return next(near, None)
