"""Tables without a drawn grid: regions whose lines share white, and those between rules of one width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.dataclass import dataclass
from pipeline.lattice.drawn import DrawnGrid, clustered, inside
from pipeline.lattice.evidence import ALONG_SHARE, SAME_LINE_PT, SAME_PLACE_PT
from pipeline.lattice.white import White, whites
from pipeline.lines.runs import Run
from pipeline.lines.segments import Row, extent, printed_rows
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, MIDDLE_EM, Rule
from pipeline.tables.cells import TablePiece
from pipeline.tables.division import divided
from pipeline.tables.judgement import is_aligned_table
from pipeline.tables.regions import flows
from pipeline.tables.rows import TIGHT

STEP_EM = 3.2
"""Lines further apart than this do not belong together, unless rules hold them together."""
EXCEPTIONS = 2
"""So many lines across the columns may stand between rows: headings of groups."""
PIECES_GAP_PT = 20.0
"""Rules at one height with less white between are the rules of neighbouring columns."""
LEAST_STRIPE_PT, MOST_STRIPE_PT = 6.0, 80.0
"""Height of a filled stripe that is the background of a row."""
STRIPE_WIDTH_PT = 120.0
"""And its least width, over all its cells."""
CELL_INDENT_EM = 3.0
"""Lines of one cell begin this close to each other."""
TEXT_SHARE = 0.4
"""Share of lines over most of the width that shows running text between two rules."""
PARTLY_SHARE = 0.3
"""A rule over this share of a table's width parts rows of the columns that it runs along."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that may be a table.

    Attributes:
        rows: its printed lines, top to bottom.
        rules: rules that run along it, top and bottom ones included, those over some of its columns too.
        bracketed: whether rules stand above and below it.
    """

    rows: tuple[Row, ...]
    rules: tuple[Rule, ...] = ()
    bracketed: bool = False


def aligned_pieces(sheet: Sheet, runs: Sequence[Run], frames: Sequence[DrawnGrid]) -> list[TablePiece]:
    """Tables among the text that no lattice holds.

    Args:
        sheet: the page.
        runs: its text outside lattices.
        frames: drawn boxes without columns; their text is looked at apart.
    """
    levels = _levels(sheet)
    found: list[TablePiece] = []
    rest = list(runs)
    for frame in frames:
        own = [r for r in rest if _held(r, frame)]
        region = Region(
            tuple(printed_rows(own)),
            tuple(Rule(frame.xs[0], y, frame.xs[-1], y) for y in frame.ys),
            bracketed=True,
        )
        piece = _piece(region, sheet.number) if own else None
        if piece is not None:
            found.append(piece)
            taken = set(own)
            rest = [r for r in rest if r not in taken]
    for flow in flows(printed_rows(rest)):
        for region in _regions(flow, levels):
            piece = _piece(region, sheet.number)
            if piece is not None:
                found.append(piece)
    return found


def _held(run: Run, frame: DrawnGrid) -> bool:
    return inside((run.x0 + run.x1) / 2, run.y - MIDDLE_EM * run.size, frame.bbox)


def _levels(sheet: Sheet) -> list[Rule]:
    """Horizontal rules, pieces at one height as one, and the edges of stripes; top to bottom."""
    high = [f for f in sheet.fills if LEAST_STRIPE_PT <= f.y1 - f.y0 <= MOST_STRIPE_PT]
    edges = _joined(Rule(f.x0, y, f.x1, y) for f in high for y in (f.y0, f.y1))
    return _joined([*sheet.horizontal, *(r for r in edges if r.x1 - r.x0 >= STRIPE_WIDTH_PT)])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces at one height as one rule."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.y0), r.x0)):
        last = joined[-1] if joined else None
        if last and abs(last.y0 - rule.y0) <= SAME_LINE_PT / 2 and rule.x0 - last.x1 <= PIECES_GAP_PT:
            joined[-1] = Rule(last.x0, last.y0, max(last.x1, rule.x1), last.y0)
        else:
            joined.append(rule)
    return joined


def _regions(rows: Sequence[Row], levels: Sequence[Rule]) -> list[Region]:
    """Regions between rules first, then those by white alone."""
    taken: set[int] = set()
    found = [_grown(region, rows, taken) for region in _between_rules(rows, levels, taken)]
    for stretch in _stretches(i for i in range(len(rows)) if i not in taken):
        found += _by_white([rows[i] for i in stretch], levels)
    return found


def _between_rules(rows: Sequence[Row], levels: Sequence[Rule], taken: set[int]) -> list[Region]:
    """Regions with rules of one width above and below them; their lines are added to those that are taken."""
    found: list[Region] = []
    for whole in _same_width(levels):
        group = [r for r in levels if r.y0 >= whole.y0 and _within(r, whole)]
        for first, last in _tabular(rows, group, whole):
            top, bottom = group[first].y0, group[last].y0
            held = [i for i, row in enumerate(rows) if top < row[0].middle < bottom and _along(row, whole)]
            if not taken & set(held):
                taken |= set(held)
                along = tuple(group[first : last + 1])
                found.append(Region(tuple(rows[i] for i in held), along, bracketed=True))
    return found


def _by_white(rows: Sequence[Row], levels: Sequence[Rule]) -> list[Region]:
    """Blocks of lines that share white, one after another."""
    found: list[Region] = []
    start = 0
    while start < len(rows):
        ends = _block(rows, start)
        if ends is None:
            start += 1
            continue
        block = rows[ends[0] : ends[1]]
        top, bottom = block[0][0].bbox[1] - SAME_LINE_PT, block[-1][0].bbox[3] + SAME_LINE_PT
        along = tuple(r for r in levels if top <= r.y0 <= bottom and _spanning(block, r))
        found.append(Region(tuple(block), along))
        start = ends[1]
    return found


def _stretches(numbers: Iterable[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _same_width(levels: Sequence[Rule]) -> list[Rule]:
    """For each two or more rules that begin and end alike the topmost one, the widest first."""
    groups: list[list[Rule]] = []
    for rule in levels:
        for group in groups:
            if abs(group[0].x0 - rule.x0) <= SAME_PLACE_PT and abs(group[0].x1 - rule.x1) <= SAME_PLACE_PT:
                if rule.y0 - group[-1].y0 > SAME_LINE_PT:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return sorted((g[0] for g in groups if len(g) > 1), key=lambda r: r.x0 - r.x1)


def _within(rule: Rule, whole: Rule) -> bool:
    inside_it = rule.x0 >= whole.x0 - SAME_PLACE_PT and rule.x1 <= whole.x1 + SAME_PLACE_PT
    return inside_it and rule.x1 - rule.x0 >= PARTLY_SHARE * (whole.x1 - whole.x0)


def _along(row: Row, rule: Rule) -> bool:
    x0, x1 = extent(row)
    return x0 >= rule.x0 - SAME_PLACE_PT and x1 <= rule.x1 + SAME_PLACE_PT


def _tabular(rows: Sequence[Row], group: Sequence[Rule], whole: Rule) -> list[tuple[int, int]]:
    """First and last rule of stretches between which lines have columns."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for k, (above, below) in enumerate(pairwise(group)):
        between = [row for row in rows if above.y0 < row[0].middle < below.y0]
        good = all(_along(row, whole) for row in between) and _may_be_rows(
            between, below.y0 - above.y0, whole
        )
        if good and first is None and between:
            first = k
        elif not good and first is not None:
            found.append((first, k))
            first = None
    if first is not None:
        found.append((first, len(group) - 1))
    return [
        (a, b) for a, b in found if _has_columns([r for r in rows if group[a].y0 < r[0].middle < group[b].y0])
    ]


