"""What is learned of a column: where texts stand in the height of their cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lattice.columns import Column
from pipeline.lattice.heads import Header
from pipeline.lattice.measures import measure
from pipeline.lattice.parts import Part
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.readers.page import ASCENT_EM

HEAD = Header(1, 0.0, 0.0, (), ())
CELL = 100.0


def is_middle(rules: Sequence[float], joints: Sequence[float], at: float) -> bool:
    """Whether texts of one line count as in the middle of their cells, 100 pt high, below one cell that is full."""
    heights = [*range(14, 95, 16), *(CELL * n + at for n in range(1, 6))]
    lines = tuple(Line(1, v, 5.0, 45.0, 10.0, "文書管理", v, bounds=(0.0, 100.0)) for v in heights)
    column = Column("plan", "計畫", 0.0, 100.0)
    part = Part(1, 0.0, 0.0, (column,), None, HEAD, (), True, (), (), ())
    track = Track(column, lines, tuple(rules))
    return bool(measure([Table((track,), tuple(joints), (part,), 6 * CELL)])[track].middle)


MIDDLE = CELL / 2 + 5.0 - 10.0 * (1 - ASCENT_EM) / 2


def test_cells_between_a_rule_and_a_page_end_tell_where_their_texts_stand() -> None:
    assert is_middle((100, 300, 500), (200, 400), MIDDLE)
    assert not is_middle((100, 300, 500), (200, 400), 14.0)


def test_without_rules_between_rows_a_page_is_no_cell() -> None:
    assert not is_middle((100,), (200, 300, 400, 500), MIDDLE)
