"""Every format, read back by other people's programs, gives the frames again."""

import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import odfdo
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from pipeline.errors import UnwritableError
from pipeline.exporters import sheets
from pipeline.exporters.columns import FlatTable, Row
from pipeline.exporters.csv_form import CsvForm, csv_bytes
from pipeline.exporters.frames import DTYPES, frames_of
from pipeline.exporters.jsonl import jsonl_bytes
from pipeline.exporters.ods import ods_bytes
from pipeline.exporters.parquet import parquet_bytes
from pipeline.exporters.rows import Rows, all_rows
from pipeline.exporters.sqlite import sqlite_bytes
from pipeline.exporters.tables import ITEMS, STEPS, TABLES
from pipeline.exporters.xlsx import xlsx_bytes
from pipeline.models import PlanDocument
from tests.contract import extraction, item, plan, rich_extraction, section, step

AWKWARD = (
    "=1+1", "+886", "@a", "-5", "(1)", "1-2", "007", "1E5", "TRUE", "#N/A", "'quoted", "http://example.org",
    "  two  spaces ", "line\nline\n\nline", 'a "b", c;d', "<b>&amp;</b>", "𠮷野家", "12345678901234567890", "{=1}",
)  # fmt: skip
TABLE_LIST = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


@pytest.fixture(scope="module")
def documents() -> list[PlanDocument]:
    steps = tuple(step(None, text) for text in AWKWARD)
    awkward = plan("b-112", section("s", (item("b-112-1", implementation=steps),)))
    return [*rich_extraction().documents(), *extraction(awkward).documents()]


@pytest.fixture(scope="module")
def rows(documents: list[PlanDocument]) -> Rows:
    return all_rows(documents)


@pytest.fixture(scope="module")
def frames(documents: list[PlanDocument]) -> dict[str, pd.DataFrame]:
    return frames_of(documents)


def same(found: pd.DataFrame, frames: dict[str, pd.DataFrame], table: FlatTable) -> None:
    typed = found.astype({column.name: DTYPES[column.type] for column in table.columns})
    pd.testing.assert_frame_equal(typed, frames[table.name])


