"""Text set sideways or stacked in a cell: found, read in its own direction, and laid into level lines of its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from pipeline.dataclass import dataclass
from pipeline.readers.ocr.glyphs import HALF_EM, Box
from pipeline.readers.page import BBox, Glyph, Rule
from pipeline.readers.sight.vertical import SQUEEZED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey
    from pipeline.readers.ocr.recogniser import Recogniser

TALL_BY_LINES, TALL_BY_WIDTH = 1.8, 1.15
"""A box this much higher than the page's lines, and this much higher than wide, may hold columns of text."""
TURNED_WIDE = 1.3
"""A box this much wider than high is a level line."""
BOX_EM = 0.8
"""Size of the type in a tall box by the box's width: the finder leaves a margin on both sides."""
INK_EM = 0.92
"""Width of the ink of a column of Han characters."""
NARROW_EM = 0.4
"""Narrower columns of ink are parts of their neighbours."""
JOIN_EM = 0.2
"""White between parts of one character that lies on its side; columns are further apart."""
OVER_EM = 0.15
"""A text that runs over a rule has ink so close to its middle on both sides; its own ink is taken away."""
ACROSS_EM = 0.8
"""A text that runs over a rule is parted at the white next to it, which is within a character's height."""
UNSURE_EM = 0.15
"""Two whites whose distances from the rule differ by less do not decide where the text of one cell ends."""
TURNED_COLUMN_WHITE_EM = 0.15
"""White that is left about a column when it is read."""
PITCHES_EM = 0.9, 1.75
"""From one stacked character to the next."""
TILE_EM = 1.2
"""Height that a stacked character is read in."""
WHITE_ROW_SHARE = 0.03
"""A row of pixels with less ink than this share of the fullest is the white between two stacked characters."""
TURNED_CONFIDENCE = 0.35
"""What reads worse in every direction is no text."""
UPWARDS = 0.8
"""Single characters are read on their side too, so that a line that runs upwards reads as a stack almost as well, but
backwards. A stack reads as such a line with less than half of its confidence."""
MARGIN_EM = 0.25
"""White between a cell's rules and its text."""
WIDEST_PITCH = 1.4
"""Characters that are set further apart than this, in their size, are no longer one run."""
FIRST_BASELINE_EM, CELL_PITCH_EM = 0.88, 1.2
"""From a cell's text to the first baseline, and from line to line."""


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """A line that is set in another direction than the page's; places in points.

    Attributes:
        characters: in reading order.
        size: of its type.
        shown: where it stands on the page.
        cell: the cell that it is of; None outside of all.
        place: which of its cell's lines it is, from 0.
        longest: length of the longest column of its cell; 0 where it is the only one.
    """

    characters: tuple[Character, ...]
    size: float
    shown: BBox
    cell: BBox | None
    place: int
    longest: float = 0.0

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(c.text for c in self.characters)

    @property
    def baseline(self) -> float:
        """Where it is read."""
        top = self.shown[1] if self.cell is None else self.cell[1]
        return round(top + (MARGIN_EM + FIRST_BASELINE_EM + CELL_PITCH_EM * self.place) * self.size, 2)

    @property
    def starts(self) -> tuple[float, float]:
        """Where its first character begins, and how far it is from one to the next.

        The longest of a cell's columns is taken to be full, so that it gives a line that is as wide as the cell.
        """
        x0, top, x1, bottom = self.shown if self.cell is None else self.cell
        margin = min(MARGIN_EM * self.size, (x1 - x0) / 8)
        length = self.shown[3] - self.shown[1]
        whole = self.longest or max(bottom - top - 2 * margin, length)
        stretch = min(WIDEST_PITCH if self.longest else 1.0, (x1 - x0 - 2 * margin) * SQUEEZED / whole)
        return x0 + margin, stretch * max(length / len(self.characters), HALF_EM * self.size)


