"""The functions that read one file: its records, its tables, a page as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.api.options import StrPath, checked_jobs, checked_options, checked_pages
from pipeline.files.document import document_at
from pipeline.models import Extraction, Reader
from pipeline.readers.recognition import Ocr
from pipeline.reading.options import Verify
from pipeline.reading.plans import extract_file

if TYPE_CHECKING:
    from pipeline.tables.cells import Tables


def extract(
    path: StrPath,
    *,
    reader: Reader = "pdfium",
    pages: tuple[int, int] | None = None,
    verify: Verify = False,
    single: bool = False,
    agency: str | None = None,
    year: int | None = None,
    edition: str | None = None,
    profile: StrPath | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    unit: str | None = None,
    max_pages: int | None = None,
    jobs: int | None = 1,
) -> Extraction:
    """Read the plans of one file.

    Args:
        path: a PDF file, or one of Word or ODT, which LibreOffice prints to PDF.
        reader: engine that reads the glyphs, ``pdfium`` or ``pdfplumber``.
        pages: first and last page to read, from 1; all by default.
        verify: read the file a second time with the other engine and report every difference as a finding;
            ``"doubtful"`` reads the pages of records only whose ``confidence`` is not ``certain``.
        single: read the tables once instead of twice, for speed; the ``confidence`` of records is then ``likely`` at
            most.
        agency: name of the office, where the document does not say it rightly.
        year: year of the ROC calendar (112 is 2023), where the document does not say it rightly.
        edition: ASCII name that tells two editions of the same plan apart; it ends the plan's id.
        profile: a profile file, whose words are added to those that ship with the package.
        ocr: which pages are read from their pictures, with the extra ``ocr``: ``auto`` for those without a text
            layer or with one that is not legible, ``always`` for all, ``never`` for none.
        password: opens the file, if it wants one. It is shown and written nowhere.
        unit: unit of amounts that print none, such as ``千元``; without it they have no amount in dollars.
        max_pages: a file of more pages is refused; None for any number.
        jobs: processes that read the pages of a long file, or of one with pictures of pages, on Linux; None for one
            per core. They are forks, so a program with threads of its own leaves it at one.

    Returns:
        All that was read: plans with sections, items and budgets (amounts in New Taiwan dollars), the text
        around them, the account of all glyphs, findings. Boxes are in PDF points from the page's top left.
        ``documents()`` gives each plan with its findings, ``pipeline.to_frames`` pandas frames of all.

    Raises:
        UsageError: an option has a value that cannot be used.
        ProfileError: the profile cannot be used.
        UnreadableError: the file or the profile cannot be read.
        NotAPdfError: it is no PDF, or cut off.
        MissingPrinterError: it is a file of Word or ODT, and LibreOffice is not installed.
        EncryptedError: it wants a password; WrongPasswordError where it wants another one.
        NoTextError: it is a scan.
        NoPlanError: none of its tables is a plan's.
        PageLimitError: it has more than ``max_pages`` pages.
        WorkerLostError: one of several processes crashed, or somebody killed it.
        MemoryLimitError: one of them crashed for want of memory.
    """
    processes = checked_jobs(jobs)
    options = checked_options(
        reader=reader,
        agency=agency,
        year=year,
        edition=edition,
        profile=profile,
        ocr=ocr,
        password=password,
        verify=verify,
        single=single,
        unit=unit,
    )
    return extract_file(Path(path), replace(options, pages=checked_pages(pages)), max_pages, processes)


def inspect(
    path: StrPath,
    page: int,
    out: StrPath,
    *,
    reader: Reader = "pdfium",
    agency: str | None = None,
    year: int | None = None,
    profile: StrPath | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    max_pages: int | None = None,
) -> Path:
    """Draw a page with columns, rows, fields and item numbers over it.

    Args:
        path: see ``extract``; all its pages are read, because rows run over page ends.
        page: page number, from 1.
        out: the picture, ending in .png.
        reader: see ``extract``.
        agency: see ``extract``.
        year: see ``extract``.
        profile: see ``extract``.
        ocr: see ``extract``.
        password: see ``extract``.
        max_pages: see ``extract``.

    Returns:
        The picture's path.

    Raises:
        UsageError: there is no such page, or the picture's ending is another.
        UnwritableError: the picture cannot be written.
        WorkplanError: the file or the profile cannot be read; see ``extract``.
    """
    from pipeline.exporters.picture import draw_page  # noqa: PLC0415 - loads pdfplumber and Pillow
    from pipeline.readers.plumber import plumber_document  # noqa: PLC0415 - the same

    options = checked_options(
        reader=reader, agency=agency, year=year, edition=None, profile=profile, ocr=ocr, password=password
    )
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a plan is read without it

    with TemporaryDirectory(prefix="workplan-", ignore_cleanup_errors=True) as folder:
        prints = Path(folder)  # a document is printed once for both
        extraction = extract_file(Path(path), replace(options, prints=prints), max_pages)
        draw_page(
            Path(path),
            extraction,
            page,
            Path(out),
            lambda one: plumber_document(document_at(one, prints).pdf, password),
        )
    return Path(out)


def tables(
    path: StrPath,
    *,
    reader: Reader = "pdfium",
    pages: tuple[int, int] | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    max_pages: int | None = None,
) -> Tables:
    """Read every table of one file, whatever its headers say.

    Args:
        path: see ``extract``.
        reader: see ``extract``.
        pages: first and last page to read, from 1; all by default.
        ocr: see ``extract``.
        password: see ``extract``.
        max_pages: see ``extract``.

    Returns:
        The tables in reading order, each over all its pages, with cells, spans and places. Boxes are in PDF points
        from the page's top left. ``tables`` is empty where the file holds none.

    Raises:
        UsageError: an option has a value that cannot be used.
        UnreadableError: the file cannot be read.
        NotAPdfError: it is no PDF, or cut off.
        MissingPrinterError: it is a file of Word or ODT, and LibreOffice is not installed.
        EncryptedError: it wants a password, or another one.
        NoTextError: it is a scan.
        PageLimitError: it has more than ``max_pages`` pages.
    """
    from pipeline.reading.tables import tables_of_file  # noqa: PLC0415 - a plan is read without it

    options = checked_options(
        reader=reader, agency=None, year=None, edition=None, profile=None, ocr=ocr, password=password
    )
    return tables_of_file(
        Path(path), options.reader, checked_pages(pages), options.ocr, options.password, max_pages
    )
