"""A plan as the desk shows it: with corrections applied, with what people have said of it, in the order of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from pipeline.corrections.progress import ItemReview, PlanReview
from pipeline.dataclass import dataclass
from pipeline.desk.queue import doubts_of, items_in_order, pages_in_order
from pipeline.models import Budget
from pipeline.site.model import ItemRow, SitePlan

ENGINES_DIFFER = ("verify-mismatch", "verify-unread")
"""Rules that say where the second engine read another text, or none."""


@dataclass(frozen=True)
class PlanOnDesk:
    """One plan as the next run will publish it, with what people have said of its items.

    Attributes:
        plan: with corrections.csv applied.
        review: of its items, in reading order.
        verified: whether a second engine has read all of its text.
    """

    plan: SitePlan
    review: PlanReview
    verified: bool = False

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Identifiers of its items as they are worked through."""
        return items_in_order(self.plan, doubts_of(self.plan))

    @cached_property
    def page_order(self) -> tuple[int, ...]:
        """Numbers of the pages that items stand on, as they are worked through."""
        return pages_in_order(self.plan, doubts_of(self.plan))

    @cached_property
    def _rows(self) -> dict[str, ItemRow]:
        return {row.id: row for row in self.plan.rows}

    @cached_property
    def _reviews(self) -> dict[str, ItemReview]:
        return {one.item_id: one for one in self.review.items}

    @cached_property
    def _by_page(self) -> dict[int, tuple[ItemRow, ...]]:
        found: dict[int, list[ItemRow]] = defaultdict(list)
        for row in self.plan.rows:
            for page in pages_of(row):
                found[page].append(row)
        return {page: tuple(rows) for page, rows in found.items()}

    def row(self, item_id: str) -> ItemRow | None:
        """The item of an identifier."""
        return self._rows.get(item_id)

    def title_of(self, item_id: str) -> str | None:
        """Title of an item; None where the plan does not have it any more."""
        row = self.row(item_id)
        return row.title if row else None

    def review_of(self, item_id: str) -> ItemReview:
        """What people have said of an item that is there."""
        return self._reviews[item_id]

    def rows_on(self, number: int) -> tuple[ItemRow, ...]:
        """The items that stand on a page, in reading order."""
        return self._by_page.get(number, ())

    def rows_of(self, section_id: str) -> tuple[ItemRow, ...]:
        """The items of a section, in reading order."""
        return tuple(row for row in self.plan.rows if row.section.id == section_id)

    @cached_property
    def cells(self) -> dict[str, Budget]:
        """Its budget cells by identifier."""
        return {cell.id: cell for part in self.plan.document.plan.sections for cell in part.budgets}

    def open_rows(self, rows: Iterable[ItemRow]) -> tuple[ItemRow, ...]:
        """Those of some items that are not checked as they are now."""
        return tuple(row for row in rows if self.review_of(row.id).state != "checked")

    def read_alike(self, row: ItemRow) -> bool:
        """Whether both engines read the same text in all of an item's places."""
        differing = {one.page for one in self.plan.general_findings if one.rule in ENGINES_DIFFER}
        return (
            self.verified
            and not any(one.rule in ENGINES_DIFFER for one in row.findings)
            and differing.isdisjoint((*row.entry.pages, None))
        )

    def to_do(self, after: str | None = None, *, finding: bool = False) -> str | None:
        """The next item that is not checked, in the desk's order, behind one and round to the start.

        Args:
            after: item to begin behind; None for the start.
            finding: whether only items with findings count, checked or not.
        """
        open_ids = {one.item_id for one in self.review.items if one.state != "checked"}
        doubtful = {row.id for row in self.plan.rows if row.findings}
        start = self.order.index(after) + 1 if after in self.order else 0
        ahead = (*self.order[start:], *self.order[:start])
        return next(
            (one for one in ahead if one in (doubtful if finding else open_ids) and one != after), None
        )

    def page_to_do(self, after: int | None = None) -> int | None:
        """The next page with an item that is not checked, in the desk's order, behind one and round to the start."""
        start = self.page_order.index(after) + 1 if after in self.page_order else 0
        ahead = (*self.page_order[start:], *self.page_order[:start])
        return next((one for one in ahead if one != after and self.open_rows(self.rows_on(one))), None)

    def beside(self, item_id: str, step: int) -> str | None:
        """The item that many places on in the desk's order; None beyond its ends."""
        place = self.order.index(item_id) + step if item_id in self.order else -1
        return self.order[place] if 0 <= place < len(self.order) else None

    def page_beside(self, number: int, step: int) -> int | None:
        """The page that many places on in the desk's order; None beyond its ends."""
        place = self.page_order.index(number) + step if number in self.page_order else -1
        return self.page_order[place] if 0 <= place < len(self.page_order) else None

    def around(self, item_id: str) -> tuple[ItemRow, ...]:
        """All other items, the nearest in reading order first, the one behind before the one in front."""
        places = {row.id: place for place, row in enumerate(self.plan.rows)}
        here = places[item_id]
        others = (row for row in self.plan.rows if row.id != item_id)
        return tuple(sorted(others, key=lambda row: (abs(places[row.id] - here), -places[row.id])))

    def on_page(self, number: int) -> str | None:
        """The first item in reading order that stands on a page, or on the first page behind it that has any."""
        pages = [(page, row.id) for row in self.plan.rows for page in row.entry.pages if page >= number]
        return min(pages, key=lambda one: one[0])[1] if pages else None


def pages_of(row: ItemRow) -> tuple[int, ...]:
    """The pages that an item itself stands on; those of its section where it has no place of its own."""
    first, last = row.section.pages
    return row.entry.pages or tuple(range(first, last + 1))