def _may_be_rows(rows: Sequence[Row], height: float, whole: Rule) -> bool:
    """Whether lines between two rules may be rows: one heading alone, or columns without much running text."""
    if len(rows) < 2:
        return height <= STEP_EM * max((row[0].size for row in rows), default=MOST_STRIPE_PT)
    several = sum(len(row) > 1 for row in rows)
    broad = sum(s.x1 - s.x0 >= ALONG_SHARE * (whole.x1 - whole.x0) for row in rows for s in row)
    starts = [row[0].x0 for row in rows]
    one_cell = several == 0 and max(starts) - min(starts) <= CELL_INDENT_EM * rows[0][0].size
    return (several > 0 or one_cell) and broad < TEXT_SHARE * len(rows)


def _has_columns(rows: Sequence[Row]) -> bool:
    if sum(len(row) > 1 for row in rows) < 2:
        return False
    return bool(whites(rows, median(row[0].size for row in rows)))


def _grown(region: Region, rows: Sequence[Row], taken: set[int]) -> Region:
    """A region with the lines around it that have its columns: rules at the top only, rows between two stripes."""
    columns = whites(region.rows, region.rows[0][0].size)
    first = next(i for i, row in enumerate(rows) if row is region.rows[0])
    last = next(i for i, row in enumerate(rows) if row is region.rows[-1])
    above = _like(rows, columns, range(first - 1, -1, -1), taken)
    below = _like(rows, columns, range(last + 1, len(rows)), taken)
    taken.update(above, below)
    added = ([rows[i] for i in reversed(above)], [rows[i] for i in below])
    return Region((*added[0], *region.rows, *added[1]), region.rules, region.bracketed)


