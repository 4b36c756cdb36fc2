"""How far down a table reaches by its rules: over rows that no column rule parts, and as far as its frame."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from pipeline.extractors.plan_words import PlanWording
from pipeline.lattice.frames import frames_of
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lattice.parts import Part, parts_of
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.profiles.profile import load_profile
from pipeline.readers.page import Rule

CELLS = (
    HeaderCell("plan", "計畫項目", 60.0, 100.0),
    HeaderCell("implementation", "實施內容", 200.0, 240.0),
    HeaderCell("budget_current", "預算金額", 350.0, 390.0),
)
BETWEEN = (150.0, 300.0)
"""Where rules stand between the columns, if any do."""
BOUNDS = (-9000.0, *BETWEEN, 9000.0)
TITLE = "虛構鄉公所112年度工作計畫"
STATISTICS = "近三年申請案件統計"


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


def entry(y: float, contents: str = "辦理訪視。") -> list[Run]:
    return [run("甲案", 60.0, y), run(contents, 200.0, y), run("1,000", 350.0, y)]


def sheet(runs: Sequence[Run], vertical: Sequence[Rule], number: int = 1) -> Sheet:
    return Sheet(number, 500.0, 700.0, tuple(runs), (), tuple(vertical), (), 0.0, 1)


def header(bounds: tuple[float, ...], page: int = 1) -> Header:
    runs = tuple(run(cell.text, cell.x0, 98.0) for cell in CELLS)
    return Header(page, 88.0, 100.0, bounds, CELLS, runs=runs)


def part_below(head: Header, runs: Sequence[Run], vertical: Sequence[Rule]) -> tuple[Part, ...]:
    page = sheet([*head.runs, *runs], vertical)
    chunks = parts_of([page], {1: [head]}, {1: []}, PlanWording(load_profile()))
    return tuple(chunk for chunk in chunks if isinstance(chunk, Part))


def column_rules(*spans: tuple[float, float]) -> list[Rule]:
    return [Rule(x, top, x, bottom) for x in BETWEEN for top, bottom in spans]


def test_columns_that_begin_again_below_a_roomy_row_go_on_without_any_level_rule() -> None:
    below = [*entry(120.0), run("農業推廣", 60.0, 152.0), *entry(182.0)]
    (part,) = part_below(header(BOUNDS), below, column_rules((85.0, 135.0), (165.0, 195.0)))

    assert list(part.runs) == below


def test_a_row_below_which_one_column_only_begins_again_ends_the_table() -> None:
    below = [*entry(120.0), run("農業推廣", 60.0, 152.0), *entry(182.0)]
    rules = [*column_rules((85.0, 135.0)), Rule(BETWEEN[0], 165.0, BETWEEN[0], 195.0)]
    (part,) = part_below(header(BOUNDS), below, rules)

    assert list(part.runs) == below[:3]


def test_a_sum_above_a_roomy_row_leaves_the_columns_that_it_stands_over_out() -> None:
    # The rules of the text columns end above the sum, that of the amounts below it.
    below = [
        run("總計", 140.0, 120.0),
        run("9,000", 350.0, 120.0),
        run("農業推廣", 60.0, 152.0),
        *entry(182.0),
    ]
    rules = [
        Rule(150.0, 85.0, 150.0, 105.0),
        Rule(300.0, 85.0, 300.0, 135.0),
        *column_rules((165.0, 195.0)),
    ]
    (part,) = part_below(header(BOUNDS), below, rules)

    assert list(part.runs) == below


def frame(top: float, bottom: float) -> list[Rule]:
    return [Rule(x, top, x, bottom) for x in (50.0, 410.0)]


def test_a_table_reaches_as_far_as_its_frame_and_no_further() -> None:
    # A line over all columns that reads like a heading, and a table of other columns below the frame.
    inside = [*entry(120.0), run("壹、農業推廣及休閒農業輔導業務", 60.0, 150.0), *entry(180.0)]
    beyond = [run(STATISTICS, 60.0, 230.0), *(run("112年", x, 250.0) for x in (60.0, 130.0, 250.0, 350.0))]
    (part,) = part_below(header(()), [*inside, *beyond], frame(85.0, 200.0))

    assert list(part.runs) == inside
    assert part.boxed


def test_a_frame_with_text_above_the_header_on_one_page_is_the_frame_of_pages() -> None:
    first, second = header(()), header((), 2)
    sheets = [
        sheet([run(TITLE, 60.0, 60.0), *first.runs], frame(40.0, 600.0)),
        sheet(second.runs, frame(80.0, 600.0), number=2),
    ]
    heads = {1: [first], 2: [second]}

    assert frames_of(sheets, heads) == {}
    assert list(frames_of(sheets[1:], heads)) == heads[2]
