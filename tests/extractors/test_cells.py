"""Budget cells: which rows a cell applies to, and what a page end leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.cells import budget_cells
from pipeline.extractors.rows import PlanRow
from pipeline.lattice.columns import Column
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line

METRICS = Metrics(pitch=15.0, size=10.0, margin=5.0)


def line(v: float, text: str) -> Line:
    return Line(1, v, 10.0, 10.0 + 5.0 * len(text), 10.0, text, v)


def row(v0: float) -> PlanRow:
    return PlanRow(v0, (line(v0 + 10, "項"),), None, None, 0, False, None)


def track(role: str, rules: Sequence[float], lines: Sequence[Line] = ()) -> Track:
    return Track(Column(role, role, 0.0, 100.0), tuple(lines), tuple(rules))


def cells(
    plan_rules: Sequence[float],
    budget_rules: Sequence[float],
    texts: Sequence[Line],
    joints: Sequence[float] = (),
) -> list[tuple[str, tuple[int, ...], str, bool]]:
    """Text, rows, basis and doubt of each cell of a table with four rows, 20 pt high."""
    plan, budget = track("plan", plan_rules), track("budget_current", budget_rules, texts)
    table = Table((plan, budget), tuple(joints), ())
    rows = [row(v) for v in (0.0, 20.0, 40.0, 60.0)]
    found = budget_cells(table, budget, METRICS, plan, rows, [(0,), (1,), (2,), (3,)], ruled=True)
    return [(c.lines[0].text, c.drafts, c.basis, c.torn) for c in found]


def test_a_cell_between_two_rules_is_its_rows_own() -> None:
    assert cells((20, 40, 60), (20, 40, 60), [line(32, "500")]) == [("500", (1,), "own_cell", False)]


def test_a_cell_whose_column_leaves_out_a_rule_is_merged() -> None:
    assert cells((20, 40, 60), (20, 60), [line(42, "500")]) == [("500", (1, 2), "merged_cell", False)]


def test_without_rules_a_text_belongs_to_the_row_on_its_height() -> None:
    assert cells((), (), [line(50, "500")]) == [("500", (2,), "aligned", False)]


def test_where_merging_is_the_habit_a_page_end_at_a_row_leaves_a_doubt() -> None:
    found = cells((20, 60), (60,), [line(32, "500")], joints=(40.0,))
    assert found == [("500", (0, 1, 2), "merged_cell", True)]


def test_two_texts_on_both_sides_of_a_page_end_are_two_cells() -> None:
    found = cells((20, 60), (20, 60), [line(32, "500"), line(52, "700")], joints=(40.0,))
    assert found == [("500", (1,), "own_cell", False), ("700", (2,), "own_cell", False)]
