"""Tables in the text around plans: what stands in them is in no record, and that is said.

A plan's table is found by its header, above its columns. One that is set some other way, such as with its items side
by side and the header's words at the left, is text to all that follows, be it a preamble's. Where it is drawn, rules
tell its cells; where it is not, header words that stand alone tell that it is there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.steps import rounded
from pipeline.extractors.words import HeaderWords, words_of
from pipeline.lattice.parts import Front
from pipeline.lattice.tables import Table
from pipeline.lines.lines import Line
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import Profile
from pipeline.readers.page import Rule
from pipeline.readers.painted import INK_MIDDLE_EM

PARTED_ROWS = 2
"""Rows that rules part into cells; a single one is the frame of a heading with the unit beside it."""
ROW_SPREAD_PT = 1.0
"""Baselines of cells beside each other differ by less; sizes in a row may."""
OVER_RULE_PT = 1.0
"""Text may reach so far over the rule beside it."""
LEAST_ROLES = 3
"""Cells with the header words of so many roles are a plan's table: forms name one or two of them."""
TOLD_CELLS = 4
"""Cells that a finding quotes."""


class _Place(NamedTuple):
    """A drawn cell: numbers of the rules above it and left of it."""

    row: int
    column: int


def other_table_doubts(
    sheets: Iterable[Sheet], pieces: Iterable[Front | Table], profile: Profile
) -> Iterator[Doubt]:
    """Tells of tables in the text around plans' tables, once for each stretch of text.

    Args:
        sheets: with their rules.
        pieces: plans' tables and the text between them.
        profile: words of headers.
    """
    by_number = {sheet.number: sheet for sheet in sheets}
    words = words_of(profile)
    for piece in pieces:
        if isinstance(piece, Front) and not piece.table:
            yield from _told(piece, by_number[piece.page], words)


def _told(front: Front, sheet: Sheet, words: HeaderWords) -> Iterator[Doubt]:
    rows = [row for row in _rows(front.lines) if _is_parted(row, sheet.vertical)]
    if len(rows) >= PARTED_ROWS:
        top, bottom = rows[0][0].top, rows[-1][0].bottom
        lines = [line for line in front.lines if top <= _middle(line) <= bottom]
        texts = _cells(lines, sheet)
    else:
        lines, texts = list(front.lines), [squeeze(line.text) for line in front.lines]
    known = [text for text in texts if words.role(text) is not None]
    if len({words.role(text) for text in known}) >= LEAST_ROLES:
        named = [line for line in lines if squeeze(line.text) in known] or lines
        yield _doubt("table-unread", front.page, named, known)
    elif len(rows) >= PARTED_ROWS:
        yield _doubt("table-not-plan", front.page, lines, texts)


def _doubt(rule: str, page: int, lines: Sequence[Line], texts: Sequence[str]) -> Doubt:
    box = (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
    )
    return Doubt(rule, page, rounded(box), None, "｜".join(texts[:TOLD_CELLS]))


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines beside each other, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.y, line.x0)):
        if rows and line.y - rows[-1][0].y < ROW_SPREAD_PT:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _is_parted(row: Sequence[Line], upright: Sequence[Rule]) -> bool:
    """Whether a rule stands between two texts of a row."""
    return any(
        one.x1 - OVER_RULE_PT <= rule.x0 <= other.left + OVER_RULE_PT
        and min(rule.y0, rule.y1) <= _middle(one) <= max(rule.y0, rule.y1)
        for one, other in pairwise(row)
        for rule in upright
    )


def _cells(lines: Iterable[Line], sheet: Sheet) -> list[str]:
    """Texts of drawn cells, row by row."""
    texts: dict[_Place, str] = {}
    for line in lines:
        x, y = (line.x0 + line.x1) / 2, _middle(line)
        across = sorted({rule.y0 for rule in sheet.horizontal if rule.x0 <= x <= rule.x1})
        along = sorted(
            {rule.x0 for rule in sheet.vertical if min(rule.y0, rule.y1) <= y <= max(rule.y0, rule.y1)}
        )
        place = _Place(bisect_left(across, y), bisect_left(along, x))
        texts[place] = texts.get(place, "") + squeeze(line.text)
    return [texts[place] for place in sorted(texts)]


def _middle(line: Line) -> float:
    return line.y - INK_MIDDLE_EM * line.size
