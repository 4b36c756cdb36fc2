"""The default reader: pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import CertificateError, NotAPdfError
from pipeline.held import give_back
from pipeline.readers.bare_text import PAGES_KEPT, bare_text
from pipeline.readers.characters import printed_text
from pipeline.readers.limits import TooMuchDrawnError
from pipeline.readers.page import BadPage, Page, S
from pipeline.readers.passwords import locked, pdfium_document, wants_certificate, wants_password
from pipeline.readers.pdfium_layers import has_layers
from pipeline.readers.pdfium_page import painted_page, with_annotations
from pipeline.readers.sight.seen import seen


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
        self._read: dict[int, Page | BadPage] = {}
        self._loaded = 0
        self.producer = _metadata(self._document, b"Producer")

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
        self._data, self._password = b"", None
        give_back()

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); each is closed before the next is read."""
        for number in numbers:
            known = self._read.pop(number, None)
            if known is not None:
                yield known
                continue
            try:
                page = self._load(number)
            except pypdfium2.PdfiumError as error:
                yield BadPage(number, str(error))
            else:
                yield self._page(page, number)

    def skim(self, numbers: Iterable[int], look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of each page; those that are wanted are read while they are loaded."""
        for number in numbers:
            try:
                page = self._load(number)
            except pypdfium2.PdfiumError:
                yield look("")
                continue
            try:
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                page.close()
                yield look("")
                continue
            thought = look(bare_text(text))
            if thought:
                self._read[number] = self._page(page, number, text)
            else:
                page.close()
            yield thought

    def _load(self, number: int) -> pypdfium2.PdfPage:
        if self._loaded and self._loaded % PAGES_KEPT == 0:
            self._document.close()
            self._document = pdfium_document(self._data, self._password)
        self._loaded += 1
        return self._document[number - 1]

    def _page(
        self, page: pypdfium2.PdfPage, number: int, text: pypdfium2.PdfTextPage | None = None
    ) -> Page | BadPage:
        """What a page that is loaded, and its text where that is loaded too, shows; it is closed."""
        try:
            shown = with_annotations(self._document, page, number - 1)
            if shown is not page:
                page, text = shown, None
            return seen(painted_page(self._document, page, number, self._layers, text))
        except TooMuchDrawnError as error:
            return BadPage(number, str(error), overdrawn=True)
        except pypdfium2.PdfiumError as error:
            return BadPage(number, str(error))
        finally:
            page.close()


def _metadata(document: pypdfium2.PdfDocument, key: bytes) -> str | None:
    """A value of the file's metadata; None where there is none. What cannot be decoded is U+FFFD."""
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    # Two bytes of the end.
    return printed_text(buffer.raw[: max(0, size - 2)].decode("utf-16-le", errors="replace")).strip() or None
