"""Rows that stand over all columns of a table: which runs of a part are theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.lattice.columns import AMOUNT_OR_NIL, OVERLAP_EM, crosses
from pipeline.lattice.evidence import BOUND_RULE_PT, CENTRE_EM, HABIT, MEET_PT
from pipeline.lattice.frames import columns_begin
from pipeline.lattice.parts import Part
from pipeline.lines.runs import Run, rows_of
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY
from pipeline.readers.page import ASCENT_EM, DESCENT_EM

LONG_SHARE = 0.9
"""A row rule runs along the table's whole width, but for what its ends are rounded by."""
EXACT_EM = 0.1
"""A text this close to the middle of the table stands there by no chance."""
LOOSE_CENTRE_EM = 1.5
"""Without rules the table's edges are known by its text only."""
SENTENCE_ENDS = "。；，、：;,"
"""The name of a category is no sentence: this is the end of one that began on the page before."""
MIN_ROW_PT = 6.0
"""A lower gap in the rules between columns holds no text."""
SAME_PITCH_EM = 0.15
"""Lines of one cell keep their distance but for this; the padding of two cells changes it by more."""
MAX_PITCH_EM = 2.6
"""Lines of one cell are closer than this: double spacing of a font with high lines."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a table shows before and behind one of its parts.

    Attributes:
        opens: the part's first row may be a category set flush left, and not the rest of a work item.
        fresh: nothing of the table stands on a page before, so that no cell runs on into the part.
        flush: categories are set flush left in this table: at a page's end that is asked for, as a work item may
            stand alone there.
        middles: about which middles categories of this table were set before.
        following: the table's next part.
    """

    opens: bool
    fresh: bool = False
    flush: bool = False
    middles: tuple[float, ...] = ()
    following: Part | None = None


def spanning_runs(part: Part, around: Around) -> tuple[list[Run], list[Run]]:
    """Split a part's runs into those of rows that span all text columns, and the others.

    In a framed table a row spans columns where the rules between them are interrupted; without rules, where a
    single run of text reaches over a gutter or stands in the middle of the table.
    """
    first = next(i for i, c in enumerate(part.columns) if c.role in HIERARCHY)
    last = max(i for i, c in enumerate(part.columns) if c.role == "implementation")
    between = [c.x0 for c in part.columns[first + 1 : last + 1]]
    over: list[Run] = []
    inside: list[Run] = []
    # No ordinal reaches over its sub-column: a name that does stands over both.
    leads = [c.lead for c in part.columns[: first + 1] if c.lead is not None]
    crossing = set() if part.framed else set(_crossing(part, [*leads, *between]))
    spans = _interrupted(part, between) if part.framed else _lone_rows(part, around)
    for run in part.runs:
        middle = run.y - 0.35 * run.size
        spanning = any(a < middle < b for a, b in spans)
        if part.framed:
            # Beside a row that spans the text columns stand the amounts of a total.
            spanning = spanning and run.x0 < part.columns[last].x1 - OVERLAP_EM * run.size
        else:
            spanning = spanning or run in crossing
        (over if spanning else inside).append(run)
    return over, inside


def _crossing(part: Part, between: Sequence[float]) -> list[Run]:
    """Runs over a gutter that no text of a cell stands beside: amounts do beside the word of a total."""
    found: list[Run] = []
    for row in rows_of(part.runs):
        over = [r for r in row if crosses(r, between)]
        if all(r in over or AMOUNT_OR_NIL.match(squeeze(r.text)) for r in row):
            found += over
    return found


def over_bounds(part: Part, runs: Sequence[Run]) -> list[Run]:
    """Runs of a table's rows that stand over a bound of its columns, but for words beside an amount."""
    bounds = [c.x0 for c in part.columns[1:]]
    crossing = [
        [r for r in row if crosses(r, bounds)]
        for row in rows_of(runs)
        if sum(not AMOUNT_OR_NIL.match(squeeze(r.text)) for r in row) > 1
    ]
    return [run for row in crossing for run in row]


