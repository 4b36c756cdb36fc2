"""What all tests share."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.contract import FakeFiles

# How fast examples are drawn says more of what else the machine does than of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

SAME_FILE = re.compile(r"tests/test_gold\.py::.*\[(.+)\]$")
"""Tests of the gold files whose parameters are alike read the same file."""


BROWSER = "tests/browser/"
"""Tests in a browser share one, and one site."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let tests that read the same file run in one process, so that it is read once."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(BROWSER):
                return BROWSER
            match = SAME_FILE.match(nodeid)
            return match[1] if match else nodeid

    return ByFile(config, log)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFiles:
    """A folder for files that stand for PDFs; the run reads them instead of real ones."""
    fake = FakeFiles(tmp_path / "in")
    fake.folder.mkdir()
    fake.stand_in(monkeypatch)
    return fake
