"""Column bounds: from vertical rules where there are any, from white where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median, pstdev

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import HABIT, WHITE_STEP_PT
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lines.runs import Run, straddles
from pipeline.normalizers.labels import bare_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY
from pipeline.readers.page import Rule

OVERLAP_EM = 0.6
"""Text that reaches further than this over a column bound is not a cell's."""
MIN_WHITE_PT = 3.5
"""Less white than this between two columns' texts is word space, not a gutter."""
TIGHT_WHITE_PT = 1.0
"""Where no wider white is found: a bracket that hangs over the right edge leaves less of the cells' padding."""
NARROW_SHARE = 0.4
"""A stretch of white this much narrower than the widest is chance."""
STRAY_SHARE = 0.02
"""Share of runs that may cross a gutter: notes that stand between the rows."""
TEXT_MARGIN_PT = 2.0
"""Outer bounds of a table without a frame lie this far outside its text."""
AMOUNT_OR_NIL = late(r"[-－—–−△▲]?[(（]?[\d,，.]*\d[)）]?(?:[仟千百萬億]*元)?$|[-－—–−]$")
"""A number, with its unit perhaps, or a sign for none."""
LEAD_EM = 4.0
"""An ordinal sub-column is at most this wide: 十二、 with the cell's padding."""
LEAD_WHITE_EM = 1.0
"""Cells leave more white between an ordinal and its text than a hanging indent does."""
USUAL_PT = 10.0
"""Size of type where a part of a table has no text."""
LEAD_SHARE = 0.5
"""The rule of an ordinal sub-column runs along at least this share of the table's height."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table part.

    Attributes:
        role: role in the profile, or "extra".
        header: words of its header, without white space.
        x0: left bound.
        x1: right bound.
        lead: right bound of its ordinal sub-column, or None.
        lead_header: words of the sub-column's own header; "" where it has none.
    """

    role: str
    header: str
    x0: float
    x1: float
    lead: float | None = None
    lead_header: str = ""


def columns_of(
    header: Header,
    bounds: Sequence[float],
    vertical: Sequence[Rule],
    runs: Sequence[Run],
    top: float,
    bottom: float,
) -> tuple[Column, ...]:
    """Columns between the bounds; a column of ordinals becomes the sub-column of the plan column that it numbers.

    Before a work column it numbers rows, not work items, and is kept as a column without a role.

    Args:
        header: gives roles and words.
        bounds: one more than the header has cells.
        vertical: vertical rules of the page.
        runs: text of the table's part.
        top: upper edge of the table's part.
        bottom: lower edge of it.
    """
    columns: list[Column] = []
    crossing = [r for r in vertical if min(r.y1, bottom) - max(r.y0, top) >= LEAD_SHARE * (bottom - top)]
    pending: float | None = None
    pending_header = ""
    for i, cell in enumerate(header.cells):
        x0, x1 = bounds[i], bounds[i + 1]
        following = header.cells[i + 1].role if i + 1 < len(header.cells) else ""
        if cell.role == "ordinal" and following == "plan":
            pending, pending_header = x0, cell.text
            continue
        lead = _lead(x0, x1, crossing, runs) if cell.role in HIERARCHY else None
        if pending is not None:
            x0, lead, pending = pending, x0, None
        role = "extra" if cell.role == "ordinal" else cell.role
        columns.append(Column(role, cell.text, x0, x1, lead, pending_header))
        pending_header = ""
    return tuple(columns)


def _lead(x0: float, x1: float, rules: Sequence[Rule], runs: Sequence[Run]) -> float | None:
    """Where a rule parts ordinals from what they number: a narrow sub-column, or one that holds nothing else."""
    size = median(r.size for r in runs) if runs else USUAL_PT
    reach = LEAD_EM * size
    for rule in rules:
        if x0 + size < rule.x0 < min(x0 + reach, x1 - reach / 2):
            return rule.x0
        if x0 + reach <= rule.x0 <= (x0 + x1) / 2:
            within = [r.text for r in runs if x0 < (r.x0 + r.x1) / 2 < rule.x0]
            if within and all(bare_label(squeeze(text), "") for text in within):
                return rule.x0
    return _lead_by_white(x0, x1, runs) if not rules else None


