"""How to read a file."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.models import PrintedUnit, Reader
    from pipeline.profiles.profile import Profile
    from pipeline.readers.recognition import Ocr

Verify = bool | Literal["doubtful"]
"""What is read again with the other engine: all, nothing, or the pages of records that are not certain."""
VERIFY_DOUBTFUL = "doubtful"
"""The pages of records that are not certain."""
READERS = ("pdfium", "pdfplumber")
"""Those of ``pipeline.models.Reader``, without what it takes to load it."""


@dataclass(frozen=True)
class Options:
    """How to read a file.

    Attributes:
        reader: engine that reads the glyphs.
        pages: first and last page to read, from 1; None for all, but for those of a long file that show no plan.
        verify: what of the file to read again with the other engine and compare.
        agency: identifier or name of the office, where the file does not tell it or tells it wrongly.
        year: ROC year, likewise.
        edition: last part of the plans' identifiers, for a second plan of the same office and year.
        ocr: which pages are read from their pictures: ``auto`` for those whose text layer cannot be had.
        profile: words of headers, titles and so on; None for those that ship with the package.
        pictures: folder that keeps what was recognised on pictures of pages; None keeps nothing.
        prints: folder that keeps the PDF files that were printed of office documents; None keeps none.
        single: whether to read its tables once only, for speed; no record is then certain.
        unit: of amounts that print none; None where the profile tells, or nobody does.
        password: opens files that want one. It is shown and written nowhere.
    """

    reader: Reader = "pdfium"
    pages: tuple[int, int] | None = None
    verify: Verify = False
    agency: str | None = None
    year: int | None = None
    edition: str | None = None
    profile: Profile | None = None
    ocr: Ocr = "auto"
    pictures: Path | None = None
    prints: Path | None = None
    single: bool = False
    unit: PrintedUnit | None = None
    password: str | None = field(default=None, repr=False)


DEFAULT_OPTIONS = Options()
