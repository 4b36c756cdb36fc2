"""Merged cells of columns without a role are said of every row that they span, as merged budgets are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = (
    '#set page(width: 520pt, height: {high}pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
    "#set table(inset: 6pt)\n#align(center)[虛構市東區區公所113年度工作計畫]\n"
)
HEAD = ("計畫項目", "實施內容", "預算金額（千元）")


def table(header: str, *groups: tuple[int, str], align: str = "top", stroke: str = "0.5pt") -> str:
    """A table whose last column has cells over so many rows each."""
    cells, number = [f"[{text}]" for text in (*HEAD, header)], 0
    for span, text in groups:
        for at in range(span):
            number += 1
            cells += [f"[{number}.里民活動]", "[(1)依計畫辦理各項活動並定期檢討實施。]", f"[{number}20]"]
            cells += [f"table.cell(rowspan: {span}, align: {align})[{text}]"] * (not at)
    return (
        f"#table(columns: (100pt, 120pt, 80pt, 100pt), stroke: {stroke}, "
        f"table.header({', '.join(cells[:4])}), {', '.join(cells[4:])})"
    )


def extracted(folder: Path, reader: Reader, source: str, high: int = 700) -> Extraction:
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(SET.format(high=high) + source))
    return extract(path, reader=reader)


def extras(found: Extraction) -> list[str]:
    items = [item for plan in found.plans for section in plan.sections for item in section.items]
    return ["".join(extra.text for extra in item.extra) for item in items]


@both_readers
@pytest.mark.parametrize("header", ["備註", "主辦單位", "辦理期程"])
@pytest.mark.parametrize("align", ["top", "horizon"])
def test_a_merged_cell_is_of_all_rows_that_it_spans(
    reader: Reader, tmp_path: Path, header: str, align: str
) -> None:
    found = extracted(
        tmp_path, reader, table(header, (2, "民政課"), (1, "社會課"), (3, "農業課"), align=align)
    )

    assert extras(found) == ["民政課"] * 2 + ["社會課"] + ["農業課"] * 3
    places = [p for p in found.plans[0].sections[0].items[1].provenance if p.field == "extra[0]"]
    assert places == [p for p in found.plans[0].sections[0].items[0].provenance if p.field == "extra[0]"]
    assert found.audit.outside == 0


@both_readers
def test_a_blank_cell_of_one_row_stays_blank(reader: Reader, tmp_path: Path) -> None:
    found = extracted(tmp_path, reader, table("備註", (2, "民政課"), (1, ""), (1, "社會課")))

    assert extras(found) == ["民政課", "民政課", "", "社會課"]


@both_readers
def test_a_merged_cell_goes_on_over_a_page_end(reader: Reader, tmp_path: Path) -> None:
    found = extracted(
        tmp_path, reader, table("主辦單位", (1, "社會課"), (4, "民政課"), (2, "農業課")), high=260
    )

    assert found.source.pages > 1
    assert extras(found) == ["社會課"] + ["民政課"] * 4 + ["農業課"] * 2
