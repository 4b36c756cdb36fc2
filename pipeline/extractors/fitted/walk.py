"""One pass down a table: a choice for each strip and for each line of its work columns, each with what went before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Protocol

from pipeline.dataclass import dataclass
from pipeline.extractors.fitted.evidence import (
    SAID_TOTAL,
    amount_class,
    line_features,
    same_start,
    strip_class,
    strip_features,
)
from pipeline.extractors.fitted.state import GAP_STEPS, Habits, WalkState, habits_of, step_of
from pipeline.extractors.fitted.strips import OVER, Sheaf, Strip, strips_of
from pipeline.extractors.fitted.weights import LINE_CHOICES, ROW_CHOICES
from pipeline.extractors.paragraphs import goes_on_below, label_of, listed_labels
from pipeline.extractors.sequence import Numbering
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label, is_enclosed
from pipeline.profiles.profile import Profile

ROW_ON, ROW_ITEM, ROW_DEEPER, ROW_CATEGORY, ROW_TOTAL, ROW_NOTE, ROW_MARK, ROW_AGAIN = range(len(ROW_CHOICES))
SURE_ROWS = {"mark": [ROW_MARK], SAID_TOTAL: [ROW_TOTAL]}
"""What a strip is by its words alone."""
LINE_ON, LINE_NEW, LINE_DEEPER, LINE_AGAIN = range(len(LINE_CHOICES))
LOW_PITCH = 0.6
"""A plan text that begins so far below the top of what stands in its cell is not set at the top of it."""
PLAIN_VERDICTS = ("next", "first", "restart")
"""Verdicts by which a label that also begins ordinary text is one."""


class Chooser(Protocol):
    """Who decides: the weights, or, when they are fitted, the truth."""

    def drawn(self, sheaf: Sheaf, features: Sequence[str], /) -> bool:
        """Whether a table's drawn cells are its rows."""

    def row(self, strip: Strip, features: Iterator[str], allowed: Sequence[int], /) -> int:
        """One of ``ROW_CHOICES`` by its place."""

    def line(self, place: int, line: Line, features: Iterator[str], allowed: Sequence[int], /) -> int:
        """One of ``LINE_CHOICES`` by its place."""


@dataclass(slots=True, eq=False)
class PrintedWork:
    """A work item as it is printed: in a work column, or as a row of its own; each is equal to itself only.

    Attributes:
        place: of its column; ``OVER`` for a row of its own.
        v0: height from which it applies.
        lines: its text.
        label: its label.
        choice: "new", "deeper" or "again".
        part: it is an inner level without a number, in its parent's cell or one of its own.
        guessed: the page does not tell how many levels its text has.
    """

    place: int
    v0: float
    lines: list[Line]
    label: Label | None
    choice: int
    part: bool = False
    guessed: bool = False


@dataclass(slots=True)
class DecidedRow:
    """A row as it was decided.

    Attributes:
        choice: what it is, as a place in ``ROW_CHOICES``.
        v0: upper edge.
        plan: lines of its plan text; for a deeper level in the same cell, rows share a strip.
        label: of its plan text.
        cells: lines of the other columns, by place.
        depth: level of its label below the one that it stands under.
        again: lines that print its plan text once more.
        joint: whether it begins right below a page's end.
    """

    choice: int
    v0: float
    plan: list[Line] = field(default_factory=list)
    label: Label | None = None
    cells: dict[int, list[Line]] = field(default_factory=dict)
    depth: int = 0
    again: list[Line] = field(default_factory=list)
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Walked:
    """What a pass decided.

    Attributes:
        sheaf: the table.
        drawn: whether its drawn cells were taken for rows.
        rows: all rows of any kind, top to bottom.
        entries: work items as printed, top to bottom.
    """

    sheaf: Sheaf
    drawn: bool
    rows: tuple[DecidedRow, ...]
    entries: tuple[PrintedWork, ...]


def walk(sheaf: Sheaf, profile: Profile, chooser: Chooser) -> Walked:
    """Decide a table's rows and work entries from top to bottom."""
    ruled = bool(sheaf.tracks[sheaf.of("P")[0]].rules)
    drawn = ruled or sheaf.table.parts[0].framed
    if drawn:
        drawn = chooser.drawn(sheaf, drawn_features(sheaf, profile)) or (
            not ruled and _is_one_cell(sheaf, profile)
        )
    strips = strips_of(sheaf, profile, drawn=drawn)
    habits = habits_of(sheaf, strips, drawn=drawn)
    pass_ = _Pass(sheaf, strips, habits, profile, chooser)
    for at in range(len(strips)):
        pass_.step(at)
    return Walked(sheaf, drawn, tuple(pass_.rows), tuple(pass_.entries))


