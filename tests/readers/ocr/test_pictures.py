"""Pictures of pages for the benchmark: the same every time, and pictures only."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from bench.picture_kinds import KINDS, Kind, pictures

SAMPLE = Path(__file__).parents[3] / "samples" / "chiayi-west-112-open.pdf"


def coarse(kind: Kind) -> Kind:
    """The kind at a resolution at which it is made at once."""
    return replace(kind, dpi=48)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_seed_gives_the_same_file_without_any_text(kind: Kind) -> None:
    made = pictures(SAMPLE, coarse(kind), pages=2, seed=1)
    document = pypdfium2.PdfDocument(made)
    text = [page.get_textpage().get_text_range() for page in document]
    document.close()

    assert made == pictures(SAMPLE, coarse(kind), pages=2, seed=1)
    assert text == [""] * (1 if kind.name == "two pages on a sheet" else 2)


def test_kinds_differ_from_each_other_and_seeds_too() -> None:
    kinds = [kind for kind in KINDS if kind.dpi == 200]
    made = {pictures(SAMPLE, coarse(kind), pages=1, seed=seed) for kind in kinds for seed in (1, 2)}

    assert len(made) == 2 * len(kinds)
