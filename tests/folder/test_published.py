"""What is made again of an output folder, and that the bytes do not tell how often it was published."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline import api
from pipeline.errors import UnwritableError
from pipeline.exporters.disk import GrowingFile
from pipeline.exporters.files import write_plan
from pipeline.folder import plan_tables, volumes
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.plan_tables import PlanMade, PlanShare
from pipeline.folder.published import MEMORY_FILE
from pipeline.models import Agency
from tests.contract import budget, extraction, item, plan, section, step
from tests.corrections.cases import document as rich_document
from tests.folder.test_publication import content


def put(folder: Path, plan_id: str, text: str, year_roc: int = 113) -> None:
    own = item(f"{plan_id}-1", implementation=(step("1.", text, number=1),), budget_ids=("b1",))
    office = Agency(id=plan_id.partition("-")[0], name="某區公所", county=None, code=None)
    cells = section("s1", (own,), (budget("b1", own.id),))
    made = plan(plan_id, cells, agency=office, year_roc=year_roc, year=year_roc + 1911)
    write_plan(next(iter(extraction(made).documents())), folder / plan_id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published folder of three plans."""
    for plan_id in ("b-113", "d-113"):
        put(tmp_path / "out", plan_id, "辦理農田鼠害防治。")
    write_plan(rich_document(), tmp_path / "out" / "a-112")
    assert api.publish(tmp_path / "out") == ()
    return tmp_path / "out"


def afresh(folder: Path) -> dict[str, bytes]:
    """What another folder holds where the same plans are published once."""
    other = folder.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    for path in folder.glob("*/plan.json"):
        shutil.copytree(path.parent, other / path.parent.name)
    api.publish(other)
    return content(other)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the plans whose rows are made."""
    names: list[str] = []

    def noting(share: PlanShare) -> PlanMade:
        names.append(share.folder.name)
        return plan_tables.make_plan(share)

    monkeypatch.setattr("pipeline.folder.text_tables.make_plan", noting)
    return names


@pytest.mark.parametrize("plan_id", ["a-111", "c-113", "z-113"])
def test_only_an_added_plan_is_made(folder: Path, made: list[str], plan_id: str) -> None:
    put(folder, plan_id, "新增。")
    assert api.publish(folder) == ()
    assert made == [plan_id]
    assert content(folder) == afresh(folder)


def test_only_a_changed_plan_is_made(folder: Path, made: list[str]) -> None:
    put(folder, "b-113", "改過。")
    api.publish(folder)
    assert made == ["b-113"]
    assert content(folder) == afresh(folder)


def test_a_plan_that_is_gone_leaves_no_row(folder: Path, made: list[str]) -> None:
    shutil.rmtree(folder / "b-113")
    api.publish(folder)
    assert made == []
    assert content(folder) == afresh(folder)


@pytest.mark.parametrize("name", ["items.csv", "jsonl/steps.jsonl", "b-113/items.csv", "workplan.xlsx"])
def test_a_file_that_a_person_changed_is_made_anew_where_that_is_asked_for(folder: Path, name: str) -> None:
    before = content(folder)
    (folder / name).write_bytes(before[name].replace(b"1", b"2"))
    api.publish(folder, discard_edits=True)
    assert content(folder) == before


def test_a_table_whose_bytes_changed_under_the_same_size_and_time_is_made_again(folder: Path) -> None:
    path = folder / "jsonl" / "steps.jsonl"
    was = path.stat()
    path.write_bytes(path.read_bytes().replace("鼠".encode(), "兔".encode()))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    put(folder, "c-113", "新增。")
    api.publish(folder)
    assert content(folder) == afresh(folder)


@pytest.mark.parametrize("memory", [b"", b"[]", b'{"made_by": 1}', b'{"plans": {"a": 1}}'])
def test_a_damaged_memory_costs_time_only(folder: Path, memory: bytes) -> None:
    before = content(folder)
    (folder / STATE_FOLDER / MEMORY_FILE).write_bytes(memory)
    put(folder, "c-113", "新增。")
    assert api.publish(folder) == ()
    assert content(folder) == afresh(folder) != before


def test_what_was_broken_off_is_mended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "c-113", "新增。")
    put_in_place = GrowingFile.put

    def killed(self: GrowingFile) -> object:
        if self.part.name == ".mentions.csv.part":
            raise KeyboardInterrupt
        return put_in_place(self)

    monkeypatch.setattr(GrowingFile, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        api.publish(folder)
    monkeypatch.undo()
    assert api.publish(folder) == ()
    assert content(folder) == afresh(folder)


def test_a_full_disk_costs_the_table_that_it_hits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "c-113", "新增。")
    write = GrowingFile.write

    def full(self: GrowingFile, text: bytes) -> None:
        if self.part.name == ".steps.csv.part" and "新增".encode() in text:
            raise UnwritableError("not-written", path="x", reason="busy")
        write(self, text)

    monkeypatch.setattr(GrowingFile, "write", full)
    assert [one.exit_code for one in api.publish(folder)] == [UnwritableError.exit_code]
    assert b"c-113" in (folder / "items.csv").read_bytes()
    assert "steps.csv" not in {
        one["path"] for one in json.loads((folder / "manifest.json").read_bytes())["files"]
    }
    monkeypatch.undo()
    assert api.publish(folder) == ()
    assert content(folder) == afresh(folder)


@pytest.fixture
def split(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where a sheet takes so few rows that its books come in volumes."""
    monkeypatch.setattr(volumes, "ROWS", 3)
    assert api.publish(folder) == ()
    return folder


