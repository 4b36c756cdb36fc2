"""What is to hold for the code itself."""

import ast
import doctest
import importlib
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import scoring
from tests.reading import GOLD, ROOT

LONGEST = 500
"""Lines of a module that can still be read in one go."""
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
OWN_WORDS = 8
"""A shorter text, such as 「財產管理」, may well be a word of the trade."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts(gold: scoring.Gold) -> Iterator[str]:
    """What the sample plans say, in the table and above it."""
    for unit in gold["units"]:
        yield from (unit["preamble"] or "", *unit["focus"])
        for item in unit["items"]:
            yield from (*item["work"], *item["plan"], *(text for _, text in item["implementation"]))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_examples_in_docstrings_are_right(path: Path) -> None:
    module = importlib.import_module(
        name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    )

    assert doctest.testmod(module).failed == 0


def test_the_wheel_holds_words_and_schemas(tmp_path: Path) -> None:
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(ROOT))
    (wheel,) = builder.build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    suffixes = {".py", ".toml", ".typed", ".html", ".css", ".js"}
    wanted = {path for path in (ROOT / "pipeline").rglob("*") if path.suffix in suffixes}
    assert {name(path) for path in wanted} <= held
    assert {f"pipeline/{name(path)}" for path in (ROOT / "schemas").iterdir()} <= held


def test_the_source_archive_holds_what_the_readme_and_the_start_need(tmp_path: Path) -> None:
    builder = pytest.importorskip("hatchling.builders.sdist").SdistBuilder(str(ROOT))
    (source,) = builder.build(directory=str(tmp_path))
    with tarfile.open(source) as archive:
        held = {path.partition("/")[2] for path in archive.getnames()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = {path for path in re.findall(r"\]\(([^)#:]+)\)", readme) if not path.endswith("/")}
    start = {
        "do.py",
        "workplan.bat",
        "workplan.command",
        "workplan.sh",
        "requirements/dev.txt",
        "requirements/run.txt",
        "pyproject.toml",
        "README.md",
    }
    assert linked
    assert linked | start <= held
    assert {name(path) for path in (ROOT / "bench").glob("*.py")} <= held


def test_the_program_knows_no_text_of_the_sample_plans() -> None:
    golds = [scoring.load_gold(path) for path in sorted(GOLD.glob("*.gold.json"))]
    known = {scoring.plain(text) for gold in golds for text in texts(gold)}
    bare = {scoring.ORDINAL.sub("", text).rstrip("。:") for text in known}
    sought = {text for text in bare if len(text) >= OWN_WORDS}
    assert len(sought) > 400
    sources = [*MODULES, *sorted((ROOT / "pipeline").rglob("*.toml"))]
    found = {
        (name(path), text)
        for path in sources
        for content in [scoring.plain(path.read_text(encoding="utf-8"))]
        for text in sought
        if text in content
    }

    assert found == set()


def constants(path: Path) -> Iterator[str]:
    """Names of a module's constants, whether others may use them or not."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        names = (inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name))
        yield from (one.lstrip("_") for one in names if one.strip("_").isupper())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_dataclasses_are_the_projects_own(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    taken = {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for alias in node.names
    }

    assert "dataclass" not in taken or path.name == "dataclass.py"


def test_no_constant_has_two_definitions() -> None:
    defined: defaultdict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for constant in constants(path):
            defined[constant].append(name(path))

    assert {constant: paths for constant, paths in defined.items() if len(paths) > 1} == {}


def uses_of_id(path: Path) -> list[int]:
    """Lines of a module on which an object's address is asked for."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = (node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return [node.lineno for node in names if node.id == "id"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_object_is_known_by_its_address(path: Path) -> None:
    # An address may be another object's once the first is gone; what is compared by identity is a type with eq=False.
    assert uses_of_id(path) == []


def test_no_class_has_two_definitions() -> None:
    # Another module may have a private type of that name: nobody meets both.
    defined: defaultdict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                defined[node.name].append(name(path))

    assert {one: paths for one, paths in defined.items() if len(paths) > 1} == {}
