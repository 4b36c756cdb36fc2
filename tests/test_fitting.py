"""The weights of the second reading: fitted from documents alone, always the same, and those that ship are known."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from bench.fitting import examples, weights_of, weights_text
from bench.line_truth import read
from pipeline.extractors.fitted.second_reading import second_outlines
from pipeline.extractors.fitted.weights import WEIGHTS_SHA256, weights_from
from pipeline.profiles.profile import load_profile
from tests.making.wide.making import alone, make
from tests.making.wide.traits import Producer, Trait

pytestmark = pytest.mark.slow

FEW = frozenset({Trait.CATEGORY, Trait.TOTAL, Trait.FIRST_NOT_ONE, Trait.ROW_LINES})
"""Traits of one document each."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A few documents with their truth per line."""
    folder = tmp_path_factory.mktemp("fitting")
    wanted = [one for one in alone(1, [Producer.REPORTLAB]) if one.traits <= FEW]
    return [folder / f"{one.design.name}.pdf" for one in make(wanted, folder)]


def test_weights_fitted_on_a_few_documents_read_these(documents: list[Path]) -> None:
    weights = weights_of([examples(path) for path in documents])
    for path in documents:
        document = read(path, load_profile())
        tables = [sheaf.table for sheaf in document.sheaves]
        second, _ = second_outlines(tables, load_profile(), weights)
        rows = [[level.lines[0].text for one in found.drafts for level in one.plan] for found in second]
        assert rows == [
            [level.lines[0].text for one in found.drafts for level in one.plan] for found in document.outlines
        ], path.name


def test_fitting_again_gives_the_same_file(documents: list[Path]) -> None:
    once, again = (weights_text(weights_of([examples(path) for path in documents]), {}) for _ in range(2))
    assert once == again
    assert weights_from(once) == weights_of([examples(path) for path in documents])


def test_the_weights_that_ship_are_those_that_were_fitted() -> None:
    shipped = files("pipeline.extractors.fitted").joinpath("weights.json").read_bytes()
    assert hashlib.sha256(shipped).hexdigest() == WEIGHTS_SHA256, "fit again: see bench/README.md"
