"""Another copy of an output folder, or one file of it, taken into ours."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import CorrectionsError, ReviewedError, UnreadableError
from pipeline.exporters.files import write_plan
from pipeline.folder.corrections import add_correction
from pipeline.folder.marks import add_mark
from pipeline.folder.merge import MergeReport, merge_copies
from tests.corrections.cases import document
from tests.folder.progress import progress_of

FIRST, SECOND = "a-112-1", "a-112-2"
EXTRA = "extra[協辦單位]"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    write_plan(document(), tmp_path / "ours" / "a-112")
    return tmp_path / "ours"


@pytest.fixture
def theirs(ours: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ours, tmp_path / "theirs"))


def correct(folder: Path, new: str, field: str = EXTRA, item_id: str = FIRST, who: str = "王小明") -> None:
    add_correction(folder, item_id, field, new, "誤植", who, "2026-03-05")


def mark(folder: Path, item_id: str = FIRST, who: str = "王小明") -> None:
    add_mark(folder, item_id, who, "2026-03-05")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def counts(report: MergeReport) -> tuple[int, int, int]:
    return len(report.corrections), len(report.marks), report.conflicts


def test_work_that_two_people_have_shared_is_put_together(ours: Path, theirs: Path) -> None:
    correct(ours, "民政課")
    mark(ours)
    correct(theirs, "45", "budget[b1].raw", who="李四")
    mark(theirs, SECOND, "李四")
    report = merge_copies(ours, theirs)
    assert counts(report) == (1, 1, 0)
    assert report.exit_code == 0
    assert progress_of(ours).plans[0].ids("unchecked") == progress_of(theirs).plans[0].ids("unchecked")[1:]


def test_a_second_time_changes_nothing(ours: Path, theirs: Path) -> None:
    correct(theirs, "民政課")
    mark(theirs)
    merge_copies(ours, theirs)
    once, stamp = content(ours), (ours / "reviewed.csv").stat().st_mtime_ns
    assert counts(merge_copies(ours, theirs)) == (0, 0, 0)
    assert content(ours) == once == content(theirs)
    assert (ours / "reviewed.csv").stat().st_mtime_ns == stamp


def test_a_conflict_is_left_to_a_person(ours: Path, theirs: Path) -> None:
    correct(ours, "民政課")
    correct(theirs, "建設課", who="李四")
    before = content(ours)
    report = merge_copies(ours, theirs)
    assert content(ours) == before
    assert report.exit_code == 1
    (conflict,) = report.correction_conflicts
    assert conflict.ours is not None
    assert (conflict.ours.new, conflict.theirs.new, conflict.theirs.who) == ("民政課", "建設課", "李四")


def test_items_that_are_checked_as_different_records_are_told(ours: Path, theirs: Path) -> None:
    correct(ours, "民政課")
    mark(ours)
    mark(theirs, who="李四")
    report = merge_copies(ours, theirs)
    assert counts(report) == (0, 1, 1)
    assert [one.item_id for one in report.mark_conflicts] == [FIRST]
    assert progress_of(ours).checked == 1


def test_a_cell_that_both_correct_by_way_of_other_items_is_told(ours: Path, theirs: Path) -> None:
    correct(ours, "45", "budget[b1].raw", FIRST)
    correct(theirs, "46", "budget[b1].raw", SECOND)
    report = merge_copies(ours, theirs)
    assert [(one.item_id, one.status) for one in report.refused] == [(SECOND, "refused")]
    assert report.exit_code == 1


def test_what_no_plan_of_ours_has_is_taken_and_told(ours: Path, theirs: Path) -> None:
    correct(theirs, "民政課")
    mark(theirs)
    for path in theirs.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"a-112-1", b"b-112-1"))
    report = merge_copies(ours, theirs)
    assert counts(report) == (1, 1, 0)
    assert [one.status for one in report.refused] == ["unknown"]
    assert [one.item_id for one in report.unknown] == ["b-112-1"]
    assert content(ours) == content(theirs)


def test_one_file_alone_under_any_name(ours: Path, theirs: Path, tmp_path: Path) -> None:
    correct(theirs, "民政課")
    mark(theirs)
    for name in ("corrections.csv", "reviewed.csv"):
        (tmp_path / f"{name} (1)").write_bytes((theirs / name).read_bytes())
    assert counts(merge_copies(ours, tmp_path / "reviewed.csv (1)")) == (0, 1, 0)
    assert counts(merge_copies(ours, tmp_path / "corrections.csv (1)")) == (1, 0, 0)


def test_a_copy_that_is_not_there_or_holds_nothing(ours: Path, theirs: Path) -> None:
    for other in (theirs, theirs / "nowhere"):
        with pytest.raises(UnreadableError, match=r"theirs"):
            merge_copies(ours, other)


@pytest.mark.parametrize("name", ["corrections.csv", "reviewed.csv"])
def test_a_broken_copy_changes_nothing(ours: Path, theirs: Path, name: str) -> None:
    correct(theirs, "民政課")
    mark(theirs)
    (theirs / name).write_bytes(b"item_id\n")
    with pytest.raises((CorrectionsError, ReviewedError), match="theirs"):
        merge_copies(ours, theirs)
    assert content(ours) == {}
