"""What the quick tier leaves out is what takes long, and all of it is said."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.reading import ROOT
from tests.test_docs import script_module, text_of

LEFT_OUT = script_module().LEFT_OUT


def test_the_markers_are_declared_and_explained() -> None:
    options = tomllib.loads(text_of("pyproject.toml"))["tool"]["pytest"]["ini_options"]
    assert tuple(line.partition(":")[0] for line in options["markers"]) == LEFT_OUT
    explained = re.findall(r"^\| `(\w+)` \|", text_of("CONTRIBUTING.md"), re.MULTILINE)
    assert set(explained) == set(LEFT_OUT)


@pytest.mark.parametrize(("folder", "marker"), [("tests/browser", "browser"), ("tests/readers/ocr", "ocr")])
def test_every_test_of_a_folder_is_marked(folder: str, marker: str) -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", folder]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "-m", f"not {marker}"], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout


def test_a_module_that_starts_a_cluster_is_marked() -> None:
    starting = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if "dask_scheduler" in path.read_text("utf-8") and path.name != Path(__file__).name
    ]
    assert starting
    for path in starting:
        assert "pytest.mark.cluster" in path.read_text("utf-8"), path
