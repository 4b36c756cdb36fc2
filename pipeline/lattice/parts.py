"""Parts of tables page by page, and the text between them, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.lattice.bounds import LOOK_AHEAD_LINES, bounds_of_headers
from pipeline.lattice.columns import OVERLAP_EM, Column, columns_of, crosses
from pipeline.lattice.evidence import BOUND_RULE_PT, FAR_PT, MEET_PT
from pipeline.lattice.frames import Frame, columns_reach, frame_at, frames_of
from pipeline.lattice.heads import Header, moved
from pipeline.lattice.reach import aligned, torn_rows, without_foot_name, without_titles
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.runs import LINE_EM, Run, rows_of
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import MIDDLE_EM, Rule

MOST_SHIFT_PT = 72.0
"""Margins for binding differ by less than an inch from page to page."""
BESIDE_EM = 6.0
"""Text outside of tables that stands further apart on one height is two texts; titles are spaced by less."""
BELOW_PAGE = float("inf")
"""A row that is higher than its page is printed on beyond the page's edge, where nobody sees it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table's share of one page, below its header.

    Attributes:
        header: the header printed above it, or None where the table goes on without one.
        named: the header that names its columns.
        framed: whether vertical rules part the columns.
        horizontal: horizontal rules within it and edges of stripes, outer edges included.
        vertical: vertical rules of the page.
        striped: whether coloured stripes mark rows.
        boxed: whether a frame stands around it, though no rules part its columns.
    """

    page: int
    top: float
    bottom: float
    columns: tuple[Column, ...]
    header: Header | None
    named: Header
    bounds: tuple[float, ...]
    framed: bool
    runs: tuple[Run, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    striped: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """Lines of a page that lie outside plan tables, between two regions.

    Attributes:
        table: whether they are a table of another kind.
        torn: lines of it that stand in columns of the table above, which was left at a line that does not.
    """

    page: int
    lines: tuple[Line, ...]
    table: bool = False
    torn: tuple[Line, ...] = ()


Chunk = Part | Front


def parts_of(
    sheets: Sequence[Sheet],
    headers: dict[int, list[Header]],
    furniture: dict[int, list[Line]],
    wording: Vocabulary,
) -> list[Chunk]:
    """Cut all pages into table parts and text between them, in reading order."""
    bodies = {s.number: _body(s, furniture[s.number]) for s in sheets}
    frames = frames_of(sheets, headers)
    bounds = bounds_of_headers(headers, bodies, wording, frames)
    chunks: list[Chunk] = []
    running: Part | None = None
    for sheet in sheets:
        for chunk in _cut_page(
            sheet, bodies[sheet.number], headers.get(sheet.number, []), bounds, frames, running, wording
        ):
            if isinstance(chunk, Part):
                running = chunk
            elif divides(chunk, wording):
                running = None
            chunks.append(chunk)
    return _with_hanging_text(chunks)


def divides(front: Front, wording: Vocabulary) -> bool:
    """Whether the text ends the table above it."""
    return front.table or wording.ends_table([line.text for line in front.lines])


def _body(sheet: Sheet, furniture: list[Line]) -> list[Run]:
    def taken(run: Run) -> bool:
        return any(
            abs(f.y - run.y) <= LINE_EM * f.size and f.x0 - 1 <= run.x0 and run.x1 <= f.x1 + 1
            for f in furniture
        )

    return sorted((r for r in sheet.runs if not (furniture and taken(r))), key=lambda r: (r.y, r.x0))


def _cut_page(
    sheet: Sheet,
    body: list[Run],
    headers: list[Header],
    bounds: dict[Header, tuple[float, ...]],
    frames: Mapping[Header, Frame],
    running: Part | None,
    wording: Vocabulary,
) -> list[Chunk]:
    chunks: list[Chunk] = []
    left = body
    if running is not None:
        limit = headers[0].top if headers else BELOW_PAGE
        above = [r for r in left if r.y < limit]
        part = _going_on(sheet, above, running, wording) if above else None
        if part is not None:
            chunks.append(part)
            left = _without(left, part.runs)
    for i, header in enumerate(headers):
        own = set(header.runs)
        above = [r for r in left if r.y <= header.bottom and r not in own]
        _add_front(chunks, sheet, above, running)
        floor = headers[i + 1].top if i + 1 < len(headers) else BELOW_PAGE
        left = [r for r in left if r.y > header.bottom]
        inside = [r for r in left if r.y < floor]
        if not header.plan:
            other = _other_table(sheet, header, inside, wording)
            _add_front(chunks, sheet, other, table=True)
            left = _without(left, other)
            running = None
            continue
        frame = frames.get(header)
        if i + 1 < len(headers) and not header.bounds and frame is None:
            inside = without_titles(inside)
        elif i + 1 == len(headers) and frame is None:
            inside = without_foot_name(inside, wording)
        before = running.runs if running is not None else ()
        part = _part(sheet, header, header, bounds[header], inside, header.bottom, wording, frame, before)
        chunks.append(part)
        left = _without(left, part.runs)
        running = part
    _add_front(chunks, sheet, left, running)
    return chunks


def _other_table(sheet: Sheet, header: Header, runs: list[Run], wording: Vocabulary) -> list[Run]:
    """Runs of a table that is no plan's: as far as its rules reach, or the next heading."""
    if header.bounds:
        return list(_part(sheet, header, header, header.bounds, runs, header.bottom, wording).runs)
    inside: list[Run] = []
    for row in rows_of(runs):
        if wording.is_heading(lines_of(row, sheet.number)[0].text):
            break
        inside += row
    return inside


