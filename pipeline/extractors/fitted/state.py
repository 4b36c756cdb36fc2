"""What went before in a pass down a table, and what the table shows as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.extractors.fitted.strips import Sheaf, Strip
from pipeline.extractors.paragraphs import label_of
from pipeline.extractors.sequence import Numbering
from pipeline.lines.lines import Line

GAP_STEPS = (0.3, 0.8, 1.12, 1.35, 1.7, 2.3, 3.2)
"""Distances in pitches at which one class of gap ends and the next begins."""
HABIT_STEPS = (0.02, 0.3, 0.7, 0.95)
"""Shares at which one class of habit ends and the next begins."""


def step_of(value: float, steps: Sequence[float]) -> int:
    """The class that a value is of: how many of the steps it passes."""
    return sum(value > step for step in steps)


@dataclass(slots=True)
class WalkState:
    """What went before, as far as later choices ask for it.

    Attributes:
        kind: of the row that is open; "" before the first.
        has: letters of the columns that the open row has text in.
        plan: lines of the open row's plan text.
        work: for each work column the lines of the text that was printed last in it.
        printed: for each work column the texts that were printed last in it, of all levels.
        above: for each column the line that stands lowest so far.
        labels: numbering of plan items.
        works: numbering of work items by column.
        steps: numbering of the open row's contents.
        categories: rows of that kind so far, none, one or more.
        items: rows of that kind so far, none, one or more.
        depth: of the open row's label.
        last: choice at the strip above.
    """

    kind: str = ""
    has: str = ""
    plan: list[Line] = field(default_factory=list)
    work: dict[int, list[Line]] = field(default_factory=dict)
    printed: dict[int, list[list[Line]]] = field(default_factory=dict)
    above: dict[int, Line] = field(default_factory=dict)
    labels: Numbering = field(default_factory=Numbering)
    works: dict[int, Numbering] = field(default_factory=dict)
    steps: Numbering = field(default_factory=Numbering)
    categories: int = 0
    items: int = 0
    depth: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a table shows as a whole.

    Attributes:
        ruled: class of the share of plan lines with a label that have a rule above them.
        labelled: class of the share of plan lines that have a label.
        rows: class of the share of distances between strips that are wider than the pitch.
        name: all of them and the columns, as one word.
    """

    ruled: int
    labelled: int
    rows: int
    name: str


def habits_of(sheaf: Sheaf, strips: Sequence[Strip], *, drawn: bool) -> Habits:
    """The habits of a table that is read by drawn cells or by bands."""
    place = sheaf.of("P")[0]
    track, pitch = sheaf.tracks[place], sheaf.metrics[place].pitch
    labelled = [line for line in track.lines if (found := label_of(line)) is not None and found.sure]
    below_rule = sum(
        any(line.v - 2.5 * line.size < rule <= line.v for rule in track.rules) for line in labelled
    )
    gaps = [strip.gap for strip in strips if strip.gap]
    wide = sum(gap > GAP_STEPS[2] * pitch for gap in gaps)
    ruled = step_of(below_rule / max(len(labelled), 1), HABIT_STEPS)
    named = step_of(len(labelled) / max(len(track.lines), 1), HABIT_STEPS)
    rows = step_of(wide / max(len(gaps), 1), HABIT_STEPS)
    columns = "".join(dict.fromkeys(letter for letter in sheaf.letters if letter != "X"))
    return Habits(ruled, named, rows, f"{'drawn' if drawn else 'open'}{columns}")
