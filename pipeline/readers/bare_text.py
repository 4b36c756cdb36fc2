"""The bare text of a page, for choosing among many: what costs little beside loading the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.passwords import pdfium_document

PAGES_KEPT = 32
"""pdfium keeps what it parsed of every page, closed or not, until the file is closed: so it is opened anew."""


def bare_texts(data: bytes, numbers: Iterable[int], password: str | None = None) -> Iterator[str]:
    """Text of pages as ``DocumentReader.skim`` has it.

    Args:
        data: the bytes of a file that an engine could open.
        numbers: of the pages, from 1.
        password: with which it did.
    """
    document = pdfium_document(data, password)
    try:
        for loaded, number in enumerate(numbers):
            if loaded and loaded % PAGES_KEPT == 0:
                document.close()
                document = pdfium_document(data, password)
            try:
                page = document[number - 1]
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                yield ""
                continue
            bare = bare_text(text)
            # With the page the text goes too.
            page.close()
            yield bare
    finally:
        document.close()


def bare_text(text: pypdfium2.PdfTextPage) -> str:
    """Text of a page in the order of its content stream."""
    count = raw.FPDFText_CountChars(text.raw)
    # Two bytes for each unit of UTF-16, and two for the end.
    buffer = ctypes.create_string_buffer(2 * count + 2)
    raw.FPDFText_GetText(text.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    return buffer.raw[: 2 * count].decode("utf-16-le", errors="ignore").rstrip("\0")
