"""What people change in published tables is never lost in silence."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import api
from pipeline.errors import EditedError
from pipeline.exporters.files import write_plan
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.readings import Readings
from pipeline.folder.report import RunReport
from pipeline.messages.wording import Wording
from tests.contract import FakeFiles, budget, extraction, item, plan, section, step

FIRST = "p-112-1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with one plan, published."""
    steps = (step("1-1", "每周三召開。", number=1), step("(1)", "訪視。", number=1))
    items = (item(FIRST, implementation=steps, budget_ids=("b1",)), item("p-112-2"))
    own = plan("p-112", section("s1", items, (budget("b1", FIRST),)))
    write_plan(next(extraction(own).documents()), tmp_path / "out" / "p-112")
    assert api.publish(tmp_path / "out") == ()
    return tmp_path / "out"


def change(path: Path, column: str, new: str, row: int = 0) -> None:
    """Write another value into a row of a CSV, as a person does."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    rows[row][column] = new
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def change_sheet(path: Path, column: str, new: object, sheet: str = "items") -> None:
    """The same in a workbook, saved by another program."""
    book = load_workbook(path)
    (name,) = [one for one in book.sheetnames if sheet in one.split()]
    place = [cell.value for cell in book[name][1]].index(column) + 1
    book[name].cell(2, place).value = new
    book.save(path)


def in_csv(out: Path) -> Path:
    change(out / "items.csv", "plan_item", "1. 召開里幹事會報")
    return out / "items.csv"


def in_plans_csv(out: Path) -> Path:
    change(out / "p-112" / "items.csv", "plan_item", "1. 召開里幹事會報")
    return out / "p-112" / "items.csv"


def in_workbook(out: Path) -> Path:
    change_sheet(out / "workplan.xlsx", "plan_item", "1. 召開里幹事會報")
    return out / "workplan.xlsx"


def in_json_lines(out: Path) -> Path:
    path = out / "jsonl" / "items.jsonl"
    path.write_bytes(path.read_bytes().replace("工作會報".encode(), "會報".encode()))
    return path


def in_database(out: Path) -> Path:
    with (out / "workplan.sqlite").open("ab") as file:
        file.write(bytes(4096))
    return out / "workplan.sqlite"


Edit = Callable[[Path], Path]
edits = pytest.mark.parametrize("edit", [in_csv, in_plans_csv, in_workbook, in_json_lines, in_database])


@edits
def test_publish_writes_nothing_over_it(out: Path, edit: Edit) -> None:
    path = edit(out)
    before = {one: one.read_bytes() for one in out.rglob("*") if one.is_file()}
    with pytest.raises(EditedError, match=path.name):
        api.publish(out, bom=False)
    kept = {one: one.read_bytes() for one in before}
    assert [one for one in before if before[one] != kept[one] and STATE_FOLDER not in one.parts] == []


@edits
def test_a_run_reads_nothing_while_it_is_there(files: FakeFiles, out: Path, edit: Edit) -> None:
    path = edit(out)
    content = path.read_bytes()
    with pytest.raises(EditedError):
        api.run(files.write("q.pdf", **{"q-112": 1}), out)
    assert files.read == []
    assert path.read_bytes() == content


@edits
def test_it_is_written_over_where_that_is_asked_for(out: Path, edit: Edit) -> None:
    before = {one: one.read_bytes() for one in out.rglob("*") if one.is_file()}
    path, told = edit(out), list[Wording]()
    assert api.publish(out, discard_edits=True, tell=told.append) == ()
    assert path.read_bytes() == before[path]
    assert [line for line in told if str(path) in line.en]
    assert api.publish(out) == ()


def test_a_table_that_is_saved_again_with_the_same_values_is_no_edit(out: Path) -> None:
    book = load_workbook(out / "workplan.xlsx")
    book.save(out / "workplan.xlsx")
    rows = (out / "items.csv").read_text("utf-8-sig")
    (out / "items.csv").write_bytes(rows.replace("\n", "\r\n").encode("utf-8-sig"))
    told = list[Wording]()
    assert api.publish(out, tell=told.append) == ()
    assert told == []


@pytest.mark.parametrize(
    ("table", "column", "new"),
    [("steps", "label", "1月1日"), ("steps", "label", datetime(2026, 1, 1))],
)
def test_what_a_spreadsheet_does_by_itself_is_told_and_put_right(
    out: Path, table: str, column: str, new: object
) -> None:
    told = list[Wording]()
    if isinstance(new, str):
        path = out / f"{table}.csv"
        before = path.read_bytes()
        change(path, column, new)
        assert api.publish(out, tell=told.append) == ()
        assert path.read_bytes() == before
    else:
        change_sheet(out / "workplan.xlsx", column, new, table)
        assert api.publish(out, tell=told.append) == ()
    assert any("試算表自行更動" in line.zh for line in told)


def test_an_interrupted_publication_is_no_edit(out: Path, tmp_path: Path) -> None:
    """Some files are of the publication before, some of the next one, none is a person's."""
    shutil.copytree(out, tmp_path / "other")
    api.publish(tmp_path / "other", bom=False)
    with (out / STATE_FOLDER / "written").open("ab") as notes:
        notes.write((tmp_path / "other" / STATE_FOLDER / "written").read_bytes())
    for name in ("items.csv", "p-112/steps.csv"):
        shutil.copy(tmp_path / "other" / name, out / name)
    assert api.publish(out) == ()
    assert (out / "items.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_without_notes_is_judged_by_its_plans(out: Path) -> None:
    (out / STATE_FOLDER / "written").unlink()
    assert api.publish(out) == ()
    (out / STATE_FOLDER / "written").unlink()
    in_csv(out)
    with pytest.raises(EditedError):
        api.publish(out)


def test_rows_and_columns_that_a_person_adds_or_takes_away_are_edits(out: Path) -> None:
    lines = (out / "items.csv").read_bytes().split(b"\n")
    for changed in (
        [*lines[:-2], b""],
        [lines[0] + ",備註".encode(), *(line + b",x" for line in lines[1:-1])],
    ):
        (out / "items.csv").write_bytes(b"\n".join(changed))
        with pytest.raises(EditedError):
            api.publish(out)


def test_a_file_that_is_no_table_any_more_is_an_edit(out: Path) -> None:
    (out / "workplan.xlsx").write_bytes(b"no workbook")
    with pytest.raises(EditedError, match=r"workplan\.xlsx"):
        api.publish(out)


def test_a_change_while_the_files_are_written_is_kept(
    files: FakeFiles, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run takes hours: a person may save a table after it has begun."""
    tidy = Readings.tidy

    def meanwhile(self: Readings) -> None:
        in_csv(out)
        tidy(self)

    monkeypatch.setattr(Readings, "tidy", meanwhile)
    report: RunReport = api.run(files.write("q.pdf", **{"q-112": 1}), out)
    assert report.exit_code == EditedError.exit_code
    assert "召開里幹事會報".encode() in (out / "items.csv").read_bytes()
    assert b"q-112" in (out / "budgets.csv").read_bytes()
