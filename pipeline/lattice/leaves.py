"""Pages set beside each other on one sheet, and tables beside each other on one page: leaves that are read in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.lattice.evidence import MEET_PT, PAGE_EDGE_SHARE, WIDE_PITCH_EM
from pipeline.lines.runs import Run, printed, rows_of
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.text import squeeze
from pipeline.readers.page import MIDDLE_EM, BBox, Rule

LEAST_GAP_PT = 5.0
"""White between two tables; the lines of a double rule are closer."""
LEAST_HEIGHT_PT = 20.0
"""Sides of tables that run along each other for less are no tables beside each other."""
HALF_SHARE = 0.1
"""Two pages of a sheet meet this close to its middle, as a share of its width."""
LEAST_HEADS = 2
"""So many texts on one line that come twice are the header of two tables."""
HEAD_EM = 3.0
"""The texts of a header stand within this height: three lines."""


class PageParting(NamedTuple):
    """Where a page is parted: at x, between two heights."""

    x: float
    top: float
    bottom: float


def leaves_of(sheet: Sheet) -> list[Sheet]:
    """The leaves of a page, in reading order; the page alone where nothing stands beside each other.

    Each keeps the page's number, size and coordinates. Text above and below what stands beside each other is a leaf of
    its own.
    """
    if not sheet.runs:
        return [sheet]
    parting = _between_pages(sheet) or _between_tables(sheet) or _between_heads(sheet)
    if parting is None or _below_groups(sheet, parting.x):
        return [sheet]
    x, top, bottom = parting
    far = (-1e6, 1e6)
    boxes: list[BBox] = [
        (far[0], far[0], far[1], top),
        (far[0], top, x, bottom),
        (x, top, far[1], bottom),
        (far[0], bottom, far[1], far[1]),
    ]
    leaves = [_within(sheet, box) for box in boxes]
    return [leaf for leaf in leaves if leaf.runs or leaf.asides or leaf.unseen or leaf.unread]


def _within(sheet: Sheet, box: BBox) -> Sheet:
    """What of a page lies in a box; rules and fills are cut at its sides."""
    x0, top, x1, bottom = box

    def holds(one: BBox) -> bool:
        return x0 < (one[0] + one[2]) / 2 <= x1 and top < (one[1] + one[3]) / 2 <= bottom

    runs = tuple(r for r in sheet.runs if holds((r.x0, _middle(r), r.x1, _middle(r))))
    asides = tuple(one for one in sheet.asides if holds(one.bbox))
    unseen = tuple(one for one in sheet.unseen if holds(one.bbox))
    return replace(
        sheet,
        runs=runs,
        horizontal=tuple(
            Rule(max(r.x0, x0), r.y0, min(r.x1, x1), r.y0)
            for r in sheet.horizontal
            if top <= r.y0 <= bottom and r.x0 < x1 and r.x1 > x0
        ),
        vertical=tuple(
            Rule(r.x0, max(r.y0, top), r.x0, min(r.y1, bottom))
            for r in sheet.vertical
            if x0 <= r.x0 <= x1 and r.y0 < bottom and r.y1 > top
        ),
        fills=tuple(
            f._replace(x0=max(f.x0, x0), y0=max(f.y0, top), x1=min(f.x1, x1), y1=min(f.y1, bottom))
            for f in sheet.fills
            if f.x0 < x1 and f.x1 > x0 and f.y0 < bottom and f.y1 > top
        ),
        glyphs=sum(
            (
                *(printed(r.text) for r in runs),
                *(one.glyphs for one in asides),
                *(one.glyphs for one in unseen),
            )
        ),
        unseen=unseen,
        asides=asides,
        remarks=tuple(one for one in sheet.remarks if holds(one.bbox)),
        unread=tuple(one for one in sheet.unread if holds(one)),
    )


def _middle(run: Run) -> float:
    return run.y - MIDDLE_EM * run.size


def _between_pages(sheet: Sheet) -> PageParting | None:
    """Where two pages meet on a sheet, or two columns of a page: the header of one side stands on the other too.

    Of pages on a sheet that lies on its side numbers that follow each other tell too.
    """
    half, reach = sheet.width / 2, HALF_SHARE * sheet.width
    x = _free(sheet, half - reach, half + reach)
    if x is None:
        return None
    sides = [[r for r in sheet.runs if (r.x0 < x) is left] for left in (True, False)]
    if not all(sides):
        return None
    heads = [
        {tuple(squeeze(r.text) for r in row) for row in rows_of(side) if len(row) > LEAST_HEADS}
        for side in sides
    ]
    common = any(not any(c.isdigit() for text in head for c in text) for head in heads[0] & heads[1])
    told = common or _same_heads(*sides) or (sheet.width > sheet.height and _numbered(sheet, x))
    return PageParting(x, -1e6, 1e6) if told else None


def _same_heads(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether the texts of a header, none of them a number, stand on both sides, as far from each other on both.

    They need not stand on one line: one of several lines beside others is set about the middle of its row.
    """
    shared: dict[tuple[int, int], set[tuple[float, str, float]]] = defaultdict(set)
    for run in left:
        for other in right:
            if squeeze(other.text) == squeeze(run.text) and not any(c.isdigit() for c in run.text):
                shift = round((other.x0 - run.x0) / MEET_PT), round((other.y - run.y) / MEET_PT)
                shared[shift].add((run.y, squeeze(run.text), run.size))
    return any(
        len({text for y, text, _ in texts if top <= y <= top + HEAD_EM * size}) > LEAST_HEADS
        for texts in shared.values()
        for top, _, size in texts
    )