def drawn_features(sheaf: Sheaf, profile: Profile) -> list[str]:
    """What tells whether the drawn cells of the plan column are rows: how many lists and amounts stand within one."""
    place = sheaf.of("P")[0]
    strips = [s for s in strips_of(sheaf, profile, drawn=True) if s.pattern.strip("O")]
    plans = [strip.cells[place] for strip in strips if place in strip.cells]
    listed = sum(_is_list(lines) for lines in plans)
    amounts = [
        sum(amount_class([line]) == "amount" for line in strip.cells[budget])
        for strip in strips
        for budget in sheaf.of("B")[:1]
        if budget in strip.cells
    ]
    many = sum(count > 1 for count in amounts)
    blank = sum(place not in strip.cells for strip in strips)
    rules = len(sheaf.tracks[place].rules)
    steps = (0.02, 0.1, 0.25, 0.5)
    pitch = sheaf.metrics[place].pitch
    below = sum(
        strip.cells[place][0].v - strip.first.v > LOW_PITCH * pitch
        for strip in strips
        if place in strip.cells
    )
    parted = sum(any(b.v - a.v > GAP_STEPS[3] * pitch for a, b in pairwise(lines)) for lines in plans)
    low = step_of(below / max(len(plans), 1), steps)
    apart = step_of(parted / max(len(plans), 1), steps)
    share = step_of(listed / max(len(plans), 1), steps)
    paid = step_of(many / max(len(amounts), 1), steps) if amounts else "none"
    return [
        "bias",
        f"rules {min(rules, 4)}",
        f"lists {share}",
        f"amounts {paid}",
        f"lists {share} amounts {paid}",
        f"blank {step_of(blank / max(len(strips), 1), steps)}",
        f"lists {share} rules {min(rules, 4)}",
        f"low {low} rules {min(rules, 1)}",
        f"apart {apart} rules {min(rules, 1)}",
        f"lists {share} apart {apart} amounts {paid} rules {min(rules, 1)}",
        f"lists {share} low {low} amounts {paid} rules {min(rules, 1)}",
    ]


