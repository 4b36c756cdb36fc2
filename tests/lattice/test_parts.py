"""What of a page a table takes: lines below its frame that go on in one of its columns."""

from __future__ import annotations

from array import array

from pipeline.extractors.plan_words import PlanWording
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lattice.parts import Front, Part, parts_of
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.profiles.profile import load_profile
from pipeline.readers.page import Rule

BOUNDS = (50.0, 150.0, 300.0)
CELLS = (HeaderCell("plan", "計畫項目", 80.0, 120.0), HeaderCell("implementation", "實施內容", 200.0, 240.0))


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


def parts(hanging: Run) -> tuple[list[Part], list[Front]]:
    """Parts and fronts of a framed table over two pages, its header on both, with a line below the first frame."""
    sheets, heads = [], {}
    for page, below in ((1, [hanging]), (2, [])):
        head = tuple(run(cell.text, cell.x0, 98.0) for cell in CELLS)
        row = [run("甲案", 56.0, 120.0), run("辦理訪視及", 156.0, 120.0)]
        rules = tuple(Rule(x, 85.0, x, 130.0) for x in BOUNDS)
        heads[page] = [Header(page, 88.0, 105.0, BOUNDS, CELLS, runs=head)]
        sheets.append(Sheet(page, 400.0, 200.0, (*head, *row, *below), (), rules, (), 0.0, 1))
    chunks = parts_of(sheets, heads, {1: [], 2: []}, PlanWording(load_profile()))
    return [c for c in chunks if isinstance(c, Part)], [c for c in chunks if isinstance(c, Front)]


def test_a_line_below_a_frame_goes_on_in_the_column_whose_texts_begin_where_it_does() -> None:
    (first, _), fronts = parts(run("輔導。", 156.0, 145.0))

    assert [one.text for one in first.runs] == ["甲案", "辦理訪視及", "輔導。"]
    assert not fronts


def test_a_line_that_begins_at_the_frame_and_not_where_texts_of_its_column_do_stands_above_the_next_table() -> (
    None
):
    (first, _), (front,) = parts(run("建築管理科", 50.0, 145.0))

    assert [one.text for one in first.runs] == ["甲案", "辦理訪視及"]
    assert [line.text for line in front.lines] == ["建築管理科"]
