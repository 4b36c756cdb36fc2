"""Draws a document with typst."""

import re
from functools import cache
from pathlib import Path

import typst

from tests.making.typeset import quoted
from tests.making.wide import fonts
from tests.making.wide.layout import Beside, Cell, ColumnEnd, Document, Para, Row, Sheet, Table, placed

HEIGHTS = {"top": "top", "middle": "horizon", "bottom": "bottom"}
TEXT = 'lang: "zh", region: "tw", top-edge: 0.88em, bottom-edge: -0.12em, cjk-latin-spacing: none'
ABOVE = 4.0
"""White above a table."""


def to_pdf(document: Document, path: Path) -> None:
    """Write the PDF; the same document gives the same bytes."""
    path.write_bytes(
        typst.compile(
            source(document).encode(),
            font_paths=_fonts(document.font),
            ignore_system_fonts=True,
            format="pdf",
        )
    )


@cache
def _fonts(family: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[fonts.installed()[family].path.parent])


def source(document: Document) -> str:
    """Write the document in typst's language."""
    sheet = document.blocks[0]
    assert isinstance(sheet, Sheet)
    parts = [
        "#set document(date: none)",
        f"#set text(font: ({quoted(document.font)},), {TEXT})",
        "#set block(spacing: 0pt)",
        "#set par(justify: false)",
    ]
    for block in document.blocks:
        if isinstance(block, Sheet):
            parts.append(_sheet(block))
            # The first sheet begins a page anyway; one like it would begin none.
            parts += [] if block is sheet else ["#pagebreak(weak: true)"]
        elif isinstance(block, Para):
            parts.append(_para(block, document))
        elif isinstance(block, Table):
            table = _table(block, document)
            parts.append(f"#block(above: {ABOVE}pt, below: {block.after}pt, breakable: true)[#{table}]")
        elif isinstance(block, ColumnEnd):
            parts.append("#colbreak()")
        else:
            parts.append(_beside(block, document))
    return "\n".join(parts) + "\n"


def _sheet(sheet: Sheet) -> str:
    left, right, top, bottom = sheet.margins
    sides = f"inside: {left}pt, outside: {right}pt" if sheet.mirrored else f"left: {left}pt, right: {right}pt"
    foot = head = "none"
    if sheet.head:
        head = f"align(center, text(size: {sheet.foot_size}pt, {quoted(sheet.head)}))"
    if sheet.foot:
        words = re.split(r"(\{page\})", sheet.foot)
        shown = ["counter(page).display()" if word == "{page}" else quoted(word) for word in words if word]
        foot = f"context align(center, text(size: {sheet.foot_size}pt, {' + '.join(shown)}))"
    binding = ", binding: left" if sheet.mirrored else ""
    return (
        f'#set page(paper: "a4", flipped: {str(sheet.landscape).lower()}, margin: ({sides}, top: {top}pt, '
        f"bottom: {bottom}pt), columns: {sheet.columns}, header: {head}, footer: {foot}{binding})\n"
        f"#set columns(gutter: {sheet.gap}pt)"
    )


def _text(text: str, size: float, ink: str, *, bold: bool) -> str:
    weight = ', weight: "bold"' if bold else ""
    return f'#text(size: {size}pt, fill: rgb("{ink}"){weight})[#{quoted(text)}]'


def _para(para: Para, document: Document) -> str:
    text = _text(para.text, para.size, document.ink(para.mark), bold=para.bold)
    return (
        f"#block(above: {para.before}pt, below: {para.after}pt, width: 100%)[#set par(leading: "
        f"{para.lead - para.size:.2f}pt); #align({para.align})[{text}]]"
    )


def _beside(block: Beside, document: Document) -> str:
    tables = ", ".join(_table(table, document) for table in block.tables)
    return f"#block(above: {ABOVE}pt, below: 6pt)[#grid(columns: {len(block.tables)}, gutter: {block.gap}pt, {tables})]"


def _stroke(table: Table) -> str:
    """Write the function that gives the rules of each cell."""
    rules, last = table.rules, len(table.head) + len(table.body) - 1
    columns, head, width = len(table.widths), len(table.head), f"{table.rules.width}pt"
    first = max(head - 1, 0) if rules.undivided else 0
    wanted: list[tuple[bool, str, str]] = [
        (rules.columns, "x > 0", "left"), (rules.columns, f"x < {columns - 1}", "right"),
        (rules.frame, "x == 0", "left"), (rules.frame, f"x == {columns - 1}", "right"),
        (rules.frame or rules.ends, "y == 0", "top"), (rules.frame or rules.ends, f"y == {last}", "bottom"),
        (rules.header and head > 0, f"y == {head - 1}", "bottom"), (rules.header and head > 0, f"y == {head}", "top"),
        (rules.rows, f"y > {first}", "top"), (rules.rows, f"y >= {first} and y < {last}", "bottom"),
    ]  # fmt: skip
    lines = [f'if {where} {{ sides.insert("{side}", {width}) }}' for drawn, where, side in wanted if drawn]
    return "(x, y) => { let sides = (:); " + "; ".join([*lines, "sides"]) + " }"


def _table(table: Table, document: Document) -> str:
    widths = ", ".join(f"{width}pt" for width in table.widths)
    head = len(table.head)
    fills = [f'if y < {head} {{ rgb("{table.head_fill}") }}'] if table.head_fill and head else []
    if table.zebra:
        fills.append(f'if y >= {head} and calc.rem(y - {head}, 2) == 1 {{ rgb("{table.zebra}") }}')
    fill = f"fill: (x, y) => {' else '.join([*fills, '{ none }'])}, " if fills else ""
    settings = (
        f"columns: ({widths},), inset: (x: {table.pad[0]}pt, y: {table.pad[1]}pt), stroke: {_stroke(table)}, "
    )
    cells = _cells(table, table.body, document, head=False)
    if head:
        rows = _cells(table, table.head, document, head=True)
        cells = f"table.header(repeat: {str(table.repeat).lower()}, {rows}), {cells}"
    gap = f"{table.lead - table.size:.2f}pt"
    start = f"#set par(leading: {gap}, spacing: {gap}); #set text(size: {table.size}pt)"
    return f"[{start}; #table({settings}{fill}{cells})]"


def _cells(table: Table, rows: tuple[Row, ...], document: Document, *, head: bool) -> str:
    return ", ".join(
        _cell(table, cell, column, document, head=head) for row in placed(rows) for column, cell in row
    )


def _cell(table: Table, cell: Cell, column: int, document: Document, *, head: bool) -> str:
    height = HEIGHTS[table.height(cell, column, head=head)]
    settings = [f"align: {table.align(cell, column, head=head)} + {height}"]
    settings += [f"colspan: {cell.columns}"] if cell.columns > 1 else []
    settings += [f"rowspan: {cell.rows}"] if cell.rows > 1 else []
    settings += ["breakable: false"] if not table.cut and cell.rows == 1 else []
    settings += [f'fill: rgb("{cell.fill}")'] if cell.fill else []
    bold = cell.bold or (head and table.head_bold)
    size, ink = cell.size or table.size, document.ink(cell.mark)
    texts = [_text(para, size, ink, bold=bold) for para in cell.paras]
    body = " #linebreak() ".join(texts)
    body += f" #v(2pt) #{_table(cell.inner, document)}" if cell.inner else ""
    return f"table.cell({', '.join(settings)})[{body}]"
