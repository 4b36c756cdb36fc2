"""An output folder of the first pages of a sample, and the site of it."""

import shutil
from pathlib import Path

import pytest

import pipeline
from tests.site.offices import write_offices

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    shutil.copy(SAMPLES / "chiayi-west-112-open.pdf", folder / "plan.pdf")
    assert pipeline.run([folder / "plan.pdf"], folder / "output", jobs=1).exit_code == 0
    return folder


@pytest.fixture
def output(_made: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to, with the PDF beside it."""
    shutil.copytree(_made, tmp_path / "made")
    return tmp_path / "made" / "output"


@pytest.fixture(scope="session")
def built(_made: Path) -> Path:
    """The site of the output folder, to be read only."""
    pipeline.build_site(_made / "output", _made / "site", jobs=1)
    return _made / "site"


@pytest.fixture(scope="session")
def offices_output(_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans of several offices and years, to be read only."""
    folder = tmp_path_factory.mktemp("offices") / "output"
    write_offices(folder, _made / "output" / "chiayi-city-west-112" / "plan.json")
    return folder


@pytest.fixture(scope="session")
def offices_site(offices_output: Path) -> Path:
    """The site of them, to be read only."""
    pipeline.build_site(offices_output, offices_output.parent / "site", jobs=1)
    return offices_output.parent / "site"
