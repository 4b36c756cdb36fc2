"""The picture is the judge of what a reader of the page sees.

Objects are laid on pages at random. Each page is painted with and without the words of each object: where that changes
nothing, nobody sees them; where it does, somebody does. What the program calls seen has to agree.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from tests.making import retouch
from tests.making.laid import CHARACTERS, Laid, LaidOver
from tests.making.laid_over import KINDS, laid_over
from tests.making.overlay import Box, Way
from tests.making.reportlab_plan import reportlab_plan
from tests.making.traits import PLAIN, TRAITS, plan_of
from tests.reading import READERS

Picture = NDArray[np.uint8]
Ink = NDArray[np.bool_]
DPI = 110
LEAST = 6
"""A change of a colour by less is no ink."""
PLANS: dict[str, Callable[[], bytes]] = {
    "typst": lambda: TRAITS["footnote"]()[0],
    "fills": lambda: TRAITS["thin_fills"]()[0],
    "reportlab": lambda: reportlab_plan(plan_of(*PLAIN), page=(540.0, 560.0)),
}
WAYS: dict[str, tuple[Way, ...]] = {
    "typst": ("content",),
    "fills": ("form",),
    "reportlab": ("content", "form"),
}
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    "rotated": retouch.rotated,
    "cropped": retouch.cropped,
    "in_forms": retouch.in_forms,
}
COMMENTS = {"annotation", "field", "hidden_comment"}
"""They stand beside a page's content, which alone is moved by the changes."""


@dataclass(frozen=True)
class Sheet:
    """One page with some objects, and how its file was changed afterwards."""

    plan: str
    seed: int
    kinds: tuple[str, ...]
    change: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.plan, self.change, str(self.seed), self.kinds[0])))


def sheets() -> Iterator[Sheet]:
    """Deal the kinds out to pages, each kind once on each plan."""
    for number, plan in enumerate(PLANS):
        yield from dealt(plan, number, list(KINDS))
    for number, change in enumerate(filter(None, CHANGES), start=len(PLANS)):
        kinds = [kind for kind in KINDS if kind not in COMMENTS]
        # A third of them for each change, so that all are seen changed once.
        yield from dealt("typst", number, kinds[number % 3 :: 3], change)


def dealt(plan: str, number: int, kinds: list[str], change: str = "") -> Iterator[Sheet]:
    random.Random(number).shuffle(kinds)  # noqa: S311
    count = -(-len(kinds) // 9)
    for part in range(count):
        yield Sheet(plan, 100 * number + part, tuple(kinds[part::count]), change)


SHEETS = tuple(sheets())
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=str)
each_reader = pytest.mark.parametrize("reader", READERS)


@cache
def plan(name: str) -> bytes:
    return PLANS[name]()


@cache
def made(sheet: Sheet) -> LaidOver:
    return laid_over(plan(sheet.plan), sheet.seed, sheet.kinds, ways=WAYS[sheet.plan])


def pdf(sheet: Sheet, *without: Laid) -> bytes:
    return CHANGES[sheet.change](made(sheet).pdf(*without))


def picture(data: bytes) -> Picture:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    painted: Picture = page.render(scale=DPI / 72).to_numpy().copy()
    page.close()
    document.close()
    return painted


@cache
def changes(sheet: Sheet) -> dict[Laid, Ink]:
    """Say for each object where its words change the picture."""
    whole = picture(pdf(sheet)).astype(np.int16)
    return {one: _differing(whole, picture(pdf(sheet, one)).astype(np.int16)) for one in made(sheet).objects}


def _differing(one: NDArray[np.int16], other: NDArray[np.int16]) -> Ink:
    differing: Ink = np.any(np.abs(one - other) >= LEAST, axis=2)
    return differing


def changed(ink: Ink, box: Box) -> bool:
    x0, top, x1, bottom = (round(length * DPI / 72) for length in box)
    return bool(ink[max(0, top) : max(0, bottom), max(0, x0) : max(0, x1)].any())


@cache
def read(sheet: Sheet, reader: Reader) -> Page:
    return _page(pdf(sheet), reader)


@cache
def read_plain(sheet: Sheet, reader: Reader) -> Page:
    return _page(CHANGES[sheet.change](plan(sheet.plan)), reader)


def _page(data: bytes, reader: Reader) -> Page:
    document = opener(reader)(data, "plan.pdf")
    try:
        (page,) = document.pages((1,))
    finally:
        document.close()
    assert isinstance(page, Page)
    return page


def own(sheet: Sheet, one: Laid, reader: Reader) -> set[str]:
    """Give the characters that no other object says, nor the plan as it is read; numbers and readings have none."""
    return (set(one.words) & set(CHARACTERS)) - set(marks(read_plain(sheet, reader)))


def marks(page: Page) -> Counter[str]:
    return Counter("".join("".join(glyph.text for glyph in page.glyphs).split()))


