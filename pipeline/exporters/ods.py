"""Tables as an OpenDocument spreadsheet, written straight into its XML: libraries take minutes for large tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pipeline.exporters.columns import Value
from pipeline.exporters.rows import Rows
from pipeline.exporters.sheets import WorkbookSheet, refuse_unfit, sheets_of

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
    '<style:default-style style:family="table-cell"><style:text-properties fo:font-size="10pt" '
    'style:font-size-asian="10pt" fo:language="en" fo:country="US" style:language-asian="zh" '
    'style:country-asian="TW"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
    "</office:styles></office:document-styles>"
)
CELL_STYLES = (
    '<style:style style:name="row" style:family="table-row">'
    '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties style:vertical-align="top"/></style:style>'
    '<style:style style:name="wrapped" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap"/></style:style>'
    '<style:style style:name="head" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties fo:background-color="#ddebf7" fo:border-bottom="0.5pt solid #000000"/>'
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
)
FROZEN = (
    ("HorizontalSplitMode", 0),
    ("VerticalSplitMode", 2),
    ("VerticalSplitPosition", 1),
    ("PositionBottom", 1),
)
"""LibreOffice's words for a first row that stays in sight."""


def ods_bytes(rows: Rows) -> bytes:
    """All tables as one spreadsheet.

    Raises:
        UnwritableError: a table or a value does not fit into a spreadsheet.
    """
    sheets = sheets_of(rows)
    refuse_unfit(sheets, ODS_FILE, None)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # Programs know the format by these bytes at the file's very beginning.
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), MEDIA_TYPE)
        with archive.open(_entry("content.xml"), "w", force_zip64=True) as content:
            for part in _content(sheets):
                content.write(part.encode())
        archive.writestr(_entry("styles.xml"), STYLES)
        archive.writestr(_entry("settings.xml"), _settings(sheets))
        archive.writestr(_entry("meta.xml"), META)
        archive.writestr(_entry("META-INF/manifest.xml"), ODS_MANIFEST)
    return out.getvalue()


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
        area = f"'{sheet.name}'.A1:'{sheet.name}'.{_letters(len(sheet.header))}{len(sheet.rows) + 1}"
        yield (
            f'<table:database-range table:name="filter{number}" table:display-filter-buttons="true" '
            f"table:target-range-address={quoteattr(area)}/>"
        )
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _table(sheet: WorkbookSheet) -> Iterator[str]:
    styles = ["wrapped" if wrap else "plain" for wrap in sheet.wrapped]
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
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
