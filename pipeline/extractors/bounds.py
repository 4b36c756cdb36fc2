"""Column bounds of all headers of a file: those without rules share what all their pages show."""

from __future__ import annotations

from collections import defaultdict

from pipeline.extractors.columns import bounds_from_white, columns_filled, crosses
from pipeline.extractors.header_types import Header
from pipeline.extractors.headings import CAPITAL_HEADING, heading_like
from pipeline.lines.runs import Run, rows_of
from pipeline.normalizers.text import squeeze
from pipeline.profiles.loading import Profile

LOOK_AHEAD_LINES = 4
"""Within so many lines below a category row the table's columns are seen again."""
KEPT_SHARE = 0.9
"""On a page where a table goes on, nearly all lines keep to its columns."""


def bounds_of_headers(
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    profile: Profile,
) -> dict[Header, tuple[float, ...]]:
    """Column bounds of every header; those without vertical rules share what all their pages show."""
    bounds = {h: h.bounds for found in headers.values() for h in found if h.bounds}
    groups: dict[tuple[object, ...], list[Header]] = defaultdict(list)
    for found in headers.values():
        for header in found:
            if header.plan and not header.bounds:
                groups[tuple((c.text, round(c.x0 / 6)) for c in header.cells)].append(header)
    for group in groups.values():
        below = [_below(bodies[h.page], h, headers[h.page], profile) for h in group]
        rows = [row for found in below for row in _of_columns(found, profile)]
        seen = bounds_from_white(group, rows)
        # Where the header is printed once, the pages below it show more of the columns.
        further = [found for h in group for found in _further(h, headers, bodies, seen, profile)]
        if further:
            seen = bounds_from_white(
                group, [*rows, *(row for found in further for row in _of_columns(found, profile))]
            )
        bounds.update(dict.fromkeys(group, seen))
    return bounds


def _further(
    header: Header,
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    bounds: tuple[float, ...],
    profile: Profile,
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
        waiting.append(_of_table(rows, header, profile))
        if any(columns_filled(row, bounds) > 1 for row in rows):
            pages += waiting
            waiting = []
        page += 1
    return pages


def _of_columns(runs: list[Run], profile: Profile) -> list[list[Run]]:
    """Rows of one page without the words of totals, which may stand over a gutter beside their amounts."""
    return [[r for r in row if squeeze(r.text) not in profile.total_words] for row in rows_of(runs)]


def _below(body: list[Run], header: Header, headers: list[Header], profile: Profile) -> list[Run]:
    """Runs below a header as far as the next header or heading."""
    floor = min((h.top for h in headers if h.top > header.bottom), default=1e9)
    return _of_table(rows_of([run for run in body if header.bottom < run.y < floor]), header, profile)


def _of_table(rows: list[list[Run]], header: Header, profile: Profile) -> list[Run]:
    """Runs of rows as far as the heading or the footnote that ends the table."""
    found: list[Run] = []
    for row in rows:
        text = squeeze(row[0].text)
        outer = row[0].x0 <= header.cells[0].x1
        note = outer and text.startswith(profile.footnote_words)
        capital = CAPITAL_HEADING.match(text) and not outer
        if len(row) == 1 and (note or (heading_like(row[0].text, profile) and not capital)):
            break
        found += row
    return found
