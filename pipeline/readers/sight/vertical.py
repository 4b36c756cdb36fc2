"""Text that stands or lies in its cell: columns of upright characters, lines turned by a quarter.

Such a text is read as if its cell were laid level: each of its columns becomes a line in the cell, the first on top.
Where a line is longer than the cell is wide its characters are set closer, so that a full column gives a full line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.normalizers.patterns import late
from pipeline.readers.page import Aside, BBox, Glyph, Rule, Turned
from pipeline.readers.painted import RIGHTWARDS, Painted, hull_of
from pipeline.readers.sight.directions import degrees_of
from pipeline.readers.sight.glance import STACK_GAP_EM

FEWEST = 3
"""Fewer characters below each other are as soon two short lines."""
ASIDE_EM = 0.3
"""Their middles are on one upright line, narrow digits and brackets aside."""
LEVEL_PITCH_EM = 1.2
"""Pitch of the lines that are made of columns."""
CELL_MARGIN_EM = 0.25
"""White between a cell's rules and its text."""
SQUEEZED = 0.98
"""Lines are set a little narrower than their cell."""


NUMBERED_START = late(
    r"(?<![第之])(?:[(（︵][一二三四五六七八九十]{1,3}[)）︶]|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}[、︑])"
)
"""A numbered text begins so."""


class _Character(NamedTuple):
    """A glyph of a text that stands or lies.

    Attributes:
        place: its place in the page's list.
        across: its middle, across the text's run.
        along: where along it it begins.
    """

    place: int
    across: float
    along: float
    advance: float


class _Column(NamedTuple):
    """Characters that follow each other downwards (``way`` 1) or upwards (-1)."""

    way: int
    characters: tuple[_Character, ...]
    size: float
    upright: bool


