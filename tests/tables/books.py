"""Pages of budget books: accounts with codes, amounts and notes, whose rows no rule parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.tables.cells import Grid
from pipeline.tables.pages import read_grids

WIDTH, HEIGHT, MARGIN, TOP = 595.0, 842.0, 30.0, 110.0
HANGING = "，。、；：」）"
Code = Literal["above", "beside", "before", "none"]
Frame = Literal["box", "open", "columns", "none"]


@dataclass(frozen=True)
class Words:
    """What a language prints."""

    heads: tuple[str, str, str, str]
    """Names of the account, amount, ordinal and note columns."""
    total: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    font: str
    spaced: bool
    marks: tuple[str, str] = (",", ".")


LANGUAGES = {
    "zh": Words(
        ("名稱及編號", "預算數", "項", "說明"),
        "合計",
        (
            "規費收入",
            "一般行政",
            "道路養護工程",
            "環境教育及推廣業務",
            "水利設施維護",
            "第一預備金",
            "社會福利服務中心管理業務",
        ),
        (
            "本年度預算數係辦理各項業務所需經費。",
            "較上年度增加1,250千元，主要係新增設備汰換及人員待遇調整所致，餘依實際需要核實編列。",
            "1.辦公設備汰換經費300千元。\n2.業務費2,400千元，較上年度減列15千元。",
        ),
        "MSung-Light",
        spaced=False,
    ),
    "ja": Words(
        ("科目", "予算額", "款", "説明"),
        "計",
        ("市税", "地方交付税", "使用料及び手数料", "国庫支出金", "教育総務費", "道路橋りょう費"),
        (
            "前年度の実績により見込んだ額である。",
            "施設の維持補修に要する経費及び委託料を計上した。",
            "増額は新規事業によるもの。",
        ),
        "HeiseiMin-W3",
        spaced=False,
    ),
    "en": Words(
        ("Account", "Estimate", "No", "Explanation"),
        "Total",
        (
            "Fees",
            "Road maintenance",
            "Public works department",
            "Library services",
            "Reserve",
            "Harbour dues and pilotage",
        ),
        (
            "As last year.",
            "Repair of the bridge over the northern channel and of two sluices that were damaged by the spring flood.",
            "1. Wages 1,200.\n2. Materials 450 for the new wing of the town library.",
        ),
        "Helvetica",
        spaced=True,
    ),
    "de": Words(
        ("Bezeichnung", "Ansatz", "Nr", "Erläuterung"),
        "Summe",
        (
            "Gebühren",
            "Straßenunterhaltung",
            "Zuweisungen des Landes",
            "Büchereien",
            "Rücklage",
            "Mieten und Pachten",
        ),
        (
            "Wie im Vorjahr.",
            "Instandsetzung der Brücke am Nordufer sowie zweier Schleusen, die das Hochwasser beschädigt hat.",
        ),
        "Helvetica",
        spaced=True,
        marks=(".", ","),
    ),
}


@dataclass(frozen=True)
class Book:
    """How a book is set.

    Attributes:
        tight: distance of the lines of an account, in em.
        leading: distance of the lines of a note, in em.
        gap: white between two rows, in em, on top of the larger of both.
        blank: share of the rows without any amount.
        shift: how much further right each page stands than the one before.
        form: whether a form of other columns stands above the table on its first page, on the same frame.
    """

    language: str = "zh"
    ordinals: int = 2
    amounts: int = 3
    notes: bool = True
    code: Code = "above"
    frame: Frame = "box"
    headed: bool = True
    size: float = 9.0
    tight: float = 1.2
    leading: float = 1.35
    gap: float = 0.6
    blank: float = 0.0
    rows: int = 40
    seed: int = 0
    shift: float = 0.0
    form: bool = False

    @property
    def words(self) -> Words:
        """Its language."""
        return LANGUAGES[self.language]

    @property
    def bounds(self) -> list[float]:
        """x of its columns' bounds."""
        note = 140.0 if self.notes else 0.0
        each = min(75.0, (WIDTH - 2 * MARGIN - note - 22.0 * self.ordinals - 110.0) / self.amounts)
        widths = [22.0] * self.ordinals + [
            WIDTH - 2 * MARGIN - note - 22.0 * self.ordinals - each * self.amounts
        ]
        xs = [MARGIN]
        for width in [*widths, *[each] * self.amounts, *([note] if self.notes else [])]:
            xs.append(xs[-1] + width)
        return xs


