"""Two readings of one page: records with their places, as short as they can be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import Item, PlanDocument, Provenance
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.mentions import with_mentions
from tests.contract import budget, extraction, item, level, plan, section, step

LINE = 20.0
"""Height of a line in points."""


@dataclass(frozen=True)
class Record:
    """An item as a reading has it.

    Attributes:
        name: end of its identifier.
        top: line of the page on which it begins; its steps stand on the lines from there on.
        title: number and words of its plan item.
        steps: of its contents, with or without numbers.
        cell: printed budget of its own; None for none.
        work: work item.
        lines: lines over which its plan item goes.
    """

    name: str
    top: int
    title: str
    steps: tuple[str, ...] = ("依規定辦理。",)
    cell: str | None = None
    work: str = "一般行政"
    lines: int = 1


def box(field: str, left: float, top: float, bottom: float) -> Provenance:
    return Provenance(field=field, page=1, bbox=(left, top * LINE, left + 100, bottom * LINE))


def as_item(one: Record) -> Item:
    label = find_label(one.title)
    words = level(
        label.printed if label else None, label.rest if label else one.title, label and label.number
    )
    steps = []
    for text in one.steps:
        found = find_label(text)
        steps.append(step(found.printed, found.rest, number=found.number) if found else step(None, text))
    places = [box("work_item[0]", 50, 0, 1), box("plan_item[0]", 150, one.top, one.top + one.lines)]
    places += [box(f"implementation[{n}]", 250, one.top + n, one.top + n + 1) for n in range(len(steps))]
    return item(
        f"a-112-{one.name}",
        work_item=(level(None, one.work, id=f"w-{one.work}"),),
        plan_item=(words.model_copy(update={"id": f"p-{one.name}"}),),
        implementation=tuple(steps),
        budget_ids=(f"a-112-{one.name}-current",) if one.cell else (),
        provenance=tuple(places),
    )


def reading(*records: Record) -> PlanDocument:
    """A plan of one section with these items."""
    cells = [
        budget(
            f"a-112-{one.name}-current",
            f"a-112-{one.name}",
            raw=one.cell,
            amount_twd=int(one.cell) * 1000,
            amounts=(),
            provenance=(box("budget", 400, one.top, one.top + 1),),
        )
        for one in records
        if one.cell
    ]
    (document,) = extraction(
        plan("a-112", section("s1", tuple(map(as_item, records)), tuple(cells)))
    ).documents()
    return document.model_copy(update={"plan": with_mentions(document.plan)})


def names(items: Sequence[Item]) -> list[str]:
    return [one.id.removeprefix("a-112-") for one in items]
