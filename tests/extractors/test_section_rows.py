"""Rows of a table that name the section whose rows follow, and rows that only look like them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests import scoring
from tests.lattice.test_partition import counts
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = '#set page(width: 520pt, height: {high}pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
TITLE = "虛構市東區區公所113年度工作計畫"
HEAD = ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額（千元）")

Row = tuple[str, ...]


def item(work: str, plan: str, amount: str = "120") -> Row:
    return work, plan, "(1)依計畫辦理。", amount


def table(*rows: Row | str, stroke: str = "0.5pt", head: str = "", align: str = "left", size: int = 4) -> str:
    """A table whose header is printed again on each page; a text alone stands over all columns.

    Args:
        rows: its rows.
        stroke: of its rules.
        head: rows above its header, as source text.
        align: of rows over all columns.
        size: of its columns, all of them.
    """
    cells = [
        f"[{text}]" if not isinstance(row, str) else f"table.cell(colspan: {size}, align: {align})[{text}]"
        for row in rows
        for text in ((row,) if isinstance(row, str) else row)
    ]
    names = ", ".join(f"[{name}]" for name in HEAD)
    return (
        f"#table(columns: (90pt, 110pt, 160pt, 80pt), stroke: {stroke}, "
        f"table.header({head}{names}), {', '.join(cells)})"
    )


def extracted(
    folder: Path, reader: Reader, source: str, *, title: str = TITLE, high: int = 500
) -> Extraction:
    path = folder / "plan.pdf"
    above = f"#align(center)[{title}]\n" if title else ""
    path.write_bytes(compile_pdf(SET.format(high=high) + above + source))
    on_page, held = counts(path, reader)
    assert held == on_page
    return extract(path, reader=reader)


def read(found: Extraction) -> list[tuple[str | None, list[tuple[str, ...]]]]:
    """Each section's name and the work paths of its items."""
    records = scoring.records(found)
    sections = [section for plan in found.plans for section in plan.sections]
    taken = iter(records)
    return [(one.name, [next(taken).work for _ in one.items]) for one in sections]


TWO = (
    item("一、自治行政", "1.里幹事服勤"),
    item("二、民防業務", "1.民防團隊訓練"),
    item("一、社會福利", "1.重陽節敬老"),
    item("二、社區發展", "1.社區評鑑"),
)
WORKS: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = (
    [("一、自治行政",), ("二、民防業務",)],
    [("一、社會福利",), ("二、社區發展",)],
)


def sections(first: str | None, second: str | None) -> list[tuple[str | None, list[tuple[str, ...]]]]:
    return [(first, WORKS[0]), (second, WORKS[1])]


@both_readers
@pytest.mark.parametrize(
    ("printed", "names"),
    [
        (("民政課", "社會課"), ("民政課", "社會課")),
        (("壹、民政課", "貳、社會課"), ("民政課", "社會課")),
        (("【行政室】", "【人事室】"), ("行政室", "人事室")),
        (("主辦單位：教務處", "主辦單位：學務處"), ("教務處", "學務處")),
        (("虛構市東區區公所民政課", "虛構市東區區公所社會課"), ("民政課", "社會課")),
        (("民政課113年度工作計畫", "社會課113年度工作計畫"), ("民政課", "社會課")),
        # Works' names end so too, and some names have no ending: the other row tells.
        (("民政課", "圖書館"), ("民政課", "圖書館")),
    ],
)
def test_rows_over_all_columns_name_the_sections_below_them(
    reader: Reader, printed: Sequence[str], names: Sequence[str], tmp_path: Path
) -> None:
    found = extracted(tmp_path, reader, table(printed[0], *TWO[:2], printed[1], *TWO[2:]))

    assert read(found) == sections(*names)
    assert [plan.agency.name for plan in found.plans] == ["虛構市東區區公所"]


@both_readers
@pytest.mark.parametrize("stroke", ["(y: 0.5pt)", "none"])
def test_names_are_told_where_no_rule_parts_the_columns(reader: Reader, stroke: str, tmp_path: Path) -> None:
    source = table("民政課", *TWO[:2], "社會課", *TWO[2:], stroke=stroke, align="center")

    assert read(extracted(tmp_path, reader, source)) == sections("民政課", "社會課")


@both_readers
def test_rows_above_the_first_name_have_the_section_of_the_title(reader: Reader, tmp_path: Path) -> None:
    title = "虛構市東區區公所民政課113年度工作計畫"
    found = extracted(tmp_path, reader, table(*TWO[:2], "社會課", *TWO[2:]), title=title)

    assert read(found) == sections("民政課", "社會課")