def _interrupted(part: Part, between: Sequence[float]) -> list[tuple[float, float]]:
    """Spans of height at which none of the rules between the text columns is drawn, within the frame."""
    spans = [(part.top, part.bottom)]
    for x in between:
        for rule in part.vertical:
            if abs(rule.x0 - x) <= BOUND_RULE_PT:
                spans = [s for span in spans for s in _minus(span, rule.y0, rule.y1)]
    outer = [
        r
        for r in part.vertical
        if min(abs(r.x0 - part.bounds[0]), abs(r.x0 - part.bounds[-1])) <= BOUND_RULE_PT
    ]
    return [
        (a, b)
        for a, b in spans
        if b - a > MIN_ROW_PT
        and (
            any(r.y0 <= a + MEET_PT and r.y1 >= b - MEET_PT for r in outer)
            or _between_rules(part, a, b)
            or columns_begin(part.vertical, between, b)
        )
    ]


def _lone_rows(part: Part, around: Around) -> list[tuple[float, float]]:
    """Rows of a table without column rules that hold one line in the middle of the table's width."""
    left, right = (
        min((r.x0 for r in part.horizontal), default=0.0),
        max((r.x1 for r in part.horizontal), default=0.0),
    )
    edges = _row_edges(part)
    # Stripes and merged cells leave rows without edges of their own.
    spans = _unruled_lone_rows(part, around) if part.striped or len(edges) < HABIT else []
    if around.opens and len(part.runs) == 1 and _is_alone_at_left(part, part.runs, part.runs * 2):
        # Nothing else of the table stands on its first page.
        spans.append((part.top, part.bottom))
    following = around.following if around.flush else None
    for a, b in pairwise(edges):
        inside = _between(part.runs, a, b)
        centred = len(inside) == 1 and _is_centred(part, inside[0], (left + right) / 2, CENTRE_EM)
        told = around.opens or any(r.y < a for r in part.runs)
        at_left = told and _is_alone_at_left(part, inside, _row_below(part, b, edges, following))
        if centred or at_left:
            spans.append((a, b))
        if at_left:
            following = around.following
    return spans


def _row_edges(part: Part) -> list[float]:
    """Heights of the rules that run along the table's whole width."""
    left = min((r.x0 for r in part.horizontal), default=0.0)
    right = max((r.x1 for r in part.horizontal), default=0.0)
    return sorted({round(r.y0, 1) for r in part.horizontal if r.x1 - r.x0 > LONG_SHARE * (right - left)})


def _row_below(part: Part, edge: float, edges: Sequence[float], following: Part | None) -> list[Run]:
    """The row below a height: it reaches to its rule; where none follows, its first line tells.

    Below a page's last row that is the first one of the part that follows, where it may be asked.
    """
    further = next((e for e in edges if e > edge + MIN_ROW_PT), None)
    lines = rows_of(_between(part.runs, edge, further or part.bottom + 1.0))
    if not lines and following is not None and not following.framed:
        return _row_below(following, following.top, _row_edges(following), None)
    return [run for line in (lines if further else lines[:1]) for run in line]


def _between(runs: Sequence[Run], a: float, b: float) -> list[Run]:
    return [r for r in runs if a < r.y - 0.35 * r.size < b]


def _is_alone_at_left(part: Part, row: Sequence[Run], below: Sequence[Run]) -> bool:
    """Whether a row holds nothing but a text in the first column, and the row below it begins with one of its own."""
    first = part.columns[0]

    def opens(runs: Sequence[Run]) -> bool:
        return any(first.x0 <= r.x0 < first.x1 for r in runs)

    alone = len(row) == 1 and opens(row) and row[0].text[-1] not in SENTENCE_ENDS
    return (
        alone and first.role == "work" and find_label(row[0].text) is None and opens(below) and len(below) > 1
    )


def _is_centred(part: Part, run: Run, middle: float, reach_em: float) -> bool:
    """Whether a run is set about the table's middle and not as the text of its column."""
    off = abs((run.x0 + run.x1) / 2 - middle)
    column = _column_at(part, run)
    # Lines that stand alone do not tell the column's edge: they may be rows of this kind themselves.
    alone = {row[0] for row in rows_of(part.runs) if len(row) == 1}
    others = [r.x0 for r in part.runs if r not in alone and _column_at(part, r) == column]
    edge = min(others, default=part.columns[column].x0)
    # A line that begins at its column's left edge is a cell of that column, wherever its middle is; but among amounts
    # that are set in the middle its own exact middle tells.
    apart = abs(run.x0 - edge) > CENTRE_EM * run.size
    exact = part.columns[column].role in BUDGET_ROLES and off <= EXACT_EM * run.size
    return off <= reach_em * run.size and (apart or exact) and run.text[-1] not in SENTENCE_ENDS


