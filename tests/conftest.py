"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.contract import FakeFiles

# How fast examples are drawn says more of what else the machine does than of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFiles:
    """A folder for files that stand for PDFs; the run reads them instead of real ones."""
    fake = FakeFiles(tmp_path / "in")
    fake.folder.mkdir()
    fake.stand_in(monkeypatch)
    return fake
