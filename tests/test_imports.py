"""The stages import one way, and what is heavy is loaded by what needs it only."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = (
    "dataclass",
    "collector",
    "terminal",
    "messages",
    "errors",
    "extras",
    "held",
    "limits",
    "children",
    "forks",
    "processes",
    "stored",
    "contract",
    "models",
    "normalizers",
    "written",
    "profiles",
    "readers",
    "lines",
    "lattice",
    "extractors",
    "tables",
    "audit",
    "files",
    "reading",
    "corrections",
    "exporters",
    "metadata",
    "web",
    "gate",
    "compare",
    "folder",
    "runs",
    "layouts",
    "site",
    "desk",
    "api",
    "commands",
    "cli",
)
"""Each may import only itself and what stands before it."""
LATE = {("pipeline/__init__.py", "pipeline.api")}
"""Imports against the order, allowed only where nothing is loaded before they are needed."""
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
HEAVY = {
    "aiohttp",
    "cv2",
    "dask",
    "distributed",
    "filelock",
    "flask",
    "fsspec",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "numpy",
    "onnxruntime",
    "opencc",
    "pandas",
    "pdfminer",
    "pdfplumber",
    "pebble",
    "PIL",
    "psutil",
    "pyarrow",
    "pydantic",
    "pypdfium2",
    "python_calamine",
    "rapidfuzz",
    "rapidocr",
    "rich",
    "scipy",
    "werkzeug",
    "xlsxwriter",
}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module of ours that a file imports, and whether it does so as soon as it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = inner if node.module == "pipeline" else [str(node.module)]
        yield from ((name, id(node) not in late) for name in names if name.split(".")[0] == "pipeline")


def stage(module: str) -> int:
    part = module.split(".")[1]
    # The package itself gives its version to whoever asks.
    return -1 if part == "__version__" else ORDER.index(part)


def test_every_module_belongs_to_a_stage() -> None:
    parts = {path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py") for path in MODULES}
    assert parts - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    own = len(ORDER) if name == "pipeline/__init__.py" else stage(name.removesuffix(".py").replace("/", "."))
    for module, at_once in imports(path):
        if (name, module) in LATE:
            assert not at_once, f"{name} must import {module} late"
        else:
            assert stage(module) <= own, f"{name} imports {module}"


@pytest.mark.parametrize("part", ["layouts", "site"])
def test_what_shows_a_folder_needs_no_run(part: str) -> None:
    for path in (ROOT / "pipeline" / part).rglob("*.py"):
        assert not [module for module, _ in imports(path) if module.startswith("pipeline.runs.")]


def test_the_exporters_know_of_the_contract_only() -> None:
    for path in (ROOT / "pipeline" / "exporters").glob("*.py"):
        for module, _ in imports(path):
            stages = {
                "dataclass",
                "terminal",
                "messages",
                "errors",
                "limits",
                "contract",
                "models",
                "normalizers",
                "exporters",
            }
            known = module.split(".")[1] in stages or module == "pipeline.tables.cells"
            assert known, f"{path.name} imports {module}"


def test_the_gate_knows_nothing_of_the_code_that_writes() -> None:
    for path in (ROOT / "pipeline" / "gate").glob("*.py"):
        for module, _ in imports(path):
            stages = {
                "dataclass",
                "terminal",
                "messages",
                "errors",
                "contract",
                "models",
                "processes",
                "stored",
                "normalizers",
                "web",
            }
            known = module.split(".")[1] in stages | {"gate"}
            assert known, f"{path.name} imports {module}"


def loaded(code: str) -> set[str]:
    """Top-level packages that a fresh Python has loaded after some code."""
    ending = "; import json, sys; sys.stderr.write(json.dumps(sorted(sys.modules)))"
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code + ending], cwd=ROOT, capture_output=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(found.stderr)}


def test_the_package_alone_loads_nothing() -> None:
    assert not loaded("import pipeline") & (HEAVY | {"click"})


def test_help_loads_nothing_heavy() -> None:
    code = "import pipeline.cli; pipeline.cli.workplan(['--help'], standalone_mode=False)"
    found = loaded(code)
    assert "click" in found
    assert not found & (HEAVY | {"tomllib"})


def test_the_functions_load_no_pandas() -> None:
    assert not loaded("from pipeline import extract, run") & {"pandas", "rich", "click"}


def test_reading_a_text_layer_loads_no_recogniser() -> None:
    code = (
        "from pipeline import extract; extract('samples/chiayi-west-112-open.pdf', pages=(1, 2), ocr='auto')"
    )
    found = loaded(code)
    assert "pypdfium2" in found
    assert not found & {"cv2", "numpy", "onnxruntime", "opencc", "rapidocr"}


def test_the_guard_sees_a_module_that_is_loaded() -> None:
    assert loaded("import pipeline.exporters.frames") >= {"pandas", "pydantic"}
