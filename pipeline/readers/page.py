"""What a reader gives: pages of glyphs and rules in display space.

Display space: PDF points from the top left of the visible page (its /CropBox, after /Rotate), y downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, Protocol, TypeVar

from pipeline.dataclass import dataclass

S = TypeVar("S")

SAME_BASELINE_EM = 0.15
"""Glyphs further off each other's baseline are of different runs."""

MIDDLE_EM = 0.35
"""The middle of a line stands this far above its baseline, whether it is of Han glyphs or of digits."""

ASCENT_EM, DESCENT_EM = 0.88, 0.12
"""Where the em box of Han glyphs lies about the baseline (the ideographic em box of OpenType's BASE table)."""

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


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


UnseenReason = Literal["covered", "colour", "layer", "clip", "page", "invisible"]
"""Why nobody sees a text: something opaque lies over it, it has the colour of what it stands on, its layer is switched
off, it lies outside its clip or the page, it is painted without ink."""
AsideKind = Literal["struck", "overlay", "sideways"]
"""Why a text that is seen is no part of the page's own: struck out; a stamp, watermark, box, line number or reading aid
laid over or beside it; set in another direction outside of every cell."""
RemarkKind = Literal["clipped", "cut", "across", "obscured", "beneath"]
"""What a person should know of a place. Its text goes on beyond its cell's edge; it is cut there, and the file does not
say how it goes on; it stands about evenly on both sides of a drawn rule; something hides some of its print, so that its
text is in question; the box of a note hides some of it, while the text itself is certain."""


class Unseen(NamedTuple):
    """Text of the file that no reader of the page sees: how much of it and where, never what it says.

    Attributes:
        bbox: x0, top, x1, bottom.
        glyphs: printed marks, white space aside.
    """

    reason: UnseenReason
    bbox: BBox
    glyphs: int


class Aside(NamedTuple):
    """Text that is seen but stands apart from the page's own; attributes as of Unseen."""

    kind: AsideKind
    text: str
    bbox: BBox
    glyphs: int


class Remark(NamedTuple):
    """A place of which a person should know something."""

    kind: RemarkKind
    bbox: BBox


class Turned(NamedTuple):
    """A line that is set in another direction than the page's: where it is read, and where it is shown."""

    read: BBox
    shown: BBox


Layer = Literal["", "used", "replaced", "unchecked", "differs"]
"""What became of the text that lies invisible on, or beneath, the picture of its page."""
Straightened = tuple[float, float, float, float, float, float] | None
"""From a place on a straightened page to that on the page as shown: x' = a x + c y + e and y' = b x + d y + f, in
points; None where they are the same."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader saw it, set upright where it was not.

    All places are on the upright page. What is unseen, apart or remarkable is where a person sees it there; only
    lines of ``turned`` have their glyphs elsewhere.

    Attributes:
        number: page number in the file, from 1.
        glyphs: the page's own print with white space, doubled ones once, in the order of the content stream.
        horizontal: merged horizontal rules, by y.
        vertical: merged vertical rules, by x.
        fills: coloured areas that are not rules.
        image_share: share of the page that images cover, 0 to 1.
        unseen: text that no reader of the page sees, a place each.
        asides: text that is seen but stands apart, a place each.
        remarks: places of which a person should know.
        turned: lines that are set in another direction than the page's, as they are read among its glyphs.
        recognised: what the recogniser said of each glyph, in their order, where the page was read from its picture.
        unread: boxes of ink on the picture in which no text was recognised: x0, top, x1, bottom.
        straightened: leads from its places to the page as shown, where it was turned before it was read.
        layer: of a searchable scan: "used", its text agrees with the picture; "replaced", it does not and the
            picture was recognised instead; "unchecked", nothing could compare them; "differs", it does not agree, and
            nothing could recognise the picture. Of any other page "".
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    image_share: float
    unseen: tuple[Unseen, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()
    turned: tuple[Turned, ...] = ()
    recognised: tuple[Recognition, ...] = ()
    unread: tuple[BBox, ...] = ()
    straightened: Straightened = None
    layer: Layer = ""

    @property
    def picture(self) -> bool:
        """Whether its text was recognised on a picture of it."""
        return bool(self.recognised)


@dataclass(frozen=True, slots=True)
class BadPage:
    """A page that the engine could not read.

    Attributes:
        number: from 1.
        reason: in the engine's words.
        overdrawn: whether it was given up because more is drawn on it than on any printed page.
    """

    number: int
    reason: str
    overdrawn: bool = False


class DocumentReader(Protocol):
    """One open PDF file; pages are read one at a time and closed after use."""

    page_count: int
    producer: str | None

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1), in order; two of a number where a sheet holds two."""

    def skim(self, numbers: Iterable[int], look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of each of these pages; "" where it has none or cannot be had.

        Args:
            numbers: from 1, ascending.
            look: thinks something of a text, which is in the order of the content stream. A page of which it thinks
                something that is true is going to be asked for; it may be read at once and kept until then.
        """

    def close(self) -> None:
        """Let go of the file."""
