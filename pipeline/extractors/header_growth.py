"""Headers without a box: grown line by line as long as every column's text may still be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extractors.header_cells import (
    BELOW_EM,
    GrowingHeaderCell,
    parting,
    pieces_of,
    same_column,
    with_parts,
    without_groups,
)
from pipeline.extractors.header_roles import (
    FULL_SHARE,
    MAX_TAIL,
    is_running_text,
    made_header,
    near_rows,
    note_open,
    rule_length,
)
from pipeline.extractors.words import BRACKETED, HeaderWords
from pipeline.lattice.heads import Header
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.units import unit_of
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY
from pipeline.readers.page import Rule

NOTE_BRACKETS = "(（﹙[〔﹝"
"""Notes below header words stand in these; 【】 hold names."""
UNIT_BEGUN = late(rf"[{re.escape(NOTE_BRACKETS)}](?:單位|新[臺台]幣)")
"""The first line of a unit whose cell is too narrow for it."""
MAX_HEADER_LINES = 9
"""Two header rows of narrow columns wrap into at most about this many lines."""
CENTRE_PT = 3.0
"""Lines of a centred text have middles this close; a half-width bracket at one end shifts it."""


def grown_header(sheet: Sheet, rows: list[list[Run]], at: int, words: HeaderWords) -> Header | None:
    """The longest header that begins with the row at ``at``."""
    best: Header | None = None
    kept: tuple[list[GrowingHeaderCell], int] = ([], 0)
    cells: list[GrowingHeaderCell] = []
    for n in range(min(MAX_HEADER_LINES, len(rows) - at)):
        row = rows[at + n]
        grown = with_parts(cells, pieces_of(row, _rules_beside(cells, row, sheet.vertical), words), words)
        near = n > 0 and near_rows(rows[at + n - 1], row)
        if best is not None and _ruled_between(sheet, rows[at + n - 1], row, cells):
            break
        beside = n > 0 and _beside(rows[at + n - 1], row)
        grown = grown or _extended(cells, row, sheet.vertical, words, first=n == 0, near=near, beside=beside)
        if grown is None and near:
            grown = _with_tails(cells, row, sheet.vertical, words)
        if grown is None:
            break
        cells = grown
        made = made_header(sheet, without_groups(cells, words), _all_of(rows[at : at + n + 1]), words)
        if made is not None:
            best, kept = made, (cells, at + n)
    return (best and _with_heads(sheet, rows, (at, kept[1]), kept[0], words)) or best


def _with_heads(
    sheet: Sheet,
    rows: list[list[Run]],
    found: tuple[int, int],
    cells: list[GrowingHeaderCell],
    words: HeaderWords,
) -> Header | None:
    """The header of these cells with the lines above it that begin texts which no profile lists."""
    best: Header | None = None
    first, last = found
    for above in range(first - 1, max(first - MAX_HEADER_LINES, -1), -1):
        if not near_rows(rows[above], rows[above + 1]):
            break
        beside = _beside(rows[above], rows[above + 1])
        grown = _with_heads_of(cells, rows[above], sheet.vertical, words, beside=beside)
        if grown is None:
            break
        cells = grown
        best = made_header(sheet, cells, _all_of(rows[above : last + 1]), words, told=True) or best
    return best


def _with_heads_of(
    cells: list[GrowingHeaderCell],
    row: list[Run],
    vertical: Sequence[Rule],
    words: HeaderWords,
    *,
    beside: bool,
) -> list[GrowingHeaderCell] | None:
    """The cells with the row above them as their first line; None where most of it is none.

    A row ``beside`` the one below it is of the same header, whatever it says.
    """
    xs = _rules_beside(cells, row, vertical)
    pieces = pieces_of(row, xs, words)
    grown = list(cells)
    told = 0
    for piece in pieces:
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) > 1 or len(piece.text) > MAX_TAIL or find_label(piece.text):
            return None
        if not over:
            if not beside:
                return None
            grown.append(piece)
            continue
        old = grown[over[0]]
        if piece.closer_than_lines(old):
            return None
        cell = piece.add(old.text, old.x0, old.x1)
        stands_alone = words.role(old.text) or words.guess(old.text)
        if is_running_text(cell.text) or (stands_alone and not _centred(old, piece)):
            return None
        told += words.guess(cell.text) is not None
        cell.viable = words.viable(cell.text)
        grown[over[0]] = cell
    return sorted(grown, key=lambda c: c.x0) if beside or 2 * told > len(pieces) else None


def _beside(above: list[Run], below: list[Run]) -> bool:
    """Whether two rows are closer than lines: texts of unlike numbers of lines, set to the middle of one table row."""
    return below[0].y - above[0].y < BELOW_EM * below[0].size


def _centred(a: GrowingHeaderCell, b: GrowingHeaderCell) -> bool:
    """Whether two texts are set about the same middle."""
    return abs(a.x0 + a.x1 - b.x0 - b.x1) <= 2 * CENTRE_PT


def _ruled_between(
    sheet: Sheet, above: list[Run], below: list[Run], cells: Sequence[GrowingHeaderCell]
) -> bool:
    """Whether a rule along most of the header's columns lies between two rows."""
    left, right = min(c.x0 for c in cells), max(c.x1 for c in cells)
    top, bottom = above[0].y, below[0].y - 0.5 * below[0].size
    between = {r.y0 for r in sheet.horizontal if top < r.y0 < bottom}
    return any(rule_length(sheet.horizontal, y) >= FULL_SHARE * (right - left) for y in between)


