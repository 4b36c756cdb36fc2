"""Where the columns of a table are named: what a reading found, and no words of its own."""

from __future__ import annotations

from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.lines.runs import Run, printed


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column of a header.

    Attributes:
        role: role in the profile, or "extra".
        text: words as printed, without white space.
        x0: left of its text.
        x1: right of its text.
        listed: whether a profile lists its words.
        grouped: whether its words begin with those that stand above several columns.
        amounts: whether amounts stand below it.
    """

    role: str
    text: str
    x0: float
    x1: float
    listed: bool = True
    grouped: bool = False
    amounts: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Header:
    """A header row found on a page.

    Attributes:
        bounds: x of the vertical rules that part its columns, or () where there are none.
        cells: one per column, left to right.
        plan: False for the header of a table of results.
        runs: its text.
    """

    page: int
    top: float
    bottom: float
    bounds: tuple[float, ...]
    cells: tuple[HeaderCell, ...]
    plan: bool = True
    runs: tuple[Run, ...] = field(default=(), compare=False, repr=False)

    @property
    def glyphs(self) -> int:
        """Printed characters in it."""
        return sum(printed(run.text) for run in self.runs)

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles of the columns, left to right."""
        return tuple(c.role for c in self.cells)


def moved(header: Header, shift_pt: float) -> Header:
    """The header as it would stand further right: above a part of its table that does."""
    cells = tuple(replace(c, x0=c.x0 + shift_pt, x1=c.x1 + shift_pt) for c in header.cells)
    return replace(header, bounds=tuple(b + shift_pt for b in header.bounds), cells=cells)
