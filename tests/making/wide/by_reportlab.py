"""Draws a document with reportlab, each line of text and each rule by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.making.wide import fonts
from tests.making.wide.breaking import lines_of
from tests.making.wide.layout import (
    Beside,
    Cell,
    ColumnEnd,
    Document,
    Para,
    Sheet,
    Table,
    covered,
    placed,
)

ASCENT = 0.86
"""Where the baseline stands in the height of an em."""
STROKED = 0.03
"""Bold letters are drawn with an outline of this many ems."""
FOOT = 24.0
"""How far below the text the foot stands."""
HEAD = 14.0
"""How far above the text the head stands."""
INNER = 6.0
"""White left of a table inside a cell."""

Line = tuple[float, str]
"""How far below the top of the row a line begins, and its text."""
Lines = dict[int, list[Line]]
Placed = list[tuple[int, Cell]]


def to_pdf(document: Document, path: Path) -> None:
    """Write the PDF; the same document gives the same bytes."""
    _Drawing(document, path).draw()


def _font(family: str) -> str:
    name = family.replace(" ", "")
    if name not in pdfmetrics.getRegisteredFontNames():
        if family == fonts.NAMED:
            pdfmetrics.registerFont(UnicodeCIDFont(family))
        else:
            font = fonts.installed()[family]
            pdfmetrics.registerFont(TTFont(name, str(font.path), subfontIndex=font.index))
    return name


@dataclass
class _Drawing:
    """Where the drawing has come to."""

    document: Document
    path: Path
    canvas: Canvas = field(init=False)
    font: str = field(init=False)
    sheet: Sheet = field(init=False)
    page: int = 0
    slot: int = 0
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    bottom: float = 0.0

    def draw(self) -> None:
        self.canvas = Canvas(str(self.path), invariant=1)
        self.canvas.setTitle(self.document.title)
        self.font = _font(self.document.font)
        for block in self.document.blocks:
            if isinstance(block, Sheet):
                self._end_page()
                self.sheet = block
                self._begin_page()
            elif isinstance(block, Para):
                self._para(block)
            elif isinstance(block, Table):
                self._table(block, self.x)
            elif isinstance(block, ColumnEnd):
                self._next_slot()
            else:
                self._beside(block)
        self._end_page()
        self.canvas.save()

    def _begin_page(self) -> None:
        self.page += 1
        self.canvas.setPageSize(self.sheet.paper)
        self.slot = -1
        self._next_slot()

    def _end_page(self) -> None:
        if not self.page:
            return
        across, down = self.sheet.paper
        lines = (
            (self.sheet.foot.format(page=self.page), self.sheet.margins[3] - FOOT),
            (self.sheet.head, down - self.sheet.margins[2] + HEAD),
        )
        for text, height in lines:
            if text:
                self.canvas.setFont(self.font, self.sheet.foot_size)
                self.canvas.setFillColor(HexColor("#000000"))
                self.canvas.drawCentredString(across / 2, height, text)
        self.canvas.showPage()

    def _next_slot(self) -> None:
        sheet = self.sheet
        self.slot += 1
        if self.slot >= sheet.columns:
            self._end_page()
            self._begin_page()
            return
        left, right, top, self.bottom = sheet.margins
        if sheet.mirrored and self.page % 2 == 0:
            left, right = right, left
        left += sheet.shifts[(self.page - 1) % len(sheet.shifts)] if sheet.shifts else 0.0
        self.width = (sheet.width - (sheet.columns - 1) * sheet.gap) / sheet.columns
        self.x = left + self.slot * (self.width + sheet.gap)
        self.y = sheet.paper[1] - top

    def _lines(self, text: str, width: float, size: float) -> list[str]:
        return lines_of(text, width, lambda part: pdfmetrics.stringWidth(part, self.font, size))

    def _text(
        self,
        text: str,
        box: tuple[float, float, float],
        size: float,
        lead: float,
        align: str,
        ink: str,
        *,
        bold: bool,
    ) -> None:
        x, y, width = box
        white = width - pdfmetrics.stringWidth(text, self.font, size)
        x += {"left": 0.0, "center": white / 2, "right": white}[align]
        line = self.canvas.beginText(x, y - (lead - size) / 2 - size * ASCENT)
        line.setFont(self.font, size)
        line.setFillColor(HexColor(ink))
        if bold:
            self.canvas.setLineWidth(size * STROKED)
            line.setStrokeColor(HexColor(ink))
            line.setTextRenderMode(2)
        line.textOut(text)
        if bold:
            line.setTextRenderMode(0)
            line.setStrokeColor(HexColor("#000000"))
        self.canvas.drawText(line)

    def _para(self, para: Para) -> None:
        lines = self._lines(para.text, self.width, para.size)
        if self.y - para.before - len(lines) * para.lead < self.bottom:
            self._next_slot()
        self.y -= para.before
        for line in lines:
            ink = self.document.ink(para.mark)
            self._text(
                line, (self.x, self.y, self.width), para.size, para.lead, para.align, ink, bold=para.bold
            )
            self.y -= para.lead
        self.y -= para.after

    def _beside(self, block: Beside) -> None:
        top, x, ends = self.y, self.x, []
        for table in block.tables:
            self.y = top
            self._table(table, x, whole=True)
            ends.append(self.y)
            x += sum(table.widths) + block.gap
        self.y = min(ends)

    # --- tables

    def _cell_lines(self, table: Table, column: int, cell: Cell) -> list[str]:
        width = sum(table.widths[column : column + cell.columns]) - 2 * table.pad[0]
        return [line for para in cell.paras for line in self._lines(para, width, cell.size or table.size)]

    def _inner_height(self, cell: Cell) -> float:
        if not cell.inner:
            return 0.0
        return sum(self._heights(cell.inner, list(placed(cell.inner.body)))) + 4.0

    def _heights(self, table: Table, rows: Sequence[Placed]) -> list[float]:
        heights: list[float] = []
        spans: list[tuple[int, int, float]] = []
        for number, row in enumerate(rows):
            height = 0.0
            for column, cell in row:
                needed = len(self._cell_lines(table, column, cell)) * table.lead + self._inner_height(cell)
                if cell.rows == 1:
                    height = max(height, needed)
                else:
                    spans.append((number, cell.rows, needed + 2 * table.pad[1]))
            heights.append(max(height, table.lead) + 2 * table.pad[1])
        for first, count, needed in spans:
            heights[first + count - 1] += max(0.0, needed - sum(heights[first : first + count]))
        return heights

    def _line(self, x: float, y: float, to_x: float, to_y: float, width: float) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x, y, to_x, to_y)

    def _across(self, table: Table, x: float, skip: set[int] | None = None) -> None:
        """Draw a rule over all columns but some."""
        for column, width in enumerate(table.widths):
            if column not in (skip or set()):
                self._line(x, self.y, x + width, self.y, table.rules.width)
            x += width

    def _fill(self, x: float, width: float, height: float, colour: str) -> None:
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x, self.y - height, width, height, stroke=0, fill=1)

    def _row(
        self, table: Table, x: float, row: Placed, height: float, lines: Lines, *, head: bool, fill: str | None,
    ) -> None:  # fmt: skip
        """Draw a row, or a piece of one; the columns that a cell from above reaches to have no cell here."""
        lefts = [x + sum(table.widths[:column]) for column in range(len(table.widths) + 1)]
        if fill:
            self._fill(x, lefts[-1] - x, height, fill)
        for column, cell in row:
            if cell.fill:
                self._fill(lefts[column], lefts[column + cell.columns] - lefts[column], height, cell.fill)
        inside: set[int] = set()
        for column, cell in row:
            inside |= set(range(column + 1, column + cell.columns))
            width = lefts[column + cell.columns] - lefts[column] - 2 * table.pad[0]
            align = table.align(cell, column, head=head)
            for below, text in lines.get(column, []):
                self._text(
                    text, (lefts[column] + table.pad[0], self.y - below, width), cell.size or table.size, table.lead,
                    align, self.document.ink(cell.mark), bold=cell.bold or (head and table.head_bold),
                )  # fmt: skip
            if cell.inner:
                below = len(self._cell_lines(table, column, cell)) * table.lead + table.pad[1]
                self._inner(cell.inner, lefts[column] + table.pad[0] + INNER, self.y - below)
        foot = self.y - height
        if table.rules.frame:
            for edge in (lefts[0], lefts[-1]):
                self._line(edge, self.y, edge, foot, table.rules.width)
        if table.rules.columns:
            for column in range(1, len(table.widths)):
                if column not in inside:
                    self._line(lefts[column], self.y, lefts[column], foot, table.rules.width)

    def _inner(self, table: Table, x: float, y: float) -> None:
        above, self.y = self.y, y
        self._table(table, x, whole=True)
        self.y = above

    def _head(self, table: Table, x: float) -> None:
        rows = list(placed(table.head))
        heights, reached = self._heights(table, rows), covered(table.head)
        if table.rules.frame or table.rules.ends:
            self._across(table, x)
        if table.head_fill:
            # A cell over several rows is not to be painted over by the lower ones.
            self._fill(x, sum(table.widths), sum(heights), table.head_fill)
        for number, row in enumerate(rows):
            lines: Lines = {}
            for column, cell in row:
                texts = self._cell_lines(table, column, cell)
                room = sum(heights[number : number + cell.rows])
                top = (room - len(texts) * table.lead) / 2
                lines[column] = [(top + place * table.lead, text) for place, text in enumerate(texts)]
            self._row(table, x, row, heights[number], lines, head=True, fill=None)
            self.y -= heights[number]
            if (
                number < len(rows) - 1
                and not table.rules.undivided
                and (table.rules.header or table.rules.rows)
            ):
                self._across(table, x, {column for at, column in reached if at == number + 1})
        if table.rules.header or table.rules.rows:
            self._across(table, x)

    def _top(self, table: Table, x: float, *, first: bool) -> None:
        if table.head and (first or table.repeat):
            self._head(table, x)
        elif table.rules.frame or table.rules.ends:
            self._across(table, x)

    def _table(self, table: Table, x: float, *, whole: bool = False) -> None:
        rows = list(placed(table.body))
        heights, reached = self._heights(table, rows), covered(table.body)
        offset = x - self.x
        if not whole:
            head = sum(self._heights(table, list(placed(table.head))))
            if rows and self.y - head - min(heights[0], 3 * table.lead) < self.bottom:
                self._next_slot()
        self._top(table, self.x + offset, first=True)
        for number, row in enumerate(rows):
            lines = self._lines_in_row(table, row, heights, number)
            fill = table.zebra if number % 2 else None
            height = heights[number]
            while not whole and height > self.y - self.bottom + 0.01:
                height, lines = self._cut(table, row, height, lines, fill)
            self._row(table, self.x + offset, row, height, lines, head=False, fill=fill)
            self.y -= height
            if number == len(rows) - 1:
                if table.rules.frame or table.rules.ends:
                    self._across(table, self.x + offset)
            elif table.rules.rows:
                skip = {column for at, column in reached if at == number + 1}
                below = dict(rows[number + 1])
                skip |= {at for at in table.unruled if at in below and not "".join(below[at].paras)}
                self._across(table, self.x + offset, skip)
        self.y -= table.after

    def _lines_in_row(self, table: Table, row: Placed, heights: list[float], number: int) -> Lines:
        lines: Lines = {}
        for column, cell in row:
            texts = self._cell_lines(table, column, cell)
            room = sum(heights[number : number + cell.rows])
            free = room - len(texts) * table.lead - self._inner_height(cell)
            above = {"top": table.pad[1], "middle": free / 2, "bottom": free - table.pad[1]}
            top = above[table.height(cell, column, head=False)]
            lines[column] = [(top + place * table.lead, text) for place, text in enumerate(texts)]
        return lines

    def _cut(
        self, table: Table, row: Placed, height: float, lines: Lines, fill: str | None
    ) -> tuple[float, Lines]:
        """Draw what of a row stands on this page, and give the height and the lines of the rest."""
        room = self.y - self.bottom
        free = table.cut and len(row) > 1 and not any(cell.inner or cell.rows > 1 for _, cell in row)
        longest = max(lines.values(), key=len)
        ends = [below + table.lead for below, _ in longest if below + table.lead + table.pad[1] <= room]
        if free and len(ends) > 1:
            cut = max(ends)
            upper = {
                column: [line for line in texts if line[0] + table.lead <= cut + 0.01]
                for column, texts in lines.items()
            }
            self._row(table, self.x, row, cut + table.pad[1], upper, head=False, fill=fill)
            self.y -= cut + table.pad[1]
            lines = {
                column: [
                    (below - cut + table.pad[1], text)
                    for below, text in texts
                    if below + table.lead > cut + 0.01
                ]
                for column, texts in lines.items()
            }
            height -= cut - table.pad[1]
        if table.rules.frame or table.rules.ends:
            self._across(table, self.x)
        self._next_slot()
        self._top(table, self.x, first=False)
        return height, lines
