"""What the comparison with other programs counts and how it is told."""

import json
import os
import sys
import venv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench.goals import Growth, apart
from bench.peer_records import Table, records
from bench.peers import SAMPLES, main, truth
from bench.peers_report import Row, beaten, better, chart, csv_text, document, goals, summary
from tests.making.layout import Column, Layout
from tests.making.plan import Item, Plan, Unit
from tests.making.typeset import typeset
from tests.reading import LAYOUTS, NEXT_YEAR

pytestmark = pytest.mark.slow

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


def test_columns_go_by_their_headers_whatever_their_order() -> None:
    table: Table = [
        ["項次", "預算金額", "機關工作項目", "實施內容", "績效指標", "計畫項目"],
        ["1", "40", "一、民政", "做甲。", "12", "1.甲"],
    ]

    assert records(iter([table]), "lines") == [["一、民政", "1.甲", "做甲。", "40"]]


def test_work_items_are_what_is_planned_where_no_column_of_plan_items_stands() -> None:
    table: Table = [["工作項目", "實施內容", "經費（元）"], ["1.甲", "做甲。", "40"]]

    assert records(iter([table]), "lines") == [["", "1.甲", "做甲。", "40"]]


def test_a_header_in_one_cell_has_the_usual_order() -> None:
    table: Table = [
        ["機關工作項目 計畫項目 實施內容 預算金額", None, None, None],
        ["一、民政", "1.甲", "做甲。", "40"],
    ]

    assert records(iter([table]), "lines") == [["一、民政", "1.甲", "做甲。", "40"]]


COLUMNS = (
    Column("work", "機關工作項目", 2),
    Column("plan", "重要工作計畫項目", 3),
    Column("implementation", "實施內容", 3),
    Column("budget", "預算金額", 2),
)
ITEMS = (
    Item(("一、民政",), ("1.辦理里鄰長保險。",), ((1, "依規定辦理。"),), "40"),
    Item(("一、民政",), ("2.辦理守望相助。",), ((1, "(1)成立隊伍。"), (1, "(2)表揚績優。")), "20"),
)


def case_in(folder: Path) -> None:
    plan = Plan("嘉義市西區區公所", 113, (Unit("民政課", "嘉義市西區區公所113年度工作計畫", ITEMS),))
    (folder / "b-small.pdf").write_bytes(typeset(plan, Layout(COLUMNS)))
    # A bullet counts nowhere, as no cell of another program tells where a step begins.
    told = [
        {"work": one.work, "plan": one.plan[0], "impl": ["●" + step for _, step in one.implementation]}
        for one in ITEMS
    ]
    (folder / "b-small.truth.json").write_text(json.dumps({"items": told}), encoding="utf-8")


def test_cases_are_counted_and_programs_that_are_not_there_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_in(tmp_path)
    (tmp_path / "a-broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "a-broken.truth.json").write_text('{"items": []}', encoding="utf-8")
    venv.create(tmp_path / "empty", with_pip=False)
    empty = tmp_path / "empty" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = ["--cases", str(tmp_path), "--python", str(empty)]

    # The environment of the tests has pdfplumber, which workplan needs itself.
    assert main([*asked, "--python", sys.executable, "--programs", "pdfplumber"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[2:] for line in lines[1:3]] == [["2", "of", "2", "100.0", "%", "2", "of", "2"]] * 2
    assert lines[-1][-1] == "0"

    assert main([*asked, "--programs", "img2table", "pdfplumber"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(maxsplit=1) for line in told[2:4]] == [
        ["img2table", "not installed"],
        ["pdfplumber", "not installed"],
    ]


def test_a_case_of_which_another_program_has_more_is_told_with_what_is_lacking() -> None:
    wanted = {"a": Counter([("1.甲", "做甲。"), ("2.乙", "做乙。")]), "b": Counter([("1.丙", "做丙。")])}
    right = {
        "workplan": {"a": Counter([("1.甲", "做甲。")]), "b": wanted["b"]},
        "pdfplumber": wanted,
        "tablers": {"a": Counter([("2.乙", "做乙。")]), "b": Counter[tuple[str, str]]()},
        "img2table": None,
    }

    assert beaten(wanted, right) == [
        "a: pdfplumber 2, workplan 1 of 2 items",
        "    2.乙 | 做乙。",
    ]


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
    assert [(got, held) for _, got, _, held in goals(ROWS)] == [("2", True), ("5", True), ("45", True)]
    slower = [replace(row, times_workplan=row.times_workplan and row.times_workplan / 2) for row in ROWS]
    assert [held for _, _, _, held in goals(slower)] == [True, False, False]


def test_where_another_program_is_better_it_is_said() -> None:
    assert better(summary(ROWS)) == "- tablers is faster (4 times)."


def test_a_program_that_is_not_installed_is_told_as_such() -> None:
    slower = [replace(row, times_workplan=row.times_workplan and row.times_workplan / 2) for row in ROWS]
    text = document(ROWS, goals(slower), 5, 10)

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
