"""``workplan correct`` as a person meets it."""

import datetime
from pathlib import Path

import pytest

from pipeline.exporters.files import write_plan
from tests.calling import Call, caller
from tests.corrections.cases import document

ITEM = "a-112-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plan(document(), tmp_path / "a-112")
    return tmp_path


@pytest.fixture
def correct(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd, "correct")


def test_without_a_field_it_lists_what_can_be_corrected(folder: Path, correct: Call) -> None:
    result = correct(folder, ITEM)
    assert result.code == 0
    assert "extra[備註]: =1+1" in result.out.splitlines()
    assert "budget[b1].amount_twd: 40000" in result.out.splitlines()


def test_it_says_what_will_change_and_when(folder: Path, correct: Call) -> None:
    result = correct(folder, ITEM, "budget[b1].raw", "45", "--reason", "誤植", "--who", "王小明")
    assert result.code == 0
    today = datetime.date.today().isoformat()
    assert result.out.splitlines()[:3] == [f"{ITEM}  budget[b1].raw  {today}  王小明", "- 40", "+ 45"]
    assert "1 more items" in result.out
    assert "the next run or publish applies it" in result.out
    row = (folder / "corrections.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert row == f"{ITEM},budget[b1].raw,40,45,誤植,王小明,{today}"


def test_it_says_what_a_new_item_is_called(folder: Path, correct: Call) -> None:
    given = ("split[2]", "(三)訪視長者", "--reason", "誤讀", "--who", "王小明")
    result = correct(folder, ITEM, *given)
    assert result.code == 0
    assert "The new item is a-112-" in result.out
    assert "more items" not in result.out


def test_what_is_missing_is_named(folder: Path, correct: Call) -> None:
    result = correct(folder, ITEM, "extra[備註]", "--who", "王小明")
    assert result.code == 2
    assert "NEW, --reason" in result.err
    assert len(result.err.splitlines()) == 1
