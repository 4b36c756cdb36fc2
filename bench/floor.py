"""The floor for speed: bare pypdfium2 asks for each glyph and path segment of a PDF once and keeps nothing.

A reader that is built on pypdfium2 does at least this. Run alone it prints seconds, glyphs and segments:
``python -m bench.floor FILE.pdf``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pypdfium2
from pypdfium2 import raw


def touch(path: Path) -> tuple[int, int]:
    """Ask for code point, loose box and font size of each glyph, and count the segments of each path.

    Returns:
        Number of glyphs and of segments.
    """
    glyphs = segments = 0
    box = raw.FS_RECTF()
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage()
            handle = text.raw
            count = raw.FPDFText_CountChars(handle)
            for index in range(count):
                raw.FPDFText_GetUnicode(handle, index)
                raw.FPDFText_GetLooseCharBox(handle, index, box)
                raw.FPDFText_GetFontSize(handle, index)
            glyphs += count
            paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
            segments += sum(raw.FPDFPath_CountSegments(one.raw) for one in paths)
            text.close()
            page.close()
    finally:
        document.close()
    return glyphs, segments


if __name__ == "__main__":
    start = time.perf_counter()
    found = touch(Path(sys.argv[1]))
    print(f"{time.perf_counter() - start:.4f} {found[0]} {found[1]}")