@dataclass
class Account:
    """A row, and the lines that are printed of it: distance below its first baseline, column, text."""

    cells: list[str]
    key: list[tuple[float, int, str]] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    base: float = 0.0


def accounts(book: Book) -> Iterator[Account]:
    """The rows of a book."""
    chance = Random(book.seed)  # noqa: S311 - nobody has to be kept from guessing
    bounds, words, size = book.bounds, book.words, book.size
    name_column = book.ordinals
    digits = max(2, min(7, int((bounds[-1 - book.notes] - bounds[-2 - book.notes] - 14) / (0.56 * size)) - 3))
    for number in range(book.rows):
        blank = number > 0 and chance.random() < book.blank
        level = chance.randrange(book.ordinals) if book.ordinals else 0
        ordinal = "" if number == 0 else str(chance.randrange(1, 30))
        name = words.total if number == 0 else chance.choice(words.names)
        code = "" if number == 0 or book.code == "none" else str(chance.randrange(10**8, 10**9))
        amounts = [_amount(chance, words, digits) if not blank else "" for _ in range(book.amounts)]
        text = chance.choice(words.notes) if book.notes and chance.random() < 0.5 and number else ""
        if text and chance.random() < 0.2:
            text += "\n" + "\n".join(chance.choice(words.notes) for _ in range(6))
        first = f"{code} {name}" if book.code == "before" and code else name
        lines = wrapped(
            first, bounds[name_column + 1] - bounds[name_column] - (14 if book.frame == "none" else 4), book
        )
        if code and book.code in {"above", "beside"}:
            lines.insert(0, code)
        base = book.tight * size if code and book.code == "above" else 0.0
        ordinals = [ordinal if c == level else "" for c in range(book.ordinals)]
        cells = [*ordinals, "".join(lines), *amounts, *([text] if book.notes else [])]
        row = Account(cells, base=base)
        row.key = [(k * book.tight * size, name_column, line) for k, line in enumerate(lines)]
        row.key += [(base, c, t) for c, t in enumerate(ordinals) if t]
        row.key += [(base, name_column + 1 + c, t) for c, t in enumerate(amounts) if t]
        row.note = wrapped(text, bounds[-1] - bounds[-2] - 4, book) if text else []
        yield row


def _amount(chance: Random, words: Words, digits: int) -> str:
    if chance.random() < 0.1:
        return "-"
    value = chance.choice((1, -1, 1, 1)) * chance.randrange(3, 10 ** chance.randrange(2, digits + 1))
    return f"{value:,}".replace(",", words.marks[0])


