"""Engines by name, each loaded only when it is used, and the bare text of all pages for choosing among them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Protocol

import pypdfium2
from pypdfium2 import raw

from pipeline.models import Reader
from pipeline.readers.page import DocumentReader
from pipeline.readers.passwords import pdfium_document
from pipeline.readers.pdfium import PAGES_KEPT


class Opener(Protocol):
    """What opens a file's bytes."""

    def __call__(self, data: bytes, name: str, password: str | None = None) -> DocumentReader:
        """Open a file.

        Args:
            data: its bytes.
            name: its name for messages.
            password: opens it, if it wants one.

        Raises:
            NotAPdfError: no page can be had from the bytes.
            EncryptedError: the file wants a password, or another one.
        """
        ...


def opener(reader: Reader) -> Opener:
    """The engine of that name."""
    if reader == "pdfium":
        from pipeline.readers.pdfium import PdfiumReader  # noqa: PLC0415 - one engine is enough

        return PdfiumReader
    from pipeline.readers.plumber import PlumberReader  # noqa: PLC0415 - takes a third of a second to load

    return PlumberReader


def second_opinion(reader: Reader) -> Opener:
    """The engine that checks what the other one read."""
    return opener("pdfplumber" if reader == "pdfium" else "pdfium")


def skim(data: bytes, password: str | None = None) -> Iterator[str]:
    """Text of each page in the order of its content stream; "" where a page has none or cannot be had.

    Args:
        data: the bytes of a file that an engine could open.
        password: with which it did.
    """
    document = pdfium_document(data, password)
    try:
        for i in range(len(document)):
            if i and i % PAGES_KEPT == 0:
                document.close()
                document = pdfium_document(data, password)
            yield _text(document, i)
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, i: int) -> str:
    try:
        page = document[i]
    except pypdfium2.PdfiumError:
        return ""
    try:
        text = page.get_textpage()
        count = raw.FPDFText_CountChars(text.raw)
        # Two bytes for each unit of UTF-16, and two for the end.
        buffer = ctypes.create_string_buffer(2 * count + 2)
        raw.FPDFText_GetText(text.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text.close()
        return buffer.raw[: 2 * count].decode("utf-16-le", errors="ignore").rstrip("\0")
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()
