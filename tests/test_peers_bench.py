"""What the comparison with other programs counts and how it is told."""

from collections import Counter

import pytest

from bench.goals import Growth, apart
from bench.peer_records import Table, records
from bench.peers import SAMPLES, truth
from bench.peers_report import Row, better, chart, csv_text, document, goals, summary
from tests.reading import LAYOUTS, NEXT_YEAR

HEAD: list[str | None] = ["機關工作項\n目", "重要工作計畫項目", "實施內容", "預算金額\n(單位：千元)"]


def test_work_items_are_filled_forward_with_the_outer_one() -> None:
    table: Table = [
        HEAD,
        ["一、民政\n(一)里政", "1.甲", "做甲。", "40"],
        [None, "2.乙", "做乙。", ""],
        ["(二)禮俗", "1.丙", "做丙。", ""],
    ]

    assert records(iter([table]), "lines") == [
        ["一、民政(一)里政", "1.甲", "做甲。", "40"],
        ["一、民政(一)里政", "2.乙", "做乙。", ""],
        ["一、民政(二)禮俗", "1.丙", "做丙。", ""],
    ]


def test_a_row_that_a_page_end_cuts_is_one_record() -> None:
    first: Table = [HEAD, ["一、民", "1.健康", "(1)繳", "8"]]
    second: Table = [HEAD, ["政", "保險。", "費。", ""], [None, "2.乙", "做乙。", ""]]

    assert records(iter([first, second]), "lines") == [
        ["一、民政", "1.健康保險。", "(1)繳費。", "8"],
        ["一、民政", "2.乙", "做乙。", ""],
    ]


def test_lines_of_text_are_joined_to_the_number_above_them() -> None:
    table: Table = [
        ["", "本年度", "計畫如下", ""],
        ["機關工作項", "重要工作計畫項目", "實施內容", "預算金額"],
        ["目", "", "", "(單位：千元)"],
        ["一、民政", "1. 里鄰長", "(1)繳費。", "8"],
        ["", "保險。", "(2)收費。", ""],
    ]

    assert records(iter([table]), "text") == [["一、民政", "1.里鄰長保險。", "(1)繳費。(2)收費。", "8"]]


def test_a_table_of_something_else_gives_no_record() -> None:
    assert records(iter([[["a", "b"], ["c", "d"]]]), "lines") == []


def test_all_samples_with_text_are_compared_by_their_truth() -> None:
    assert set(SAMPLES) == {*LAYOUTS.values(), NEXT_YEAR}
    assert {truth(path).total() for path in SAMPLES} == {180}
    assert truth(NEXT_YEAR) != truth(LAYOUTS["open"]) == truth(LAYOUTS["web"])


def row(program: str, seconds: float | None, ratio: float | None, exact: int | None, **more: float) -> Row:
    speed = None if seconds is None else 40 / seconds
    return Row(
        "a.pdf", program, "1.0", exact, exact, 180, 40, seconds, speed, ratio, more.get("floors"), 50.0
    )


ROWS = [
    row("floor", 0.1, 0.5, None, floors=1.0),
    row("workplan", 0.2, 1.0, 180, floors=2.0),
    row("pdfplumber extract_tables", 1.0, 5.0, None),
    row("Camelot lattice", 9.0, 45.0, 100),
    row("tablers", 0.05, 0.25, 167),
    Row("a.pdf", "img2table", "", note="not installed"),
]


def test_goals_are_held_or_missed_by_ratio() -> None:
    assert [(got, held) for _, got, _, held in goals(ROWS)] == [("2", True), ("5", False), ("45", True)]


def test_where_another_program_is_better_it_is_said() -> None:
    assert better(summary(ROWS)) == "- tablers is faster (4 times)."


def test_a_program_that_is_not_installed_is_told_as_such() -> None:
    text = document(ROWS, goals(ROWS), 5, 10)

    assert "Not measured: img2table (not installed)." in text
    assert "| img2table | not installed |" in text
    assert "**missed**" in text


def test_the_csv_has_a_line_for_each_program_and_file() -> None:
    lines = csv_text(ROWS).splitlines()

    assert len(lines) == 1 + len(ROWS)
    assert lines[2].startswith("a.pdf,workplan,1.0,180,180,180,40,0.2,200,1,2,50,")


def test_the_chart_names_every_program_that_was_measured() -> None:
    svg = chart(ROWS)

    assert Counter(name in svg for name in ("floor", "workplan", "tablers", "pages per second")) == {True: 4}
    assert "img2table" not in svg
    assert "Noto Sans CJK TC, sans-serif" in svg
    assert svg == chart(ROWS)


def test_growth_is_the_dearest_page_above_the_cheapest_of_the_same_round() -> None:
    short, long = Growth(10, [1.0, 2.0, 3.0]), Growth(100, [11.0, 22.0, 30.0])

    assert apart([short, long]) == pytest.approx(0.1)
    assert long.per_page_ms == 220