def wrapped(text: str, room: float, book: Book) -> list[str]:
    """A text in lines: at words where there are spaces, else anywhere but before closing marks."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        pieces = paragraph.split(" ") if book.words.spaced else list(paragraph)
        for piece in pieces:
            longer = f"{line} {piece}".strip() if book.words.spaced else line + piece
            if line and width(longer, book) > room and piece not in HANGING:
                lines.append(line)
                line = piece
            else:
                line = longer
        lines.append(line)
    return lines


def width(text: str, book: Book) -> float:
    """How wide a text is set."""
    return float(pdfmetrics.stringWidth(text, book.words.font, book.size))


def pdf_of(book: Book) -> tuple[bytes, list[list[str]]]:
    """The book as PDF, and its true rows."""
    if book.words.font not in pdfmetrics.getRegisteredFontNames() and book.words.font != "Helvetica":
        pdfmetrics.registerFont(UnicodeCIDFont(book.words.font))
    buffer = BytesIO()
    canvas = Canvas(buffer, (WIDTH, HEIGHT), invariant=1)
    size, foot = book.size, HEIGHT - 70.0
    pages = Pages(canvas, book)
    y = pages.begin()
    truth: list[list[str]] = []
    for row in accounts(book):
        truth.append(row.cells)
        if y + max(dy for dy, *_ in row.key) > foot:
            y = pages.begin()
        for dy, column, text in row.key:
            pages.write(y + dy, column, text)
        end, at = max(dy for dy, *_ in row.key) + y, y + row.base
        for k, line in enumerate(row.note):
            if at > foot:
                at = end = pages.begin()
            pages.write(at, len(book.bounds) - 2, line)
            end = max(end, at)
            at += book.leading * size if k + 1 < len(row.note) else 0.0
        y = end + (max(book.tight, book.leading) + book.gap) * size
    canvas.showPage()
    canvas.save()
    return buffer.getvalue(), truth


class Pages:
    """Draws pages with their grid and header, one after another."""

    def __init__(self, canvas: Canvas, book: Book) -> None:
        self.canvas, self.book = canvas, book
        self.number = 0

    def begin(self) -> float:
        """A new page; the first baseline of its rows."""
        book, canvas = self.book, self.canvas
        if self.number:
            canvas.showPage()
        self.number += 1
        self.x = book.shift * (self.number - 1)
        canvas.setFont(book.words.font, book.size + 4)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 50, book.words.heads[0])
        canvas.setFont(book.words.font, book.size)
        canvas.drawCentredString(WIDTH / 2, 30, f"- {self.number} -")
        canvas.setLineWidth(0.6)
        headed = book.headed or self.number == 1
        top = TOP + (self._form() if book.form and self.number == 1 else 0.0)
        body = top + 2 * book.size if headed else top
        if headed:
            heads = [book.words.heads[2]] * book.ordinals + [book.words.heads[0]]
            heads += [f"{book.words.heads[1]} {chr(65 + k)}" for k in range(book.amounts)]
            heads += [book.words.heads[3]] if book.notes else []
            for c, text in enumerate(heads):
                middle = (book.bounds[c] + book.bounds[c + 1]) / 2 + self.x
                canvas.drawCentredString(middle, HEIGHT - (top + 1.35 * book.size), text)
        self._rules(top, body, HEIGHT - 55.0)
        return body + 1.6 * book.size

    def _form(self) -> float:
        """A form above the table: two labels with their values, and a text over the whole width; its height."""
        canvas, words, size = self.canvas, self.book.words, self.book.size
        left, right = self.book.bounds[0] + self.x, self.book.bounds[-1] + self.x
        xs = [left, left + 63, left + 190, left + 247, right]
        heights = [TOP, TOP + 2.4 * size, TOP + 6 * size]
        for y in heights:
            canvas.line(left, HEIGHT - y, right, HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - TOP, x, HEIGHT - heights[1 if x in xs[2:4] else 2])
        for x, text in zip(
            xs, (words.heads[2], words.names[0], words.heads[1], words.names[1]), strict=False
        ):
            canvas.drawString(x + 3, HEIGHT - TOP - 1.6 * size, text)
        canvas.drawString(xs[0] + 3, HEIGHT - heights[1] - 1.6 * size, words.heads[3])
        canvas.drawString(xs[1] + 3, HEIGHT - heights[1] - 1.6 * size, words.notes[0])
        return heights[-1] - TOP

    def _rules(self, top: float, body: float, bottom: float) -> None:
        frame, xs = self.book.frame, [x + self.x for x in self.book.bounds]
        if frame != "none":
            kept = xs if frame == "box" else xs[1:-1]
            for x in kept:
                self.canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)
        for y in sorted({top, body, bottom}):
            if frame != "columns" or y == body:
                self.canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)

    def write(self, y: float, column: int, text: str) -> None:
        """A text in a column: ordinals centred, amounts at the right."""
        book = self.book
        left, right = book.bounds[column] + self.x, book.bounds[column + 1] + self.x
        if column < book.ordinals:
            self.canvas.drawCentredString((left + right) / 2, HEIGHT - y, text)
        elif book.ordinals < column <= book.ordinals + book.amounts:
            self.canvas.drawRightString(right - (10 if book.frame == "none" else 3), HEIGHT - y, text)
        else:
            self.canvas.drawString(left + 2, HEIGHT - y, text)


def read(book: Book, reader: Reader = "pdfium") -> tuple[tuple[Grid, ...], list[list[str]]]:
    """The tables that are read of a book, and its true rows."""
    data, truth = pdf_of(book)
    opened = opener(reader)(data, "book.pdf")
    try:
        return read_grids(opened.pages(tuple(range(1, opened.page_count + 1)))), truth
    finally:
        opened.close()


def bare(rows: list[list[str]]) -> list[list[str]]:
    """Rows without white space."""
    return [["".join(text.split()) for text in row] for row in rows]


def share(book: Book, reader: Reader = "pdfium") -> float:
    """Share of the true rows that are read, in their order."""
    grids, truth = read(book, reader)
    found = bare([row for grid in grids for row in grid.texts()])
    right, at = 0, 0
    for row in bare(truth):
        if row in found[at:]:
            at = found.index(row, at) + 1
            right += 1
    return right / len(truth)
