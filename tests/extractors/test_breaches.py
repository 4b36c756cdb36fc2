"""What no office prints in a table of a plan: each breach by itself, and a table that holds none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extractors.bars import PlanTable
from pipeline.extractors.breaches import breaches
from pipeline.extractors.cells import ColumnCell
from pipeline.extractors.outline import Draft, Outline, PlanLevel
from pipeline.extractors.paragraphs import Paragraph
from pipeline.extractors.works import WorkEntry
from pipeline.lattice.columns import Column
from pipeline.lattice.tables import Track
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import find_label
from pipeline.profiles.profile import load_profile


def line(v: float, text: str) -> Line:
    return Line(1, v, 0.0, 10.0 * len(text), 10.0, text, v, bounds=(0.0, 200.0))


def draft(work: WorkEntry, v: float, *plan: str, steps: tuple[str, ...] = ("辦理宣導。",)) -> Draft:
    lines = tuple(line(v + 15.0 * at, text) for at, text in enumerate(plan))
    level = (PlanLevel(find_label(plan[0]), lines),) if plan else ()
    contents = tuple(Paragraph((line(v + at, text),), None, None) for at, text in enumerate(steps))
    return Draft((work,), level, contents, (), None, None)


def amount(text: str, *drafts: int) -> ColumnCell:
    return ColumnCell(BUDGET, (line(0, text),), drafts, "own_cell")


BUDGET = Track(Column("budget_current", "預算", 300.0, 400.0), (), ())
WORK = WorkEntry(0.0, 1, (line(0, "一、社會福利"),), find_label("一、社會福利"))
NEXT_WORK = WorkEntry(90.0, 1, (line(90, "二、民政"),), find_label("二、民政"))
FIRST, SECOND = draft(WORK, 0, "1.辦理參訪"), draft(WORK, 60, "2.表揚")
THIRD = draft(NEXT_WORK, 90, "1.調解")
RIGHT = Outline(
    PlanTable((), (), ()), (FIRST, SECOND, THIRD), (amount("120", 0), amount("8,359", 1)), (WORK, NEXT_WORK)
)


def test_a_plan_as_offices_print_it_holds_none() -> None:
    assert breaches(RIGHT, load_profile()) == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (
            "a sum in the plan item",
            replace(RIGHT, drafts=(draft(WORK, 0, "1.辦理參訪", "合計"), SECOND, THIRD)),
        ),
        (
            "a mark in the contents",
            replace(RIGHT, drafts=(draft(WORK, 0, "1.參訪", steps=("(續)",)), SECOND)),
        ),
        ("two amounts at one record", replace(RIGHT, cells=(*RIGHT.cells, amount("500", 1)))),
        ("an amount of nobody", replace(RIGHT, cells=(*RIGHT.cells, amount("500")))),
        ("no plan item", replace(RIGHT, drafts=(FIRST, draft(WORK, 60), THIRD))),
        ("no contents", replace(RIGHT, drafts=(FIRST, draft(WORK, 60, "2.表揚", steps=()), THIRD))),
        ("a number twice", replace(RIGHT, drafts=(FIRST, draft(WORK, 60, "1.表揚"), THIRD))),
        ("a label within an item", replace(RIGHT, drafts=(draft(WORK, 0, "1.參訪", "2.表揚"), THIRD))),
        ("no work item", replace(RIGHT, drafts=(FIRST, replace(SECOND, work=()), THIRD))),
    ],
)
def test_each_breach_counts(name: str, wrong: Outline) -> None:
    assert breaches(wrong, load_profile()) == 1, name


def test_a_number_left_out_is_none() -> None:
    assert breaches(replace(RIGHT, drafts=(FIRST, draft(WORK, 60, "3.表揚"), THIRD)), load_profile()) == 0


def test_the_next_number_within_the_contents_counts() -> None:
    step = line(75, "2.表揚")
    held = replace(FIRST, contents=(*FIRST.contents, Paragraph((step,), find_label(step.text), None)))
    assert breaches(replace(RIGHT, drafts=(held, THIRD)), load_profile()) == 1


def test_works_out_of_sequence_count() -> None:
    again = WorkEntry(90.0, 1, (line(90, "一、民政"),), find_label("一、民政"))
    assert breaches(replace(RIGHT, works=(WORK, again)), load_profile()) == 1


def test_a_line_that_stands_nowhere_counts() -> None:
    lost = Track(BUDGET.column, (line(30, "77"),), ())
    assert breaches(replace(RIGHT, table=PlanTable((lost,), (), ())), load_profile()) == 1
