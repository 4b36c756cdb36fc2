"""Which labels continue a numbering, and how deep each stands.

The level of a label is found from the sequence, not from a fixed order of styles: a style met for the first time
opens a level below the current one, a style met before goes back to its level.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.normalizers.labels import Label

MAX_SKIP = 3
"""Numbers left out when items were deleted; a larger jump is more likely no label at all."""

RANKS = {"capital,": 0, "(capital)": 0, "han,": 1, "(han)": 2, "digit.": 3, "digit,": 3, "(digit)": 4}
"""The custom of official papers: 壹、 一、 (一) 1. (1). It only tells what a list that began earlier stands above."""

Verdict = Literal["next", "first", "restart", "again", "skip", "odd"]


@dataclass(slots=True)
class Numbering:
    """The open levels of a numbering: style and last number of each, outer to inner."""

    levels: list[tuple[str, int]] = field(default_factory=list)

    def judge(self, label: Label) -> tuple[Verdict, int]:
        """How a label goes on with the numbering, and at which depth (0 is the outermost)."""
        label = self.meant(label)
        for depth in range(len(self.levels) - 1, -1, -1):
            style, last = self.levels[depth]
            if style != label.style:
                continue
            if label.number == last + 1:
                return "next", depth
            if label.number == last:
                return "again", depth
            if label.number == 1:
                return "restart", depth
            return ("skip" if last < label.number <= last + 1 + MAX_SKIP else "odd"), depth
        if label.number != 1 and self._is_outer(label.style):
            return "odd", 0
        return ("first" if label.number == 1 else "odd"), len(self.levels)

    def _is_outer(self, style: str) -> bool:
        """Whether labels of a style stand above all open levels by custom: its list began before the first of them."""
        ranks = [RANKS.get(open_) for open_, _ in self.levels]
        rank = RANKS.get(style)
        return bool(ranks) and rank is not None and all(other is not None and rank < other for other in ranks)

    def knows(self, style: str) -> bool:
        """Whether a list of a style is open."""
        return any(open_ == style for open_, _ in self.levels)

    def take(self, label: Label) -> int:
        """Enter a label; give its depth. One that is printed again leaves the levels below it open."""
        label = self.meant(label)
        verdict, depth = self.judge(label)
        if verdict == "again":
            return depth
        del self.levels[depth:]
        self.levels.append((label.style, label.number))
        return depth

    def meant(self, label: Label) -> Label:
        """The label as what it counts here: what looks like a figure is a letter where a list of letters runs on."""
        if label.letter is None:
            return label
        style, number = label.letter
        runs_on = any(open_ == style and last in {number - 1, number} for open_, last in self.levels)
        return label._replace(style=style, number=number, letter=None) if runs_on else label

    def clear(self) -> None:
        """Begin anew, as below a new parent."""
        self.levels.clear()


def accepted(verdict: Verdict, label: Label, *, begun: bool) -> bool:
    """Whether the sequence bears a label out.

    Args:
        verdict: what the numbering says.
        label: one that also begins ordinary text must fit exactly, or stand where a paragraph is known to begin.
        begun: another witness tells that a paragraph begins here.
    """
    if label.decimal:
        return begun and verdict in {"next", "first", "restart"}
    if label.sure or begun:
        return verdict in {"next", "first", "restart", "again", "skip"}
    return verdict == "next"
