"""Headers that rules box in: all text of the box is header, known words or not."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.header_cells import (
    GrowingHeaderCell,
    cells_by_white,
    cells_in_box,
)
from pipeline.extractors.header_roles import (
    FULL_SHARE,
    MAX_TAIL,
    ROW_EM,
    made_header,
    near_rows,
    note_open,
    rule_length,
)
from pipeline.extractors.words import HeaderWords
from pipeline.lattice.evidence import MEET_PT
from pipeline.lattice.heads import Header
from pipeline.lines.runs import Run, rows_of
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import DESCENT_EM, MIDDLE_EM

MAX_BOX_LINES = 18
"""In a box, texts of unlike numbers of lines stand at unlike heights: twice as many baselines."""
BOX_SHARE = 0.6
"""A rule under a header is at least this share of the row of its words."""
CLOSING_BRACKETS = (")", "）", "]", "〕", "】")
"""Brackets that close a note."""


def boxed_header(sheet: Sheet, rows: list[list[Run]], at: int, words: HeaderWords) -> Header | None:
    """The header whose box the row at ``at`` stands in, where rules draw one."""
    head = rows[at]
    left, right = min(r.x0 for r in head), max(r.x1 for r in head)
    width = max(right - left, 0.3 * sheet.width)
    long = [
        r.y0 for r in sheet.horizontal if min(r.x1, right) - max(r.x0, left) >= BOX_SHARE * (right - left)
    ]
    long = [y for y in long if rule_length(sheet.horizontal, y) >= BOX_SHARE * width]
    middle = _middle(head[0])
    above = max((y for y in long if y < middle), default=None)
    below = sorted(y for y in long if y > middle)
    if above is None:
        return None
    # Texts of a box are set about its middle: those of more lines begin above the row at ``at``.
    first = at
    # One whose middle is above the box is printed over its rule: the end of a row that a page end cut too late.
    while first and _middle(rows[first - 1][0]) > above and near_rows(rows[first - 1], rows[first]):
        first -= 1
    # Rules under a group's word end where the group does.
    full = [
        y
        for y in below
        if rule_length(sheet.horizontal, y) >= FULL_SHARE * rule_length(sheet.horizontal, above)
    ]
    found = (
        _down_to(sheet, rows[first : at + MAX_BOX_LINES + 1], above, y, words) for y in (full or below)[:2]
    )
    return next((header for header in found if header is not None), None)


def _down_to(
    sheet: Sheet, rows: list[list[Run]], above: float, below: float, words: HeaderWords
) -> Header | None:
    """The header between two rules, if their box holds one."""
    inside = [r for row in rows for r in row if r.y <= below + 1]
    if len(rows_of(inside, ROW_EM)) > MAX_BOX_LINES:
        return None
    inner = [r for r in sheet.horizontal if above + MEET_PT < r.y0 < below - MEET_PT]
    cells = cells_in_box(inside, sheet.vertical) or cells_by_white(inside, inner)
    spilt = _spilt(cells, rows, below)
    if not spilt:
        return made_header(sheet, cells, inside, words, bottom=below)
    # Writer lets a note that is too long for a header printed again run out of its box.
    inside += spilt
    cells = cells_in_box(inside, sheet.vertical) or cells_by_white(inside, inner)
    return made_header(sheet, cells, inside, words, bottom=max(r.y + DESCENT_EM * r.size for r in spilt))


def _spilt(cells: list[GrowingHeaderCell], rows: list[list[Run]], floor: float) -> list[Run]:
    """Ends of notes just below a header's box whose beginnings stand in it."""
    opened = [c for c in cells if note_open(c.text)]
    below = [r for row in rows for r in row if floor + 1.0 < r.y <= floor + r.size]
    ends = [
        r.y
        for r in below
        if len(r.text) <= MAX_TAIL and r.text.endswith(CLOSING_BRACKETS) and _under(r, opened)
    ]
    # What is printed beside such an end and above it is header too.
    return [r for r in below if r.y <= max(ends) + ROW_EM * r.size] if ends else []


def _middle(run: Run) -> float:
    return run.y - MIDDLE_EM * run.size


def _under(run: Run, cells: Sequence[GrowingHeaderCell]) -> bool:
    return any(c.x0 <= (run.x0 + run.x1) / 2 <= c.x1 for c in cells)
