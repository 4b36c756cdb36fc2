"""Sets a printed document with typst."""

import json

from tests.making.printed import Block, Cell, PageBreak, Para, Printed, Row, Sheet, Table, runs
from tests.making.typeset import LATIN, compile_pdf, quoted

CUTTING = "#let cut(s) = s.clusters().map(c => text(c)).join(box(width: 0pt))\n"
DOUBLE_GAP = 1.6
"""White between the two rules of a double one, in points."""


def to_pdf(printed: Printed, *, plain: bool = False) -> bytes:
    """Make the PDF; the same document gives the same bytes."""
    return compile_pdf(source(printed), plain=plain)


def source(printed: Printed) -> str:
    """Write the document in typst's language."""
    sheet = printed.sheet
    return "\n".join([_prelude(sheet), *(_block(block, sheet) for block in printed.blocks)]) + "\n"


def _prelude(sheet: Sheet) -> str:
    top, right, bottom, left = sheet.margins
    gap = f"{sheet.pitch - 1:.3f}em"
    return f"""#set document(date: none)
#set page(margin: (top: {top}pt, right: {right}pt, bottom: {bottom}pt, left: {left}pt), footer: {_folio(sheet)})
{_page(sheet, landscape=sheet.landscape)}
#set text(font: ("Noto Sans CJK TC", "Libertinus Serif"), size: {sheet.font_size}pt, lang: "zh", region: "tw",
  top-edge: 0.88em, bottom-edge: -0.12em, costs: (widow: 0%, orphan: 0%))
#set par(justify: true, leading: {gap}, spacing: {gap})
#set block(spacing: {gap})
{CUTTING}"""


def _page(sheet: Sheet, *, landscape: bool) -> str:
    width, height = sheet.page[::-1] if landscape else sheet.page
    return f"#set page(width: {width}pt, height: {height}pt)"


def _folio(sheet: Sheet) -> str:
    if not sheet.page_number:
        return "none"
    pieces = ["counter(page).display()" if char == "1" else quoted(char) for char in sheet.page_number]
    return f"context align(center, text(size: 0.85em, {' + '.join(pieces)}))"


def _block(block: Block, sheet: Sheet) -> str:
    if isinstance(block, PageBreak):
        # A change of the page's size breaks the page too, and a weak break does not break it twice.
        return "#pagebreak(weak: true)\n" + _page(sheet, landscape=block.landscape)
    if isinstance(block, Para):
        body = _para(block, sheet)
        sticky = str(block.keep).lower()
        return f"#block(sticky: {sticky}, width: 100%, align({block.align})[{body}])"
    return _table(block, sheet)


def _para(para: Para, sheet: Sheet) -> str:
    settings = [f"hanging-indent: {para.hang}em"] if para.hang else []
    settings += [f"first-line-indent: (amount: {para.first}em, all: true)"] if para.first else []
    settings += ["justify: false"] if para.align != "left" else []
    body = f"#par({', '.join(settings)})[{_text(para.text, sheet)}]"
    body = f"#text(size: {para.size}em)[{body}]" if para.size != 1.0 else body
    return f"#pad(left: {para.indent}em)[{body}]" if para.indent else body


def _text(text: str, sheet: Sheet) -> str:
    parts = []
    for piece, raised in runs(text):
        lines = piece.split("\n")
        for number, line in enumerate(lines):
            parts += ["#linebreak()"] if number else []
            set_line = _line(line, sheet)
            parts.append(f"#text(size: 0.6em, baseline: -0.45em)[{set_line}]" if raised else set_line)
    return "".join(parts)


def _line(text: str, sheet: Sheet) -> str:
    if not sheet.cut_words:
        return f"#text({quoted(text)})"
    return "".join(
        f"#{'cut' if LATIN.fullmatch(piece) else 'text'}({quoted(piece)})"
        for piece in filter(None, LATIN.split(text))
    )


def _stroke(sheet: Sheet) -> str:
    dash = "dashed" if sheet.line == "dashed" else "solid"
    return f"(thickness: {sheet.line_width}pt, dash: {json.dumps(dash)})"


def _table(table: Table, sheet: Sheet) -> str:
    widths = ", ".join(f"{width:.2f}pt" for width in table.widths)
    # Cells with white between them have a rule each: side by side they are a double one.
    gutter = f"gutter: {DOUBLE_GAP}pt, " if sheet.line == "double" else ""
    head = ", ".join(cell for row in table.head for cell in _cells(row, sheet, whole=False))
    body = [cell for row in table.body for cell in _cells(row, sheet, whole=table.whole)]
    repeat = str(table.repeat).lower()
    parts = [f"table.header(repeat: {repeat}, {head})", *body]
    if table.closed:
        parts.append(
            f"table.footer(repeat: true, table.cell(colspan: {len(table.widths)}, inset: 0pt, "
            f"stroke: (top: {_stroke(sheet)}, rest: none))[])"
        )
    pad = f"inset: (x: {sheet.pad[0]}pt, y: {sheet.pad[1]}pt)"
    return f"#table(columns: ({widths},), stroke: none, {gutter}{pad},\n  " + ",\n  ".join(parts) + ")"


def _cells(row: Row, sheet: Sheet, *, whole: bool) -> list[str]:
    return [_cell(cell, sheet, whole=whole) for cell in row if cell is not None]


def _cell(cell: Cell, sheet: Sheet, *, whole: bool) -> str:
    names = {"t": "top", "r": "right", "b": "bottom", "l": "left"}
    sides = [f"{names[edge]}: {_stroke(sheet)}" for edge in cell.edges]
    settings = [f"stroke: ({', '.join([*sides, 'rest: none'])})"]
    settings += [f"colspan: {cell.columns}"] if cell.columns > 1 else []
    settings += [f"rowspan: {cell.rows}"] if cell.rows > 1 else []
    # A merged cell that cannot be broken would keep all its rows on one page, and run out of it.
    settings += ["breakable: false"] if whole and cell.rows == 1 else []
    settings += ["fill: luma(228)"] if cell.filled else []
    across = cell.paras[0].align if cell.paras else "left"
    settings.append(f"align: {across} + {'horizon' if cell.middle else 'top'}")
    return f"table.cell({', '.join(settings)})[{''.join(_para(para, sheet) for para in cell.paras)}]"
