"""Tables as an OpenDocument spreadsheet, written straight into its XML: libraries take minutes for large tables."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.exporters.books import Book
from pipeline.exporters.columns import Value
from pipeline.exporters.sheets import WorkbookSheet, is_money, sheets_of

ODS_FILE = "workplan.ods"
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can say; the day of writing would change the bytes."""
DIGIT_CM = 0.2
"""Width of a digit of the default font."""
KEPT_SPACES = re.compile(r"^ +| {2,}| +$|\t")
"""White space that OpenDocument would drop unless it is written as elements."""
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("meta", "meta"),
        ("config", "config"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ODS_MANIFEST = (
    XML_DECLARATION
    + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    + f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "settings.xml", "meta.xml")
    )
    + "</manifest:manifest>"
)
META = (
    f'{XML_DECLARATION}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
    "<meta:generator>workplan</meta:generator></office:meta></office:document-meta>"
)
STYLES = (
    f'{XML_DECLARATION}<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>'
    '<style:default-style style:family="table-cell"><style:text-properties fo:font-size="9pt" '
    'style:font-size-asian="9pt" fo:language="en" fo:country="US" style:language-asian="zh" '
    'style:country-asian="TW"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/></office:styles>'
    # A4 lying, one page wide.
    '<office:automatic-styles><style:page-layout style:name="lying"><style:page-layout-properties '
    'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1" '
    'style:scale-to-Y="0" fo:margin-left="1cm" fo:margin-right="1cm" fo:margin-top="1.2cm" '
    'fo:margin-bottom="0.8cm"/><style:footer-style><style:header-footer-properties fo:min-height="0.5cm" '
    'fo:margin-top="0.1cm"/>'
    "</style:footer-style></style:page-layout></office:automatic-styles>"
    '<office:master-styles><style:master-page style:name="Lying" style:page-layout-name="lying"><style:footer>'
    "<text:p><text:page-number>1</text:page-number> / <text:page-count>1</text:page-count></text:p>"
    "</style:footer></style:master-page></office:master-styles></office:document-styles>"
)
CELL_STYLES = (
    '<style:style style:name="row" style:family="table-row">'
    '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties style:vertical-align="top"/></style:style>'
    '<style:style style:name="wrapped" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap" '
    'fo:border-bottom="0.2pt solid #bfbfbf" fo:padding-left="0.1cm"/></style:style>'
    '<number:number-style style:name="thousands"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    '<style:style style:name="grouped" style:family="table-cell" style:parent-style-name="Default" '
    'style:data-style-name="thousands">'
    '<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap" '
    'fo:border-bottom="0.2pt solid #bfbfbf" fo:padding-left="0.1cm"/></style:style>'
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Lying">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="head" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties fo:wrap-option="wrap" fo:background-color="#ddebf7" '
    'fo:border-bottom="0.5pt solid #000000"/>'
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
)
FROZEN = (
    ("HorizontalSplitMode", 0),
    ("VerticalSplitMode", 2),
    ("VerticalSplitPosition", 1),
    ("PositionBottom", 1),
)
"""LibreOffice's words for a first row that stays in sight."""


def write_ods(book: Book, path: Path) -> None:
    """Write all tables as one spreadsheet; its rows are in memory one at a time.

    Args:
        book: the tables.
        path: of the file.

    Raises:
        UnwritableError: a table does not fit into a spreadsheet.
    """
    sheets = sheets_of(book, ODS_FILE)
    with zipfile.ZipFile(path, "w") as archive:
        # Programs know the format by these bytes at the file's very beginning.
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), MEDIA_TYPE)
        with archive.open(_entry("content.xml"), "w", force_zip64=True) as content:
            for part in _content(sheets):
                content.write(part.encode())
        archive.writestr(_entry("styles.xml"), STYLES)
        archive.writestr(_entry("settings.xml"), _settings(sheets))
        archive.writestr(_entry("meta.xml"), META)
        archive.writestr(_entry("META-INF/manifest.xml"), ODS_MANIFEST)


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ENTRY_DATE)
    entry.compress_type = compression
    entry.create_system = 3  # whichever system writes it
    return entry


def _content(sheets: list[WorkbookSheet]) -> Iterator[str]:
    yield f'{XML_DECLARATION}<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>'
    yield CELL_STYLES
    for width in sorted({width for sheet in sheets for width in sheet.widths}):
        yield (
            f'<style:style style:name="c{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * DIGIT_CM:.1f}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in sheets:
        yield from _table(sheet)
    yield "<table:database-ranges>"
    for number, sheet in enumerate(sheets, start=1):
        area = f"'{sheet.name}'.A1:'{sheet.name}'.{_letters(len(sheet.header))}{sheet.count + 1}"
        yield (
            f'<table:database-range table:name="filter{number}" table:display-filter-buttons="true" '
            f"table:target-range-address={quoteattr(area)}/>"
        )
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _table(sheet: WorkbookSheet) -> Iterator[str]:
    styles = [
        "grouped" if is_money(name) else "wrapped" if wrap else "plain"
        for name, wrap in zip(sheet.header, sheet.wrapped, strict=True)
    ]
    printed = f"'{sheet.name}'.A1:'{sheet.name}'.{_letters(sheet.printed)}{sheet.count + 1}"
    yield (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet" '
        f"table:print-ranges={quoteattr(printed)}>"
    )
    for width, style in zip(sheet.widths, styles, strict=True):
        yield f'<table:table-column table:style-name="c{width}" table:default-cell-style-name="{style}"/>'
    yield "<table:table-header-rows>"
    yield _row(sheet.header, ["head"] * len(sheet.header))
    yield "</table:table-header-rows>"
    for row in sheet.rows:
        yield _row(row, styles)
    yield "</table:table>"


def _row(values: Iterable[Value], styles: list[str]) -> str:
    cells = "".join(_cell(value, style) for value, style in zip(values, styles, strict=True))
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _cell(value: Value, style: str) -> str:
    if value is None or value == "":
        return f'<table:table-cell table:style-name="{style}"/>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _line(text: str) -> str:
    return KEPT_SPACES.sub(_space, escape(text))


def _space(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _letters(number: int) -> str:
    """Name of a column by its number, from 1.

    >>> _letters(26), _letters(27)
    ('Z', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _settings(sheets: list[WorkbookSheet]) -> str:
    frozen = "".join(
        f'<config:config-item config:name="{name}" config:type="{"int" if "Position" in name else "short"}">'
        f"{value}</config:config-item>"
        for name, value in FROZEN
    )
    entries = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{frozen}</config:config-item-map-entry>"
        for sheet in sheets
    )
    return (
        f'{XML_DECLARATION}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )
