"""Changes a plan where its page would leave a careful reader in doubt.

Two things are only known once the page is set. A paragraph whose last line is full to the edge cannot be told
from the first half of a longer one, so whatever an unnumbered paragraph follows must end short. And the lower
part of a shared budget cell, cut off by a page end together with one single row, looks like an empty cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from tests.making.layout import Layout
from tests.making.plan import Item, Plan, Unit
from tests.making.typeset import document, labelled, paragraph, prelude, query
from tests.making.words import FILLERS


@dataclass(frozen=True)
class Place:
    """A paragraph of the table; no step means the innermost text of the plan column."""

    unit: int
    item: int
    step: int | None
    text: str
    depth: int = 1


def decidable(plan: Plan, layout: Layout) -> Plan:
    """Give the plan as it can be read from its pages."""
    for attempt in range(len(FILLERS)):
        full = _full(plan, layout)
        if not full:
            break
        for place in full:
            plan = _with(plan, place, _longer(place.text, attempt))
    return _uncut(plan, layout)


def _before_unnumbered(plan: Plan) -> Iterator[Place]:
    for u, unit in enumerate(plan.units):
        plans = [Place(u, i, None, item.plan[-1]) for i, item in enumerate(unit.items)]
        steps = [
            Place(u, i, s, text, depth)
            for i, item in enumerate(unit.items)
            for s, (depth, text) in enumerate(item.implementation)
        ]
        yield from (a for a, b in (*pairwise(plans), *pairwise(steps)) if not labelled(b.text))


def _full(plan: Plan, layout: Layout) -> list[Place]:
    """Find the paragraphs that must end short and do not."""
    places = list(_before_unnumbered(plan))
    if not places:
        return []
    tests = []
    for place in places:
        role = "plan" if place.step is None else "implementation"
        column = next(c for c in layout.columns if c.role == role)
        width = layout.width(column) - 2 * layout.cell_pad[0]
        # If three more characters need another line, the last one was as good as full.
        two = [paragraph(text, layout, depth=place.depth) for text in (place.text, place.text + "國國國")]
        tests.append(f"({width:.2f}pt, [{two[0]}], [{two[1]}])")
    source = (
        prelude(layout)
        + "#context [#metadata(("
        + ", ".join(tests)
        + ",).map(((w, a, b)) => measure(width: w, a).height < measure(width: w, b).height)) <full>]"
    )
    return [place for place, full in zip(places, query(source, "full"), strict=True) if full]


def _longer(text: str, attempt: int) -> str:
    end = text[-1] if text[-1] in "。：" else ""
    filler = FILLERS[attempt]
    return text.removesuffix(end) + filler + end


def _with(plan: Plan, place: Place, text: str) -> Plan:
    unit = plan.units[place.unit]
    item = unit.items[place.item]
    if place.step is None:
        item = replace(item, plan=(*item.plan[:-1], text))
    else:
        steps = list(item.implementation)
        steps[place.step] = (place.depth, text)
        item = replace(item, implementation=tuple(steps))
    return _with_item(plan, place.unit, place.item, item)


def _with_item(plan: Plan, unit_at: int, item_at: int, item: Item) -> Plan:
    unit = plan.units[unit_at]
    items = (*unit.items[:item_at], item, *unit.items[item_at + 1 :])
    units = (*plan.units[:unit_at], replace(unit, items=items), *plan.units[unit_at + 1 :])
    return replace(plan, units=units)


def _uncut(plan: Plan, layout: Layout) -> Plan:
    """Give a row alone on the next page its own amount instead of its share of the cell before."""
    if not any(item.covered for unit in plan.units for item in unit.items):
        return plan
    pages = dict(query(document(plan, layout), "pages"))
    offset = 0
    for u, unit in enumerate(plan.units):
        for i in _alone(unit, [pages[offset + i] for i in range(len(unit.items))]):
            own = replace(unit.items[i], covered=False, budget=str(20 + 7 * (i % 60)))
            plan = _with_item(plan, u, i, own)
        offset += len(unit.items)
    return plan


def _alone(unit: Unit, pages: list[int]) -> Iterator[int]:
    for i in range(1, len(unit.items)):
        fresh = unit.items[i].covered and pages[i] != pages[i - 1]
        follows = i + 1 < len(pages) and unit.items[i + 1].covered and pages[i + 1] == pages[i]
        if fresh and not follows:
            yield i
