"""Pictures of pages as scanners and copiers make them, from a seed; needs the extra ``ocr`` for OpenCV."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """Pixels, 0 black to 255 white: rows and columns, or rows, columns and red, green, blue."""
    Change = Callable[[Sequence[Picture], np.random.Generator], list[Picture]]
    """What a scanner makes of all pages of a document."""

PAPER = 244
"""Grey of white paper on a scanner."""
NOISE = 3.0
"""Standard deviation of a sensor's noise, in levels of grey."""
SKEW_DEG = 3.0
RED, BLUE, CREAM = (196, 30, 40), (30, 50, 150), (250, 243, 222)
DATED = time.struct_time((2023, 1, 3, 8, 0, 0, 1, 3, 0))


@dataclass(frozen=True)
class Kind:
    """A way in which pages come to be pictures.

    Attributes:
        name: what it is called in tables and on the command line.
        change: what becomes of the pages after they were scanned.
        dpi: resolution.
        quality: of the JPEG.
    """

    name: str
    change: Change
    dpi: int = 200
    quality: int = 85


def pictures(sample: Path, kind: Kind, pages: int, seed: int) -> bytes:
    """A PDF without text layer that shows the first pages of a sample; of the same bytes every time.

    Args:
        sample: a PDF with a text layer.
        kind: what the pictures are like.
        pages: how many pages.
        seed: of all that is left to chance.
    """
    rng = np.random.default_rng([seed, zlib.crc32(kind.name.encode())])
    scanned = [_scanned(page, rng) for page in _drawn(sample, pages, kind.dpi)]
    sheets = [Image.fromarray(picture) for picture in kind.change(scanned, rng)]
    file = io.BytesIO()
    sheets[0].save(
        file,
        "PDF",
        save_all=True,
        append_images=sheets[1:],
        resolution=kind.dpi,
        quality=kind.quality,
        creationDate=DATED,
        modDate=DATED,
    )
    return file.getvalue()


def _drawn(sample: Path, pages: int, dpi: int) -> list[Picture]:
    document = pypdfium2.PdfDocument(sample)
    try:
        found = []
        for number in range(pages):
            page = document[number]
            array = page.render(scale=dpi / 72, grayscale=True).to_numpy()
            found.append(np.array(array.reshape(array.shape[:2]), dtype=np.uint8))
            page.close()
        return found
    finally:
        document.close()


