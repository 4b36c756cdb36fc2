"""One file from bytes to its tables, whatever they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline import __version__
from pipeline.extractors.pages import UNREAD_RULES, sheets_of
from pipeline.extractors.ways import NOWHERE_ELSE, Way, ways_of
from pipeline.files.inputs import page_numbers, refuse_long
from pipeline.files.office import document_at
from pipeline.lines.runs import spaced
from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.readers.page import BadPage, Page
from pipeline.readers.recognition import Ocr, recognises, with_pictures
from pipeline.reading.sources import source_of
from pipeline.tables.cells import Grid, Place, Tables
from pipeline.tables.pages import read_sheets


def tables_of_file(
    path: Path,
    reader: Reader,
    pages: tuple[int, int] | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    max_pages: int | None = None,
) -> Tables:
    """Read the tables of one file.

    Args:
        path: the file.
        reader: engine that reads the glyphs.
        pages: first and last page, from 1; None for all.
        ocr: which pages are read from their pictures.
        password: opens the file, if it wants one.
        max_pages: a file of more pages is refused; None for any number.

    Raises:
        PageLimitError: the file has more pages.
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or neither a PDF nor a text document, or no page of it can be had.
        EncryptedError: it wants a password, or another one.
        MissingPrinterError: it is a document of Word or ODT, and LibreOffice is not installed.
        TimeLimitError: printing that took too long.
        NoTextError: it is a scan.
        UsageError: the pages asked for do not exist.
    """
    document = document_at(path)
    text = opener(reader)(document.pdf, path.name, password)
    opened = with_pictures(text, document.pdf, ocr, password=password)
    try:
        refuse_long(path.name, opened.page_count, max_pages)
        numbers = page_numbers(pages, opened.page_count, path.name)
        sheets, doubts, of_file = sheets_of(
            _spaced(opened.pages(numbers)), path.name, recognised=recognises(ocr)
        )
        source = source_of(document, path, opened)
    finally:
        opened.close()
    bad = [(doubt.rule, of_file.get(doubt.page, doubt.page)) for doubt in doubts if doubt.page is not None]
    unread = tuple(page for rule, page in bad if rule in UNREAD_RULES)
    overdrawn = tuple(page for rule, page in bad if rule == "page-overdrawn")
    ways = ways_of(sheets)
    found = tuple(_as_shown(grid, ways, of_file) for grid in read_sheets(sheets))
    return Tables(__version__, source, reader, found, unread, overdrawn)


def _spaced(pages: Iterable[Page | BadPage]) -> Iterator[Page | BadPage]:
    for page in pages:
        # A recogniser gives spaces itself.
        yield spaced(page) if isinstance(page, Page) and not page.picture else page


def _as_shown(grid: Grid, ways: Mapping[int, Way], numbers: Mapping[int, int]) -> Grid:
    """The table with its places on the pages as shown, where they were read elsewhere."""

    def place(one: Place) -> Place:
        return Place(numbers.get(one.page, one.page), ways.get(one.page, NOWHERE_ELSE).shown(one.bbox))

    if not numbers and not any(number in ways for number in grid.pages):
        return grid
    cells = tuple(replace(cell, spans=tuple(map(place, cell.spans))) for cell in grid.cells)
    doubts = tuple(replace(one, page=numbers.get(one.page, one.page)) for one in grid.doubts)
    pages = tuple(dict.fromkeys(numbers.get(number, number) for number in grid.pages))
    return replace(grid, pages=pages, cells=cells, boxes=tuple(map(place, grid.boxes)), doubts=doubts)
