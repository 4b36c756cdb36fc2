"""Draws the pictures of the README again: ``python docs/images/draw.py``.

They show one page break of a sample: the foot of page 1 and the head of page 2, as printed and as
``workplan inspect`` shows it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from pipeline import inspect

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "samples" / "chiayi-west-112-open.pdf"
STRIPS = ((1, 575.0, 778.0), (2, 55.0, 225.0))
"""Page, top and bottom of each strip, in points."""
SIDES = (55.0, 530.0)
WIDTH_PX = 760
GAP_PX = 14
COLOURS = 48


def save(strips: list[Image.Image], path: Path) -> None:
    """Stack the strips with a dark gap between them, which stands for the page break."""
    height = sum(strip.height for strip in strips) + GAP_PX
    picture = Image.new("RGB", (strips[0].width, height), (90, 90, 90))
    picture.paste(strips[0], (0, 0))
    picture.paste(strips[1], (0, strips[0].height + GAP_PX))
    size = (WIDTH_PX, round(height * WIDTH_PX / picture.width))
    small = picture.resize(size, Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(path, optimize=True)


def strip(page: Image.Image, points_per_px: float, top: float, bottom: float) -> Image.Image:
    """The part of a page's picture between two heights."""
    box = (SIDES[0], top, SIDES[1], bottom)
    return page.crop(tuple(round(side / points_per_px) for side in box))  # type: ignore[arg-type]


def main() -> None:
    """Draw both pictures."""
    document = pypdfium2.PdfDocument(SAMPLE)
    plain, drawn = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, top, bottom in STRIPS:
            page = document[number - 1]
            plain.append(strip(page.render(scale=2).to_pil(), 0.5, top, bottom))
            with Image.open(inspect(SAMPLE, number, Path(folder) / f"{number}.png")) as picture:
                scale = page.get_width() / picture.width
                drawn.append(strip(picture.convert("RGB"), scale, top, bottom))
    save(plain, HERE / "page-break.png")
    save(drawn, HERE / "page-break-inspect.png")


if __name__ == "__main__":
    main()
