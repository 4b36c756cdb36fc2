"""Two readings of a table side by side: where they differ, and what of the other one a record keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extractors.agreement import agreement_doubts, compared, with_other_readings
from pipeline.extractors.bars import PlanTable
from pipeline.extractors.cells import ColumnCell
from pipeline.extractors.outline import Draft, Outline, PlanLevel
from pipeline.extractors.paragraphs import Paragraph
from pipeline.extractors.works import WorkEntry
from pipeline.lattice.columns import Column
from pipeline.lattice.tables import Track
from pipeline.lines.lines import Line
from pipeline.models import OtherReading
from pipeline.normalizers.labels import find_label
from tests.contract import item, plan, section

COLUMNS = {"work": 0.0, "plan": 100.0, "implementation": 200.0, "budget": 300.0}


def line(v: float, text: str, column: str) -> Line:
    left = COLUMNS[column]
    return Line(1, v, left, left + 10.0 * len(text), 10.0, text, v, bounds=(left, left + 100.0))


def draft(work: Sequence[Line], plan_lines: Sequence[Line], *steps: Line) -> Draft:
    return Draft(
        tuple(WorkEntry(one.v, 1, (one,), find_label(one.text)) for one in work),
        tuple(PlanLevel(find_label(one.text), (one,)) for one in plan_lines),
        tuple(Paragraph((one,), find_label(one.text), None) for one in steps),
        (),
        None,
        None,
    )


def outline(*drafts: Draft, cells: Sequence[ColumnCell] = ()) -> Outline:
    return Outline(PlanTable((), (), ()), drafts, tuple(cells), ())


def cell(drafts: tuple[int, ...], *lines: Line) -> ColumnCell:
    return ColumnCell(
        Track(Column("預算", "budget_current", 300.0, 400.0), (), ()), lines, drafts, "own_cell"
    )


def others(first: Outline, second: Outline) -> list[tuple[OtherReading, ...]]:
    """What each record of the first keeps of the second."""
    names = [f"i{n}" for n, _ in enumerate(first.drafts)]
    found = compared(first, second).differences
    read = plan("p-112", section("s", tuple(map(item, names))))
    (kept,) = with_other_readings([read], {names[at]: found[at] for at in found})
    return [one.other_reading for one in kept.sections[0].items]


WORK, INNER = line(0, "一、社會福利", "work"), line(15, "(一)老人福利", "work")
FIRST, NEXT = line(0, "1. 辦理參訪", "plan"), line(60, "2. 表揚", "plan")
STEP, SECOND_STEP = line(0, "(1)函報", "implementation"), line(15, "(2)核定", "implementation")


def test_records_that_are_read_alike_keep_nothing_of_the_other_reading() -> None:
    one = outline(draft([WORK], [FIRST], STEP))
    assert others(one, one) == [()]


def test_levels_and_steps_of_the_other_reading_are_lines_as_a_record_shows_them() -> None:
    first = outline(draft([WORK], [FIRST], STEP))
    second = outline(draft([WORK, INNER], [FIRST], STEP, SECOND_STEP))
    assert others(first, second) == [
        (
            OtherReading(field="work_item", text="一、社會福利\n(一)老人福利"),
            OtherReading(field="implementation", text="(1)函報\n(2)核定"),
        )
    ]


def test_amounts_of_the_other_reading_stay_apart() -> None:
    paid = [cell((0,), line(0, "100", "budget"), line(15, "20", "budget"))]
    first, second = outline(draft([], [FIRST])), outline(draft([], [FIRST]), cells=paid)
    assert others(first, second) == [(OtherReading(field="budget", text="100\n20"),)]
    assert others(second, first) == [(OtherReading(field="budget", text=""),)]


def test_a_record_that_the_other_reading_does_not_have_has_no_text_there() -> None:
    first = outline(draft([], [FIRST]), draft([], [NEXT]))
    assert others(first, outline(draft([], [FIRST]))) == [(), (OtherReading(field="record", text=""),)]


def test_a_record_within_another_one_is_told_of_it_with_its_plan_item() -> None:
    joined = replace(draft([], []), plan=(PlanLevel(find_label(FIRST.text), (FIRST, NEXT)),))
    second = outline(draft([], [FIRST]), draft([], [NEXT]))
    assert OtherReading(field="record", text="2. 表揚") in others(outline(joined), second)[0]


def test_a_heading_that_several_records_share_is_told_of_the_one_below_it() -> None:
    heading, third = line(-15, "(一)老人福利", "plan"), line(75, "3. 頒獎", "plan")
    first = outline(draft([], [heading, FIRST]), draft([], [heading, NEXT]), draft([], [heading, third]))
    second = outline(draft([], [heading]), draft([], [FIRST]), draft([], [NEXT]), draft([], [third]))
    kept = others(first, second)
    assert OtherReading(field="record", text="(一)老人福利") in kept[0]
    assert [one.field for reading in kept[1:] for one in reading] == ["plan_item", "plan_item"]


def test_a_record_of_the_other_reading_alone_is_told_of_no_item() -> None:
    (told,) = agreement_doubts(
        compared(outline(draft([], [FIRST])), outline(draft([], [FIRST]), draft([], [NEXT]))), ["i0"]
    )
    assert (told.rule, told.item_id, told.detail) == ("record-lacking", None, "2. 表揚")


def test_what_differs_is_quoted_with_both_texts() -> None:
    first, second = outline(draft([WORK], [FIRST])), outline(draft([INNER], [FIRST]))
    (told,) = agreement_doubts(compared(first, second), ["i0"])
    assert (told.item_id, told.reason) == ("i0", "work_item")
    assert told.detail == "一、社會福利 ↔ (一)老人福利"
