"""Rules about the file as a whole: its years, text within its tables, and the account of its glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, short
from pipeline.models import BBox, Block, BlockKind, Extraction, Plan
from pipeline.normalizers.years import roc_year_of_title, years_in

UNTOLD_KINDS: frozenset[BlockKind] = frozenset({"text", "heading"})
"""Kinds of blocks that do not say why they are no part of a table's rows."""


def year_mismatch(extraction: Extraction) -> Iterator[BareFinding]:
    """Titles and preambles that name another year than the plan's: text kept from the year before."""
    for plan in extraction.plans:
        if plan.year_roc is None:
            continue
        for page, text, year in _years(plan):
            if year != plan.year_roc:
                values = {"year": str(plan.year_roc), "other": str(year), "text": short(text)}
                yield BareFinding("year-mismatch", DocumentPlace(page), values)


def text_in_table(extraction: Extraction) -> Iterator[BareFinding]:
    """Text within a plan's table that is in no field and has no kind of its own; the record next to it lacks it."""
    for block in extraction.blocks:
        if block.in_table and block.kind in UNTOLD_KINDS:
            place = DocumentPlace(block.page, block.bbox)
            yield BareFinding(
                "text-in-table", place, {"text": short(block.text)}, _nearest(extraction, block)
            )


def _nearest(extraction: Extraction, block: Block) -> str | None:
    """The item on the block's page of which a field stands nearest."""
    boxes = [
        (_distance(place.bbox, block.bbox), item.id)
        for plan in extraction.plans
        for section in plan.sections
        for item in section.items
        for place in item.provenance
        if place.page == block.page
    ]
    return min(boxes, default=(0.0, None), key=lambda one: one[0])[1]


def _distance(one: BBox, other: BBox) -> float:
    beside = max(one[0], other[0]) - min(one[2], other[2])
    below = max(one[1], other[1]) - min(one[3], other[3])
    return hypot(max(beside, 0.0), max(below, 0.0))


def glyphs_outside(extraction: Extraction) -> Iterator[BareFinding]:
    """Glyphs that nothing accounts for, page by page."""
    audit = extraction.audit
    for page in audit.pages:
        if page.outside:
            yield BareFinding("glyphs-outside", DocumentPlace(page.page), {"count": str(page.outside)})
    if audit.outside and not any(page.outside for page in audit.pages):
        yield BareFinding("glyphs-outside", DocumentPlace(), {"count": str(audit.outside)})


def _years(plan: Plan) -> Iterator[tuple[int, str, int]]:
    """Page, text and year of everything that says which year the plan is of."""
    titles = [(section.pages[0], section.title) for section in plan.sections]
    for page, title in [(titles[0][0] if titles else 1, plan.title), *titles]:
        year = roc_year_of_title(title) if title else None
        if title and year is not None:
            yield page, title, year
    for section in plan.sections:
        preamble = section.preamble or ""
        # Only 「本(112)年度」 speaks of the plan's own year; other years there may be the past.
        for mention in years_in(preamble):
            if preamble[mention.start] == "本":
                yield section.pages[0], preamble[mention.start :], mention.roc