def frame(values: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows whose first one is the header, an empty cell being a missing value."""
    header, *body = values
    cells = [[None if value in ("", None) else value for value in row] for row in body]
    return pd.DataFrame(cells, columns=list(header), dtype=object)


@TABLE_LIST
@pytest.mark.parametrize("form", [CsvForm(), CsvForm(bom=False)], ids=["bom", "plain"])
def test_csv_in_pandas_and_duckdb(
    table: FlatTable, rows: Rows, frames: dict[str, pd.DataFrame], form: CsvForm, tmp_path: Path
) -> None:
    path = tmp_path / table.file_name
    path.write_bytes(csv_bytes(table, rows[table.name], form))
    dtypes = {column.name: DTYPES[column.type] for column in table.columns}
    same(pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""]), frames, table)
    sql = "SELECT * FROM read_csv(?, all_varchar = true, header = true)"
    with duckdb.connect() as database:
        relation = database.execute(sql, [str(path)])
        same(frame([list(table.names), *relation.fetchall()]), frames, table)
        assert [column[0] for column in relation.description or ()] == list(table.names)


@TABLE_LIST
def test_json_lines(table: FlatTable, rows: Rows, frames: dict[str, pd.DataFrame]) -> None:
    found = [json.loads(line) for line in jsonl_bytes(rows[table.name]).decode().split("\n")[:-1]]
    assert all(tuple(row) == table.names for row in found)
    same(pd.DataFrame(found, columns=list(table.names), dtype=object), frames, table)


@TABLE_LIST
def test_parquet_in_pandas_arrow_and_duckdb(
    table: FlatTable, rows: Rows, frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(parquet_bytes(table, rows[table.name]))
    same(pd.read_parquet(path), frames, table)
    read = pq.read_table(path)
    assert read.to_pylist() == rows[table.name]
    assert {field.name: str(field.type) for field in read.schema} == {
        column.name: {"string": "string", "integer": "int64", "number": "double"}[column.type]
        for column in table.columns
    }
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    same(frame([list(table.names), *found]), frames, table)


@TABLE_LIST
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets_in_calamine(
    table: FlatTable, rows: Rows, frames: dict[str, pd.DataFrame], ending: str
) -> None:
    content = xlsx_bytes(rows) if ending == "xlsx" else ods_bytes(rows)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["說明 fields", *TABLES]
    same(frame(book.get_sheet_by_name(table.name).to_python()), frames, table)


@pytest.fixture(scope="module")
def workbook(rows: Rows) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows)))


@TABLE_LIST
def test_xlsx_in_openpyxl(table: FlatTable, workbook: Any, frames: dict[str, pd.DataFrame]) -> None:
    sheet = workbook[table.name]
    same(frame([[cell.value for cell in row] for row in sheet.iter_rows()]), frames, table)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "inlineStr", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


@pytest.fixture(scope="module")
def spreadsheet(rows: Rows) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(ods_bytes(rows)))


@TABLE_LIST
def test_ods_in_odfdo(table: FlatTable, spreadsheet: odfdo.Document, frames: dict[str, pd.DataFrame]) -> None:
    (found,) = (one for one in spreadsheet.body.tables if one.name == table.name)
    cells = [[cell.get_value() for cell in row.traverse()] for row in found.traverse()]
    same(frame(cells), frames, table)
    types = {cell.type for row in found.traverse() for cell in row.traverse()}
    assert types <= {"string", "float", None}


def test_an_ods_begins_with_its_media_type_and_has_no_date(rows: Rows) -> None:
    with zipfile.ZipFile(io.BytesIO(ods_bytes(rows))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"VerticalSplitPosition" in archive.read("settings.xml")


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets_in_libreoffice(
    rows: Rows, frames: dict[str, pd.DataFrame], ending: str, tmp_path: Path
) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / f"in.{ending}").write_bytes(xlsx_bytes(rows) if ending == "xlsx" else ods_bytes(rows))
    # Every sheet as CSV: comma, quote, UTF-8, from line 1, all text quoted, values as they are stored.
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"
    profile = (tmp_path / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run(  # noqa: S603 - a program of the system
        [*command, "--outdir", tmp_path, tmp_path / f"in.{ending}"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for table in TABLES.values():
        path = tmp_path / f"in-{table.name}.csv"
        same(pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]), frames, table)


def test_sqlite_has_the_tables_with_their_keys(
    documents: list[PlanDocument], rows: Rows, frames: dict[str, pd.DataFrame]
) -> None:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(sqlite_bytes(documents, rows))
        for name, table in TABLES.items():
            same(pd.read_sql_query(f"SELECT * FROM {name}", database), frames, table)  # noqa: S608
            keys = {row[1]: row[5] for row in database.execute(f"PRAGMA table_info({name})")}
            assert tuple(sorted((n for n in keys if keys[n]), key=lambda n: keys[n])) == table.primary_key
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (names,) = zip(*database.execute("SELECT name FROM sqlite_schema"), strict=True)
        assert not [name for name in names if name.startswith("sqlite_stat")]
    database.close()


def test_views_sum_each_budget_cell_once(documents: list[PlanDocument], rows: Rows) -> None:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(sqlite_bytes(documents, rows))
        sql = "SELECT role, cells, amount_twd FROM {} WHERE plan_id = 'a-112' ORDER BY role"
        for view in ("section_totals", "plan_totals"):
            assert database.execute(sql.format(view)).fetchall() == [
                ("current", 4, 100_000),
                ("previous", 1, 35_000),
            ]
        links = database.execute("SELECT count(*) FROM item_budgets WHERE budget_id = 'b1'").fetchone()
        assert links == (2,)
    database.close()


def test_two_rows_with_one_key_leave_the_database_out(documents: list[PlanDocument]) -> None:
    twice = [*documents, documents[0]]
    with pytest.raises(UnwritableError, match=r"workplan\.sqlite is left out.*UNIQUE"):
        sqlite_bytes(twice, all_rows(twice))


@pytest.mark.parametrize("text", ["字" * 32_768, "𠮷" * 16_384])
def test_a_text_that_no_excel_cell_holds_leaves_the_workbook_out(text: str, rows: Rows) -> None:
    with pytest.raises(UnwritableError, match=r"workplan\.xlsx is left out: row 2 of steps\.text"):
        xlsx_bytes(with_step(rows, text))


def test_an_excel_cell_holds_as_much_as_excel_says(rows: Rows) -> None:
    for text in ("字" * 32_767, "𠮷" * 16_383):
        book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(with_step(rows, text))))
        assert text in book.get_sheet_by_name("steps").to_python()[1]


def test_an_ods_cell_has_no_limit(rows: Rows) -> None:
    text = "字" * 40_000
    book = CalamineWorkbook.from_filelike(io.BytesIO(ods_bytes(with_step(rows, text))))
    assert text in book.get_sheet_by_name("steps").to_python()[1]


def test_too_many_rows_leave_a_spreadsheet_out(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 1 + len(rows["items"]))
    fitting: Rows = {name: rows["items"] if name == "items" else [] for name in TABLES}
    sheets.refuse_unfit(
        [sheet for sheet in sheets.sheets_of(fitting) if sheet.name != "說明 fields"], "x", None
    )
    monkeypatch.setattr(sheets, "ROWS", len(rows["items"]))
    with pytest.raises(UnwritableError, match="fields has"):
        xlsx_bytes(fitting)


def with_step(rows: Rows, text: str) -> Rows:
    first: Row = {**rows["steps"][0], "text": text}
    return {**rows, "steps": [first]}


def test_the_first_sheet_explains_every_column(workbook: Any) -> None:
    told = [(row[0].value, row[1].value) for row in workbook["說明 fields"].iter_rows(min_row=2)]
    assert [pair for pair in told if pair[1]] == [
        (table.name, name) for table in TABLES.values() for name in table.names
    ]
    assert {name for name, column in told if not column} == set(TABLES)


def test_long_text_is_wrapped_and_rows_are_high_enough(workbook: Any) -> None:
    sheet = workbook["items"]
    column = ITEMS.names.index("implementation") + 1
    letter = openpyxl.utils.get_column_letter(column)
    assert sheet.column_dimensions[letter].width > 50
    assert sheet.cell(2, column).alignment.wrap_text
    assert sheet.row_dimensions[2].height > 4 * 15
    assert STEPS.names == tuple(cell.value for cell in workbook["steps"][1])