def _without(runs: list[Run], taken: Iterable[Run]) -> list[Run]:
    gone = set(taken)
    return [r for r in runs if r not in gone]


def _add_front(
    chunks: list[Chunk], sheet: Sheet, runs: list[Run], above: Part | None = None, *, table: bool = False
) -> None:
    if runs:
        torn = (
            torn_rows(runs, above.bounds)
            if above is not None and not above.framed and not above.boxed
            else []
        )
        lines = tuple(line for part in _beside(runs, sheet.vertical) for line in lines_of(part, sheet.number))
        lines = tuple(sorted(lines, key=lambda line: (line.y, line.x0)))
        chunks.append(Front(sheet.number, lines, table, tuple(lines_of(torn, sheet.number))))


def _beside(runs: Sequence[Run], vertical: Sequence[Rule]) -> list[list[Run]]:
    """Runs apart where wide white or a rule parts those of one height: a section's name and a unit, cells of a form."""
    found: list[list[Run]] = []
    for row in rows_of(runs):
        ordered = sorted(row, key=lambda r: r.x0)
        found.append([ordered[0]])
        for before, run in pairwise(ordered):
            ruled = any(
                before.x1 - MEET_PT <= r.x0 <= run.x0 + MEET_PT and r.y0 < run.y <= r.y1 for r in vertical
            )
            if ruled or run.x0 - before.x1 > BESIDE_EM * run.size:
                found.append([])
            found[-1].append(run)
    return found


def _part(
    sheet: Sheet,
    header: Header | None,
    named: Header,
    bounds: tuple[float, ...],
    runs: list[Run],
    top: float,
    wording: Vocabulary,
    frame: Frame | None = None,
    before: Sequence[Run] = (),
) -> Part:
    framed = bool(named.bounds)
    # Only a frame shuts text out: without one, all that stands at the table's height is its own.
    within = [r for r in runs if not framed or bounds[0] - 2 < (r.x0 + r.x1) / 2 < bounds[-1] + 2]
    bottom = columns_reach(sheet, bounds, top, runs) if framed else frame and frame.bottom
    if bottom is None:
        inside = aligned(within, bounds, wording, sheet.number, before)
        bottom = max((r.y + 0.3 * r.size for r in inside), default=top)
        near = [r.y0 for r in sheet.horizontal if bottom - 2 <= r.y0 <= bottom + 12]
        bottom = max([bottom, *near])
    else:
        inside = [r for r in within if r.y - 0.35 * r.size < bottom]
    columns = columns_of(named, bounds, sheet.vertical, inside, top, bottom)
    rules = [r for r in sheet.horizontal if top - MEET_PT <= r.y0 <= bottom + MEET_PT]
    stripes = _stripe_edges(sheet, bounds, top, bottom)
    rules += stripes
    return Part(
        page=sheet.number,
        top=top,
        bottom=bottom,
        columns=columns,
        header=header,
        named=named,
        bounds=bounds,
        framed=framed,
        runs=tuple(inside),
        horizontal=tuple(rules),
        vertical=sheet.vertical,
        striped=bool(stripes),
        boxed=frame is not None,
    )


