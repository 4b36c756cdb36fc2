"""Rules about numbers before texts: one left out, one used twice.

Lists are judged one by one: work items below one parent, plan items below one work item or group heading,
steps below one step, focuses of one section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, place_of
from pipeline.audit.gaps import Gap, RecordTexts, Stretch, style_of
from pipeline.dataclass import dataclass
from pipeline.models import Extraction, Item, Level, Provenance, Section, Step


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list.

    Attributes:
        at: place of its record among those of the plan.
        aligned: whether texts that stand below each other with it are of its list's column.
    """

    label: str | None
    number: int | None
    place: DocumentPlace
    item_id: str | None = None
    at: int = 0
    aligned: bool = False


@dataclass(slots=True)
class LabelRun:
    """One sequence of labels of one style."""

    style: str
    last: int
    seen: set[int]
    at: int


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

    def __init__(self, carry: Carry, stretch: Stretch) -> None:
        self._carry = carry
        self._stretch = stretch
        self._runs: list[LabelRun] = []
        self._fresh = False

    def take(self, entry: ListEntry) -> Iterator[BareFinding]:
        """What is to be said about the next entry."""
        if entry.label is None or entry.number is None:
            # Behind a paragraph without a number, such as a lead-in line, a list may begin again.
            self._fresh = True
            return
        yield from self._judge(entry, entry.label, entry.number)
        self._fresh = False

    def _judge(self, entry: ListEntry, label: str, number: int) -> Iterator[BareFinding]:
        style = style_of(label)
        while style in {run.style for run in self._runs} and self._runs[-1].style != style:
            self._runs.pop()
        again = self._fresh and number == 1
        if not self._runs or self._runs[-1].style != style or again:
            if again and self._runs and self._runs[-1].style == style:
                self._runs.pop()
            if not self._carry.allows(style, number):
                yield self._gap(entry, label, range(1, number), entry.at - 1)
            self._runs.append(LabelRun(style, number, {number}, entry.at))
        else:
            run = self._runs[-1]
            if number in run.seen:
                yield BareFinding("label-repeated", entry.place, {"label": label}, entry.item_id)
                run.seen = {1} if number == 1 else run.seen
            elif number > run.last + 1:
                yield self._gap(entry, label, range(run.last + 1, number), run.at)
            run.seen.add(number)
            run.last, run.at = number, entry.at
        self._carry.last[style] = number

    def _gap(self, entry: ListEntry, label: str, missing: range, first: int) -> BareFinding:
        """A number that is left out where it stands in another text, or one that the document skips."""
        page, bbox = entry.place
        gap = Gap(style_of(label), missing, page, bbox if entry.aligned else None)
        listed = str(missing[0]) if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
        values = {"label": label, "missing": listed}
        if self._stretch.holds(gap, first, entry.at):
            return BareFinding("label-gap", entry.place, values, entry.item_id)
        return BareFinding("label-skipped", entry.place, values, entry.item_id)


def numbering(extraction: Extraction) -> Iterator[BareFinding]:
    """Gaps and repeats in all lists."""
    first_page = min((page.page for page in extraction.audit.pages), default=1)
    for plan in extraction.plans:
        whole = first_page == 1 or plan is not extraction.plans[0]
        works = Carry(whole)
        levels: dict[int, Carry] = {}
        items = [item for section in plan.sections for item in section.items]
        stretch = Stretch(map(RecordTexts.of, items), extraction.blocks)
        begin = 0
        for section in plan.sections:
            focus = Stretch([RecordTexts(section.focus)])
            yield from _steps(
                section.focus, "", ListEntry(None, None, DocumentPlace(section.pages[0])), (), focus
            )
            yield from _work_items(section, begin, works, stretch)
            yield from _plan_items(section.items, begin, levels, stretch, whole=whole)
            for at, item in enumerate(section.items, begin):
                about = ListEntry(None, None, DocumentPlace(), item.id, at)
                yield from _steps(
                    item.implementation, "implementation", about, item.provenance, stretch, whole=whole
                )
                whole = True
            begin += len(section.items)


def _steps(
    steps: Iterable[Step],
    path: str,
    about: ListEntry,
    places: tuple[Provenance, ...],
    stretch: Stretch,
    *,
    whole: bool = True,
) -> Iterator[BareFinding]:
    """One list of steps and the lists below it; what has no places of its own stands where the list does."""
    listing = Listing(Carry(whole), stretch)
    for i, step in enumerate(steps):
        own = f"{path}[{i}]"
        place = place_of(places, own) if places else about.place
        yield from listing.take(replace(about, label=step.label, number=step.number, place=place))
        yield from _steps(step.steps, f"{own}.steps", about, places, stretch)


def _work_items(section: Section, begin: int, carry: Carry, stretch: Stretch) -> Iterator[BareFinding]:
    first: dict[str, tuple[DocumentPlace, str | None, int]] = {}
    for at, item in enumerate(section.items, begin):
        for i, level in enumerate(item.work_item):
            first.setdefault(level.id, (place_of(item.provenance, f"work_item[{i}]"), item.id, at))
    # A category row without a number opens no list: below it the numbers go on, or begin again.
    bare = {work.id: work.parent for work in section.work_items if work.label is None}
    lists: dict[str | None, Listing] = {}
    carries: dict[bool, Carry] = {True: carry, False: Carry(carry.whole)}
    for work in section.work_items:
        parent = work.parent
        while parent in bare:
            parent = bare[parent]
        listing = lists.setdefault(parent, Listing(carries[parent is None], stretch))
        place, item_id, at = first.get(work.id, (DocumentPlace(section.pages[0]), None, begin))
        yield from listing.take(ListEntry(work.label, work.number, place, item_id, at, aligned=True))


def _plan_items(
    items: Iterable[Item], begin: int, carries: dict[int, Carry], stretch: Stretch, *, whole: bool
) -> Iterator[BareFinding]:
    listings: list[Listing] = []
    above: tuple[Level, ...] = ()
    before: tuple[Level, ...] = ()
    for at, item in enumerate(items, begin):
        if item.work_item != above:
            listings, before = [], ()
        above = item.work_item
        same = _shared(before, item.plan_item)
        # The innermost level is always a new entry: two items may be worded alike.
        new = min(same, max(len(item.plan_item) - 1, 0))
        del listings[new + 1 :]
        for depth in range(new, len(item.plan_item)):
            if depth == len(listings):
                listings.append(Listing(carries.setdefault(depth, Carry(whole)), stretch))
            level = item.plan_item[depth]
            place = place_of(item.provenance, f"plan_item[{depth}]")
            entry = ListEntry(level.label, level.number, place, item.id, at, aligned=True)
            yield from listings[depth].take(entry)
        before = item.plan_item


def _shared(before: tuple[Level, ...], path: tuple[Level, ...]) -> int:
    """Number of outer levels that two paths have in common."""
    count = 0
    for one, other in zip(before, path, strict=False):
        if one != other:
            break
        count += 1
    return count
