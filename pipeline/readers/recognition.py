"""Which pages are read from their pictures, and whether that can be done; loads nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import MissingExtraError, install_command
from pipeline.extras import is_installed
from pipeline.messages.wording import Wording
from pipeline.readers.legible import legible
from pipeline.readers.page import BadPage, DocumentReader, Page, S
from pipeline.readers.sight.visibility import PAGE_NUMBER_GLYPHS

Ocr = Literal["auto", "always", "never"]
"""When pages are read from their pictures: where their text layer cannot be had, all of them, or none."""
MODES: tuple[str, ...] = get_args(Ocr)
INSTALL = install_command("ocr")

SCAN_SHARE = 0.5
"""A page without text that an image covers by this share is a scan."""
SURE_CHARACTER = 0.7
"""Confidence of a character that is one."""


def is_scan(page: Page) -> bool:
    """Whether a page is an image with no more text than a page number."""
    if page.image_share < SCAN_SHARE:
        return False
    return sum(not glyph.text.isspace() for glyph in page.glyphs) <= PAGE_NUMBER_GLYPHS


def shows_text(page: Page) -> bool:
    """Whether text was recognised on a page's picture: a few characters in drawings and stains are read unsurely."""
    return not is_scan(page) or any(one.confidence >= SURE_CHARACTER for one in page.recognised)


def is_unreadable(page: Page) -> bool:
    """Whether a page has no text layer, or one that is not what is printed."""
    return is_scan(page) or not legible(glyph.text for glyph in page.glyphs)


def available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return is_installed("ocr")


def recognises(ocr: Ocr) -> bool:
    """Whether pages without a usable text layer are read from their pictures."""
    return ocr != "never" and available()


RECOGNISING_MODULES = ("onnxruntime", "cv2")
"""What recognises, with threads and locks of its own: a fork has the locks as they were, but none of the threads."""


def may_fork() -> bool:
    """Whether a fork of this process may recognise: where what recognises is loaded it may wait for ever."""
    return not any(name in sys.modules for name in RECOGNISING_MODULES)


def way_to_recognise() -> Wording:
    """What a person does so that pages are read from their pictures, without a full stop."""
    if available():
        return Wording(zh="請以 --ocr auto 重新執行", en="Run again with --ocr auto")
    return Wording(
        zh=f"請安裝文字辨識套件：{INSTALL}，再以 --ocr auto 重新執行",
        en=f"Use text recognition: {INSTALL}, then run again with --ocr auto",
    )


def with_pictures(
    reader: DocumentReader,
    data: bytes,
    ocr: Ocr,
    words: Collection[str] = (),
    kept: Path | None = None,
    password: str | None = None,
) -> PictureReader:
    """The reader, with the pages that ``ocr`` says read from their pictures; as it is where that cannot be done.

    Args:
        reader: reads text layers.
        data: the bytes of its file.
        ocr: which pages are read from their pictures.
        words: words of headers, which a recogniser may misread.
        kept: folder of what was recognised before; None keeps nothing.
        password: opens the file, if it wants one.

    Raises:
        MissingExtraError: all pages are to be read so, and the extra ``ocr`` is not installed.
    """
    able = recognises(ocr)
    if ocr == "always" and not able:
        raise MissingExtraError("for-recognition", extra="ocr")
    return PictureReader(reader, data, ocr if able else "never", words, kept, password)


class PictureReader:
    """A file whose pages are read by another engine, or from their pictures where that is wanted.

    Loads the recogniser when the first page needs it, which in most files none does.
    """

    def __init__(
        self,
        reader: DocumentReader,
        data: bytes,
        ocr: Ocr,
        words: Collection[str],
        kept: Path | None,
        password: str | None,
    ) -> None:
        self._reader = reader
        self._data = data
        self._password = password
        self._words = words
        self._kept = kept
        self._ocr = ocr
        self._known: dict[int, tuple[Page | BadPage, ...]] = {}
        self._glanced: dict[int, Page | BadPage] = {}
        self.page_count = reader.page_count
        self.producer = reader.producer

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); a picture that was read before is not read again.

        Two pages that stand side by side on one sheet have the same number.
        """
        for number in numbers:
            page = self._glance(number)
            self._glanced.pop(number, None)
            if isinstance(page, BadPage) or not self._is_for_its_picture(page):
                yield page
                continue
            if number not in self._known:
                self._known[number] = self._recognised(page) if self._wants(page) else self._compared(page)
            yield from self._known[number]

    def looks_at_picture(self, number: int) -> bool:
        """Whether a page is read from its picture, or compared with it, which takes seconds; it is not done yet."""
        page = self._glance(number)
        known = number in self._known
        return not known and isinstance(page, Page) and self._is_for_its_picture(page)

    def _glance(self, number: int) -> Page | BadPage:
        """The page as the text layer has it, kept until it is asked for."""
        if number not in self._glanced:
            (self._glanced[number],) = self._reader.pages((number,))
        return self._glanced[number]

    def _wants(self, page: Page) -> bool:
        return self._ocr == "always" or (self._ocr == "auto" and is_unreadable(page))

    def _is_for_its_picture(self, page: Page) -> bool:
        return bool(page.layer) or self._wants(page)

    def skim(self, numbers: Iterable[int], look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of the text layer of each page."""
        return self._reader.skim(numbers, look)

    def _recognised(self, page: Page) -> tuple[Page | BadPage, ...]:
        from pipeline.readers.ocr.kept import KeptPages  # noqa: PLC0415 - heavy
        from pipeline.readers.ocr.page import read_page  # noqa: PLC0415 - heavy

        found = read_page(self._data, page.number, self._words, KeptPages(self._kept), self._password)
        if not page.layer:
            return found
        return tuple(one if isinstance(one, BadPage) else replace(one, layer="replaced") for one in found)

    def _compared(self, page: Page) -> tuple[Page | BadPage, ...]:
        """A searchable scan: its text where that agrees with the picture, else what the picture says."""
        from pipeline.readers.text_layers import compared  # noqa: PLC0415 - heavy

        found = compared(page, self._data, self._password, able=self._ocr != "never")
        return (found,) if found is not None else self._recognised(page)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._data, self._password = b"", None
