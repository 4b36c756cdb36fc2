"""A folder that an earlier version made: what people have written in it survives a better reading."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from pipeline.exporters.csv_form import CsvForm
from pipeline.folder.carried import CARRIED_FILE, CHANGES_FILE, TEXT_FILE
from pipeline.folder.corrections import add_correction, correctable_fields
from pipeline.folder.earlier import EARLIER_FOLDER
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.marks import add_mark, marks_of, remove_mark
from pipeline.folder.plans import plan_of_bytes, read_plan
from pipeline.folder.readings import Readings
from pipeline.folder.report import RunReport
from pipeline.gate.check import check_folder
from pipeline.models import Item, PlanDocument
from pipeline.reading.options import Options
from pipeline.runs.runner import publish_folder, run_files
from pipeline.runs.state import reading_sha256
from tests.contract import FakeFiles
from tests.folder.progress import progress_of
from tests.folder.test_corrections import written
from tests.here import Here

MADE = Path(__file__).parent / "made_by_0_1_0"
"""What 0.1.0 wrote for a page whose line numbers it took for work items; corrected and marked with its own commands."""
PDF = MADE / "line-numbers.pdf"
PLAN = "chiayi-city-west-113"
WANTED = (
    "提高工作效率及服務態度。",
    "守望相助隊及志工隊。",
    "3,460",
    "辦理重陽節敬老慰問。",
    "(二)辦理里鄰長",
)
"""Of the corrections in it."""
REPORTS = (CARRIED_FILE, CHANGES_FILE, TEXT_FILE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(MADE / "output", tmp_path / "output"))


def run(out: Path, year: int | None = None) -> RunReport:
    return run_files([PDF], out, Options(year=year), Here())


def as_read() -> PlanDocument:
    """What 0.1.0 read, before anything was corrected."""
    return plan_of_bytes((MADE / "as-read.json").read_bytes(), MADE)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def items(out: Path) -> list[Item]:
    plan = json.loads((out / PLAN / "plan.json").read_bytes())["plan"]
    return [
        Item.model_validate(item, strict=False) for section in plan["sections"] for item in section["items"]
    ]


def test_every_correction_of_the_earlier_version_is_applied_or_told(out: Path) -> None:
    report = run(out)
    assert report.exit_code == 0, report.messages
    texts = (out / "items.csv").read_text(encoding="utf-8-sig")
    for wanted in (
        "提高工作效率及服務態度。",
        "守望相助隊及志工隊。",
        "3,460",
        "辦理重陽節敬老慰問。",
        "(二)辦理里鄰長",
    ):
        assert wanted in texts, wanted
    assert {row["status"] for row in rows_of(out / "correction_log.csv")} == {"applied"}
    told = [
        (row["file"], row["field"].partition("[")[0], row["outcome"]) for row in rows_of(out / CARRIED_FILE)
    ]
    assert ("corrections.csv", "work_item", "already-right") in told
    assert ("reviewed.csv", "", "check-again") in told
    assert sum(outcome == "followed" for _, _, outcome in told) == 10
    assert len(told) == len(rows_of(out / "corrections.csv")) + len(rows_of(out / "reviewed.csv"))


def test_the_reading_is_had_from_what_the_earlier_version_kept(out: Path) -> None:
    assert Readings(out).of(out / PLAN) == as_read()


def test_without_the_pdf_the_corrections_of_the_earlier_version_can_be_taken_away(out: Path) -> None:
    assert publish_folder(out, CsvForm()) == ()
    assert {row["status"] for row in rows_of(out / "correction_log.csv")} == {"applied"}
    header, *_ = (out / "corrections.csv").read_bytes().splitlines(keepends=True)
    (out / "corrections.csv").write_bytes(header)
    publish_folder(out, CsvForm())
    assert read_plan(out / PLAN) == as_read()


def test_what_people_wrote_stays_byte_for_byte(out: Path) -> None:
    run(out)
    for name in ("corrections.csv", "reviewed.csv"):
        assert (out / name).read_bytes() == (MADE / "output" / name).read_bytes()


def test_a_second_run_gives_the_same_files(out: Path) -> None:
    assert run(out).notes
    once = written(out)
    again = run(out)
    assert again.inputs[0].resumed
    assert (written(out), again.notes) == (once, ())
    (out / STATE_FOLDER / "published").unlink()
    run_files([PDF], out, Options(), Here())
    assert written(out) == once


def test_the_gate_takes_the_folder(out: Path) -> None:
    run(out)
    rules = {result.id for result in check_folder(out).results}
    assert not rules & {"correction-pending", "correction-refused", "review-differs", "file-unlisted"}


def test_the_report_names_what_is_read_otherwise_field_by_field(out: Path) -> None:
    report = run(out)
    changes = rows_of(out / CHANGES_FILE)
    assert {row["change"] for row in changes} <= {"added", "gone", "changed"}
    work = next(row for row in changes if row["field"] == "work_item" and row["old_value"] == "37383132")
    assert (work["page"], work["new_value"]) == ("1", "一、一般行政\n(一)自治行政管理")
    assert work["old_item_id"] != work["item_id"]
    text = (out / TEXT_FILE).read_text(encoding="utf-8")
    assert "37383132" in text
    assert [CHANGES_FILE in note.both or TEXT_FILE in note.both for note in report.notes] == [True, False]
    assert all(note.zh != note.en for note in report.notes)


def test_corrections_follow_a_plan_whose_own_identifier_has_changed(out: Path) -> None:
    run(out, year=112)
    texts = (out / "items.csv").read_text(encoding="utf-8-sig")
    assert "chiayi-city-west-112-" in texts
    assert (out / CHANGES_FILE).exists()
    for wanted in WANTED:
        assert wanted in texts, wanted


def test_a_corrected_record_goes_on_being_corrected(out: Path) -> None:
    run(out)
    item_id = next(item.id for item in items(out) if "提高工作效率" in item.plan_item[0].text)
    assert dict(correctable_fields(out, item_id))["plan_item[0].text"].endswith("及服務態度。")
    add_correction(out, item_id, "plan_item[0].text", "加強督導。", "精簡", "王小明", "2026-12-01")
    run(out)
    assert next(item for item in items(out) if item.id == item_id).plan_item[0].text == "加強督導。"


def test_a_mark_is_renewed_and_taken_back_under_the_present_identifier(out: Path) -> None:
    run(out)
    item_id = next(item.id for item in items(out) if "提高工作效率" in item.plan_item[0].text)
    assert progress_of(out).checked == 0
    assert [mark.item_id for mark in marks_of(out) or ()] == [item_id]
    add_mark(out, item_id, "李大同", "2026-12-01")
    assert progress_of(out).checked == 1
    remove_mark(out, item_id, "李大同")
    assert marks_of(out) == ()


def test_without_the_earlier_reading_nothing_is_applied_to_another_record(out: Path) -> None:
    run(out)
    shutil.rmtree(out / STATE_FOLDER)
    run(out)
    assert {row["status"] for row in rows_of(out / "correction_log.csv")} == {"unknown"}


def test_another_reading_of_the_same_bytes_is_read_though_the_version_is_the_same(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"a-112": 2})
    out = tmp_path / "out"
    run_files([files.folder], out, Options(), Here())
    monkeypatch.setattr("pipeline.runs.state.reading_sha256", lambda: "another")
    run_files([files.folder], out, Options(), Here())
    assert files.read == ["a.pdf", "a.pdf"]
    assert len(reading_sha256()) == 64


def test_where_nothing_differs_nothing_is_written(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"a-112": 2})
    out = tmp_path / "out"
    run_files([files.folder], out, Options(), Here())
    report = run_files([files.folder], out, Options(year=112), Here())
    assert not [name for name in REPORTS if (out / name).exists()]
    assert not (out / STATE_FOLDER / EARLIER_FOLDER).exists()
    assert report.notes == ()


def test_what_a_person_asks_for_otherwise_is_followed_and_not_told(out: Path) -> None:
    run(out)
    told = (out / CHANGES_FILE).read_bytes()
    run(out, year=112)
    assert all(wanted in (out / "items.csv").read_text(encoding="utf-8-sig") for wanted in WANTED)
    run(out)
    assert (out / CHANGES_FILE).read_bytes() == told


def test_a_reading_that_comes_and_goes_is_kept_once(out: Path) -> None:
    for _ in range(2):
        run(out)
        run(out, year=112)
    kept = sorted(path.name for path in (out / STATE_FOLDER / EARLIER_FOLDER).rglob("*.gz"))
    assert len(kept) == 3  # 0.1.0's, this one's and that of the other year
