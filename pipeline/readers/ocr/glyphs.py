"""Lines of recognised characters to glyphs: where each stands, and how large its type is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from pipeline.dataclass import dataclass
from pipeline.normalizers.text import wide
from pipeline.readers.page import MIDDLE_EM, Glyph, Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.decoder import Character
    from pipeline.readers.ocr.picture import Grey

HAN_INK_EM = 0.9
"""Height of the ink of a line of Han characters."""
DIGIT_INK_EM = 0.7
"""Height of digits and capitals."""
HAN_MIDDLE_EM = 0.38
"""The middle of Han characters stands this far above the baseline."""
BEARING_EM = 0.04
"""White that a Han character leaves beside its ink."""
HALF_EM = 0.5
SAME_SIZE = 0.22
"""Lines whose type differs by less than this share are set in one size: ink tells no better."""
INKED_ROW = 0.01
"""A row of pixels with less than this share of ink holds specks."""
CUT_PT = 3.0
"""A rule this far within a box parts it."""
SLIVER = 0.3
"""A part of a box that is so much narrower than high is the margin of what stands beyond a rule."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands, in pixels: from ``x0``, ``y0`` up to ``x1``, ``y1``."""

    x0: int
    y0: int
    x1: int
    y1: int

    def crop(self, grey: Grey) -> Grey:
        """Its pixels."""
        return grey[self.y0 : self.y1, self.x0 : self.x1]


def boxes_of(
    quads: Sequence[NDArray[np.float32]], rules: Sequence[Rule], scale: float, shape: tuple[int, ...]
) -> list[Box]:
    """Upright boxes of lines, parted where a vertical rule runs through them.

    Args:
        quads: corners of each line's box, from the upper left with the clock, in pixels.
        rules: vertical rules, in points.
        scale: pixels per point.
        shape: height and width of the picture.
    """
    found = []
    for quad in quads:
        x0, y0 = (max(0, int(v)) for v in np.floor(quad.min(axis=0)))
        x1, y1 = (int(v) for v in np.ceil(quad.max(axis=0)))
        x1, y1 = min(x1, shape[1]), min(y1, shape[0])
        middle = (y0 + y1) / 2 / scale
        cuts = sorted(
            round(r.x0 * scale)
            for r in rules
            if r.y0 <= middle <= r.y1 and x0 + CUT_PT * scale < r.x0 * scale < x1 - CUT_PT * scale
        )
        edges = [x0, *cuts, x1]
        least = SLIVER * (y1 - y0) if cuts else 0
        found += [Box(a, y0, b, y1) for a, b in pairwise(edges) if y1 > y0 and b - a > least]
    return found


@dataclass(frozen=True, slots=True)
class InkedLine:
    """A line with its characters and the extent of its ink, in points.

    Attributes:
        raised: size of its type as a share of that of the line behind which it stands raised; 0 of any other line.
        rise: how far it stands above that line.
    """

    box: Box
    characters: tuple[Character, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    scale: float
    raised: float = 0.0
    rise: float = 0.0

    @property
    def han(self) -> bool:
        """Whether it has characters that fill their em box."""
        return any(is_han(c.text) for c in self.characters)


def inked(box: Box, characters: Sequence[Character], ink: Grey, scale: float) -> InkedLine | None:
    """A line with the extent of its ink; None where nothing was recognised.

    Args:
        box: where it stands.
        characters: what it says.
        ink: the page's ink without rules, as 255.
        scale: pixels per point.
    """
    printed = [i for i, c in enumerate(characters) if not c.text.isspace()]
    if not printed:
        return None
    part = box.crop(ink) > 0
    rows = np.flatnonzero(part.mean(axis=1) > INKED_ROW)
    columns = np.flatnonzero(part.sum(axis=0) > 1)
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, part.shape[0])
    left, right = (int(columns[0]), int(columns[-1]) + 1) if columns.size else (0, part.shape[1])
    return InkedLine(
        box,
        tuple(characters[printed[0] : printed[-1] + 1]),
        (box.x0 + left) / scale,
        (box.x0 + right) / scale,
        (box.y0 + top) / scale,
        (box.y0 + bottom) / scale,
        scale,
    )


