"""Where an item stands on the pages of its document: boxes by page, each with the field that it is of."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.dataclass import dataclass
from pipeline.models import BBox, Finding, Item, Section
from pipeline.site.words import FIELD_WORDS

OTHER_ROLE = "extra"
"""Role of a field that the pages have no word of their own for."""


@dataclass(frozen=True, slots=True)
class PageBox:
    """One box on a page.

    Attributes:
        role: a key of ``FIELD_WORDS``.
        field: of the record, such as ``plan_item[0]``; a budget cell's or finding's identifier.
        bbox: x0, top, x1, bottom in PDF points from the top left of the page as it is shown.
        shared: whether other items have it too, as they do a work item or a merged budget cell.
    """

    role: str
    field: str
    bbox: BBox
    shared: bool = False

    @property
    def x(self) -> float:
        """Left edge."""
        return self.bbox[0]

    @property
    def y(self) -> float:
        """Upper edge."""
        return self.bbox[1]

    @property
    def width(self) -> float:
        """Width in points."""
        return round(self.bbox[2] - self.bbox[0], 2)

    @property
    def height(self) -> float:
        """Height in points."""
        return round(self.bbox[3] - self.bbox[1], 2)


def boxes_of(
    section: Section, item: Item, findings: Iterable[Finding] = ()
) -> dict[int, tuple[PageBox, ...]]:
    """Boxes of an item by page number, pages ascending, each box once.

    Args:
        section: holds the item.
        item: its fields, and the budget cells that apply to it.
        findings: those about the item; their places come last.
    """
    pages: dict[int, dict[PageBox, None]] = {}
    last = len(item.plan_item) - 1
    for place in item.provenance:
        shared = place.field.startswith("work_item") or (
            place.field.startswith("plan_item") and place.field != f"plan_item[{last}]"
        )
        box = PageBox(role_of(place.field), place.field, place.bbox, shared)
        pages.setdefault(place.page, {})[box] = None
    for cell in section.budgets:
        if cell.id in item.budget_ids:
            for place in cell.provenance:
                box = PageBox("budget", cell.id, place.bbox, len(cell.applies_to) > 1)
                pages.setdefault(place.page, {})[box] = None
    for finding in findings:
        if finding.page is not None and finding.bbox is not None:
            pages.setdefault(finding.page, {})[PageBox("finding", finding.id, finding.bbox)] = None
    return {page: tuple(pages[page]) for page in sorted(pages)}


def role_of(field: str) -> str:
    """Role of a field's name.

    >>> role_of("plan_item[0]"), role_of("備註")
    ('plan_item', 'extra')
    """
    name = field.partition("[")[0].partition(".")[0]
    return name if name in FIELD_WORDS else OTHER_ROLE
