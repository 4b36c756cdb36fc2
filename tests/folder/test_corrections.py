"""A correction in an output folder survives every run, and nothing about it is lost."""

import json
from pathlib import Path

import pytest

from pipeline.errors import CorrectionsError, UsageError
from pipeline.exporters.csv_form import CsvForm
from pipeline.folder.application import apply_corrections
from pipeline.folder.corrections import add_correction, correctable_fields, corrections_of
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.report import RunReport
from pipeline.reading.options import Options
from pipeline.runs.runner import publish_folder, run_files
from tests.contract import FakeFiles
from tests.here import Here

FIRST, SECOND = "a-112-00000000", "a-112-00000001"
TEXT = "plan_item[0].text"


@pytest.fixture
def out(files: FakeFiles, tmp_path: Path) -> Path:
    """An output folder with a plan of two items."""
    files.write("a.pdf", **{"a-112": 2})
    run(files, tmp_path / "out")
    return tmp_path / "out"


def run(files: FakeFiles, out: Path) -> RunReport:
    return run_files([files.folder], out, Options(), Here())


def correct(out: Path, field: str, new: str, item_id: str = FIRST, **values: str) -> None:
    add_correction(
        out, item_id, field, new, **({"reason": "漏字", "who": "王小明", "date": "115/3/5"} | values)
    )


def written(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and STATE_FOLDER not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


def rules(out: Path) -> list[str]:
    return [one["rule"] for one in json.loads((out / "a-112" / "plan.json").read_bytes())["findings"]]


def test_the_next_run_applies_it_to_plan_and_tables(files: FakeFiles, out: Path) -> None:
    correct(out, "implementation", "(1)每周五召開。")
    run(files, out)
    for name in ("a-112/plan.json", "a-112/items.csv", "a-112/steps.csv", "items.csv"):
        assert "每周五召開。" in (out / name).read_text(encoding="utf-8"), name


def test_it_is_there_after_every_run_with_the_same_bytes(files: FakeFiles, out: Path) -> None:
    correct(out, f"budget[{FIRST}-b].raw", "45")
    run(files, out)
    once = written(out)
    run(files, out)
    assert written(out) == once
    run_files([], out, Options(), Here())
    assert written(out) == once


def test_without_its_row_all_is_as_it_was(files: FakeFiles, out: Path) -> None:
    before = written(out)
    correct(out, TEXT, "召開里長會報")
    run(files, out)
    assert written(out) != before
    first, _ = (out / "corrections.csv").read_bytes().splitlines(keepends=True)
    (out / "corrections.csv").write_bytes(first)
    run_files([], out, Options(), Here())
    assert written(out) == {**before, "corrections.csv": first}


def test_a_file_that_is_gone_takes_nothing_back_in_silence(files: FakeFiles, out: Path) -> None:
    correct(out, TEXT, "召開里長會報")
    run(files, out)
    (out / "corrections.csv").unlink()
    before = written(out)
    for act in (
        lambda: run(files, out),
        lambda: publish_folder(out, CsvForm()),
        lambda: correct(out, TEXT, "x"),
    ):
        with pytest.raises(CorrectionsError, match="a-112"):
            act()
    assert written(out) == before


def test_a_plan_that_no_row_changes_is_not_written(out: Path) -> None:
    correct(out, TEXT, "召開里長會報")
    plans = {out / "a-112": "a-112"}
    apply_corrections(out, corrections_of(out), plans)
    path = out / "a-112" / "plan.json"
    stamp = path.stat().st_mtime_ns
    apply_corrections(out, corrections_of(out), plans)
    assert path.stat().st_mtime_ns == stamp


def test_a_broken_file_stops_the_run_before_anything_is_read(files: FakeFiles, out: Path) -> None:
    (out / "corrections.csv").write_text("item_id\n", encoding="utf-8")
    files.read.clear()
    with pytest.raises(CorrectionsError):
        run(files, out)
    assert files.read == []


def test_what_is_not_applied_is_told_in_the_plan_and_in_the_log(out: Path) -> None:
    rows = (
        (FIRST, TEXT, "別的", "改"),
        ("a-112-99999999", TEXT, "別的", "改"),
        ("z-112-00000000", TEXT, "別的", "改"),
    )
    lines = "\n".join(f"{','.join(row)},漏字,王小明,2026-03-05" for row in rows)
    (out / "corrections.csv").write_text(
        f"item_id,field,old_value,new_value,reason,who,date\n{lines}\n", encoding="utf-8"
    )
    log = apply_corrections(out, corrections_of(out), {out / "a-112": "a-112"})
    assert [(one.item_id, one.status, one.plan_id) for one in log.refused] == [
        (FIRST, "refused", "a-112"),
        ("a-112-99999999", "unknown", "a-112"),
        ("z-112-00000000", "unknown", None),
    ]
    assert rules(out)[-2:] == ["correction-refused", "correction-unknown"]


def test_rows_of_an_edition_are_not_the_plans(files: FakeFiles, out: Path) -> None:
    files.write("draft.pdf", **{"a-112-draft": 1})
    run(files, out)
    correct(out, TEXT, "召開里長會報", item_id="a-112-draft-00000000")
    run(files, out)
    assert "correction-unknown" not in rules(out)
    assert "召開里長會報" in (out / "a-112-draft" / "items.csv").read_text(encoding="utf-8")


def test_it_holds_for_a_plan_in_conflict_too(files: FakeFiles, out: Path) -> None:
    correct(out, TEXT, "召開里長會報")
    files.write("b.pdf", **{"a-112": 3})
    run(files, out)
    copies = list((out / "conflicts").glob("*/items.csv"))
    assert len(copies) == 2
    assert all("召開里長會報" in path.read_text(encoding="utf-8") for path in copies)


def test_the_old_value_is_given_and_the_items_that_share_it(out: Path) -> None:
    added = add_correction(out, FIRST, "work_item[0].text", "一般業務", "漏字", "王小明", "115/3/5")
    assert (added.old, added.date, added.items) == ("一般行政", "2026-03-05", (FIRST, SECOND))


def test_a_second_correction_goes_on_from_the_first(files: FakeFiles, out: Path) -> None:
    correct(out, TEXT, "一")
    correct(out, TEXT, "二", old="一")
    run(files, out)
    assert dict(correctable_fields(out, FIRST))[TEXT] == "二"


@pytest.mark.parametrize(
    ("field", "new", "values"),
    [
        (TEXT, "召開里幹事工作會報", {}),
        (TEXT, "改", {"old": "別的"}),
        ("plan_item[7].text", "改", {}),
        (TEXT, "改", {"item_id": "a-112-99999999"}),
        (TEXT, "改", {"item_id": "z-112-00000000"}),
    ],
    ids=["the same", "another old value", "no such field", "no such item", "no such plan"],
)
def test_what_cannot_be_corrected_is_refused_and_nothing_written(
    out: Path, field: str, new: str, values: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        correct(out, field, new, **values)
    assert not (out / "corrections.csv").exists()


@pytest.mark.parametrize("values", [{"date": "昨天"}, {"who": ""}, {"reason": " "}])
def test_a_row_that_no_run_could_use_is_not_written(out: Path, values: dict[str, str]) -> None:
    with pytest.raises(CorrectionsError):
        correct(out, TEXT, "改", **values)
    assert not (out / "corrections.csv").exists()


def test_a_plans_own_value_is_refused_with_the_option_that_sets_it(out: Path) -> None:
    with pytest.raises(CorrectionsError, match="--year"):
        correct(out, "year", "2024")
