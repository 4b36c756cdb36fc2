"""The picture of a page: as shown, and straightened."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2
from pypdfium2 import raw

from pipeline.dataclass import dataclass
from pipeline.readers.page import Straightened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    """Rows of pixels, 0 black to 255 white."""

LEAST_DPI, MOST_DPI = 200, 300
"""Smaller pictures lose strokes of 10 point type; larger ones cost time and are made smaller by the recogniser."""
RECOGNISED_SIDE_PX = 5200
"""Of a side: an A3 sheet at 300 dpi; a page of a poster's size is drawn smaller."""
MOST_SKEW_DEG = 4.0
"""Feeders turn paper by up to 3°."""
SKEW_WIDTH = 800
"""Pixels that are enough to tell a skew."""
COARSE_DEG, FINE_DEG = 0.25, 0.03
LEAST_SKEW_DEG = 0.05
"""Turning a picture blurs it; so little moves the end of a line by less than a point."""
PAPER = 255
INK_DARKER, FAINT_DARKER = 25, 8
"""Levels of grey by which print is darker than what is around it, and by which a worn rule still is."""
PAPER_STEP = 8
"""Paper and its shadows change slowly: they are looked at in cells of so many pixels."""
GHOST_SHARE = 0.35
"""What is less dark than this share of the page's print shines through from behind, or is the paper's own."""
GHOST_LEAST = 0.1
"""Less dark than this is noise."""
GHOST_AREA = 0.004
"""Share of a page that has to be so before it is taken for more than the soft edges of print."""
STAMP_LEVEL, WATERMARK_LEVEL = 255, 128
"""Values of pixels that were a stamp's, and a watermark's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture.

    Attributes:
        grey: its pixels.
        scale: pixels per point.
        over: what was taken off it, as STAMP and MARK; None where nothing was.
    """

    grey: Grey
    scale: float
    over: Grey | None = None


def picture_of(page: Any) -> Picture:
    """Draw a page of pypdfium2 as shown, at the resolution of its largest image within bounds."""
    dpi = min(max(_image_dpi(page), LEAST_DPI), MOST_DPI)
    scale = min(dpi / 72, RECOGNISED_SIDE_PX / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8)
    bitmap.close()
    return Picture(grey.reshape(grey.shape[0], grey.shape[1]), scale)


def _image_dpi(page: Any) -> float:
    """Resolution of the image that covers most of the page; 0 where it has none."""
    area, dpi = 0.0, 0.0
    for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
        try:
            left, bottom, right, top = image.get_bounds()
            pixels, _ = image.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        if (right - left) * (top - bottom) > area:
            area, dpi = (right - left) * (top - bottom), 72 * pixels / (right - left)
    return dpi


LANDSCAPE = 1.2
"""A sheet this much wider than high may hold two pages."""
GUTTER_PT = 20.0
"""White between two pages; their margins are wider."""
LONG_RULE = 0.15
"""Of a sheet's height: a table's rules, or the edge of its column of text."""


