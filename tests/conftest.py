"""What all tests share."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.contract import FakeFiles

# The command line speaks the language of the system where it is told nothing else: English here, in processes too.
os.environ["LC_ALL"] = "C.UTF-8"
for name in [one for one in os.environ if one.startswith("WORKPLAN_") and one != "WORKPLAN_SHARED"]:
    del os.environ[name]

# How fast examples are drawn says more of what else the machine does than of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

SAME_FILE = re.compile(r"tests/test_gold\.py::.*\[(.+)\]$")
"""Tests of the gold files whose parameters are alike read the same file."""


BROWSER = "tests/browser/"
"""Tests in a browser share one, and one site."""
TOGETHER = (
    "tests/compare/test_comparing.py",
    "tests/folder/test_comparisons.py",
    "tests/hostile/test_outcomes.py",
    "tests/lattice/test_partition.py",
    "tests/readers/ocr/test_scan.py",
    "tests/runs/engines/test_dask_engine.py",
    "tests/runs/test_interrupted.py",
    "tests/site/test_building.py",
    "tests/test_cross.py",
    "tests/test_extras.py",
    "tests/test_fitting.py",
    "tests/test_hidden_words.py",
    "tests/test_long_files.py",
    "tests/test_several_plans.py",
    "tests/test_traits_alone.py",
    "tests/test_wide.py",
)
"""Modules whose tests share a costly fixture."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let tests that share something costly run in one process, so that it is made once."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(BROWSER):
                return BROWSER
            module = nodeid.partition("::")[0]
            if module in TOGETHER:
                return module
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
