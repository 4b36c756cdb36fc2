"""The second opinion: pdfplumber, an engine that shares no code with pdfium."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFValueError
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import CertificateError, NotAPdfError
from pipeline.readers.bare_text import bare_texts
from pipeline.readers.characters import printed_text
from pipeline.readers.limits import TooMuchDrawnError
from pipeline.readers.page import BadPage, Page, S
from pipeline.readers.passwords import locked, spellings
from pipeline.readers.plumber_layers import Layers
from pipeline.readers.plumber_page import painted_page
from pipeline.readers.sight.seen import seen

# pdfminer warns about fonts that it reads rightly all the same; who wants that can add a handler of their own.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

REFUSALS = (PDFPasswordIncorrect, UnicodeEncodeError, PDFValueError)
"""What pdfminer says of a password: it is another one; it has characters that no older file, or none at all, takes."""


class PlumberReader:
    """A PDF file read by pdfplumber.

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
        try:
            self._document = plumber_document(data, password)
            self.page_count = len(self._document.pages)
        except _WantsPasswordError:
            raise locked(name, password) from None
        except MemoryError:
            raise
        except Exception as error:  # pdfminer lets many kinds out of a broken file
            if isinstance(error, PdfminerException) and isinstance(error.args[0], PDFEncryptionError):
                raise CertificateError("certificate-wanted", name=name) from None
            raise _unreadable(name) from error
        if not self.page_count:
            raise _unreadable(name)
        self._data, self._password = data, password
        self._layers = Layers.of(self._document.doc.catalog)
        producer = (self._document.metadata or {}).get("Producer")
        self.producer = printed_text(producer).strip() or None if isinstance(producer, str) else None

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
        self._data, self._password = b"", None

    def skim(self, numbers: Iterable[int], look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of each page, by pdfium; to read it takes far longer."""
        return map(look, bare_texts(self._data, numbers, self._password))

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); each is closed before the next is read."""
        for number in numbers:
            page = self._document.pages[number - 1]
            try:
                yield seen(painted_page(page, number, self._layers))
            except MemoryError:
                raise
            except TooMuchDrawnError as error:
                yield BadPage(number, str(error), overdrawn=True)
            except Exception as error:
                yield BadPage(number, f"{type(error).__name__}: {error}")
            finally:
                page.close()


class _WantsPasswordError(Exception):
    """No spelling of the password opens the file."""


def plumber_document(data: bytes, password: str | None) -> PDF:
    """A file opened by pdfplumber; a password is ignored where it wants none.

    Raises:
        Exception: it cannot be opened, or no spelling of the password opens it; of many kinds for a broken file.
    """
    for spelling in spellings(password):
        try:
            return pdfplumber.open(io.BytesIO(data), password=spelling)
        except PdfminerException as error:
            if not isinstance(error.args[0], REFUSALS if password else PDFPasswordIncorrect):
                raise
    raise _WantsPasswordError


def _unreadable(name: str) -> NotAPdfError:
    return NotAPdfError("not-a-pdf", name=name)
