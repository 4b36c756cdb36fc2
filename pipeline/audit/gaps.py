"""A number that a list leaves out: the document may have skipped it, or it stands in another text of the stretch.

Only the second tells of a wrong reading: an entry that another one swallowed, or that no record holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.audit.documents import UNTOLD_KINDS
from pipeline.dataclass import dataclass
from pipeline.models import BBox, Block, Item, Level, Provenance, Step
from pipeline.normalizers.labels import bare_label, find_label

COUNTING = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百零〇第、.．,，-－~～至及或與和")
"""A numeral behind one of these belongs to a larger number, an enumeration or a reference."""
REACH = 12
"""Characters that tell whether a label begins: its numeral, its brackets and some words."""
SAME_COLUMN_SHARE = 0.5
"""Boxes of one column share at least this much of the narrower one's width."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that are missing in one list.

    Attributes:
        style: kind of numeral and brackets of the list.
        numbers: those that are missing.
        page: page of the entry behind the gap.
        bbox: its place in the column of the levels of a path; None where steps are counted.
    """

    style: str
    numbers: range
    page: int | None
    bbox: BBox | None


@dataclass(frozen=True, slots=True)
class RecordTexts:
    """What one record says, and where.

    Attributes:
        extra: texts of columns without a role.
    """

    steps: tuple[Step, ...]
    levels: tuple[Level, ...] = ()
    extra: tuple[str, ...] = ()
    places: tuple[Provenance, ...] = ()

    @classmethod
    def of(cls, item: Item) -> RecordTexts:
        """The record of an item."""
        levels = (*item.work_item, *item.plan_item)
        return cls(item.implementation, levels, tuple(one.text for one in item.extra), item.provenance)


class Stretch:
    """The records among which a missing number may stand, in order, and the blocks within tables."""

    def __init__(self, records: Iterable[RecordTexts], blocks: Iterable[Block] = ()) -> None:
        self._records = tuple(records)
        self._blocks = tuple(block for block in blocks if block.in_table and block.kind in UNTOLD_KINDS)

    def holds(self, gap: Gap, first: int, last: int) -> bool:
        """Whether one of the missing numbers stands before a text of these records, or of a block beside them.

        Args:
            gap: what is missing.
            first: place of the record before the gap.
            last: place of the record behind it.
        """
        records = self._records[max(first, 0) : last + 1]
        checks = (_in_texts, _at_another_level, _out_of_place)
        if any(check(record, gap) for record in records for check in checks):
            return True
        pages = [place.page for record in records for place in record.places]
        return bool(pages) and any(
            _begins(block.text, gap) or _holds(block.text, gap)
            for block in self._blocks
            if min(pages) <= block.page <= max(pages)
        )


def _in_texts(record: RecordTexts, gap: Gap) -> bool:
    texts = [level.text for level in record.levels] + [step.text for step, _ in _steps(record.steps)]
    return any(_holds(text, gap) for text in (*texts, *record.extra))


def _at_another_level(record: RecordTexts, gap: Gap) -> bool:
    """Whether the number before a list of levels that does not begin at one is that of a level beside it."""
    before = replace(gap, numbers=gap.numbers[-1:])
    begins = gap.bbox is not None and gap.numbers[0] == 1
    return begins and any(_is(level, before) for level in record.levels)


def _holds(text: str, gap: Gap) -> bool:
    """Whether a missing number stands within a text, where a sentence or a line may begin."""
    starts = (at for at in range(1, len(text)) if text[at - 1] not in COUNTING)
    return any(_begins(text[at : at + REACH], gap) for at in starts)


def _begins(text: str, gap: Gap) -> bool:
    found = find_label(text)
    sure = found is not None and found.sure and bool(found.rest)
    return sure and found is not None and (found.style, found.number in gap.numbers) == (gap.style, True)


def _out_of_place(record: RecordTexts, gap: Gap) -> bool:
    """Whether steps of the list's style begin at a missing number, or one of them stands in the list's column."""
    if any(_is(step, gap) and step.number != 1 and begins for step, begins in _steps(record.steps)):
        return True
    named = {f"implementation[{i}]" for i, step in enumerate(record.steps) if _is(step, gap)}
    return gap.bbox is not None and any(
        place.page == gap.page and _shares_column(place.bbox, gap.bbox)
        for place in record.places
        if place.field in named
    )


def _is(entry: Step | Level, gap: Gap) -> bool:
    return entry.label is not None and entry.number in gap.numbers and style_of(entry.label) == gap.style


def _steps(steps: Sequence[Step]) -> Iterator[tuple[Step, bool]]:
    """All steps, each with whether it is the first one of its style in its list."""
    seen: set[str] = set()
    for step in steps:
        style = style_of(step.label) if step.label is not None else ""
        yield step, style not in seen
        seen.add(style)
        yield from _steps(step.steps)


def _shares_column(one: BBox, other: BBox) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared >= SAME_COLUMN_SHARE * min(one[2] - one[0], other[2] - other[0])


def style_of(label: str) -> str:
    """Kind of numeral and brackets, which labels of one list share."""
    found = find_label(label) or bare_label(label, "")
    return found.style if found is not None else ""
