"""Budgets of a table: the unit printed nearest, sums of parts, and amounts in every kind of column."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Budget, Extraction
from tests.making.typeset import compile_pdf

SET = (
    '#set page(width: 800pt, height: 500pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
)
TITLE = "#align(center)[虛構區公所民政課115年度重要工作計畫]"
WORDS = ("工作項目", "計畫項目", "實施內容")
TEXTS = (
    ("一、業務", "1.辦理活動", "依計畫辦理活動。"),
    ("一、業務", "2.辦理研習", "依計畫辦理研習。"),
    ("一、業務", "3.辦理訓練", "依計畫辦理訓練。"),
)
MONEY = "預算金額（千元）"


def header(word: str, *below: str, beside: str = "") -> str:
    """Cells of a header with a word above some columns, and perhaps another column behind them."""
    cells = [f"table.cell(rowspan: 2)[{text}]" for text in WORDS]
    cells.append(f"table.cell(colspan: {len(below)})[{word}]")
    cells += [f"table.cell(rowspan: 2)[{beside}]"] if beside else []
    return ", ".join([*cells, *(f"[{text}]" for text in below)])


def columns(*budgets: str) -> str:
    """Cells of a header of one row."""
    return ", ".join(f"[{text}]" for text in (*WORDS, *budgets))


def table(head: str, *rows: Sequence[str], foot: str = "") -> str:
    """A table with rows of amounts; a cell that begins with table.cell is taken as it is."""
    cells = [
        ", ".join(
            text if text.startswith("table.cell") else f"[{text}]" for text in (*texts, *row) if text != "↑"
        )
        for texts, row in zip(TEXTS, rows, strict=False)
    ]
    body = ",\n  ".join([head, *cells, *([foot] if foot else [])])
    return f"#table(columns: (70pt, 90pt, 150pt) + {len(rows[0])} * (90pt,), stroke: 0.5pt,\n  {body})"


def read(folder: Path, *blocks: str, **options: str) -> Extraction:
    """What is read of a page with these blocks."""
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(SET + "\n\n".join(blocks)))
    return extract(path, **options)  # type: ignore[arg-type]


def budgets(extraction: Extraction) -> list[Budget]:
    return [b for plan in extraction.plans for section in plan.sections for b in section.budgets]


def current(extraction: Extraction) -> list[int | None]:
    """Amounts of the plan's own year."""
    return [budget.amount_twd for budget in budgets(extraction) if budget.role == "current"]


def rules(extraction: Extraction, *severities: str) -> list[str]:
    """Rules of what was found."""
    wanted = severities or ("error", "warning")
    # The office is none that is listed.
    return [f.rule for f in extraction.findings if f.severity in wanted and f.rule != "agency-unknown"]


@pytest.mark.parametrize(
    ("above", "head", "printed", "unit", "twd"),
    [
        ("單位：千元", "預算金額", "1,200", "千元", 1_200_000),
        ("單位：千元", "預算金額（元）", "1,200", "元", 1_200),
        ("單位：千元", "預算金額（元）", "1,200萬元", "萬元", 12_000_000),
        ("", "預算金額（萬元）", "1,200", "萬元", 12_000_000),
        ("", "預算金額", "1,200元", "元", 1_200),
        ("貳、業務計畫　單位：新臺幣千元", "預算金額", "1,200", "千元", 1_200_000),
        ("二、重大工作目標（單位：百萬元）", "預算金額", "12", "百萬元", 12_000_000),
        ("以下金額以千元為單位", "預算金額", "1,200", "千元", 1_200_000),
    ],
)
def test_the_unit_is_what_is_printed_nearest(
    tmp_path: Path, above: str, head: str, printed: str, unit: str, twd: int
) -> None:
    found = read(tmp_path, TITLE, above, table(columns(head), [printed]))
    (cell,) = budgets(found)
    assert (cell.printed_unit, cell.given_unit, cell.amount_twd) == (unit, None, twd)
    assert "unit-unknown" not in rules(found)


def test_a_unit_in_one_budget_header_of_the_table_holds_for_the_others(tmp_path: Path) -> None:
    found = read(tmp_path, TITLE, table(columns("上年度預算數", "本年度預算數（千元）"), ["30", "40"]))
    assert [(b.role, b.amount_twd) for b in budgets(found)] == [("previous", 30_000), ("current", 40_000)]


def test_where_no_unit_is_printed_there_is_none_and_no_amount_in_dollars(tmp_path: Path) -> None:
    found = read(
        tmp_path, TITLE, table(columns("上年度預算數", "本年度預算數"), ["8,359", "9,000"], ["－", "無"])
    )
    assert [(b.raw, b.kind, b.printed_unit, b.amount_twd, b.amounts) for b in budgets(found)] == [
        ("8,359", "amount", None, None, ()),
        ("9,000", "amount", None, None, ()),
        ("－", "nil", None, None, ()),
        ("無", "nil", None, None, ()),
    ]
    assert rules(found) == ["unit-unknown"]
    (told,) = (one for one in found.findings if one.rule == "unit-unknown")
    assert "--unit" in told.remedy_en
    assert told.severity == "error"


def test_each_table_without_a_unit_is_told_of_once(tmp_path: Path) -> None:
    one = table(columns("預算金額"), ["8,359"], ["9,000"])
    other = "#align(center)[虛構區公所社會課115年度重要工作計畫]"
    assert rules(read(tmp_path, TITLE, one, other, one)).count("unit-unknown") == 2


@pytest.mark.parametrize("given", ["千元", "仟元", "新臺幣千元"])
def test_a_unit_is_given_where_none_is_printed(tmp_path: Path, given: str) -> None:
    found = read(tmp_path, TITLE, table(columns("預算金額"), ["8,359"], ["50元"]), unit=given)
    assert [(b.printed_unit, b.given_unit, b.amount_twd) for b in budgets(found)] == [
        (None, "千元", 8_359_000),
        ("元", None, 50),
    ]
    assert rules(found) == []
    assert rules(found, "info").count("unit-given") == 1


def test_a_profile_gives_a_unit_and_the_option_goes_before_it(tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('id = "mine"\n[budgets]\nunit = ["千元"]\n', encoding="utf-8")
    plan = table(columns("預算金額"), ["8,359"])
    assert current(read(tmp_path, TITLE, plan, profile=str(profile))) == [8_359_000]
    assert current(read(tmp_path, TITLE, plan, profile=str(profile), unit="元")) == [8_359]


def test_a_printed_unit_goes_before_a_given_one(tmp_path: Path) -> None:
    found = read(tmp_path, TITLE, table(columns("預算金額（萬元）"), ["12"]), unit="元")
    assert (current(found), rules(found, "info")) == ([120_000], [])


@pytest.mark.parametrize(
    "head",
    [
        header(MONEY, "經常門", "資本門"),
        header(MONEY, "中央", "自籌"),
        header("經費需求（千元）", "中央款", "地方款"),
        header("115年度預算（千元）", "經常門", "資本門"),
        columns("經常門（千元）", "資本門（千元）"),
    ],
)
def test_parts_without_a_total_are_summed(tmp_path: Path, head: str) -> None:
    found = read(tmp_path, TITLE, table(head, ["30", "1,020"], ["40", "－"]))
    assert current(found) == [1_050_000, 40_000]
    sums = [budget for budget in budgets(found) if budget.role == "current"]
    parts = [budget for budget in budgets(found) if budget.role == "source"]
    assert [(s.raw, s.kind, s.basis, s.printed_unit) for s in sums] == [
        ("", "amount", "sum_of_parts", "千元")
    ] * 2
    assert [part.part_of for part in parts] == [sums[0].id, sums[0].id, sums[1].id, sums[1].id]
    assert sums[0].provenance == (*parts[0].provenance, *parts[1].provenance)
    assert [(one.amount_twd, one.note) for one in sums[0].amounts] == [
        (30_000, parts[0].header),
        (1_020_000, parts[1].header),
    ]
    assert rules(found) == []
    assert rules(found, "info").count("parts-summed") == 1


def test_a_part_for_several_items_is_a_part_of_their_sum(tmp_path: Path) -> None:
    rows = (["30", "table.cell(rowspan: 2, align: horizon)[1,020]"], ["40", "↑"], ["50", "60"])
    found = read(tmp_path, TITLE, table(header(MONEY, "經常門", "資本門"), *rows))
    whole, other = (budget for budget in budgets(found) if budget.role == "current")
    assert (whole.amount_twd, len(whole.applies_to)) == (1_090_000, 2)
    assert (other.amount_twd, len(other.applies_to)) == (110_000, 1)


def test_parts_name_the_total_beside_them(tmp_path: Path) -> None:
    found = read(
        tmp_path, TITLE, table(header(MONEY, "中央", "自籌", "合計"), ["30", "20", "50"], ["1", "2", "4"])
    )
    first, second, whole, *_ = budgets(found)
    assert (first.part_of, second.part_of, whole.part_of) == (whole.id, whole.id, None)
    assert (current(found), rules(found)) == ([50_000, 4_000], ["parts-differ"])


def test_a_row_of_parts_without_its_total_is_told_of(tmp_path: Path) -> None:
    found = read(
        tmp_path, TITLE, table(header(MONEY, "中央", "自籌", "合計"), ["30", "20", "50"], ["1", "2", ""])
    )
    assert current(found) == [50_000]
    assert set(rules(found)) == {"part-without-total"}


def test_parts_of_last_year_add_nothing(tmp_path: Path) -> None:
    head = (
        ", ".join(f"table.cell(rowspan: 2)[{text}]" for text in WORDS)
        + ", table.cell(colspan: 2)[114年度預算（千元）], table.cell(colspan: 2)[115年度預算（千元）]"
        + ", [經常門], [資本門], [經常門], [資本門]"
    )
    assert current(read(tmp_path, TITLE, table(head, ["1", "2", "30", "40"]))) == [70_000]


def test_a_part_in_words_leaves_no_sum(tmp_path: Path) -> None:
    found = read(tmp_path, TITLE, table(header(MONEY, "中央", "自籌"), ["30", "市府統籌款"], ["40", "5"]))
    assert current(found) == [None, 45_000]
    assert rules(found) == ["parts-not-summed"]


def test_parts_without_a_unit_have_no_sum_in_dollars(tmp_path: Path) -> None:
    plan = table(header("預算金額", "中央", "自籌"), ["30", "20"])
    found = read(tmp_path, TITLE, plan)
    assert (current(found), rules(found)) == ([None], ["unit-unknown"])
    (whole,) = (b for b in budgets(read(tmp_path, TITLE, plan, unit="千元")) if b.role == "current")
    assert (whole.amount_twd, whole.printed_unit, whole.given_unit) == (50_000, None, "千元")


@pytest.mark.parametrize(
    ("total", "fits"), [("90元", False), ("90", True), ("90,000元", True), ("91", False), ("9萬元", True)]
)
def test_a_printed_total_is_held_against_the_sums_of_parts(tmp_path: Path, total: str, fits: bool) -> None:
    foot = f"table.cell(colspan: 3)[合計], table.cell(colspan: 2, align: center)[{total}]"
    found = read(tmp_path, TITLE, table(header(MONEY, "中央", "自籌"), ["30", "20"], ["35", "5"], foot=foot))
    assert current(found) == [50_000, 40_000]
    assert rules(found) == ([] if fits else ["total-mismatch"])


def test_totals_without_a_unit_are_not_judged(tmp_path: Path) -> None:
    foot = "table.cell(colspan: 3)[合計], [95]"
    found = read(tmp_path, TITLE, table(columns("預算金額"), ["30"], ["60"], foot=foot))
    assert rules(found) == ["unit-unknown"]
    assert rules(read(tmp_path, TITLE, table(columns("預算金額"), ["30"], ["60"], foot=foot), unit="元")) == [
        "total-mismatch"
    ]


def test_labelled_amounts_of_a_cell_are_summed(tmp_path: Path) -> None:
    found = read(tmp_path, TITLE, table(columns("預算金額（元）"), [r"中央30,000 \ 地方20,000"], ["40,000"]))
    first, second = budgets(found)
    assert (first.amount_twd, first.basis) == (50_000, "sum_of_parts")
    assert [(one.amount_twd, one.note) for one in first.amounts] == [(30_000, "中央"), (20_000, "地方")]
    assert second.basis == "own_cell"
    assert (rules(found), rules(found, "info")) == ([], ["amounts-summed"])


@pytest.mark.parametrize("cell", ["82,000元", "NT\\$1,200", "公務預算"])
def test_amounts_of_a_source_column_are_amounts(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, TITLE, table(columns("預算金額（元）", "經費來源"), ["82,000", cell]))
    paid, source = budgets(found)
    assert (paid.role, source.role, source.part_of) == ("current", "source", None)
    assert source.amount_twd == {"82,000元": 82_000, "NT\\$1,200": 1_200}.get(cell)
    assert rules(found) == []


def test_bare_figures_of_a_source_column_are_those_of_an_account(tmp_path: Path) -> None:
    found = read(tmp_path, TITLE, table(columns("預算金額（元）", "經費來源"), ["82,000", "0102"]))
    assert budgets(found)[1].kind == "text"


@pytest.mark.parametrize(
    ("printed", "twd"), [("8 359", 8_359_000), ("1 250 000", 1_250_000_000), ("8#h(0.3em)359", 8_359_000)]
)
def test_close_groups_of_figures_are_one_amount(tmp_path: Path, printed: str, twd: int) -> None:
    found = read(tmp_path, TITLE, table(columns(MONEY), [printed], ["40"]))
    assert (current(found), rules(found)) == ([twd, 40_000], [])


@pytest.mark.parametrize("printed", ["8#h(1.4em)359", "30#h(2em)500"])
def test_groups_of_figures_that_stand_apart_are_told_of(tmp_path: Path, printed: str) -> None:
    found = read(tmp_path, TITLE, table(columns(MONEY), [printed], ["40"]))
    assert current(found) == [None, 40_000]
    assert rules(found) == ["budget-unclear"]
