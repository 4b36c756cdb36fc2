from pathlib import Path

import pytest

from tests.contract import FakeFiles


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFiles:
    """A folder for files that stand for PDFs; the run reads them instead of real ones."""
    fake = FakeFiles(tmp_path / "in")
    fake.folder.mkdir()
    fake.stand_in(monkeypatch)
    return fake
