"""Typesets a plan under a layout, as offices print theirs from a word processor."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from tests.making.layout import Column, Layout, Role
from tests.making.plan import Item, Plan, Unit

LATIN = re.compile(r"([A-Za-z0-9.,~-]{2,})")
FONT_PACKAGE = "cvttf_NotoSansCJK_Regular"
LABEL = re.compile(r"\d+\. |\d+、|[（(](?:\d+|[一二三四五六七八九十]+)[）)]|[一二三四五六七八九十]+、")


@dataclass(frozen=True)
class Row:
    """A row of the printed table: an item, or a group heading alone."""

    item: Item
    index: int
    heading: bool = False
    plan: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    """What is printed of the work path if the row is the first of its cell."""
    opens_work: bool = False
    opens_top: bool = False


@cache
def _fonts() -> typst.Fonts:
    """Load the only faces that are used, on every machine the same."""
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(str(files(FONT_PACKAGE)))])


def compile_pdf(source: str, *, plain: bool = False) -> bytes:
    """Let typst make the PDF; the same source gives the same bytes.

    Args:
        source: the document in typst's language.
        plain: write an old version of the format, without packed objects, so that it can be retouched.
    """
    return typst.compile(
        source.encode(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="1.4" if plain else "1.7",
        pdf_tags=False,
    )


def query(source: str, name: str) -> Any:
    """Give the value of the one metadata with that label."""
    found = typst.query(
        source.encode(), f"<{name}>", field="value", one=True, font_paths=_fonts(), ignore_system_fonts=True
    )
    return json.loads(found)


def typeset(plan: Plan, layout: Layout) -> bytes:
    """Make the PDF of a plan."""
    return compile_pdf(document(plan, layout))


def quoted(text: str) -> str:
    """Write a string literal of typst; both take the same escapes."""
    return json.dumps(text, ensure_ascii=False)


def document(plan: Plan, layout: Layout) -> str:
    """Write the whole typst source."""
    parts = [prelude(layout)]
    number = 0
    for unit in plan.units:
        if number and layout.unit_on_new_page:
            parts.append("#pagebreak()")
        parts += [_front(unit, layout, first=not number), table(unit, layout, number)]
        number += len(unit.items)
    # Where the rows came to stand, for whoever asks; prints nothing.
    parts.append("#context [#metadata(query(<row>).map(m => (m.value, m.location().page()))) <pages>]")
    return "\n".join(parts) + "\n"


def prelude(layout: Layout) -> str:
    """Write what comes before the first text."""
    top, right, bottom, left = layout.margins
    faces = ("Libertinus Serif", "Noto Sans CJK TC") if layout.serif else ("Noto Sans CJK TC",)
    costs = "" if layout.keep_lines else ", costs: (widow: 0%, orphan: 0%)"
    gap = f"{layout.pitch - 1:.3f}em"
    return f"""#set document(date: none)
#set page(width: {layout.page[0]}pt, height: {layout.page[1]}pt,
  margin: (top: {top}pt, right: {right}pt, bottom: {bottom}pt, left: {left}pt),
  header: {_running(layout)}, footer: {_folio(layout)})
#set text(font: ({", ".join(map(quoted, faces))},), size: {layout.font_size}pt, lang: "zh", region: "tw",
  top-edge: 0.88em, bottom-edge: -0.12em{costs})
