"""How far down a table without rules reaches: which lines over its columns end it."""

from __future__ import annotations

from array import array

from pipeline.extractors.plan_words import PlanWording
from pipeline.lattice.reach import aligned
from pipeline.lines.runs import Run
from pipeline.profiles.profile import load_profile

WORDING = PlanWording(load_profile())
BOUNDS = (50.0, 150.0, 300.0, 400.0)


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


def entry(y: float) -> list[Run]:
    return [run("甲案", 60.0, y), run("辦理訪視。", 155.0, y), run("1,000", 310.0, y)]


PART, NEXT = run("壹、文書", 60.0, 100.0), run("貳、檔案", 60.0, 140.0)


def test_a_numbered_line_at_a_page_end_is_a_row_where_one_like_it_stands_between_rows() -> None:
    runs = [PART, *entry(120.0), NEXT]

    assert aligned(runs, BOUNDS, WORDING, 1) == runs


def test_it_is_one_where_the_part_of_the_table_before_has_one_like_it() -> None:
    runs = [*entry(120.0), NEXT]

    assert aligned(runs, BOUNDS, WORDING, 2, [PART, *entry(120.0)]) == runs


def test_a_numbered_line_at_a_page_end_is_a_heading_where_no_row_is_like_it() -> None:
    rows = entry(120.0)

    assert aligned([*rows, NEXT], BOUNDS, WORDING, 2, rows) == rows


def test_a_numbered_line_at_a_page_end_is_a_heading_where_those_like_it_stand_elsewhere() -> None:
    indented = run("壹、文書", 80.0, 100.0)
    rows = entry(120.0)

    assert aligned([*rows, NEXT], BOUNDS, WORDING, 2, [indented, *rows]) == rows
