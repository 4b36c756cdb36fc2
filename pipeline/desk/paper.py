"""The pages of a PDF file as the desk shows them: their pictures, their sizes, and where each glyph is seen."""

from __future__ import annotations

import io
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from pipeline.errors import WorkplanError
from pipeline.extractors.ways import Way
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, BBox, Page
from pipeline.readers.pdfium import PdfiumReader
from pipeline.site.pictures import PagePicture, measured, picture_bytes

PICTURES_KEPT: Final = 48
PAGES_READ: Final = 256
WHITE: Final = 240
"""Of 255: a lighter shade is white paper, or what the picture's format made of it."""
_drawing = Lock()
"""The engine that draws and reads pages works for one thread at a time."""


class SeenGlyph(NamedTuple):
    """A glyph where a person sees it on the page as shown."""

    text: str
    bbox: BBox


@lru_cache(maxsize=PICTURES_KEPT)
def picture_of(pdf: Path, number: int, password: str | None) -> bytes | None:
    """The picture of a page as WebP; None where it cannot be drawn.

    Raises:
        NotAPdfError: the file cannot be opened.
        EncryptedError: it wants a password, or another one.
    """
    with _drawing:
        return picture_bytes(pdf, number, password)


@lru_cache(maxsize=PICTURES_KEPT)
def _sizes(pdf: Path, password: str | None) -> dict[int, PagePicture]:
    with _drawing:
        return measured(pdf, password)


def sizes_of(pdf: Path | None, password: str | None) -> dict[int, PagePicture]:
    """What the picture of each page would be, by page number; none where there is no file, or not any more."""
    with suppress(WorkplanError):
        return {} if pdf is None else _sizes(pdf, password)
    return {}


@lru_cache(maxsize=PAGES_READ)
def ink_of(pdf: Path, number: int, password: str | None) -> BBox | None:
    """What of a page is not white, as shares of its width and height; None where nothing is, or it cannot be drawn."""
    from PIL import Image  # noqa: PLC0415 - only the desk needs it

    content = picture_of(pdf, number, password)
    if content is None:
        return None
    with Image.open(io.BytesIO(content)) as image:
        found = image.convert("L").point(lambda shade: 255 * (shade < WHITE)).getbbox()
        width, height = image.size
    return found and (found[0] / width, found[1] / height, found[2] / width, found[3] / height)


@lru_cache(maxsize=PAGES_READ)
def glyphs_of(pdf: Path, number: int, password: str | None) -> tuple[SeenGlyph, ...]:
    """The page's own print, white space aside, in reading order; none where a page is a picture or cannot be read."""
    try:
        with _drawing, closing(PdfiumReader(pdf.read_bytes(), pdf.name, password)) as reader:
            if not 1 <= number <= reader.page_count:
                return ()
            pages = [page for page in reader.pages((number,)) if isinstance(page, Page)]
    except (OSError, WorkplanError):
        return ()
    return tuple(glyph for page in pages for glyph in _seen(page))


def _seen(page: Page) -> list[SeenGlyph]:
    way = Way(page.straightened, page.turned)
    return [
        SeenGlyph(
            one.text,
            way.shown((one.x0, one.y - ASCENT_EM * one.size, one.x1, one.y + DESCENT_EM * one.size)),
        )
        for one in page.glyphs
        if one.text.strip()
    ]
