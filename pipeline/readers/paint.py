"""From painted paths to rules and fills; shared by all engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.readers.page import Fill, Glyph, Rule

RULE_THICKNESS_PT = 3.0
"""A path at most this thick is a rule: Word draws 0.5, double borders reach 2.25."""
RULE_MERGE_PT = 1.5
"""Rules whose positions differ by less are one: cell borders drawn by both neighbours."""
RULE_GAP_PT = 3.0
"""Gaps up to this are bridged: dashes, and the joints between cell borders."""
RULE_MIN_LENGTH_PT = 6.0
"""Shorter merged rules are underscores of a check box or dirt, not borders."""
DASH_ASPECT = 1.5
"""A painted piece this much longer than thick has a direction."""
PAPER_LIGHTNESS = 245 / 255
"""Fills and strokes at least this light cannot be seen on paper."""
DOUBLED_GRID_PT = 32.0
"""Glyphs are looked for in cells of this size: far larger than the reach, so that one or two hold all candidates."""
DOUBLED_EM = 0.12
"""The same character again within this share of its size is one glyph printed bold."""


class Paint:
    """Collects painted boxes of one page, then merges them."""

    def __init__(self) -> None:
        self._horizontal: list[Rule] = []
        self._vertical: list[Rule] = []
        self._fills: list[Fill] = []

    def filled_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled rectangle: a rule if it is thin, an area otherwise.

        Dashes of a dashed rule are thin pieces that only together are long enough; squares are joints of borders.
        """
        width, height = x1 - x0, y1 - y0
        if min(width, height) > RULE_THICKNESS_PT:
            self._fills.append(Fill(x0, y0, x1, y1))
        elif width >= DASH_ASPECT * height:
            y = (y0 + y1) / 2
            self._horizontal.append(Rule(x0, y, x1, y))
        elif height >= DASH_ASPECT * width:
            x = (x0 + x1) / 2
            self._vertical.append(Rule(x, y0, x, y1))

    def stroke(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked straight segment; slanted ones are no rules."""
        if abs(y1 - y0) <= RULE_MERGE_PT and abs(x1 - x0) > 0:
            y = (y0 + y1) / 2
            self._horizontal.append(Rule(min(x0, x1), y, max(x0, x1), y))
        elif abs(x1 - x0) <= RULE_MERGE_PT:
            x = (x0 + x1) / 2
            self._vertical.append(Rule(x, min(y0, y1), x, max(y0, y1)))

    def horizontal(self) -> tuple[Rule, ...]:
        """Merged horizontal rules, by y then x."""
        spans = merge_spans((r.y0, r.x0, r.x1) for r in self._horizontal)
        return tuple(Rule(a, at, b, at) for at, a, b in spans)

    def vertical(self) -> tuple[Rule, ...]:
        """Merged vertical rules, by x then y."""
        spans = merge_spans((r.x0, r.y0, r.y1) for r in self._vertical)
        return tuple(Rule(at, a, at, b) for at, a, b in spans)

    def fills(self) -> tuple[Fill, ...]:
        """Coloured areas, top to bottom."""
        return tuple(sorted(set(self._fills), key=lambda f: (f.y0, f.x0)))


FARTHEST_PT = 20_000.0
"""No page is larger than 14,400 points."""


def merge_spans(spans: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Merge ``(position, start, end)`` spans that lie on one line and touch.

    >>> merge_spans([(10, 0, 20), (10.5, 21, 40), (30, 0, 20)])
    [(10.25, 0, 40), (30.0, 0, 20)]
    """
    ordered = sorted(spans)
    merged: list[tuple[float, float, float]] = []
    at = 0
    while at < len(ordered):
        end = at
        while (
            end + 1 < len(ordered)
            and ordered[end + 1][0] - ordered[end][0] <= RULE_MERGE_PT / 2
            and (ordered[end + 1][0] - ordered[at][0] <= RULE_MERGE_PT)
        ):
            end += 1
        group = ordered[at : end + 1]
        position = (group[0][0] + group[-1][0]) / 2
        merged += [(position, a, b) for a, b in _joined([(s, e) for _, s, e in group])]
        at = end + 1
    return [m for m in merged if m[2] - m[1] >= RULE_MIN_LENGTH_PT]


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    pieces.sort()
    joined = [pieces[0]]
    for start, end in pieces[1:]:
        if start - joined[-1][1] <= RULE_GAP_PT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def visible(components: Iterable[float], alpha: float = 1.0) -> bool:
    """Whether a colour (RGB or grey, 0 to 1) can be seen on paper."""
    return alpha > 0 and any(c < PAPER_LIGHTNESS for c in components)


def kept_once(glyphs: Sequence[Glyph]) -> list[int]:
    """Places of the glyphs to be read: those printed twice to look bold, or for a shadow, once; none off all pages."""
    kept: list[int] = []
    seen: dict[tuple[str, float, float], list[Glyph]] = {}
    for i, g in enumerate(glyphs):
        text, x0, x1, y, size = g
        # NaN is nowhere.
        if not (size > 0 and -FARTHEST_PT < x0 <= x1 < FARTHEST_PT and -FARTHEST_PT < y < FARTHEST_PT):
            continue
        if text.isspace():
            kept.append(i)
            continue
        reach = size * DOUBLED_EM
        column, row = x0 // DOUBLED_GRID_PT, y // DOUBLED_GRID_PT
        across, down = x0 - column * DOUBLED_GRID_PT, y - row * DOUBLED_GRID_PT
        if reach <= across < DOUBLED_GRID_PT - reach and reach <= down < DOUBLED_GRID_PT - reach:
            near = seen.get((text, column, row))
        else:
            near = [other for cell in _cells(x0, y, reach) for other in seen.get((text, *cell), ())]
        if near and any(abs(o.x0 - x0) <= reach and abs(o.y - y) <= reach for o in near):
            continue
        seen.setdefault((text, column, row), []).append(g)
        kept.append(i)
    return kept


def _cells(x: float, y: float, reach: float) -> set[tuple[float, float]]:
    """Cells of the grid that a point's reach touches."""
    columns = ((x - reach) // DOUBLED_GRID_PT, (x + reach) // DOUBLED_GRID_PT)
    rows = ((y - reach) // DOUBLED_GRID_PT, (y + reach) // DOUBLED_GRID_PT)
    return {(column, row) for column in columns for row in rows}