@both_readers
def test_a_name_at_a_page_s_foot_has_its_rows_overleaf(reader: Reader, tmp_path: Path) -> None:
    found = extracted(tmp_path, reader, table("民政課", *TWO[:2], "社會課", *TWO[2:]), high=196)

    assert read(found) == sections("民政課", "社會課")
    first, second = found.plans[0].sections
    assert (first.pages, second.pages) == ((1, 1), (2, 2))


@both_readers
@pytest.mark.parametrize("mark", ["", "（續）", "(續前頁)"])
def test_a_name_printed_again_on_the_next_page_begins_no_section(
    reader: Reader, mark: str, tmp_path: Path
) -> None:
    rows = ("民政課", *TWO[:2], f"民政課{mark}", *TWO[2:])
    found = extracted(tmp_path, reader, table(*rows), high=190)

    assert read(found) == [("民政課", WORKS[0] + WORKS[1])]
    assert found.plans[0].sections[0].pages == (1, 2)


@both_readers
def test_a_title_in_the_table_that_each_page_prints_again_is_no_work(reader: Reader, tmp_path: Path) -> None:
    over = "table.cell(colspan: {}, align: {})[{}], "
    head = (
        over.format(4, "center", TITLE)
        + over.format(2, "left", "民政課")
        + over.format(2, "right", "單位：千元")
    )
    found = extracted(tmp_path, reader, table(*TWO, head=head), title="", high=215)

    assert read(found) == [("民政課", WORKS[0] + WORKS[1])]
    assert found.plans[0].sections[0].pages == (1, 2)


@both_readers
def test_categories_within_sections_are_works(reader: Reader, tmp_path: Path) -> None:
    rows = (
        "民政課",
        "一、自治行政",
        item("(一)里政", "1.服勤"),
        "社會課",
        "一、社會福利",
        item("(一)敬老", "1.重陽"),
    )
    found = extracted(tmp_path, reader, table(*rows))

    assert read(found) == [
        ("民政課", [("一、自治行政", "(一)里政")]),
        ("社會課", [("一、社會福利", "(一)敬老")]),
    ]


@both_readers
@pytest.mark.parametrize(
    "categories",
    [
        ("一、廉政業務", "二、法制業務", "三、醫療業務"),
        ("一、志工大隊", "二、道路養護", "三、公園管理處"),
        ("老人活動中心", "社區巡守隊", "電腦教室"),
    ],
)
def test_categories_that_end_as_sections_do_are_works(
    reader: Reader, categories: Sequence[str], tmp_path: Path
) -> None:
    rows = [row for name in categories for row in (name, item("(一)管理", "1.辦理活動"))]
    found = extracted(tmp_path, reader, table(*rows))

    assert read(found) == [(None, [(name, "(一)管理") for name in categories])]


@both_readers
def test_a_total_above_the_first_name_makes_no_section(reader: Reader, tmp_path: Path) -> None:
    total = ("合計", "", "", "480")
    found = extracted(tmp_path, reader, table(total, "民政課", *TWO[:2], "社會課", *TWO[2:]))

    assert read(found) == sections("民政課", "社會課")
    assert [total.amount_twd for total in found.plans[0].sections[0].totals] == [480_000]


@both_readers
def test_the_end_of_a_text_that_names_a_section_is_no_row(reader: Reader, tmp_path: Path) -> None:
    rows = (
        item("一、自治行政", "1.里幹事服勤"),
        ("二、民防業務", "1.民防團隊訓練", "於訓練前洽請所屬各級機關及協辦社會課", "120"),
        item("三、社會福利", "1.重陽節敬老"),
    )
    # The contents are 160 points wide about the middle of the table: 社會課 alone on the second line.
    found = extracted(tmp_path, reader, table(*rows, stroke="none"))

    assert [one.name for one in found.plans[0].sections] == [None]
    assert len(scoring.records(found)) == 3


@both_readers
@pytest.mark.parametrize("high", [160, 172, 178, 184, 196, 208])
@pytest.mark.parametrize("category", ["參、財產管理業務", "貳、公共造產業務"])
def test_a_category_at_an_unruled_page_s_foot_is_a_work(
    reader: Reader, category: str, high: int, tmp_path: Path
) -> None:
    rows = table("壹、自治業務", *TWO[:2], category, *TWO[2:], stroke="none")
    found = extracted(tmp_path, reader, rows, high=high)

    assert [plan.agency.name for plan in found.plans] == ["虛構市東區區公所"]
    assert read(found) == [
        (None, [("壹、自治業務", *work) for work in WORKS[0]] + [(category, *work) for work in WORKS[1]])
    ]
