"""Where records stand on the pages and what they say: what tells that two readings of one file mean the same record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.models import BBox, Item, PlanDocument, Provenance, Section
from pipeline.normalizers.records import contents, labelled, own_places
from pipeline.normalizers.text import fold

Boxes = tuple[tuple[int, BBox], ...]
"""Page from 1 and box in points."""
HELD = 0.8
"""Share of a record's place that lies within another from which on it is a part of it: boxes of a line read anew differ
by its height and its last characters, not by a fifth."""
WORDING_CHARACTERS = 40
"""Characters of a record's wording that tell a person which one is meant."""


@dataclass(frozen=True)
class Standing:
    """One item of a reading.

    Attributes:
        document: holds it.
        section: holds it.
        order: its position among all items of the reading.
    """

    document: PlanDocument
    section: Section
    item: Item
    order: int

    @cached_property
    def boxes(self) -> Boxes:
        """Where the item itself stands."""
        return boxes_of(own_places(self.item))

    @cached_property
    def words(self) -> str:
        """All that it says itself, folded."""
        return fold("".join(map(labelled, self.item.plan_item)) + contents(self.item.implementation))

    @property
    def page(self) -> int | None:
        """The first page that it stands on."""
        return min((page for page, _ in self.boxes), default=None)

    @property
    def wording(self) -> str:
        """Its beginning, as a person finds it again."""
        told = " ".join(labelled(level) for level in self.item.plan_item)
        text = " ".join((told or contents(self.item.implementation)).split())
        return text if len(text) <= WORDING_CHARACTERS else text[: WORDING_CHARACTERS - 1] + "…"


def standings(documents: Sequence[PlanDocument]) -> tuple[Standing, ...]:
    """All items of a reading, in reading order."""
    found = ((d, section, item) for d in documents for section in d.plan.sections for item in section.items)
    return tuple(Standing(*one, order) for order, one in enumerate(found))


def boxes_of(places: Iterable[Provenance]) -> Boxes:
    """The boxes of some places."""
    return tuple((place.page, place.bbox) for place in places)


def shared_place(one: Boxes, other: Boxes) -> float:
    """Share of both places that is common to them, 0 to 1.

    >>> shared_place(((1, (0, 0, 10, 10)),), ((1, (0, 0, 10, 5)), (1, (20, 0, 25, 10))))
    0.5
    """
    whole = _area(one) + _area(other)
    return min(1.0, 2 * _common(one, other) / whole) if whole else 0.0


def held_place(one: Boxes, other: Boxes) -> float:
    """Share of the first place that lies within the second, 0 to 1.

    >>> held_place(((1, (0, 0, 10, 5)),), ((1, (0, 0, 10, 10)),))
    1.0
    """
    whole = _area(one)
    return min(1.0, _common(one, other) / whole) if whole else 0.0


def _area(boxes: Boxes) -> float:
    return sum((x1 - x0) * (bottom - top) for _, (x0, top, x1, bottom) in boxes)


def _common(one: Boxes, other: Boxes) -> float:
    """The area common to both, in square points; boxes of one record do not overlap each other."""
    return sum(
        max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
        for page, a in one
        for other_page, b in other
        if page == other_page
    )
