"""The bare text of all pages, for choosing those that are worth reading: a sixth of the time of reading them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.passwords import pdfium_document
from pipeline.readers.pdfium import PAGES_KEPT


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
