"""What is printed in a PDF stays text in every output: no markup, formula, path or command."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import odfdo
import openpyxl
import pyarrow.parquet
import pytest

import pipeline
from pipeline.errors import NoPlanError, WorkplanError
from pipeline.exporters.columns import FlatTable
from pipeline.exporters.csv_form import CsvForm, csv_bytes, restored, spreadsheet_change
from pipeline.exporters.jsonl import jsonl_bytes
from pipeline.exporters.tables import PLAN_TABLES, TABLES
from pipeline.models import PlanDocument
from tests.contract import extraction, item, level, plan, section, step
from tests.exporters.books import ods_bytes, parquet_bytes, sqlite_bytes, xlsx_bytes
from tests.hostile.making import GOOD

EVIL = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td>", "a|b", "`rm`", "[x](javascript:1)",
    '=HYPERLINK("https://a.tw")', "+1", "-1", "@SUM(A1)", "a\tb", "a\nb", "'; DROP TABLE items;--",
    "../../etc/passwd", "$(touch pwned)", "{{7*7}}", "甲\u202e乙",
)  # fmt: skip


def document() -> PlanDocument:
    """A plan whose every text tries to break out."""
    items = tuple(
        item(f"a-112-{n}", plan_item=(level("1.", text, 1),), implementation=(step(None, text),))
        for n, text in enumerate(EVIL)
    )
    (found,) = extraction(plan("a-112", section("s1", items, name=EVIL[0]), title=EVIL[1])).documents()
    return found


DOCUMENT = document()
ROWS = {table.name: list(table.rows(DOCUMENT)) for table in PLAN_TABLES}
ROWS = {name: ROWS.get(name, []) for name in TABLES}


@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_a_safe_csv_has_no_formula_and_gives_every_text_back(table: FlatTable) -> None:
    written = csv_bytes(table, ROWS[table.name], CsvForm(bom=False, safe=True)).decode()
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    assert tuple(head) == table.names
    for cells, row in zip(rows, ROWS[table.name], strict=True):
        for column, cell in zip(table.columns, cells, strict=True):
            value = row[column.name]
            if column.type == "string" and value is not None:
                assert spreadsheet_change(cell) is None
                assert restored(cell) == value


@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_a_plain_csv_holds_the_texts_as_they_are(table: FlatTable) -> None:
    written = csv_bytes(table, ROWS[table.name], CsvForm(bom=False, safe=False)).decode()
    rows = list(csv.reader(io.StringIO(written, newline="")))[1:]
    for cells, row in zip(rows, ROWS[table.name], strict=True):
        for column, cell in zip(table.columns, cells, strict=True):
            if column.type == "string" and row[column.name] is not None:
                assert cell == row[column.name]


@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_parquet_and_json_lines_hold_the_texts_as_they_are(table: FlatTable) -> None:
    texts = [column.name for column in table.columns if column.type == "string"]
    wanted = [[row[name] for name in texts] for row in ROWS[table.name]]
    kept = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(table, ROWS[table.name]))).to_pylist()
    lines = [json.loads(line) for line in jsonl_bytes(ROWS[table.name]).decode().split("\n") if line]
    for found in (kept, lines):
        assert [[row[name] for name in texts] for row in found] == wanted


def test_json_gives_the_plan_back() -> None:
    assert PlanDocument.model_validate_json(DOCUMENT.model_dump_json()) == DOCUMENT


@pytest.mark.parametrize("edition", ["../up", "/etc", "a/b", "..", "a\nb", "a\x1b[31m", ""])
def test_an_edition_that_leads_elsewhere_is_refused(tmp_path: Path, edition: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(GOOD)
    with pytest.raises(WorkplanError) as caught:
        pipeline.run([path], tmp_path / "out", edition=edition, jobs=1)
    assert caught.value.line().isprintable()
    assert {one.name for one in tmp_path.iterdir()} <= {"plan.pdf", "out"}


def test_a_workbook_has_no_formula_and_no_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(ROWS)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {cell.value for cell in cells} >= {'=HYPERLINK("https://a.tw")', "@SUM(A1)", "{{7*7}}"}


def test_an_open_document_spreadsheet_has_no_formula() -> None:
    book = odfdo.Document(io.BytesIO(ods_bytes(ROWS)))
    cells = [cell for table in book.body.tables for row in table.traverse() for cell in row.traverse()]
    assert not [cell for cell in cells if cell.formula]
    assert {str(cell.get_value()) for cell in cells} >= {'=HYPERLINK("https://a.tw")', "</td>"}


def test_a_database_keeps_its_tables_and_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "plans.sqlite"
    path.write_bytes(sqlite_bytes([DOCUMENT], ROWS))
    database = sqlite3.connect(path)
    names = [row[0] for row in database.execute("select plan_item from items order by rowid")]
    database.close()
    assert [text for text in EVIL if not any(text in str(name) for name in names)] == []


def test_a_message_that_quotes_a_document_is_one_line_without_commands() -> None:
    line = NoPlanError("no-plan", name="a.pdf", headers="\x1b[31m\na\u202e").line()
    assert line.isprintable()
