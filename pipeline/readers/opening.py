"""Engines by name, each loaded only when it is used."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.models import Reader
from pipeline.readers.page import DocumentReader

Opener = Callable[[bytes, str], DocumentReader]


def opener(reader: Reader) -> Opener:
    """What opens a file's bytes, with its name for messages."""
    if reader == "pdfium":
        from pipeline.readers.pdfium import PdfiumReader  # noqa: PLC0415 - one engine is enough

        return PdfiumReader
    from pipeline.readers.plumber import PlumberReader  # noqa: PLC0415 - takes a third of a second to load

    return PlumberReader


def second_opinion(reader: Reader) -> Opener:
    """The engine that checks what the other one read."""
    return opener("pdfplumber" if reader == "pdfium" else "pdfium")
