"""One table over its pages: headers printed again are dropped, rows that a page end cuts are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.lines.lines import Line
from pipeline.lines.segments import ended, is_number, joined
from pipeline.normalizers.text import squeeze
from pipeline.tables.cells import Grid, GridCell, PieceCell, Place, RowDoubt, TablePiece
from pipeline.tables.columns import YEAR_HEADING
from pipeline.tables.rows import TEXT_ENDS

OFTEN_BLANK = 0.2
"""Where this share of a column's cells is blank, a blank one does not tell that a row goes on."""
MOST_PADDING_EM = 1.0
"""No cell is padded by more than this."""


@dataclass(slots=True)
class GrowingCell:
    """A cell that may still grow."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[Line]
    places: list[Place] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The row behind its last one."""
        return self.row + self.row_span

    @property
    def at(self) -> tuple[int, int]:
        """First column and number of columns."""
        return self.column, self.column_span


class GrowingTable:
    """A table that takes up one piece after the other."""

    def __init__(self, piece: TablePiece) -> None:
        self.bounds: tuple[float, ...] = piece.bounds
        self.ruled = piece.ruled
        self.rows = piece.rows
        self._cells = [_cell(e, piece.page, 0) for e in piece.entries]
        self._first, self._last = piece, piece
        self._boxes = [Place(piece.page, piece.bbox)]
        self._doubts: list[RowDoubt] = []
        self._heads = 0
        self._sideways = piece.sideways
        self._doubt(piece, 0, 0)

    def _doubt(self, piece: TablePiece, first: int, shift: int) -> None:
        """Tell the rows of a piece from the first one on whose bounds may be elsewhere."""
        unsure = sorted(row for row, begin in piece.begins.items() if begin == "unsure" and row >= first)
        self._doubts += [RowDoubt("row-bound", row + shift, piece.page) for row in unsure]

    def refine(self, bounds: tuple[float, ...]) -> None:
        """Count all cells in finer columns."""
        for cell in self._cells:
            first = nearest(bounds, self.bounds[cell.column])
            last = nearest(bounds, self.bounds[cell.column + cell.column_span])
            cell.column, cell.column_span = first, last - first
        self._first = replace(self._first, entries=())
        self.bounds = bounds

    def starts_like(self, piece: TablePiece) -> bool:
        """Whether the piece begins with the table's first row, which names several columns."""
        own = _row_key(self._cells, 0)
        return sum(bool(text) for *_, text in own) > 1 and own == _row_key(piece.entries, 0)

    def add(self, piece: TablePiece) -> None:
        """Take up the piece of the next page, which has the same columns."""
        piece = self._unheaded(piece)
        heads = self._printed_again(piece)
        self._heads = max(self._heads, heads)
        self._boxes.append(Place(piece.page, piece.bbox))
        self._sideways += piece.sideways
        entries = [replace(e, row=e.row - heads) for e in piece.entries if e.row >= heads]
        if entries:
            top = [e for e in entries if e.row == 0]
            together = self._goes_on(
                top,
                piece,
                open_=self._last.open_bottom or (not heads and piece.open_top),
                told=piece.begins.get(heads, ""),
            )
            self._doubt(piece, heads, self.rows - heads - together)
            self._take(entries, piece, together=together)
        self._last = piece

    def _printed_again(self, piece: TablePiece) -> int:
        """Number of rows at the piece's top that are those at the table's top."""
        most = min(piece.rows, self.rows)
        heads = 0
        for row in range(most):
            key = _row_key(self._cells, row)
            if key != _row_key(piece.entries, row) or _holds_data([text for *_, text in key]):
                break
            heads = row + 1
        if heads == piece.rows:
            # All rows are those of the page before: they are data, but for the one that names the columns.
            heads = 1
        # A cell that runs on below is no part of a header.
        while heads and any(e.row < heads <= e.last_row for e in piece.entries):
            heads -= 1
        return heads

    def _unheaded(self, piece: TablePiece) -> TablePiece:
        """A piece whose first row begins with the table's header, without a rule between, with both as rows."""
        heads = {c.at: _squeezed(c.lines) for c in self._cells if c.row == 0 and c.row_span == 1}
        top = [e for e in piece.entries if e.row == 0]
        counts: dict[tuple[int, int], int] = {}
        for entry in top:
            at = (entry.column, entry.column_span)
            lengths = [k for k in range(len(entry.lines) + 1) if _squeezed(entry.lines[:k]) == heads.get(at)]
            if not lengths or entry.row_span > 1:
                return piece
            counts[at] = lengths[0]
        if not any(counts.values()) or all(counts[e.column, e.column_span] == len(e.lines) for e in top):
            return piece
        below = max(e.lines[k - 1].bottom for e in top if (k := counts[e.column, e.column_span]))
        parts: list[PieceCell] = []
        for entry in top:
            k, (x0, y0, x1, y1) = counts[entry.column, entry.column_span], entry.bbox
            parts.append(replace(entry, lines=entry.lines[:k], bbox=(x0, y0, x1, below)))
            parts.append(replace(entry, row=1, lines=entry.lines[k:], bbox=(x0, below, x1, y1)))
        later = [replace(e, row=e.row + 1) for e in piece.entries if e.row]
        return replace(
            piece,
            rows=piece.rows + 1,
            entries=tuple(sorted([*parts, *later], key=lambda e: (e.row, e.column))),
        )

    def _goes_on(self, top: Sequence[PieceCell], piece: TablePiece, *, open_: bool, told: str) -> bool:
        """Whether the first row of a piece is the rest of the table's last one."""
        before = {c.at: c for c in self._cells if c.end == self.rows}
        pairs = [(before.get((e.column, e.column_span)), e) for e in top]
        if any(cell is None for cell, _ in pairs):
            return False
        both = [(cell, e) for cell, e in pairs if cell is not None]
        texts = [(cell, e) for cell, e in both if e.lines]
        if told == "begun":
            return False
        if not texts or told == "rest":
            return True
        if any(not cell.lines for cell, _ in texts):
            return False
        unmeant = [not self._meant(cell, e) for cell, e in texts]
        blank = [(cell, e) for cell, e in both if not e.lines and cell.lines]
        if open_:
            if blank or any(unmeant):
                return True
            self._doubts.append(RowDoubt("row-parted", self.rows, piece.page))
            return False
        first_cell, first = both[0]
        if first.lines or not first_cell.lines:
            return False
        unfinished = all(unmeant) and all(c.lines[-1].text[-1:] not in TEXT_ENDS for c, _ in texts)
        plain = first_cell.row_span == 1 and first.row_span == 1 and not self._often_blank(first.column)
        if unfinished or plain:
            if not unfinished:
                self._doubts.append(RowDoubt("row-joined", self.rows - 1, piece.page))
            return True
        if not self._often_blank(first.column) and first_cell.row_span == 1:
            self._doubts.append(RowDoubt("row-parted", self.rows, piece.page))
        return False

    def _meant(self, cell: GrowingCell, entry: PieceCell) -> bool:
        """Whether the last line of a cell had room for the first word of the text on the next page."""
        last, first = cell.lines[-1], entry.lines[0]
        return ended(last.x1, first.text, last.size, self._right(cell.column, cell.column_span))

    def _often_blank(self, column: int) -> bool:
        own = [c for c in self._cells if c.column == column]
        return sum(not c.lines for c in own) > OFTEN_BLANK * len(own)

    def _take(self, entries: Iterable[PieceCell], piece: TablePiece, *, together: bool) -> None:
        before = {c.at: c for c in self._cells if c.end == self.rows}
        offset = self.rows - 1 if together else self.rows
        for entry in entries:
            cell = before.get((entry.column, entry.column_span)) if entry.row == 0 else None
            if cell is not None and (together or self._merged_on(cell, entry)):
                cell.row_span = offset + entry.row_span - cell.row
                cell.lines += entry.lines
                cell.places.append(Place(piece.page, entry.bbox))
            else:
                self._cells.append(_cell(entry, piece.page, offset))
        self.rows = max(c.end for c in self._cells)

    def _merged_on(self, cell: GrowingCell, entry: PieceCell) -> bool:
        """Whether a merged cell goes on behind the page end: it has text, its rest there has none."""
        merged = cell.row_span > 1 or entry.row_span > 1
        return self.ruled and merged and bool(cell.lines) and not entry.lines

    def _right(self, column: int, span: int) -> float:
        """How far to the right the text of some columns reaches."""
        last = column + span - 1
        own = [line for c in self._cells if c.column + c.column_span - 1 == last for line in c.lines]
        right = max((line.x1 for line in own), default=self.bounds[last + 1])
        if not self.ruled or not own:
            return right
        # Cells are padded alike on both sides.
        starts = [line.left for c in self._cells if c.column == last for line in c.lines]
        padding = min((left - self.bounds[last] for left in starts), default=0.0)
        return max(right, self.bounds[last + 1] - min(max(padding, 0.0), MOST_PADDING_EM * own[0].size))

    def grid(self, name: str) -> Grid:
        """The finished table."""
        rights = [self._right(c, 1) for c in range(len(self.bounds) - 1)]
        cells = tuple(
            GridCell(c.row, c.column, c.row_span, c.column_span, _text(c, rights), tuple(c.places))
            for c in sorted(self._cells, key=lambda c: (c.row, c.column))
        )
        return Grid(
            id=name,
            pages=tuple(dict.fromkeys(box.page for box in self._boxes)),
            header_rows=self._heads or guessed_heads(cells, self.rows, len(rights)),
            rows=self.rows,
            columns=len(rights),
            ruled=self.ruled,
            cells=cells,
            boxes=tuple(self._boxes),
            doubts=tuple(self._doubts),
            sideways=self._sideways,
        )


