"""Budgets in parts beside their total: the total is the budget, and the parts are what it comes from."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Budget
from tests.making.typeset import compile_pdf

SET = (
    '#set page(width: 620pt, height: 300pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
)
WORDS = ("工作項目", "計畫項目", "實施內容")
STROKES = {"drawn": "0.5pt", "none": "none"}


def group(word: str, *below: str, beside: str = "") -> str:
    """A header with a word above some columns, and perhaps another column behind them."""
    cells = [f"table.cell(rowspan: 2)[{text}]" for text in WORDS]
    cells.append(f"table.cell(colspan: {len(below)})[{word}]")
    cells += [f"table.cell(rowspan: 2)[{beside}]"] if beside else []
    return ", ".join([*cells, *(f"[{text}]" for text in below)])


def line(*budgets: str) -> str:
    """A header of one row."""
    return ", ".join(f"[{text}]" for text in (*WORDS, *budgets))


def budgets(folder: Path, header: str, *amounts: str, stroke: str = "drawn") -> list[Budget]:
    """The budgets of a plan with this header and these amounts in its only row."""
    top = 1 if "rowspan" in header else 0
    row = ", ".join(f"[{text}]" for text in ("一、業務", "1.辦理活動", "依計畫辦理各項活動。", *amounts))
    source = f"""{SET}#align(center)[虛構區公所民政課115年度重要工作計畫]
#table(
  columns: (70pt, 90pt, 150pt) + {len(amounts)} * (68pt,), stroke: {STROKES[stroke]},
  align: (x, y) => if y <= {top} {{ center + horizon }} else if x <= 2 {{ left }} else {{ right }},
  {header},
  {row})"""
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(source))
    return [b for plan in extract(path).plans for section in plan.sections for b in section.budgets]


def told(found: list[Budget]) -> list[tuple[str, int | None]]:
    return [(budget.role, budget.amount_twd) for budget in found]


@pytest.mark.parametrize(
    "header",
    [
        group("預算金額（元）", "中央", "自籌", "合計"),
        group("預算金額（元）", "經常門", "資本門", "小計"),
        group("預算金額（元）", "經常門", "資本門", beside="合計"),
        group("計畫經費（元）", "中央補助", "地方自籌", "總經費"),
        line("經常門經費（元）", "資本門經費（元）", "經費合計（元）"),
    ],
)
@pytest.mark.parametrize("stroke", STROKES)
def test_a_total_is_the_budget_and_its_parts_are_sources(header: str, stroke: str, tmp_path: Path) -> None:
    found = budgets(tmp_path, header, "1,200", "800", "2,000", stroke=stroke)

    assert told(found) == [("source", 1200), ("source", 800), ("current", 2000)]


def test_parts_without_a_total_are_the_budget_together(tmp_path: Path) -> None:
    found = budgets(tmp_path, group("預算金額（元）", "經常門", "資本門"), "1,200", "800")

    assert told(found) == [("current", 1200), ("current", 800)]


def test_a_column_of_accounts_beside_a_total_is_no_part_of_it(tmp_path: Path) -> None:
    found = budgets(tmp_path, line("預算金額（元）", "經費來源", "合計"), "1,200", "5301", "1,200")

    assert told(found) == [("current", 1200), ("source", None)]


def test_a_total_of_last_year_s_parts_is_last_year_s_budget(tmp_path: Path) -> None:
    found = budgets(tmp_path, group("上年度預算（元）", "經常門", "資本門", "合計"), "1,200", "800", "2,000")

    assert told(found) == [("source", 1200), ("source", 800), ("previous", 2000)]
