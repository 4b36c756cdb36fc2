"""A file's bytes as a PDF to read: its own, or what a word processor's document gives when it is printed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.files.inputs import bytes_of

OFFICE_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""First bytes of the archives that documents of word processors are: ZIP and OLE."""


@dataclass(frozen=True)
class Printing:
    """How a document became a PDF.

    Attributes:
        by: name and version of the program that printed it.
        sha256: of the PDF, hexadecimal.
        missing_fonts: that the document names and the computer lacked; None where that could not be told.
    """

    by: str
    sha256: str
    missing_fonts: tuple[str, ...] | None


@dataclass(frozen=True)
class Document:
    """A file as it is read.

    Attributes:
        sha256: of the file's own bytes, hexadecimal.
        pdf: the PDF to read: the file itself, or what was printed of it.
        printing: how; None of a file that is no office document.
    """

    sha256: str
    pdf: bytes
    printing: Printing | None = None


def document_at(path: Path, kept: Path | None = None) -> Document:
    """A file's bytes as a PDF.

    Args:
        path: the file.
        kept: folder of prints, used where it is there; None keeps nothing.

    Raises:
        UnreadableError: it cannot be read, wants a password that no printer can be given, or LibreOffice makes no
            PDF of it.
        NotAPdfError: it is empty, a damaged document, or a file of another office program.
        MissingPrinterError: it is a document, and LibreOffice is not installed.
        TimeLimitError: printing it took too long.
    """
    data = bytes_of(path)
    if not data.startswith(OFFICE_STARTS):
        return Document(hashlib.sha256(data).hexdigest(), data)
    # A PDF needs none of what it takes to print.
    from pipeline.files.office import printed  # noqa: PLC0415

    return printed(data, path.name, kept)
