"""Where the grid is drawn it decides; sections, pages and neighbours of a table change nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Reader
from tests import scoring
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = (
    "#set page(width: {width}pt, height: {high}pt, margin: (x: 40pt, y: 30pt))\n"
    '#set text(font: "Noto Sans CJK TC", size: 10pt)\n#set table(inset: 4pt)\n'
)
HEAD = ("計畫項目", "實施內容", "預算金額（千元）")
TITLE = "#align(center)[虛構區公所112年度工作計畫]\n"
WIDTHS = "(90pt, 150pt, 80pt)"
STEPS = "(1)依據服務要點辦理督導考核並每月召開會報。#linebreak();(2)定期檢討服務情形。"


def table(*rows: tuple[str, ...], head: bool = True, rules: str = "0.5pt", more: str = "") -> str:
    """A table in typst's language; ``rules`` is its stroke, ``more`` further arguments."""
    cells = [cell for row in ((HEAD, *rows) if head else rows) for cell in row]
    written = ", ".join(f"[{cell}]" for cell in cells)
    return f"#table(columns: {WIDTHS}, stroke: {rules}, {more}{written})\n"


def item(number: int, name: str = "辦理里民活動") -> tuple[str, ...]:
    return f"{number}.{name}", "依計畫辦理各項活動。", f"{number},000"


def records(
    folder: Path, reader: Reader, body: str, *, width: int = 400, high: int = 400
) -> list[scoring.Record]:
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(SET.format(width=width, high=high) + body))
    return scoring.records(extract(path, reader=reader))


def plans(found: list[scoring.Record]) -> list[str]:
    return ["".join(record.plan) for record in found]


@both_readers
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("align", ["top", "horizon", "bottom"])
def test_few_ruled_rows_are_rows_wherever_their_texts_stand(
    reader: Reader, tmp_path: Path, count: int, align: str
) -> None:
    rows = [(f"{n}.督導里幹事", STEPS, f"{n}20") for n in range(1, count + 1)]
    found = records(tmp_path, reader, TITLE + table(*rows, more=f"align: {align}, "))

    assert plans(found) == [f"{n}.督導里幹事" for n in range(1, count + 1)]
    assert all(len(record.implementation) == 2 for record in found)


@both_readers
def test_a_ruled_row_is_one_at_any_line_spacing(reader: Reader, tmp_path: Path) -> None:
    long = "加強督導里幹事服勤並提高工作效率與服務態度"
    rows = [(f"{n}.{long}", STEPS, "120") for n in (1, 2, 3)]
    body = TITLE + table(*rows[:1]) + "#set par(leading: 18pt)\n" + table(*rows[1:])
    found = records(tmp_path, reader, body, high=900)

    assert plans(found) == [f"{n}.{long}" for n in (1, 2, 3)]


@both_readers
def test_several_labels_in_sequence_part_a_drawn_cell(reader: Reader, tmp_path: Path) -> None:
    stacked = (
        "#linebreak()".join(f"{n}.辦理活動" for n in (1, 2, 3)),
        "#linebreak()".join(["依計畫辦理。"] * 3),
        "",
    )
    found = records(tmp_path, reader, TITLE + table(stacked, stacked))

    assert plans(found) == [f"{n}.辦理活動" for n in (1, 2, 3)] * 2


@both_readers
@pytest.mark.parametrize("again", [True, False])
def test_a_table_may_stand_further_right_on_the_next_page(
    reader: Reader, tmp_path: Path, again: bool
) -> None:
    long = "辦理里鄰長健康保險減輕負擔"
    first, second = [item(n, long) for n in (1, 2, 3)], [item(n, long) for n in (4, 5, 6)]
    body = TITLE + table(*first) + "#pagebreak()\n#pad(left: 14pt)[" + table(*second, head=again) + "]"
    found = records(tmp_path, reader, body)

    assert plans(found) == [f"{n}.{long}" for n in range(1, 7)]


@both_readers
@pytest.mark.parametrize("rules", ["0.5pt", "(x, y) => (top: 0.5pt, bottom: 0.5pt)"])
def test_tables_beside_each_other_are_read_in_turn(reader: Reader, tmp_path: Path, rules: str) -> None:
    left = table(*(item(n) for n in (1, 2, 3)), rules=rules)
    right = table(*(item(n) for n in (4, 5, 6)), rules=rules)
    body = TITLE + f"#grid(columns: 2, column-gutter: 24pt)[{left}][{right}]"
    found = records(tmp_path, reader, body, width=760)

    assert plans(found) == [f"{n}.辦理里民活動" for n in range(1, 7)]
    assert [record.budget for record in found] == [f"{n},000" for n in range(1, 7)]


@both_readers
def test_two_pages_on_a_sheet_are_read_in_turn(reader: Reader, tmp_path: Path) -> None:
    left, right = table(*(item(n) for n in (1, 2))), table(*(item(n) for n in (3, 4)))
    body = f"#grid(columns: (1fr, 1fr), column-gutter: 30pt)[{TITLE}{left}][#v(40pt)\n{right}]"
    found = records(tmp_path, reader, body, width=780)

    assert plans(found) == [f"{n}.辦理里民活動" for n in range(1, 5)]


@both_readers
@pytest.mark.parametrize("rules", ["none", "0.5pt", "(x, y) => (bottom: 0.5pt)"])
@pytest.mark.parametrize("name", ["一、道路養護", "【公園綠地】", "公園綠地業務"])
def test_a_row_of_the_plan_column_alone_is_what_the_rows_below_belong_to(
    reader: Reader, tmp_path: Path, rules: str, name: str
) -> None:
    rows = ((name, "", ""), item(1, "路面改善"), item(2, "路燈維護"))
    found = records(tmp_path, reader, TITLE + table(*rows, rules=rules))

    assert [(record.work, record.plan) for record in found] == [
        ((name,), ("1.路面改善",)),
        ((name,), ("2.路燈維護",)),
    ]


@both_readers
@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("(1)", "(2)", "(3)"), ("甲", "乙", "丙")])
def test_numbers_of_columns_are_no_row(reader: Reader, tmp_path: Path, numbers: tuple[str, ...]) -> None:
    found = records(tmp_path, reader, TITLE + table(numbers, item(1), item(2)))

    assert plans(found) == ["1.辦理里民活動", "2.辦理里民活動"]


@both_readers
def test_tables_in_two_columns_of_a_page_are_read_in_turn(reader: Reader, tmp_path: Path) -> None:
    rules = "(x, y) => (top: 0.5pt, bottom: 0.5pt)"
    left, right = (
        table(*(item(n) for n in (1, 2)), rules=rules),
        table(*(item(n) for n in (3, 4)), rules=rules),
    )
    body = f"#columns(2, gutter: 30pt)[#v(20pt){TITLE}{left}#colbreak(){right}]"
    found = records(tmp_path, reader, body, width=780, high=900)

    assert plans(found) == [f"{n}.辦理里民活動" for n in range(1, 5)]
