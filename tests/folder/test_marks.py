"""Marks in an output folder: written at once, taken back, and out of date where the item changes."""

from pathlib import Path

import pytest

from pipeline.errors import ReviewedError, UsageError
from pipeline.exporters.files import write_plan
from pipeline.folder.corrections import add_correction
from pipeline.folder.marks import add_mark, remove_mark
from tests.corrections.cases import document
from tests.folder.progress import progress_of

FIRST, SECOND = "a-112-1", "a-112-2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plan(document(), tmp_path / "a-112")
    return tmp_path


def mark(folder: Path, item_id: str = FIRST, who: str = "王小明", **values: str) -> None:
    add_mark(folder, item_id, who, **({"date": "115/3/5"} | values))


def test_a_mark_counts_at_once(folder: Path) -> None:
    assert progress_of(folder).checked == 0
    mark(folder)
    assert progress_of(folder).checked == 1
    assert progress_of(folder).plans[0].ids("checked") == (FIRST,)
    assert not list(folder.glob(".*.part"))


def test_a_mark_is_taken_back(folder: Path) -> None:
    mark(folder)
    before = (folder / "reviewed.csv").read_bytes()
    mark(folder, SECOND)
    (gone,) = remove_mark(folder, SECOND, "王小明")
    assert gone.item_id == SECOND
    assert (folder / "reviewed.csv").read_bytes() == before


def test_a_mark_in_anothers_place_can_be_undone(folder: Path) -> None:
    mark(folder, seen="0" * 64)
    before = (folder / "reviewed.csv").read_bytes()
    added = add_mark(folder, FIRST, "王小明", "2026-03-06")
    assert progress_of(folder).checked == 1
    (old,) = added.replaced
    add_mark(folder, FIRST, old.who, old.date, old.record_sha256)
    assert (folder / "reviewed.csv").read_bytes() == before


def test_an_item_that_is_corrected_after_it_was_checked_is_told(folder: Path) -> None:
    mark(folder)
    add_correction(folder, FIRST, "extra[協辦單位]", "民政課", "誤植", "李四", "2026-03-06")
    assert progress_of(folder).plans[0].ids("stale") == (FIRST,)


def test_a_mark_after_a_correction_is_of_the_corrected_record(folder: Path) -> None:
    add_correction(folder, FIRST, "extra[協辦單位]", "民政課", "誤植", "李四", "2026-03-06")
    mark(folder)
    assert progress_of(folder).checked == 1


def test_a_mark_of_what_a_person_saw_before_a_change_is_out_of_date(folder: Path) -> None:
    (seen, *_) = progress_of(folder).plans[0].items
    add_correction(folder, FIRST, "extra[協辦單位]", "民政課", "誤植", "李四", "2026-03-06")
    mark(folder, seen=seen.record_sha256)
    assert progress_of(folder).stale == 1


@pytest.mark.parametrize("item_id", ["a-112-99", "z-112-1"])
def test_what_no_plan_has_cannot_be_marked(folder: Path, item_id: str) -> None:
    with pytest.raises(UsageError, match=item_id):
        mark(folder, item_id)
    assert not (folder / "reviewed.csv").exists()


def test_what_is_not_marked_cannot_be_taken_back(folder: Path) -> None:
    mark(folder)
    with pytest.raises(UsageError, match="李四"):
        remove_mark(folder, FIRST, "李四")


@pytest.mark.parametrize("values", [{"date": "2026-02-30"}, {"who": " "}, {"seen": "x"}])
def test_nothing_is_written_that_could_not_be_read(folder: Path, values: dict[str, str]) -> None:
    mark(folder, SECOND)
    before = (folder / "reviewed.csv").read_bytes()
    with pytest.raises(ReviewedError):
        mark(folder, **values)
    assert (folder / "reviewed.csv").read_bytes() == before
