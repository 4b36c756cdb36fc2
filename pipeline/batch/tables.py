"""One file from bytes to its tables, whatever they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import __version__
from pipeline.batch.inputs import bytes_of, page_numbers
from pipeline.extractors.pages import sheets_of
from pipeline.grids.cells import Tables
from pipeline.grids.reading import read_sheets
from pipeline.grids.spaces import spaced
from pipeline.models import Reader, Source
from pipeline.readers.opening import opener
from pipeline.readers.page import BadPage, Page

UNREAD = {"page-unread", "page-scanned"}
"""Doubts about pages that hold no text for the tables."""


def tables_of_file(path: Path, reader: Reader, pages: tuple[int, int] | None = None) -> Tables:
    """Read the tables of one file.

    Args:
        path: the PDF file.
        reader: engine that reads the glyphs.
        pages: first and last page, from 1; None for all.

    Raises:
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or no PDF, or no page of it can be had.
        EncryptedError: it wants a password.
        NoTextError: it is a scan.
        UsageError: the pages asked for do not exist.
    """
    data = bytes_of(path)
    opened = opener(reader)(data, path.name)
    try:
        numbers = page_numbers(pages, opened.page_count, path.name)
        sheets, doubts = sheets_of(_spaced(opened.pages(numbers)), path.name)
        source = Source(
            file_name=path.name,
            sha256=hashlib.sha256(data).hexdigest(),
            pages=opened.page_count,
            producer=opened.producer,
        )
    finally:
        opened.close()
    unread = tuple(doubt.page for doubt in doubts if doubt.rule in UNREAD and doubt.page is not None)
    return Tables(__version__, source, reader, read_sheets(sheets), unread)


def _spaced(pages: Iterable[Page | BadPage]) -> Iterator[Page | BadPage]:
    for page in pages:
        yield spaced(page) if isinstance(page, Page) else page
