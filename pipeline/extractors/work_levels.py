"""Work items of which the page does not tell how many levels they have: told at the items below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.outline import Outline
from pipeline.extractors.paragraphs import Paragraph, label_of
from pipeline.extractors.steps import rounded
from pipeline.extractors.work_parts import ENCLOSED_PART, style_of
from pipeline.extractors.works import WorkEntry
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Track
from pipeline.lattice.witnesses import ended_early
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.normalizers.text import join_lines


@dataclass(frozen=True, slots=True)
class WorkHabits:
    """What the work columns of a section show in any of its tables.

    Attributes:
        numbered: places of the columns whose texts have numbers.
        parted: places of those in which texts without a number are parts of the ones above.
    """

    numbered: frozenset[int]
    parted: frozenset[int]


def work_habits(outlines: Sequence[Outline]) -> WorkHabits:
    """The habits of a section's work columns."""
    entries = [entry for one in outlines for entry in one.works]
    return WorkHabits(
        frozenset(entry.column for entry in entries if _number(entry) is not None),
        frozenset(entry.column for entry in entries if entry.part),
    )


def _number(entry: WorkEntry) -> Label | None:
    return entry.label or label_of(entry.lines[0])


def work_doubts(
    outline: Outline, ids: Sequence[str], metrics: Mapping[Track, Metrics], habits: WorkHabits
) -> list[Doubt]:
    """Doubts about the levels of work items.

    Args:
        outline: a table.
        ids: identifiers of its drafts, in order.
        metrics: measures of its columns.
        habits: of the section's work columns.
    """
    doubts = list(_idle(outline, ids))
    columns = outline.table.roles("work")
    for at, entry in enumerate(outline.works):
        track = columns[entry.column - 1] if 0 < entry.column <= len(columns) else None
        if track is None or entry.column not in habits.numbered:
            continue
        following = outline.works[at + 1] if at + 1 < len(outline.works) else None
        alone = entry.column in habits.parted and not (following is not None and following.part)
        doubtful = entry.guessed or _is_bare(entry) or _holds_two(entry, metrics.get(track))
        if doubtful or (alone and not entry.part and len(entry.lines) > 1):
            doubts += _told("work-levels", entry.lines, outline, ids, entry)
    return doubts


def _is_bare(entry: WorkEntry) -> bool:
    """Whether a text without a number stands where only its column's others say which level it is."""
    return not (_number(entry) is not None or entry.chained or entry.part or _is_enclosed(entry))


def _is_enclosed(entry: WorkEntry) -> bool:
    return style_of(Paragraph(entry.lines, entry.label, None)) == ENCLOSED_PART


def _idle(outline: Outline, ids: Sequence[str]) -> Iterator[Doubt]:
    """Work items below which no item stands: the one printed next may belong below it, not in its place."""
    held = {entry.key() for draft in outline.drafts for entry in draft.work}
    for idle, following in pairwise(outline.works):
        if idle.key() not in held:
            yield from _told("work-without-items", idle.lines, outline, ids, following)


def _holds_two(entry: WorkEntry, metrics: Metrics | None) -> bool:
    """Whether a line of a labelled text ended early, so that the next one may be a level of its own."""
    if _number(entry) is None or metrics is None or metrics.centred:
        return False
    return any(ended_early(above, line, metrics.room(above)) for above, line in pairwise(entry.lines))


def _told(
    rule: str, lines: Sequence[Line], outline: Outline, ids: Sequence[str], entry: WorkEntry
) -> Iterator[Doubt]:
    """The doubt at each item below a work item."""
    text = join_lines([line.ordinal + line.text for line in lines])
    for draft, item_id in zip(outline.drafts, ids, strict=True):
        if any(level.key() == entry.key() for level in draft.work):
            yield Doubt(rule, lines[0].page, rounded(lines[0].bbox), item_id, text)
