"""Small pages of plans: a title, and tables with one trait each."""

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageDraw

from tests.making.typeset import compile_pdf

Row = tuple[str, ...]
SET = (
    '#set page(width: 640pt, height: 480pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
)
TITLE = "虛構區公所民政課115年度重要工作計畫"
OFFICE_TITLE = "虛構區公所115年度重要工作計畫"
HEAD = ("工作項目", "計畫項目", "實施內容", "預算金額（千元）")
WIDTHS = (110, 120, 200, 90)
ROWS: tuple[Row, ...] = (
    ("一、業務", "1.辦理活動", "依計畫辦理活動。", "120"),
    ("", "2.辦理研習", "依計畫辦理研習。", "80"),
    ("", "3.辦理訓練", "依計畫辦理訓練。", "50"),
)


def row(plan: str, contents: str = "依計畫辦理。", budget: str = "120", work: str = "一、業務") -> Row:
    """One row of a plan."""
    return work, plan, contents, budget


def table(
    rows: Sequence[Row] = ROWS, head: Row = HEAD, widths: Sequence[int] = WIDTHS, stroke: str = "0.5pt"
) -> str:
    """A table in typst's language; a cell that begins with ``table.`` is taken as it is."""
    cells = (cell if cell.startswith("table.") else f"[{cell}]" for one in (head, *rows) for cell in one)
    columns = ", ".join(f"{width}pt" for width in widths)
    return f"#table(columns: ({columns}), stroke: {stroke},\n{', '.join(cells)})"


def parted(words: Row, *amounts: Row, word: str = HEAD[3]) -> str:
    """A table whose budgets stand in columns of parts below one word."""
    head = [f"table.cell(rowspan: 2)[{text}]" for text in HEAD[:3]]
    head.append(f"table.cell(colspan: {len(words)})[{word}]")
    rows = [(*texts[:3], *own) for texts, own in zip(ROWS, amounts, strict=False)]
    return table(rows, (*head, *words), (*WIDTHS[:3], *[60] * len(words)))


def page(*blocks: str, title: str = TITLE, before: str = "") -> str:
    """A page with its title, in typst's language."""
    return SET + before + "\n\n".join((f"#align(center)[{title}]", *blocks))


def rows(*given: Row) -> str:
    """A page of one table."""
    return page(table(given))


def pdf(*pages: str) -> bytes:
    """A file of pages in typst's language."""
    return compile_pdf("\n#pagebreak()\n".join(pages))


def joined(*files: bytes) -> bytes:
    """The pages of files, one behind the other."""
    whole = pypdfium2.PdfDocument.new()
    for data in files:
        whole.import_pages(pypdfium2.PdfDocument(data))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def picture(*strokes: tuple[int, int, int, int]) -> bytes:
    """A page that is a picture, blank or with thick strokes from place to place, in pixels."""
    image = Image.new("RGB", (1240, 1754), "white")
    for stroke in strokes:
        ImageDraw.Draw(image).line(stroke, fill="black", width=40 if stroke[1] == stroke[3] else 3)
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


BAR = ((300, 620, 700, 620),)
CROSS = ((200, 600, 1000, 700), (200, 700, 1000, 600))
