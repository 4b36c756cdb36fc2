import shutil
from pathlib import Path

import pytest

from pipeline.errors import UnreadableError
from pipeline.files.inputs import file_sha256
from pipeline.site.sources import find_sources


def test_the_paths_of_the_last_run_are_tried_first(output: Path) -> None:
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


def test_a_damaged_run_json_costs_nothing_else(output: Path) -> None:
    (output / "run.json").write_text("[", encoding="utf-8")
    assert find_sources(output, [], ["0" * 64]) == {}
