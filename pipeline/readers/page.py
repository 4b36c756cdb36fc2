"""What a reader gives: pages of glyphs and rules in display space.

Display space: PDF points from the top left of the visible page (its /CropBox, after /Rotate), y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Glyph(NamedTuple):
    """One printed glyph (a tuple, not a dataclass: there are tens of thousands of them).

    Attributes:
        text: its character, or several where the font maps a ligature so.
        x0: x of its origin; boxes of some fonts start left of it or shrink to the ink.
        x1: x where its advance ends.
        y: y of its baseline.
        size: font size as displayed, in points.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float


class Recognition(NamedTuple):
    """What a recogniser said of one glyph of a picture.

    Attributes:
        read: the text as recognised, where it was set right; else "".
        confidence: the recogniser's, 0 to 1; 0 where what was set right was not seen.
    """

    read: str
    confidence: float


class Rule(NamedTuple):
    """A straight rule; horizontal where ``y0 == y1``, vertical where ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float


class Fill(NamedTuple):
    """A filled area that is too thick to be a rule, such as a zebra stripe."""

    x0: float
    y0: float
    x1: float
    y1: float


Straightened = tuple[float, float, float, float, float, float] | None
"""From a place on a straightened page to that on the page as shown: x' = a x + c y + e and y' = b x + d y + f, in
points; None where they are the same."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader saw it.

    Attributes:
        number: page number in the file, from 1.
        glyphs: printed glyphs with white space, doubled ones once, in the order of the content stream.
        sideways: glyphs whose baseline is not horizontal, such as watermarks.
        horizontal: merged horizontal rules, by y.
        vertical: merged vertical rules, by x.
        fills: coloured areas that are not rules.
        image_share: share of the page that images cover, 0 to 1.
        hidden: number of invisible glyphs left out because visible text is there.
        recognised: what the recogniser said of each glyph, in their order, where the page was read from its picture.
        unread: boxes of ink on the picture in which no text was recognised: x0, top, x1, bottom.
        straightened: leads from its places to the page as shown, where its picture was turned before it was read.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    sideways: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    image_share: float
    hidden: int = 0
    recognised: tuple[Recognition, ...] = ()
    unread: tuple[tuple[float, float, float, float], ...] = ()
    straightened: Straightened = None

    @property
    def picture(self) -> bool:
        """Whether its text was recognised on a picture of it."""
        return bool(self.recognised)


@dataclass(frozen=True, slots=True)
class BadPage:
    """A page that the engine could not read."""

    number: int
    reason: str


class DocumentReader(Protocol):
    """One open PDF file; pages are read one at a time and closed after use."""

    page_count: int
    producer: str | None

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1), in order; two of a number where a sheet holds two."""

    def close(self) -> None:
        """Let go of the file."""
