"""Every line of a page is in exactly one place of the lattice: no text can leave it."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.extractors.pages import headers_of, sheets_of
from pipeline.extractors.plan_words import PlanWording
from pipeline.lattice.lattice import lattice_of
from pipeline.lines.runs import printed
from pipeline.models import Reader
from pipeline.profiles.profile import load_profile
from pipeline.readers.engines import opener
from tests.making import cross
from tests.making.crossing import ALL_TRAITS
from tests.reading import READERS

pytestmark = pytest.mark.slow

SEED = 20
DOCUMENTS = [one for trait in ALL_TRAITS if (one := cross.brief_alone(SEED, trait)).producer == "typst"]
"""Those of the producer that starts at once."""


def counts(path: Path, reader: Reader) -> tuple[Counter[int], Counter[int]]:
    """Printed glyphs of each leaf, and those that are in the lattice and its headers."""
    profile = load_profile()
    opened = opener(reader)(path.read_bytes(), path.name, None)
    try:
        pages = opened.pages(tuple(range(1, opened.page_count + 1)))
        sheets, _, numbers = sheets_of(pages, path.name)
    finally:
        opened.close()
    lattice = lattice_of(sheets, headers_of(sheets, profile), PlanWording(profile), numbers)
    on_page = Counter({s.number: sum(printed(run.text) for run in s.runs) for s in sheets})
    held = Counter({n: sum(h.glyphs for h in heads) for n, heads in lattice.heads.items()})
    for line in lattice.lines():
        held[line.page] += line.glyphs
    return on_page, held


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All documents, drawn."""
    out = tmp_path_factory.mktemp("partition")
    cross.write(DOCUMENTS, out)
    return out


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", [one.name for one in DOCUMENTS])
def test_each_printed_glyph_is_in_one_line(folder: Path, name: str, reader: Reader) -> None:
    on_page, held = counts(folder / f"{name}.pdf", reader)

    assert held == on_page
