"""Printed lines of a region as segments: what stands together without the white that parts cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.lines.lines import lines_of
from pipeline.lines.runs import LINE_EM, RUN_GAP_EM, Run
from pipeline.normalizers.text import closing, opening, wide
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, MIDDLE_EM, BBox

HALF_LATIN_EM = 0.25
"""Half the height of small letters: a line's middle lies so far above its baseline."""
FIGURE = re.compile(r"[(\[<>~≈±+–−-]?\s*[^\w\s]{0,2}\s*\d[\d\s.,:/%‰’']*[^\w\s]{0,3}\w?")
"""A figure with its sign, currency, thousands marks, percent sign and the mark of a footnote."""
NO_FIGURE = re.compile(r"[\s.:–—−*-]+|n\.?/?a\.?|\.\.\.?|…", re.IGNORECASE)
"""What stands where a figure is missing."""


LIST_ITEM = re.compile(
    r"[(（]?(\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3})([)）、]|\.(?!\d))|[•●▪◦‧※◎○-]\s"
)
"""A line that begins so is an item of a list."""


class Segment(NamedTuple):
    """Runs of one line that stand together."""

    x0: float
    x1: float
    y: float
    size: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its runs as one string."""
        found = lines_of(self.runs, 0)
        return found[0].text if found else ""

    @property
    def middle(self) -> float:
        """Middle of its height."""
        return self.y - MIDDLE_EM * self.size

    @property
    def bbox(self) -> BBox:
        """Its em boxes."""
        return self.x0, self.y - ASCENT_EM * self.size, self.x1, self.y + DESCENT_EM * self.size


Row = tuple[Segment, ...]


def printed_rows(runs: Iterable[Run]) -> list[Row]:
    """Runs as printed lines of segments, top to bottom and left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.y, r.x0)):
        if rows and run.y - rows[-1][0].y <= LINE_EM * max(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [tuple(_segments(row)) for row in rows]


def _segments(row: Iterable[Run]) -> Iterable[Segment]:
    group: list[Run] = []
    for run in sorted(row, key=lambda r: r.x0):
        if group and run.x0 - max(r.x1 for r in group) > RUN_GAP_EM * max(run.size, group[-1].size):
            yield segment(group)
            group = []
        group.append(run)
    if group:
        yield segment(group)


def segment(runs: Sequence[Run]) -> Segment:
    """Runs of one line as a segment; its size and baseline are those of its largest text."""
    main = max(runs, key=lambda r: (r.size, len(r.text)))
    return Segment(min(r.x0 for r in runs), max(r.x1 for r in runs), main.y, main.size, tuple(runs))


def extent(row: Row) -> tuple[float, float]:
    """Where a line begins and ends."""
    return row[0].x0, max(s.x1 for s in row)


def is_number(text: str) -> bool:
    """Whether a cell holds a figure and nothing else, or a mark where one is missing.

    >>> [is_number(t) for t in ("1 234,5", "(12.3%)", "-", "2004a", "Table 3", "12 km north")]
    [True, True, True, True, False, False]
    """
    text = text.strip()
    return bool(FIGURE.fullmatch(text) or NO_FIGURE.fullmatch(text))


def first_piece(text: str) -> str:
    """What of a text cannot be broken: a Latin word, or one wide character and the closing marks behind it.

    >>> [first_piece(t) for t in ("wind power", "風力發電", "」。風")]
    ['wind', '風', '」。']
    """
    text = text.lstrip()
    end = 0
    for before, after in pairwise(text + " "):
        end += 1
        if after.isspace() or ((wide(before) or wide(after)) and not closing(after) and not opening(before)):
            break
    return text[:end]


def width_of(text: str, size: float) -> float:
    """About how wide a text is set, in points."""
    return sum(size if wide(c) else size / 2 for c in text)


def ended(line_end: float, following: str, size: float, right: float) -> bool:
    """Whether a line's end was meant: the next one is numbered, or its first piece would still have fitted.

    Args:
        line_end: x where the line ends.
        following: text of the next line.
        size: font size, in points.
        right: x up to which text of the column reaches.
    """
    return bool(LIST_ITEM.match(following)) or would_have_fit(line_end, following, size, right)


def would_have_fit(line_end: float, following: str, size: float, right: float) -> bool:
    """Whether a line had room for the first piece of the next; arguments as for ``ended``."""
    piece = first_piece(following)
    space = 0.0 if piece[:1] and wide(piece[0]) else HALF_LATIN_EM * size
    return line_end + space + width_of(piece, size) <= right


def joined(texts: Sequence[tuple[str, float, float]], right: float) -> str:
    r"""Lines of a cell as one text: broken lines joined, ends that were meant kept as ``\n``.

    Args:
        texts: of each line its text, x where it ends and size.
        right: x up to which text of the column reaches.
    """
    whole, end, size = "", 0.0, 0.0
    for text, x1, current in texts:
        if not whole:
            whole = text
        elif ended(end, text, size, right):
            whole += "\n" + text
        else:
            close = wide(whole[-1]) or wide(text[0]) or whole[-1] in "-\u2010\u00ad/"
            whole += text if close else " " + text
        end, size = x1, current
    return whole