def printed_at(page: Page, place: Box) -> str:
    """Give the print whose baseline begins within a box."""
    x0, top, x1, bottom = place
    found = (g.text for g in page.glyphs if x0 - 1 <= g.x0 <= x1 + 1 and top - 1 <= g.y <= bottom + 1)
    return "".join("".join(found).split())


def apart_at(page: Page, place: Box, kind: str) -> str:
    """Give the text that stands apart and lies on a box."""
    return "".join("".join(a.text for a in page.asides if a.kind == kind and meets(a.bbox, place)).split())


def meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lacks(found: str, words: str) -> str:
    """Give the characters of words that are not found."""
    return "".join((Counter(words) - Counter(found)).elements())


@each_sheet
def test_the_picture_bears_out_the_truth(sheet: Sheet) -> None:
    for one, ink in changes(sheet).items():
        assert (changed(ink, one.place), bool(ink.any())) == (one.seen, one.seen), one


def test_every_kind_is_laid_on_every_plan() -> None:
    for name in PLANS:
        assert {k for s in SHEETS if s.plan == name and not s.change for k in s.kinds} == set(KINDS)


@each_reader
@each_sheet
def test_print_that_is_called_seen_changes_the_picture(sheet: Sheet, reader: Reader) -> None:
    page = read(sheet, reader)

    for one, ink in changes(sheet).items():
        if one.stands == "clipped":
            continue
        for glyph in page.glyphs:
            if glyph.text in own(sheet, one, reader):
                box = (
                    glyph.x0,
                    glyph.y - glyph.size,
                    max(glyph.x1, glyph.x0 + 1),
                    glyph.y + 0.2 * glyph.size,
                )
                assert changed(ink, box), (one, glyph)


@each_reader
@each_sheet
def test_what_nobody_sees_is_read_nowhere(sheet: Sheet, reader: Reader) -> None:
    page = read(sheet, reader)

    read_text = "".join(g.text for g in page.glyphs) + "".join(a.text for a in page.asides)
    for one, ink in changes(sheet).items():
        if not ink.any():
            assert not own(sheet, one, reader) & set(read_text), one


@each_reader
@each_sheet
def test_what_somebody_sees_is_read_where_it_belongs(sheet: Sheet, reader: Reader) -> None:
    page = read(sheet, reader)

    for one, ink in changes(sheet).items():
        if not ink.any():
            continue
        if one.stands in {"print", "clipped"}:
            found = printed_at(page, _whole(one))
            assert not lacks(found, one.words), one
        else:
            found = apart_at(page, one.place, one.stands)
            assert not lacks(found, one.words), one
            assert not own(sheet, one, reader) & set(printed_at(page, one.place)), one


def _whole(one: Laid) -> Box:
    """Give the place of words with what a clip cuts off."""
    x0, top, _, bottom = one.place
    return (x0, top, x0 + len(one.words) * (bottom - top), bottom) if one.stands == "clipped" else one.place


@each_reader
@each_sheet
def test_words_that_are_painted_more_than_once_are_read_once(sheet: Sheet, reader: Reader) -> None:
    found = marks(read(sheet, reader)) + Counter("".join(a.text for a in read(sheet, reader).asides))

    assert not [one for one in made(sheet).objects for char in own(sheet, one, reader) if found[char] > 1]


@each_reader
@each_sheet
def test_the_place_of_what_nobody_sees_is_told_with_its_reason(sheet: Sheet, reader: Reader) -> None:
    page = read(sheet, reader)

    for one, ink in changes(sheet).items():
        # A comment that is not shown is no text of the page.
        if ink.any() or one.reason == "comment":
            continue
        told = [
            u
            for u in page.unseen
            if u.reason == one.reason and (one.reason == "page" or meets(u.bbox, one.place))
        ]
        assert sum(u.glyphs for u in told) >= len(one.words), one


@each_reader
@each_sheet
def test_a_text_that_is_cut_by_its_clip_is_remarked(sheet: Sheet, reader: Reader) -> None:
    page = read(sheet, reader)

    for one in made(sheet).objects:
        if one.stands == "clipped":
            assert any(r.kind == "clipped" and meets(r.bbox, one.place) for r in page.remarks), one


@each_reader
@each_sheet
def test_no_print_of_the_plan_is_lost_to_what_is_laid_on_it(sheet: Sheet, reader: Reader) -> None:
    lost = marks(read_plain(sheet, reader)) - marks(read(sheet, reader))

    assert not lost


@each_reader
@each_sheet
def test_every_mark_is_counted_once(sheet: Sheet, reader: Reader) -> None:
    """Sum the account of a page: print, asides and what is not seen."""
    page, plain = read(sheet, reader), read_plain(sheet, reader)

    added = sum(len(one.words) for one in made(sheet).objects if one.reason != "comment")
    total = (
        sum(marks(page).values()) + sum(a.glyphs for a in page.asides) + sum(u.glyphs for u in page.unseen)
    )
    before = (
        sum(marks(plain).values()) + sum(a.glyphs for a in plain.asides) + sum(u.glyphs for u in plain.unseen)
    )
    assert total == before + added
