"""Shows that a PDF prints its whole truth, and all of it on its pages."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from tests.scoring import Gold

RADICALS = str.maketrans("⺠⻑", "民長")
"""Radicals share their glyphs with characters, and a producer may name the glyph after either."""
HYPHENS = "-\ufffe"
"""pdfium gives a hyphen at a line's end as a sign of its own."""


def folded(text: str) -> str:
    """Write a text without white space and without what producers change in it."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(RADICALS)


def page_texts(pdf: Path | bytes) -> list[str]:
    """Give all that each page of a PDF prints."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [folded(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


def unprinted(pdf: Path | bytes, gold: Gold) -> Counter[str]:
    """Count the characters of the truth that the PDF lacks."""
    wanted: Counter[str] = Counter()
    for text in _texts(gold):
        wanted.update(folded(text))
    for sign in HYPHENS:
        del wanted[sign]
    return wanted - Counter("".join(page_texts(pdf)))


def beyond_page(pdf: Path | bytes) -> int:
    """Count the glyphs whose origins lie beyond their page: no printer prints them."""
    document = pypdfium2.PdfDocument(pdf)
    found = sum(map(_beyond, document))
    document.close()
    return found


def _beyond(page: pypdfium2.PdfPage) -> int:
    # Origins are told as they stand before the page is turned, and so is the crop box.
    left, bottom, right, top = page.get_cropbox()
    return sum(not (left <= x <= right and bottom <= y <= top) for x, y in _origins(page))


def _origins(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(text.count_chars()):
        # pdfium adds spaces and line ends of its own, which stand nowhere.
        if raw.FPDFText_IsGenerated(text.raw, number) != 1:
            raw.FPDFText_GetCharOrigin(text.raw, number, x, y)
            yield x.value, y.value


def _texts(gold: Gold) -> Iterator[str]:
    """Give the texts that are surely printed once for each time they stand in the truth."""
    for unit in gold["units"]:
        yield from (unit["title"], unit["preamble"], *unit["focus"])
        above: list[str] = []
        for item in unit["items"]:
            if item["work"] != above:
                yield item["work"][-1]
                above = item["work"]
            yield from (item["plan"][-1], *(text for _, text in item["implementation"]))
            yield from (text for _, text, _ in item["money"])
            yield from (text for _, text in item["extra"])
