"""A reader that looks at the pictures of those pages whose text layer cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pypdfium2

from pipeline.readers.ocr.page import read_picture
from pipeline.readers.ocr.recognising import recogniser
from pipeline.readers.page import BadPage, DocumentReader, Page


class PictureReader:
    """A PDF file whose pages are read by another engine, and from their pictures where those are wanted.

    Args:
        data: the bytes of the file.
        reader: the engine that reads text layers; closed with this one.
        wanted: whether a page is to be read from its picture.
    """

    def __init__(self, data: bytes, reader: DocumentReader, wanted: Callable[[Page], bool]) -> None:
        self._data = data
        self._reader = reader
        self._wanted = wanted
        self._known: dict[int, Page | BadPage] = {}
        self.page_count = reader.page_count
        self.producer = reader.producer

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); a picture that was read before is not read again."""
        for page in self._reader.pages(numbers):
            if isinstance(page, BadPage) or not self._wanted(page):
                yield page
                continue
            if page.number not in self._known:
                self._known[page.number] = _recognised(self._data, page.number)
            yield self._known[page.number]

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._data = b""


def _recognised(data: bytes, number: int) -> Page | BadPage:
    """One page from its picture; the file is opened anew, for pdfium keeps what it has drawn."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        try:
            return read_picture(page, number, recogniser())
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        return BadPage(number, str(error))
    finally:
        document.close()