def _lead_by_white(x0: float, x1: float, runs: Sequence[Run]) -> float | None:
    """Where white parts ordinals from what they number, in a table without column rules."""
    within = [r for r in runs if x0 < (r.x0 + r.x1) / 2 < x1]
    ordinals = [r for r in within if bare_label(squeeze(r.text), "")]
    texts = [r.x0 for r in within if not bare_label(squeeze(r.text), "")]
    if not ordinals or not texts:
        return None
    lead = min(texts) - TEXT_MARGIN_PT / 2
    apart = lead - max(r.x1 for r in ordinals)
    return lead if apart > LEAD_WHITE_EM * ordinals[0].size else None


def bounds_from_white(group: list[Header], rows: Sequence[Sequence[Run]]) -> tuple[float, ...]:
    """Bounds in the white between the columns' texts, close to where the next column's text begins.

    Args:
        group: the same header on all pages where it stands.
        rows: runs of the tables below it in rows of one height: one page shows too little. Rows of several runs show
            columns; one that stands alone may stand over them.
    """
    cells = group[0].cells
    runs = [r for row in rows for r in row]
    allowed = int(STRAY_SHARE * len(runs))
    texts = [(r.x0, r.x1) for r in runs]
    beside = [(r.x0, r.x1) for r in _in_cells(rows)]
    heads = [(c.x0, c.x1) for h in group for c in h.cells]
    bounds = [min(x for x, _ in texts + heads) - TEXT_MARGIN_PT]
    for left, right in pairwise(cells):
        low = max(bounds[-1], (left.x0 + left.x1) / 2)
        high = (right.x0 + right.x1) / 2
        # White that fewer notes cross goes before white that more of them do.
        tries = [(texts, MIN_WHITE_PT, strays) for strays in range(allowed + 1)]
        tries += [(beside, MIN_WHITE_PT, 0)]
        tries += [(texts, TIGHT_WHITE_PT, strays) for strays in range(allowed + 1)]
        found = (_gutter(low, high, shown, heads, strays, white) for shown, white, strays in tries)
        gutter = next((x for x in found if x is not None), None)
        gutter = gutter or _edge(low, high, runs)
        if gutter is not None and left.role in BUDGET_ROLES:
            gutter = _behind_amounts(gutter, right, runs, heads, allowed)
        if gutter is None:
            bounds.append((left.x1 + right.x0) / 2)
        else:
            bounds.append(_settled(gutter, right, runs))
    bounds.append(max(x for _, x in texts + heads) + TEXT_MARGIN_PT)
    return tuple(bounds)


def _in_cells(rows: Sequence[Sequence[Run]]) -> list[Run]:
    """Runs of rows of several, and those alone that begin where one of them does behind its first: lines of a cell."""
    several = [r for row in rows if len(row) > 1 for r in row]
    edges = {round(r.x0) for row in rows for r in sorted(row, key=lambda r: r.x0)[1:]}
    alone = [row[0] for row in rows if len(row) == 1]
    return several + [r for r in alone if round(r.x0) in edges]


def _edge(low: float, high: float, runs: Sequence[Run]) -> tuple[float, float] | None:
    """Both ends of the seam before an edge at which texts of many rows begin and which no glyph stands across.

    Texts of cells that touch those before them are one run with them: no white parts the columns, but their edges do.
    """
    begun = Counter(round(r.x0) for r in runs if low < r.x0 < high)
    for at, count in begun.most_common(2):
        edge = min(r.x0 for r in runs if round(r.x0) == at)
        if count >= HABIT and not any(straddles(r, edge) for r in runs):
            return edge, edge
    return None


