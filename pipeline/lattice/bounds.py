"""Column bounds of all headers of a file: those without rules share what all their pages show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.lattice.columns import AMOUNT_OR_NIL, bounds_from_white, columns_filled, crosses
from pipeline.lattice.evidence import HABIT
from pipeline.lattice.frames import Frame
from pipeline.lattice.heads import Header
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.runs import Run, rows_of, straddles
from pipeline.normalizers.text import squeeze

LOOK_AHEAD_LINES = 4
"""Within so many lines below a category row the table's columns are seen again."""
KEPT_SHARE = 0.9
"""On a page where a table goes on, nearly all lines keep to its columns."""
STRAYS_SHARE = 0.1
"""So few of the texts that begin at an edge may others stand over it: totals, signatures, notes between the rows."""


def bounds_of_headers(
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    wording: Vocabulary,
    frames: Mapping[Header, Frame],
) -> dict[Header, tuple[float, ...]]:
    """Column bounds of every header; those without vertical rules share what all their pages show."""
    bounds = {h: h.bounds for found in headers.values() for h in found if h.bounds}
    groups: dict[tuple[object, ...], list[Header]] = defaultdict(list)
    for found in headers.values():
        for header in found:
            if header.plan and not header.bounds:
                groups[tuple((c.text, round(c.x0 / 6)) for c in header.cells)].append(header)
    for group in groups.values():
        below = [_below(bodies[h.page], h, headers[h.page], wording, frames.get(h)) for h in group]
        rows = [row for found in below for row in _of_columns(found, wording)]
        seen = _seen(group, rows)
        # Where the header is printed once, the pages below it show more of the columns.
        further = [found for h in group for found in _further(h, headers, bodies, seen, wording)]
        if further:
            seen = _seen(group, [*rows, *(row for found in further for row in _of_columns(found, wording))])
        bounds.update(dict.fromkeys(group, seen))
    return bounds


def _seen(group: list[Header], rows: Sequence[list[Run]]) -> tuple[float, ...]:
    """Bounds by white; where most texts that begin at one edge stand over such a bound, the edge is the bound."""
    bounds = list(bounds_from_white(group, rows))
    runs = [run for row in rows for run in row]
    for i, (left, right) in enumerate(pairwise(group[0].cells), 1):
        within = [run for run in runs if left.x0 + left.x1 < 2 * run.x0 < right.x0 + right.x1]
        begun = Counter(round(run.x0) for run in within)
        place, count = begun.most_common(1)[0] if begun else (0, 0)
        at_edge = [run for run in within if round(run.x0) == place]
        edge = min((run.x0 for run in at_edge), default=0.0)
        most = _over(bounds[i], at_edge) > count / 2
        if count >= HABIT and most and _over(edge, runs) <= STRAYS_SHARE * count:
            bounds[i] = edge
    return tuple(bounds)


def _over(bound: float, runs: Sequence[Run]) -> int:
    """How many texts have a glyph that stands over a bound."""
    return sum(straddles(run, bound) for run in runs)


def _further(
    header: Header,
    headers: dict[int, list[Header]],
    bodies: dict[int, list[Run]],
    bounds: tuple[float, ...],
    wording: Vocabulary,
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


def _of_columns(runs: list[Run], wording: Vocabulary) -> list[list[Run]]:
    """Rows of one page without the words of totals, which may stand over a gutter beside their amounts.

    Whatever a sum is called, its word stands beside amounts alone and begins where texts of no column do.
    """
    rows = rows_of(runs)
    texts = [[r for r in row if not AMOUNT_OR_NIL.match(squeeze(r.text))] for row in rows]
    sums = [len(words) == 1 and len(row) > 1 for words, row in zip(texts, rows, strict=True)]
    edges = {round(r.x0) for words, is_sum in zip(texts, sums, strict=True) if not is_sum for r in words}

    def over(run: Run, *, beside_amounts: bool) -> bool:
        apart = beside_amounts and edges.isdisjoint(range(round(run.x0) - 1, round(run.x0) + 2))
        return wording.is_total(run.text) or (apart and not AMOUNT_OR_NIL.match(squeeze(run.text)))

    return [
        [r for r in row if not over(r, beside_amounts=is_sum)] for row, is_sum in zip(rows, sums, strict=True)
    ]


def _below(
    body: list[Run], header: Header, headers: list[Header], wording: Vocabulary, frame: Frame | None
) -> list[Run]:
    """Runs below a header as far as its frame, or the next header or heading."""
    floor = min((h.top for h in headers if h.top > header.bottom), default=1e9)
    if frame is not None:
        return [run for run in body if header.bottom < run.y < min(floor, frame.bottom)]
    return _of_table(rows_of([run for run in body if header.bottom < run.y < floor]), header, wording)


def _of_table(rows: list[list[Run]], header: Header, wording: Vocabulary) -> list[Run]:
    """Runs of rows as far as the heading or the footnote that ends the table."""
    found: list[Run] = []
    for i, row in enumerate(rows):
        outer = row[0].x0 <= header.cells[0].x1
        note = outer and wording.is_note(row[0].text)
        # Capital numerals number rows too: such a row stands in a further column, or rows of columns follow it.
        follow = any(len(ahead) > 1 for ahead in rows[i + 1 : i + 1 + LOOK_AHEAD_LINES])
        capital = wording.is_numbered_part(row[0].text) and (not outer or follow)
        if len(row) == 1 and (note or (wording.is_heading(row[0].text) and not capital)):
            break
        found += row
    return found
