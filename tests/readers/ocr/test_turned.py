"""Places of a page that was scanned askew or on its side are those on the page as shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.picture_kinds import KINDS, pictures
from pipeline import extract, tables
from pipeline.models import BBox, Extraction
from tests.readers.ocr.test_pictures import SAMPLE
from tests.scoring import records

WIDTH, HEIGHT = 595.3, 841.9
FAR_PT = 14.0
"""About a line: a recognised box is the ink's, one of a text layer the em box's."""


def kind_of(name: str) -> bytes:
    (kind,) = (kind for kind in KINDS if kind.name == name)
    return pictures(SAMPLE, kind, pages=1, seed=8)


def middles(extraction: Extraction) -> Iterator[tuple[str, float, float]]:
    """Each item's plan item text with the middle of its first place."""
    for item in extraction.plans[0].sections[0].items:
        place = next(p for p in item.provenance if p.field == f"plan_item[{len(item.plan_item) - 1}]")
        yield item.plan_item[-1].text, *middle(place.bbox)


def middle(bbox: BBox) -> tuple[float, float]:
    return (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        # The picture lies a quarter against the clock: what was on the right is at the top.
        ("sideways, left", lambda _x, y: y, lambda x, _y: WIDTH - x),
        ("upside down", lambda x, _y: WIDTH - x, lambda _x, y: HEIGHT - y),
    ],
)
def test_a_turned_page(
    name: str, x: Callable[[float, float], float], y: Callable[[float, float], float], tmp_path: Path
) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(kind_of(name))
    wanted = {text: (x(a, b), y(a, b)) for text, a, b in middles(extract(SAMPLE, pages=(1, 1)))}
    found = {text: (a, b) for text, a, b in middles(extract(path))}

    assert len(found) >= 3
    assert found.keys() <= wanted.keys()
    for text, at in found.items():
        assert at == pytest.approx(wanted[text], abs=FAR_PT), text


def test_tables_of_a_turned_page(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(kind_of("upside down"))
    (straight,) = tables(SAMPLE, pages=(1, 1)).tables
    (turned,) = tables(path).tables
    a, b = middle(straight.boxes[0].bbox)

    assert middle(turned.boxes[0].bbox) == pytest.approx((WIDTH - a, HEIGHT - b), abs=FAR_PT)


def test_two_pages_on_a_sheet_are_two_pages_of_one_number(tmp_path: Path) -> None:
    (kind,) = (kind for kind in KINDS if kind.name == "two pages on a sheet")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pictures(SAMPLE, kind, pages=2, seed=8))
    found = extract(path, verify=True)
    wanted = extract(SAMPLE, pages=(1, 2))
    places = [p for item in found.plans[0].sections[0].items for p in item.provenance]

    assert records(found) == records(wanted)
    assert {place.page for place in places} == {1}
    assert {place.bbox[0] > WIDTH for place in places} == {True, False}
    assert [page.page for page in found.audit.pages] == [1]
    assert found.audit.pages[0].glyphs == found.audit.glyphs
    assert [f.page for f in found.findings if f.rule == "verify-unread"] == [1]
