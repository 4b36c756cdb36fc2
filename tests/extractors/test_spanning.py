"""Rows over all columns, and rows with one text over a bound, in tables without rules."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests import scoring
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = '#set page(width: 520pt, height: {high}pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
COLUMNS = (0, 90, 200, 365)
"""Where the columns begin; the texts are 400 points wide, so that a category of five characters begins at 175."""
HEAD = ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額")


def page(
    *rows: tuple[str, ...], columns: tuple[int, ...] = COLUMNS, heights: Sequence[int] | None = None
) -> str:
    """Put one text at each column's place, or one alone in the middle of the table, row by row."""
    placed: list[str] = []
    for number, row in enumerate(rows):
        at = columns if len(row) > 1 else (175,)
        placed += [
            f"#place(top + left, dx: {x}pt, dy: {heights[number] if heights else number * 20}pt)[{text}]"
            for x, text in zip(at, row, strict=True)
            if text
        ]
    return "\n".join(placed)


def extracted(folder: Path, reader: Reader, *pages: str, high: int = 300) -> Extraction:
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(SET.format(high=high) + "\n#pagebreak()\n".join(pages)))
    return extract(path, reader=reader)


def works(found: Extraction) -> list[list[str]]:
    return [list(record.work) for record in scoring.records(found)]


def entry(number: int) -> tuple[str, ...]:
    return f"{'一二三四五六'[number - 1]}、業務", f"{number}.辦理活動", "依計畫辦理。", f"{number},000"


TITLE = ("虛構區公所民政課112年度重要工作計畫",)


@both_readers
def test_a_category_is_told_above_the_first_row_where_contents_begin_at_its_place(
    reader: Reader, tmp_path: Path
) -> None:
    columns = (0, 80, 175, 360)
    found = extracted(
        tmp_path, reader, page(TITLE, HEAD, ("一般政務類",), entry(1), entry(2), columns=columns)
    )

    assert works(found) == [["一般政務類", "一、業務"], ["一般政務類", "二、業務"]]


@both_readers
def test_a_category_is_told_by_the_middle_of_those_before(reader: Reader, tmp_path: Path) -> None:
    columns = (0, 80, 175, 360)
    texts = ("按月召開會議，", "函請各單位配合", "並彙整意見後", "依限完成")
    lines = [("", "", text, "") for text in texts]
    rows = (TITLE, HEAD, ("一般政務類",), entry(1), *lines, ("經濟建設類",), entry(2))
    heights = (0, 20, 40, 60, 73, 86, 99, 112, 132, 152)
    found = extracted(tmp_path, reader, page(*rows, columns=columns, heights=heights))

    assert works(found) == [["一般政務類", "一、業務"], ["經濟建設類", "二、業務"]]


@both_readers
def test_figures_raised_beside_a_capital_numeral_end_no_table(reader: Reader, tmp_path: Path) -> None:
    step = ("", "", "肆、清理淤泥約 860 m#super[3]。", "")
    found = extracted(tmp_path, reader, page(TITLE, HEAD, entry(1), step, entry(2)))

    assert [record.plan for record in scoring.records(found)] == [("1.辦理活動",), ("2.辦理活動",)]


@both_readers
def test_a_text_over_a_bound_leaves_the_rows_below_it_in_the_table(reader: Reader, tmp_path: Path) -> None:
    rows = [entry(n % 6 + 1) for n in range(9)]
    over = ("五、業務", "5.辦理活動", "依計畫辦理各項活動並視經費情形酌予補助各里", "")
    text = page(TITLE, HEAD, *rows[:4], over, *rows[5:])
    found = extracted(tmp_path, reader, text)

    assert len(scoring.records(found)) == len(rows)
    (finding,) = (one for one in found.findings if one.rule == "text-across-columns")
    assert finding.item_id == scoring.items_of(found)[4].id
    assert "table-broken-off" not in {one.rule for one in found.findings}


def with_lines_across(count: int) -> str:
    """A page of 18 rows, some lines over all columns, and two further rows of the same columns."""
    note = "以下各項計畫視經費情形酌予補助各里辦理並依規定期限核銷完成"
    rows = page(TITLE, HEAD, *(entry(n % 6 + 1) for n in range(18)))
    lines = [f"#place(top + left, dx: 30pt, dy: {400 + 20 * n}pt)[{note}]" for n in range(count)]
    lines += [
        f"#place(top + left, dx: {x}pt, dy: {400 + 20 * (count + number)}pt)[{text}]"
        for number in (0, 1)
        for x, text in zip(COLUMNS, entry(number + 1), strict=True)
    ]
    return rows + "\n" + "\n".join(lines)


@both_readers
def test_lines_over_all_columns_do_not_end_a_table_whose_rows_go_on(reader: Reader, tmp_path: Path) -> None:
    found = extracted(tmp_path, reader, with_lines_across(2), high=600)

    assert len(scoring.records(found)) == 20


@both_readers
def test_rows_behind_lines_that_end_the_table_are_told(reader: Reader, tmp_path: Path) -> None:
    # Running text explains what stands below the first of these lines better than the columns do.
    found = extracted(tmp_path, reader, with_lines_across(4), high=600)

    assert len(scoring.records(found)) == 18
    (finding,) = (one for one in found.findings if one.rule == "table-broken-off")
    assert (finding.page, finding.severity) == (1, "error")


@both_readers
def test_the_last_line_of_a_text_set_flush_right_is_no_category(reader: Reader, tmp_path: Path) -> None:
    # Its middle is that of the table by chance.
    head = ("業務別", "計畫項目", "經費", "實施內容")
    rows = [
        (TITLE, (175,)),
        (head, (0, 60, 195, 230)),
        (("一、業務", "1.辦理", "2,495（中央", "依計畫辦理本區各里之各項活動。"), (0, 60, 155, 230)),
        (("補助其餘自籌",), (155,)),
        (("核定）",), (185,)),
        (("二、業務", "1.辦理", "1,200", "依計畫辦理本區各里之各項活動。"), (0, 60, 185, 230)),
    ]
    placed = [
        f"#place(top + left, dx: {x}pt, dy: {number * 16}pt)[{text}]"
        for number, (texts, places) in enumerate(rows)
        for text, x in zip(texts, places, strict=True)
    ]
    found = extracted(tmp_path, reader, "\n".join(placed))

    assert works(found) == [["一、業務"], ["二、業務"]]
    assert next(b.raw for s in found.plans[0].sections for b in s.budgets).endswith("核定）")