def set_level(
    painted: Painted, horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> tuple[Painted, tuple[Turned, ...], tuple[Aside, ...]]:
    """The page with the texts that stand or lie in its cells read as level lines.

    Returns:
        The page; for each such line where it is read and where it is shown; texts in another direction outside of
        all cells.
    """
    columns = list(_columns(painted))
    if not columns:
        return painted, (), ()
    glyphs = list(painted.glyphs)
    styles = list(painted.styles)
    turned: list[Turned] = []
    asides: list[Aside] = []
    gone: set[int] = set()
    order: dict[int, tuple[int, int]] = {}
    for group in _by_cell(columns, glyphs, horizontal, vertical):
        cell, members = group
        if cell is None:
            for column in members:
                indices = [c.place for c in column.characters]
                gone.update(indices)
                text = "".join(glyphs[i].text for i in indices)
                asides.append(Aside("sideways", text, _shown(column), len(text)))
            continue
        for k, (column, line) in enumerate(zip(members, _lines(members, cell), strict=True)):
            shown = _shown(column)
            for character, glyph in zip(column.characters, line, strict=True):
                glyphs[character.place] = glyph._replace(text=_level_form(glyphs[character.place].text))
                order[character.place] = (min(c.place for m in members for c in m.characters), k)
            turned.append(Turned(_hull(line), shown))
    sequence = sorted(
        (i for i in range(len(glyphs)) if i not in gone),
        key=lambda i: (order[i][0], order[i][1], glyphs[i].x0) if i in order else (i, 0, 0.0),
    )
    level = [style._replace(direction=RIGHTWARDS) for style in styles]
    rest = replace(
        painted,
        glyphs=[glyphs[i] for i in sequence],
        style_of=[painted.style_of[i] for i in sequence],
        styles=level,
    )
    return rest, tuple(turned), tuple(asides)


def _columns(painted: Painted) -> Iterator[_Column]:
    """Columns of characters, in the order in which they are painted."""
    found: list[_Character] = []
    way, size, upright = 0, 0.0, False
    for i in _as_painted(painted):
        glyph, style = painted.glyphs[i], painted.style_of[i]
        quarter = round(degrees_of(painted.styles[style].direction) / 90) % 4
        now = _character(i, glyph, quarter)
        heading = -1 if quarter == 3 else 1
        if found and _goes_on(found[-1], now, way, heading, size, glyph, quarter):
            found.append(now)
            upright = upright and quarter == 0
            continue
        yield from _column(found, way, size, upright)
        found, way, size, upright = [now], heading, glyph.size, quarter == 0
    yield from _column(found, way, size, upright)


def _as_painted(painted: Painted) -> Iterator[int]:
    """Places of the printed glyphs as they are painted: engines may give texts of one height as a line."""
    for _, start, end in sorted(painted.spans(), key=lambda s: (painted.orders[s.style], s.start)):
        yield from (i for i in range(start, end) if not painted.glyphs[i].text.isspace())


def _character(index: int, glyph: Glyph, quarter: int) -> _Character:
    advance = glyph.x1 - glyph.x0
    if quarter == 1:
        return _Character(index, glyph.x0 + 0.38 * glyph.size, glyph.y, advance)
    if quarter == 3:
        return _Character(index, glyph.x0 - 0.38 * glyph.size, glyph.y, advance)
    return _Character(index, (glyph.x0 + glyph.x1) / 2, glyph.y - 0.88 * glyph.size, glyph.size)


def _goes_on(
    last: _Character, now: _Character, way: int, heading: int, size: float, glyph: Glyph, quarter: int
) -> bool:
    if heading != way or abs(glyph.size - size) > 0.1 * size or quarter == 2:
        return False
    if abs(now.across - last.across) > ASIDE_EM * size:
        return False
    return abs((now.along - last.along) * way - last.advance) <= STACK_GAP_EM * size


def _column(found: Sequence[_Character], way: int, size: float, upright: bool) -> Iterator[_Column]:
    # A single upright character is a line like any other.
    if len(found) >= FEWEST or (found and not upright):
        yield _Column(way, tuple(found), size, upright)


def _by_cell(
    columns: Sequence[_Column], glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Iterator[tuple[BBox | None, list[_Column]]]:
    """Columns that stand in one cell together, in the order in which they are read."""
    cells: dict[BBox, list[_Column]] = {}
    for column in columns:
        cell = _cell(_shown(column), horizontal, vertical)
        if cell is None:
            if not column.upright:
                yield None, [column]
            continue
        cells.setdefault(cell, []).append(column)
    for cell, members in cells.items():
        # Downwards the first column stands on the right, upwards on the left.
        members.sort(key=lambda c: -c.way * c.characters[0].across)
        yield cell, [part for column in _joined(members) for part in _parted(column, glyphs)]


def _joined(columns: Sequence[_Column]) -> list[_Column]:
    """Pieces of one column, parted by white, as one."""
    joined: list[_Column] = []
    for column in columns:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.way == column.way
            and abs(last.characters[0].across - column.characters[0].across) <= ASIDE_EM * column.size
        ):
            characters = sorted((*last.characters, *column.characters), key=lambda c: c.along * column.way)
            joined[-1] = last._replace(characters=tuple(characters))
        else:
            joined.append(column)
    return joined


def _parted(column: _Column, glyphs: Sequence[Glyph]) -> Iterator[_Column]:
    """A column of upright characters parted where a numbered text begins within it: it has no line ends to tell."""
    if not column.upright:
        yield column
        return
    text = "".join(glyphs[c.place].text[:1] for c in column.characters)
    starts = [
        0,
        *(match.start() for match in NUMBERED_START.finditer(text) if match.start() >= FEWEST),
        len(text),
    ]
    for start, end in pairwise(starts):
        yield column._replace(characters=column.characters[start:end])


def _shown(column: _Column) -> BBox:
    """Box of a column as it is seen."""
    half = column.size / 2
    across = [c.across for c in column.characters]
    ends = [(c.along, c.along + column.way * c.advance) for c in column.characters]
    along = [value for pair in ends for value in pair]
    return min(across) - half, min(along), max(across) + half, max(along)


def _cell(box: BBox, horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> BBox | None:
    """The drawn cell that holds the middle of a box: rules stand on its sides, and may stand above and below."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    beside = [r.x0 for r in vertical if r.y0 - 2 <= y <= r.y1 + 2]
    left = max((v for v in beside if v < x), default=None)
    right = min((v for v in beside if v > x), default=None)
    if left is None or right is None:
        return None
    across = [r.y0 for r in horizontal if r.x0 - 2 <= x <= r.x1 + 2]
    size = box[2] - box[0]
    top = max((v for v in across if v <= box[1] + size), default=box[1])
    bottom = min((v for v in across if v >= box[3] - size), default=box[3])
    return left, top, right, max(bottom, top + size)


def _lines(columns: Sequence[_Column], cell: BBox) -> Iterator[list[Glyph]]:
    """The glyphs of each column as a level line of the cell; their texts are filled in by the caller."""
    left, top, right, bottom = cell
    size = max(column.size for column in columns)
    margin = min(CELL_MARGIN_EM * size, (right - left) / 8)
    width = (right - left - 2 * margin) * SQUEEZED
    height = max(bottom - top - 2 * margin, *(_length(column) for column in columns))
    scale = min(1.0, width / height) if height else 1.0
    pitch = min(LEVEL_PITCH_EM * size, (bottom - top - margin) / len(columns))
    y = top + margin + 0.88 * min(size, pitch)
    for column in columns:
        origin = column.characters[0].along
        line = []
        for character in column.characters:
            x0 = left + margin + (character.along - origin) * column.way * scale
            x1 = x0 + max(character.advance * scale, 0.01)
            line.append(Glyph("", x0, x1, y, min(column.size, max(pitch, 1.0))))
        yield line
        y += pitch


def _length(column: _Column) -> float:
    first, last = column.characters[0], column.characters[-1]
    return abs(last.along - first.along) + last.advance


def _hull(line: Sequence[Glyph]) -> BBox:
    return hull_of([(g.x0, g.y - 0.88 * g.size, g.x1, g.y + 0.12 * g.size) for g in line])


def _level_form(text: str) -> str:
    r"""A character of upright writing as the one that level writing has for it.

    >>> _level_form("\ufe35")
    '('
    """
    code = ord(text[0])
    if 0xFE10 <= code <= 0xFE19 or 0xFE30 <= code <= 0xFE48:
        return unicodedata.normalize("NFKC", text)
    return text
