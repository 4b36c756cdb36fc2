import errno
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnreadableError
from pipeline.files.inputs import file_sha256, find_inputs, shown_name, unreadable
from pipeline.reading.plans import extract_file


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def names(found: list[Any], folder: Path) -> list[str]:
    return [entry.path.relative_to(folder).as_posix() for entry in found if entry.error is None]


def test_folders_are_searched_with_all_below(tmp_path: Path) -> None:
    touch(tmp_path, "b.pdf", "deep/er/A.PDF", "deep/c.Pdf", "notes.txt", ".hidden.pdf", ".git/d.pdf")
    assert names(find_inputs([tmp_path]), tmp_path) == ["deep/er/A.PDF", "b.pdf", "deep/c.Pdf"]


def test_documents_in_folders_are_inputs_too(tmp_path: Path) -> None:
    touch(tmp_path, "a.docx", "b.ODT", "deep/c.doc", "d.xlsx", "~$a.docx", ".b.odt")
    assert names(find_inputs([tmp_path]), tmp_path) == ["a.docx", "b.ODT", "deep/c.doc"]


def test_a_document_beside_a_pdf_of_its_name_is_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "a.docx", "a.odt", "a.PDF", "b.doc", "deep/a.docx")
    found = find_inputs([tmp_path])
    assert names(found, tmp_path) == ["a.PDF", "deep/a.docx", "b.doc"]
    assert [path.name for entry in found for path in entry.beside] == ["a.docx", "a.odt"]


def test_patterns_pass_over_the_same_documents(tmp_path: Path) -> None:
    touch(tmp_path, "a.docx", "a.pdf", "b.docx")
    found = find_inputs([str(tmp_path / "*")])
    assert names(found, tmp_path) == ["a.pdf", "b.docx"]
    assert [path.name for entry in found for path in entry.beside] == ["a.docx"]


def test_a_document_that_is_named_is_read_beside_its_pdf(tmp_path: Path) -> None:
    touch(tmp_path, "a.docx", "a.pdf")
    found = find_inputs([tmp_path / "a.docx", tmp_path])
    assert names(found, tmp_path) == ["a.docx", "a.pdf"]


def test_a_file_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    touch(tmp_path, "plan.bin")
    assert names(find_inputs([tmp_path / "plan.bin"]), tmp_path) == ["plan.bin"]


def test_the_order_and_repetition_of_arguments_change_nothing(tmp_path: Path) -> None:
    touch(tmp_path, "x/a.pdf", "y/a.pdf", "y/b.pdf")
    forward = find_inputs([tmp_path / "x", tmp_path / "y", tmp_path / "y" / "b.pdf"])
    back = find_inputs([tmp_path / "y" / "b.pdf", tmp_path / "y", tmp_path / "x", tmp_path])
    assert forward == back
    assert names(forward, tmp_path) == ["x/a.pdf", "y/a.pdf", "y/b.pdf"]


def test_a_folder_without_a_pdf_is_an_error_of_its_own(tmp_path: Path) -> None:
    touch(tmp_path, "full/a.pdf", "empty/notes.txt")
    found = find_inputs([tmp_path / "full", tmp_path / "empty"])
    assert names(found, tmp_path) == ["full/a.pdf"]
    (error,) = [entry.error for entry in found if entry.error]
    assert isinstance(error, UnreadableError)
    assert "empty" in error.line().both


def test_what_is_not_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    (entry,) = find_inputs([tmp_path / "absent.pdf"])
    assert isinstance(entry.error, UnreadableError)
    assert "不存在" in entry.error.line().both


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_the_system_refuses_is_an_error_of_its_own(tmp_path: Path, name: str) -> None:
    (entry,) = find_inputs([tmp_path / name])
    assert isinstance(entry.error, UnreadableError)


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.EIO, 0])
def test_the_chinese_cause_holds_no_english(code: int) -> None:
    error = unreadable(Path("計畫"), OSError(code, os.strerror(code)))
    assert not re.search(r"[A-Za-z]", error.cause_zh)
    assert re.search(r"[A-Za-z]", error.cause_en)


@pytest.mark.parametrize(("name", "says"), [("", "是資料夾"), ("absent.pdf", "不存在"), ("a\0b", "名稱")])
def test_a_single_file_is_refused_in_the_same_words(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        extract_file(tmp_path / name)
    assert says in refused.value.cause_zh


def test_what_lies_below_a_closed_folder_is_an_error_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: Path, **_: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "stat", refusing)
    (entry,) = find_inputs([tmp_path / "a.pdf"])
    assert isinstance(entry.error, UnreadableError)
    assert "權限" in entry.error.line().both


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_never_blocks_the_run(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    assert names(find_inputs([tmp_path]), tmp_path) == ["a.pdf"]
    (entry,) = find_inputs([tmp_path / "pipe.pdf"])
    assert isinstance(entry.error, UnreadableError)


def test_a_closed_folder_is_named_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.pdf", "closed/b.pdf")
    scan = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = find_inputs([tmp_path])
    assert names(found, tmp_path) == ["a.pdf"]
    (error,) = [entry.error for entry in found if entry.error]
    assert isinstance(error, UnreadableError)
    assert "closed" in error.line().both
    (alone,) = find_inputs([tmp_path / "closed"])
    assert isinstance(alone.error, UnreadableError)


def test_a_hash_is_of_the_bytes(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf")
    assert file_sha256(tmp_path / "a.pdf") == hashlib.sha256(b"a.pdf").hexdigest()
    with pytest.raises(UnreadableError):
        file_sha256(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_text_is_shown_as_text() -> None:
    assert shown_name(Path(os.fsdecode(b"plan\xff.pdf"))) == "plan\ufffd.pdf"
    assert shown_name(Path("a\x1b[31m\u202e.pdf")) == "a\ufffd[31m.pdf"
