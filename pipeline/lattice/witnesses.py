"""Witnesses for one line of a column: does it begin a paragraph, or go on with the line above?

Each is True, False or None (unknown); none of them decides alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from pipeline.lattice.measures import HANG_MIN_EM, Metrics, indent
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.lines.runs import LATIN_ADVANCE_EM
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import broken_word, closing, opening, wide

GAP_PITCH = 1.12
"""More white than this share of the pitch parts paragraphs; rounding and superscripts stay below."""
SURPLUS_EM = 0.1
"""A piece that would have fitted with this much to spare was not kept off the line by rounding."""
MIXED_EM = 0.25
"""Between Han and Latin a quarter of an em may be added (CLREQ)."""
SPACE_EM = 0.5
"""Where spaces are printed between Han and Latin, one that a line break swallowed was up to half an em wide."""
LATIN_ERROR = 0.15
"""Share by which the width of a Latin piece may be misjudged."""
DEFICIT_EM = 0.3
"""A piece that would have failed to fit by less than this may have fitted: the right edge is the furthest one seen,
the column's own may lie a little further out."""
LINES_LEFT = 1.6
"""Text that leaves two lines of the page to other columns has ended; widow control leaves one at the most."""
LINE_LEFT = 0.7
"""Text that leaves one line may have ended."""
UNBREAKABLE = late(r"[!-~]+(?:、[0-9]+)*|[０-９]+(?:[．，、][０-９]+)*|.", re.DOTALL)
"""Numbers, words, addresses and telephone numbers stay whole up to the next space or Han character."""
FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"
"""Of the characters that are pieces of their own, those that nearly all texts are of."""


class Breaks(NamedTuple):
    """What is seen between a line and the one above it in its column.

    Attributes:
        rule: a rule parts them.
        joint: a page ends between them.
        gap: there is more white than between lines of a paragraph.
        ended: the line above stopped although the next piece of text would have fitted on it.
        outdent: the left edge says that a new paragraph begins.
        indented: the line begins two characters in, where paragraphs do so and their further lines do not.
    """

    rule: bool
    joint: bool
    gap: bool | None
    ended: bool | None
    outdent: bool | None
    indented: bool | None = None


def breaks_between(
    table: Table, track: Track, metrics: Metrics, above: Line, line: Line, first: Line
) -> Breaks:
    """Witnesses for ``line`` below ``above``, in the paragraph that begins with ``first``."""
    joint = table.joint_between(above.v, line.v)
    gap = None if joint else line.v - above.v > GAP_PITCH * metrics.pitch
    return Breaks(
        rule=track.ruled_between(above.v, line.v),
        joint=joint,
        gap=gap,
        ended=_ended(table, metrics, above, line),
        outdent=_outdent(line, above, first, metrics),
        indented=_indented(line, metrics),
    )


def _ended(table: Table, metrics: Metrics, above: Line, line: Line) -> bool | None:
    """The forced-break test, at a page's end in both directions: text that went on had lines left around it.

    That holds for text in the middle of its cell too: text that a page end cuts fills the cell down to it.
    """
    early = ended_early(above, line, metrics.room(above))
    at = bisect_left(table.joints, above.v)
    if early or at >= min(len(table.joints), len(table.floors)) or line.v < table.joints[at]:
        return early
    below = (table.floors[at] - above.v) / metrics.pitch
    before = (line.v - table.ceilings[bisect_right(table.joints, line.v)]) / metrics.pitch
    if metrics.middle and early is False and below < LINE_LEFT <= before:
        # Some programs set what they carry over in the middle too.
        return None
    left = max(below, before)
    if left >= LINES_LEFT:
        return True
    return None if left >= LINE_LEFT else early


def ended_early(above: Line, line: Line, room_pt: float) -> bool | None:
    """The forced-break test: would the first piece of ``line`` have fitted into the room on the line above?

    True: it would, so a paragraph ended there. False: it would not, so the line was full. None: a tie.
    """
    if room_pt < -above.size:
        return None
    room = room_pt / above.size
    text = line.ordinal or line.text
    need = piece_em(text)
    latin = not wide(text[0])
    surplus = SURPLUS_EM + (LATIN_ERROR * need if latin else 0.0)
    if wide(above.text[-1]) is latin:
        surplus += SPACE_EM if " " in above.text else MIXED_EM
    if opening(above.text[-1]) or broken_word(above.text, line.text):
        return False
    if room >= need + surplus:
        return True
    squeezed = closing(above.text[-1]) or latin
    return None if room > need - (2 * DEFICIT_EM if squeezed else DEFICIT_EM) else False


def piece_em(text: str) -> float:
    """Width in em of the first piece of text that no line break may cut (kinsoku included).

    >>> piece_em("保險。")
    1.0
    >>> piece_em("。」其他")
    2.0
    >>> piece_em("1,000元")
    2.5
    """
    # Most pieces are one Han character.
    width, at = (1.0, 1) if FIRST_HAN <= text[:1] <= LAST_HAN else _uncut(text)
    while at < len(text) and closing(text[at]):
        width += 1.0 if wide(text[at]) else LATIN_ADVANCE_EM
        at += 1
    return width


def _uncut(text: str) -> tuple[float, int]:
    """Width in em and length of the number, word or character at the start, with the brackets that open before it."""
    width, at = 0.0, 0
    while match := UNBREAKABLE.match(text, at):
        piece = match[0]
        width += sum(1.0 if wide(c) else LATIN_ADVANCE_EM for c in piece)
        at = match.end()
        if not opening(piece[-1]):
            break
    return width, at


def _outdent(line: Line, above: Line, first: Line, metrics: Metrics) -> bool | None:
    """Whether the left edge tells a new paragraph: flush with the label where its further lines hang."""
    label = find_label(first.text)
    hang = metrics.hangs.get(label.style) if label is not None else None
    if hang is None:
        return None
    by = indent(line, first)
    if abs(by - hang) <= HANG_MIN_EM / 2:
        return False
    if by <= HANG_MIN_EM / 2:
        return True if above is first or abs(indent(above, first) - hang) <= HANG_MIN_EM / 2 else None
    return None


def _indented(line: Line, metrics: Metrics) -> bool | None:
    if metrics.first_indent is None or find_label(line.text) is not None:
        return None
    if abs(line.inset - metrics.first_indent) <= 0.3 * line.size:
        return True
    return False if line.inset <= metrics.first_indent - 1.5 * line.size else None
