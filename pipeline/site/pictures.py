"""Pages of a PDF file as pictures, as they are shown: turned and cropped as the file says."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import NotAPdfError
from pipeline.exporters.disk import make_folder, write_file
from pipeline.files.inputs import refuse_long
from pipeline.limits import drawn_scale

DOTS_PER_POINT = 2
"""144 dpi: a 12-point character is 24 pixels high, legible on a screen at its full size."""
QUALITY = 75
"""Of WebP; a page of text is about 82 KB."""
EFFORT = 2
"""Of WebP's 0 to 6: a third of the time of 4, its default, for files that are 3 % larger."""
PICTURE_SUFFIX = ".webp"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a picture.

    Attributes:
        page: number, from 1.
        width_pt: of the page, in PDF points.
        height_pt: of the page, in PDF points.
        width_px: of the picture.
        height_px: of the picture.
    """

    page: int
    width_pt: float
    height_pt: float
    width_px: int
    height_px: int

    @property
    def file_name(self) -> str:
        """Name of its file."""
        return f"{self.page}{PICTURE_SUFFIX}"


def write_pictures(
    pdf: Path,
    pages: Iterable[int],
    folder: Path,
    password: str | None = None,
    max_pages: int | None = None,
) -> dict[int, PagePicture]:
    """Write pictures of pages into a folder; those that are there already are not drawn again.

    Args:
        pdf: the file.
        pages: their numbers, from 1; what the file does not have, or cannot be drawn, is left out.
        folder: of this file's bytes alone, made where it is missing.
        password: opens the file, if it wants one.
        max_pages: a file of more pages is refused; None for any number.

    Returns:
        The pictures by page number.

    Raises:
        NotAPdfError: the file cannot be opened.
        EncryptedError: it wants a password, or another one.
        PageLimitError: it has too many pages.
        UnwritableError: a picture cannot be written.
    """
    found: dict[int, PagePicture] = {}
    make_folder(folder)
    with closing(_opened(pdf, password)) as document:
        refuse_long(pdf.name, len(document), max_pages)
        for number in sorted(set(pages)):
            picture = _measured(document, number)
            if picture is None:
                continue
            path = folder / picture.file_name
            if not path.is_file():
                drawn = _drawn(document, picture)
                if drawn is None:
                    continue
                write_file(path, [drawn])
            found[number] = picture
    return found


def picture_bytes(pdf: Path, page: int, password: str | None = None) -> bytes | None:
    """One page as WebP; None where the file has no such page or it cannot be drawn; the password opens the file.

    Raises:
        NotAPdfError: the file cannot be opened.
        EncryptedError: it wants a password, or another one.
    """
    with closing(_opened(pdf, password)) as document:
        picture = _measured(document, page)
        return None if picture is None else _drawn(document, picture)


def measured(pdf: Path, password: str | None = None) -> dict[int, PagePicture]:
    """What the picture of every page would be, by page number, without drawing any; the password opens the file.

    Raises:
        NotAPdfError: the file cannot be opened.
        EncryptedError: it wants a password, or another one.
    """
    with closing(_opened(pdf, password)) as document:
        pages = (_measured(document, number) for number in range(1, len(document) + 1))
        return {one.page: one for one in pages if one is not None}


def _opened(pdf: Path, password: str | None) -> Any:
    import pypdfium2 as pdfium  # noqa: PLC0415 - --help must not load it

    from pipeline.readers.passwords import locked, pdfium_document, wants_password  # noqa: PLC0415 - the same

    try:
        return pdfium_document(pdf, password)
    except (OSError, pdfium.PdfiumError) as error:
        if wants_password(error):
            raise locked(pdf.name, password) from None
        raise NotAPdfError("pictures-refused", name=pdf.name) from error


def _measured(document: Any, number: int) -> PagePicture | None:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the same

    if not 1 <= number <= len(document):
        return None
    try:
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
    except pdfium.PdfiumError:
        logger.warning("page %d cannot be drawn", number)
        return None
    scale = drawn_scale(width, height, DOTS_PER_POINT)
    if scale is None:
        return None
    # The engine rounds up, and the picture is to have the size that its page says.
    width_px, height_px = math.ceil(width * scale), math.ceil(height * scale)
    return PagePicture(number, round(width, 2), round(height, 2), width_px, height_px)


def _drawn(document: Any, picture: PagePicture) -> bytes | None:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the same

    try:
        with closing(document[picture.page - 1]) as page:
            width, height = page.get_size()
            image = page.render(scale=drawn_scale(width, height, DOTS_PER_POINT)).to_pil()
    except pdfium.PdfiumError:
        logger.warning("page %d cannot be drawn", picture.page)
        return None
    content = io.BytesIO()
    image.convert("RGB").save(content, format="WEBP", quality=QUALITY, method=EFFORT)
    return content.getvalue()
