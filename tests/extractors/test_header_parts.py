"""Budgets in parts beside their total: the total is the budget, and the parts are what it comes from."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.extractors.pages import headers_of
from pipeline.layouts.trial import sheets_of_file
from pipeline.models import Budget
from pipeline.profiles.profile import DETAIL, PART_ROLE, load_profile
from tests.making.typeset import compile_pdf

SET = (
    '#set page(width: 800pt, height: 820pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
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


def made(folder: Path, header: str, *amounts: str, stroke: str) -> Path:
    """A plan with this header and these amounts in its only row."""
    top = 2 if "rowspan: 3" in header else int("rowspan" in header)
    row = ", ".join(f"[{text}]" for text in ("一、業務", "1.辦理活動", "依計畫辦理各項活動。", *amounts))
    source = f"""{SET}#align(center)[虛構區公所民政課115年度重要工作計畫]
#table(
  columns: (70pt, 90pt, 150pt) + {len(amounts)} * (68pt,), stroke: {STROKES[stroke]},
  align: (x, y) => if y <= {top} {{ center + horizon }} else if x <= 2 {{ left }} else {{ right }},
  {header},
  {row})"""
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(source))
    return path


def budgets(folder: Path, header: str, *amounts: str, stroke: str = "drawn") -> list[Budget]:
    """The budgets of such a plan."""
    plans = extract(made(folder, header, *amounts, stroke=stroke)).plans
    return [b for plan in plans for section in plan.sections for b in section.budgets]


def roles(folder: Path, header: str, *amounts: str, stroke: str = "drawn") -> list[str]:
    """Roles of its columns behind the contents."""
    sheets = sheets_of_file(made(folder, header, *amounts, stroke=stroke), "pdfium", None)
    ((found,),) = headers_of(sheets, load_profile()).values()
    return list(found.roles[len(WORDS) :])


def told(found: list[Budget]) -> list[tuple[str, int | None]]:
    return [(budget.role, budget.amount_twd) for budget in found]


def parts(found: list[Budget]) -> list[int | None]:
    """Amounts of the parts that the current budget is the sum of."""
    return [budget.amount_twd for budget in found if budget.role == "source"]


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


@pytest.mark.parametrize(
    "header",
    [
        group("預算金額（元）", "經常門", "資本門"),
        group("經費需求（元）", "經常門", "資本門"),
        group("經費來源（元）", "中央", "自籌"),
        group("預算金額及經費來源（元）", "公務預算", "基金"),
        group("預算（元）", "縣款", "其他"),
        group("所需款項（元）", "中央補助", "地方自籌"),
        line("經常門（元）", "資本門（元）"),
        line("經常門經費（元）", "資本門經費（元）"),
        line("經費（經常門）（元）", "經費（資本門）（元）"),
    ],
)
@pytest.mark.parametrize("stroke", STROKES)
def test_parts_without_a_total_are_no_budget_alone(header: str, stroke: str, tmp_path: Path) -> None:
    found = budgets(tmp_path, header, "1,200", "800", stroke=stroke)

    assert parts(found) == [1200, 800]


def two_trees(*words: str, below: Sequence[str]) -> str:
    """A header of three rows: 預算金額 over words that stand over the same columns each."""
    cells = [f"table.cell(rowspan: 3)[{text}]" for text in WORDS]
    cells.append(f"table.cell(colspan: {len(words) * len(below)})[預算金額（元）]")
    cells += [f"table.cell(colspan: {len(below)})[{word}]" for word in words]
    return ", ".join([*cells, *(f"[{text}]" for _ in words for text in below)])


@pytest.mark.parametrize("stroke", STROKES)
def test_parts_of_last_year_are_no_parts_of_this_year_s(stroke: str, tmp_path: Path) -> None:
    header = two_trees("114年度", "115年度", below=("中央", "自籌"))
    found = budgets(tmp_path, header, "10", "20", "300", "400", stroke=stroke)

    assert [b.amount_twd for b in found if b.role == "previous"] == [10, 20]
    assert parts(found) == [300, 400]


@pytest.mark.parametrize("stroke", STROKES)
def test_totals_of_branches_are_added_up_and_not_what_stands_below_them(stroke: str, tmp_path: Path) -> None:
    header = two_trees("中央", "地方", below=("經常門", "資本門", "小計"))
    found = roles(tmp_path, header, "1", "2", "3", "40", "50", "90", stroke=stroke)

    assert found == [DETAIL, DETAIL, PART_ROLE, DETAIL, DETAIL, PART_ROLE]


def test_the_difference_of_two_years_is_one_whatever_stands_below_it(tmp_path: Path) -> None:
    header = ", ".join(
        [
            *(f"table.cell(rowspan: 2)[{text}]" for text in (*WORDS, "預算數（元）")),
            "table.cell(colspan: 2)[比較增減]",
            "[金額]",
            "[%]",
        ]
    )

    assert roles(tmp_path, header, "1,200", "200", "20") == ["budget_current", "budget_difference", "extra"]


def test_what_is_said_beside_an_amount_is_no_part(tmp_path: Path) -> None:
    found = roles(tmp_path, group("經費需求（元）", "金額", "用途"), "1,200", "印製手冊")

    assert found == ["budget_current", "extra"]


def test_sources_beside_the_budget_are_not_added_to_it(tmp_path: Path) -> None:
    header = ", ".join(
        [
            *(f"table.cell(rowspan: 2)[{text}]" for text in (*WORDS, "預算金額（元）")),
            "table.cell(colspan: 2)[經費來源]",
            "[中央]",
            "[自籌]",
        ]
    )

    assert told(budgets(tmp_path, header, "1,200", "1,000", "200")) == [
        ("current", 1200),
        ("source", 1000),
        ("source", 200),
    ]


def test_a_column_of_accounts_beside_a_total_is_no_part_of_it(tmp_path: Path) -> None:
    found = budgets(tmp_path, line("預算金額（元）", "經費來源", "合計"), "1,200", "5301", "1,200")

    assert told(found) == [("current", 1200), ("source", None)]


def test_a_total_of_last_year_s_parts_is_last_year_s_budget(tmp_path: Path) -> None:
    found = budgets(tmp_path, group("上年度預算（元）", "經常門", "資本門", "合計"), "1,200", "800", "2,000")

    assert told(found) == [("source", 1200), ("source", 800), ("previous", 2000)]
