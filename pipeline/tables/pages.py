"""Pages to tables: the one entry of this stage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.lattice.drawn import DrawnGrid, inside, lattices
from pipeline.lattice.evidence import SAME_LINE_PT
from pipeline.lines.lines import lines_of
from pipeline.lines.runs import Run, spaced
from pipeline.lines.sheets import Sheet, bind
from pipeline.readers.page import MIDDLE_EM, BadPage, Page
from pipeline.tables.aligned import aligned_pieces
from pipeline.tables.cells import Grid, TablePiece
from pipeline.tables.division import divided
from pipeline.tables.judgement import is_lattice_table
from pipeline.tables.pieces import PageTables, stitched
from pipeline.tables.stacks import header_rows, stacked

SMALL_SHARE = 0.5
"""A grid of more than this share of another one's area is no detail of its cell."""


def read_grids(pages: Iterable[Page | BadPage]) -> tuple[Grid, ...]:
    """All tables of a file, in reading order; pages that could not be read hold none.

    Args:
        pages: as a reader gives them, in order.
    """
    return read_sheets([bind(spaced(page)) for page in pages if isinstance(page, Page)])


def read_sheets(sheets: Sequence[Sheet]) -> tuple[Grid, ...]:
    """All tables of a file whose pages, with their spaces, are bound to runs."""
    return stitched(_tables(sheets))


def _tables(sheets: Sequence[Sheet]) -> Iterator[PageTables]:
    drawn = [[part for one in lattices(sheet) for part in stacked(one, sheet.runs)] for sheet in sheets]
    ruled = [
        {_columns_key(one) for one in found if len(one.groups) - header_rows(one) > 1} for found in drawn
    ]
    # A table's last page may hold one row: on its other pages rules part its rows.
    for onward in (range(len(drawn)), range(len(drawn) - 1, -1, -1)):
        for before, page in pairwise(onward):
            ruled[page] |= ruled[before] & {_columns_key(one) for one in drawn[page]}
    for sheet, found, known in zip(sheets, drawn, ruled, strict=True):
        yield page_tables(sheet, found, known)


def _columns_key(lattice: DrawnGrid) -> tuple[int, ...]:
    """The same for the lattices of one table on all its pages."""
    return tuple(round(x / SAME_LINE_PT) for x in lattice.xs)


def page_tables(sheet: Sheet, drawn: Sequence[DrawnGrid], ruled: Collection[tuple[int, ...]]) -> PageTables:
    """The pieces of tables on one page, top to bottom, and the text outside them.

    Args:
        sheet: the page.
        drawn: its lattices.
        ruled: columns of the tables whose rows are parted by rules, here or on pages before or behind.
    """
    rest: list[Run] = list(sheet.runs)
    drawn = [one for one in drawn if not any(_in_cell(one, other) for other in drawn)]
    found: list[TablePiece] = []
    frames: list[DrawnGrid] = []
    # The smallest first: a frame around others must not take their text.
    for lattice in sorted(drawn, key=_area):
        if len(lattice.xs) > 2:
            rows_ruled = _columns_key(lattice) in ruled
            piece = divided(lattice, rest, sheet.number, ruled=True, rows_ruled=rows_ruled)
            if piece is not None and is_lattice_table(piece):
                found.append(piece)
                rest = [run for run in rest if not _within(run, piece)]
        else:
            frames.append(lattice)
    found += aligned_pieces(sheet, rest, frames)
    rest = [run for run in rest if not any(_within(run, piece) for piece in found)]
    found = [replace(one, sideways=_apart(sheet, one)) for one in found]
    found.sort(key=lambda piece: (piece.bbox[1], piece.bbox[0]))
    return PageTables(sheet.number, sheet.height, tuple(found), tuple(lines_of(rest, sheet.number)))


def _in_cell(lattice: DrawnGrid, outer: DrawnGrid) -> bool:
    """Whether a small grid stands within one cell of a larger one that is a table itself: it is that cell's text."""
    if len(outer.xs) < 3 or len(outer.ys) < 3 or _area(lattice) > SMALL_SHARE * _area(outer):
        return False
    x0, top, x1, bottom = lattice.bbox
    columns = bisect_right(outer.xs, x0), bisect_left(outer.xs, x1)
    rows = bisect_right(outer.ys, top), bisect_left(outer.ys, bottom)
    if not (0 < columns[0] <= columns[1] < len(outer.xs) and 0 < rows[0] <= rows[1] < len(outer.ys)):
        return False
    held = {
        outer.groups[r - 1][c - 1]
        for r in range(rows[0], rows[1] + 1)
        for c in range(columns[0], columns[1] + 1)
    }
    return len(held) == 1


def _area(lattice: DrawnGrid) -> float:
    x0, top, x1, bottom = lattice.bbox
    return (x1 - x0) * (bottom - top)


def _apart(sheet: Sheet, piece: TablePiece) -> int:
    """Printed glyphs within a piece that stand apart from the page's own text."""
    boxes = [(one.glyphs, one.bbox) for one in sheet.asides]
    return sum(
        count
        for count, (x0, top, x1, bottom) in boxes
        if inside((x0 + x1) / 2, (top + bottom) / 2, piece.bbox)
    )


def _within(run: Run, piece: TablePiece) -> bool:
    return inside((run.x0 + run.x1) / 2, run.y - MIDDLE_EM * run.size, piece.bbox)