def turned_glyphs(line: TurnedLine) -> list[tuple[Glyph, Character]]:
    """Glyphs of a line as they are read, level and within its cell."""
    x, step = line.starts
    return [
        (
            Glyph(c.text, round(x + k * step, 2), round(x + (k + 1) * step, 2), line.baseline, line.size),
            c,
        )
        for k, c in enumerate(line.characters)
    ]


@dataclass(frozen=True, slots=True)
class _Region:
    """Where text that is not level stands, in pixels.

    Attributes:
        box: the text's ink lies within.
        source: the tall box that led to it.
        cell: the cell that it is of; None outside of all.
        unsure: whether its first or last character may be its neighbour's.
    """

    box: Box
    source: Box
    cell: Box | None
    unsure: bool = False


def turned_text(
    boxes: Sequence[Box],
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    clean: Grey,
    ink: Grey,
    scale: float,
    engine: Recogniser,
) -> tuple[list[TurnedLine], list[Box]]:
    """Read the text of a page that is not level: its lines, and the boxes that are left to be read as level ones.

    Args:
        boxes: where the finder saw lines.
        rules: horizontal and vertical ones, in points.
        clean: the page without rules.
        ink: its ink, as 255.
        scale: pixels per point.
        engine: what reads lines.
    """
    high = median([_high(box) for box in boxes if _is_level(box)] or [0])
    tall = [box for box in boxes if _high(box) >= max(TALL_BY_LINES * high, TALL_BY_WIDTH * _wide(box))]
    if not high:
        tall = [box for box in tall if _high(box) >= TALL_BY_LINES * _wide(box)]
    lines: list[TurnedLine] = []
    left = list(boxes)
    for region in _regions(tall, rules, ink, scale):
        own = [box for box in boxes if _is_in(box, region.box) or box == region.source]
        alone = any(map(_is_level, own))
        if alone:
            own = [box for box in own if box in tall]
        text = replace(region, box=_hull(own)) if alone else region
        em = BOX_EM * min([*map(_wide, own), *([round(high)] if high else [])])
        found = _read(text, em, clean, ink, scale, engine)
        lines += found
        left = [box for box in left if not found or box not in own]
    return lines, left


def _regions(
    tall: Sequence[Box], rules: tuple[Sequence[Rule], Sequence[Rule]], ink: Grey, scale: float
) -> list[_Region]:
    """Cells with tall boxes, and tall boxes outside of all cells; each once."""
    found: dict[Box, _Region] = {}
    for box in tall:
        x, y = (box.x0 + box.x1) / 2 / scale, (box.y0 + box.y1) / 2 / scale
        sides = [r.x0 for r in rules[1] if r.y0 <= y <= r.y1]
        x0 = max((side for side in sides if side < x), default=None)
        x1 = min((side for side in sides if side > x), default=None)
        edges = sorted(round(r.y0 * scale) for r in rules[0] if r.x0 <= x <= r.x1)
        if x0 is None or x1 is None or len(edges) < 2 or not _overlapped(box, edges):
            found.setdefault(box, _Region(box, box, None))
            continue
        column = Box(round(x0 * scale), min(edges[0], box.y0), round(x1 * scale), max(edges[-1], box.y1))
        for region in _cells_of(box, column, edges, ink):
            found.setdefault(region.box, region)
    return list(found.values())


def _overlapped(box: Box, edges: Sequence[int]) -> list[tuple[int, int]]:
    """Cells of a column of a table with a good part of a box's width, or of their own height, of the box in them."""
    least = BOX_EM * _wide(box) / 2
    return [(a, b) for a, b in pairwise(edges) if min(b, box.y1) - max(a, box.y0) >= min(least, (b - a) / 2)]


