"""Column bounds of a header without rules, from all pages that its table runs over."""

from __future__ import annotations

from array import array

from pipeline.extractors.plan_words import PlanWording
from pipeline.lattice.bounds import bounds_of_headers
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lines.runs import Run
from pipeline.profiles.profile import load_profile

CELLS = (
    HeaderCell("work", "工作項目", 60.0, 100.0),
    HeaderCell("plan", "計畫項目", 180.0, 220.0),
    HeaderCell("implementation", "實施內容", 330.0, 370.0),
)
HEAD = Header(1, 80.0, 100.0, (), CELLS)


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


FIRST = [run("一、文書", 60.0, 120.0), run("甲案", 180.0, 120.0), run("辦理訪視", 330.0, 120.0)]
LONG_CELL = [run("持續辦理訪視", 330.0, 20.0 + 11.0 * i) for i in range(12)]
WIDER = [run("二、檔案管理業務", 60.0, 160.0), run("乙案", 180.0, 160.0), run("召開會議", 290.0, 160.0)]


def bounds(*below: list[Run]) -> tuple[float, ...]:
    bodies = {1: FIRST} | dict(enumerate(below, 2))
    return bounds_of_headers(
        {1: [HEAD]} | {n: [] for n in bodies if n > 1}, bodies, PlanWording(load_profile()), {}
    )[HEAD]


def test_a_page_that_opens_with_one_long_cell_still_shows_the_columns() -> None:
    assert bounds([*LONG_CELL, *WIDER])[2] < 290.0 < bounds(LONG_CELL)[2]
    assert bounds(LONG_CELL, WIDER)[2] < 290.0


def test_what_stands_below_the_footnote_of_a_table_is_none_of_its_columns() -> None:
    note = [run("註：本表預算數以議會審定數為準。", 60.0, 200.0), run("單位：元", 270.0, 220.0)]

    assert bounds([*LONG_CELL, *WIDER, *note]) == bounds([*LONG_CELL, *WIDER])


def page_bounds(runs: list[Run]) -> tuple[float, ...]:
    return bounds_of_headers({1: [HEAD]}, {1: runs}, PlanWording(load_profile()), {})[HEAD]


ROWS = [
    one for y in (120.0, 140.0, 160.0) for one in (run("甲案", 180.0, y), run("召開會議研商辦理", 267.0, y))
]
MORE = [run("持續辦理業務推動", 267.0, 200.0 + 20.0 * n) for n in range(8)]


def test_a_word_that_stands_alone_beside_an_amount_may_stand_over_a_bound() -> None:
    # 各項加總 is listed nowhere, and begins where the texts of no column do.
    total = [run("各項加總", 228.0, 180.0), run("9,000", 340.0, 180.0)]

    assert page_bounds([*ROWS, *total])[2] == page_bounds(ROWS)[2]


def test_an_edge_of_many_texts_is_a_bound_though_another_row_stands_over_it() -> None:
    # Who signs stands in columns of its own, over the white between those of the table.
    signed = [run("承辦人：", 60.0, 400.0), run("主辦會計：", 248.0, 400.0), run("區長：", 400.0, 400.0)]
    long = [run("全年度應辦理事項", 180.0, 180.0), run("召開會議研商辦理", 267.0, 180.0)]

    assert page_bounds([*ROWS, *long, *MORE, *signed])[2] == 267.0


def test_rows_below_a_part_that_capital_numerals_number_show_the_columns() -> None:
    part = run("壹、文書業務", 60.0, 110.0)

    assert page_bounds([part, *ROWS]) == page_bounds(ROWS)
