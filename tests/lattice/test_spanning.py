"""Rows over all columns of a table without rules."""

from __future__ import annotations

from array import array

from pipeline.lattice.columns import Column
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lattice.parts import Part
from pipeline.lattice.spans import Around, spanning_runs
from pipeline.lines.runs import Run

COLUMNS = (
    Column("plan", "計畫項目", 50.0, 200.0, lead=80.0, lead_header="項次"),
    Column("implementation", "實施內容", 200.0, 350.0),
)
HEADER = Header(1, 80.0, 100.0, (), tuple(HeaderCell(c.role, c.header, c.x0, c.x1) for c in COLUMNS))


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


def over(*runs: Run) -> list[str]:
    part = Part(1, 100.0, 300.0, COLUMNS, HEADER, HEADER, (50.0, 200.0, 350.0), False, runs, (), ())
    return [one.text for one in spanning_runs(part, Around(opens=False))[0]]


ROW = (run("1", 60.0, 140.0), run("甲案", 85.0, 140.0), run("辦理訪視。", 205.0, 140.0))


def test_a_text_that_reaches_over_a_column_of_ordinals_stands_over_the_columns() -> None:
    assert over(run("一、農業推廣", 55.0, 120.0), *ROW) == ["一、農業推廣"]


def test_a_text_behind_a_column_of_ordinals_is_one_of_its_column() -> None:
    assert over(run("一、農業推廣", 85.0, 120.0), *ROW) == []
