"""Words laid on a page of a plan, each with its truth: what they say, where, and whether a reader sees them."""

import random
from dataclasses import dataclass, field
from typing import Literal

from tests.making import overlay
from tests.making.overlay import Box, Piece, Way
from tests.making.typeset import quoted
from tests.making.vacancies import Vacancies

Stands = Literal["print", "unseen", "struck", "overlay", "clipped"]
"""Among the page's print; nowhere; apart, as what is struck out or laid over; in the print, though cut."""
Reason = Literal["", "covered", "colour", "layer", "clip", "page", "invisible", "comment"]
CHARACTERS = (
    "鯖鮪鰻鱸鯽鯉鱒鮭鰹鯛鱘鱷鰈鯡鱈鯧鯰鰱鱔鮑鸚鵡鷺鶴鵲鴿鷹鵬鸛鷗鵪鶉鸕鶿雉鷓鴣駱駝犀猿猩貂貓狐狸獺兔蝦蟹蚌蛤蜊蝸蟬蜻蜓螢蟋蟀螳螂蝴蝶蜂"
    "蛾蚯蚓琥珀瑙翡翠瓔珞璃珊瑚薔薇芍茉莉芙蓉鳶菖蒲菊杏梨柿橙柚枇杷葡萄櫻榴芒椰棗榛檀楓柏榆槐樺筍菇蕨蔥蒜薑韭芹蘿蔔瓠鍋碗瓢"
    "盆叉匙筷壺甕琴瑟笙簫笛箏琵琶帆舵槳錨纜艙舟艇鞍轡韁鞭轎輿簾帷幕枕衾裳袍襪靴帽紗綢緞絹氈"
)
"""Ordinary characters that no made plan prints."""
DIGIT, COMMA = 0.554, 0.278
"""Widths of the face in ems; a CJK character takes one."""


@dataclass(frozen=True)
class Laid:
    """Words that were laid on a page.

    Attributes:
        kind: the kind of object.
        words: what they say.
        place: the box around them.
        stands: where they belong.
        reason: why they are not seen.
        pieces: numbers of the drawings that hold nothing but these words.
    """

    kind: str
    words: str
    place: Box
    stands: Stands
    reason: Reason
    pieces: tuple[int, ...]

    @property
    def seen(self) -> bool:
        """Tell whether a reader of the page sees them."""
        return self.stands != "unseen"


@dataclass(frozen=True)
class LaidOver:
    """A page with objects on it."""

    base: bytes
    number: int
    pieces: tuple[Piece, ...]
    objects: tuple[Laid, ...]

    def pdf(self, *without: Laid) -> bytes:
        """Make the file, but for the words of some objects; all else of them stays."""
        left_out = {piece for one in without for piece in one.pieces}
        return overlay.laid(self.base, self.pieces, number=self.number, without=left_out)


@dataclass
class Draft:
    """A page while objects are laid on it."""

    rng: random.Random
    room: Vacancies
    pieces: list[Piece] = field(default_factory=list)
    objects: list[Laid] = field(default_factory=list)
    ways: tuple[Way, ...] = ("content", "form")
    """How words get into the file where their kind leaves it open."""
    left: list[str] = field(default_factory=list)
    """Characters that are not used yet: each stands at most once in a file."""

    def __post_init__(self) -> None:
        self.left = list(CHARACTERS)
        self.rng.shuffle(self.left)

    def word(self, least: int = 3, most: int = 4) -> str:
        """Make up a word."""
        return "".join(self.left.pop() for _ in range(self.rng.randint(least, most)))

    def size(self) -> float:
        """Choose a font size."""
        return self.rng.choice((9.0, 10.0, 11.0, 12.0))

    def draw(self, body: str, **settings: object) -> int:
        """Add a drawing; give its number."""
        self.pieces.append(Piece(body, **settings))  # type: ignore[arg-type]
        return len(self.pieces) - 1

    def print(
        self, text: str, x: float, y: float, size: float, fill: str = "black", **settings: object
    ) -> int:
        """Add words whose top left is at a place."""
        settings = {"way": self.rng.choice(self.ways)} | settings
        return self.draw(words(text, x, y, size, fill), words=True, **settings)

    def say(
        self, kind: str, text: str, place: Box, stands: Stands, *pieces: int, reason: Reason = ""
    ) -> None:
        """Note the truth."""
        self.objects.append(Laid(kind, text, place, stands, reason, pieces))


def words(text: str, x: float, y: float, size: float, fill: str = "black") -> str:
    """Write words in typst's language."""
    return f"#place(top + left, dx: {x:.2f}pt, dy: {y:.2f}pt, text(size: {size}pt, fill: {fill}, {quoted(text)}))"


def rectangle(box: Box, paint: str) -> str:
    """Write a rectangle in typst's language."""
    x0, top, x1, bottom = box
    size = f"width: {x1 - x0:.2f}pt, height: {bottom - top:.2f}pt"
    return f"#place(top + left, dx: {x0:.2f}pt, dy: {top:.2f}pt, rect({size}, {paint}))"


def line(x0: float, x1: float, y: float, stroke: str = "0.6pt") -> str:
    """Write a level line in typst's language."""
    return (
        f"#place(top + left, dx: {x0:.2f}pt, dy: {y:.2f}pt, line(length: {x1 - x0:.2f}pt, stroke: {stroke}))"
    )


def width(text: str, size: float) -> float:
    """Measure a text of Chinese characters, digits and commas."""
    return size * sum(DIGIT if c.isascii() and c.isalnum() else COMMA if c.isascii() else 1.0 for c in text)


def grown(box: Box, by: float) -> Box:
    """Move the edges of a box outwards."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def taken(draft: Draft, text: str, size: float, *, by: float = 0.0, unshaded: bool = False) -> Box:
    """Take room for words and for something around them; give the box of the words."""
    wide, high = width(text, size) + 2 * by, size + 2 * by
    return grown(draft.room.take(draft.rng, wide, high, unshaded=unshaded), -by)


def picture(box: Box) -> str:
    """Write an opaque picture in typst's language."""
    pixels = ", ".join(str(170 + 5 * n) for n in range(12))
    source = f'bytes(({pixels})), format: (encoding: "luma8", width: 4, height: 3)'
    size = f'width: {box[2] - box[0]:.2f}pt, height: {box[3] - box[1]:.2f}pt, fit: "stretch"'
    return f"#place(top + left, dx: {box[0]:.2f}pt, dy: {box[1]:.2f}pt, image({source}, {size}))"
