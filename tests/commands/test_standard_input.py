"""``-`` is what comes by standard input."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import NotAPdfError, UnreadableError
from pipeline.files.standard_input import GIVEN_NAME, inputs_given
from tests.calling import Call, caller
from tests.contract import FakeFiles
from tests.reading import ROOT, SAMPLES


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


def given(content: bytes, folder: Path, *names: str) -> list[str]:
    return list(inputs_given(names or ("-",), io.BytesIO(content), folder))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 a.pdf\n", b"\xef\xbb\xbfjunk %PDF-1.4", b"PK\x03\x04\0\0", b"\xd0\xcf\x11\xe0\xff"]
)
def test_bytes_that_begin_as_a_pdf_or_are_no_text_are_a_file(tmp_path: Path, content: bytes) -> None:
    assert given(content, tmp_path) == [str(tmp_path / GIVEN_NAME)]
    assert (tmp_path / GIVEN_NAME).read_bytes() == content


def test_text_is_a_list_in_the_form_of_a_list_file(tmp_path: Path) -> None:
    content = "\ufeff# 計畫\n甲.pdf\r\n\n  b folder \n".encode()
    assert given(content, tmp_path, "x.pdf", "-", "y.pdf") == ["x.pdf", "甲.pdf", "b folder", "y.pdf"]


def test_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPdfError):
        given(b"", tmp_path)


def test_a_list_that_names_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        given(b"# only a comment\n", tmp_path)


def test_paths_of_a_list_start_from_the_current_folder(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    monkeypatch.chdir(files.folder)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.pdf\n")))
    assert call("run", "-", "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out" / "p-112").is_dir()


@pytest.mark.parametrize("command", ["extract", "tables"])
def test_a_pdf_is_read_as_the_file_itself_is(command: str) -> None:
    path = min(SAMPLES.glob("*.pdf"))
    by_name, by_pipe = (
        json.loads(
            subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-m", "pipeline.cli", command, name],
                cwd=ROOT,
                env=os.environ,
                input=content,
                capture_output=True,
                check=True,
            ).stdout
        )
        for name, content in ((str(path), b""), ("-", path.read_bytes()))
    )
    assert by_pipe["source"].pop("file_name") == GIVEN_NAME
    by_name["source"].pop("file_name")
    assert by_pipe == by_name
