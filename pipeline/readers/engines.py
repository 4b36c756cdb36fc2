"""Engines by name, each loaded only when it is used."""

from __future__ import annotations

from typing import Protocol

from pipeline.models import Reader
from pipeline.readers.page import DocumentReader


class Opener(Protocol):
    """What opens a file's bytes."""

    def __call__(self, data: bytes, name: str, password: str | None = None) -> DocumentReader:
        """Open a file.

        Args:
            data: its bytes.
            name: its name for messages.
            password: opens it, if it wants one.

        Raises:
            NotAPdfError: no page can be had from the bytes.
            EncryptedError: the file wants a password, or another one.
        """
        ...


def opener(reader: Reader) -> Opener:
    """The engine of that name."""
    if reader == "pdfium":
        from pipeline.readers.pdfium import PdfiumReader  # noqa: PLC0415 - one engine is enough

        return PdfiumReader
    from pipeline.readers.plumber import PlumberReader  # noqa: PLC0415 - takes a third of a second to load

    return PlumberReader


def second_opinion(reader: Reader) -> Opener:
    """The engine that checks what the other one read."""
    return opener("pdfplumber" if reader == "pdfium" else "pdfium")
