"""Laws about the places of records: each text of a page is in one record, and the texts of a record follow each other.

A column is read from top to bottom. So no place is two items' own, the places of one field go down the pages, and no
item begins within the text of another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, name_of, sections
from pipeline.dataclass import dataclass
from pipeline.models import BBox, Extraction, Item, Provenance

CLOSE_LINES_PT = 3.0
"""Lines that stand closer than their type is high share so much."""


def place_shared(extraction: Extraction) -> Iterator[BareFinding]:
    """Places that two items have as their own texts, and items whose text stands within another's."""
    for _, section in sections(extraction):
        owners: dict[tuple[int, BBox], str] = {}
        for item in section.items:
            for place in own_places(item):
                first = owners.setdefault((place.page, place.bbox), item.id)
                if first != item.id:
                    values = {"item": name_of(item), "other": first}
                    yield BareFinding("place-shared", DocumentPlace(place.page, place.bbox), values, item.id)
                    break


def place_order(extraction: Extraction) -> Iterator[BareFinding]:
    """Items whose texts do not go down the pages, and items that stand between the texts of another one."""
    for _, section in sections(extraction):
        seen: set[str] = set()
        for kind in ("plan_item[", "implementation["):
            stretches = [found for item in section.items for found in _stretches(item, kind)]
            for place, item in (*_upwards(section.items, kind), *_between(stretches)):
                if item.id not in seen:
                    seen.add(item.id)
                    yield BareFinding("place-order", DocumentPlace(*place), {"item": name_of(item)}, item.id)


def _upwards(items: Iterable[Item], kind: str) -> Iterator[tuple[tuple[int, BBox], Item]]:
    """Places that stand above the one before them of the same item."""
    for item in items:
        places = [(p.page, p.bbox) for p in own_places(item) if p.field.startswith(kind)]
        for before, after in pairwise(places):
            above = before[0] == after[0] and _share_column(before[1], after[1])
            if after[0] < before[0] or (above and after[1][1] < before[1][1] - CLOSE_LINES_PT):
                yield after, item
                break


@dataclass(frozen=True, slots=True)
class ItemStretch:
    """What an item's texts of one column take of a page.

    Attributes:
        opens: whether they begin on this page.
        closes: whether they end on it.
    """

    item: Item
    page: int
    bbox: BBox
    opens: bool
    closes: bool


def _stretches(item: Item, kind: str) -> Iterator[ItemStretch]:
    boxes: dict[int, list[BBox]] = {}
    for place in own_places(item):
        if place.field.startswith(kind):
            boxes.setdefault(place.page, []).append(place.bbox)
    for page, found in boxes.items():
        x0, top, x1, bottom = zip(*found, strict=True)
        hull = (min(x0), min(top), max(x1), max(bottom))
        yield ItemStretch(item, page, hull, page == min(boxes), page == max(boxes))


def _between(stretches: Sequence[ItemStretch]) -> Iterator[tuple[tuple[int, BBox], Item]]:
    """Stretches that reach into the one above them on their page, or stand where a text goes on over the page end."""
    pages: dict[int, list[ItemStretch]] = {}
    for stretch in stretches:
        pages.setdefault(stretch.page, []).append(stretch)
    for page, found in pages.items():
        for above, below in pairwise(sorted(found, key=lambda one: one.bbox[1])):
            if above.item is below.item or not _share_column(above.bbox, below.bbox):
                continue
            into = min(above.bbox[3], below.bbox[3]) - below.bbox[1] > CLOSE_LINES_PT
            if into or not above.closes or not below.opens:
                yield (page, below.bbox), below.item


def _share_column(one: BBox, other: BBox) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0])


def own_places(item: Item) -> list[Provenance]:
    """Places of an item's own texts: its innermost plan level and its steps."""
    innermost = f"plan_item[{len(item.plan_item) - 1}]"
    return [p for p in item.provenance if p.field == innermost or p.field.startswith("implementation[")]
