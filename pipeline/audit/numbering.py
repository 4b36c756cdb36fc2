"""Rules about numbers before texts: one left out, one used twice.

Lists are judged one by one: work items below one parent, plan items below one work item or group heading,
steps below one step, focuses of one section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.audit.found import Found, Place, place_of
from pipeline.models import Extraction, Item, Level, Section, Step
from pipeline.normalizers.labels import bare_label, find_label


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list."""

    label: str | None
    number: int | None
    place: Place
    item_id: str | None = None


@dataclass(slots=True)
class Run:
    """One sequence of labels of one style."""

    style: str
    last: int
    seen: set[int]


@dataclass(slots=True)
class Carry:
    """The last number of each style at one level, where lists may go on below the next parent.

    Some offices count their plan items through over all work items.
    """

    whole: bool = True
    """Whether the plan was read from its beginning; else the first list may begin anywhere."""
    last: dict[str, int] = field(default_factory=dict)

    def allows(self, style: str, number: int) -> bool:
        """Whether a list may begin with this number."""
        if style not in self.last:
            return number == 1 or not self.whole
        return number in {1, self.last[style] + 1}


class Listing:
    """Judges one list, entry by entry.

    Runs are stacked: 「一、 1. 2. 二、 1.」 may stand in one list, and 二、 ends the run of 1.
    """

    def __init__(self, carry: Carry) -> None:
        self._carry = carry
        self._runs: list[Run] = []
        self._fresh = False

    def take(self, entry: Entry) -> Iterator[Found]:
        """What is to be said about the next entry."""
        if entry.label is None or entry.number is None:
            # Behind a paragraph without a number, such as a lead-in line, a list may begin again.
            self._fresh = True
            return
        yield from self._judge(entry, entry.label, entry.number)
        self._fresh = False

    def _judge(self, entry: Entry, label: str, number: int) -> Iterator[Found]:
        style = style_of(label)
        while style in {run.style for run in self._runs} and self._runs[-1].style != style:
            self._runs.pop()
        again = self._fresh and number == 1
        if not self._runs or self._runs[-1].style != style or again:
            if again and self._runs and self._runs[-1].style == style:
                self._runs.pop()
            if not self._carry.allows(style, number):
                yield _gap(entry, label, 1, number)
            self._runs.append(Run(style, number, {number}))
        else:
            run = self._runs[-1]
            if number in run.seen:
                yield Found("label-repeated", entry.place, {"label": label}, entry.item_id)
                run.seen = {1} if number == 1 else run.seen
            elif number > run.last + 1:
                yield _gap(entry, label, run.last + 1, number)
            run.seen.add(number)
            run.last = number
        self._carry.last[style] = number


def style_of(label: str) -> str:
    """Kind of numeral and brackets, which labels of one list share."""
    found = find_label(label) or bare_label(label, "")
    return found.style if found is not None else ""


def numbering(extraction: Extraction) -> Iterator[Found]:
    """Gaps and repeats in all lists."""
    first_page = min((page.page for page in extraction.audit.pages), default=1)
    for plan in extraction.plans:
        whole = first_page == 1 or plan is not extraction.plans[0]
        works = Carry(whole)
        levels: dict[int, Carry] = {}
        for section in plan.sections:
            yield from _steps(section.focus, "", Place(section.pages[0]), None)
            yield from _work_items(section, works)
            yield from _plan_items(section.items, levels, whole=whole)
            for item in section.items:
                yield from _steps(item.implementation, "implementation", None, item, whole=whole)
                whole = True


def _gap(entry: Entry, label: str, first: int, number: int) -> Found:
    missing = str(first) if first == number - 1 else f"{first}–{number - 1}"
    return Found("label-gap", entry.place, {"label": label, "missing": missing}, entry.item_id)


def _steps(
    steps: Iterable[Step], path: str, place: Place | None, item: Item | None, *, whole: bool = True
) -> Iterator[Found]:
    """One list of steps and the lists below it; without an item all stand at one place."""
    listing = Listing(Carry(whole))
    for i, step in enumerate(steps):
        own = f"{path}[{i}]"
        at = place or place_of(item.provenance if item else (), own)
        yield from listing.take(Entry(step.label, step.number, at, item.id if item else None))
        yield from _steps(step.steps, f"{own}.steps", place, item)


def _work_items(section: Section, carry: Carry) -> Iterator[Found]:
    first: dict[str, tuple[Place, str]] = {}
    for item in section.items:
        for i, level in enumerate(item.work_item):
            first.setdefault(level.id, (place_of(item.provenance, f"work_item[{i}]"), item.id))
    # A category row without a number opens no list: below it the numbers go on, or begin again.
    bare = {work.id: work.parent for work in section.work_items if work.label is None}
    lists: dict[str | None, Listing] = {}
    carries: dict[bool, Carry] = {True: carry, False: Carry(carry.whole)}
    for work in section.work_items:
        parent = work.parent
        while parent in bare:
            parent = bare[parent]
        listing = lists.setdefault(parent, Listing(carries[parent is None]))
        place, item_id = first.get(work.id, (Place(section.pages[0]), None))
        yield from listing.take(Entry(work.label, work.number, place, item_id))


def _plan_items(items: Iterable[Item], carries: dict[int, Carry], *, whole: bool) -> Iterator[Found]:
    listings: list[Listing] = []
    above: tuple[Level, ...] = ()
    before: tuple[Level, ...] = ()
    for item in items:
        if item.work_item != above:
            listings, before = [], ()
        above = item.work_item
        same = _shared(before, item.plan_item)
        # The innermost level is always a new entry: two items may be worded alike.
        new = min(same, max(len(item.plan_item) - 1, 0))
        del listings[new + 1 :]
        for depth in range(new, len(item.plan_item)):
            if depth == len(listings):
                listings.append(Listing(carries.setdefault(depth, Carry(whole))))
            level = item.plan_item[depth]
            place = place_of(item.provenance, f"plan_item[{depth}]")
            yield from listings[depth].take(Entry(level.label, level.number, place, item.id))
        before = item.plan_item


def _shared(before: tuple[Level, ...], path: tuple[Level, ...]) -> int:
    """Number of outer levels that two paths have in common."""
    count = 0
    for one, other in zip(before, path, strict=False):
        if one != other:
            break
        count += 1
    return count