def _all_of(rows: Iterable[list[Run]]) -> list[Run]:
    return [run for row in rows for run in row]


def _extended(
    cells: list[GrowingHeaderCell],
    row: list[Run],
    vertical: Sequence[Rule],
    words: HeaderWords,
    *,
    first: bool,
    near: bool,
    beside: bool,
) -> list[GrowingHeaderCell] | None:
    """The cells with this row's text added, or None where the row cannot be header.

    A row ``beside`` the one above it is of the same header, even where it only adds columns that nothing is known of.
    """
    xs = _rules_beside(cells, row, vertical)
    grown = list(cells)
    helped = False
    for piece in pieces_of(row, xs, words):
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) > 1:
            return None
        if not over:
            grown.append(piece)
            helped = helped or piece.viable or (beside and not is_running_text(piece.text))
            continue
        old = grown[over[0]]
        cell = old.add(piece.text, piece.x0, piece.x1)
        was, cell.viable = cell.viable, words.viable(cell.text)
        if was and not cell.viable and words.guess(cell.text) is None:
            return None
        # By its ending alone the first row's text may pass for the end of a header.
        bracketed = BRACKETED.match(piece.text)
        close = near or _is_unit(old, piece, words)
        if bracketed and not note_open(old.text) and not (close and piece.text[0] in NOTE_BRACKETS):
            # A note stands close below its word; what stands apart, or in brackets of names, is a row's.
            return None
        note = bracketed or note_open(old.text)
        whole = _told(old, words) and not words.begins(cell.text) and not note
        if whole and not (near and _is_tail(old, piece, cell, words)):
            return None
        helped = helped or cell.viable
        grown[over[0]] = cell
    if not helped or (first and sum(c.viable for c in grown) * 2 < len(grown)):
        return None
    return sorted(grown, key=lambda c: c.x0)


def _told(cell: GrowingHeaderCell, words: HeaderWords) -> bool:
    """Whether a text could be a whole header."""
    return words.role(cell.text) is not None or words.guess(cell.text) is not None


def _is_unit(head: GrowingHeaderCell, note: GrowingHeaderCell, words: HeaderWords) -> bool:
    """Whether a note below an amount's word is its unit or its first line, however far below it stands."""
    return words.role(head.text) in BUDGET_ROLES and (
        unit_of(note.text) is not None or UNIT_BEGUN.match(note.text) is not None
    )


def _is_tail(
    old: GrowingHeaderCell, piece: GrowingHeaderCell, whole: GrowingHeaderCell, words: HeaderWords
) -> bool:
    """Whether a short text below one that could be a whole header makes another header of the same kind with it."""
    before = words.role(old.text) or words.guess(old.text)
    after = words.guess(whole.text)
    same = before == after or {before, after} <= HIERARCHY
    return same and _centred(old, piece) and len(piece.text) <= MAX_TAIL


def _rules_beside(cells: list[GrowingHeaderCell], row: list[Run], vertical: Sequence[Rule]) -> list[float]:
    """X of the vertical rules at a row, where they part its texts or those above."""
    middle = row[0].y - 0.35 * row[0].size
    xs = sorted({r.x0 for r in vertical if r.y0 <= middle <= r.y1})
    return xs if parting(xs, cells) or (len(cells) <= 1 and parting(xs, row)) else []


def _with_tails(
    cells: list[GrowingHeaderCell], row: list[Run], vertical: Sequence[Rule], words: HeaderWords
) -> list[GrowingHeaderCell] | None:
    """The cells with the row as the next line of header texts that no profile lists; None where it is none.

    A line that ends a text whose role nothing told yet may be anything short; one below a text that could stand
    alone must be set about the same middle, as lines of a header are and first rows are not.
    """
    xs = _rules_beside(cells, row, vertical)
    grown = list(cells)
    for piece in pieces_of(row, xs, words):
        over = [i for i, c in enumerate(grown) if same_column(c, piece, xs)]
        if len(over) != 1 or len(piece.text) > MAX_TAIL:
            return None
        old = grown[over[0]]
        cell = old.add(piece.text, piece.x0, piece.x1)
        if words.guess(cell.text) is None or (_told(old, words) and not _is_tail(old, piece, cell, words)):
            return None
        cell.viable = words.viable(cell.text)
        grown[over[0]] = cell
    return grown
