"""Files of all tables, made a plan at a time: the sheet to be read, plans that do not fit, what people changed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pipeline import api
from pipeline.errors import EditedError, UnwritableError
from pipeline.exporters.columns import Row, TableName
from pipeline.exporters.disk import GrowingFile
from pipeline.exporters.files import write_plan
from pipeline.exporters.reading_sheet import READING_SHEET, reading_rows
from pipeline.folder import volumes
from pipeline.folder.journal import Journal, edited
from pipeline.folder.lock import STATE_FOLDER
from pipeline.models import Agency
from tests.contract import budget, extraction, item, plan, section, step

PLANS = ("b-112", "b-113", "d-113")


def put(folder: Path, plan_id: str, text: str = "辦理農田鼠害防治。", amount_twd: int = 35_000) -> None:
    own = item(f"{plan_id}-1", implementation=(step("1.", text, number=1),), budget_ids=("b1",))
    cells = section("s1", (own,), (budget("b1", own.id, amount_twd=amount_twd),))
    office, _, year = plan_id.partition("-")
    agency = Agency(id=office, name="某區公所", county=None, code=None)
    made = plan(plan_id, cells, agency=agency, year_roc=int(year), year=int(year) + 1911)
    write_plan(next(iter(extraction(made).documents())), folder / plan_id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder of two offices."""
    for plan_id in PLANS:
        put(tmp_path / "out", plan_id)
    return tmp_path / "out"


@pytest.fixture
def split(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, published where a sheet takes so few rows that its books come in volumes."""
    monkeypatch.setattr(volumes, "ROWS", 3)
    assert api.publish(folder) == ()
    return folder


def column(path: Path, sheet: str, title: str) -> list[object]:
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [row[head.index(title)] for row in rows]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_volume_begins_with_the_sheet_to_be_read_of_its_plans(split: Path, ending: str) -> None:
    path = split / ending / f"b.{ending}"
    assert CalamineWorkbook.from_path(path).sheet_names[0] == READING_SHEET
    assert column(path, READING_SHEET, "項目識別碼") == ["b-112-1", "b-113-1"]


def test_the_sheet_to_be_read_is_made_of_one_plan_at_a_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[list[object]] = []

    def noting(rows: Mapping[TableName, Sequence[Row]]) -> list[Row]:
        given.append([row["plan_id"] for row in rows["items"]])
        return reading_rows(rows)

    monkeypatch.setattr(volumes, "reading_rows", noting)
    assert api.publish(folder) == ()
    assert given == [["b-112"], ["b-113"], ["d-113"]] * 2  # of XLSX and of ODS


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_plan_that_does_not_fit_is_left_out_of_its_volume_alone(split: Path, ending: str) -> None:
    put(split, "b-113", amount_twd=10**16)
    problems = api.publish(split)
    assert [
        one for one in problems if f"{ending}/b.{ending}" in one.message.both and "b-113" in one.message.both
    ]
    assert column(split / ending / f"b.{ending}", "sources", "plan_id") == ["b-112"]
    assert column(split / ending / f"d.{ending}", "sources", "plan_id") == ["d-113"]
    left = json.loads((split / "manifest.json").read_bytes())["left_out"]
    assert (f"{ending}/b.{ending}", "b-113") in {(one["path"], one["plan_id"]) for one in left}


def test_the_gate_tells_what_is_left_out_of_a_volume_and_nothing_else_against_it(split: Path) -> None:
    put(split, "b-113", amount_twd=10**16)
    api.publish(split)
    told = {one.id for one in api.check(split).results}
    assert "plan-left-out" in told
    assert not {one for one in told if one.startswith("roundtrip")}


def test_a_plan_fits_again_when_its_value_does(split: Path) -> None:
    put(split, "b-113", amount_twd=10**16)
    api.publish(split)
    put(split, "b-113")
    assert api.publish(split) == ()
    assert column(split / "xlsx" / "b.xlsx", "sources", "plan_id") == ["b-112", "b-113"]


def test_what_does_not_fit_is_told_each_time(folder: Path) -> None:
    put(folder, "d-113", amount_twd=10**16)
    first = api.publish(folder)
    assert first == api.publish(folder) != ()


def change(path: Path) -> bytes:
    """Write another value into a volume, as a person does."""
    book = load_workbook(path)
    sheet = book["items"]
    place = [cell.value for cell in sheet[1]].index("plan_item") + 1
    sheet.cell(2, place).value = "1. 召開里幹事會報"
    book.save(path)
    return path.read_bytes()


def test_a_volume_that_a_person_changed_is_not_written_over(split: Path) -> None:
    changed = change(split / "xlsx" / "b.xlsx")
    with pytest.raises(EditedError, match=r"b\.xlsx"):
        api.publish(split, bom=False)
    assert (split / "xlsx" / "b.xlsx").read_bytes() == changed


def test_a_volume_that_a_person_changed_is_not_taken_away(
    split: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = change(split / "xlsx" / "b.xlsx")
    monkeypatch.undo()
    with pytest.raises(EditedError, match=r"b\.xlsx"):
        api.publish(split)
    assert (split / "xlsx" / "b.xlsx").read_bytes() == changed


def test_a_volume_that_is_saved_again_with_the_same_values_is_no_edit(split: Path) -> None:
    load_workbook(split / "xlsx" / "b.xlsx").save(split / "xlsx" / "b.xlsx")
    assert api.publish(split) == ()


def test_nothing_is_made_from_lines_that_could_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.publish(folder)
    put(folder, "a-113", "新增。")
    write = GrowingFile.write

    def full(self: GrowingFile, text: bytes) -> None:
        if self.part.name == ".steps.jsonl.part":
            raise UnwritableError("disk-full", path=self.path)
        write(self, text)

    monkeypatch.setattr(GrowingFile, "write", full)
    told = [one.message for one in api.publish(folder)]
    made = ("workplan.xlsx", "workplan.ods", "workplan.sqlite", "parquet/steps.parquet")
    assert len(told) == 1 + len(made)
    assert all(any(name in line.both for line in told) for name in made)
    assert not [name for name in made if (folder / name).exists()]
    assert (folder / "parquet" / "items.parquet").exists()


@pytest.mark.parametrize("table", ["steps", "correction_log"])
def test_lines_that_cannot_take_their_place_cost_no_other_format(
    folder: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    api.publish(folder)
    put(folder, "a-113", "新增。")
    guard = Journal.guard

    def changed(self: Journal, path: Path) -> None:
        if path.name == f"{table}.jsonl":
            raise edited([path])
        guard(self, path)

    monkeypatch.setattr(Journal, "guard", changed)
    assert [one.exit_code for one in api.publish(folder)] == [EditedError.exit_code]
    assert "a-113-1" in column(folder / "workplan.xlsx", "steps", "item_id")
    assert pq.read_table(folder / "parquet" / "steps.parquet").num_rows == 4
    assert not (folder / STATE_FOLDER / "jsonl").exists()


def test_a_link_to_a_table_stays_and_its_file_is_written(folder: Path, tmp_path: Path) -> None:
    api.publish(folder)
    elsewhere = tmp_path / "elsewhere.csv"
    (folder / "items.csv").rename(elsewhere)
    (folder / "items.csv").symlink_to(elsewhere)
    put(folder, "z-113")
    assert api.publish(folder) == ()
    assert (folder / "items.csv").is_symlink()
    assert b"z-113-1" in elsewhere.read_bytes()
    listed = {one["path"] for one in json.loads((folder / "manifest.json").read_bytes())["files"]}
    assert "items.csv" in listed
