"""Patterns and list files, for shells that do not expand them and lists that are long."""

from pathlib import Path

import pytest

from pipeline.files.inputs import find_inputs
from tests.files.test_inputs import names, touch


def told(name: object) -> str:
    (entry,) = find_inputs([str(name)])
    assert entry.error
    assert entry.error.exit_code == 7
    return entry.error.line().both


def test_patterns_find_pdf_files(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf", "b.txt", "x/c.PDF", "x/y/d.pdf", "x/.hidden.pdf")
    assert names(find_inputs([f"{tmp_path}/*.pdf"]), tmp_path) == ["a.pdf"]
    assert names(find_inputs([f"{tmp_path}/**"]), tmp_path) == ["a.pdf", "x/c.PDF", "x/y/d.pdf"]
    assert names(find_inputs([f"{tmp_path}/**/*.pdf"]), tmp_path) == ["a.pdf", "x/y/d.pdf"]


def test_a_pattern_without_a_match_is_an_error(tmp_path: Path) -> None:
    assert "matches no PDF file" in told(tmp_path / "*.pdf")


def test_a_file_of_that_very_name_is_no_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    touch(tmp_path, "plan[1].pdf", "plan1.pdf", "@plan.pdf")
    found = find_inputs(["plan[1].pdf", "@plan.pdf"])
    assert [entry.path.name for entry in found] == ["@plan.pdf", "plan[1].pdf"]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_list_names_an_input_a_line(tmp_path: Path, bom: bytes) -> None:
    touch(tmp_path, "里/a.pdf", "b.pdf", "more/c.pdf")
    (tmp_path / "list.txt").write_bytes(bom + "里/a.pdf\r\n\r\n# no\nb.p?f\n@more/list.txt\n".encode())
    (tmp_path / "more" / "list.txt").write_text("c.pdf")
    found = find_inputs([f"@{tmp_path}/list.txt"])
    assert names(found, tmp_path) == ["里/a.pdf", "b.pdf", "more/c.pdf"]


def test_a_list_that_names_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("@list.txt")
    assert "names itself" in told(f"@{tmp_path}/list.txt")


def test_a_list_that_cannot_be_used(tmp_path: Path) -> None:
    assert "does not exist" in told(f"@{tmp_path}/absent.txt")
    (tmp_path / "list.txt").write_text("\n# nothing\n")
    assert "names no input" in told(f"@{tmp_path}/list.txt")
    (tmp_path / "list.txt").write_bytes(b"\xa4\xa4.pdf")
    assert "not UTF-8" in told(f"@{tmp_path}/list.txt")
