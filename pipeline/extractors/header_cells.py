"""Texts of a header's columns, while it is not yet known whether they are a header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.extractors.header_years import is_year
from pipeline.extractors.timelines import is_period
from pipeline.extractors.words import BRACKETED, HeaderWords
from pipeline.lines.runs import Run, cut
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY, PART_ROLE
from pipeline.readers.page import Rule

BELOW_EM = 0.95
"""Lines above each other are at least this far apart; those of columns set to their middles may be closer."""
GROUP_MIDDLE_SHARE = 0.25
"""A group's word is this close to the middle of the words below it, as a share of their spread."""

TIME_KINDS = frozenset(("month",))
"""Columns of months or quarters, which stand below the word for a timeline."""
FLUSH_PT = 2.0
"""A group's word that is not set about their middle begins where the first of the words below it does."""


@dataclass(slots=True)
class GrowingHeaderCell:
    """A header cell while it grows.

    Attributes:
        groups: words above it that stand over several columns, outer first.
    """

    text: str
    x0: float
    x1: float
    groups: tuple[str, ...] = ()
    viable: bool = field(default=True)
    y: float = 0.0
    lines: int = 1
    size: float = 0.0

    @property
    def group(self) -> str:
        """The words above several columns."""
        return "".join(self.groups)

    @property
    def header(self) -> str:
        """All its words, those above several columns before its own."""
        return self.group + self.text

    def add(self, text: str, x0: float, x1: float) -> GrowingHeaderCell:
        """A cell with more text, which stands behind or below its own."""
        return replace(
            self, text=self.text + text, x0=min(self.x0, x0), x1=max(self.x1, x1), lines=self.lines + 1
        )

    def closer_than_lines(self, below: GrowingHeaderCell) -> bool:
        """Whether a text stands lower than this one by less than lines of one text do: it is set beside it."""
        return below.y - self.y < BELOW_EM * below.size


def cells_in_box(runs: list[Run], vertical: Sequence[Rule]) -> list[GrowingHeaderCell]:
    """Texts per column of a box; a cell above several columns is the group of all of them."""
    # A note's mark is no part of a header word.
    runs = [run for run in runs if not run.note]
    if not runs:
        return []
    top, bottom = min(r.y - 0.7 * r.size for r in runs), max(r.y for r in runs)
    crossing = [r for r in vertical if r.y0 <= bottom and r.y1 >= top]
    xs = sorted({r.x0 for r in crossing})
    if not parting(xs, runs):
        return []
    cells: dict[int, GrowingHeaderCell] = {}
    groups: dict[tuple[float, float], str] = {}
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        middle = run.y - 0.35 * run.size
        here = sorted(r.x0 for r in crossing if r.y0 <= middle <= r.y1)
        for i, piece in cut(run, here):
            text = squeeze(clean(piece.text))
            left = here[i - 1] if i else -1e9
            right = here[i] if i < len(here) else 1e9
            if sum(left < x < right for x in xs):
                groups[left, right] = groups.get((left, right), "") + text
                continue
            key = sum(x <= left for x in xs)
            old = cells.get(key)
            cells[key] = (
                old.add(text, piece.x0, piece.x1) if old else GrowingHeaderCell(text, piece.x0, piece.x1)
            )
    for (left, right), text in groups.items():
        under = [c for c in cells.values() if left <= (c.x0 + c.x1) / 2 <= right]
        for cell in under:
            cell.groups += (text,)
        if not under:
            cells[sum(x <= left for x in xs)] = GrowingHeaderCell(text, left, right)
    return [cells[k] for k in sorted(cells)]


