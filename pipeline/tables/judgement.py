"""What is no table though it looks like one: charts, boxes, running text in columns, lists, contents, forms."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.lines.lines import Line
from pipeline.lines.segments import is_number
from pipeline.tables.cells import PieceCell, TablePiece

LEAST_FILLED = 0.25
"""Share of a lattice's cells that hold text; the squares behind a chart hold none."""
LEAST_ALIGNED = 0.4
"""The same of columns by white: labels strewn over a picture leave more blank."""
PROSE_EM = 12.0
"""Lines longer than this are text, not entries."""
PROSE_SHARE = 0.6
"""Share of a column's lines that are long where the column is running text."""
SEVERAL_SHARE = 0.5
"""Share of the rows that must fill two columns at least."""
LABEL = re.compile(
    r"[\W_]+|[(（【\[]?(\d{1,3}|[ivxlcIVXLC]{1,6}|[A-Za-z]|[一二三四五六七八九十百]+)[)）】\].、:：]+|\[\d+\]|\(?\d{1,3}(\.\d{1,3})+\.?"
)
"""What a list numbers its entries by: bullets, figures, letters, Chinese numerals with a mark behind them."""
LEADER = re.compile(r"[.…·‧]{4,}|(\. ){4,}")
"""Dots that lead the eye from a heading to its page number."""
NAMED_SHARE = 0.6
"""Share of the first column's entries that end in a colon where it is a form."""


def is_lattice_table(piece: TablePiece) -> bool:
    """Whether a drawn grid is a table: text in two columns at least, and in enough of its cells."""
    filled = [e for e in piece.entries if e.lines]
    if piece.columns > 1 and piece.rows == 1 and piece.begins.get(0) == "rest":
        return True
    if piece.columns < 2 or len({e.column for e in filled}) < 2:
        return False
    if piece.rows == 1 and piece.columns < 3 and not (piece.open_top or piece.open_bottom):
        return False
    rows = Counter(e.row for e in filled)
    if max(rows.values()) < 2:
        return False
    return len(filled) >= LEAST_FILLED * len(piece.entries)


def is_aligned_table(piece: TablePiece, *, bracketed: bool) -> bool:
    """Whether text that stands in columns is a table.

    Args:
        piece: columns by white.
        bracketed: whether rules stand above and below it.
    """
    filled = [e for e in piece.entries if e.lines]
    if piece.columns < 2 or piece.rows < (2 if bracketed else 3):
        return False
    by_row: dict[int, list[PieceCell]] = {}
    for entry in filled:
        by_row.setdefault(entry.row, []).append(entry)
    several = sum(len(row) > 1 for row in by_row.values())
    if (
        several < max(SEVERAL_SHARE * len(by_row), 2 if bracketed else 3)
        or len(by_row) < SEVERAL_SHARE * piece.rows
    ):
        return False
    if len(filled) < LEAST_ALIGNED * len(piece.entries):
        return False
    columns = [[e for e in filled if e.column == c and e.column_span == 1] for c in range(piece.columns)]
    if any(not column for column in columns):
        return False
    if all(_is_prose([line for e in column for line in e.lines]) for column in columns):
        return False
    if any(LEADER.search(line.text) for e in filled for line in e.lines) and piece.columns == 2:
        return False
    return bracketed or not _is_list(columns)


def _is_prose(lines: list[Line]) -> bool:
    long = sum(line.x1 - line.x0 >= PROSE_EM * line.size for line in lines)
    return long >= PROSE_SHARE * len(lines)


def _is_list(columns: list[list[PieceCell]]) -> bool:
    """Bullets or numbers and their texts, headings and page numbers, names with a colon and what they are."""
    texts = [[" ".join(line.text for line in e.lines) for e in column] for column in columns]
    first, second = texts[0], texts[1]
    if len(columns) > 2:
        return all(LABEL.fullmatch(t) for t in first) and _is_list(columns[1:])
    labelled = sum(bool(LABEL.fullmatch(t)) for t in first)
    if labelled >= NAMED_SHARE * len(first):
        return True
    if sum(t.rstrip().endswith((":", "：")) for t in first) >= NAMED_SHARE * len(first):
        return True
    if any(len(column) < 3 for column in columns):
        return True
    # Of two columns alone one must hold figures: else names and addresses, terms and their meaning are tables.
    return sum(map(is_number, second)) < NAMED_SHARE * len(second) or _ascending(second)


def _ascending(texts: list[str]) -> bool:
    """Whether all are whole numbers that never fall: pages of a table of contents."""
    if not all(t.isdecimal() for t in texts):
        return False
    values = [int(t) for t in texts]
    return values == sorted(values)
