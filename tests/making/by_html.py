"""Sets a printed document with a browser, from HTML."""

import html
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from tests.making.printed import Block, Cell, PageBreak, Para, Printed, Row, Sheet, Table, runs
from tests.making.typeset import FONT_PACKAGE

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SETTINGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
)
SECONDS = 120
"""A browser that has not printed ten pages by then hangs."""


def program() -> str | None:
    """Find the browser."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def to_pdfs(documents: Mapping[str, Printed], out: Path) -> None:
    """Write the PDF of each document under its name."""
    browser = program()
    assert browser, "no browser is installed"
    with tempfile.TemporaryDirectory() as folder:
        for name, printed in documents.items():
            page = Path(folder) / f"{name}.html"
            page.write_text(source(printed), encoding="utf-8")
            command = [
                browser,
                *SETTINGS,
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={out / name}.pdf",
                page.as_uri(),
            ]
            _call(command)


def _call(command: Sequence[str]) -> None:
    subprocess.run(  # noqa: S603 - a program that was found on this machine, on a page of ours
        command,
        check=True,
        timeout=SECONDS,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def source(printed: Printed) -> str:
    """Write the document as HTML."""
    sheet = printed.sheet
    parts, page, fresh = [], "lying" if sheet.landscape else "upright", ""
    groups: list[tuple[str, list[Block]]] = [(page, [])]
    for block in printed.blocks:
        if isinstance(block, PageBreak):
            groups.append(("lying" if block.landscape else "upright", []))
        else:
            groups[-1][1].append(block)
    for page, blocks in groups:
        if blocks:
            inner = "\n".join(_block(block) for block in blocks)
            parts.append(f'<section class="{page}{fresh}">\n{inner}\n</section>')
            fresh = " fresh"
    return f"<!doctype html><html lang=zh-TW><meta charset=utf-8><style>{_css(sheet)}</style><body>\n" + (
        "\n".join(parts) + "\n</body></html>\n"
    )


def _css(sheet: Sheet) -> str:
    font = next(Path(str(files(FONT_PACKAGE))).glob("*.otf")).as_uri()
    top, right, bottom, left = sheet.margins
    width, height = sheet.page
    margin = f"margin: {top}pt {right}pt {bottom}pt {left}pt"
    words = "word-break: break-all;" if sheet.cut_words else "overflow-wrap: anywhere;"
    # Three points are the least at which a browser draws two lines.
    rule = max(sheet.line_width, 2.4) if sheet.line == "double" else sheet.line_width
    return f"""
@font-face {{ font-family: Plan; src: url({font}); }}
@page {{ {margin}; {_folio(sheet)} }}
@page upright {{ size: {width}pt {height}pt; }}
@page lying {{ size: {height}pt {width}pt; }}
.upright {{ page: upright; }} .lying {{ page: lying; }} .fresh {{ break-before: page; }}
body {{ font: {sheet.font_size}pt/{sheet.pitch} Plan; margin: 0; {words} orphans: 1; widows: 1; }}
p {{ margin: 0; text-align: justify; }}
table {{ border-collapse: collapse; table-layout: fixed; margin: 4pt 0; }}
thead.once {{ display: table-row-group; }}
td {{ padding: {sheet.pad[1]}pt {sheet.pad[0]}pt; vertical-align: top; }}
td.middle {{ vertical-align: middle; }}
td.filled {{ background: #e4e4e4; print-color-adjust: exact; }}
tfoot td {{ padding: 0; height: 0; line-height: 0; }}
.t {{ border-top: {rule}pt {sheet.line} black; }} .b {{ border-bottom: {rule}pt {sheet.line} black; }}
.l {{ border-left: {rule}pt {sheet.line} black; }} .r {{ border-right: {rule}pt {sheet.line} black; }}
i {{ font-style: normal; font-size: 60%; position: relative; top: -0.45em; line-height: 0; }}
.whole tr {{ break-inside: avoid; }}
.keep {{ break-after: avoid; }}
"""


def _folio(sheet: Sheet) -> str:
    if not sheet.page_number:
        return ""
    before, after = sheet.page_number.split("1")
    return f'@bottom-center {{ content: "{before}" counter(page) "{after}"; font: 9pt Plan; }}'


def _block(block: Block) -> str:
    if isinstance(block, Para):
        return _para(block)
    assert isinstance(block, Table)
    columns = "".join(f'<col style="width:{width:.2f}pt">' for width in block.widths)
    head = "".join(map(_row, block.head))
    body = "\n".join(map(_row, block.body))
    # An empty foot is printed on every page and carries the frame's lower rule.
    foot = f'<tfoot><tr><td class=t colspan="{len(block.widths)}"></td></tr></tfoot>' if block.closed else ""
    once = "" if block.repeat else " class=once"
    whole = " class=whole" if block.whole else ""
    width = f'style="width:{sum(block.widths):.2f}pt"'
    return (
        f"<table{whole} {width}><colgroup>{columns}</colgroup><thead{once}>{head}</thead>\n"
        f"<tbody>{body}</tbody>{foot}</table>"
    )


def _row(row: Row) -> str:
    return "<tr>" + "".join(_cell(cell) for cell in row if cell is not None) + "</tr>"


def _cell(cell: Cell) -> str:
    names = [*cell.edges, *(["filled"] if cell.filled else []), *(["middle"] if cell.middle else [])]
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f'<td class="{" ".join(names)}"{spans}>{"".join(map(_para, cell.paras))}</td>'


def _para(para: Para) -> str:
    style = [f"text-align:{para.align}"] if para.align != "left" else []
    style += [f"padding-left:{para.indent + para.hang}em"] if para.indent + para.hang else []
    style += [f"text-indent:{para.first - para.hang}em"] if para.first - para.hang else []
    style += [f"font-size:{para.size}em"] if para.size != 1.0 else []
    text = "".join(
        f"<i>{html.escape(piece)}</i>" if raised else html.escape(piece).replace("\n", "<br>")
        for piece, raised in runs(para.text)
    )
    kept = " class=keep" if para.keep else ""
    return f'<p{kept} style="{";".join(style)}">{text}</p>'
