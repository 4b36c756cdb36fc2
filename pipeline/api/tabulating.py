"""One PDF file: every table of it, whatever its headers say."""

from __future__ import annotations

from pathlib import Path

from pipeline.api.options import StrPath, checked_options, checked_pages
from pipeline.models import Reader
from pipeline.readers.recognition import Ocr
from pipeline.reading.tables import tables_of_file
from pipeline.tables.cells import Tables


def tables(
    path: StrPath,
    *,
    reader: Reader = "pdfium",
    pages: tuple[int, int] | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
) -> Tables:
    """Read every table of one PDF file, whatever its headers say.

    Args:
        path: the PDF file.
        reader: see ``extract``.
        pages: first and last page to read, from 1; all by default.
        ocr: see ``extract``.
        password: see ``extract``.

    Returns:
        The tables in reading order, each over all its pages, with cells, spans and places. Boxes are in PDF points
        from the page's top left. ``tables`` is empty where the file holds none.

    Raises:
        UsageError: an option has a value that cannot be used.
        UnreadableError: the file cannot be read.
        NotAPdfError: it is no PDF, or cut off.
        EncryptedError: it wants a password, or another one.
        NoTextError: it is a scan.
    """
    options = checked_options(
        reader=reader, agency=None, year=None, edition=None, profile=None, ocr=ocr, password=password
    )
    return tables_of_file(Path(path), options.reader, checked_pages(pages), options.ocr, options.password)
