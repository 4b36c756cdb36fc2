"""Draws documents with LibreOffice Writer, from flat files of its own format."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from tests.making.by_writer import SPACES
from tests.making.wide.edges import edges_of
from tests.making.wide.layout import (
    Beside,
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
from tests.making.wide.office import convert

ALIGNS = {"left": "start", "center": "center", "right": "end"}
FOOT = 32.0
"""Height of the foot, which Writer takes from the lower margin."""
TINY = (2.0, 3.0)
"""Size and pitch of the empty paragraph that has to follow a table."""


def to_pdfs(documents: Mapping[str, Document], out: Path) -> None:
    """Write the PDF of each document under its name."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for name, document in documents.items():
            path = Path(folder) / f"{name}.fodt"
            path.write_text(source(document), encoding="utf-8")
            sources.append(path)
        convert(sources, out)


def source(document: Document) -> str:
    """Write the document in the format of Writer."""
    return _Writing(document).text()


@dataclass
class _Writing:
    """Collects the styles while the text is written."""

    document: Document
    styles: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    begins: str = ""
    """The style attribute by which the next block begins a sheet."""
    ends_column: bool = False

    def text(self) -> str:
        """Write the whole file."""
        groups = sheets(self.document)
        body = []
        for number, (_, blocks) in enumerate(groups):
            self.begins = f' style:master-page-name="M{number}"'
            after_table = False
            for block in blocks:
                if isinstance(block, Para):
                    body.append(self._para(block))
                    after_table = False
                elif isinstance(block, ColumnEnd):
                    self.ends_column = True
                elif isinstance(block, Table | Beside):
                    # Two tables that touch would be one.
                    body += [self._gap()] if after_table or self.ends_column else []
                    body.append(
                        self._table(block, outer=True) if isinstance(block, Table) else self._beside(block)
                    )
                    after_table = True
        body.append(self._gap())
        papers = [sheet for sheet, _ in groups]
        layouts = "".join(_page_layout(number, sheet) for number, sheet in enumerate(papers))
        masters = "".join(_master(number, sheet) for number, sheet in enumerate(papers))
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            f"{self._defaults(papers[0])}<office:automatic-styles>{''.join(self.styles.values())}{layouts}"
            f"</office:automatic-styles><office:master-styles>{masters}</office:master-styles>"
            f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
        )

    def _defaults(self, sheet: Sheet) -> str:
        font = escape(self.document.font)
        return (
            f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'{font}\'"/>'
            '</office:font-face-decls><office:styles><style:default-style style:family="paragraph">'
            '<style:paragraph-properties style:text-autospace="none"/><style:text-properties style:font-name="F" '
            'style:font-name-asian="F" style:font-name-complex="F" fo:language="zh" fo:country="TW" '
            'style:language-asian="zh" style:country-asian="TW"/></style:default-style>'
            '<style:style style:name="Foot" style:family="paragraph"><style:paragraph-properties '
            f'fo:text-align="center"/><style:text-properties fo:font-size="{sheet.foot_size}pt" '
            f'style:font-size-asian="{sheet.foot_size}pt"/></style:style></office:styles>'
        )

    def _style(self, family: str, inner: str, attributes: str = "") -> str:
        key = f"{family}{attributes}{inner}"
        name = f"S{len(self.styles) + 1}"
        if key not in self.styles:
            self.styles[key] = (
                f'<style:style style:name="{name}" style:family="{family}"{attributes}>{inner}</style:style>'
            )
            return name
        return self.styles[key].split('"', 2)[1]

    def _para_style(
        self, size: float, lead: float, align: str, ink: str, *, bold: bool = False, before: float = 0.0,
        after: float = 0.0, outer: bool = False,
    ) -> str:  # fmt: skip
        weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if bold else ""
        breaks = ""
        if outer and self.ends_column:
            breaks, self.ends_column = ' fo:break-before="column"', False
        inner = (
            f'<style:paragraph-properties fo:line-height="{lead}pt" fo:text-align="{ALIGNS[align]}" '
            f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" style:punctuation-wrap="simple"{breaks}/>'
            f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" '
            f'fo:color="{ink}"{weight}/>'
        )
        begins = ""
        if outer:
            begins, self.begins = self.begins, ""
        return self._style("paragraph", inner, begins)

    def _para(self, para: Para) -> str:
        style = self._para_style(
            para.size, para.lead, para.align, self.document.ink(para.mark), bold=para.bold, before=para.before,
            after=para.after, outer=True,
        )  # fmt: skip
        return f'<text:p text:style-name="{style}">{escape(para.text)}</text:p>'

    def _gap(self, *, outer: bool = True) -> str:
        style = self._para_style(*TINY, "left", "#000000", outer=outer)
        return f'<text:p text:style-name="{style}"/>'

    def _open(self, widths: tuple[float, ...], after: float, *, outer: bool) -> str:
        begins = ""
        if outer:
            begins, self.begins = self.begins, ""
        self.tables += 1
        properties = (
            f'<style:table-properties style:width="{sum(widths):.1f}pt" table:align="left" '
            f'table:border-model="collapsing" style:may-break-between-rows="true" fo:margin-bottom="{after}pt"/>'
        )
        style = self._style("table", properties, begins)
        columns = "".join(
            '<table:table-column table:style-name="'
            + self._style("table-column", f'<style:table-column-properties style:column-width="{width}pt"/>')
            + '"/>'
            for width in widths
        )
        return f'<table:table table:name="T{self.tables}" table:style-name="{style}">{columns}'

    def _beside(self, block: Beside) -> str:
        widths = tuple(round(sum(table.widths) + block.gap, 1) for table in block.tables)
        start = self._open(widths, 4.0, outer=True)
        plain = self._style("table-cell", '<style:table-cell-properties fo:padding="0pt" fo:border="none"/>')
        cells = "".join(
            f'<table:table-cell table:style-name="{plain}">{self._table(table, outer=False)}{self._gap(outer=False)}'
            "</table:table-cell>"
            for table in block.tables
        )
        return f"{start}<table:table-row>{cells}</table:table-row></table:table>"

    def _table(self, table: Table, *, outer: bool) -> str:
        start = self._open(table.widths, table.after, outer=outer)
        head = self._rows(table, table.head, 0, head=True)
        if table.head and table.repeat:
            head = f"<table:table-header-rows>{head}</table:table-header-rows>"
        return f"{start}{head}{self._rows(table, table.body, len(table.head), head=False)}</table:table>"

    def _rows(self, table: Table, rows: tuple[Row, ...], above: int, *, head: bool) -> str:
        kept = "auto" if table.cut else "always"
        style = self._style("table-row", f'<style:table-row-properties fo:keep-together="{kept}"/>')
        parts = []
        for number, row in enumerate(placed(rows)):
            cells = dict(row)
            fill = table.head_fill if head else table.zebra if number % 2 else None
            written = "".join(
                self._cell(table, cells[column], column, above + number, fill, head=head)
                if column in cells
                else "<table:covered-table-cell/>"
                for column in range(len(table.widths))
            )
            parts.append(f'<table:table-row table:style-name="{style}">{written}</table:table-row>')
        return "".join(parts)

    def _cell(self, table: Table, cell: Cell, column: int, row: int, fill: str | None, *, head: bool) -> str:
        edges = edges_of(table, row, column, cell)
        line = f"{table.rules.width}pt solid #000000"
        sides = " ".join(
            f'fo:border-{side}="{line if side in edges else "none"}"'
            for side in ("left", "right", "top", "bottom")
        )
        across, down = table.pad
        colour = cell.fill or fill
        background = f' fo:background-color="{colour}"' if colour else ""
        style = self._style(
            "table-cell",
            f'<style:table-cell-properties style:vertical-align="{table.height(cell, column, head=head)}" '
            f'fo:padding-left="{across}pt" fo:padding-right="{across}pt" fo:padding-top="{down}pt" '
            f'fo:padding-bottom="{down}pt" {sides}{background}/>',
        )
        align = table.align(cell, column, head=head)
        bold = cell.bold or (head and table.head_bold)
        size = cell.size or table.size
        lead = round(table.lead * size / table.size, 1)
        para = self._para_style(size, lead, align, self.document.ink(cell.mark), bold=bold)
        body = "".join(f'<text:p text:style-name="{para}">{escape(text)}</text:p>' for text in cell.paras)
        if cell.inner:
            body += self._table(cell.inner, outer=False) + self._gap(outer=False)
        spans = f' table:number-columns-spanned="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' table:number-rows-spanned="{cell.rows}"' if cell.rows > 1 else ""
        start = f'<table:table-cell table:style-name="{style}"{spans} office:value-type="string">'
        return f"{start}{body}</table:table-cell>"


