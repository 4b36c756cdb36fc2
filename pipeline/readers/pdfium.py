"""The default reader: pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import CertificateError, NotAPdfError
from pipeline.readers.characters import printed_text
from pipeline.readers.limits import TooMuchDrawnError
from pipeline.readers.page import BadPage, Page
from pipeline.readers.passwords import locked, pdfium_document, wants_certificate, wants_password
from pipeline.readers.pdfium_layers import has_layers
from pipeline.readers.pdfium_page import painted_page, with_annotations
from pipeline.readers.sight.seen import seen

PAGES_KEPT = 32
"""pdfium keeps what it parsed of every page, closed or not, until the file is closed: so it is opened anew."""


class PdfiumReader:
    """A PDF file read by pdfium.

    Args:
        data: the bytes of the file.
        name: its name for messages.
        password: opens the file, if it wants one.

    Raises:
        NotAPdfError: no page can be had from the bytes.
        EncryptedError: the file wants a password, or another one.
        CertificateError: it wants a certificate.
    """

    def __init__(self, data: bytes, name: str, password: str | None = None) -> None:
        self._data = data
        self._password = password
        try:
            self._document = pdfium_document(data, password)
        except pypdfium2.PdfiumError as error:
            if wants_password(error):
                raise locked(name, password) from None
            if wants_certificate(error):
                raise CertificateError("certificate-wanted", name=name) from None
            raise NotAPdfError("not-a-pdf", name=name) from None
        self.page_count = len(self._document)
        self._layers = has_layers(data)
        self.producer = _metadata(self._document, b"Producer")

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
        self._data, self._password = b"", None

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); each is closed before the next is read."""
        for count, number in enumerate(numbers):
            if count and count % PAGES_KEPT == 0:
                self._document.close()
                self._document = pdfium_document(self._data, self._password)
            try:
                yield self._page(number)
            except TooMuchDrawnError as error:
                yield BadPage(number, str(error), overdrawn=True)
            except pypdfium2.PdfiumError as error:
                yield BadPage(number, str(error))

    def _page(self, number: int) -> Page:
        page = self._document[number - 1]
        try:
            page = with_annotations(self._document, page, number - 1)
            return seen(painted_page(self._document, page, number, self._layers))
        finally:
            page.close()


def _metadata(document: pypdfium2.PdfDocument, key: bytes) -> str | None:
    """A value of the file's metadata; None where there is none. What cannot be decoded is U+FFFD."""
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    # Two bytes of the end.
    return printed_text(buffer.raw[: max(0, size - 2)].decode("utf-16-le", errors="replace")).strip() or None
