import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UnreadableError
from pipeline.files.inputs import file_sha256
from pipeline.site.sources import find_sources
from tests.reading import NEXT_YEAR


def test_a_file_is_found_where_a_run_read_it(output: Path) -> None:
    pdf = output.parent / "plan.pdf"
    sha256 = file_sha256(pdf)
    assert find_sources(output, [], [sha256]) == {sha256: pdf}


def test_a_file_that_was_moved_is_found_in_the_folders_that_are_named(output: Path, tmp_path: Path) -> None:
    sha256 = file_sha256(output.parent / "plan.pdf")
    moved = tmp_path / "elsewhere" / "deep" / "another name.PDF"
    moved.parent.mkdir(parents=True)
    shutil.move(output.parent / "plan.pdf", moved)
    assert find_sources(output, [], [sha256]) == {}
    assert find_sources(output, [tmp_path / "elsewhere"], [sha256]) == {sha256: moved}
    assert find_sources(output, [moved], [sha256]) == {sha256: moved}


def test_a_file_of_the_same_name_with_other_bytes_is_not_taken(output: Path) -> None:
    pdf = output.parent / "plan.pdf"
    sha256 = file_sha256(pdf)
    pdf.write_bytes(pdf.read_bytes() + b"\n% changed")
    assert find_sources(output, [output.parent], [sha256]) == {}


def test_a_folder_that_is_not_there_is_told(output: Path) -> None:
    with pytest.raises(UnreadableError):
        find_sources(output, [output / "none"], ["0" * 64])


@pytest.mark.parametrize("content", ["[", "[]", '{"x": 1}'])
def test_a_damaged_memory_costs_nothing_else(output: Path, content: str) -> None:
    (output / ".workplan" / "inputs.json").write_text(content, encoding="utf-8")
    assert find_sources(output, [], ["0" * 64]) == {}


def test_a_second_run_forgets_nothing_of_the_first(output: Path) -> None:
    first, second = output.parent / "plan.pdf", output.parent / "next.pdf"
    shutil.copy(NEXT_YEAR, second)
    pipeline.run([second], output, jobs=1)
    wanted = {file_sha256(path): path for path in (first, second)}
    assert find_sources(output, [], wanted) == wanted


def test_files_are_found_from_another_working_directory(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(output.parent)
    shutil.copy(NEXT_YEAR, "next.pdf")
    pipeline.run(["next.pdf"], "output", jobs=1)
    monkeypatch.chdir(tmp_path)
    sha256 = file_sha256(NEXT_YEAR)
    assert find_sources(output, [], [sha256]) == {sha256: output.parent / "next.pdf"}


def test_files_that_move_with_the_folder_are_found(output: Path, tmp_path: Path) -> None:
    shutil.move(output.parent, tmp_path / "moved")
    pdf = tmp_path / "moved" / "plan.pdf"
    assert find_sources(tmp_path / "moved" / "output", [], [file_sha256(pdf)]) == {file_sha256(pdf): pdf}


def test_a_file_that_took_the_place_of_another_input_is_found_there(output: Path) -> None:
    pdf, other = output.parent / "plan.pdf", output.parent / "next.pdf"
    shutil.copy(NEXT_YEAR, other)
    pipeline.run([other], output, jobs=1)
    sha256 = file_sha256(pdf)
    pdf.replace(other)
    assert find_sources(output, [], [sha256]) == {sha256: other}


def test_what_was_printed_is_found_beside_its_plan(output: Path) -> None:
    (plan,) = output.glob("*/plan.json")
    shutil.copy(NEXT_YEAR, plan.parent / "printed.pdf")
    sha256 = file_sha256(NEXT_YEAR)
    assert find_sources(output, [], [sha256]) == {sha256: plan.parent / "printed.pdf"}