def _is_one_cell(sheaf: Sheaf, profile: Profile) -> bool:
    """Whether a frame that no rule parts is a row on each page: its plan text stands below what is beside it."""
    place, pitch = sheaf.of("P")[0], sheaf.metrics[sheaf.of("P")[0]].pitch
    pages = strips_of(sheaf, profile, drawn=True)
    low = [p for p in pages if place in p.cells and p.cells[place][0].v - p.first.v > LOW_PITCH * pitch]
    amounts = (
        sum(amount_class([x]) == "amount" for x in p.cells.get(at, ())) for p in pages for at in sheaf.of("B")
    )
    return (
        2 * len(low) > len(pages)
        and max(amounts, default=0) < 2
        and not any(_is_list(p.cells[place]) for p in low)
    )


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether a cell holds two labels of one style in sequence."""
    labels = [label for line in lines if (label := label_of(line)) is not None and label.sure]
    numbers = {(label.style, label.number) for label in labels}
    return any((style, number + 1) in numbers for style, number in numbers)


class _Pass:
    """The state of one pass."""

    def __init__(
        self, sheaf: Sheaf, strips: Sequence[Strip], habits: Habits, profile: Profile, chooser: Chooser
    ) -> None:
        self.sheaf, self.strips, self.habits = sheaf, strips, habits
        self.profile, self.chooser = profile, chooser
        self.state = WalkState()
        self.rows: list[DecidedRow] = []
        self.entries: list[PrintedWork] = []
        self.item: DecidedRow | None = None
        self.plan_at = sheaf.of("P")[0]
        self.enclosed = {
            place: any(is_enclosed(line.text) for line in sheaf.tracks[place].lines)
            for place in sheaf.of("W")
        }
        self.listed = {place: listed_labels(sheaf.tracks[place].lines) for place in sheaf.of("W")}

    def step(self, at: int) -> None:
        strip, state = self.strips[at], self.state
        words = strip_class(self.sheaf, strip, self.profile)
        features = strip_features(self.sheaf, self.strips, at, state, self.habits, words)
        allowed = SURE_ROWS.get(words) or self._allowed(strip)
        if words != "page" and len(allowed) > 1:
            # Words alone make a mark of continuation.
            allowed.remove(ROW_MARK)
        choice = self.chooser.row(strip, features, allowed)
        lines = list(strip.cells.get(self.plan_at, ()))
        if choice in {ROW_ITEM, ROW_DEEPER}:
            self._begin(choice, strip, lines)
        elif choice in {ROW_CATEGORY, ROW_TOTAL, ROW_NOTE, ROW_MARK}:
            self._apart(choice, strip)
        elif choice == ROW_AGAIN and self.item is not None:
            self._again(self.item, strip, lines)
        else:
            self._go_on(strip, lines)
        if choice in {ROW_ITEM, ROW_DEEPER, ROW_ON, ROW_AGAIN} and state.kind == "item":
            self._works(strip, choice)
        for place, texts in strip.cells.items():
            state.above[place] = texts[-1]
        state.last = ROW_CHOICES[choice]

    def _allowed(self, strip: Strip) -> list[int]:
        texts = [at for at in strip.cells if at == OVER or self.sheaf.letters[at] != "B"]
        allowed = [ROW_ITEM, ROW_TOTAL, ROW_NOTE, ROW_MARK]
        if OVER in strip.cells and len(texts) == 1:
            allowed = [ROW_TOTAL, ROW_NOTE, ROW_MARK]
        allowed += [ROW_CATEGORY] if len(texts) == 1 else []
        if self.state.kind:
            allowed.append(ROW_ON)
        if self.item is not None:
            allowed.append(ROW_AGAIN)
            if self.plan_at in strip.cells and self.state.kind == "item" and self.state.plan:
                allowed.append(ROW_DEEPER)
        return sorted(allowed)

    def _begin(self, choice: int, strip: Strip, lines: list[Line]) -> None:
        state = self.state
        row = DecidedRow(choice, strip.v0, joint=strip.joint)
        self._open(row, lines[:1])
        row.cells = {at: list(texts) for at, texts in strip.cells.items() if at != self.plan_at}
        state.has = strip.pattern
        state.steps.clear()
        self._count_steps(strip)
        for line in lines[1:]:
            label = label_of(line)
            if label is None or not label.sure:
                row.plan.append(line)
                continue
            features = line_features(
                self.sheaf, self.plan_at, line, state, self.habits, ROW_CHOICES[choice], first=False
            )
            if self.chooser.line(self.plan_at, line, features, (LINE_ON, LINE_DEEPER)) == LINE_ON:
                row.plan.append(line)
            else:
                # What stands beside a heading in its cell is its first item's.
                inner = DecidedRow(ROW_DEEPER, strip.v0, cells=row.cells)
                row.cells = {}
                row = inner
                self._open(inner, [line])

    def _open(self, row: DecidedRow, lines: list[Line]) -> None:
        state = self.state
        label = label_of(lines[0]) if lines else None
        if label is not None and not label.sure and state.labels.judge(label)[0] not in PLAIN_VERDICTS:
            label = None
        row.plan, row.label = lines, label
        if row.choice == ROW_DEEPER:
            row.depth = state.depth + 1
            if label is not None:
                del state.labels.levels[row.depth :]
                state.labels.levels.append((label.style, label.number))
        elif label is not None:
            if state.labels.judge(label)[0] == "again":
                # The same number with another text: a list that begins anew, its inner levels with it.
                del state.labels.levels[state.labels.judge(label)[1] + 1 :]
            known = any(style == label.style for style, _ in state.labels.levels)
            if not known:
                del state.labels.levels[state.depth :]
            row.depth = state.labels.take(label)
        state.depth = row.depth
        state.kind, state.plan = "item", row.plan
        state.items += 1
        self.rows.append(row)
        self.item = row

    def _apart(self, choice: int, strip: Strip) -> None:
        state = self.state
        row = DecidedRow(choice, strip.v0, cells={at: list(texts) for at, texts in strip.cells.items()})
        self.rows.append(row)
        if choice == ROW_MARK:
            return
        state.kind = ROW_CHOICES[choice]
        if choice == ROW_CATEGORY:
            lines = [line for texts in strip.cells.values() for line in texts]
            label = label_of(lines[0])
            # A category right below another one names a part of it.
            inner = state.last == "category"
            self.entries.append(PrintedWork(OVER, strip.v0, lines, label, LINE_DEEPER if inner else LINE_NEW))
            numbering = state.works.setdefault(OVER, Numbering())
            if label is not None:
                numbering.take(label)
            state.categories += 1
            state.plan, state.has = [], ""

    def _again(self, row: DecidedRow, strip: Strip, lines: list[Line]) -> None:
        state = self.state
        state.kind, state.plan = "item", row.plan
        if lines and same_start(lines[0], row.plan):
            row.again += lines
        else:
            row.plan += lines
        for at, texts in strip.cells.items():
            if at != self.plan_at:
                row.cells.setdefault(at, []).extend(texts)
        state.has += strip.pattern
        self._count_steps(strip)

    def _go_on(self, strip: Strip, lines: list[Line]) -> None:
        state = self.state
        if not self.rows:
            self._begin(ROW_ITEM, strip, lines)
            return
        row = self.rows[-1]
        if row.choice == ROW_MARK and self.item is not None:
            row = self.item
        if row is self.item:
            row.plan += lines
        elif lines:
            row.cells.setdefault(self.plan_at, []).extend(lines)
        for at, texts in strip.cells.items():
            if at != self.plan_at:
                row.cells.setdefault(at, []).extend(texts)
        if row.choice == ROW_CATEGORY:
            self.entries[-1].lines += [line for texts in strip.cells.values() for line in texts]
        state.has += strip.pattern
        self._count_steps(strip)

    def _allowed_line(self, place: int, line: Line, opened: Sequence[Line] | None) -> list[int]:
        """No work text goes on across a drawn rule, nor with a label that goes on with its numbering."""
        if not opened:
            return [LINE_NEW]
        label, numbering = label_of(line), self.state.works.get(place, Numbering())
        numbered = label is not None and label.sure and numbering.judge(label)[0] in {"next", "skip"}
        numbered = numbered or (label is not None and goes_on_below(label, numbering, self.listed[place]))
        begins = numbered or self.sheaf.tracks[place].ruled_between(opened[-1].v, line.v)
        allowed = [] if begins else [LINE_ON]
        allowed += [LINE_NEW, LINE_DEEPER, LINE_AGAIN]
        if not self.listed[place] and not self.enclosed[place]:
            # Where no text of the column has a number or brackets, nothing tells an inner level.
            allowed.remove(LINE_DEEPER)
        return allowed

    def _count_steps(self, strip: Strip) -> None:
        for place in self.sheaf.of("C")[:1]:
            for line in strip.cells.get(place, ()):
                label = label_of(line)
                if label is not None and (label.sure or self.state.steps.judge(label)[0] in PLAIN_VERDICTS):
                    self.state.steps.take(label)

    def _works(self, strip: Strip, choice: int) -> None:
        state = self.state
        for place in self.sheaf.of("W"):
            for k, line in enumerate(strip.cells.get(place, ())):
                opened = state.work.get(place)
                features = line_features(
                    self.sheaf, place, line, state, self.habits, ROW_CHOICES[choice], first=not k
                )
                allowed = self._allowed_line(place, line, opened)
                taken = self.chooser.line(place, line, features, allowed)
                state.above[place] = line
                if taken == LINE_ON:
                    last = next(entry for entry in reversed(self.entries) if entry.place == place)
                    last.lines.append(line)
                    continue
                label = label_of(line)
                numbering = state.works.setdefault(place, Numbering())
                if taken == LINE_NEW:
                    for other in self.sheaf.of("W"):
                        if other > place and other in state.works:
                            state.works[other].clear()
                    if label is None:
                        numbering.clear()
                if label is not None and taken != LINE_AGAIN:
                    numbering.take(label)
                # Below an outer text in one cell, an inner one applies from where that does.
                inner = taken == LINE_DEEPER and (k or choice == ROW_ON) and self.entries
                v0 = self.entries[-1].v0 if inner else strip.v0
                entry = PrintedWork(place, v0, [line], label, taken)
                self.entries.append(entry)
                state.work[place] = entry.lines
                state.printed.setdefault(place, []).append(entry.lines)
