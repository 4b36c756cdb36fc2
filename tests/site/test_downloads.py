"""What is offered for download: by purpose, in words, and nothing that an office keeps for itself."""

import json
from pathlib import Path

import pytest

from pipeline.metadata.release import ReleasedFile
from pipeline.site.downloads import OFFICE_FILES, download_groups, downloads
from pipeline.site.inputs import released_files


def file(path: str, count_bytes: int = 1) -> ReleasedFile:
    return ReleasedFile(path, count_bytes, "0" * 64, "text/plain")


def paths(*given: str) -> dict[str, list[str]]:
    groups = download_groups(map(file, given))
    return {group.name: [one.file.path for one in group.downloads] for group in groups}


def test_files_stand_with_what_they_are_for() -> None:
    found = paths("items.csv", "workplan.sqlite", "manifest.json", "workplan.xlsx", "jsonl/items.jsonl")
    assert found == {
        "sheets": ["workplan.xlsx", "items.csv"],
        "programs": ["workplan.sqlite", "jsonl/items.jsonl"],
        "about": ["manifest.json"],
    }


def test_tables_stand_in_the_order_in_which_they_are_given_everywhere() -> None:
    assert paths("budgets.csv", "sources.csv", "items.csv")["sheets"] == [
        "items.csv",
        "budgets.csv",
        "sources.csv",
    ]


def test_a_file_of_no_purpose_that_is_known_is_offered_all_the_same() -> None:
    assert paths("notes.txt") == {"others": ["notes.txt"]}


def test_what_only_the_registering_office_uses_is_not_offered() -> None:
    assert paths(*OFFICE_FILES) == {}


def test_each_file_is_told_in_both_languages() -> None:
    given = (
        "items.csv",
        "parquet/steps.parquet",
        "workplan.ods",
        "datapackage.json",
        "p/plan.json",
        "xlsx/a.xlsx",
    )
    for one in downloads([file(path) for path in given]):
        assert all(one.words), one.file.path
        assert one.words[0] != one.words[1]


@pytest.mark.parametrize(
    "path",
    [
        "reviewed.csv",
        "corrections.csv",
        "publisher.toml",
        "carried.csv",
        ".workplan/inputs.json",
        "conflicts/a/plan.json",
    ],
)
def test_what_stays_at_home_is_not_copied_even_where_a_manifest_lists_it(tmp_path: Path, path: str) -> None:
    for name in (path, "items.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a", encoding="utf-8")
    listed = [
        {"path": name, "bytes": 1, "sha256": "0" * 64, "media_type": "text/csv"}
        for name in (path, "items.csv")
    ]
    (tmp_path / "manifest.json").write_text(json.dumps({"files": listed}), encoding="utf-8")
    assert [one.path for one in released_files(tmp_path)] == ["items.csv", "manifest.json"]
