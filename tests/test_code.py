"""What is to hold for the code itself."""

import doctest
import importlib
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