def cells_by_white(runs: list[Run], inner: Sequence[Rule]) -> list[GrowingHeaderCell]:
    """Texts per column of a box without column rules: what stands above each other is one.

    Args:
        runs: text of the box.
        inner: horizontal rules within it: what stands above one is the group of the columns below.
    """
    groups: dict[Rule, str] = {}
    columns: list[list[Run]] = []
    # A note's mark is no part of a header word.
    for run in sorted((r for r in runs if not r.note), key=lambda r: r.x0):
        middle = (run.x0 + run.x1) / 2
        over = [rule for rule in inner if rule.x0 <= middle <= rule.x1 and run.y < rule.y0]
        if over:
            nearest = min(over, key=lambda rule: rule.y0)
            groups[nearest] = groups.get(nearest, "") + squeeze(clean(run.text))
        elif columns and run.x0 < max(r.x1 for r in columns[-1]):
            columns[-1].append(run)
        else:
            columns.append([run])
    cells: list[GrowingHeaderCell] = []
    for column in columns:
        text = "".join(squeeze(clean(r.text)) for r in sorted(column, key=lambda r: (r.y, r.x0)))
        x0, x1 = min(r.x0 for r in column), max(r.x1 for r in column)
        above = (rule for rule in sorted(groups, key=lambda r: r.y0) if rule.x0 <= (x0 + x1) / 2 <= rule.x1)
        cells.append(GrowingHeaderCell(text, x0, x1, tuple(groups[rule] for rule in above), y=column[0].y))
    return cells


def parting(xs: Sequence[float], texts: Sequence[Run] | Sequence[GrowingHeaderCell]) -> bool:
    """Whether rules part texts; an outer frame alone does not."""
    left, right = min((t.x0 for t in texts), default=0.0), max((t.x1 for t in texts), default=0.0)
    return any(left < x < right for x in xs)


def same_column(a: GrowingHeaderCell, b: GrowingHeaderCell, xs: Sequence[float]) -> bool:
    """Whether no rule stands between two texts, or, without rules, one is above the other."""
    if xs:
        left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
        return not any(min(left, right) < x < max(left, right) for x in xs)
    return min(a.x1, b.x1) > max(a.x0, b.x0)


def pieces_of(row: list[Run], xs: Sequence[float], words: HeaderWords) -> list[GrowingHeaderCell]:
    """A row's text per column: between vertical rules, or joined as far as the words go on."""
    pieces: list[GrowingHeaderCell] = []
    runs = [piece for r in row for _, piece in cut(r, xs)]
    for run in sorted((r for r in runs if not r.note), key=lambda r: r.x0):
        text = squeeze(clean(run.text))
        piece = GrowingHeaderCell(text, run.x0, run.x1, viable=words.viable(text), y=run.y, size=run.size)
        last = pieces[-1] if pieces else None
        if last is not None:
            # A note behind a header word touches it; another column's stands apart.
            apart = BRACKETED.match(text) and run.x0 - last.x1 > run.size
            joined = words.viable(last.text + text) and not apart
            spaced = (
                not xs and run.x0 - last.x1 < 3 * run.size and joined and not _whole(last.text, text, words)
            )
            if spaced or (xs and same_column(last, piece, xs)):
                pieces[-1] = last.add(text, run.x0, run.x1)
                pieces[-1].viable = joined
                continue
        pieces.append(piece)
    return pieces


def _whole(before: str, after: str, words: HeaderWords) -> bool:
    """Whether two texts are each a header of their own, such as 預算 beside 備註."""
    return all(words.role(text) or words.guess(text) or is_year(text) for text in (before, after))


def with_parts(
    cells: list[GrowingHeaderCell], pieces: list[GrowingHeaderCell], words: HeaderWords
) -> list[GrowingHeaderCell] | None:
    """The cells with those replaced that stand as a group above words below them by these; None where none does.

    Such as 經費概算 above 本年度, 上年度 and 比較增減: all of one family, and the group set about their middle.
    """
    kept, left, parts = list(cells), list(pieces), list[GrowingHeaderCell]()
    for group in cells:
        others = [c for c in cells if c is not group]
        below = _parts_of(group, others, left, words)
        if below:
            parts += [replace(p, groups=(*group.groups, group.text)) for p in below]
            kept = [c for c in kept if c is not group]
            left = [p for p in left if p not in below]
    beside = _beside(kept, left, words) if parts else None
    return beside if beside is None else sorted([*beside, *parts], key=lambda c: c.x0)


