"""Sets a printed document with LibreOffice Writer, from a flat file of its own format."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from tests.making.printed import Block, Cell, PageBreak, Para, Printed, Row, Sheet, Table, runs
from tests.making.typeset import FONT_PACKAGE

PROGRAMS = ("soffice", "libreoffice")
FONT = "Noto Sans CJK TC"
SECONDS = 300
"""Twenty documents take a minute on a slow machine; then it hangs."""
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def program() -> str | None:
    """Find the word processor."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def to_pdfs(documents: Mapping[str, Printed], out: Path) -> None:
    """Write the PDF of each document under its name, all in one call: starting takes longest."""
    writer = program()
    assert writer, "no word processor is installed"
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for name, printed in documents.items():
            (here / f"{name}.fodt").write_text(source(printed), encoding="utf-8")
        command = [
            writer, "--headless", f"-env:UserInstallation={(here / 'profile').as_uri()}",
            "--convert-to", "pdf", "--outdir", str(out), *(str(here / f"{name}.fodt") for name in documents),
        ]  # fmt: skip
        subprocess.run(  # noqa: S603 - a program that was found on this machine, on files of ours
            command,
            check=True,
            timeout=SECONDS,
            env=os.environ | {"FONTCONFIG_FILE": str(_fonts(here))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _fonts(here: Path) -> Path:
    """Let it see one font only, on every machine the same."""
    path = here / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(files(FONT_PACKAGE)))}</dir><cachedir>{here / 'cache'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path


def source(printed: Printed) -> str:
    """Write the document as flat XML."""
    return _Writing(printed.sheet).document(printed)


class _Writing:
    """Collects the styles while the text is written, because each look needs a style with a name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.styles: dict[str, str] = {}
        self.pending = ""
        """Paragraph properties that begin a page; the next block carries them."""

    def document(self, printed: Printed) -> str:
        self.pending = self._master(landscape=self.sheet.landscape)
        body = "\n".join(map(self._block, printed.blocks))
        masters = self._masters()
        styles = "\n".join(template.format(name=name) for template, name in self.styles.items())
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {SPACES} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">\n'
            f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'{FONT}\'"/>'
            f"</office:font-face-decls>\n<office:styles>{self._default()}</office:styles>\n"
            f"<office:automatic-styles>{self._layouts()}\n{styles}</office:automatic-styles>\n"
            f"<office:master-styles>{masters}</office:master-styles>\n"
            f"<office:body><office:text>\n{body}\n</office:text></office:body></office:document>\n"
        )

    def _default(self) -> str:
        size = f"{self.sheet.font_size}pt"
        wrap = "hanging" if self.sheet.hanging else "simple"
        return (
            '<style:default-style style:family="paragraph"><style:paragraph-properties '
            f'style:punctuation-wrap="{wrap}" style:text-autospace="ideograph-alpha" style:line-break="strict" '
            f'fo:line-height="{self.sheet.pitch * self.sheet.font_size:.1f}pt" '
            'fo:orphans="0" fo:widows="0" style:writing-mode="page"/><style:text-properties style:font-name="F" '
            f'style:font-name-asian="F" fo:font-size="{size}" style:font-size-asian="{size}" fo:language="en" '
            'fo:country="US" style:language-asian="zh" style:country-asian="TW"/></style:default-style>'
            '<style:style style:name="Standard" style:family="paragraph"/>'
        )

    def _layouts(self) -> str:
        top, right, bottom, left = self.sheet.margins
        made = []
        for name, (width, height) in (("Upright", self.sheet.page), ("Lying", self.sheet.page[::-1])):
            way = "landscape" if width > height else "portrait"
            made.append(
                f'<style:page-layout style:name="{name}"><style:page-layout-properties '
                f'fo:page-width="{width}pt" fo:page-height="{height}pt" style:print-orientation="{way}" '
                f'fo:margin-top="{top}pt" fo:margin-right="{right}pt" fo:margin-bottom="{bottom - 24}pt" '
                f'fo:margin-left="{left}pt"/><style:footer-style><style:header-footer-properties '
                'fo:min-height="24pt" fo:margin-top="6pt"/></style:footer-style></style:page-layout>'
            )
        return "".join(made)

    def _masters(self) -> str:
        number = self.sheet.page_number.replace("1", "<text:page-number/>")
        centred = self._style("paragraph", '<style:paragraph-properties fo:text-align="center"/>')
        foot = f'<style:footer><text:p text:style-name="{centred}">{number}</text:p></style:footer>'
        return "".join(
            f'<style:master-page style:name="{name}" style:page-layout-name="{name}">{foot}</style:master-page>'
            for name in ("Upright", "Lying")
        )

    @staticmethod
    def _master(*, landscape: bool) -> str:
        return f'style:master-page-name="{"Lying" if landscape else "Upright"}"'

    def _style(self, family: str, properties: str, settings: str = "") -> str:
        template = f'<style:style style:name="{{name}}" style:family="{family}" {settings}>{properties}</style:style>'
        return self.styles.setdefault(template, f"S{len(self.styles)}")

    def _block(self, block: Block) -> str:
        if isinstance(block, PageBreak):
            self.pending = self._master(landscape=block.landscape)
            return ""
        settings, self.pending = self.pending, ""
        if isinstance(block, Para):
            return self._para(block, settings)
        return self._table(block, settings)

    def _para(self, para: Para, settings: str = "") -> str:
        em = self.sheet.font_size
        align = {"left": "justify", "center": "center", "right": "end"}[para.align]
        kept = 'fo:keep-with-next="always"' if para.keep else ""
        pitch = self.sheet.pitch * em * para.size
        size = f"{para.size * em:.1f}pt"
        properties = (
            f'<style:paragraph-properties fo:text-align="{align}" '
            f'fo:margin-left="{(para.indent + para.hang) * em:.1f}pt" '
            f'fo:text-indent="{(para.first - para.hang) * em:.1f}pt" fo:line-height="{pitch:.1f}pt" {kept}/>'
            f'<style:text-properties fo:font-size="{size}" style:font-size-asian="{size}"/>'
        )
        name = self._style("paragraph", properties, settings)
        return f'<text:p text:style-name="{name}">{"".join(self._runs(para.text))}</text:p>'

    def _runs(self, text: str) -> list[str]:
        made = []
        for piece, raised in runs(text):
            inner = escape(piece).replace("\n", "<text:line-break/>")
            if raised:
                small = self._style("text", '<style:text-properties style:text-position="33% 60%"/>')
                inner = f'<text:span text:style-name="{small}">{inner}</text:span>'
            made.append(inner)
        return made

    def _table(self, table: Table, settings: str) -> str:
        look = (
            f'<style:table-properties style:width="{sum(table.widths):.1f}pt" table:align="left" '
            'table:border-model="collapsing" fo:margin-top="4pt" fo:margin-bottom="4pt"/>'
        )
        columns = "".join(
            f'<table:table-column table:style-name="{name}"/>'
            for width in table.widths
            for name in [
                self._style(
                    "table-column", f'<style:table-column-properties style:column-width="{width:.1f}pt"/>'
                )
            ]
        )
        head = "".join(self._row(row, whole=True) for row in table.head)
        head = f"<table:table-header-rows>{head}</table:table-header-rows>" if table.repeat else head
        body = "\n".join(self._row(row, whole=table.whole) for row in table.body)
        name = self._style("table", look, settings)
        return f'<table:table table:style-name="{name}">{columns}{head}\n{body}</table:table>'

    def _row(self, row: Row, *, whole: bool) -> str:
        kept = "always" if whole else "auto"
        name = self._style("table-row", f'<style:table-row-properties fo:keep-together="{kept}"/>')
        cells = "".join("<table:covered-table-cell/>" if cell is None else self._cell(cell) for cell in row)
        return f'<table:table-row table:style-name="{name}">{cells}</table:table-row>'

    def _cell(self, cell: Cell) -> str:
        sides = {"t": "top", "r": "right", "b": "bottom", "l": "left"}
        # A double rule is two thin ones with white between them.
        width = max(self.sheet.line_width, 2.4) if self.sheet.line == "double" else self.sheet.line_width
        edges = " ".join(
            f'fo:border-{side}="{f"{width}pt {self.sheet.line} #000000" if edge in cell.edges else "none"}"'
            for edge, side in sides.items()
        )
        fill = 'fo:background-color="#e4e4e4"' if cell.filled else ""
        x, y = self.sheet.pad
        look = (
            f'<style:table-cell-properties {edges} {fill} style:vertical-align="{"middle" if cell.middle else "top"}" '
            f'fo:padding-left="{x}pt" fo:padding-right="{x}pt" fo:padding-top="{y}pt" fo:padding-bottom="{y}pt"/>'
        )
        spans = f'table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
        text = "".join(map(self._para, cell.paras)) or self._para(Para(""))
        name = self._style("table-cell", look)
        settings = f'table:style-name="{name}" {spans} office:value-type="string"'
        return f"<table:table-cell {settings}>{text}</table:table-cell>"
