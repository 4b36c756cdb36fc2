"""Cuts a column's lines into paragraphs, from labels, white, left edges and the forced-break test."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.sequence import Numbering, accepted
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lattice.witnesses import Breaks, breaks_between
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label, as_figure, bare_label, find_bullet, find_label
from pipeline.normalizers.patterns import late

STOP = late(r"[。：；！？.:;)）]\s*$")
"""What ends a sentence or a clause with a line of its own below it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that make one paragraph.

    Attributes:
        label: its label, if the sequence bears it out.
        breaks: witnesses at its first line; None for the first of the column.
    """

    lines: tuple[Line, ...]
    label: Label | None
    breaks: Breaks | None

    @property
    def v(self) -> float:
        """Height of its first baseline."""
        return self.lines[0].v


def label_of(line: Line) -> Label | None:
    """The label that a line begins with, from its ordinal sub-column where there is one."""
    label = bare_label(line.ordinal, line.text) if line.ordinal else find_label(line.text)
    return as_figure(label) if label is not None else None


def paragraphs(
    table: Table, track: Track, metrics: Metrics, lines: Sequence[Line] | None = None
) -> list[Paragraph]:
    """The paragraphs of a track, or of some lines of it.

    Args:
        table: tells where pages end.
        track: the column.
        metrics: its measures.
        lines: neighbouring lines of the track that are one cell; the whole track where None.
    """
    result: list[Paragraph] = []
    numbering = Numbering()
    group: list[Line] = []
    label: Label | None = None
    breaks: Breaks | None = None
    cell = track.lines if lines is None else lines
    listed = listed_labels(cell)
    for line in cell:
        here = breaks_between(table, track, metrics, group[-1], line, group[0]) if group else None
        if here is not None and lines is not None and not here.rule and _runs_on(group[-1], line, here):
            # A text of a cell may be set wider than those of other cells.
            here = here._replace(gap=False)
        found = begins(here, line, numbering, listed)
        if here is None or found.begins:
            if group:
                result.append(Paragraph(tuple(group), label, breaks))
            group, label, breaks = [line], found.label, here
            if found.label is not None:
                numbering.take(found.label)
        else:
            group.append(line)
    if group:
        result.append(Paragraph(tuple(group), label, breaks))
    return result


def _runs_on(above: Line, line: Line, breaks: Breaks) -> bool:
    """Whether a sentence goes on below a full line: the line has no stop, and what follows no label."""
    return breaks.ended is False and not STOP.search(above.text) and label_of(line) is None


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether a line begins a paragraph, and with which label."""

    begins: bool
    label: Label | None


def listed_labels(lines: Iterable[Line]) -> frozenset[tuple[str, int]]:
    """Styles and numbers of the labels that lines begin with, those left out that also begin ordinary text."""
    labels = (label_of(line) for line in lines)
    return frozenset((label.style, label.number) for label in labels if label is not None and label.sure)


def goes_on_below(label: Label, numbering: Numbering, listed: Collection[tuple[str, int]]) -> bool:
    """Whether a label begins a list in its middle, as its neighbour on another line shows: (二) without (一)."""
    beside = any((label.style, label.number + step) in listed for step in (-1, 1))
    return label.sure and not numbering.knows(label.style) and beside


def begins(
    breaks: Breaks | None, line: Line, numbering: Numbering, listed: Collection[tuple[str, int]] = ()
) -> Beginning:
    """Decide from the witnesses of one line.

    Args:
        breaks: None for the first line of a cell.
        line: the line.
        numbering: of the lines above it.
        listed: labels that lines of its cell or column begin with.
    """
    label = label_of(line)
    if breaks is None:
        return Beginning(True, _kept(label, numbering))
    begun = bool(breaks.rule or breaks.gap or breaks.ended or (breaks.outdent and breaks.ended is None))
    begun = begun or bool(breaks.indented)
    if label is not None:
        verdict, _ = numbering.judge(label)
        borne = accepted(verdict, label, begun=begun) or goes_on_below(label, numbering, listed)
        # A full line above and a left edge that hangs: the label only looks like one.
        against = breaks.ended is False and breaks.outdent is False
        if borne and not (against and not breaks.gap and not breaks.rule and verdict != "next"):
            return Beginning(True, label)
    if begun and breaks.outdent is False and not (breaks.rule or breaks.gap or breaks.joint):
        # The line above ended early but this one hangs below its label: a forced line break within the paragraph.
        begun = False
    bullet = find_bullet(line.text) is not None and breaks.ended is not False
    return Beginning(begun or bullet, _kept(label, numbering) if begun else None)


def _kept(label: Label | None, numbering: Numbering) -> Label | None:
    """A label at a line that begins a paragraph anyway: doubtful forms count only if the sequence can hold them."""
    if label is None or label.sure:
        return label
    verdict, _ = numbering.judge(label)
    return label if verdict in {"next", "first", "restart"} else None
