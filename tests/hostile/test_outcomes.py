"""Every hostile file ends in one of its allowed outcomes: never a hang, a traceback or silence."""

import json
from pathlib import Path
from typing import Any

import pytest

import pipeline
from tests.hostile.making import GOOD, HOSTILE, active
from tests.reading import READERS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=READERS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What run.json says of all hostile files and a good one in one folder."""
    base = tmp_path_factory.mktemp("hostile")
    folder = base / "in"
    folder.mkdir()
    (folder / "good.pdf").write_bytes(GOOD)
    for name, one in HOSTILE.items():
        (folder / f"{name}.pdf").write_bytes(one.make())
    report = pipeline.run(
        [folder],
        base / "out",
        reader=request.param,
        ocr="never",
        jobs=2,
        timeout_seconds=8,
        memory_mb=1024,
    )
    # Where none went well they failed in different ways.
    assert report.exit_code in {1, 10}
    inputs = json.loads((base / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))["inputs"]
    return {Path(one["path"]).stem: one for one in inputs}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_one_of_its_outcomes(told: dict[str, Any], name: str) -> None:
    one = told[name]

    # A plan that can be read all the same is the good file's too: a conflict of the two.
    code = 0 if one["exit_code"] == 9 else one["exit_code"]
    assert code in HOSTILE[name].codes, one["message"]
    assert bool(code) == bool(one["message"])
    assert bool(one["plans"]) == (code == 0)


def test_all_files_are_accounted_for(told: dict[str, Any]) -> None:
    assert set(told) == {*HOSTILE, "good"}


def test_actions_and_files_within_a_plan_change_nothing_of_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("active.pdf").write_bytes(active())
    Path("good.pdf").write_bytes(GOOD)
    assert pipeline.extract("active.pdf").plans == pipeline.extract("good.pdf").plans
    assert {path.name for path in tmp_path.iterdir()} == {"active.pdf", "good.pdf"}
