"""Parts of work items: an inner level without a number below a text that has one, or that brackets enclose.

一、觀光行銷 and 節慶活動 in one cell are two levels though no white and no number parts them. What tells it are the
habits of the column: a text in brackets is complete, and where parts of works stand in cells of their own without a
number, the first part of each work stands below it in its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.extractors.paragraphs import Paragraph, label_of
from pipeline.lattice.witnesses import ended_early
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import is_enclosed

ENCLOSED_PART = "enclosed"
"""The style of texts in brackets such as 【道路工程】, among the styles of labels."""
LEAST_PARTED_CELLS = 2
"""Cells that show a habit."""

Below = Callable[[Paragraph, Paragraph], bool]
Room = Callable[[Line], float]


@dataclass(frozen=True, slots=True)
class WorkPiece:
    """A paragraph of a work column with what its column's habits say of it.

    Attributes:
        part: it is an inner level without a number.
        guessed: whether it is one level or two, or where the second begins, is seen nowhere.
    """

    paragraph: Paragraph
    part: bool = False
    guessed: bool = False


@dataclass(slots=True)
class _Habit:
    """Outer texts of one style: with a part below them in their cell, without one, and those that may hold one.

    Where a number begins what stands below one of them, the parts of all of them have numbers.
    """

    parted: int = 0
    numbered: int = 0
    bare: int = 0
    whole: int = 0
    open: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.whole or self.numbered) and bool(self.parted or (self.bare and self.open))

    @property
    def seen(self) -> bool:
        """Whether a line that ended early shows it, or many cells that could not be otherwise."""
        return self.parted > 0 or (len(self.open) >= LEAST_PARTED_CELLS and self.bare >= LEAST_PARTED_CELLS)


def style_of(paragraph: Paragraph) -> str | None:
    """What outer texts of one level share; None for a text without a number and brackets."""
    if paragraph.label is not None:
        return paragraph.label.style
    return ENCLOSED_PART if is_enclosed(_text(paragraph.lines)) else None


def pieces(found: Sequence[Paragraph], below: Below, room: Room) -> list[WorkPiece]:
    """Paragraphs of a work column, cut where a part begins in the middle of one.

    Args:
        found: its paragraphs, top to bottom.
        below: whether a paragraph stands right below another one in its cell.
        room: white that a line leaves before the right edge of full lines, in points.
    """
    cut = [piece for paragraph in found for piece in _after_brackets(paragraph)]
    habits = _habits(cut, below)
    result: list[WorkPiece] = []
    outer: _Habit | None = None
    for at, paragraph in enumerate(cut):
        style = style_of(paragraph)
        if style is not None:
            outer = habits[style]
            result += _opened(paragraph, outer, room) if at in outer.open else [WorkPiece(paragraph)]
            continue
        part = outer is not None and outer.holds
        result.append(WorkPiece(paragraph, part, part and outer is not None and not outer.seen))
    return result


def _after_brackets(paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph, and what follows a text in brackets that a line ends with as one of its own."""
    for at in range(1, len(paragraph.lines)):
        if paragraph.label is None and is_enclosed(_text(paragraph.lines[:at])):
            return _cut(paragraph, at)
    return [paragraph]


def _cut(paragraph: Paragraph, at: int) -> list[Paragraph]:
    rest = paragraph.lines[at:]
    return [replace(paragraph, lines=paragraph.lines[:at]), Paragraph(rest, label_of(rest[0]), None)]


def _habits(found: Sequence[Paragraph], below: Below) -> dict[str, _Habit]:
    habits: dict[str, _Habit] = {}
    outer: _Habit | None = None
    for at, paragraph in enumerate(found):
        style = style_of(paragraph)
        following = found[at + 1] if at + 1 < len(found) else None
        held = following is not None and below(paragraph, following)
        if style is None:
            if outer is not None and not (at and style_of(found[at - 1]) and below(found[at - 1], paragraph)):
                outer.bare += 1
            continue
        outer = habits.setdefault(style, _Habit())
        if following is not None and held:
            outer.parted += style_of(following) is None
            outer.numbered += style_of(following) not in {None, style}
        elif len(paragraph.lines) > 1:
            outer.open.append(at)
        else:
            outer.whole += 1
    return habits


def _opened(paragraph: Paragraph, habit: _Habit, room: Room) -> list[WorkPiece]:
    """An outer text whose last lines may be a part, by the habit of its style."""
    if not habit.holds:
        return [WorkPiece(paragraph)]
    lines = paragraph.lines
    ends = [ended_early(lines[at - 1], lines[at], room(lines[at - 1])) for at in range(1, len(lines))]
    likely = [at for at, ended in enumerate(ends, start=1) if ended] or [
        at for at, ended in enumerate(ends, start=1) if ended is None
    ]
    places = likely or list(range(1, len(lines)))
    if len(places) > 1:
        return [WorkPiece(paragraph, guessed=True)]
    head, part = _cut(paragraph, places[0])
    return [WorkPiece(head), WorkPiece(part, part=True, guessed=not habit.seen)]


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.ordinal + line.text for line in lines)