def _stripe_edges(sheet: Sheet, bounds: tuple[float, ...], top: float, bottom: float) -> list[Rule]:
    """Edges of coloured rows: they part rows as rules do."""
    left, right = max(bounds[0], 0.0), min(bounds[-1], sheet.width)
    pieces: dict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for fill in sheet.fills:
        # The first and the last stripe of a page may reach beyond its text.
        if fill.y1 > top and fill.y0 < bottom:
            pieces[round(fill.y0, 0), round(fill.y1, 0)].append((fill.x0, fill.x1))
    edges: list[Rule] = []
    for (y0, y1), spans in pieces.items():
        width = sum(b - a for a, b in spans)
        if width >= (right - left) - 2 * MEET_PT - 2 * OVERLAP_EM * 14:
            x0, x1 = min(a for a, _ in spans), max(b for _, b in spans)
            edges += [Rule(x0, y, x1, y) for y in (y0, y1)]
    return edges


def _going_on(sheet: Sheet, runs: list[Run], running: Part, wording: Vocabulary) -> Part | None:
    """The part of a table that goes on at the page's top without a header of its own, though it may stand elsewhere."""
    top = runs[0].y - runs[0].size
    frame = None
    if running.framed:
        # The first row may be a category that spans all columns: one of the next has the rules on both sides.
        rows = sorted({r.y for r in runs})[:LOOK_AHEAD_LINES]
        beside = max((_crossing(sheet.vertical, y) for y in rows), key=len)
        shift = _shift_of_rules(running.bounds, [r.x0 for r in beside])
        if shift is None:
            return None
        bounds = tuple(b + shift for b in running.bounds)
        at = [r for r in sheet.vertical if any(abs(r.x0 - b) <= BOUND_RULE_PT for b in bounds)]
        top = max(min(r.y0 for r in at if r.y1 > runs[0].y), 0.0)
        runs = [r for r in runs if r.y > top]
    else:
        shift = _shift_of_text(running, runs)
        bounds = tuple(b + shift for b in running.bounds)
        if running.boxed:
            frame = frame_at(sheet.vertical, (bounds[1], bounds[-2]), runs[0].y - MIDDLE_EM * runs[0].size)
    named = running.named if not shift else moved(running.named, shift)
    part = _part(sheet, None, named, bounds, runs, top, wording, frame, running.runs)
    return part if part.runs else None


def _shift_of_rules(bounds: Sequence[float], xs: Sequence[float]) -> float | None:
    """How far rules stand beside the bounds that they are, 0 where they are at them; None where they are others."""
    near = sum(any(abs(x - b) <= BOUND_RULE_PT for x in xs) for b in bounds)
    if near >= min(3, len(bounds)):
        return 0.0
    inner = [b for b in bounds if abs(b) < FAR_PT]
    for shift in sorted((x - b for x in xs for b in inner[:2]), key=abs):
        if len(inner) > 2 and all(any(abs(x - b - shift) <= BOUND_RULE_PT for x in xs) for b in inner):
            return shift
    return None


def _shift_of_text(running: Part, runs: Sequence[Run]) -> float:
    """How far texts without rules stand beside those of the part before: so far that fewer cross its bounds."""
    shift = min(r.x0 for r in runs) - min((r.x0 for r in running.runs), default=running.bounds[0])
    inner = running.bounds[1:-1]
    crossing = [sum(crosses(r, [b + by for b in inner]) for r in runs) for by in (0.0, shift)]
    return shift if crossing[1] < crossing[0] and abs(shift) <= MOST_SHIFT_PT else 0.0


def _crossing(vertical: Iterable[Rule], y: float) -> list[Rule]:
    return [r for r in vertical if r.y0 <= y and r.y1 >= y - BOUND_RULE_PT]


def _with_hanging_text(chunks: list[Chunk]) -> list[Chunk]:
    """Give text below a frame that fits one column to the table, where that goes on over the page."""
    result: list[Chunk] = []
    for i, chunk in enumerate(chunks):
        last = result[-1] if result else None
        following = chunks[i + 1] if i + 1 < len(chunks) else None
        if (
            isinstance(chunk, Front)
            and isinstance(last, Part)
            and isinstance(following, Part)
            and last.framed
            and following.page == chunk.page + 1 == last.page + 1
            and all(_hangs(line, last) for line in chunk.lines)
        ):
            runs = tuple(line.as_run() for line in chunk.lines)
            bottom = max(line.bottom for line in chunk.lines)
            result[-1] = replace(last, runs=last.runs + runs, bottom=bottom)
            continue
        result.append(chunk)
    return result


def _hangs(line: Line, part: Part) -> bool:
    """Whether a line below a frame fits one column, and begins no further left than the texts of that one."""
    for a, b in pairwise(part.bounds):
        if a - 1 <= line.x0 and line.x1 <= b + 1:
            texts = [run.x0 for run in part.runs if a - 1 <= run.x0 < b]
            return line.x0 >= min(texts, default=line.x0) - BOUND_RULE_PT
    return False
