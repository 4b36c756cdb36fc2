"""A plan.json that is no plan of its folder is told of, and nothing is written over what lies beside it."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline import api
from pipeline.errors import UnreadableError
from tests.contract import FakeFiles


@pytest.fixture
def out(files: FakeFiles, tmp_path: Path) -> Path:
    """An output folder with two plans."""
    files.write("p.pdf", **{"p-112": 2})
    files.write("q.pdf", **{"q-112": 1})
    assert api.run(files.folder, tmp_path / "out").exit_code == 0
    return tmp_path / "out"


def spoil(out: Path, content: str) -> None:
    """Write another plan.json for p-112; ``other`` stands for that of q-112."""
    path = out / "p-112" / "plan.json"
    path.write_bytes((out / "q-112" / "plan.json").read_bytes() if content == "other" else content.encode())


@pytest.mark.parametrize("content", ["{}", "[]", "null", "other", "[" * 200_000])
def test_what_is_no_plan_beside_tables_is_damaged(out: Path, content: str) -> None:
    spoil(out, content)
    tables = {path.name: path.read_bytes() for path in (out / "p-112").glob("*.csv")}
    problems = api.publish(out, bom=False)
    assert [one.exit_code for one in problems] == [UnreadableError.exit_code]
    assert "p-112" in problems[0].message.both
    assert "已損壞" in problems[0].message.both
    assert {path.name: path.read_bytes() for path in (out / "p-112").glob("*.csv")} == tables
    assert b"q-112" in (out / "items.csv").read_bytes()


def test_it_is_told_again_by_every_run(files: FakeFiles, out: Path) -> None:
    spoil(out, "null")
    for _ in range(2):
        assert api.run(files.folder / "q.pdf", out).exit_code == UnreadableError.exit_code


def test_the_plan_of_another_file_in_a_conflict_is_damaged(files: FakeFiles, out: Path) -> None:
    api.run(files.write("r.pdf", **{"p-112": 3}), out)
    one, other = sorted((out / "conflicts").iterdir())
    shutil.copy(one / "plan.json", other / "plan.json")
    assert any("已損壞" in problem.message.both for problem in api.publish(out))


@pytest.mark.parametrize("content", ["{}", '{"pages": []}'])
def test_another_programs_plan_json_is_left_alone(out: Path, content: str) -> None:
    (out / "website").mkdir()
    (out / "website" / "plan.json").write_text(content, encoding="utf-8")
    assert api.publish(out) == ()


def test_a_plan_json_that_may_not_be_read_says_so(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = out / "p-112" / "plan.json"
    locked.write_text(json.dumps(json.loads(locked.read_bytes())), encoding="utf-8")
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (problem,) = api.publish(out)
    assert problem.exit_code == UnreadableError.exit_code
    assert "沒有讀取" in problem.message.both
    assert "刪除" not in problem.message.both
