"""Pages with text that is not seen or stands apart: what is read of them, counted and told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.audit.rules import judge
from pipeline.extractors.document import Reading, read_document
from pipeline.extractors.places import as_shown
from pipeline.extractors.plan_names import Naming
from pipeline.extractors.ways import hull
from pipeline.models import Extraction
from pipeline.profiles.profile import load_profile
from pipeline.readers.page import Aside, Page, Remark, Turned, Unseen
from pipeline.readers.pdfium import PdfiumReader
from tests import contract
from tests.making.traits import FOOTNOTE, LAYOUT, OPEN, PLAIN, assembled, made
from tests.making.typeset import quoted

NAME = "王小明"
QUARTER = (0.0, 1.0, -1.0, 0.0, 560.0, 0.0)
"""The page as shown lies on its right side."""


@pytest.fixture(scope="module")
def page() -> Page:
    """A page with a plan's table."""
    reader = PdfiumReader(made(LAYOUT, *PLAIN)[0], "plan.pdf")
    (found,) = reader.pages((1,))
    reader.close()
    assert isinstance(found, Page)
    return found


def read(page: Page) -> Reading:
    return read_document([page], "plan.pdf", load_profile(), Naming())


def judged(page: Page) -> Extraction:
    reading = read(page)
    values: dict[str, Any] = {"blocks": reading.blocks, "audit": reading.audit}
    extraction = contract.extraction(*reading.plans).model_copy(update=values)
    return as_shown(judge(extraction, reading.doubts), reading.ways, reading.numbers)


def inside(page: Page) -> tuple[float, float, float, float]:
    """A place within the table, between two of its columns' texts."""
    last = max(page.glyphs, key=lambda glyph: glyph.y)
    return last.x0 - 30.0, last.y - 40.0, last.x0 - 5.0, last.y - 28.0


def test_what_is_not_seen_is_counted_and_in_no_block(page: Page) -> None:
    plain = read(page)
    found = read(
        replace(page, unseen=(Unseen("covered", inside(page), 3), Unseen("page", (0, 900, 9, 912), 2)))
    )

    assert (found.audit.not_seen, found.audit.outside) == (5, 0)
    assert found.audit.glyphs == plain.audit.glyphs + 5
    assert (found.blocks, found.plans) == (plain.blocks, plain.plans)


def test_text_that_stands_apart_is_a_block_of_its_kind(page: Page) -> None:
    table, margin = inside(page), (5.0, 300.0, 15.0, 312.0)
    found = read(
        replace(
            page,
            asides=(
                Aside("struck", "100", table, 3),
                Aside("overlay", "草案", table, 2),
                Aside("overlay", "12", margin, 2),
                Aside("sideways", "side", margin, 4),
            ),
        )
    )

    blocks = {(one.kind, one.text, one.in_table) for one in found.blocks}
    assert blocks == {
        ("struck", "100", True),
        ("overlay", "草案", True),
        ("overlay", "12", False),
        ("text", "side", False),
    }
    audit = found.audit
    assert (audit.struck, audit.overlaid, audit.in_blocks, audit.outside) == (3, 4, 4, 0)
    assert audit.glyphs == sum(
        getattr(audit, name)
        for name in ("in_fields", "in_headers", "in_furniture", "in_blocks", "not_seen", "struck", "overlaid")
    )


def test_sideways_text_within_a_table_is_told_as_an_error(page: Page) -> None:
    aside = Aside("sideways", "草稿", inside(page), 2)
    (found,) = (f for f in judged(replace(page, asides=(aside,))).findings if f.rule == "text-in-table")

    assert (found.severity, found.bbox) == ("error", tuple(round(x, 2) for x in aside.bbox))
    assert found.item_id is not None
    assert "草稿" in found.message_zh


def test_a_page_without_any_of_it_has_no_finding_of_it(page: Page) -> None:
    assert {finding.rule for finding in judged(page).findings} == {"unit-unknown"}


def test_a_unit_that_is_printed_nowhere_is_said_of_the_column_at_its_first_amount(page: Page) -> None:
    extraction = judged(page)
    (found,) = (one for one in extraction.findings if one.rule == "unit-unknown")
    (cell, *_) = extraction.plans[0].sections[0].budgets
    assert (found.page, found.bbox) == (cell.provenance[0].page, cell.provenance[0].bbox)
    assert found.item_id is None
    items = [one for section in extraction.plans[0].sections for one in section.items]
    assert {one.confidence for one in items} == {"likely"}


