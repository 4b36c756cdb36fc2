"""The way from places where a page's text is read to those where a person sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipeline.extractors.steps import rounded
from pipeline.lines.sheets import Sheet
from pipeline.readers.page import BBox, Straightened, Turned

Matrix = tuple[float, float, float, float, float, float]

OTHER_TEXT_EM = 1.1
"""Where a box leaves more room beside the turned lines in it, there is other text."""


class Way(NamedTuple):
    """What leads from a page as it is read to the page as shown.

    Attributes:
        straightened: from the upright page to the page as shown.
        turned: lines that stand elsewhere on the upright page than where they are read.
    """

    straightened: Straightened = None
    turned: tuple[Turned, ...] = ()

    def shown(self, bbox: BBox) -> BBox:
        """Where the text that was read in a box is seen."""
        return self.seen(shown_box(bbox, self.turned))

    def seen(self, bbox: BBox) -> BBox:
        """Where a place is seen that was never anywhere else on the upright page, such as a stamp's."""
        return hull(bbox, self.straightened) if self.straightened else bbox


NOWHERE_ELSE = Way()
"""The way of a page that is read as it is shown."""


def ways_of(sheets: Iterable[Sheet]) -> dict[int, Way]:
    """The ways of those pages of which something is read elsewhere than it is shown, by their numbers."""
    return {
        sheet.number: Way(sheet.straightened, sheet.turned)
        for sheet in sheets
        if sheet.straightened or sheet.turned
    }


def shown_box(bbox: BBox, turned: Collection[Turned]) -> BBox:
    """Where on the upright page the text is seen that was read in a box; that of turned lines stands elsewhere.

    >>> line = Turned(read=(10, 20, 70, 32), shown=(10, 20, 22, 80))
    >>> shown_box((10, 20, 70, 32), [line])
    (10, 20, 22, 80)
    >>> shown_box((10, 20, 70, 52), [line])  # with a line below that is not turned
    (10, 20, 70, 80)
    """
    inside = [line for line in turned if _holds_middle(bbox, line.read)]
    if not inside:
        return bbox
    boxes = [line.shown for line in inside]
    if _has_other_text(bbox, [line.read for line in inside]):
        boxes.append(bbox)
    return around(boxes)


def around(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around boxes; there must be one."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def hull(bbox: BBox, matrix: Matrix) -> BBox:
    """The smallest upright box around a box that was turned.

    >>> hull((10, 20, 30, 40), (0, 1, -1, 0, 595, 0))
    (555, 10, 575, 30)
    """
    x0, top, x1, bottom = bbox
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (x0, x1) for y in (top, bottom)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (top, bottom)]
    return rounded((min(xs), min(ys), max(xs), max(ys)))


def inverse(matrix: Matrix) -> Matrix:
    """The matrix that leads back.

    >>> inverse((0, 1, -1, 0, 595, 0))
    (0.0, -1.0, 1.0, 0.0, 0.0, 595.0)
    """
    a, b, c, d, e, f = matrix
    n = a * d - b * c
    # Adding 0.0 makes no negative zeros.
    return (
        d / n + 0.0,
        -b / n + 0.0,
        -c / n + 0.0,
        a / n + 0.0,
        (c * f - d * e) / n + 0.0,
        (b * e - a * f) / n + 0.0,
    )


def _holds_middle(bbox: BBox, other: BBox) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return bbox[0] <= x <= bbox[2] and bbox[1] <= y <= bbox[3]


def _has_other_text(bbox: BBox, lines: Collection[BBox]) -> bool:
    """Whether a line has room in a box beside the lines that are known to stand in it."""
    room = OTHER_TEXT_EM * min(bottom - top for _, top, _, bottom in lines)
    left, _, right, _ = around(lines)
    if left - bbox[0] >= room or bbox[2] - right >= room:
        return True
    reach = bbox[1]
    for _, top, _, bottom in sorted(lines, key=lambda line: line[1]):
        if top - reach >= room:
            return True
        reach = max(reach, bottom)
    return bbox[3] - reach >= room