def _scanned(page: Picture, rng: np.random.Generator) -> Picture:
    """Paper that is not quite white, soft edges, and the sensor's noise."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.5).astype(np.float32) * (PAPER / 255)
    return _levels(soft + rng.normal(0, NOISE, page.shape).astype(np.float32))


def _levels(values: NDArray[np.floating[Any]]) -> Picture:
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)


def _each(change: Callable[[Picture, np.random.Generator], Picture]) -> Change:
    return lambda pages, rng: [change(page, rng) for page in pages]


def as_scanned(page: Picture, _rng: np.random.Generator) -> Picture:
    """Nothing but what every scanner does."""
    return page


def coloured(page: Picture, rng: np.random.Generator) -> Picture:
    """Cream paper and a sensor whose colours have noise of their own."""
    paper = page[..., None].astype(np.float32) * (np.array(CREAM, dtype=np.float32) / PAPER)
    return _levels(paper + rng.normal(0, NOISE, paper.shape).astype(np.float32))


def leaning(degrees: float) -> Change:
    """Pages that a feeder turned; lines fall to the right where the angle is above zero."""

    def change(page: Picture, _rng: np.random.Generator) -> Picture:
        height, width = page.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
        turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER)
        return np.asarray(turned, dtype=np.uint8)

    return _each(change)


def quarters(count: int) -> Change:
    """Pages that were laid on the glass in another way: quarters of a circle, against the clock."""
    return _each(lambda page, _rng: np.ascontiguousarray(np.rot90(page, count)))


def dark_edge(page: Picture, rng: np.random.Generator) -> Picture:
    """An open lid: black beside the paper on two sides, with a ragged shadow within."""
    height, width = page.shape
    found = page.astype(np.float32)
    edge, shadow = width * 0.02, width * 0.03
    ragged = edge + cv2.GaussianBlur(rng.normal(0, edge, (height, 1)).astype(np.float32), (1, 101), 0)
    from_left = np.arange(width, dtype=np.float32)[None, :] - ragged.reshape(height, 1)
    from_top = np.arange(height, dtype=np.float32)[:, None] - edge
    light = np.clip(np.minimum(from_left, from_top) / shadow, 0.06, 1.0)
    return _levels(found * light)


def stamped(page: Picture, rng: np.random.Generator) -> Picture:
    """A round red stamp with a date, over the table's text."""
    height, width = page.shape
    radius = round(width * 0.085)
    at = round(width * rng.uniform(0.45, 0.6)), round(height * rng.uniform(0.55, 0.75))
    mask = np.zeros(page.shape, dtype=np.uint8)
    thick = max(2, width // 500)
    cv2.circle(mask, at, radius, 255, thick * 2)
    cv2.circle(mask, at, round(radius * 0.86), 255, thick)
    for side in (-1, 1):
        y = at[1] + side * round(radius * 0.25)
        cv2.line(mask, (at[0] - round(radius * 0.8), y), (at[0] + round(radius * 0.8), y), 255, thick)
    size = radius / 72
    place = at[0] - round(radius * 0.72), at[1] + round(radius * 0.12)
    cv2.putText(mask, "112.01.03", place, cv2.FONT_HERSHEY_SIMPLEX, size * 0.68, 255, thick, cv2.LINE_AA)
    return _inked(page, mask, RED, 0.7)


def signed(page: Picture, rng: np.random.Generator) -> Picture:
    """A blue signature in one stroke, over the table's text."""
    height, width = page.shape
    along = np.linspace(0, 1, 240)
    waves = sum(
        rng.uniform(0.2, 1.0) / k * np.sin(2 * np.pi * (k * 2.1 * along + rng.uniform())) for k in range(1, 6)
    )
    x = width * (rng.uniform(0.35, 0.45) + 0.22 * along + 0.02 * np.sin(28 * along))
    y = height * (rng.uniform(0.55, 0.75) + 0.018 * waves)
    points = np.rint(np.column_stack([x, y])).astype(np.int32)
    mask = np.zeros(page.shape, dtype=np.uint8)
    cv2.polylines(mask, [points], False, 255, max(2, width // 400), cv2.LINE_AA)
    return _inked(page, mask, BLUE, 0.85)


def _inked(page: Picture, mask: Picture, colour: tuple[int, int, int], strength: float) -> Picture:
    """The page in colour with ink on it, through which print can be seen."""
    share = (mask.astype(np.float32) / 255 * strength)[..., None]
    tint = 1 - share * (1 - np.array(colour, dtype=np.float32) / 255)
    return _levels(page[..., None].astype(np.float32) * tint)


def two_up(pages: Sequence[Picture], _rng: np.random.Generator) -> list[Picture]:
    """Two pages side by side on each sheet, the last one beside blank paper where their number is odd."""
    blank = np.full_like(pages[0], PAPER)
    padded = [*pages, blank] if len(pages) % 2 else list(pages)
    return [np.hstack(padded[i : i + 2]) for i in range(0, len(padded), 2)]


def faint_rules(page: Picture, rng: np.random.Generator) -> Picture:
    """Hairlines that came out grey and broken, beside print that is as dark as ever."""
    length = page.shape[1] // 20
    dark = np.where(page < PAPER - 60, 255, 0).astype(np.uint8)
    rules = np.zeros_like(dark)
    for side in ((1, length), (length, 1)):
        rules |= np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(side, np.uint8)), dtype=np.uint8)
    rules = np.asarray(cv2.dilate(rules, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    faint = PAPER - (PAPER - page.astype(np.float32)) * 0.3
    gone = rng.random(page.shape) < 0.1
    faint[gone] = PAPER
    return _levels(np.where(rules > 0, faint, page.astype(np.float32)))


def bleed_through(pages: Sequence[Picture], _rng: np.random.Generator) -> list[Picture]:
    """Thin paper, printed on both sides: the next page shows through, mirrored and blurred."""
    found = []
    for i, page in enumerate(pages):
        back = np.fliplr(pages[(i + 1) % len(pages)]).astype(np.float32)
        through = cv2.GaussianBlur(back, (0, 0), page.shape[1] / 1400)
        found.append(_levels(page.astype(np.float32) - 0.22 * np.clip(PAPER - through, 0, 255)))
    return found


KINDS = (
    Kind("150 dpi", _each(as_scanned), dpi=150),
    Kind("200 dpi", _each(as_scanned)),
    Kind("300 dpi", _each(as_scanned), dpi=300),
    Kind("600 dpi", _each(as_scanned), dpi=600),
    Kind("colour", _each(coloured)),
    Kind("JPEG noise", _each(as_scanned), quality=30),
    Kind("skew to the right", leaning(SKEW_DEG)),
    Kind("skew to the left", leaning(-SKEW_DEG)),
    Kind("upside down", quarters(2)),
    Kind("sideways, left", quarters(1)),
    Kind("sideways, right", quarters(3)),
    Kind("dark edge", _each(dark_edge)),
    Kind("stamp", _each(stamped)),
    Kind("signature", _each(signed)),
    Kind("two pages on a sheet", two_up),
    Kind("faint rules", _each(faint_rules)),
    Kind("bleed-through", bleed_through),
)
"""All kinds."""