def _cells_of(box: Box, column: Box, edges: Sequence[int], ink: Grey) -> list[_Region]:
    """The cells that a tall box is of, with what hangs out of them."""
    em = BOX_EM * _wide(box)
    rows = np.asarray(column.crop(ink)[:, 2:-2].any(axis=1), dtype=np.bool_)
    found = []
    for a, b in _overlapped(box, edges):
        top, sure = _end(a, rows, column.y0, em) if a != edges[0] else (min(a, box.y0), True)
        bottom, certain = _end(b, rows, column.y0, em) if b != edges[-1] else (max(b, box.y1), True)
        cell = Box(column.x0, a, column.x1, b)
        found.append(_Region(Box(column.x0, top, column.x1, bottom), box, cell, not (sure and certain)))
    return found


def _end(rule: int, rows: NDArray[np.bool_], top: int, em: float) -> tuple[int, bool]:
    """Where the text of a cell ends that may run over a rule, and whether that is sure.

    Args:
        rule: its height in pixels.
        rows: whether there is ink in each row of the column of cells.
        top: height of the first row.
        em: size of the type.
    """
    inked = np.flatnonzero(rows)
    above, below = inked[inked < rule - top], inked[inked >= rule - top]
    close = OVER_EM * em
    if not above.size or not below.size or rule - top - above[-1] > close or below[0] - rule + top > close:
        return rule, True
    reach = round(ACROSS_EM * em)
    # Ends of the white runs about it but for its own.
    before = [int(y) for y in above if not rows[y - 1] and rule - top - y <= reach]
    after = [int(y) + 1 for y in below if y + 1 < len(rows) and not rows[y + 1] and y - rule + top <= reach]
    ends = sorted([*before[-1:], *after[:1]], key=lambda y: abs(y - rule + top))
    if not ends:
        return rule, False
    sure = len(ends) == 1 or abs(abs(ends[1] - rule + top) - abs(ends[0] - rule + top)) >= UNSURE_EM * em
    return ends[0] + top, sure


def _columns(region: _Region, em: float, ink: Grey) -> list[Box]:
    """Columns of ink from left to right."""
    box = region.box
    inked = np.flatnonzero(box.crop(ink)[:, 2:-2].any(axis=0)) + box.x0 + 2
    runs: list[list[int]] = []
    for x in inked.tolist():
        narrow = runs and runs[-1][1] - runs[-1][0] < NARROW_EM * em
        if runs and x - runs[-1][1] <= (2 if narrow else 1) * JOIN_EM * em:
            runs[-1][1] = x
        else:
            runs.append([x, x])
    found = []
    for x0, x1 in runs:
        rows = np.flatnonzero(ink[box.y0 : box.y1, x0 : x1 + 1].any(axis=1))
        if x1 - x0 >= NARROW_EM * em:
            found.append(Box(x0, box.y0 + int(rows[0]), x1 + 1, box.y0 + int(rows[-1]) + 1))
    return found


def _read(
    region: _Region, em: float, clean: Grey, ink: Grey, scale: float, engine: Recogniser
) -> list[TurnedLine]:
    """The lines of a region, read in the direction in which they read best; none where they read in none."""
    columns = _columns(region, em, ink)
    if not columns:
        return []
    em = max(_wide(column) for column in columns) / INK_EM
    ways = {
        "up": [np.rot90(_strip(column, em, clean), -1) for column in columns],
        "down": [np.rot90(_strip(column, em, clean), 1) for column in reversed(columns)],
        "stacked": [_laid_out(column, em, clean, ink) for column in reversed(columns)],
    }
    crops = [np.ascontiguousarray(crop) for way in ways.values() for crop in way]
    read = engine.read(crops)
    count = len(columns)
    tried = {way: read[i * count : (i + 1) * count] for i, way in enumerate(ways)}
    wanted = sum(_high(column) for column in columns) / em
    scores = {way: _score(lines, wanted) for way, lines in tried.items()}
    best = max(scores, key=lambda way: scores[way])
    if scores["up"] >= UPWARDS * scores[best]:
        best = "up"
    if scores[best] < TURNED_CONFIDENCE or (best == "stacked" and _is_block(columns, ink)):
        return []
    ordered = columns if best == "up" else columns[::-1]
    longest = max(map(_high, columns)) / scale if count > 1 else 0.0
    return [
        replace(_line(characters, column, region, em, k, scale), longest=longest)
        for k, (characters, column) in enumerate(zip(tried[best], ordered, strict=True))
        if any(not c.text.isspace() for c in characters)
    ]