def _below_groups(sheet: Sheet, x: float) -> bool:
    """Whether texts that come twice are columns below two words of one header: its first ones are on one side."""
    rows = rows_of(sheet.runs)
    for row in rows:
        sides = [sorted((r for r in row if (r.x0 < x) is left), key=lambda r: r.x0) for left in (True, False)]
        texts = [[squeeze(r.text) for r in side] for side in sides]
        if len(sides[0]) < LEAST_HEADS or texts[0] != texts[1]:
            continue
        first, again = sides[0][0], sides[1][0]
        near = [one for one in rows if 0 < abs(one[0].y - row[0].y) <= HEAD_EM * first.size]
        before = [sum(r.x1 <= first.x0 for r in one) for one in near]
        after = [sum(x <= r.x0 and r.x1 <= again.x0 for r in one) for one in near]
        if max(before, default=0) >= LEAST_HEADS and not any(after):
            return True
    return False


def _free(sheet: Sheet, low: float, high: float) -> float | None:
    """The middle of the widest white between two x over the whole page, a page number aside, or None."""
    foot = (1 - PAGE_EDGE_SHARE) * sheet.height
    runs = (r for r in sheet.runs if r.y < foot or not r.text.isdecimal())
    spans = sorted([*((r.x0, r.x1) for r in runs), *((r.x0, r.x1) for r in sheet.horizontal)])
    best, reached = (0.0, 0.0), low
    for x0, x1 in [*spans, (high, high)]:
        if min(x0, high) - reached > best[1] - best[0]:
            best = (reached, min(x0, high))
        reached = max(reached, x1)
    return (best[0] + best[1]) / 2 if best[1] - best[0] >= LEAST_GAP_PT else None


def _numbered(sheet: Sheet, x: float) -> bool:
    """Whether numbers that follow each other stand at one height on both sides of x, at the page's edge."""
    edge = PAGE_EDGE_SHARE * sheet.height
    for row in rows_of(r for r in sheet.runs if r.y < edge or r.y > sheet.height - edge):
        sides = [[r for r in row if (r.x0 < x) is left] for left in (True, False)]
        numbers = ["".join(c for r in side for c in r.text if c.isdigit()) for side in sides]
        if all(n.isascii() and n for n in numbers) and int(numbers[1]) == int(numbers[0]) + 1:
            return True
    return False


def _between_tables(sheet: Sheet) -> PageParting | None:
    """Where the right side of one drawn table faces the left side of another."""
    sides = sorted(sheet.vertical, key=lambda r: r.x0)
    for i, a in enumerate(sides):
        if not any(_ends_at(h, h.x1, a) for h in sheet.horizontal):
            continue
        for b in sides[i + 1 :]:
            top, bottom = max(a.y0, b.y0), min(a.y1, b.y1)
            if b.x0 - a.x0 < LEAST_GAP_PT or bottom - top < LEAST_HEIGHT_PT:
                continue
            if not any(_ends_at(h, h.x0, b) for h in sheet.horizontal):
                continue
            whole = min(a.y0, b.y0), max(a.y1, b.y1)
            if _is_free(sheet, (a.x0 + b.x0) / 2, *whole) and _is_between(sheet, a, b):
                return _extended(sheet, PageParting((a.x0 + b.x0) / 2, *whole))
    return None


def _ends_at(rule: Rule, x: float, side: Rule) -> bool:
    return abs(x - side.x0) <= MEET_PT and side.y0 - MEET_PT <= rule.y0 <= side.y1 + MEET_PT


def _is_between(sheet: Sheet, a: Rule, b: Rule) -> bool:
    """Whether nothing stands between two sides: no text and no other rule of their height."""
    top, bottom = max(a.y0, b.y0), min(a.y1, b.y1)
    if any(
        a.x0 < r.x0 < b.x0 - MEET_PT and r.y0 < bottom and r.y1 > top for r in sheet.vertical if r is not a
    ):
        return False
    return not any(a.x0 < (r.x0 + r.x1) / 2 < b.x0 and top < _middle(r) < bottom for r in sheet.runs)


def _is_free(sheet: Sheet, x: float, top: float, bottom: float) -> bool:
    """Whether neither text nor a rule crosses x between two heights, both included."""
    if any(r.x0 < x < r.x1 and top - MEET_PT <= r.y0 <= bottom + MEET_PT for r in sheet.horizontal):
        return False
    return not any(r.x0 < x < r.x1 and top < _middle(r) < bottom for r in sheet.runs)


def _between_heads(sheet: Sheet) -> PageParting | None:
    """Where the texts of one line come twice, one table's header beside another's of the same columns."""
    counts = Counter(r.text for r in sheet.runs)
    if sum(count > 1 for count in counts.values()) < LEAST_HEADS:
        return None
    for row in rows_of(sheet.runs):
        texts = [squeeze(r.text) for r in sorted(row, key=lambda r: r.x0)]
        half = len(texts) // 2
        if half < LEAST_HEADS or len(texts) % 2 or texts[:half] != texts[half:] or len(set(texts)) < half:
            continue
        if any(c.isdigit() for text in texts for c in text):
            continue
        ordered = sorted(row, key=lambda r: r.x0)
        x = _last_white(sheet, ordered[half - 1], ordered[half])
        if x is None:
            continue
        parting = _extended(sheet, PageParting(x, _middle(row[0]) - 1.0, _middle(row[0]) + 1.0), alone=True)
        if parting.bottom - parting.top >= LEAST_HEIGHT_PT:
            return parting
    return None


def _last_white(sheet: Sheet, left: Run, right: Run) -> float | None:
    """The middle of the white nearest to the left of a text, behind another of its line; rules beside it cover it."""
    reach = WIDE_PITCH_EM * right.size
    # Above it stand titles too, further away than the other lines of a header.
    spans = [(r.x0, r.x1) for r in sheet.runs if -right.size <= r.y - right.y <= reach]
    spans += [(r.x0, r.x1) for r in sheet.horizontal if abs(r.y0 - right.y) <= reach]
    end = right.x0
    for x0, x1 in sorted(spans, key=lambda span: -span[1]):
        if x0 >= end or x0 >= right.x0:
            continue
        if end - x1 >= LEAST_GAP_PT:
            return (x1 + end) / 2 if x1 >= left.x1 else None
        end = min(end, x0)
    return None


def _extended(sheet: Sheet, parting: PageParting, *, alone: bool = False) -> PageParting:
    """A parting with the lines above and below it that stand on both sides of x, each text on one.

    Args:
        sheet: the page.
        parting: x and the heights known to be parted.
        alone: whether below it lines on one side alone go on too, as rows of tables of unlike length do.
    """
    x, top, bottom = parting
    rows = rows_of(sheet.runs)
    above = [row for row in rows if _middle(row[0]) < top]
    below = [row for row in rows if _middle(row[0]) > bottom]
    for row in reversed(above):
        if not _on_both(row, x):
            break
        top = min(r.y - r.size for r in row)
    for row in below:
        if any(r.x0 < x < r.x1 for r in row) or not (alone or _on_both(row, x)):
            break
        bottom = max(r.y + MIDDLE_EM * r.size for r in row)
    return PageParting(x, top - 1.0, bottom + 1.0)


def _on_both(row: Sequence[Run], x: float) -> bool:
    return (
        not any(r.x0 < x < r.x1 for r in row) and any(r.x1 <= x for r in row) and any(r.x0 >= x for r in row)
    )


class Numbers:
    """Gives leaves numbers of their own; pages behind a sheet of several are counted on.

    Attributes:
        of_file: the file's number of each leaf that has another one.
    """

    def __init__(self) -> None:
        self.of_file: dict[int, int] = {}
        self._last, self._more = 0, 0

    def following(self, page: int) -> int:
        """The number of the next leaf, which is of a page of the file."""
        self._more += page == self._last
        self._last = page
        if self._more:
            self.of_file[page + self._more] = page
        return page + self._more