def _cell(entry: PieceCell, page: int, offset: int) -> GrowingCell:
    place = Place(page, entry.bbox)
    return GrowingCell(
        entry.row + offset, entry.column, entry.row_span, entry.column_span, list(entry.lines), [place]
    )


def _squeezed(lines: Iterable[Line]) -> str:
    return squeeze("".join(line.text for line in lines))


def _row_key(cells: Iterable[GrowingCell | PieceCell], row: int) -> list[tuple[int, int, int, str]]:
    return sorted((c.column, c.column_span, c.row_span, _squeezed(c.lines)) for c in cells if c.row == row)


def _holds_data(texts: Sequence[str]) -> bool:
    """Whether a row has figures that neither are years nor number the columns."""
    figures = [text for text in texts[1:] if text and is_number(text) and not YEAR_HEADING.fullmatch(text)]
    numbers = [int(digits) for text in texts if (digits := "".join(filter(str.isdecimal, text)))]
    numbered = len(numbers) == len(texts) and all(b - a == 1 for a, b in pairwise(numbers))
    return bool(figures) and not numbered


def nearest(bounds: Sequence[float], x: float) -> int:
    """Which of the bounds is nearest."""
    return min(range(len(bounds)), key=lambda i: abs(bounds[i] - x))


def _text(cell: GrowingCell, rights: Sequence[float]) -> str:
    right = rights[cell.column + cell.column_span - 1]
    # A note's mark is kept, raised: the cell says what is printed.
    return joined([(line.raw if line.marks else line.text, line.x1, line.size) for line in cell.lines], right)


def guessed_heads(cells: Sequence[GridCell], rows: int, columns: int) -> int:
    """Number of header rows of a table that does not print its header again.

    The first row is one unless it holds figures other than years; below it those rows that its cells over several
    columns are divided in. A row that is one cell over all columns is a title and counts with what follows.
    """
    heads = 0
    while heads < rows - 1:
        own = [c for c in cells if c.row == heads]
        if any(is_number(c.text) and not YEAR_HEADING.fullmatch(c.text) for c in own if c.column and c.text):
            break
        end = max((c.row + c.row_span for c in own), default=heads + 1)
        parts = any(1 < c.column_span < columns for c in own)
        title = any(c.column_span == columns for c in own)
        heads = max(end, heads + 1)
        if title or parts:
            continue
        break
    return min(heads, rows - 1)
