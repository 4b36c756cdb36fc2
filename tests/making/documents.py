"""Word and ODT files with a plan's table in them, written by hand: no office program is needed to make one."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

TITLE = "嘉義市西區區公所112年度重要工作計畫"
HEADERS = ("機關工作項目", "計畫項目", "實施內容", "預算金額（千元）")
ROWS = (
    ("一、民政業務", "(一)基層建設", "1.辦理小型工程。", "120"),
    ("", "(二)里鄰業務", "1.召開里鄰會議。2.表揚里鄰長。", "80"),
    ("二、社會業務", "(一)社會救助", "1.辦理低收入戶調查。", "300"),
)
FONT = "Noto Serif CJK TC"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**targets: str) -> str:
    """A part's relations: identifier to kind and target, with a blank between them and `external` behind."""
    listed = ""
    for key, told in targets.items():
        kind, target, *outside = told.split()
        mode = ' TargetMode="External"' if outside else ""
        listed += (
            f'<Relationship Id="{key}" Type="{OFFICE_RELATIONS}/{kind}" Target="{escape(target)}"{mode}/>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}'
        "</Relationships>"
    )


def archive(parts: dict[str, str]) -> bytes:
    """A ZIP file of texts, the same bytes each time; the first part is not compressed, as ODT wants it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for number, (name, text) in enumerate(parts.items()):
            told = zipfile.ZipInfo(name)
            told.compress_type = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            made.writestr(told, text.encode())
    return content.getvalue()


def docx(
    rows: Sequence[Sequence[str]] = ROWS, font: str = FONT, more: str = "", **relations_of_document: str
) -> bytes:
    """A file of Word.

    Args:
        rows: of the table, below its header.
        font: of all texts.
        more: XML behind the table.
        relations_of_document: see ``relations``.
    """
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/></w:rPr>'

    def paragraph(text: str) -> str:
        return f"<w:p><w:r>{fonts}<w:t>{escape(text)}</w:t></w:r></w:p>"

    edges = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in (HEADERS, *rows)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2200, 2200, 4000, 1600))
    looks = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    table = f"<w:tbl>{looks}{cells}</w:tbl>"
    body = f"{paragraph(TITLE)}{table}{more}<w:p/>"
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD} xmlns:r="{OFFICE_RELATIONS}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(r1="officeDocument word/document.xml"),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relations(**relations_of_document),
        }
    )


OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def odt(rows: Sequence[Sequence[str]] = ROWS, font: str = FONT, more: str = "") -> bytes:
    """An ODT file; see ``docx``."""

    def paragraph(text: str) -> str:
        return f'<text:p text:style-name="P">{escape(text)}</text:p>'

    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="C" office:value-type="string">{paragraph(text)}</table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in (HEADERS, *rows)
    )
    names = {name: name for name in ("office", "text", "table", "style", "manifest")} | {"draw": "drawing"}
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{space}:1.0"' for name, space in names.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += f' xmlns:fo="{OPEN}:xsl-fo-compatible:1.0" xmlns:svg="{OPEN}:svg-compatible:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
        f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'{font}\'"/>'
        "</office:font-face-decls><office:automatic-styles>"
        '<style:style style:name="P" style:family="paragraph"><style:text-properties style:font-name="F"'
        ' style:font-name-asian="F"/></style:style><style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>'
        f"</office:automatic-styles><office:body><office:text>{paragraph(TITLE)}"
        f'<table:table><table:table-column table:number-columns-repeated="{len(HEADERS)}"/>{cells}'
        f"</table:table>{more}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {spaces} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def locked_odt() -> bytes:
    """The beginning of an encrypted ODT file: its manifest says so, and its content is no XML."""
    kind = "application/vnd.oasis.opendocument.text"
    return archive(
        {
            "mimetype": kind,
            "content.xml": "?",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
        }
    )
