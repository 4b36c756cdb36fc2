"""A printed document without a producer: paragraphs, tables and page breaks, for any program to set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

RAISED, LEVEL = "\x11", "\x12"
"""Between these two stands a small raised text, such as the 2 of m²."""

Align = Literal["left", "center", "right"]
Line = Literal["solid", "dashed", "double"]


@dataclass(frozen=True)
class Para:
    """A paragraph. Lengths are multiples of the font size."""

    text: str
    align: Align = "left"
    indent: float = 0.0
    hang: float = 0.0
    """By how much all lines but the first are moved in."""
    first: float = 0.0
    size: float = 1.0
    keep: bool = False
    """It stands on the page of what follows."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    paras: tuple[Para, ...] = ()
    columns: int = 1
    rows: int = 1
    edges: str = ""
    """Which sides are ruled: letters of t, r, b and l."""
    filled: bool = False
    middle: bool = False
    """Its text stands in the middle of its height."""


Row = tuple[Cell | None, ...]
"""One entry per column; none where a cell from the left or from above reaches to."""


@dataclass(frozen=True)
class Table:
    """A table; widths are points."""

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    repeat: bool = True
    closed: bool = False
    """A rule is drawn at the foot of every page that it goes on from."""
    whole: bool = False
    """No row is cut by a page end."""


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a page."""

    landscape: bool = False


Block = Para | Table | PageBreak


@dataclass(frozen=True)
class Sheet:
    """What holds for the whole document. Lengths are points."""

    page: tuple[float, float]
    """Width and height of an upright page."""
    margins: tuple[float, float, float, float] = (60.0, 50.0, 56.0, 50.0)
    """Top, right, bottom, left."""
    font_size: float = 11.0
    pitch: float = 1.4
    pad: tuple[float, float] = (4.0, 2.5)
    line: Line = "solid"
    line_width: float = 0.5
    landscape: bool = False
    """The first page is a lying one."""
    cut_words: bool = False
    """Latin words and numbers are cut where the line is full."""
    hanging: bool = False
    """Punctuation may stand beyond the right edge."""
    page_number: Literal["", "1", "- 1 -", "第 1 頁"] = ""


@dataclass(frozen=True)
class Printed:
    """A whole document."""

    sheet: Sheet
    blocks: tuple[Block, ...]


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces of a text, each with whether it is raised."""
    for number, piece in enumerate(text.replace(LEVEL, RAISED).split(RAISED)):
        if piece:
            yield piece, number % 2 == 1


def bare(text: str) -> str:
    """Take out what only says how a text looks."""
    return text.replace(RAISED, "").replace(LEVEL, "").replace("\n", "")


def body_width(sheet: Sheet, *, landscape: bool) -> float:
    """Give the width between the margins."""
    return sheet.page[1 if landscape else 0] - sheet.margins[1] - sheet.margins[3]