#set par(justify: true, leading: {gap}, spacing: {gap})
#set block(spacing: {gap})
#let t(s) = text(s)
#let cut(s) = s.clusters().map(c => text(c)).join(box(width: 0pt))
#let bold(s) = text(stroke: 0.3pt, s)
"""


def _running(layout: Layout) -> str:
    return f"[#text(size: 0.8em, {quoted(layout.running_header)})]" if layout.running_header else "none"


def _folio(layout: Layout) -> str:
    if not layout.page_number:
        return "none"
    page, total = "counter(page).display()", "str(counter(page).final().first())"
    shown = {"1": page, "9": total}
    pieces = [shown.get(char, quoted(char)) for char in layout.page_number]
    return f"context align(center, text(size: 0.85em, {' + '.join(pieces)}))"


def _front(unit: Unit, layout: Layout, *, first: bool) -> str:
    lines = unit.title.split(" ", 1) if layout.title_split else [unit.title]
    above = "" if first else "above: 2em, "
    parts = [
        f"#block({above}sticky: true, width: 100%, align(center, text(size: {layout.title_size}em)["
        + " #linebreak() ".join(f"#t({quoted(line)})" for line in lines)
        + "]))"
    ]
    if unit.preamble:
        parts.append(f"#par(first-line-indent: (amount: 2em, all: true))[#t({quoted(unit.preamble)})]")
    parts += [paragraph(unit.focus_heading, layout, plain=True)] if unit.focus_heading else []
    parts += [f"#pad(left: 1em)[{paragraph(text, layout)}]" for text in unit.focus]
    parts += [f"#block(sticky: true)[#t({quoted(unit.table_heading)})]"] if unit.table_heading else []
    if layout.money_note == "above" and any(c.role == "budget" for c in layout.columns):
        parts.append(f"#block(sticky: true, width: 100%, align(right)[#t({quoted('單位：' + unit.money)})])")
    return "\n".join(parts)


def paragraph(text: str, layout: Layout, *, depth: int = 1, plain: bool = False) -> str:
    """Write one paragraph with its indentation."""
    settings = ""
    if layout.indent == "hanging" and not plain and labelled(text):
        settings = "hanging-indent: 1.5em"
    elif layout.indent == "first" and not plain and not labelled(text):
        settings = "first-line-indent: (amount: 2em, all: true)"
    body = f"#par({settings})[{_cuttable(text) if layout.cut_words else run(text)}]"
    return f"#pad(left: {depth - 1}em)[{body}]" if depth > 1 else body


def run(text: str) -> str:
    """Write a text; a line break in it cuts the line there, even inside a word, and leaves it justified."""
    return " #linebreak(justify: true) ".join(f"#t({quoted(line)})" for line in text.split("\n"))


def _cuttable(text: str) -> str:
    """Write a text whose Latin words and numbers may be cut at any character, but for its label."""
    label = LABEL.match(text)
    start = label.end() if label else 0
    return (run(text[:start]) if start else "") + "".join(
        f"#cut({quoted(piece)})" if LATIN.fullmatch(piece) else run(piece)
        for piece in filter(None, LATIN.split(text[start:]))
    )


def labelled(text: str) -> bool:
    """Tell whether a paragraph of ours begins with a label."""
    return LABEL.match(text) is not None


def rows(unit: Unit, layout: Layout) -> list[Row]:
    """List the printed rows of a unit."""
    found: list[Row] = []
    above: Item | None = None
    for index, item in enumerate(unit.items):
        opens = above is None or above.work != item.work
        top = above is None or above.work[0] != item.work[0]
        work = item.work if top or layout.work_cells == "every" else item.work[1:]
        group = len(item.plan) > 1 and (above is None or opens or above.plan[:-1] != item.plan[:-1])
        row = Row(item, index, plan=item.plan[-1:], work=work, opens_work=opens, opens_top=top)
        if group and layout.group_row:
            found.append(replace(row, heading=True, plan=item.plan[:-1]))
            row = replace(row, opens_work=False, opens_top=False)
        elif group:
            row = replace(row, plan=item.plan)
        found.append(row)
        above = item
    return found


def table(unit: Unit, layout: Layout, offset: int = 0, *, between: Mapping[int, str] | None = None) -> str:
    """Write the table of a unit.

    Args:
        unit: the unit.
        layout: its looks.
        offset: the number of the unit's first item in the whole plan.
        between: cells in typst's language to stand before the printed row of that number, or at the end.
    """
    printed, added = rows(unit, layout), between or {}
    cells: list[str] = []
    for number in range(len(printed) + 1):
        cells += [added[number]] if number in added else []
        if number < len(printed):
            for column in layout.columns:
                cells += _cell(printed, number, column, layout, offset)
    head = ",\n  ".join(_header(column, layout, unit) for column in layout.columns)
    widths = ", ".join(f"{layout.width(column):.2f}pt" for column in layout.columns)
    return (
        f"#table(columns: ({widths},), stroke: none, inset: {_inset(layout)},\n"
        f"  table.header(repeat: {str(layout.header_repeat).lower()},\n  {head}),\n  "
        + ",\n  ".join(cells)
        + _bottom(layout)
        + ")"
    )


def _inset(layout: Layout) -> str:
    x, y = layout.cell_pad
    em = layout.font_size
    if not layout.ruled:
        # Rows that no rule parts keep the pitch of the lines, but for the row gap.
        y = ((layout.pitch - 1) + layout.row_gap * layout.pitch) * em / 2
    return f"(x: {x}pt, y: {y:.2f}pt)"


def _rule(layout: Layout) -> str:
    return f"(thickness: {layout.rule_width}pt, dash: {quoted('dashed' if layout.dashed else 'solid')})"


def _bottom(layout: Layout) -> str:
    if layout.rules in {"none", "zebra"}:
        return ""
    stroke = _rule(layout)
    if layout.break_border:
        # A foot without height is repeated on every page and carries the frame's lower rule.
        return (
            f",\n  table.footer(repeat: true, table.cell(colspan: {len(layout.columns)}, inset: 0pt, "
            f"stroke: (top: {stroke}, rest: none))[])"
        )
    return f",\n  table.hline(stroke: {stroke})"


def _stroke(layout: Layout, *, top: bool) -> str:
    width = _rule(layout)
    sides = {
        "all": dict.fromkeys(("top", "left", "right"), width),
        "columns": {"left": width, "right": width},
        "rows": {"top": width},
        "none": {},
        "stacked": {"left": width, "right": width} | ({"top": width} if top else {}),
        "zebra": {},
    }[layout.rules]
    return "(" + ", ".join([f"{side}: {value}" for side, value in sides.items()] + ["rest: none"]) + ")"


def _header(column: Column, layout: Layout, unit: Unit) -> str:
    width = _rule(layout)
    stroke = {"none": "none", "zebra": "none", "rows": f"(top: {width}, bottom: {width}, rest: none)"}.get(
        layout.rules, width
    )
    lines = column.header.split("\n")
    if layout.header_style == "spaced":
        lines = [" ".join(line) if len(line) < 6 else line for line in lines]
    if column.role == "budget" and layout.money_note == "header":
        lines.append(
            f"（單位：{unit.money}）" if layout.width(column) > 7 * layout.font_size else f"({unit.money})"
        )
    face = "bold" if layout.header_bold else "t"
    tracking = "#set text(tracking: 0.3em); " if layout.header_style == "tracked" else ""
    text = " #linebreak() ".join(f"#{face}({quoted(line)})" for line in lines)
    fill = "fill: luma(225), " if layout.header_fill else ""
    return (
        f"table.cell({fill}stroke: {stroke}, inset: (y: {max(layout.cell_pad[1], 2.0)}pt), "
        "align: center + horizon)"
        f"[#set par(justify: false); {tracking}{text}]"
    )


def _span(printed: list[Row], number: int, role: Role, layout: Layout) -> int:
    """Count the rows that a cell takes; 0 where a cell above reaches down to here."""
    row = printed[number]
    below = printed[number + 1 :]
    if role == "work" and layout.work_cells == "merged":
        return 0 if not row.opens_work else 1 + _while(not r.opens_work for r in below)
    if role == "budget":
        if row.item.covered:
            return 0
        return 1 if row.heading else 1 + _while(r.item.covered for r in below)
    return 1


def _while(flags: Iterable[bool]) -> int:
    count = 0
    for flag in flags:
        if not flag:
            break
        count += 1
    return count


def _cell(printed: list[Row], number: int, column: Column, layout: Layout, offset: int) -> Iterator[str]:
    row = printed[number]
    span = _span(printed, number, column.role, layout)
    if not span:
        return
    settings = [f"stroke: {_stroke(layout, top=row.opens_top)}"]
    settings += [f"rowspan: {span}"] if span > 1 else []
    settings += [f"align: {_align(column, layout)}"]
    # A cell over many rows that may not be cut would hold all of them on one page.
    settings += [] if layout.breakable or span > 1 or not _fits(row, layout) else ["breakable: false"]
    if layout.rules == "zebra" and row.index % 2 == 0:
        settings.append("fill: luma(232)")
    mark = f"#[#metadata({offset + row.index})<row>]" if column.role == "plan" and not row.heading else ""
    yield f"table.cell({', '.join(settings)})[{mark}{_content(row, column, layout)}]"


def _align(column: Column, layout: Layout) -> str:
    sideways = layout.budget_align if column.role == "budget" else "left"
    return f"{sideways} + {'horizon' if layout.centred and layout.ruled else 'top'}"


def _content(row: Row, column: Column, layout: Layout) -> str:
    if column.role == "work":
        shown = row.opens_work or layout.work_cells == "every"
        return "".join(paragraph(text, layout) for text in row.work) if shown else ""
    if column.role == "plan":
        return "".join(paragraph(text, layout) for text in row.plan)
    if row.heading:
        return ""
    if column.role == "implementation":
        return "".join(paragraph(text, layout, depth=depth) for depth, text in row.item.implementation)
    texts = dict(row.item.extras) | {"": row.item.budget}
    text = texts.get("" if column.role == "budget" else column.header.replace("\n", ""), "")
    return f"#set par(justify: false); {run(text)}" if text else ""


def _fits(row: Row, layout: Layout) -> bool:
    """Tell whether a row surely fits on a page, so that it can be kept whole."""
    em = layout.font_size
    tall = 0.0
    for column in layout.columns:
        across = (layout.width(column) - 2 * layout.cell_pad[0]) / em
        texts = [text for _, text in row.item.implementation] if column.role == "implementation" else row.plan
        tall = max(tall, sum(1 + (len(text) + 3) // max(1.0, across - 2.5) for text in texts))
    return tall * layout.pitch * em < 0.6 * (layout.page[1] - layout.margins[0] - layout.margins[2])
