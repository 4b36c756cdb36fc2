import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UnwritableError
from pipeline.exporters.disk import make_folder, unwritable, write_file
from pipeline.exporters.files import plan_files, write_plan
from pipeline.exporters.model_json import json_bytes
from pipeline.models import Extraction, PlanDocument
from tests.contract import rich_extraction


def document() -> PlanDocument:
    return next(rich_extraction().documents())


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "a.csv", [b"one,", b"two\n"])
    assert (tmp_path / "a.csv").read_bytes() == b"one,two\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_file_has_the_usual_rights(tmp_path: Path) -> None:
    write_file(tmp_path / "a.csv", [b""])
    (tmp_path / "b.csv").touch()
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "b.csv").stat().st_mode


def failing() -> Iterator[bytes]:
    yield b"half"
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_failure_leaves_the_older_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(UnwritableError, match="disk is full") as caught:
        write_file(tmp_path / "a.csv", failing())
    assert "磁碟空間不足" in caught.value.line().both
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_a_file_open_in_excel_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(UnwritableError) as caught:
        write_file(tmp_path / "items.csv", [b"x"])
    assert "items.csv" in caught.value.line().both
    assert "Excel" in caught.value.line().both
    assert caught.value.exit_code == 8
    assert not list(tmp_path.iterdir())


def test_any_other_failure_cleans_up_too(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_file(tmp_path / "a.csv", broken())
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "output").touch()
    for folder in (tmp_path / "output", tmp_path / "output" / "plan"):
        with pytest.raises(UnwritableError) as caught:
            make_folder(folder)
        assert "\n" not in caught.value.line().both


def test_an_unknown_refusal_is_said_in_the_systems_words() -> None:
    assert "odd thing" in unwritable(Path("x"), OSError(12345, "odd thing")).line().both


def test_a_plan_has_its_files_plan_json_last(tmp_path: Path) -> None:
    assert [name for name, _ in plan_files(document())] == [
        "items.csv",
        "steps.csv",
        "budgets.csv",
        "mentions.csv",
        "plan.json",
    ]
    write_plan(document(), tmp_path / "new" / "a-112")
    assert sorted(path.name for path in (tmp_path / "new" / "a-112").iterdir()) == [
        "budgets.csv",
        "items.csv",
        "mentions.csv",
        "plan.json",
        "steps.csv",
    ]


def test_json_is_utf8_and_reads_back_equal() -> None:
    content = json_bytes(rich_extraction())
    assert "里幹事".encode() in content
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    assert Extraction.model_validate_json(content) == rich_extraction()
    assert PlanDocument.model_validate_json(json_bytes(document())) == document()


def test_raw_is_left_out_where_it_says_nothing() -> None:
    step = json.loads(json_bytes(document()))["plan"]["sections"][0]["items"][0]["implementation"][0]
    assert list(step) == ["label", "number", "text", "steps"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert list(plan_files(document())) == list(plan_files(document()))


def test_a_rare_refusal_of_the_system_is_told_in_both_languages() -> None:
    error = unwritable(Path("output"), OSError(errno.EIO, "Input/output error"))
    assert error.cause_zh == f"無法寫入 output：系統錯誤代碼 {errno.EIO}。"
    assert error.cause_en == "output cannot be written: Input/output error."
