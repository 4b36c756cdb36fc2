"""Finds the header rows of plan tables by their words and, where they are drawn, by the rules around them.

Two ways lead to a header. Where rules box it in, all text of the box is header, known words or not. Where they do
not, it is grown line by line as long as every column's text is still the beginning of a known header: so a wrapped
header ends where its words end, and the first data row is never taken for header.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extractors.header_cells import (
    Cell,
    cells_by_white,
    cells_in_box,
    parting,
    pieces_of,
    same_column,
    with_parts,
    without_groups,
)
from pipeline.extractors.header_roles import begun, is_enough, is_running_text, ranked, roles_of
from pipeline.extractors.lines import ASCENT_EM, DESCENT_EM, Run, Sheet, printed, rows_of
from pipeline.extractors.words import BRACKETED, MAX_NOTE, Words
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.loading import BUDGETS, HIERARCHY
from pipeline.readers.page import Rule

MAX_HEADER_LINES = 9
"""Two header rows of narrow columns wrap into at most about this many lines."""
MAX_BOX_LINES = 18
"""In a box, texts of unlike numbers of lines stand at unlike heights: twice as many baselines."""
MAX_CELL = 40
"""A longer text between rules is no header cell."""
MAX_TAIL = 6
"""A wrapped header's next line is at most this long; a first row is mostly longer."""
HEADER_PITCH_EM = 1.8
"""Lines of one header text are closer than this; padding parts them from the first row."""
CENTRE_PT = 3.0
"""Lines of a centred text have middles this close; a half-width bracket at one end shifts it."""
ROW_EM = 0.3
"""Baselines closer than this are one row of a header."""
BOX_SHARE = 0.6
"""A rule under a header is at least this share of the row of its words."""
CLOSING = (")", "）", "]", "〕", "】")
"""Brackets that close a note."""
EDGE_PT = 3.0
"""Rules this close to a box's edge are its edge, drawn double."""
FULL_SHARE = 0.8
"""The rule under a header is at least this share of the rule above it."""
GROUP_EM = 1.2
"""A row of group words stands directly above its columns' words."""
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
        glyphs: printed characters in it.
        plan: False for the header of a table of results.
    """

    page: int
    top: float
    bottom: float
    bounds: tuple[float, ...]
    cells: tuple[HeaderCell, ...]
    glyphs: int
    plan: bool = True

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles of the columns, left to right."""
        return tuple(c.role for c in self.cells)


def find_headers(sheet: Sheet, words: Words) -> list[Header]:
    """All headers of plan tables and of tables of results on a page, top to bottom."""
    rows = rows_of(sheet.runs, ROW_EM)
    found: list[Header] = []
    at = 0
    while at < len(rows):
        header = None
        if any(words.viable(squeeze(clean(r.text))) for r in rows[at]):
            header = _boxed(sheet, rows, at, words) or _grown(sheet, rows, at, words)
            if header is not None and at and not (found and rows[at - 1][0].y <= found[-1].bottom):
                header = _with_groups(header, rows[at - 1], words)
        at += 1
        if header is not None:
            found.append(header)
            while at < len(rows) and rows[at][0].y <= header.bottom:
                at += 1
    return found


def _with_groups(header: Header, above: list[Run], words: Words) -> Header:
    """The header with a row of group words above it, such as 經費 over 本年度 and 上年度, that no rule joins to it."""
    texts = [piece.text for piece in pieces_of(above, (), words)]
    budget = [t for t in texts if (words.role(t) or "") in BUDGETS]
    near = header.top - above[0].y <= GROUP_EM * above[0].size
    if not budget or not near or any(len(t) > MAX_NOTE for t in texts):
        return header
    cells = tuple(replace(c, text=budget[0] + c.text) if c.role in BUDGETS else c for c in header.cells)
    top = min(run.y - ASCENT_EM * run.size for run in above)
    return replace(
        header, top=top, cells=cells, glyphs=header.glyphs + sum(printed(run.text) for run in above)
    )


def unlisted_words(headers: Iterable[Header]) -> tuple[str, ...]:
    """Header texts that boxes showed and no profile lists: words for the pages where no box is drawn."""
    return tuple(sorted({c.text for h in headers for c in h.cells}))


def headings_seen(sheet: Sheet) -> list[str]:
    """Texts of first rows under horizontal rules: what a person is told when no header is a plan's."""
    for rule in sheet.horizontal:
        below = [
            r
            for r in sheet.runs
            if rule.y0 < r.y < rule.y0 + 2.2 * r.size and rule.x0 < r.x1 and r.x0 < rule.x1
        ]
        if len(below) >= 2:
            return [" | ".join(squeeze(clean(r.text)) for r in sorted(below, key=lambda r: r.x0))]
    return []


