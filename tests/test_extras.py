"""What each command says where an extra is not installed: in a process in which its modules cannot be imported."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import MissingExtraError, install_command
from pipeline.exporters.csv_form import DEFAULT_FORM
from pipeline.extras import NEEDED
from pipeline.folder.freshness import Fresh

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
OLD, NEW = (f"samples/chiayi-west-{year}-open.pdf" for year in (112, 113))
BLOCKING = "import sys, pipeline.cli; sys.modules.update(dict.fromkeys({names}, None)); pipeline.cli.main({arguments})"
MODULES = {"opencv-python-headless": "cv2", "opencc-python-reimplemented": "opencc"}
"""By package, where a module is not called like its package."""


def without(
    extras: tuple[str, ...], *arguments: str | Path, but: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A command where the modules of some extras cannot be imported, but for those that another one brings too."""
    names = sorted({name for extra in extras for name in NEEDED[extra]} - set(NEEDED.get(but or "", ())))
    code = BLOCKING.format(names=names, arguments=list(map(str, arguments)))
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of an office as a core alone writes them."""
    folder = tmp_path_factory.mktemp("core") / "out"
    done = without(tuple(NEEDED), "run", OLD, NEW, "-o", folder, "--jobs", "1")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1), done.stderr
    return folder


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return told


@pytest.mark.parametrize("command", ["extract", "tables"])
def test_a_core_reads(command: str) -> None:
    done = without(tuple(NEEDED), command, OLD)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)


def test_a_core_draws_a_page(tmp_path: Path) -> None:
    done = without(tuple(NEEDED), "inspect", OLD, "--page", "1", "-o", tmp_path / "page.png")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "page.png").exists()


def test_a_core_run_writes_what_it_can(out: Path) -> None:
    written = {path.name for path in out.iterdir()}
    assert {"items.csv", "jsonl", "workplan.sqlite", "workplan.ods", "datapackage.json"} <= written
    assert not written & {"parquet", "workplan.xlsx"}


def test_a_core_run_names_what_it_left_out_in_run_json_too(out: Path) -> None:
    (note,) = json.loads((out / ".workplan" / "run.json").read_bytes())["notes"]
    assert "parquet/ and workplan.xlsx were left out" in note["en"]
    assert "略去 parquet/、workplan.xlsx" in note["zh"]
    assert all(install_command("publish") in told for told in note.values())


def test_a_run_that_has_nothing_to_do_names_it_again(out: Path) -> None:
    done = without(("publish",), "run", OLD, NEW, "-o", out, "--jobs", "1")
    assert (done.returncode, done.stderr.count("workplan.xlsx")) == (0, 1)


def test_publishing_names_it_too(out: Path) -> None:
    done = without(("publish",), "publish", out)
    assert (done.returncode, done.stderr.count("workplan.xlsx")) == (0, 1)


def test_what_an_earlier_run_could_write_does_not_stay_behind_its_tables(out: Path) -> None:
    assert without((), "publish", out).returncode == 0
    written = [out / "workplan.xlsx", out / "parquet" / "items.parquet"]
    assert all(path.exists() for path in written)
    assert without(("publish",), "publish", out).returncode == 0
    assert not any(path.exists() for path in written)
    manifest = (out / "manifest.json").read_text("utf-8")
    assert "xlsx" not in manifest
    assert "parquet" not in manifest


def test_once_it_is_installed_the_folder_counts_as_changed(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Fresh(out, DEFAULT_FORM, None)
    monkeypatch.setattr("pipeline.folder.freshness.is_installed", lambda _: False)
    fresh.finish()
    assert fresh.is_fresh()
    monkeypatch.setattr("pipeline.folder.freshness.is_installed", lambda _: True)
    assert not fresh.is_fresh()


@pytest.mark.parametrize(
    ("extra", "arguments"),
    [
        ("publish", ("check", "{out}")),
        ("compare", ("compare", OLD, NEW, "-o", "{tmp}")),
        ("compare", ("compare", "--in", "{out}", "-o", "{tmp}")),
        ("site", ("site", "{out}", "-o", "{tmp}")),
        ("site", ("desk", "{out}", "--no-open")),
        ("ocr", ("extract", OLD, "--ocr", "always")),
        ("dask", ("run", OLD, "-o", "{tmp}", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")),
        ("remote", ("run", OLD, "-o", "memory://out")),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value[:2]),
)
def test_what_needs_an_extra_says_so_in_one_line_with_the_command_that_installs_it(
    extra: str, arguments: tuple[str, ...], out: Path, tmp_path: Path
) -> None:
    done = without((extra,), *(part.format(out=out, tmp=tmp_path / "made") for part in arguments))
    (english,) = done.stderr.splitlines()
    assert done.returncode == MissingExtraError.exit_code
    assert english.endswith(
        f"needs the extra “{extra}”, which is not installed. Install it: {install_command(extra)}."
    )
    assert not (tmp_path / "made").exists()


def test_a_site_without_the_extra_that_compares_names_the_comparisons_left_out(
    out: Path, tmp_path: Path
) -> None:
    # Without inputs.json the PDF files are not found, and no pages are drawn.
    given = shutil.copytree(out, tmp_path / "out", ignore=shutil.ignore_patterns("inputs.json"))
    done = without(("publish", "compare"), "site", given, "-o", tmp_path / "site", "--jobs", "1", but="site")
    assert done.returncode == 0
    told = done.stderr.splitlines()[0]
    assert "The comparisons of years (1) were left out" in told
    assert install_command("compare") in told
    assert not (tmp_path / "site" / "compare").exists()


def test_the_extras_of_the_project_are_those_that_the_program_knows(project: dict[str, Any]) -> None:
    told = project["optional-dependencies"]
    for extra, modules in NEEDED.items():
        packages = {re.split(r"[\[>=]", one)[0] for one in told[extra]}
        named = {MODULES.get(one, one.replace("-", "_")) for one in packages}
        assert named <= set(modules) <= named | {"distributed"}
    assert set(told) == {*NEEDED, "all"}


def test_the_locks_hold_all_that_the_project_asks_for(project: dict[str, Any]) -> None:
    extras = project["optional-dependencies"]
    run = [*project["dependencies"], *extras["publish"], *extras["compare"], *extras["site"]]
    for lock, asked in (("run", run), ("dev", [*run, *extras["ocr"], *extras["dask"], *extras["remote"]])):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
        pinned = set(re.findall(r"(?m)^([a-z0-9-]+)==", text))
        assert {re.split(r"[\[>=]", one)[0] for one in asked} <= pinned