def books(folder: Path) -> set[str]:
    return {name for name in content(folder) if name.endswith((".xlsx", ".ods", ".sqlite"))}


def test_above_a_sheets_rows_there_is_a_spreadsheet_for_each_office_and_a_database_for_each_year(
    split: Path,
) -> None:
    offices = {json.loads(path.read_bytes())["plan"]["agency"]["id"] for path in split.glob("*/plan.json")}
    sheets = {f"{form}/{office}.{form}" for form in ("xlsx", "ods") for office in offices}
    assert books(split) == {*sheets, "sqlite/112.sqlite", "sqlite/113.sqlite"}
    listed = {one["path"] for one in json.loads((split / "manifest.json").read_bytes())["files"]}
    assert books(split) <= listed


def test_volumes_hold_all_plans_once(split: Path) -> None:
    found = []
    for path in sorted((split / "xlsx").iterdir()):
        _, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("sources").to_python()
        found += [row[0] for row in rows]
    assert sorted(found) == ["a-112", "b-113", "d-113"]
    with closing(sqlite3.connect(split / "sqlite" / "113.sqlite")) as base:
        assert base.execute("SELECT plan_id FROM plans").fetchall() == [("b-113",), ("d-113",)]


def test_volumes_pass_the_gate(split: Path) -> None:
    report = api.check(split)
    told = {one.id for one in report.results}
    assert not told & {"file-missing", "file-unlisted", "sqlite-damaged"}
    assert not {rule for rule in told if rule.startswith("roundtrip")}
    assert {"roundtrip-xlsx", "roundtrip-ods", "roundtrip-sqlite"} <= set(report.judged)


@pytest.mark.parametrize("name", ["xlsx", "ods", "sqlite"])
def test_the_gate_sees_a_volume_that_is_missing(split: Path, name: str) -> None:
    next(iter(sorted((split / name).iterdir()))).unlink()
    report = api.check(split)
    assert f"roundtrip-{name}" in {one.id for one in report.results}, (report.unjudged, books(split))


def test_the_gate_sees_a_volume_that_says_something_else(split: Path) -> None:
    with closing(sqlite3.connect(split / "sqlite" / "113.sqlite")) as base:
        base.execute("UPDATE steps SET text = 'x' WHERE plan_id = 'd-113'")
        base.commit()
    (told,) = (one for one in api.check(split).results if one.id == "roundtrip-sqlite")
    assert (told.place.file, "steps: d-113" in told.text.en) == ("sqlite/113.sqlite", True)


def test_only_the_volumes_of_a_changed_plan_are_written_again(split: Path) -> None:
    times = {name: (split / name).stat().st_mtime_ns for name in books(split)}
    put(split, "b-113", "改過。")
    api.publish(split)
    written = {name for name, time in times.items() if (split / name).stat().st_mtime_ns != time}
    office = json.loads((split / "b-113" / "plan.json").read_bytes())["plan"]["agency"]["id"]
    assert "sqlite/112.sqlite" not in written
    assert written == {f"xlsx/{office}.xlsx", f"ods/{office}.ods", "sqlite/113.sqlite"}


def test_where_the_rows_are_few_again_the_volumes_go(split: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert api.publish(split) == ()
    assert books(split) == {"workplan.xlsx", "workplan.ods", "workplan.sqlite"}
    assert not (split / "xlsx").exists()
