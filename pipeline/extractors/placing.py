"""Places on straightened pictures as places on the pages as shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pipeline.extractors.steps import rounded
from pipeline.models import BBox, Budget, Extraction, Item, Provenance, Section, Total
from pipeline.readers.page import Straightened

Placed = TypeVar("Placed", Item, Budget, Total)


def as_shown(extraction: Extraction, pages: Mapping[int, Straightened]) -> Extraction:
    """The extraction with every place where a person who opens the page sees it.

    Rows and columns are upright only on the straightened page, so nothing before this knows of the page as shown.

    Args:
        extraction: as it was read and judged.
        pages: for pages that were read from their pictures, the way back; boxes become their upright hulls.
    """
    turned = {number: matrix for number, matrix in pages.items() if matrix}
    if not turned:
        return extraction

    def box(page: int, bbox: BBox) -> BBox:
        matrix = turned.get(page)
        return hull(bbox, matrix) if matrix else bbox

    def place(one: Provenance) -> Provenance:
        return one.model_copy(update={"bbox": box(one.page, one.bbox)})

    def record(one: Placed) -> Placed:
        return one.model_copy(update={"provenance": tuple(map(place, one.provenance))})

    def section(one: Section) -> Section:
        return one.model_copy(
            update={
                "items": tuple(map(record, one.items)),
                "budgets": tuple(map(record, one.budgets)),
                "totals": tuple(map(record, one.totals)),
            }
        )

    plans = tuple(
        plan.model_copy(update={"sections": tuple(map(section, plan.sections))}) for plan in extraction.plans
    )
    blocks = tuple(one.model_copy(update={"bbox": box(one.page, one.bbox)}) for one in extraction.blocks)
    findings = tuple(
        one.model_copy(update={"bbox": box(one.page, one.bbox)}) if one.page and one.bbox else one
        for one in extraction.findings
    )
    return extraction.model_copy(update={"plans": plans, "blocks": blocks, "findings": findings})


def hull(bbox: BBox, matrix: tuple[float, float, float, float, float, float]) -> BBox:
    """The smallest upright box around a box that was turned.

    >>> hull((10, 20, 30, 40), (0, 1, -1, 0, 595, 0))
    (555, 10, 575, 30)
    """
    x0, top, x1, bottom = bbox
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (x0, x1) for y in (top, bottom)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (top, bottom)]
    return rounded((min(xs), min(ys), max(xs), max(ys)))
