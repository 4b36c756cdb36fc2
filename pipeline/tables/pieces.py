"""Tables over pages: pieces that go on at the next page's top, and the text that may stand between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import PAGE_EDGE_SHARE, SAME_PLACE_PT
from pipeline.lines.lines import Line
from pipeline.normalizers.text import squeeze
from pipeline.tables.cells import Grid, PieceCell, TablePiece
from pipeline.tables.joints import GrowingTable, nearest

SAME_WHITE_PT = 25.0
"""Bounds by white follow the longest texts of each page."""
FOLIO = re.compile(
    r"\W*(第|page|p\.?|seite|p[aá]gina)?\W*(\d{1,4}|[ivxlc]{1,7})\W*(頁)?(\W*(/|of|共|von|de|sur)?\W*\d{1,4}\W*頁?)?",
    re.IGNORECASE,
)
"""A page number alone."""
SAME_HEIGHT_PT = 6.0
"""What is printed at the same height on several pages, figures aside, is furniture."""


@dataclass(frozen=True, slots=True)
class PageTables:
    """What one page holds.

    Attributes:
        page: its number, from 1.
        height: its height.
        pieces: its tables, top to bottom.
        rest: printed lines outside them.
    """

    page: int
    height: float
    pieces: tuple[TablePiece, ...]
    rest: tuple[Line, ...]


def stitched(pages: Iterable[PageTables]) -> tuple[Grid, ...]:
    """Join the pieces of tables over page ends; tables of a single row are none.

    Args:
        pages: in order; pages left out end every table.
    """
    held = list(pages)
    known = _furniture(held)
    tables: list[GrowingTable] = []
    going_on: GrowingTable | None = None
    last_page = 0
    for page in held:
        body = [line for line in page.rest if not _is_furniture(line, page.height, known)]
        for i, piece in enumerate(page.pieces):
            free = i == 0 and page.page == last_page + 1 and not any(line.y < piece.bbox[1] for line in body)
            if going_on is not None and free and (fitted := _fitted(going_on, piece)) is not None:
                going_on.add(fitted)
            else:
                going_on = GrowingTable(piece)
                tables.append(going_on)
        last = page.pieces[-1] if page.pieces else None
        if last is None or any(line.y > last.bbox[3] for line in body):
            going_on = None
        last_page = page.page
    kept = [table for table in tables if table.rows > 1]
    return tuple(table.grid(f"t{i}") for i, table in enumerate(kept, start=1))


def _furniture(pages: Sequence[PageTables]) -> Counter[tuple[str, int]]:
    """Lines near the pages' edges by their text without figures and their height, with the number of pages."""
    found: Counter[tuple[str, int]] = Counter()
    for page in pages:
        found.update({_key(line) for line in page.rest if _at_edge(line, page.height)})
    return found


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", squeeze(line.text)), round(line.y / SAME_HEIGHT_PT)


def _at_edge(line: Line, height: float) -> bool:
    return line.y < PAGE_EDGE_SHARE * height or line.y > (1 - PAGE_EDGE_SHARE) * height


def _is_furniture(line: Line, height: float, known: Counter[tuple[str, int]]) -> bool:
    if not _at_edge(line, height):
        return False
    text, at = _key(line)
    again = max(known[text, at + k] for k in (-1, 0, 1))
    return again > 1 or bool(FOLIO.fullmatch(line.text.strip()))


def _fitted(table: GrowingTable, piece: TablePiece) -> TablePiece | None:
    """The piece with the table's columns, or None where it has others; the table may get columns from it."""
    if table.ruled != piece.ruled:
        return None
    reach = SAME_PLACE_PT if piece.ruled else SAME_WHITE_PT
    own, other = table.bounds, piece.bounds
    if len(own) == len(other):
        if table.starts_like(piece):
            return piece
        # A drawn table of the same widths may stand further right or left on the next page.
        shift = other[0] - own[0] if piece.ruled and len(own) > 3 else 0.0
        return piece if all(abs(a + shift - b) <= reach for a, b in zip(own, other, strict=True)) else None
    if not piece.ruled or abs(own[0] - other[0]) > reach or abs(own[-1] - other[-1]) > reach:
        return None
    fewer, more = sorted((own, other), key=len)
    if len(fewer) < 3 or not all(any(abs(a - b) <= reach for b in more) for a in fewer):
        return None
    if len(other) > len(own):
        table.refine(other)
        return piece
    return recolumned(piece, own)


def recolumned(piece: TablePiece, bounds: Sequence[float]) -> TablePiece:
    """The same cells counted in finer columns, among whose bounds those of the piece are."""
    entries = tuple(finer(e, piece.bounds, bounds) for e in piece.entries)
    return replace(piece, bounds=tuple(bounds), entries=entries)


def finer(entry: PieceCell, old: Sequence[float], new: Sequence[float]) -> PieceCell:
    """A cell counted in finer columns."""
    first, last = nearest(new, old[entry.column]), nearest(new, old[entry.last_column + 1])
    return replace(entry, column=first, column_span=last - first)