def test_a_page_that_lies_on_its_side_is_placed_as_shown_and_is_no_picture(page: Page) -> None:
    unseen = Unseen("covered", (100.0, 50.0, 140.0, 62.0), 3)
    upright = replace(page, unseen=(unseen,))
    lying = replace(upright, straightened=QUARTER)
    before, after = judged(upright), judged(lying)

    assert read(lying).pictures == frozenset()
    for one, other in zip(_boxes(before), _boxes(after), strict=True):
        assert other == hull(one, QUARTER)
    (covered,) = (f for f in after.findings if f.rule == "text-covered")
    assert covered.bbox == (498.0, 100.0, 510.0, 140.0)


def test_a_turned_line_s_field_is_placed_where_it_is_shown(page: Page) -> None:
    first = read(page).plans[0].sections[0].items[0]
    box = next(place.bbox for place in first.provenance if place.field == "work_item[0]")
    shown = (box[0], box[1], box[0] + 12.0, box[1] + 60.0)
    found = judged(replace(page, turned=(Turned(box, shown),)))
    lying = judged(replace(page, turned=(Turned(box, shown),), straightened=QUARTER))

    assert _place(found, "work_item[0]") == shown
    assert _place(found, "plan_item[0]") == _place(judged(page), "plan_item[0]")
    assert _place(lying, "work_item[0]") == hull(shown, QUARTER)


def test_a_stamp_over_a_turned_line_stays_where_it_is(page: Page) -> None:
    first = read(page).plans[0].sections[0].items[0]
    box = next(place.bbox for place in first.provenance if place.field == "work_item[0]")
    turned = (Turned(box, (box[0], box[1], box[0] + 12.0, box[1] + 60.0)),)
    found = judged(replace(page, turned=turned, asides=(Aside("overlay", "收文", box, 2),)))

    assert [one.bbox for one in found.blocks if one.kind == "overlay"] == [box]
    assert [f.bbox for f in found.findings if f.rule == "text-overlaid"] == [box]


def test_no_word_that_is_not_seen_is_in_the_extraction(page: Page) -> None:
    assert NAME not in "".join(glyph.text for glyph in page.glyphs)
    found = judged(replace(page, unseen=(Unseen("covered", inside(page), len(NAME)),)))

    assert NAME not in found.model_dump_json()
    assert [f.rule for f in found.findings if f.rule == "text-covered"] == ["text-covered"]


def test_the_item_under_a_stamp_is_named(page: Page) -> None:
    place = _place(judged(page), "budget")
    found = judged(replace(page, remarks=(Remark("obscured", place),)))
    (told,) = (f for f in found.findings if f.rule == "text-obscured")

    assert told.item_id == found.plans[0].sections[0].items[0].id


def _boxes(extraction: Extraction) -> list[tuple[float, float, float, float]]:
    section = extraction.plans[0].sections[0]
    places = [place for item in section.items for place in item.provenance]
    return [place.bbox for place in (*places, *(p for b in section.budgets for p in b.provenance))]


def _place(extraction: Extraction, field: str) -> tuple[float, float, float, float]:
    section = extraction.plans[0].sections[0]
    places = (*section.items[0].provenance, *section.budgets[0].provenance)
    return next(place.bbox for place in places if place.field == field)


def test_a_note_in_a_row_of_a_table_is_told_from_one_below_it() -> None:
    row = f"table.cell(colspan: 4, stroke: 0.5pt)[#t({quoted(FOOTNOTE)})]"
    inside, below = (
        _blocks(assembled(LAYOUT, *PLAIN, between={len(PLAIN): row})[0]),
        _blocks(assembled(LAYOUT, *PLAIN, below=FOOTNOTE)[0]),
    )
    unframed = _blocks(assembled(replace(OPEN, rules="none", cell_pad=(8.0, 3.0)), *PLAIN, below=FOOTNOTE)[0])

    assert inside == [("note", FOOTNOTE, True)]
    assert below == [("footnote", FOOTNOTE, False)]
    assert [kind for kind, _, _ in unframed] == ["footnote"]


def _blocks(data: bytes) -> list[tuple[str, str, bool]]:
    reader = PdfiumReader(data, "plan.pdf")
    reading = read_document(reader.pages((1,)), "plan.pdf", load_profile(), Naming())
    reader.close()
    return [(one.kind, one.text, one.in_table) for one in reading.blocks]
