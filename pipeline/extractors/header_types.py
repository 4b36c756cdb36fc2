"""A header row as found, and how texts of columns become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.extractors.header_cells import (
    Cell,
)
from pipeline.extractors.header_roles import begun, is_enough, is_running_text, ranked, roles_of
from pipeline.extractors.words import BRACKETED, Words
from pipeline.lines.runs import ASCENT_EM, DESCENT_EM, Run, printed
from pipeline.lines.sheets import Sheet
from pipeline.profiles.loading import HIERARCHY
from pipeline.readers.page import Rule

MAX_CELL = 40
"""A longer text between rules is no header cell."""
MAX_TAIL = 6
"""A wrapped header's next line is at most this long; a first row is mostly longer."""
HEADER_PITCH_EM = 1.8
"""Lines of one header text are closer than this; padding parts them from the first row."""
ROW_EM = 0.3
"""Baselines closer than this are one row of a header."""
FULL_SHARE = 0.8
"""The rule under a header is at least this share of the rule above it."""
OVERHANG_PT = 6.0
"""Full-width brackets of a centred header text may reach this far over its column's rule."""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column of a header.

    Attributes:
        role: role in the profile, or "extra".
        text: words as printed, without white space.
        x0: left of its text.
        x1: right of its text.
        listed: whether a profile lists its words.
    """

    role: str
    text: str
    x0: float
    x1: float
    listed: bool = True


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


def made_header(
    sheet: Sheet,
    cells: list[Cell],
    runs: list[Run],
    words: Words,
    bottom: float | None = None,
    *,
    told: bool = False,
) -> Header | None:
    """The header of these cells, if all their texts are complete and it is a plan's.

    ``bottom`` is the rule under it, where one is drawn; ``told`` says that a part of it is known to be a plan's.
    """
    if len(cells) < 2 or any(len(c.text) > MAX_CELL for c in cells):
        return None
    results = any(BRACKETED.sub("", t) in words.profile.not_a_plan for c in cells for t in (c.text, c.group))
    listed = [words.role(c.text) or words.role(c.group + c.text) or words.role(c.group) for c in cells]
    guesses = [words.guess(c.text) for c in cells]
    told_cells = list(zip(cells, listed, guesses, strict=True))
    if bottom is None and any(begun(words, *one) or note_open(one[0].text) for one in told_cells):
        return None
    if words.guessing and any(is_running_text(c.text) for c, role, _ in told_cells if role is None):
        return None
    roles = roles_of(listed, guesses)
    if not HIERARCHY & set(roles) or ("implementation" not in roles and not results):
        return None
    if not told and not is_enough(
        words, [c.group + c.text for c in cells], listed, guesses, results=results, boxed=bottom is not None
    ):
        return None
    last = max(r.y + DESCENT_EM * r.size for r in runs)
    top = min(r.y - ASCENT_EM * r.size for r in runs)
    made = tuple(
        HeaderCell(role, c.group + c.text, c.x0, c.x1, known is not None)
        for role, known, c in zip(ranked(roles), listed, cells, strict=True)
    )
    bounds = _bounds(sheet, made, top, last)
    end = last if bottom is None else bottom
    return Header(sheet.number, top, end, bounds, made, not results, tuple(runs))


def note_open(text: str) -> bool:
    """Whether a bracket is still open: the header goes on."""
    return sum(map(text.count, "(（[〔【")) > sum(map(text.count, ")）]〕】"))


def _bounds(sheet: Sheet, cells: tuple[HeaderCell, ...], top: float, bottom: float) -> tuple[float, ...]:
    """X of the vertical rules around and between the cells; () where any is missing between two.

    Rules that cross the header go before those that begin below it: the latter may part an ordinal sub-column.
    """
    size = (bottom - top) / 2
    crossing = sorted({r.x0 for r in sheet.vertical if r.y0 <= bottom - 2 and r.y1 >= top + 2})
    near = sorted({r.x0 for r in sheet.vertical if r.y0 <= bottom + size and r.y1 >= top})
    between: list[float] = []
    for a, b in pairwise(cells):
        for xs in (crossing, near):
            found = [x for x in xs if a.x1 - OVERHANG_PT <= x <= b.x0 + OVERHANG_PT]
            if found:
                between.append(found[-1])
                break
        else:
            return ()
    left = [x for x in crossing if x <= cells[0].x0 + 2][-1:] or [cells[0].x0 - 1e4]
    right = [x for x in crossing if x >= cells[-1].x1 - 2][:1] or [cells[-1].x1 + 1e4]
    return (*left, *between, *right)


def rule_length(horizontal: Sequence[Rule], y: float) -> float:
    """Length in points of all rules at a height."""
    return sum(r.x1 - r.x0 for r in horizontal if abs(r.y0 - y) <= 1.0)


def near_rows(above: list[Run], below: list[Run]) -> bool:
    """Whether two rows stand as close as lines of one header text."""
    return below[0].y - above[0].y <= HEADER_PITCH_EM * below[0].size