def _parts_of(
    group: GrowingHeaderCell,
    others: list[GrowingHeaderCell],
    pieces: list[GrowingHeaderCell],
    words: HeaderWords,
) -> list[GrowingHeaderCell]:
    """Texts beside each other that a word stands above the middle of; none of another family, one at least of its own.

    Columns of ordinals and unlisted words may stand among them.
    """
    family = _family(group.text, words)
    if family is None and (words.role(group.text) or words.guess(group.text)) == "extra":
        family = TIME_KINDS
    if family is None or _goes_on(group, pieces, words):
        return []
    found: list[tuple[int, int, list[GrowingHeaderCell]]] = []
    for i in range(len(pieces)):
        for j in range(i + 2, len(pieces) + 1):
            run = pieces[i:j]
            families = [_family(p.text, words) for p in run]
            taken = any(c.x0 < run[-1].x1 and run[0].x0 < c.x1 for c in others)
            known = any(BRACKETED.match(p.text) for p in run) or any(
                f is None and _told(p.text, words) for p, f in zip(run, families, strict=True)
            )
            if taken or known or family not in families or set(families) - {family, None}:
                continue
            if group.closer_than_lines(run[0]):
                continue
            spread = run[-1].x1 - run[0].x0
            off = abs(group.x0 + group.x1 - run[0].x0 - run[-1].x1) / 2
            flush = abs(group.x0 - run[0].x0) <= FLUSH_PT
            # A group's word that is wider than what it stands over may as well be that of one column.
            over = group.x1 - group.x0 < spread or None not in families
            if (flush or off <= GROUP_MIDDLE_SHARE * spread) and over:
                # Where it begins with the first of them, its middle does not tell how many there are; else two and
                # the four around them have one middle.
                middles = run[0].x0 + run[0].x1 + run[-1].x0 + run[-1].x1
                ems = round(abs(2 * (group.x0 + group.x1) - middles) / 4 / (group.size or 1.0))
                found.append((0 if flush else ems, -len(run), run))
    return min(found, key=lambda one: one[:2])[2] if found else []


def _goes_on(cell: GrowingHeaderCell, pieces: list[GrowingHeaderCell], words: HeaderWords) -> bool:
    """Whether a text below a word makes a listed header with it: 經費 and 概算 are one header of two lines."""
    return any(
        same_column(cell, p, ())
        and not (is_year(p.text) or words.role(p.text) == PART_ROLE)
        and words.begins(cell.text + p.text)
        for p in pieces
    )


def without_groups(cells: list[GrowingHeaderCell], words: HeaderWords) -> list[GrowingHeaderCell]:
    """Cells in which a word that stands above and between two others of its family has become their group."""
    for i, (left, group, right) in enumerate(zip(cells, cells[1:], cells[2:], strict=False)):
        family = _family(group.text, words)
        spread = right.x1 - left.x0
        off = abs(group.x0 + group.x1 - left.x0 - right.x1) / 2
        above = group.lines == 1 and group.y < min(left.y, right.y) and not group.closer_than_lines(left)
        if family is None or off > GROUP_MIDDLE_SHARE * spread or not above:
            continue
        if all(_family(c.text, words) == family for c in (left, right)):
            parts = [replace(c, groups=(*c.groups, group.text)) for c in (left, right)]
            return [*cells[:i], *parts, *cells[i + 3 :]]
    return cells


def _beside(
    cells: list[GrowingHeaderCell], pieces: list[GrowingHeaderCell], words: HeaderWords
) -> list[GrowingHeaderCell] | None:
    """Cells with the pieces that stand beside a group's parts: new ones, or further lines of those above."""
    grown = list(cells)
    for piece in pieces:
        over = [i for i, c in enumerate(grown) if same_column(c, piece, ())]
        if not over:
            grown.append(piece)
            continue
        old = grown[over[0]]
        cell = old.add(piece.text, piece.x0, piece.x1)
        cell.viable = words.viable(cell.text)
        if len(over) > 1 or (old.viable and not cell.viable and words.guess(cell.text) is None):
            return None
        grown[over[0]] = cell
    return grown


def _told(text: str, words: HeaderWords) -> bool:
    """Whether a text is a header of some kind other than an ordinal's."""
    return (words.role(text) or words.guess(text) or "ordinal") != "ordinal"


def _family(text: str, words: HeaderWords) -> frozenset[str] | None:
    """The kind of columns that a word names: amounts, their years and totals, levels of the hierarchy, or months."""
    if is_year(text) or words.is_total(words.bare(text)):
        return BUDGET_ROLES
    if is_period(text):
        return TIME_KINDS
    role = words.role(text) or words.guess(text)
    return next((kind for kind in (BUDGET_ROLES, HIERARCHY) if role in kind), None)
