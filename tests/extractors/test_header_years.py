"""Budgets of two years beside each other: which is the plan's own, and what stands below which of them."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.extractors.words import words_of
from pipeline.models import Extraction
from pipeline.profiles.profile import load_profile
from tests.making.typeset import compile_pdf

SET = (
    '#set page(width: 620pt, height: 300pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
)
WORDS = ("工作項目", "計畫項目", "實施內容")
ROWS = (
    ("一、業務", "1.辦理活動", "依計畫辦理各項活動。", "36,710,000", "37,077,100"),
    ("二、行政", "1.盤點", "每年盤點。", "120", "另案編列"),
)
FIRST, SECOND = [row[3] for row in ROWS], [row[4] for row in ROWS]
STROKES = {
    "drawn": "0.5pt",
    "rows": "(top: 0.5pt, bottom: 0.5pt)",
    "header": "(x, y) => if y <= 1 { (top: 0.5pt, bottom: 0.5pt) }",
    "columns": "(left: 0.5pt, right: 0.5pt)",
    "none": "none",
}
OWN, BEFORE = "虛構區公所民政課115年度重要工作計畫", "虛構區公所民政課114年度重要工作計畫"
WITHOUT = "虛構區公所民政課重要工作計畫"


def group(word: str, *below: str) -> str:
    """A header with a word above the last two columns."""
    cells = [f"table.cell(rowspan: 2)[{text}]" for text in WORDS]
    return ", ".join([*cells, f"table.cell(colspan: 2)[{word}]", *(f"[{text}]" for text in below)])


def line(*budgets: str) -> str:
    """A header of one row."""
    return ", ".join(f"[{text}]" for text in (*WORDS, *budgets))


def budgets(
    folder: Path, header: str, *, title: str = OWN, stroke: str = "drawn", align: str = "center"
) -> tuple[list[str], list[str]]:
    """The current and the previous budgets of a plan with this header, as printed."""
    top = 1 if "rowspan" in header else 0
    rows = ",\n".join(f"[{text}]" for row in ROWS for text in row)
    source = f"""{SET}#align(center)[{title}]
#table(
  columns: (80pt, 110pt, 170pt, 80pt, 80pt), stroke: {STROKES[stroke]},
  align: (x, y) => if y <= {top} {{ {align} + horizon }} else if x <= 2 {{ left }} else {{ right }},
  {header},
  {rows})"""
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(source))
    found = extract(path)
    return printed(found, "current"), printed(found, "previous")


def printed(found: Extraction, role: str) -> list[str]:
    cells = [b for plan in found.plans for section in plan.sections for b in section.budgets]
    return [b.raw for b in cells if b.role == role]


@pytest.mark.parametrize("align", ["center", "left"])
@pytest.mark.parametrize("stroke", STROKES)
def test_years_below_a_word_are_its_columns_however_the_table_is_ruled(
    stroke: str, align: str, tmp_path: Path
) -> None:
    found = budgets(tmp_path, group("預算金額（千元）", "115年度", "114年度"), stroke=stroke, align=align)

    assert found == (FIRST, SECOND)


@pytest.mark.parametrize(
    "header",
    [
        group("預算數", "115年度\\ （千元）", "114年度\\ （千元）"),
        group("經費", "115年度預算數", "114年度預算數"),
        group("預算數", "本年度", "上年度"),
        group("預算金額", "115年度(本年度)", "114年度(上年度)"),
        group("預算數(元)", "民國115年", "民國114年"),
        group("預算數", "本(115)年度", "上(114)年度"),
        line("115年度預算數", "114年度預算數"),
        line("115年度\\ 預算數（千元）", "114年度\\ 預算數（千元）"),
        line("一一五年度預算", "一一四年度預算"),
        line("預算金額(115年度)", "預算金額(114年度)"),
        line("預算金額", "114年度預算"),
        line("115年度", "114年度"),
    ],
)
@pytest.mark.parametrize("stroke", ["drawn", "none"])
def test_years_are_known_however_they_are_written(header: str, stroke: str, tmp_path: Path) -> None:
    assert budgets(tmp_path, header, stroke=stroke) == (FIRST, SECOND)


def test_the_year_before_may_stand_first(tmp_path: Path) -> None:
    assert budgets(tmp_path, group("預算數", "114年度", "115年度")) == (SECOND, FIRST)


def test_the_plan_s_own_year_is_the_current_one_though_a_later_one_stands_beside_it(tmp_path: Path) -> None:
    assert budgets(tmp_path, group("預算數", "115年度", "114年度"), title=BEFORE) == (SECOND, FIRST)


def test_the_later_year_is_the_current_one_where_the_title_names_none(tmp_path: Path) -> None:
    assert budgets(tmp_path, line("114年度預算數", "115年度預算數"), title=WITHOUT) == (SECOND, FIRST)


def test_a_budget_beside_last_year_s_is_this_year_s(tmp_path: Path) -> None:
    found = budgets(tmp_path, line("115年度預算數", "上年度預算數"), title=WITHOUT)

    assert found == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("114年度預算數", "budget_current"),
        ("預算金額114年度", "budget_current"),
        ("上(113)年度預算數", "budget_previous"),
        ("113年度決算數", None),
        ("114年度工作計畫", None),
        ("114年度", None),
    ],
)
def test_a_year_stands_before_or_behind_an_amount_s_word_only(text: str, role: str | None) -> None:
    assert words_of(load_profile()).role(text) == role
