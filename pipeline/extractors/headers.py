"""Finds the header rows of plan tables by their words and, where they are drawn, by the rules around them.

Two ways lead to a header. Where rules box it in, all text of the box is header, known words or not. Where they do
not, it is grown line by line as long as every column's text is still the beginning of a known header: so a wrapped
header ends where its words end, and the first data row is never taken for header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from pipeline.extractors.lines import ASCENT_EM, DESCENT_EM, Run, Sheet, cut, printed
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.loading import BUDGETS, HIERARCHY, Profile, load_profile
from pipeline.readers.page import Rule

MAX_HEADER_LINES = 9
"""Two header rows of narrow columns wrap into at most about this many lines."""
MAX_CELL = 40
"""A longer text between rules is no header cell."""
MAX_NOTE = 16
"""Longest note behind a header word, such as (單位：新臺幣千元)."""
ROW_EM = 0.3
"""Baselines closer than this are one row of a header."""
BOX_SHARE = 0.6
"""A rule under a header is at least this share of the row of its words."""
GROUP_EM = 1.2
"""A row of group words stands directly above its columns' words."""
OVERHANG_PT = 6.0
"""Full-width brackets of a centred header text may reach this far over its column's rule."""
NOTE = re.compile(r"(?:[(（\[〔【][^)）\]〕】]*[)）\]〕】]?|(?:單位|新[臺台]幣|[仟千百萬億]*元).*)$")
BRACKETED = re.compile(r"[(（\[〔【].*$")
UNIT_NOTE = re.compile(r"(?:單位[:：]?)?(?:新[臺台]幣)?[仟千百萬億]*元$")


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


@dataclass(frozen=True, slots=True)
class Words:
    """What header text may begin with: the profile's words and headers seen before in the file."""

    profile: Profile
    seen: tuple[str, ...] = ()

    def role(self, text: str) -> str | None:
        """Role of a complete header text, the note behind it aside."""
        roles = self.profile.roles
        bare = text if text in roles else UNIT_NOTE.sub("", BRACKETED.sub("", text))
        return roles.get(bare) or roles.get(bare.rstrip(":："))

    def guess(self, text: str) -> str:
        """Role of a header text by its ending; "extra" where that tells nothing."""
        bare = BRACKETED.sub("", text)
        return next((role for end, role in self.profile.endings if bare.endswith(end)), "extra")

    def viable(self, text: str) -> bool:
        """Whether text is the beginning of a header, or a header with the beginning of a note."""
        whole, begun = _beginnings(self.profile.id, self.seen)
        if text in begun:
            return True
        return text[:1] in begun and any(
            text[:n] in whole and _begins_note(text[n:])
            for n in range(max(1, len(text) - MAX_NOTE), len(text))
        )


@dataclass(slots=True)
class _Cell:
    """A header cell while it grows."""

    text: str
    x0: float
    x1: float
    group: str = ""
    viable: bool = field(default=True)

    def add(self, text: str, x0: float, x1: float) -> _Cell:
        return _Cell(self.text + text, min(self.x0, x0), max(self.x1, x1), self.group, self.viable)


def _begins_note(text: str) -> bool:
    """Whether text behind a header word is a note or its beginning, and not a numbered text of the first row."""
    return bool(NOTE.match(text)) and find_label(text) is None


