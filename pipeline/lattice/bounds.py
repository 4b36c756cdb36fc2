"""Column bounds of all headers of a file: those without rules share what all their pages show."""

from __future__ import annotations

from collections import defaultdict

from pipeline.lattice.columns import bounds_from_white, columns_filled, crosses
from pipeline.lattice.heads import Header
from pipeline.lattice.wording import Wording
from pipeline.lines.runs import Run, rows_of

LOOK_AHEAD_LINES = 4
"""Within so many lines below a category row the table's columns are seen again."""
KEPT_SHARE = 0.9
"""On a page where a table goes on, nearly all lines keep to its columns."""


def bounds_of_headers(
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    wording: Wording,
) -> dict[Header, tuple[float, ...]]:
    """Column bounds of every header; those without vertical rules share what all their pages show."""
    bounds = {h: h.bounds for found in headers.values() for h in found if h.bounds}
    groups: dict[tuple[object, ...], list[Header]] = defaultdict(list)
    for found in headers.values():
        for header in found:
            if header.plan and not header.bounds:
                groups[tuple((c.text, round(c.x0 / 6)) for c in header.cells)].append(header)
    for group in groups.values():
        below = [_below(bodies[h.page], h, headers[h.page], wording) for h in group]
        rows = [row for found in below for row in _of_columns(found, wording)]
        seen = bounds_from_white(group, rows)
        # Where the header is printed once, the pages below it show more of the columns.
        further = [found for h in group for found in _further(h, headers, bodies, seen, wording)]
        if further:
            seen = bounds_from_white(
                group, [*rows, *(row for found in further for row in _of_columns(found, wording))]
            )
        bounds.update(dict.fromkeys(group, seen))
    return bounds


def _further(
    header: Header,
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    bounds: tuple[float, ...],
    wording: Wording,
) -> list[list[Run]]:
    """For each page its runs, of the pages behind a header's on which its table goes on without one."""
    pages: list[list[Run]] = []
    # One cell may fill pages alone: they are the table's where another of its rows stands behind them.
    waiting: list[list[Run]] = []
    page = header.page + 1
    while headers[header.page][-1] is header and page in bodies and not headers.get(page):
        rows = rows_of(bodies[page])
        kept = sum(not any(crosses(r, bounds[1:-1]) for r in row) for row in rows)
        if kept < KEPT_SHARE * len(rows):
            break
        waiting.append(_of_table(rows, header, wording))
        if any(columns_filled(row, bounds) > 1 for row in rows):
            pages += waiting
            waiting = []
        page += 1
    return pages


def _of_columns(runs: list[Run], wording: Wording) -> list[list[Run]]:
    """Rows of one page without the words of totals, which may stand over a gutter beside their amounts."""
    return [[r for r in row if not wording.is_total(r.text)] for row in rows_of(runs)]


def _below(body: list[Run], header: Header, headers: list[Header], wording: Wording) -> list[Run]:
    """Runs below a header as far as the next header or heading."""
    floor = min((h.top for h in headers if h.top > header.bottom), default=1e9)
    return _of_table(rows_of([run for run in body if header.bottom < run.y < floor]), header, wording)


def _of_table(rows: list[list[Run]], header: Header, wording: Wording) -> list[Run]:
    """Runs of rows as far as the heading or the footnote that ends the table."""
    found: list[Run] = []
    for row in rows:
        outer = row[0].x0 <= header.cells[0].x1
        note = outer and wording.is_note(row[0].text)
        capital = wording.is_numbered_part(row[0].text) and not outer
        if len(row) == 1 and (note or (wording.is_heading(row[0].text) and not capital)):
            break
        found += row
    return found