def ink_of(grey: Grey, darker: int = INK_DARKER) -> Grey:
    """What is darker than the paper around it, as 255; shadows and tinted paper are not.

    Args:
        grey: the picture.
        darker: levels of grey that ink is darker by.
    """
    side = max(31, grey.shape[1] // 40 * 2 + 1)
    return np.asarray(
        cv2.adaptiveThreshold(
            cv2.GaussianBlur(grey, (3, 3), 0),
            255,
            cv2.ADAPTIVE_THRESH_MEAN_C,
            cv2.THRESH_BINARY_INV,
            side,
            darker,
        ),
        dtype=np.uint8,
    )


def darkness_of(grey: Grey) -> Grey:
    """How much darker each pixel is than the paper around it, in levels of grey."""
    height, width = grey.shape
    small = cv2.resize(grey, (width // PAPER_STEP, height // PAPER_STEP), interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9), dtype=np.uint8)), (0, 0), 4)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(full, grey), dtype=np.uint8)


def without_ghosts(grey: Grey, ink: Grey) -> tuple[Grey, Grey]:
    """The picture without what shines through from the other side, and where that was, as 255.

    A page without is given back as it is.

    Args:
        grey: the picture without rules.
        ink: its ink, as 255.
    """
    dark = darkness_of(grey)
    inked = dark[ink > 0]
    if not inked.size:
        return grey, np.zeros_like(grey)
    full = float(np.percentile(inked, 90))
    print_edges = cv2.dilate(np.asarray(dark >= GHOST_SHARE * full, np.uint8), np.ones((7, 7), np.uint8))
    faint = (dark >= GHOST_LEAST * full) & (print_edges == 0)
    ghosts = np.asarray(cv2.medianBlur(np.asarray(faint * 255, np.uint8), 3), dtype=np.uint8)
    if np.count_nonzero(ghosts) < GHOST_AREA * ghosts.size:
        return grey, np.zeros_like(grey)
    stretched = np.clip((dark.astype(np.float32) - GHOST_SHARE * full) / (1 - GHOST_SHARE), 0, PAPER)
    return np.asarray(PAPER - stretched, dtype=np.uint8), ghosts


def skew_of(ink: Grey) -> float:
    """Degrees by which a picture's lines fall to the right; the angle at which rows of ink and white differ most.

    Args:
        ink: as ``ink_of`` gives it.
    """
    ratio = min(1.0, SKEW_WIDTH / ink.shape[1])
    resized = cv2.resize(ink, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    small = np.asarray(resized, dtype=np.uint8)
    best = _best(small, np.arange(-MOST_SKEW_DEG, MOST_SKEW_DEG + COARSE_DEG, COARSE_DEG))
    return _best(small, np.arange(best - COARSE_DEG, best + COARSE_DEG + FINE_DEG, FINE_DEG))


def _best(small: Grey, angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: (_sharpness(small, float(angle)), -abs(angle))))


def _sharpness(small: Grey, degrees: float) -> float:
    """How much neighbouring rows differ once the picture is turned back by an angle."""
    height, width = small.shape
    # A shear is enough for small angles and keeps the rows' ends within the picture.
    shear = np.array([[1, 0, 0], [-math.tan(math.radians(degrees)), 1, 0]], dtype=np.float64)
    shear[1, 2] = math.tan(math.radians(degrees)) * width / 2
    rows = cv2.warpAffine(small, shear, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned(grey: Grey, degrees: float, *, smooth: bool = True) -> Grey:
    """The picture turned back by a skew, about its middle and in its own size; values that are no greys as they are."""
    if abs(degrees) < LEAST_SKEW_DEG:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    found = cv2.warpAffine(
        grey,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC if smooth else cv2.INTER_NEAREST,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=PAPER if smooth else 0,
    )
    return np.asarray(found, dtype=np.uint8)


def quarter_turned(grey: Grey, quarters: int) -> Grey:
    """The picture turned by quarters of a circle, against the clock."""
    return np.ascontiguousarray(np.rot90(grey, quarters))


def leaves_of(grey: Grey, ink: Grey, scale: float) -> list[int]:
    """Where the pages of a sheet begin, in pixels from the left: two that lie side by side, or one.

    Args:
        grey: the straightened picture.
        ink: its ink, rules too: a table that is as wide as the sheet has some in the middle.
        scale: pixels per point.
    """
    height, width = grey.shape
    middle, reach = width // 2, round(GUTTER_PT / 2 * scale)
    if width < LANDSCAPE * height:
        return [0]
    gutter = cv2.medianBlur(np.ascontiguousarray(ink[:, middle - reach : middle + reach]), 3)
    margin = round(GUTTER_PT * scale)
    left, right = ink[margin:-margin, margin : middle - reach], ink[margin:-margin, middle + reach : -margin]
    # A ruled table beside a ruled table or running text; white in the middle of one table has rules across it.
    whole = min(left.mean(), right.mean()) > 0 and max(_longest(left), _longest(right)) > LONG_RULE * height
    return [0, middle] if whole and not gutter[margin:-margin].any() else [0]


def _longest(ink: Grey) -> int:
    """Pixels of the longest vertical stroke."""
    columns = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 1), dtype=np.uint8)) > 0
    return int(columns.sum(axis=0).max(initial=0))


def way_back(
    quarters: int, degrees: float, shape: tuple[int, ...], scale: float, left: int = 0
) -> Straightened:
    """From places on a straightened picture to those on the page as shown, in points.

    Args:
        quarters: by which the picture was turned, against the clock.
        degrees: the skew that it was turned back by after that.
        shape: height and width of the straightened picture, in pixels.
        scale: pixels per point.
        left: where the page begins on its sheet, in pixels.

    >>> way_back(0, 0.0, (842, 595), 1.0) is None
    True
    >>> [round(v) for v in way_back(1, 0.0, (595, 842), 1.0)]
    [0, 1, -1, 0, 595, 0]
    """
    if abs(degrees) < LEAST_SKEW_DEG:
        degrees = 0.0
    if not quarters and not degrees and not left:
        return None
    height, width = shape[0] / scale, shape[1] / scale
    skew = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    turns = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, -1, height), (1, 0, 0)),
        2: ((-1, 0, width), (0, -1, height)),
        3: ((0, 1, 0), (-1, 0, width)),
    }
    (a, c, e), (b, d, f) = (np.array(turns[quarters % 4], dtype=np.float64) @ np.linalg.inv(skew)).tolist()
    return a, b, c, d, e + a * left / scale, f + b * left / scale