@cache
def _beginnings(profile_id: str, seen: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Whole header words, and all their beginnings: looked up for every line of a file."""
    profile = load_profile(profile_id)
    words = frozenset((*profile.roles, *profile.not_a_plan, *seen))
    return words, frozenset(w[:n] for w in words for n in range(1, len(w) + 1))


def find_headers(sheet: Sheet, words: Words) -> list[Header]:
    """All headers of plan tables and of tables of results on a page, top to bottom."""
    rows = _rows(sheet.runs)
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
    texts = [piece.text for piece in _pieces(above, (), words)]
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


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        if rows and run.y - rows[-1][0].y <= ROW_EM * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


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
    for floor in below[:2]:
        inside = [r for row in rows[at : at + MAX_HEADER_LINES + 1] for r in row if r.y <= floor + 1]
        if len(_rows(inside)) > MAX_HEADER_LINES:
            return None
        header = _made(sheet, _cells_in_box(inside, sheet.vertical), inside, words, bottom=floor)
        if header is not None:
            return header
    return None


def _reach(horizontal: Sequence[Rule], y: float) -> float:
    return sum(r.x1 - r.x0 for r in horizontal if abs(r.y0 - y) <= 1.0)


def _cells_in_box(runs: list[Run], vertical: Sequence[Rule]) -> list[_Cell]:
    """Texts per column of a box; a cell above several columns is the group of all of them."""
    if not runs:
        return []
    top, bottom = min(r.y - 0.7 * r.size for r in runs), max(r.y for r in runs)
    crossing = [r for r in vertical if r.y0 <= bottom and r.y1 >= top]
    xs = sorted({r.x0 for r in crossing})
    if not _parting(xs, runs):
        return []
    cells: dict[int, _Cell] = {}
    groups: list[tuple[float, float, str]] = []
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        middle = run.y - 0.35 * run.size
        here = sorted(r.x0 for r in crossing if r.y0 <= middle <= r.y1)
        for i, piece in cut(run, here):
            text = squeeze(clean(piece.text))
            left = here[i - 1] if i else -1e9
            right = here[i] if i < len(here) else 1e9
            if sum(left < x < right for x in xs):
                groups.append((left, right, text))
                continue
            key = sum(x <= left for x in xs)
            old = cells.get(key)
            cells[key] = old.add(text, piece.x0, piece.x1) if old else _Cell(text, piece.x0, piece.x1)
    for left, right, text in groups:
        under = [c for c in cells.values() if left <= (c.x0 + c.x1) / 2 <= right]
        for cell in under:
            cell.group += text
        if not under:
            cells[sum(x <= left for x in xs)] = _Cell(text, left, right)
    return [cells[k] for k in sorted(cells)]


def _grown(sheet: Sheet, rows: list[list[Run]], at: int, words: Words) -> Header | None:
    """The longest header that begins with the row at ``at``."""
    best: Header | None = None
    cells: list[_Cell] = []
    for n in range(min(MAX_HEADER_LINES, len(rows) - at)):
        grown = _extended(cells, rows[at + n], sheet.vertical, words, first=n == 0)
        if grown is None:
            break
        cells = grown
        runs = [r for row in rows[at : at + n + 1] for r in row]
        best = _made(sheet, cells, runs, words) or best
    return best


def _extended(
    cells: list[_Cell], row: list[Run], vertical: Sequence[Rule], words: Words, *, first: bool
) -> list[_Cell] | None:
    """The cells with this row's text added, or None where the row cannot be header."""
    middle = row[0].y - 0.35 * row[0].size
    xs = sorted({r.x0 for r in vertical if r.y0 <= middle <= r.y1})
    xs = xs if cells or _parting(xs, row) else []
    xs = xs if _parting(xs, cells) or not cells or len(cells) == 1 else []
    grown = list(cells)
    helped = False
    for piece in _pieces(row, xs, words):
        over = [i for i, c in enumerate(grown) if _same_column(c, piece, xs)]
        if len(over) > 1:
            return None
        if not over:
            grown.append(piece)
            helped = helped or piece.viable
            continue
        cell = grown[over[0]].add(piece.text, piece.x0, piece.x1)
        was, cell.viable = cell.viable, words.viable(cell.text)
        if was and not cell.viable:
            return None
        helped = helped or cell.viable
        grown[over[0]] = cell
    if not helped or (first and sum(c.viable for c in grown) * 2 < len(grown)):
        return None
    return sorted(grown, key=lambda c: c.x0)


def _parting(xs: Sequence[float], texts: Sequence[Run] | Sequence[_Cell]) -> bool:
    """Whether rules part texts; an outer frame alone does not."""
    left, right = min((t.x0 for t in texts), default=0.0), max((t.x1 for t in texts), default=0.0)
    return any(left < x < right for x in xs)


def _same_column(a: _Cell, b: _Cell, xs: Sequence[float]) -> bool:
    if xs:
        left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
        return not any(min(left, right) < x < max(left, right) for x in xs)
    return min(a.x1, b.x1) > max(a.x0, b.x0)


def _pieces(row: list[Run], xs: Sequence[float], words: Words) -> list[_Cell]:
    """A row's text per column: between vertical rules, or joined as far as the words go on."""
    pieces: list[_Cell] = []
    runs = [piece for r in row for _, piece in cut(r, xs)]
    for run in sorted(runs, key=lambda r: r.x0):
        text = squeeze(clean(run.text))
        piece = _Cell(text, run.x0, run.x1, viable=words.viable(text))
        last = pieces[-1] if pieces else None
        if last is not None:
            joined = words.viable(last.text + text)
            spaced = (
                not xs and run.x0 - last.x1 < 3 * run.size and joined and not _whole(last.text, text, words)
            )
            if spaced or (xs and _same_column(last, piece, xs)):
                pieces[-1] = last.add(text, run.x0, run.x1)
                pieces[-1].viable = joined
                continue
        pieces.append(piece)
    return pieces


def _whole(before: str, after: str, words: Words) -> bool:
    """Whether two texts are each a header of their own, such as 預算 beside 備註."""
    return words.role(before) is not None and words.role(after) is not None


def _made(
    sheet: Sheet, cells: list[_Cell], runs: list[Run], words: Words, bottom: float | None = None
) -> Header | None:
    """The header of these cells, if all their texts are complete and it is a plan's."""
    boxed = bottom is not None
    if len(cells) < 2 or any(len(c.text) > MAX_CELL for c in cells):
        return None
    results = any(BRACKETED.sub("", t) in words.profile.not_a_plan for c in cells for t in (c.text, c.group))
    listed = [words.role(c.text) or words.role(c.group + c.text) or words.role(c.group) for c in cells]
    if not boxed and any(
        role is None and c.viable and c.text not in words.seen for role, c in zip(listed, cells, strict=True)
    ):
        return None
    if not boxed and any(_note_open(c.text) for c in cells):
        return None
    roles = [role or words.guess(c.text) for role, c in zip(listed, cells, strict=True)]
    enough = sum(r is not None for r in listed) + results >= 2
    if not enough or not HIERARCHY & set(roles) or ("implementation" not in roles and not results):
        return None
    last = max(r.y + DESCENT_EM * r.size for r in runs)
    top = min(r.y - ASCENT_EM * r.size for r in runs)
    made = tuple(
        HeaderCell(role, c.group + c.text, c.x0, c.x1, known is not None)
        for role, known, c in zip(_ranked(roles), listed, cells, strict=True)
    )
    glyphs = sum(printed(r.text) for r in runs)
    bounds = _bounds(sheet, made, top, last)
    end = last if bottom is None else bottom
    return Header(sheet.number, top, end, bounds, made, glyphs, plan=not results)


def _note_open(text: str) -> bool:
    """Whether a bracket is still open: the header goes on."""
    return sum(map(text.count, "(（[〔【")) > sum(map(text.count, ")）]〕】"))


def _ranked(roles: list[str]) -> list[str]:
    """Roles with the hierarchy set by place: the innermost of its columns is the plan's, the outer ones work's."""
    inner = [i for i, r in enumerate(roles) if r in HIERARCHY]
    contents = [i for i, r in enumerate(roles) if r == "implementation"]
    ranked = [("work" if i in inner else r) for i, r in enumerate(roles)]
    ranked[inner[-1]] = "plan"
    for i in contents[1:]:
        ranked[i] = "extra"
    return ranked


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