def _like(rows: Sequence[Row], columns: Sequence[White], order: range, taken: set[int]) -> list[int]:
    """Numbers of the lines that go on with columns; one line alone must fill all of them."""
    found: list[int] = []
    for i in order:
        row, before = rows[i], rows[i - order.step]
        near = abs(row[0].y - before[0].y) <= STEP_EM * row[0].size
        crosses = any(s.x0 < w.x0 and s.x1 > w.x1 for s in row for w in columns)
        if i in taken or not near or crosses or len(row) < max(len(columns), 2):
            break
        found.append(i)
    full = [i for i in found if len(rows[i]) == len(columns) + 1]
    return found if len(found) > 1 or full else []


def _spanning(block: Sequence[Row], rule: Rule) -> bool:
    x0, x1 = min(extent(r)[0] for r in block), max(extent(r)[1] for r in block)
    return min(rule.x1, x1) - max(rule.x0, x0) >= ALONG_SHARE * (x1 - x0)


def _block(rows: Sequence[Row], start: int) -> tuple[int, int] | None:
    """First line and end of the block of lines with common white whose columns begin at a line, or None."""
    if len(rows[start]) < 2:
        return None
    gaps = _gaps(rows[start])
    end, strange, several = start + 1, 0, 1
    for i in range(start + 1, len(rows)):
        row = rows[i]
        if row[0].y - rows[i - 1][0].y > STEP_EM * row[0].size:
            break
        if len(row) == 1:
            crosses = any(row[0].x0 < (a + b) / 2 < row[0].x1 for a, b in gaps)
            strange += crosses
            if strange > EXCEPTIONS:
                break
            continue
        common = _common(gaps, row)
        if not common:
            strange += 1
            if strange > EXCEPTIONS:
                break
            continue
        gaps, end, strange, several = common, i + 1, 0, several + 1
    return _with_loose_ends(rows, start, end, gaps) if several >= 3 else None


def _with_loose_ends(
    rows: Sequence[Row], start: int, end: int, gaps: Sequence[tuple[float, float]]
) -> tuple[int, int]:
    """A block with the single lines behind its first column, above and below it, that stand as close as its own.

    Above it they are headings over several columns, below it the last lines of a cell.
    """
    near = TIGHT * min(b[0].y - a[0].y for a, b in pairwise(rows[start:end]))
    while end < len(rows) and len(rows[end]) == 1:
        one = rows[end][0]
        crosses = any(one.x0 < (a + b) / 2 < one.x1 for a, b in gaps)
        if crosses or one.x0 < gaps[0][0] or one.y - rows[end - 1][0].y > near:
            break
        end += 1
    first = start
    while first and len(rows[first - 1]) == 1:
        one = rows[first - 1][0]
        if (
            one.x0 < gaps[0][0]
            or rows[first][0].y - one.y > near
            or one.x1 > extent(rows[start])[1] + one.size
        ):
            break
        first -= 1
    return first, end


def _gaps(row: Row) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(row)]


def _common(gaps: Sequence[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """What of the gaps a line leaves white, with text on both sides."""
    free = [(-1e9, row[0].x0), *_gaps(row), (row[-1].x1, 1e9)]
    least = 0.25 * row[0].size
    shared = [(max(a, c), min(b, d)) for a, b in gaps for c, d in free]
    shared = [(a, b) for a, b in shared if b - a >= least]
    parted = any(a >= row[0].x1 - 0.1 and b <= row[-1].x0 + 0.1 for a, b in shared)
    return shared if parted else []


def _piece(region: Region, page: int) -> TablePiece | None:
    rows = region.rows
    if not rows:
        return None
    top = min(s.y - ASCENT_EM * s.size for s in rows[0])
    bottom = max(s.y + DESCENT_EM * s.size for s in rows[-1])
    left, right = min(extent(r)[0] for r in rows) - 1, max(extent(r)[1] for r in rows) + 1
    heights = [r.y0 for r in region.rules]
    inner = [y for y in clustered((y, 1.0) for y in heights) if _parts(y, rows)]
    ys = (min([top, *heights]), *inner, max([bottom, *heights]))
    groups = tuple((k,) for k in range(len(ys) - 1))
    lattice = DrawnGrid((left, right), ys, groups, rules=region.rules)
    runs = [run for row in rows for one in row for run in one.runs]
    piece = divided(lattice, runs, page, ruled=False)
    if piece is None or not is_aligned_table(piece, bracketed=region.bracketed and len(region.rules) > 2):
        return None
    return piece


def _parts(y: float, rows: Sequence[Row]) -> bool:
    """Whether a rule stands between two of the lines."""
    return any(row[0].middle < y for row in rows) and any(row[0].middle > y for row in rows)
