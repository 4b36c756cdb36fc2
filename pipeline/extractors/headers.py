"""Finds the header rows of plan tables by their words and, where they are drawn, by the rules around them.

Two ways lead to a header. Where rules box it in, all text of the box is header, known words or not. Where they do
not, it is grown line by line as long as every column's text is still the beginning of a known header: so a wrapped
header ends where its words end, and the first data row is never taken for header.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extractors.header_boxes import boxed_header
from pipeline.extractors.header_cells import (
    pieces_of,
)
from pipeline.extractors.header_growth import grown_header
from pipeline.extractors.header_roles import ROW_EM
from pipeline.extractors.table_units import UNIT_WORD, is_unit_note
from pipeline.extractors.words import MAX_HEADER_NOTE, HeaderWords
from pipeline.lattice.heads import Header
from pipeline.lines.runs import Run, rows_of
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.profile import BUDGET_ROLES
from pipeline.readers.page import ASCENT_EM

GROUP_EM = 1.2
"""A row of group words stands directly above its columns' words."""


def find_headers(sheet: Sheet, words: HeaderWords) -> list[Header]:
    """All headers of plan tables and of tables of results on a page, top to bottom."""
    rows = rows_of(sheet.runs, ROW_EM)
    found: list[Header] = []
    at = 0
    while at < len(rows):
        header = None
        if any(words.viable(squeeze(clean(r.text))) for r in rows[at]) and not _is_unit_line(rows[at], words):
            header = boxed_header(sheet, rows, at, words) or grown_header(sheet, rows, at, words)
            if header is not None and at and not (found and rows[at - 1][0].y <= found[-1].bottom):
                header = _with_groups(header, rows[at - 1], words)
        at += 1
        if header is not None:
            found.append(header)
            while at < len(rows) and rows[at][0].y <= header.bottom:
                at += 1
    return found


def _is_unit_line(row: list[Run], words: HeaderWords) -> bool:
    """Whether a row only tells the unit of amounts, above a table: 金額單位：千元."""
    texts = [squeeze(clean(run.text)) for run in row]
    return is_unit_note("".join(texts)) and not any(
        words.role(text) for text in texts if UNIT_WORD not in text
    )


def _with_groups(header: Header, above: list[Run], words: HeaderWords) -> Header:
    """The header with a row of group words above it, such as 經費 over 本年度 and 上年度, that no rule joins to it."""
    texts = [piece.text for piece in pieces_of(above, (), words)]
    budget = [t for t in texts if (words.role(t) or words.guess(t)) in BUDGET_ROLES]
    near = header.top - above[0].y <= GROUP_EM * above[0].size
    if not budget or not near or any(len(t) > MAX_HEADER_NOTE for t in texts):
        return header
    cells = tuple(replace(c, text=budget[0] + c.text) if c.role in BUDGET_ROLES else c for c in header.cells)
    top = min(run.y - ASCENT_EM * run.size for run in above)
    return replace(header, top=top, cells=cells, runs=(*above, *header.runs))


def unlisted_words(headers: Iterable[Header]) -> tuple[str, ...]:
    """Header texts that boxes showed and no profile lists: words for the pages where no box is drawn."""
    return tuple(sorted({c.text for h in headers for c in h.cells if not c.grouped}))


def headings_seen(sheet: Sheet) -> list[str]:
    """Texts of first rows under horizontal rules: what a person is told when no header is a plan's."""
    for rule in sheet.horizontal:
        below = [
            r
            for r in sheet.runs
            if rule.y0 < r.y < rule.y0 + 2.2 * r.size and rule.x0 < r.x1 and r.x0 < rule.x1
        ]
        if len(below) >= 2:
            texts = (squeeze(clean(r.text)) for r in sorted(below, key=lambda r: r.x0))
            # A bar parts the languages of the message that tells them.
            return ["、".join(text.replace("|", "¦") for text in texts)]
    return []
