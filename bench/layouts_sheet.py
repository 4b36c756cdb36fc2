"""Draws thumbnails of documents on sheets, to be looked at by a person."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

ACROSS, DOWN = 5, 4
"""Documents on one sheet, each with two pages side by side."""
TILE = (520, 370)
LABEL = 16
"""Height of a label in pixels."""
GOOD, BAD = (0, 110, 0), (190, 0, 0)
Shown = tuple[Path, str, float]
"""File, producer and F1."""


def contact_sheets(shown: Sequence[Shown], path: Path) -> None:
    """Write as many sheets as are needed: the first under the name that is given, the others numbered."""
    size = ACROSS * DOWN
    for number, start in enumerate(range(0, len(shown), size), start=1):
        target = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        _sheet(shown[start : start + size]).save(target)


def _sheet(shown: Sequence[Shown]) -> Image.Image:
    sheet = Image.new("RGB", (ACROSS * TILE[0], DOWN * (TILE[1] + LABEL)), "grey")
    draw = ImageDraw.Draw(sheet)
    for place, (path, producer, f1) in enumerate(shown):
        x, y = place % ACROSS * TILE[0], place // ACROSS * (TILE[1] + LABEL)
        draw.rectangle((x, y, x + TILE[0] - 3, y + LABEL - 1), fill="white")
        draw.text((x + 3, y + 2), f"{path.stem} {producer} {f1:.3f}", fill=GOOD if f1 == 1 else BAD)
        for half, page in enumerate(_pages(path)):
            page.thumbnail((TILE[0] // 2 - 3, TILE[1] - 3))
            sheet.paste(page, (x + half * TILE[0] // 2, y + LABEL))
    return sheet


def _pages(path: Path) -> list[Image.Image]:
    """Draw the first page and one in the middle."""
    document = pypdfium2.PdfDocument(path)
    numbers = sorted({0, len(document) // 2})
    drawn: list[Image.Image] = [document[number].render(scale=0.6).to_pil() for number in numbers]
    document.close()
    return drawn
