"""Places on straightened pictures as places on the pages as shown, and pages of one sheet told apart meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from pipeline.extractors.steps import rounded
from pipeline.models import Audit, BBox, Budget, Extraction, Item, PageAudit, Provenance, Section, Total
from pipeline.readers.page import BadPage, Page, Straightened

Placed = TypeVar("Placed", Item, Budget, Total)


class Leaves:
    """Gives pages numbers of their own where two stand on one sheet; those behind them are counted on.

    Attributes:
        numbers: the file's number of each page that has another one; complete once all pages were taken.
    """

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}

    def apart(self, pages: Iterable[Page | BadPage]) -> Iterator[Page | BadPage]:
        """The pages, no two of a number."""
        shift, last = 0, None
        for page in pages:
            shift += page.number == last
            last = page.number
            if not shift:
                yield page
                continue
            self.numbers[page.number + shift] = page.number
            yield replace(page, number=page.number + shift)


def as_shown(
    extraction: Extraction, pages: Mapping[int, Straightened], numbers: Mapping[int, int]
) -> Extraction:
    """The extraction with every place where a person who opens the page sees it.

    Rows and columns are upright only on the straightened page, so nothing before this knows of the page as shown.

    Args:
        extraction: as it was read and judged.
        pages: for pages that were read from their pictures, the way back; boxes become their upright hulls.
        numbers: the file's numbers of pages that were counted otherwise.
    """
    backs = {number: matrix for number, matrix in pages.items() if matrix}
    if not backs and not numbers:
        return extraction

    def at(page: int, bbox: BBox | None) -> dict[str, int | BBox | None]:
        matrix = backs.get(page)
        box = hull(bbox, matrix) if matrix and bbox else bbox
        return {"page": numbers.get(page, page), "bbox": box}

    def place(one: Provenance) -> Provenance:
        return one.model_copy(update=at(one.page, one.bbox))

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
    blocks = tuple(one.model_copy(update=at(one.page, one.bbox)) for one in extraction.blocks)
    findings = tuple(
        one.model_copy(update=at(one.page, one.bbox)) if one.page else one for one in extraction.findings
    )
    audit = audit_shown(extraction.audit, numbers)
    return extraction.model_copy(
        update={"plans": plans, "blocks": blocks, "audit": audit, "findings": findings}
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
