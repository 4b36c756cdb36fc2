"""``workplan merge`` as a person meets it."""

import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import FolderBusyError
from pipeline.exporters.files import write_plan
from pipeline.folder.corrections import add_correction
from pipeline.folder.lock import alone_in
from pipeline.folder.marks import add_mark
from tests.calling import Call, caller
from tests.corrections.cases import document

ITEM, FIELD = "a-112-1", "extra[協辦單位]"


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    write_plan(document(), tmp_path / "ours" / "a-112")
    return tmp_path / "ours", Path(shutil.copytree(tmp_path / "ours", tmp_path / "theirs"))


@pytest.fixture
def merge(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd, "merge")


def test_it_says_what_was_taken(copies: tuple[Path, Path], merge: Call) -> None:
    ours, theirs = copies
    add_correction(theirs, ITEM, FIELD, "民政課", "誤植", "李四", "2026-03-06")
    add_mark(theirs, ITEM, "李四", "2026-03-06")
    result = merge(ours, theirs)
    assert result.code == 0
    assert result.out.splitlines() == ["Taken: 1 corrections, 1 marks."]


def test_a_conflict_shows_both_values_with_who_and_when(copies: tuple[Path, Path], merge: Call) -> None:
    ours, theirs = copies
    add_correction(ours, ITEM, FIELD, "民政課", "誤植", "王小明", "2026-03-05")
    add_correction(theirs, ITEM, FIELD, "建設課\n農業課", "漏字", "李四", "2026-03-06")
    result = merge(ours, theirs)
    assert result.code == 1
    assert result.out.splitlines()[1:] == [
        f"conflict  {ITEM}  {FIELD}",
        "  ours (2): 社會課 → 民政課  王小明 2026-03-05  誤植",
        "  theirs (2): 社會課 → 建設課 ⏎ 農業課  李四 2026-03-06  漏字",
        "1 things are left to decide, see docs/reviewing.md.",
    ]


def test_different_records_show_their_marks(copies: tuple[Path, Path], merge: Call) -> None:
    ours, theirs = copies
    add_mark(ours, ITEM, "王小明", "2026-03-05", "0" * 64)
    add_mark(theirs, ITEM, "李四", "2026-03-06", "f" * 64)
    result = merge(ours, theirs)
    assert result.code == 1
    assert result.out.splitlines()[1:4] == [
        f"different records were checked  {ITEM}",
        "  ours (2): 00000000  王小明 2026-03-05",
        "  theirs (2): ffffffff  李四 2026-03-06",
    ]


def test_a_copy_that_is_not_there_is_told_in_one_line(copies: tuple[Path, Path], merge: Call) -> None:
    result = merge(copies[0], copies[1] / "nowhere")
    assert result.code == 7
    assert len(result.err.splitlines()) == 1


def test_nobody_merges_while_another_one_writes(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    add_mark(theirs, ITEM, "李四", "2026-03-06")
    with alone_in(ours, "workplan run"), pytest.raises(FolderBusyError):
        pipeline.merge(ours, theirs)
