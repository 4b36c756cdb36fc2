"""The pages of a file, as far as headers are concerned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.extractors.pages import sheets_of
from pipeline.files.inputs import bytes_of
from pipeline.lines.sheets import Sheet
from pipeline.models import Reader
from pipeline.readers.opening import opener
from pipeline.readers.page import BadPage, Page
from pipeline.readers.recognition import recognises, with_pictures


def sheets_of_file(path: Path, reader: Reader, password: str | None = None) -> list[Sheet]:
    """The text of all pages of a file and the rules on them; the password opens it, if it wants one.

    Raises:
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or no PDF, or no page of it can be had.
        EncryptedError: it wants a password, or another one.
        NoTextError: it is a scan.
    """
    pages = pages_of_file(path, reader, password)
    return sheets_of(pages, path.name, recognised=recognises("auto")).sheets


def pages_of_file(path: Path, reader: Reader, password: str | None = None) -> Iterator[Page | BadPage]:
    """All pages of a file, one after another; it is closed behind the last.

    Raises:
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or no PDF.
        EncryptedError: it wants a password, or another one.
    """
    data = bytes_of(path)
    text = opener(reader)(data, path.name, password)
    opened = with_pictures(text, data, "auto", password=password)
    try:
        yield from opened.pages(tuple(range(1, opened.page_count + 1)))
    finally:
        opened.close()
