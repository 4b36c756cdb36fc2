"""Files of word processors beside PDF: told by their first bytes, printed to PDF, and read as that.

What a document is its bytes say, never its name's ending. A print of the same bytes is kept, so that a file is
printed once however often it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from pipeline.errors import NotAPdfError, UnreadableError
from pipeline.files.document import OFFICE_STARTS, Document, Printing
from pipeline.files.libreoffice import print_document
from pipeline.files.office_fonts import fonts_of, missing_fonts
from pipeline.stored import kept

OfficeKind = Literal["docx", "odt", "doc"]
OPEN_DOCUMENT_TEXT = "application/vnd.oasis.opendocument.text"
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream in which Office keeps a document that it has encrypted."""
WORD_STREAM = "WordDocument\0".encode("utf-16-le")
FLAGS_OFFSET = 10
DAMAGES = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)
"""What reading a damaged archive may raise."""
ENCRYPTED_FLAG = 0x0100
"""Of the flags at that place of Word's stream."""


def printed(data: bytes, name: str, kept: Path | None) -> Document:
    """A document, printed; see ``document_at``, which calls this for what begins as one.

    Args:
        data: bytes of the file.
        name: of the file, for messages.
        kept: folder of prints, used where it is there; None keeps nothing.

    Raises:
        UnreadableError: it wants a password, or LibreOffice makes no PDF of it.
        NotAPdfError: it is a damaged document, or a file of another office program.
        MissingPrinterError: LibreOffice is not installed.
        TimeLimitError: printing it took too long.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    kind = office_kind(data, name)
    known = _kept(kept, sha256)
    if known is not None:
        return known
    pdf, by = print_document(data, f".{kind}", name)
    fonts = fonts_of(data, kind)
    printing = Printing(by, hashlib.sha256(pdf).hexdigest(), None if fonts is None else missing_fonts(fonts))
    document = Document(sha256, pdf, printing)
    _keep(kept, document)
    return document


def office_kind(data: bytes, name: str) -> OfficeKind:
    """What document of a word processor the bytes of an archive are.

    Raises:
        NotAPdfError: they are a damaged document, or one of another office program.
        UnreadableError: the document wants a password.
    """
    return (_kind_in_zip if data.startswith(OFFICE_STARTS[0]) else _kind_in_ole)(data, name)


def _kind_in_zip(data: bytes, name: str) -> OfficeKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            if "word/document.xml" in names:
                # Reading them to their ends proves their checksums.
                parts.read("word/document.xml")
                return "docx"
            mimetype = parts.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
            if mimetype.startswith(OPEN_DOCUMENT_TEXT):
                if b"encryption-data" in parts.read("META-INF/manifest.xml"):
                    raise UnreadableError("office-locked", name=name)
                parts.read("content.xml")
                return "odt"
    except (*DAMAGES, KeyError, ValueError):
        raise NotAPdfError("office-damaged", name=name) from None
    raise NotAPdfError("no-text-document", name=name)


def _kind_in_ole(data: bytes, name: str) -> OfficeKind:
    if LOCKED_PACKAGE in data:
        raise UnreadableError("office-locked", name=name)
    entry = data.find(WORD_STREAM)
    if entry < 0:
        raise NotAPdfError("no-text-document", name=name)
    try:
        sector = 1 << struct.unpack_from("<H", data, 0x1E)[0]
        first = struct.unpack_from("<I", data, entry + 0x74)[0]
        flags = struct.unpack_from("<H", data, (first + 1) * sector + FLAGS_OFFSET)[0]
    except struct.error:
        raise NotAPdfError("office-damaged", name=name) from None
    if flags & ENCRYPTED_FLAG:
        raise UnreadableError("office-locked", name=name)
    return "doc"


def _kept(folder: Path | None, sha256: str) -> Document | None:
    """What was printed of the same bytes before; None where it is not there or not as it was."""
    if folder is None:
        return None

    def as_kept(told: dict[str, Any]) -> Document | None:
        pdf = (folder / f"{sha256}.pdf").read_bytes()
        if hashlib.sha256(pdf).hexdigest() == told["sha256"]:
            fonts = told["missing_fonts"]
            missing = None if fonts is None else tuple(map(str, fonts))
            return Document(sha256, pdf, Printing(str(told["by"]), told["sha256"], missing))
        return None

    return kept(folder / f"{sha256}.json", as_kept)


def _keep(folder: Path | None, document: Document) -> None:
    """Keep what was printed; only time is lost where it cannot be."""
    printing = document.printing
    # On a cluster's machine the folder of whoever asked is not there.
    if folder is None or printing is None or not folder.is_dir():
        return
    told = {"by": printing.by, "sha256": printing.sha256, "missing_fonts": printing.missing_fonts}
    with suppress(OSError):
        _replace(folder / f"{document.sha256}.pdf", document.pdf)
        _replace(folder / f"{document.sha256}.json", json.dumps(told, ensure_ascii=False).encode())


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    draft.write_bytes(content)
    draft.replace(path)