def _boxed(sheet: Sheet, rows: list[list[Run]], at: int, words: Words) -> Header | None:
    """The header whose box the row at ``at`` stands in, where rules draw one."""
    head = rows[at]
    left, right = min(r.x0 for r in head), max(r.x1 for r in head)
    width = max(right - left, 0.3 * sheet.width)
    long = [
        r.y0 for r in sheet.horizontal if min(r.x1, right) - max(r.x0, left) >= BOX_SHARE * (right - left)
    ]
    long = [y for y in long if _reach(sheet.horizontal, y) >= BOX_SHARE * width]
    middle = head[0].y - 0.35 * head[0].size
    above = max((y for y in long if y < middle), default=None)
    below = sorted(y for y in long if y > middle)
    if above is None:
        return None
    # Texts of a box are set about its middle: those of more lines begin above the row at ``at``.
    first = at
    while first and rows[first - 1][0].y > above and _near(rows[first - 1], rows[first]):
        first -= 1
    # Rules under a group's word end where the group does.
    full = [y for y in below if _reach(sheet.horizontal, y) >= FULL_SHARE * _reach(sheet.horizontal, above)]
    found = (
        _down_to(sheet, rows[first : at + MAX_BOX_LINES + 1], above, y, words) for y in (full or below)[:2]
    )
    return next((header for header in found if header is not None), None)


def _down_to(sheet: Sheet, rows: list[list[Run]], above: float, below: float, words: Words) -> Header | None:
    """The header between two rules, if their box holds one."""
    inside = [r for row in rows for r in row if r.y <= below + 1]
    if len(rows_of(inside, ROW_EM)) > MAX_BOX_LINES:
        return None
    inner = [r for r in sheet.horizontal if above + EDGE_PT < r.y0 < below - EDGE_PT]
    cells = cells_in_box(inside, sheet.vertical) or cells_by_white(inside, inner)
    spilt = _spilt(cells, rows, below)
    if not spilt:
        return _made(sheet, cells, inside, words, bottom=below)
    # Writer lets a note that is too long for a header printed again run out of its box.
    inside += spilt
    cells = cells_in_box(inside, sheet.vertical) or cells_by_white(inside, inner)
    return _made(sheet, cells, inside, words, bottom=max(r.y + DESCENT_EM * r.size for r in spilt))


def _spilt(cells: list[Cell], rows: list[list[Run]], floor: float) -> list[Run]:
    """Ends of notes just below a header's box whose beginnings stand in it."""
    opened = [c for c in cells if _note_open(c.text)]
    below = [r for row in rows for r in row if floor + 1.0 < r.y <= floor + r.size]
    ends = [r.y for r in below if len(r.text) <= MAX_TAIL and r.text.endswith(CLOSING) and _under(r, opened)]
    # What is printed beside such an end and above it is header too.
    return [r for r in below if r.y <= max(ends) + ROW_EM * r.size] if ends else []


def _under(run: Run, cells: Sequence[Cell]) -> bool:
    return any(c.x0 <= (run.x0 + run.x1) / 2 <= c.x1 for c in cells)


def _reach(horizontal: Sequence[Rule], y: float) -> float:
    return sum(r.x1 - r.x0 for r in horizontal if abs(r.y0 - y) <= 1.0)


def _grown(sheet: Sheet, rows: list[list[Run]], at: int, words: Words) -> Header | None:
    """The longest header that begins with the row at ``at``."""
    best: Header | None = None
    kept: tuple[list[Cell], int] = ([], 0)
    cells: list[Cell] = []
    for n in range(min(MAX_HEADER_LINES, len(rows) - at)):
        row = rows[at + n]
        grown = with_parts(cells, pieces_of(row, _rules_beside(cells, row, sheet.vertical), words), words)
        near = n > 0 and _near(rows[at + n - 1], row)
        if best is not None and _ruled_between(sheet, rows[at + n - 1], row, cells):
            break
        grown = grown or _extended(cells, row, sheet.vertical, words, first=n == 0, near=near)
        if grown is None and near:
            grown = _with_tails(cells, row, sheet.vertical, words)
        if grown is None:
            break
        cells = grown
        made = _made(sheet, without_groups(cells, words), _all_of(rows[at : at + n + 1]), words)
        if made is not None:
            best, kept = made, (cells, at + n)
    return (best and _with_heads(sheet, rows, (at, kept[1]), kept[0], words)) or best


def _with_heads(
    sheet: Sheet, rows: list[list[Run]], found: tuple[int, int], cells: list[Cell], words: Words
) -> Header | None:
    """The header of these cells with the lines above it that begin texts which no profile lists."""
    best: Header | None = None
    first, last = found
    for above in range(first - 1, max(first - MAX_HEADER_LINES, -1), -1):
        if not _near(rows[above], rows[above + 1]):
            break
        grown = _with_heads_of(cells, rows[above], sheet.vertical, words)
        if grown is None:
            break
        cells = grown
        best = _made(sheet, cells, _all_of(rows[above : last + 1]), words, told=True) or best
    return best


def _with_heads_of(
    cells: list[Cell], row: list[Run], vertical: Sequence[Rule], words: Words
) -> list[Cell] | None:
    """The cells with the row above them as their first line; None where most of it is none."""
    xs = _rules_beside(cells, row, vertical)
    pieces = pieces_of(row, xs, words)
    grown = list(cells)
    told = 0
    for piece in pieces:
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) != 1 or len(piece.text) > MAX_TAIL or find_label(piece.text):
            return None
        old = grown[over[0]]
        cell = piece.add(old.text, old.x0, old.x1)
        stands_alone = words.role(old.text) or words.guess(old.text)
        if is_running_text(cell.text) or (stands_alone and not _centred(old, piece)):
            return None
        told += words.guess(cell.text) is not None
        cell.viable = words.viable(cell.text)
        grown[over[0]] = cell
    return grown if 2 * told > len(pieces) else None


def _centred(a: Cell, b: Cell) -> bool:
    """Whether two texts are set about the same middle."""
    return abs(a.x0 + a.x1 - b.x0 - b.x1) <= 2 * CENTRE_PT


def _ruled_between(sheet: Sheet, above: list[Run], below: list[Run], cells: Sequence[Cell]) -> bool:
    """Whether a rule along most of the header's columns lies between two rows."""
    left, right = min(c.x0 for c in cells), max(c.x1 for c in cells)
    top, bottom = above[0].y, below[0].y - 0.5 * below[0].size
    between = {r.y0 for r in sheet.horizontal if top < r.y0 < bottom}
    return any(_reach(sheet.horizontal, y) >= FULL_SHARE * (right - left) for y in between)


def _near(above: list[Run], below: list[Run]) -> bool:
    """Whether two rows stand as close as lines of one header text."""
    return below[0].y - above[0].y <= HEADER_PITCH_EM * below[0].size


def _all_of(rows: Iterable[list[Run]]) -> list[Run]:
    return [run for row in rows for run in row]


def _extended(
    cells: list[Cell],
    row: list[Run],
    vertical: Sequence[Rule],
    words: Words,
    *,
    first: bool,
    near: bool,
) -> list[Cell] | None:
    """The cells with this row's text added, or None where the row cannot be header."""
    xs = _rules_beside(cells, row, vertical)
    grown = list(cells)
    helped = False
    for piece in pieces_of(row, xs, words):
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) > 1:
            return None
        if not over:
            grown.append(piece)
            helped = helped or piece.viable
            continue
        old = grown[over[0]]
        cell = old.add(piece.text, piece.x0, piece.x1)
        was, cell.viable = cell.viable, words.viable(cell.text)
        if was and not cell.viable and words.guess(cell.text) is None:
            return None
        # By its ending alone the first row's text may pass for the end of a header.
        note = BRACKETED.match(piece.text) or _note_open(old.text)
        whole = _told(old, words) and not words.begins(cell.text) and not note
        if whole and not (near and _is_tail(old, piece, cell, words)):
            return None
        helped = helped or cell.viable
        grown[over[0]] = cell
    if not helped or (first and sum(c.viable for c in grown) * 2 < len(grown)):
        return None
    return sorted(grown, key=lambda c: c.x0)


def _told(cell: Cell, words: Words) -> bool:
    """Whether a text could be a whole header."""
    return words.role(cell.text) is not None or words.guess(cell.text) is not None


def _is_tail(old: Cell, piece: Cell, whole: Cell, words: Words) -> bool:
    """Whether a short text below one that could be a whole header makes another header of the same kind with it."""
    before = words.role(old.text) or words.guess(old.text)
    after = words.guess(whole.text)
    same = before == after or {before, after} <= HIERARCHY
    return same and _centred(old, piece) and len(piece.text) <= MAX_TAIL


def _rules_beside(cells: list[Cell], row: list[Run], vertical: Sequence[Rule]) -> list[float]:
    """X of the vertical rules at a row, where they part its texts or those above."""
    middle = row[0].y - 0.35 * row[0].size
    xs = sorted({r.x0 for r in vertical if r.y0 <= middle <= r.y1})
    xs = xs if cells or parting(xs, row) else []
    return xs if parting(xs, cells) or not cells or len(cells) == 1 else []


def _with_tails(
    cells: list[Cell], row: list[Run], vertical: Sequence[Rule], words: Words
) -> list[Cell] | None:
    """The cells with the row as the next line of header texts that no profile lists; None where it is none.

    A line that ends a text whose role nothing told yet may be anything short; one below a text that could stand
    alone must be set about the same middle, as lines of a header are and first rows are not.
    """
    xs = _rules_beside(cells, row, vertical)
    grown = list(cells)
    for piece in pieces_of(row, xs, words):
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) != 1 or len(piece.text) > MAX_TAIL:
            return None
        old = grown[over[0]]
        cell = old.add(piece.text, piece.x0, piece.x1)
        if words.guess(cell.text) is None or (_told(old, words) and not _is_tail(old, piece, cell, words)):
            return None
        cell.viable = words.viable(cell.text)
        grown[over[0]] = cell
    return grown


def _made(
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
    if bottom is None and any(begun(words, *one) or _note_open(one[0].text) for one in told_cells):
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
    glyphs = sum(printed(r.text) for r in runs)
    bounds = _bounds(sheet, made, top, last)
    end = last if bottom is None else bottom
    return Header(sheet.number, top, end, bounds, made, glyphs, plan=not results)


def _note_open(text: str) -> bool:
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
