"""Without recognition a text layer is compared with the picture by places alone; needs no recogniser."""

from dataclasses import replace

import pypdfium2
import pytest

from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.readers.page import Glyph, Page
from pipeline.readers.recognition import with_pictures
from pipeline.readers.text_layers import compared, lines_of, shown_box
from tests.making.traits import TRAITS
from tests.reading import READERS

DATA, _ = TRAITS["invisible_only"]()


def layered(reader: Reader = "pdfium") -> Page:
    document = opener(reader)(DATA, "plan.pdf")
    (page,) = document.pages((1,))
    document.close()
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize("reader", READERS)
def test_a_layer_on_print_is_used_unchecked(reader: Reader) -> None:
    document = with_pictures(opener(reader)(DATA, "plan.pdf"), DATA, "never")
    (page,) = document.pages((1,))
    document.close()

    assert isinstance(page, Page)
    assert page.layer == "unchecked"
    assert page.glyphs == layered(reader).glyphs


def test_a_layer_beside_the_print_differs() -> None:
    page = layered()
    moved = replace(
        page, glyphs=tuple(g._replace(x0=g.x0 + 70, x1=g.x1 + 70, y=g.y + 210) for g in page.glyphs)
    )
    found = compared(moved, DATA, None, able=False)

    assert found is not None
    assert found.layer == "differs"


def test_a_layer_of_a_part_of_the_print_differs() -> None:
    page = layered()
    found = compared(replace(page, glyphs=page.glyphs[:30]), DATA, None, able=False)

    assert found is not None
    assert found.layer == "differs"


def test_what_cannot_be_drawn_is_left_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise pypdfium2.PdfiumError("broken")

    monkeypatch.setattr("pipeline.readers.text_layers.pdfium_document", refused)
    page = layered()

    assert compared(page, DATA, None, able=True) is page


def test_places_of_a_straightened_page_are_those_as_shown() -> None:
    page = replace(layered(), straightened=(0.0, 1.0, -1.0, 0.0, 500.0, 0.0))

    assert shown_box(Glyph("年", 100, 110, 50, 10), page) == pytest.approx((448.8, 100, 458.8, 110))


def test_lines_are_glyphs_that_follow_each_other() -> None:
    glyphs = [
        Glyph(c, x, x + 10, y, 10) for c, x, y in (("工", 0, 9), ("作", 10, 9), ("項", 60, 9), ("目", 0, 29))
    ]

    assert ["".join(g.text for g in line) for line in lines_of(glyphs)] == ["工作", "項", "目"]
