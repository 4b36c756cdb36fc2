"""An output folder of a sample that the desk may write to."""

import shutil
from pathlib import Path

import pytest

import pipeline

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "output"
    assert pipeline.run([SAMPLES / "chiayi-west-112-open.pdf"], folder, jobs=1).exit_code == 0
    return folder


@pytest.fixture
def output(_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_made, tmp_path / "output"))
