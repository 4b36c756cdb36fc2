"""Rules about rows that were left outside of a table, and about rows of other kinds that were read as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, name_of, place_of, sections, short
from pipeline.audit.budgets import is_summing
from pipeline.models import BBox, Block, Extraction, Item
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import squeeze

AMOUNT_AT_END = re.compile(r"(?:^|[^\d.,年月日第/-])(\d{1,3}(?:,\d{3})+|\d{1,6})$")
"""How a row of a plan ends, or the line of its budget cell alone."""
LEAST_ROWS = 2
"""A single line with an amount may be a sentence."""
NAME_AT_END = re.compile(r"[。；]\s*([^。，；、]{0,4}[、.．)）][^。，；、：:]{2,14})$")
"""Behind a sentence what may be a label with a name."""
ONLY_YEAR = re.compile(r"(?:民國)?\d{2,4}年?度?|年度?")
NOTE_START = re.compile(r"(?:備|附)?[註注](?:\d+|[一二三四五])?[:：]")


def rows_outside_table(extraction: Extraction) -> Iterator[BareFinding]:
    """Text on a page of a plan that looks like rows of its table, yet stands outside of it as it was read."""
    pages = {p for _, s in sections(extraction) for p in range(s.pages[0], s.pages[1] + 1)}
    for page in sorted(pages):
        blocks = [b for b in extraction.blocks if b.page == page and b.kind == "text" and not b.in_table]
        amounts = [block for block in blocks if AMOUNT_AT_END.search(squeeze(block.text))]
        labels = [block for block in blocks if _is_labelled(block.text)]
        if len(amounts) >= LEAST_ROWS and labels:
            values = {"count": str(len(amounts)), "text": short(labels[0].text)}
            yield BareFinding("rows-outside-table", DocumentPlace(page, _hull([*amounts, *labels])), values)


def _is_labelled(text: str) -> bool:
    found = find_label(text)
    return found is not None and found.sure and bool(found.rest)


def _hull(blocks: Sequence[Block]) -> BBox:
    x0, top, x1, bottom = zip(*(block.bbox for block in blocks), strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def other_row_in_record(extraction: Extraction) -> Iterator[BareFinding]:
    """Titles of the plan, notes below a table and bare years that were read as parts of an item."""
    for plan, section in sections(extraction):
        titles = {squeeze(title) for title in (plan.title, section.title) if title}
        for item in section.items:
            found = _other(item, titles)
            if found is not None:
                field, text = found
                values = {"text": short(text)}
                yield BareFinding("other-row-in-record", place_of(item.provenance, field), values, item.id)


def _other(item: Item, titles: set[str]) -> tuple[str, str] | None:
    """Field and text of what is no part of a plan's row."""
    levels = [(f"work_item[{i}]", one.text) for i, one in enumerate(item.work_item)]
    levels += [(f"plan_item[{i}]", one.text) for i, one in enumerate(item.plan_item)]
    for field, text in levels:
        bare = squeeze(text)
        if bare and (bare in titles or ONLY_YEAR.fullmatch(bare)):
            return field, text
    for i, step in enumerate(item.implementation):
        if step.label is None and NOTE_START.match(squeeze(step.text)):
            return f"implementation[{i}]", step.text
    return None


def label_within(extraction: Extraction) -> Iterator[BareFinding]:
    """Texts that end with a numbered name behind a sentence: the beginning of another row."""
    for _, section in sections(extraction):
        for item in section.items:
            for field, text in _texts(item):
                found = NAME_AT_END.search(text)
                if found is not None and _is_labelled(found[1]):
                    place = place_of(item.provenance, field)
                    yield BareFinding("label-within", place, {"text": short(found[1])}, item.id)
                    break


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    """The innermost text of a plan item and the texts of its steps, each with its field."""
    yield from ((f"plan_item[{i}]", level.text) for i, level in enumerate(item.plan_item))
    waiting = [(f"implementation[{i}]", step) for i, step in enumerate(item.implementation)]
    while waiting:
        field, step = waiting.pop()
        yield field, step.text
        waiting += [(f"{field}.steps[{i}]", inner) for i, inner in enumerate(step.steps)]


def item_without_work(extraction: Extraction) -> Iterator[BareFinding]:
    """Items without a work item in a section of which other items have one, or have nothing but a bare text."""
    for _, section in sections(extraction):
        works = [squeeze(item.work_item[0].text) for item in section.items if item.work_item]
        odd = any(not is_summing(work) for work in works) or any(not _named(item) for item in section.items)
        for item in section.items if odd else ():
            if not item.work_item and _named(item):
                place = place_of(item.provenance, "plan_item")
                yield BareFinding("item-without-work", place, {"item": name_of(item)}, item.id)


def _named(item: Item) -> bool:
    return any(level.text.strip() for level in item.plan_item)