def _is_block(columns: Sequence[Box], ink: Grey) -> bool:
    """Whether columns are short level lines one below the other: there is more white between lines than in them."""
    if len(columns) < 2:
        return False
    rows = np.flatnonzero(_hull(columns).crop(ink).any(axis=1))
    between = np.diff(rows)
    across = min(b.x0 - a.x1 for a, b in pairwise(columns))
    return bool((between > 1).any()) and float(np.median(between[between > 1])) - 1 >= across


def _line(
    characters: Sequence[Character], column: Box, region: _Region, em: float, place: int, scale: float
) -> TurnedLine:
    kept = [c for c in characters if not c.text.isspace()]
    if region.unsure:
        kept[0], kept[-1] = kept[0]._replace(confidence=0.0), kept[-1]._replace(confidence=0.0)
    cell = None if region.cell is None else _in_points(region.cell, scale)
    return TurnedLine(tuple(kept), round(em / scale, 2), _in_points(column, scale), cell, place)


def _score(lines: Sequence[Sequence[Character]], wanted: float) -> float:
    """Mean confidence of the characters, of as many as there should be where fewer were read."""
    said = [c.confidence for line in lines for c in line if not c.text.isspace()]
    return sum(said) / max(len(said), wanted, 1.0)


def _strip(column: Box, em: float, clean: Grey) -> Grey:
    more = round(TURNED_COLUMN_WHITE_EM * em)
    return clean[max(0, column.y0 - more) : column.y1 + more, max(0, column.x0 - more) : column.x1 + more]


def _laid_out(column: Box, em: float, clean: Grey, ink: Grey) -> Grey:
    """Stacked characters side by side."""
    half, more = round(TILE_EM * em / 2), round(TURNED_COLUMN_WHITE_EM * em)
    tiles = []
    for top, bottom in _stacked(column.crop(ink), em):
        middle = column.y0 + (top + bottom) // 2
        rows = np.clip(np.arange(middle - half, middle + half), 0, clean.shape[0] - 1)
        tile = clean[rows, max(0, column.x0 - more) : column.x1 + more].copy()
        # What is above and below is of the neighbours.
        outside = (rows < column.y0 + top) | (rows >= column.y0 + bottom)
        tile[outside] = int(np.median(tile[:, :1]))
        tiles.append(tile)
    return np.hstack(tiles)


def _stacked(ink: Grey, em: float) -> list[tuple[int, int]]:
    """From where to where each of the stacked characters reaches, at the smallest even pitch that cuts none."""
    rows = (ink > 0).sum(axis=1).astype(np.float64)
    height = len(rows)
    least = WHITE_ROW_SHARE * float(rows.max())
    tried: list[tuple[bool, float, int, int]] = []
    for pitch in range(round(PITCHES_EM[0] * em), round(PITCHES_EM[1] * em) + 1):
        for phase in range(1, pitch + 1):
            cut = rows[phase:height:pitch]
            mean = float(cut.mean()) if cut.size else float(rows.max())
            # Of those that cut nothing the smallest, else the one that cuts least.
            tried.append((mean > least, pitch if mean <= least else mean, pitch, phase))
    _, _, pitch, phase = min(tried)
    bounds = [0, *range(phase, height, pitch), height]
    return [(a, b) for a, b in pairwise(bounds) if rows[a:b].any()]


def _is_level(box: Box) -> bool:
    return _wide(box) >= TURNED_WIDE * _high(box)


def _is_in(box: Box, other: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1


def _hull(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _wide(box: Box) -> int:
    return box.x1 - box.x0


def _high(box: Box) -> int:
    return box.y1 - box.y0


def _in_points(box: Box, scale: float) -> BBox:
    return box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale
