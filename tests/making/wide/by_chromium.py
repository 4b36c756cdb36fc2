"""Draws documents with Chromium, from HTML."""

import html
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.making import by_html
from tests.making.wide import fonts
from tests.making.wide.edges import Edges, edges_of
from tests.making.wide.layout import (
    Beside,
    Block,
    Cell,
    ColumnEnd,
    Document,
    Para,
    Row,
    Sheet,
    Table,
    placed,
    sheets,
)

FOLIO = re.compile(r"(\{page\})")
SLACK = 1.0
"""A text column as high as the page would run over it for a fraction of a point."""


def program() -> str | None:
    """Find the browser."""
    return by_html.program()


def to_pdfs(documents: Mapping[str, Document], out: Path) -> None:
    """Write the PDF of each document under its name."""
    browser = program()
    assert browser, "no browser is installed"
    with tempfile.TemporaryDirectory() as folder:
        for name, document in documents.items():
            page = Path(folder) / f"{name}.html"
            page.write_text(source(document), encoding="utf-8")
            _call(
                [
                    browser,
                    *by_html.SETTINGS,
                    f"--user-data-dir={folder}/profile",
                    f"--print-to-pdf={out / name}.pdf",
                    page.as_uri(),
                ]
            )


def _call(command: Sequence[str]) -> None:
    subprocess.run(  # noqa: S603 - a program that was found on this machine, on a page of ours
        command,
        check=True,
        timeout=by_html.SECONDS,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def source(document: Document) -> str:
    """Write the document as HTML."""
    groups = sheets(document)
    parts = []
    for number, (_, blocks) in enumerate(groups):
        inner = "\n".join(_block(block, document) for block in blocks)
        fresh = " fresh" if number else ""
        parts.append(f'<div class="p{number}{fresh}">\n{inner}\n</div>')
    style = _css(document, [sheet for sheet, _ in groups])
    return (
        f"<!doctype html><html lang=zh-Hant><meta charset=utf-8><style>{style}</style><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _css(document: Document, papers: list[Sheet]) -> str:
    font = fonts.installed()[document.font]
    face = f'"{font.family}"'
    rules = [
        "html, body { margin: 0; padding: 0; }",
        "p { margin: 0; } table { border-collapse: collapse; table-layout: fixed; } .fresh { break-before: page; }",
        "td { font-weight: normal; overflow-wrap: anywhere; padding: 0; print-color-adjust: exact; }",
    ]
    if font.family == fonts.SERVED:
        rules.append(f"@font-face {{ font-family: Served; src: url({font.path.as_uri()}); }}")
        face = "Served"
    rules.append(f"body {{ font-family: {face}; orphans: 1; widows: 1; }}")
    for number, sheet in enumerate(papers):
        left, right, top, bottom = sheet.margins
        width, height = sheet.paper
        foot = _edge("bottom", sheet.foot, sheet, face) + _edge("top", sheet.head, sheet, face)
        margin = f"{top}pt {right}pt {bottom}pt {left}pt"
        rules.append(f"@page p{number} {{ size: {width}pt {height}pt; margin: {margin}; {foot} }}")
        if sheet.mirrored:
            rules.append(f"@page p{number}:left {{ margin: {top}pt {left}pt {bottom}pt {right}pt; }}")
        columns = ""
        if sheet.columns > 1:
            columns = (
                f"column-count: {sheet.columns}; column-gap: {sheet.gap}pt; column-fill: auto; "
                f"height: {height - top - bottom - SLACK}pt;"
            )
        rules.append(f".p{number} {{ page: p{number}; {columns} }}")
    return "\n".join(rules)


def _edge(side: str, text: str, sheet: Sheet, face: str) -> str:
    """Write what stands at the head or the foot of each page."""
    if not text:
        return ""
    words = [word for word in FOLIO.split(text) if word]
    shown = " ".join(
        "counter(page)" if word == "{page}" else json.dumps(word, ensure_ascii=False) for word in words
    )
    return f"@{side}-center {{ content: {shown}; font-size: {sheet.foot_size}pt; font-family: {face}; }}"


def _block(block: Block, document: Document) -> str:
    if isinstance(block, Para):
        bold = "font-weight: bold;" if block.bold else ""
        return (
            f'<p style="font-size: {block.size}pt; line-height: {block.lead}pt; text-align: {block.align}; '
            f"margin-top: {block.before}pt; margin-bottom: {block.after}pt; color: {document.ink(block.mark)}; "
            f'{bold}">{html.escape(block.text)}</p>'
        )
    if isinstance(block, ColumnEnd):
        return '<div style="break-before: column"></div>'
    if isinstance(block, Beside):
        tables = "".join(f"<div>{_table(table, document)}</div>" for table in block.tables)
        return f'<div style="display: flex; gap: {block.gap}pt; align-items: flex-start">{tables}</div>'
    assert isinstance(block, Table)
    return _table(block, document, f"margin-bottom: {block.after}pt;")


def _table(table: Table, document: Document, style: str = "") -> str:
    columns = "".join(f'<col style="width: {width}pt">' for width in table.widths)
    head = _rows(table, table.head, document, 0, head=True)
    group = "table-header-group" if table.repeat else "table-row-group"
    body = _rows(table, table.body, document, len(table.head), head=False)
    start = f'<thead style="display: {group}">{head}</thead>' if table.head else ""
    look = (
        f"width: {sum(table.widths):.1f}pt; font-size: {table.size}pt; line-height: {table.lead}pt; {style}"
    )
    return f'<table style="{look}"><colgroup>{columns}</colgroup>{start}<tbody>{body}</tbody></table>'


def _rows(table: Table, rows: tuple[Row, ...], document: Document, above: int, *, head: bool) -> str:
    parts = []
    for number, row in enumerate(placed(rows)):
        fill = table.head_fill if head else table.zebra if number % 2 else None
        style = (f"background: {fill}; " if fill else "") + ("" if table.cut else "break-inside: avoid;")
        cells = "".join(
            _cell(table, cell, column, document, edges_of(table, above + number, column, cell), head=head)
            for column, cell in row
        )
        parts.append(f'<tr style="{style}">{cells}</tr>')
    return "\n".join(parts)


def _cell(table: Table, cell: Cell, column: int, document: Document, edges: Edges, *, head: bool) -> str:
    style = [f"border-{side}: {table.rules.width}pt solid black" for side in edges]
    style += [
        f"padding: {table.pad[1]}pt {table.pad[0]}pt",
        f"text-align: {table.align(cell, column, head=head)}",
        f"vertical-align: {table.height(cell, column, head=head)}",
        f"color: {document.ink(cell.mark)}",
    ]
    style += ["font-weight: bold"] if cell.bold or (head and table.head_bold) else []
    style += [f"background: {cell.fill}"] if cell.fill else []
    style += [f"font-size: {cell.size}pt"] if cell.size else []
    spans = f" colspan={cell.columns}" if cell.columns > 1 else ""
    spans += f" rowspan={cell.rows}" if cell.rows > 1 else ""
    body = "".join(f"<p>{html.escape(para)}</p>" for para in cell.paras)
    body += _table(cell.inner, document, "margin-top: 2pt; margin-left: 5pt;") if cell.inner else ""
    return f'<td{spans} style="{"; ".join(style)}">{body}</td>'
