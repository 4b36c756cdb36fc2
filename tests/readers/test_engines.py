"""Both engines give the same page: what the extractors see does not depend on who read it."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import NotAPdfError
from pipeline.models import Reader
from pipeline.normalizers.text import clean
from pipeline.readers.engines import opener, second_opinion
from pipeline.readers.page import BadPage, Page
from tests.making.traits import TRAITS
from tests.reading import LAYOUTS, READERS, SCAN

POINTS = 0.6
"""Places may differ by less: engines round, and measure dashes and line caps otherwise."""
TYPICAL = (
    "stacked",
    "thin_fills",
    "doubled_glyphs",
    "form_xobject",
    "rotated_page",
    "crop_box",
    "white_fills",
)


def pages(data: bytes, reader: Reader, numbers: tuple[int, ...] = (1,)) -> list[Page]:
    document = opener(reader)(data, "plan.pdf")
    try:
        found = list(document.pages(numbers))
    finally:
        document.close()
    assert not any(isinstance(page, BadPage) for page in found)
    return [page for page in found if isinstance(page, Page)]


def alike(one: Page, other: Page) -> None:
    assert (one.number, one.width, one.height) == pytest.approx((other.number, other.width, other.height))
    # One engine maps radicals to the ordinary characters itself.
    marks = [
        [g._replace(text=clean(g.text)) for g in page.glyphs if not g.text.isspace()] for page in (one, other)
    ]
    assert Counter(g.text for g in marks[0]) == Counter(g.text for g in marks[1])
    placed = [sorted(m, key=lambda g: (g.text, round(g.y), round(g.x0))) for m in marks]
    for a, b in zip(*placed, strict=True):
        assert (a.x0, a.y, a.size) == pytest.approx((b.x0, b.y, b.size), abs=POINTS), a.text
    for name in ("horizontal", "vertical"):
        rules = getattr(one, name), getattr(other, name)
        assert len(rules[0]) == len(rules[1])
        for rule, twin in zip(*rules, strict=True):
            assert tuple(rule) == pytest.approx(tuple(twin), abs=POINTS)
    assert one.image_share == pytest.approx(other.image_share, abs=0.02)


@pytest.mark.parametrize("name", TYPICAL)
def test_both_engines_give_the_same_page_of_a_trait(name: str) -> None:
    data, _ = TRAITS[name]()

    alike(*(pages(data, reader)[0] for reader in READERS))


@pytest.mark.parametrize("path", LAYOUTS.values(), ids=LAYOUTS)
def test_both_engines_give_the_same_page_of_a_sample(path: Path) -> None:
    data = path.read_bytes()

    for one, other in zip(*(pages(data, reader, (1, 2)) for reader in READERS), strict=True):
        alike(one, other)


@pytest.mark.parametrize("reader", READERS)
def test_a_turned_or_cropped_page_is_read_as_it_is_shown(reader: Reader) -> None:
    upright = pages(TRAITS["footnote"]()[0], reader)[0]

    for name in ("rotated_page", "crop_box"):
        (shown,) = pages(TRAITS[name]()[0], reader)
        assert (shown.width, shown.height) == pytest.approx((upright.width, upright.height), abs=0.1)
        assert shown.glyphs[0].text == upright.glyphs[0].text
        assert (shown.glyphs[0].x0, shown.glyphs[0].y) == pytest.approx(
            (upright.glyphs[0].x0, upright.glyphs[0].y), abs=0.1
        )


@pytest.mark.parametrize("reader", READERS)
def test_text_printed_twice_for_boldness_is_read_once(reader: Reader) -> None:
    once, twice = (
        Counter(glyph.text for glyph in pages(TRAITS[name]()[0], reader)[0].glyphs if glyph.text.strip())
        for name in ("thin_fills", "doubled_glyphs")
    )

    assert once == twice


@pytest.mark.parametrize("reader", READERS)
def test_text_that_is_not_shown_is_left_out_and_counted(reader: Reader) -> None:
    (page,) = pages(TRAITS["invisible_beside_visible"]()[0], reader)
    (plain,) = pages(TRAITS["thin_fills"]()[0], reader)

    assert [g.text for g in page.glyphs if g.text.strip()] == [g.text for g in plain.glyphs if g.text.strip()]
    assert page.unseen


@pytest.mark.parametrize("reader", READERS)
def test_text_over_a_picture_of_the_page_is_read_though_it_is_not_shown(reader: Reader) -> None:
    (page,) = pages(TRAITS["invisible_only"]()[0], reader)

    assert not page.unseen
    assert page.image_share > 0.9
    assert "工作項目" in "".join(glyph.text for glyph in page.glyphs)


@pytest.mark.parametrize("reader", READERS)
def test_a_scanned_page_has_a_picture_and_no_text(reader: Reader) -> None:
    (page,) = pages(SCAN.read_bytes(), reader)

    assert page.glyphs == ()
    assert page.image_share > 0.9


@pytest.mark.parametrize("reader", READERS)
def test_white_areas_are_neither_rules_nor_fills(reader: Reader) -> None:
    white, plain = (pages(TRAITS[name]()[0], reader)[0] for name in ("white_fills", "rows_without_rules"))

    assert white.fills == ()
    assert len(white.horizontal) == len(plain.horizontal)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_pdf_is_refused(reader: Reader) -> None:
    for data in (b"", b"no pdf", b"%PDF-1.7\n%%EOF"):
        with pytest.raises(NotAPdfError):
            opener(reader)(data, "plan.pdf")


def test_the_second_opinion_is_the_other_engine() -> None:
    assert [second_opinion(reader) for reader in READERS] == [opener(reader) for reader in reversed(READERS)]
