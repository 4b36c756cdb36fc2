"""What in an outline of a table no office prints: the reading with fewer of these gives the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extractors.bars import is_mark, is_total
from pipeline.extractors.outline import Draft, Outline
from pipeline.extractors.paragraphs import label_of
from pipeline.extractors.sequence import Numbering
from pipeline.lattice.columns import AMOUNT_OR_NIL, Column
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.normalizers.text import clean, fold, squeeze
from pipeline.profiles.profile import Profile


def breaches(outline: Outline, profile: Profile) -> int:
    """How many breaches of what plans have in common an outline holds.

    Counted are sums and marks within texts of records, several amounts of one column at a record, cells of nobody,
    records without a plan item or without contents, labels out of sequence, and lines that stand nowhere.
    """
    return sum(1 for _ in _found(outline, profile))


def _found(outline: Outline, profile: Profile) -> Iterator[str]:
    yield from _texts(outline, profile)
    yield from _cells(outline)
    yield from _numbering(outline.drafts)
    yield from _works(outline)
    worked = any(draft.work for draft in outline.drafts)
    for draft in outline.drafts:
        if worked and not draft.work:
            yield "record without a work item"
        if not draft.plan:
            yield "record without a plan item"
        elif not draft.contents:
            yield "record without contents"
    held = set(_lines(outline))
    for track in outline.table.tracks:
        yield from ("line that stands nowhere" for line in track.lines if line not in held)


def _lines(outline: Outline) -> Iterator[Line]:
    for draft in outline.drafts:
        for level in draft.plan:
            yield from level.lines
        for paragraph in draft.contents:
            yield from paragraph.lines
        for _, lines in draft.extras:
            yield from lines
    for entry in outline.works:
        yield from entry.lines
    for cell in outline.cells:
        yield from cell.lines
    for bar in outline.table.bars:
        yield from bar.lines
        yield from (line for _, line in bar.amounts)
    yield from outline.table.marks


def _texts(outline: Outline, profile: Profile) -> Iterator[str]:
    for draft in outline.drafts:
        lines = [line for level in draft.plan[-1:] for line in level.lines]
        lines += [line for paragraph in draft.contents for line in paragraph.lines]
        for line in lines:
            if is_mark(line.text, profile) or is_total(squeeze(clean(line.text)), profile):
                yield "sum or mark in a record"
    for entry in outline.works:
        if any(is_total(squeeze(clean(line.text)), profile) for line in entry.lines):
            yield "sum as a work item"


def _works(outline: Outline) -> Iterator[str]:
    """Labels of work items that do not go on with the ones before."""
    numbering = Numbering()
    seen: set[str] = set()
    for entry in outline.works:
        text = fold("".join(line.ordinal + line.text for line in entry.lines))
        if entry.label is None or text in seen:
            continue
        seen.add(text)
        if _is_out(entry.label, numbering):
            yield "work item out of sequence"
        numbering.take(entry.label)


def _is_out(label: Label, numbering: Numbering) -> bool:
    """Whether a label leaves the sequence of its style.

    The first of a style may be any, where a list begins anew, and offices leave out numbers of deleted items.
    """
    known = any(style == label.style for style, _ in numbering.levels)
    return known and numbering.judge(label)[0] in {"again", "odd"}


def _cells(outline: Outline) -> Iterator[str]:
    """Amounts of one column at one record, but for the first: rows that were taken for one add theirs."""
    count: Counter[tuple[int, Column]] = Counter()
    for cell in outline.cells:
        if not cell.drafts:
            yield "amount of nobody"
        for draft in cell.drafts:
            amounts = sum(bool(AMOUNT_OR_NIL.match(squeeze(line.text))) for line in cell.lines)
            count[draft, cell.track.column] += max(amounts, 1)
    yield from ("several amounts at a record" for times in count.values() for _ in range(times - 1))


def _numbering(drafts: Sequence[Draft]) -> Iterator[str]:
    """Labels of the innermost plan level out of sequence in a work item, and such as stand within a plan text."""
    numbering, above = Numbering(), ""
    styles = {
        draft.plan[-1].label.style for draft in drafts if draft.plan and draft.plan[-1].label is not None
    }
    for draft in drafts:
        here = "|".join(fold("".join(line.text for line in entry.lines)) for entry in draft.work)
        if here != above:
            numbering.clear()
        above = here
        for level in draft.plan[-1:]:
            if level.label is not None:
                if _is_out(level.label, numbering):
                    yield "label out of sequence"
                numbering.take(level.label)
            for line in level.lines[1:]:
                label = label_of(line)
                following = level.label is not None and label is not None and _follows(label, level.label)
                if label is not None and label.style in styles and (label.sure or following):
                    yield "label within a plan item"
            yield from _next_within(level.label, draft)


def _follows(label: Label, other: Label) -> bool:
    """Whether a label is the next one of another's list."""
    return (label.style, label.number) == (other.style, other.number + 1)


def _next_within(label: Label | None, draft: Draft) -> Iterator[str]:
    """Steps that have the number behind the plan item's: another item's text."""
    for paragraph in draft.contents if label is not None else ():
        step = paragraph.label
        if label is not None and step is not None and _follows(step, label):
            yield "next label within the contents"
