"""The first sheet of a workbook reads and prints like the plan."""

import io
from typing import Any

import odfdo
import openpyxl
import pytest

from pipeline.exporters.reading_sheet import PLAN_SHEET, reading_rows
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.tables import TABLES
from pipeline.models import PlanDocument
from tests.contract import budget, extraction, finding, item, plan, section
from tests.exporters.books import ods_bytes, xlsx_bytes

FIRST, SECOND, THIRD = "a-112-1", "a-112-2", "a-112-3"
TITLES = [
    "課室",
    "工作項目",
    "計畫項目",
    "實施內容",
    "預算（元）",
    "頁",
    "檢核發現",
    "計畫識別碼",
    "項目識別碼",
]


def rows_of(*plan_ids: str) -> Rows:
    """Plans of three items: two share a budget, the third has words for one."""
    plans: list[PlanDocument] = []
    for plan_id in plan_ids:
        ids = [name.replace("a-112", plan_id) for name in (FIRST, SECOND, THIRD)]
        items = tuple(
            item(one, budget_ids=(cell,)) for one, cell in zip(ids, ("b1", "b1", "b2"), strict=True)
        )
        words = budget("b2", ids[2], raw="市府統籌款", kind="text", amount_twd=None, amounts=())
        cells = (budget("b1", *ids[:2], amount_twd=8_359_000), words)
        told = (finding("f1", item_id=ids[0], severity="warning", message_zh="標號不連續。"),)
        plans += extraction(plan(plan_id, section("s1", items, cells)), findings=told).documents()
    return all_rows(plans)


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows_of("a-112"))))


def test_it_comes_first_and_the_dictionary_last(book: Any) -> None:
    assert book.sheetnames == ["工作計畫 plan", *TABLES, "說明 fields"]


def test_its_columns_are_the_plans_and_identifiers_come_last(book: Any) -> None:
    assert [cell.value for cell in book.worksheets[0][1]] == TITLES


def test_several_plans_are_told_apart() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows_of("a-112", "b-112"))))
    assert [cell.value for cell in book.worksheets[0][1]] == ["年度（民國）", "機關", *TITLES]


def test_a_budget_that_items_share_stands_once() -> None:
    assert [row["budget"] for row in reading_rows(rows_of("a-112"))] == [8_359_000, "〃", "市府統籌款"]


def test_levels_stand_below_each_other_and_findings_are_told_in_words() -> None:
    first, second, _ = reading_rows(rows_of("a-112"))
    assert first["work_item"] == "一、一般行政\n(一)自治行政管理"
    assert (first["told"], second["told"]) == ("標號不連續。", None)


def test_every_sheet_is_printed_lying_and_one_page_wide_with_its_header(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"


def test_identifiers_are_not_printed(book: Any) -> None:
    assert book.worksheets[0].print_area.endswith("$A$1:$G$4")


def test_amounts_have_separators_of_thousands(book: Any) -> None:
    assert book.worksheets[0]["E2"].number_format == "#,##0"
    place = list(TABLES["budgets"].names).index("amount_twd") + 1
    assert book["budgets"].cell(2, place).number_format == "#,##0"


@pytest.mark.parametrize("make", [xlsx_bytes, ods_bytes])
def test_the_language_of_the_header_holds_for_the_tables(make: Any, tmp_path: Any) -> None:
    path = tmp_path / ("book.xlsx" if make is xlsx_bytes else "book.ods")
    path.write_bytes(make(rows_of("a-112"), "zh-TW"))
    if make is xlsx_bytes:
        head = [cell.value for cell in openpyxl.load_workbook(path)["steps"][1]]
    else:
        body: Any = odfdo.Document(path).body
        head = body.get_table(name="steps").get_row_values(0)
    assert tuple(head) == TABLES["steps"].header("zh-TW")


def test_every_column_has_a_width_and_a_title() -> None:
    assert set(PLAN_SHEET.names) == set(reading_rows(rows_of("a-112"))[0])