def inked_rows(part: Grey) -> int:
    """Height of the ink of a part of a page, in pixels."""
    rows = np.flatnonzero((part > 0).any(axis=1))
    return int(rows[-1]) + 1 - int(rows[0]) if rows.size else 0


def sizes_of(lines: Sequence[InkedLine]) -> list[float]:
    """Size of each line's type in points; nearly equal ones as one."""
    rough = [_rough_size(line) for line in lines]
    told = [
        size
        for size, line in zip(rough, lines, strict=True)
        if line.han and len(line.characters) > 2 and not line.raised
    ]
    if not told and not rough:
        return []
    usual = median(told or rough)
    near = [size for size in told or rough if abs(size - usual) <= SAME_SIZE * usual]
    usual = round(median(near), 2)
    sizes: list[float] = []
    for size, line in zip(rough, lines, strict=True):
        if line.raised and sizes:
            sizes.append(round(line.raised * sizes[-1], 2))
        else:
            sizes.append(usual if abs(size - usual) <= SAME_SIZE * usual or not line.han else round(size, 2))
    return sizes


def _rough_size(line: InkedLine) -> float:
    return (line.bottom - line.top) / (HAN_INK_EM if line.han else DIGIT_INK_EM)


def glyphs_of(line: InkedLine, size: float) -> list[tuple[Glyph, Character]]:
    """Glyphs of a line, from left to right; spaces only between characters of Latin words.

    Args:
        line: its characters and ink.
        size: size of its type in points.
    """
    y = _baseline(line, size)
    left, width = line.box.x0 / line.scale, (line.box.x1 - line.box.x0) / line.scale
    kept = [
        c for i, c in enumerate(line.characters) if not c.text.isspace() or _parts_words(line.characters, i)
    ]
    starts = [left + c.at * width - advance(c.text, size) / 2 for c in kept]
    # The ends of the ink are surer than the recogniser's steps, but for punctuation that fills half of its em box.
    bearing = BEARING_EM * size
    if _inked_edge(kept[0].text):
        starts[0] = line.x0 - bearing
    if len(kept) > 1 and _inked_edge(kept[-1].text):
        starts[-1] = line.x1 + bearing - advance(kept[-1].text, size)
    found = []
    for i, c in enumerate(kept):
        x0 = max(starts[i], starts[i - 1] + 0.1 * size) if i else starts[i]
        starts[i] = x0
        found.append((Glyph(c.text, round(x0, 2), round(x0 + advance(c.text, size), 2), y, size), c))
    return found


def _baseline(line: InkedLine, size: float) -> float:
    middle = (line.top + line.bottom) / 2
    if line.han:
        return round(middle + HAN_MIDDLE_EM * size, 2)
    text = "".join(c.text for c in line.characters)
    if any(c.isdigit() for c in text) and not set(text) & set("()（）「」"):
        return round(line.top + DIGIT_INK_EM * size, 2)
    return round(middle + MIDDLE_EM * size, 2)


def _parts_words(characters: Sequence[Character], i: int) -> bool:
    """Whether a space stands between Latin letters or digits."""
    if not 0 < i < len(characters) - 1:
        return False
    before, after = characters[i - 1].text, characters[i + 1].text
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()


def _inked_edge(text: str) -> bool:
    return is_han(text) or not wide(text)


def advance(text: str, size: float) -> float:
    """Width of a character's em box."""
    return size if wide(text) else HALF_EM * size


def is_han(text: str) -> bool:
    """Whether a character fills its em box: one of Han but those of a few flat strokes."""
    return unicodedata.name(text[0], "").startswith("CJK UNIFIED") and text not in "一二三工"
