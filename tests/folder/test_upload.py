"""The folder to upload holds what the manifest lists, and nothing else."""

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.errors import UnreadableError, UsageError
from pipeline.folder.upload import make_upload, upload_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An output folder with two published files and one that stays at home."""
    folder = tmp_path / "輸出 甲"
    publish(folder, {"items.csv": b"a\n", "plan/plan.json": b"{}"})
    (folder / "corrections.csv").write_bytes(b"who\n")
    return folder


def publish(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    listed = [
        {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    (folder / "manifest.json").write_text(json.dumps({"files": listed}), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_it_lies_beside_the_folder_and_holds_what_is_listed(root: Path) -> None:
    made = make_upload(root)
    assert made.folder == root.with_name("輸出 甲-upload")
    assert set(tree(made.folder)) == {"items.csv", "plan/plan.json", "manifest.json"}
    assert made.files == 3
    assert made.bytes == sum(map(len, tree(made.folder).values()))


def test_a_second_one_takes_its_place_whole(root: Path) -> None:
    make_upload(root)
    publish(root, {"steps.csv": b"b\n"})
    made = make_upload(root)
    assert set(tree(made.folder)) == {"steps.csv", "manifest.json"}
    assert sorted(one.name for one in root.parent.iterdir()) == ["輸出 甲", "輸出 甲-upload"]


def test_it_is_the_same_each_time(root: Path) -> None:
    first = tree(make_upload(root).folder)
    assert tree(make_upload(root).folder) == first


def test_a_file_that_was_changed_since_is_not_uploaded(root: Path) -> None:
    before = tree(make_upload(root).folder)
    (root / "items.csv").write_bytes(b"changed\n")
    with pytest.raises(UnreadableError):
        make_upload(root)
    assert tree(upload_folder(root)) == before
    assert sorted(one.name for one in root.parent.iterdir()) == ["輸出 甲", "輸出 甲-upload"]


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", ""])
def test_a_manifest_that_leads_outside_is_refused(root: Path, path: str) -> None:
    (root / "manifest.json").write_text(
        json.dumps({"files": [{"path": path, "sha256": ""}]}), encoding="utf-8"
    )
    with pytest.raises(UnreadableError):
        make_upload(root)


def test_a_folder_in_which_people_keep_other_things_stays(root: Path) -> None:
    place = make_upload(root).folder
    (place / "notes.txt").write_bytes(b"mine")
    with pytest.raises(UsageError):
        make_upload(root)
    assert (place / "notes.txt").read_bytes() == b"mine"
