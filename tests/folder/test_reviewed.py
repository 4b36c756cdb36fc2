"""Marks in an output folder that is run and published: told in the metadata, and the reason to publish anew."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ReviewedError
from pipeline.exporters.csv_form import CsvForm
from pipeline.folder.corrections import add_correction, corrections_of
from pipeline.folder.freshness import Fresh
from pipeline.folder.marks import add_mark
from pipeline.reading.options import Options
from pipeline.runs.runner import publish_folder, run_files
from tests.contract import FakeFiles
from tests.folder.progress import progress_of
from tests.here import Here

FIRST, SECOND = "a-112-00000000", "a-112-00000001"


@pytest.fixture
def out(files: FakeFiles, tmp_path: Path) -> Path:
    """An output folder with a plan of two items."""
    files.write("a.pdf", **{"a-112": 2})
    run_files([files.folder], tmp_path / "out", Options(), Here())
    return tmp_path / "out"


def package(out: Path) -> Any:
    return json.loads((out / "datapackage.json").read_bytes())


def test_the_next_publication_tells_how_much_is_checked(out: Path) -> None:
    before = (out / "datapackage.json").read_bytes()
    assert "review" not in package(out)
    add_mark(out, FIRST, "王小明", "2026-03-05")
    publish_folder(out, CsvForm())
    assert package(out)["review"] == {"itemsChecked": 1, "items": 2}
    (out / "reviewed.csv").unlink()
    publish_folder(out, CsvForm())
    assert (out / "datapackage.json").read_bytes() == before


def test_a_run_tells_it_as_a_publication_does(out: Path) -> None:
    add_mark(out, FIRST, "王小明", "2026-03-05")
    run_files([], out, Options(), Here())
    assert package(out)["review"] == {"itemsChecked": 1, "items": 2}


def test_a_mark_makes_a_publication_out_of_date(out: Path) -> None:
    fresh = Fresh(out, CsvForm(), None)
    assert fresh.is_fresh()
    add_mark(out, FIRST, "王小明", "2026-03-05")
    assert not fresh.is_fresh()


def test_what_is_corrected_after_it_was_checked_is_not_counted(out: Path) -> None:
    add_mark(out, FIRST, "王小明", "2026-03-05")
    add_mark(out, SECOND, "王小明", "2026-03-05")
    add_correction(out, FIRST, "implementation", "(1)每周五召開。", "誤植", "李四", "2026-03-06")
    assert (progress_of(out).checked, progress_of(out).stale) == (1, 1)
    run_files([], out, Options(), Here())
    assert package(out)["review"] == {"itemsChecked": 1, "items": 2}
    assert len(corrections_of(out)) == 1
    assert (progress_of(out).checked, progress_of(out).stale) == (1, 1)


def test_an_item_that_is_checked_as_corrected_stays_checked_when_the_run_has_applied_it(out: Path) -> None:
    add_correction(out, FIRST, "implementation", "(1)每周五召開。", "誤植", "李四", "2026-03-06")
    add_mark(out, FIRST, "王小明", "2026-03-06")
    run_files([], out, Options(), Here())
    assert package(out)["review"] == {"itemsChecked": 1, "items": 2}


def test_a_broken_file_stops_the_run_before_anything_is_read(files: FakeFiles, out: Path) -> None:
    (out / "reviewed.csv").write_text("item_id\n", encoding="utf-8")
    files.read.clear()
    with pytest.raises(ReviewedError):
        run_files([files.folder], out, Options(), Here())
    with pytest.raises(ReviewedError):
        publish_folder(out, CsvForm())
    assert files.read == []


def test_a_run_leaves_the_file_as_it_is(files: FakeFiles, out: Path) -> None:
    add_mark(out, FIRST, "王小明", "2026-03-05")
    before = (out / "reviewed.csv").read_bytes()
    run_files([files.folder], out, Options(), Here())
    assert (out / "reviewed.csv").read_bytes() == before
