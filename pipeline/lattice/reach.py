"""How far down a table without rules reaches: as long as its lines keep to its columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.lattice.bounds import LOOK_AHEAD_LINES
from pipeline.lattice.columns import columns_filled, crosses
from pipeline.lattice.evidence import BOUND_RULE_PT, ONE_LINE_EM
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import lines_of
from pipeline.lines.runs import Run, rows_of

FREE_SHARE = 1.3
"""A line that stands so much further below the last one than lines of a cell do is no further line of it."""
MIN_TORN_ROWS = 2
"""One row outside the table that fills several of its columns may be chance: names to be signed, a unit."""


def aligned(
    runs: list[Run], bounds: tuple[float, ...], wording: Vocabulary, page: int, before: Sequence[Run] = ()
) -> list[Run]:
    """Runs from the top as far as the table reaches.

    At a line that does not keep to the columns both are read to the end: that it ends the table, and that it stands
    between its rows. The table goes on if more of the lines below keep to its columns than not. Of the last line of a
    page rows of its kind tell further up, or in the part of the table before.
    """
    rows = rows_of(runs)
    inside: list[Run] = []
    for i, row in enumerate(rows):
        heading = columns_filled(row, bounds) == 1 and _opens_heading(rows[i : i + 2], wording, page)
        # A raised figure stands first in a row by its height, not by its place.
        begin = min(row, key=lambda r: r.x0)
        ahead = rows[i + 1 : i + 1 + LOOK_AHEAD_LINES]
        if heading and wording.is_numbered_part(begin.text):
            # Capital numerals number steps and work items too: a heading stands at the left, and no rows follow it.
            heading = begin.x0 < bounds[1] and all(columns_filled(r, bounds) == 1 for r in ahead)
            row_of_works = _names_works(begin, wording) or _numbers_rows(begin, [*before, *inside], wording)
            heading = heading and bool(ahead or not row_of_works)
        # The word of a total may be set about several columns, beside its amount.
        over = [r for r in row if crosses(r, bounds[1:-1]) and not wording.is_total(r.text)]
        if (heading or over) and wording.is_title_of_another(row[0].text):
            break
        if heading and (len(row) > 1 or over or not _goes_on(ahead, bounds)):
            break
        if over and not (len(row) > 1 and _in_columns(row, over, inside)):
            near = len(row) == 1 and _goes_on(ahead, bounds)
            if not near and not _explains(rows[i + 1 :], bounds, wording):
                break
        inside += row
    return inside


def _names_works(run: Run, wording: Vocabulary) -> bool:
    """Whether a text ends as works do and no section: 參、財產管理業務 is a category at a page's foot."""
    return wording.is_name(run.text) and not wording.is_section(run.text)


def _numbers_rows(last: Run, rows: Sequence[Run], wording: Vocabulary) -> bool:
    """Whether lines like the last one of a page stand alone between the rows above."""
    return any(
        len(row) == 1 and wording.is_numbered_part(row[0].text) and abs(row[0].x0 - last.x0) <= BOUND_RULE_PT
        for row in rows_of(rows)
    )


def _goes_on(ahead: Sequence[list[Run]], bounds: tuple[float, ...]) -> bool:
    """Whether the next lines fill columns and none stands over a bound of them."""
    return any(columns_filled(r, bounds) > 1 for r in ahead) and not any(
        crosses(r, bounds[1:-1]) for row in ahead for r in row
    )


def _explains(rows: Sequence[list[Run]], bounds: tuple[float, ...], wording: Vocabulary) -> bool:
    """Whether columns explain the lines below, as far as the next heading, better than running text does."""
    filled = against = 0
    for row in rows:
        if len(row) == 1 and wording.is_heading(row[0].text):
            break
        if any(crosses(r, bounds[1:-1]) for r in row):
            against += 1
        else:
            filled += columns_filled(row, bounds) > 1
    return filled >= MIN_TORN_ROWS and filled > against


def without_titles(runs: list[Run]) -> list[Run]:
    """Runs above the next header without the lines that stand freely above it: it is theirs, not the table's."""
    rows = rows_of(runs)
    steps = [b[0].y - a[0].y for a, b in pairwise(rows)]
    close = min((s for s in steps if s > ONE_LINE_EM * rows[0][0].size), default=0.0)
    while len(rows) > 1 and len(rows[-1]) == 1 and rows[-1][0].y - rows[-2][0].y > FREE_SHARE * close:
        rows.pop()
    return [run for row in rows for run in row]


def without_foot_name(runs: list[Run], wording: Vocabulary) -> list[Run]:
    """Runs of a page's last table without a section's name that stands freely below: its table is overleaf."""
    rows = rows_of(runs)
    steps = [b[0].y - a[0].y for a, b in pairwise(rows)]
    close = min((s for s in steps if s > ONE_LINE_EM * rows[0][0].size), default=0.0)
    free = bool(steps) and steps[-1] > FREE_SHARE * close
    names = free and len(rows[-1]) == 1 and wording.is_section(rows[-1][0].text)
    return [run for row in (rows[:-1] if names else rows) for run in row]


def _in_columns(row: Sequence[Run], over: Sequence[Run], inside: Sequence[Run]) -> bool:
    """Whether a row with text over a gutter is a row of the table: its other texts begin where cells above do."""
    gone = set(over)
    others = [r for r in row if r not in gone]
    return bool(others) and all(any(abs(r.x0 - x.x0) <= BOUND_RULE_PT for x in inside) for r in others)


def _opens_heading(rows: Sequence[list[Run]], wording: Vocabulary, page: int) -> bool:
    """Whether a line is a heading, or the office's or section's name above a title."""
    first, *others = [lines_of(row, page)[0].text for row in rows]
    if wording.is_heading(first):
        return True
    return wording.is_name(first) and any(map(wording.is_heading, others))


def torn_rows(runs: list[Run], bounds: tuple[float, ...]) -> list[Run]:
    """Runs of rows that fill several columns of the table above, which was left at a line that does not."""
    rows = [
        row
        for row in rows_of(runs)
        if columns_filled(row, bounds) > 1 and not any(crosses(r, bounds[1:-1]) for r in row)
    ]
    return [run for row in rows for run in row] if len(rows) >= MIN_TORN_ROWS else []
