"""Places where text was read as places on the pages as shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pipeline.extractors.sights import SIGHT_RULES
from pipeline.extractors.ways import NOWHERE_ELSE, Way
from pipeline.models import (
    Audit,
    Block,
    BlockKind,
    Budget,
    Extraction,
    Finding,
    Item,
    PageAudit,
    Provenance,
    Section,
    Total,
)

Placed = TypeVar("Placed", Item, Budget, Total)
SEEN: frozenset[BlockKind] = frozenset({"overlay", "struck"})
"""Blocks whose places are those where a person sees them, whatever text is read there."""


def as_shown(extraction: Extraction, ways: Mapping[int, Way], numbers: Mapping[int, int]) -> Extraction:
    """The extraction with every place where a person who opens the page sees it.

    Rows and columns are upright only on the straightened page, and a line that is set from top to bottom is read from
    left to right, so nothing before this knows of the page as shown.

    Args:
        extraction: as it was read and judged.
        ways: from the places where a page was read to those where it is shown; boxes become their upright hulls.
        numbers: the file's numbers of pages that were counted otherwise.
    """
    if not ways and not numbers:
        return extraction

    def place(one: Provenance) -> Provenance:
        box = ways.get(one.page, NOWHERE_ELSE).shown(one.bbox)
        return one.model_copy(update={"page": numbers.get(one.page, one.page), "bbox": box})

    def block(one: Block) -> Block:
        way = ways.get(one.page, NOWHERE_ELSE)
        box = way.seen(one.bbox) if one.kind in SEEN else way.shown(one.bbox)
        return one.model_copy(update={"page": numbers.get(one.page, one.page), "bbox": box})

    def finding(one: Finding) -> Finding:
        if one.page is None:
            return one
        way = ways.get(one.page, NOWHERE_ELSE)
        box = one.bbox and (way.seen(one.bbox) if one.rule in SIGHT_RULES else way.shown(one.bbox))
        return one.model_copy(update={"page": numbers.get(one.page, one.page), "bbox": box})

    def record(one: Placed) -> Placed:
        return one.model_copy(update={"provenance": tuple(map(place, one.provenance))})

    def section(one: Section) -> Section:
        return one.model_copy(
            update={
                "items": tuple(map(record, one.items)),
                "budgets": tuple(map(record, one.budgets)),
                "totals": tuple(map(record, one.totals)),
                "pages": tuple(numbers.get(page, page) for page in one.pages),
            }
        )

    plans = tuple(
        plan.model_copy(update={"sections": tuple(map(section, plan.sections))}) for plan in extraction.plans
    )
    return extraction.model_copy(
        update={
            "plans": plans,
            "blocks": tuple(map(block, extraction.blocks)),
            "audit": audit_shown(extraction.audit, numbers),
            "findings": tuple(map(finding, extraction.findings)),
        }
    )


def audit_shown(audit: Audit, numbers: Mapping[int, int]) -> Audit:
    """The account with the file's page numbers; that of a sheet of two pages is their sum."""
    if not numbers:
        return audit
    sums: dict[int, dict[str, int]] = {}
    for one in audit.pages:
        counts = one.model_dump(exclude={"page"})
        page = numbers.get(one.page, one.page)
        sums[page] = {name: n + sums.get(page, {}).get(name, 0) for name, n in counts.items()}
    pages = tuple(PageAudit(page=page, **counts) for page, counts in sums.items())
    unread = tuple(dict.fromkeys(numbers.get(page, page) for page in audit.unread_pages))
    return audit.model_copy(update={"pages": pages, "unread_pages": unread})
