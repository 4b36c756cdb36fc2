"""What the quick tier leaves out is what takes long, and all of it is said."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

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


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """do.py, which keeps the commands that it would run in ``called``."""
    module = script_module()
    monkeypatch.setattr(module, "install", lambda _: None)
    monkeypatch.setattr(module, "called", [], raising=False)
    monkeypatch.setattr(module, "call", lambda *command: module.called.append([*map(str, command[1:])]) or 0)
    return module


def test_arguments_are_pytests(script: ModuleType) -> None:
    assert script.main(["test", "-k", "unit", "tests/normalizers"]) == 0
    assert script.called == [["-m", "pytest", "-k", "unit", "tests/normalizers"]]


@pytest.mark.parametrize("arguments", [["test"], ["test", "quick"]])
def test_every_check_is_run(script: ModuleType, arguments: list[str]) -> None:
    assert script.main(arguments) == 0
    assert [" ".join(command[:2]) for command in script.called] == [
        "-m ruff",
        "-m ruff",
        "-m mypy",
        "schema --check",
        "-m pytest",
    ]
    assert ("not slow" in script.called[-1][-1]) is (arguments[-1] == "quick")


def test_what_the_quick_tier_leaves_out_is_said(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main(["test", "quick"])
    assert f"Left out: tests marked {', '.join(LEFT_OUT)}" in capsys.readouterr().out


def test_a_demo_takes_no_arguments(script: ModuleType) -> None:
    assert script.main(["demo", "quick"]) == 2
    assert script.called == []
