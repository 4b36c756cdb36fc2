"""What records say of the file that they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipeline.extractors.doubts import Doubt
from pipeline.files.document import Document
from pipeline.files.inputs import shown_name
from pipeline.models import Source


class OpenFile(Protocol):
    """What is known of a file's pages before one is read."""

    page_count: int
    producer: str | None


def source_of(document: Document, path: Path, reader: OpenFile) -> Source:
    """The source of a file's records.

    Args:
        document: the file.
        path: where it lies; its name is told.
        reader: of its pages.
    """
    printing = document.printing
    return Source(
        file_name=shown_name(path),
        sha256=document.sha256,
        pages=reader.page_count,
        producer=reader.producer,
        printed_by=printing.by if printing else None,
        pdf_sha256=printing.sha256 if printing else None,
    )


def print_doubts(document: Document) -> Iterator[Doubt]:
    """Says of an office document how it was printed, and which of its fonts were not there."""
    printing = document.printing
    if printing is None:
        return
    yield Doubt("office-printed", None, None, None, printing.by)
    if printing.missing_fonts is None:
        yield Doubt("fonts-unchecked", None, None, None, "")
    elif printing.missing_fonts:
        yield Doubt("fonts-missing", None, None, None, "、".join(printing.missing_fonts))
