"""Typesets items with reportlab, a second producer: other operators, other fonts, rows cut by its own rules.

Its font is one that every PDF viewer has to bring along: no glyphs and no map to Unicode are in the file.
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.making.plan import Item, Plan

FONT = "MSung-Light"
HEADERS = ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額(單位：千元)")
WIDTHS = (90.0, 120.0, 190.0, 80.0)
STYLE = ParagraphStyle("cell", fontName=FONT, fontSize=11, leading=15, wordWrap="CJK")
TITLE = ParagraphStyle("title", parent=STYLE, fontSize=14, leading=20, alignment=TA_CENTER, spaceAfter=8)


def reportlab_plan(
    plan: Plan,
    *,
    page: tuple[float, float] = (540.0, 400.0),
    rows: bool = True,
    password: str | None = None,
) -> bytes:
    """Make the PDF of a plan.

    Args:
        plan: the plan; work items are printed where they change.
        page: width and height in points.
        rows: whether rows are ruled, or only the columns.
        password: without which nobody reads it; None for none.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    story: list[Flowable] = []
    for unit in plan.units:
        cells: list[list[object]] = [[_cell(header) for header in HEADERS]]
        above: tuple[str, ...] = ()
        for item in unit.items:
            cells.append([_cell(*_printed(item, above)), *_columns(item)])
            above = item.work
        grid = ("GRID" if rows else "BOX", (0, 0), (-1, -1), 0.5, "black")
        lines = [
            grid,
            ("INNERGRID", (0, 0), (-1, 0), 0.5, "black"),
            ("LINEAFTER", (0, 0), (-1, -1), 0.5, "black"),
        ]
        lines.append(("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"))
        style = TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")])
        story += [
            Paragraph(unit.title, TITLE),
            Table(cells, colWidths=WIDTHS, repeatRows=1, splitInRow=1, style=style),
        ]
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=page, leftMargin=30, rightMargin=30, topMargin=40, bottomMargin=40, invariant=1
    )
    document.encrypt = StandardEncryption(password, strength=128) if password else None
    document.build(story)
    return buffer.getvalue()


def _columns(item: Item) -> list[list[Paragraph]]:
    return [_cell(*item.plan), _cell(*(text for _, text in item.implementation)), _cell(item.budget)]


def _printed(item: Item, above: Sequence[str]) -> Sequence[str]:
    if item.work == above:
        return ()
    return item.work if not above or item.work[0] != above[0] else item.work[1:]


def _cell(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, STYLE) for text in texts if text]
