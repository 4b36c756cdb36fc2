"""Work items of which the page does not tell how many levels they have: told at the items below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.outline import Outline
from pipeline.extractors.paragraphs import label_of
from pipeline.extractors.steps import rounded
from pipeline.extractors.works import WorkEntry
from pipeline.lattice.measures import Metrics
from pipeline.lattice.stitching import Track
from pipeline.lattice.witnesses import ended_early
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.normalizers.text import join_lines


def numbered_columns(outlines: Sequence[Outline]) -> frozenset[int]:
    """Places of the work columns whose texts have numbers, in any table of a section."""
    return frozenset(entry.column for one in outlines for entry in one.works if _number(entry) is not None)


def _number(entry: WorkEntry) -> Label | None:
    return entry.label or label_of(entry.lines[0])


def work_doubts(
    outline: Outline, ids: Sequence[str], metrics: Mapping[Track, Metrics], numbered: frozenset[int]
) -> list[Doubt]:
    """Doubts about the levels of work items.

    Args:
        outline: a table.
        ids: identifiers of its drafts, in order.
        metrics: measures of its columns.
        numbered: of ``numbered_columns``.
    """
    doubts = list(_idle(outline, ids))
    columns = outline.table.roles("work")
    for entry in outline.works:
        track = columns[entry.column - 1] if 0 < entry.column <= len(columns) else None
        if track is None or entry.column not in numbered:
            continue
        bare = _number(entry) is None and not entry.chained
        if bare or _holds_two(entry, metrics.get(track)):
            doubts += _told("work-levels", entry.lines, outline, ids, entry)
    return doubts


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