def _behind_amounts(
    gutter: tuple[float, float],
    right: HeaderCell,
    runs: Sequence[Run],
    heads: Iterable[tuple[float, float]],
    allowed: int,
) -> tuple[float, float]:
    """The next gutter where nothing but amounts stands between: those set flush right may lie beside their header."""
    beside = [r for r in runs if gutter[1] <= r.x0 and r.x1 < right.x0]
    others = sorted(r.x0 for r in beside if not AMOUNT_OR_NIL.match(squeeze(r.text)))
    limit = others[allowed] if len(others) > allowed else right.x0
    amounts = [r.x1 for r in beside if r.x1 < limit and AMOUNT_OR_NIL.match(squeeze(r.text))]
    if not amounts:
        return gutter
    texts = [(r.x0, r.x1) for r in runs]
    further = _gutter(max(amounts), (right.x0 + right.x1) / 2, texts, heads, allowed, MIN_WHITE_PT)
    return further or gutter


def _settled(gutter: tuple[float, float], right: HeaderCell, runs: Iterable[Run]) -> float:
    """Where in a gutter the bound lies: at its right end, but for amounts that are not set flush left.

    A longer amount on another page begins further left than all of these, while the lines of the column before end
    where its full lines end.
    """
    start, end = gutter
    # The column reaches about as far to the right of its header's middle as to the left of it.
    reach = right.x0 + right.x1 - end
    column = [
        r
        for r in runs
        if end <= r.x0 and (r.x1 <= max(reach, right.x1) + TEXT_MARGIN_PT or _amount_below(r, right))
    ]
    if right.role not in BUDGET_ROLES or len(column) < HABIT:
        return end
    starts, middles, ends = ([f(r) for r in column] for f in (_start, _middle, _end))
    flush_left = max(starts) - min(starts) < column[0].size or pstdev(starts) <= min(
        pstdev(middles), pstdev(ends)
    )
    return end if flush_left else start + TEXT_MARGIN_PT


def _amount_below(run: Run, head: HeaderCell) -> bool:
    """Whether a run is an amount that begins left of a header's end; set flush right it may reach further than that."""
    return run.x0 < head.x1 and bool(AMOUNT_OR_NIL.match(squeeze(run.text)))


def _start(run: Run) -> float:
    return run.x0


def _middle(run: Run) -> float:
    return (run.x0 + run.x1) / 2


def _end(run: Run) -> float:
    return run.x1


def _gutter(
    low: float,
    high: float,
    texts: Iterable[tuple[float, float]],
    heads: Iterable[tuple[float, float]],
    allowed: int,
    least_pt: float,
) -> tuple[float, float] | None:
    """Both ends of a white stretch between two header centres, or None where there is none.

    The leftmost one that is not much narrower than the widest: cells of the right column may leave white of their
    own before its centred header, but text of the left one leaves none.
    """
    count = max(int((high - low) / WHITE_STEP_PT), 1)
    cover = [0] * (count + 1)
    for spans, weight in ((texts, 1), (heads, allowed + 1)):
        for x0, x1 in spans:
            for k in range(
                max(int((x0 - low) / WHITE_STEP_PT), 0), min(int((x1 - low) / WHITE_STEP_PT), count) + 1
            ):
                cover[k] += weight
    whites: list[tuple[float, float, float]] = []
    start: int | None = None
    for k in range(count + 1):
        white = cover[k] <= allowed
        if white and start is None:
            start = k
        elif not white and start is not None:
            end = low + k * WHITE_STEP_PT - TEXT_MARGIN_PT / 2
            whites.append(((k - start) * WHITE_STEP_PT, min(low + start * WHITE_STEP_PT, end), end))
            start = None
    widest = max((width for width, _, _ in whites), default=0.0)
    wanted = max(least_pt, NARROW_SHARE * widest)
    return next(((at, end) for width, at, end in whites if width >= wanted), None)


def crosses(run: Run, bounds: Sequence[float]) -> bool:
    """Whether a run goes over one of the bounds between columns, by more than a hanging comma."""
    reach = OVERLAP_EM * run.size
    return any(run.x0 < b - reach and run.x1 > b + reach and straddles(run, b) for b in bounds)


def columns_filled(row: list[Run], bounds: tuple[float, ...]) -> int:
    """How many columns a row has text in."""
    return len({sum(b <= (r.x0 + r.x1) / 2 for b in bounds) for r in row})
