"""Stand-in until the real one is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.models import Extraction, Reader


@dataclass(frozen=True)
class Options:
    """How to read a file."""

    reader: Reader = "pdfium"
    pages: tuple[int, int] | None = None
    verify: bool = False
    agency: str | None = None
    year: int | None = None
    edition: str | None = None


def extract_file(path: Path, options: Options = Options()) -> Extraction:
    """Read one file."""
    raise NotImplementedError(path, options)