def _page_layout(number: int, sheet: Sheet) -> str:
    width, height = sheet.paper
    left, right, top, bottom = sheet.margins
    columns = (
        f'<style:columns fo:column-count="{sheet.columns}" fo:column-gap="{sheet.gap}pt"/>'
        if sheet.columns > 1
        else ""
    )
    lower = bottom - FOOT if sheet.foot else bottom
    foot = (
        '<style:footer-style><style:header-footer-properties fo:min-height="24pt" '
        f'svg:height="{FOOT}pt" fo:margin-top="8pt"/></style:footer-style>'
        if sheet.foot
        else ""
    )
    upper = top - FOOT if sheet.head else top
    head = (
        '<style:header-style><style:header-footer-properties fo:min-height="24pt" '
        f'svg:height="{FOOT}pt" fo:margin-bottom="8pt"/></style:header-style>'
        if sheet.head
        else ""
    )
    usage = ' style:page-usage="mirrored"' if sheet.mirrored else ""
    orientation = "landscape" if sheet.landscape else "portrait"
    return (
        f'<style:page-layout style:name="L{number}"{usage}><style:page-layout-properties fo:page-width="{width}pt" '
        f'fo:page-height="{height}pt" style:print-orientation="{orientation}" fo:margin-left="{left}pt" '
        f'fo:margin-right="{right}pt" fo:margin-top="{upper}pt" fo:margin-bottom="{lower}pt">{columns}'
        f"</style:page-layout-properties>{head}{foot}</style:page-layout>"
    )


def _master(number: int, sheet: Sheet) -> str:
    foot = head = ""
    if sheet.head:
        head = f'<style:header><text:p text:style-name="Foot">{escape(sheet.head)}</text:p></style:header>'
    if sheet.foot:
        page = '<text:page-number text:select-page="current"/>'
        words = escape(sheet.foot).replace("{page}", page)
        foot = f'<style:footer><text:p text:style-name="Foot">{words}</text:p></style:footer>'
    name = f'style:name="M{number}" style:page-layout-name="L{number}"'
    return f"<style:master-page {name}>{head}{foot}</style:master-page>"