def _column_at(part: Part, run: Run) -> int:
    """Place of the column in which a run begins."""
    return sum(run.x0 >= c.x0 for c in part.columns[1:])


def _unruled_lone_rows(part: Part, around: Around) -> list[tuple[float, float]]:
    """The same where no rules part the rows: the line opens the part or stands above a row that begins."""
    cells = part.named.cells
    left = min([part.bounds[0], cells[0].x0, *(r.x0 for r in part.horizontal)])
    right = max([min(part.bounds[-1], 1e4), cells[-1].x1, *(r.x1 for r in part.horizontal)])
    middle = (left + right) / 2
    first = next(c for c in part.columns if c.role in HIERARCHY)
    rows = rows_of(part.runs)
    spans: list[tuple[float, float]] = []
    middles = list(around.middles)
    for row, below in pairwise([*rows, []]):
        run = row[0]
        if len(row) > 1 or find_label(run.text):
            continue
        begins = len(below) > 1 and any(first.x0 <= r.x0 < first.x1 for r in below)
        # The last line of a page may stand above a row of the next one, if no other line is set like it.
        begins = begins or (
            not below and all(r is run or abs(r.x0 - run.x0) > BOUND_RULE_PT for r in part.runs)
        )
        reach = LOOSE_CENTRE_EM if below else CENTRE_EM
        centred = _is_centred(part, run, middle, reach) and not _hangs(part, run)
        # Above the first row of a table there is no cell whose text it could be.
        opening = around.fresh and row is rows[0] and _column_at(part, run) > 0
        told = _is_near(run, [middle], LOOSE_CENTRE_EM) if opening else _is_set_like(part, run, middles)
        if begins and (centred or told):
            middles.append((run.x0 + run.x1) / 2)
            spans.append((run.y - ASCENT_EM * run.size, run.y + DESCENT_EM * run.size))
    return spans


def _is_set_like(part: Part, run: Run, middles: Sequence[float]) -> bool:
    """Whether a run that begins where texts of its column do is a category all the same.

    Its middle is exactly that of the categories before it, and its distance is not that of the lines of a cell.
    """
    return _is_near(run, middles, EXACT_EM) and not _at_pitch(part, run)


def _is_near(run: Run, middles: Sequence[float], reach_em: float) -> bool:
    at = (run.x0 + run.x1) / 2
    return run.text[-1] not in SENTENCE_ENDS and any(abs(at - m) <= reach_em * run.size for m in middles)


def _hangs(part: Part, run: Run) -> bool:
    """Whether the line above it in its column begins at the same place, or ends there as texts set flush right do."""
    above = _above(part, run)
    if above is None:
        return False
    return min(abs(above.x0 - run.x0), abs(above.x1 - run.x1)) <= BOUND_RULE_PT


def _above(part: Part, run: Run) -> Run | None:
    column = _column_at(part, run)
    above = [r for r in part.runs if r.y < run.y and r is not run and _column_at(part, r) == column]
    return max(above, key=lambda r: r.y, default=None)


def _at_pitch(part: Part, run: Run) -> bool:
    """Whether a line follows the one above it in its column at the distance of lines of one cell."""
    above = _above(part, run)
    if above is None:
        return False
    gaps = Counter(
        round(gap, 1)
        for column in range(len(part.columns))
        for gap in _gaps([r.y for r in part.runs if _column_at(part, r) == column])
        if gap < MAX_PITCH_EM * run.size
    )
    pitch = max(gaps, key=lambda gap: (gaps[gap], -gap), default=0.0)
    return run.y - above.y <= pitch + SAME_PITCH_EM * run.size


def _gaps(heights: Sequence[float]) -> list[float]:
    """Distances of lines that follow each other."""
    found = (b - a for a, b in pairwise(sorted(set(heights))))
    return [gap for gap in found if gap > MIN_ROW_PT]


def _between_rules(part: Part, a: float, b: float) -> bool:
    """Whether a row of a table with open sides is ruled off above and below."""
    return all(any(abs(r.y0 - y) <= MEET_PT for r in part.horizontal) for y in (a, b))


def _minus(span: tuple[float, float], low: float, high: float) -> list[tuple[float, float]]:
    a, b = span
    return [(x, y) for x, y in ((a, min(b, low)), (max(a, high), b)) if y > x]
