"""Text that is painted but not seen: covered, in the colour of its ground, off its layer, its clip or the page.

What the picture of the page shows decides; it is worked out from the order, the colours and the places of what is
painted, because a picture of each page would cost ten times as much.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from pipeline.readers.page import BBox, Glyph, Remark, Unseen, UnseenReason
from pipeline.readers.paint import FARTHEST_PT
from pipeline.readers.painted import (
    INK_ABOVE_EM,
    INK_BELOW_EM,
    WHITE_RGB,
    Colour,
    Painted,
    area_of,
    common,
    hull_of,
    ink_box,
)
from pipeline.readers.sight.clips import cut_at_clips
from pipeline.readers.sight.frames import frames_over_rules, texts_in
from pipeline.readers.sight.glance import LEAST_ALPHA, alike, is_thick

COVERED_SHARE = 0.7
"""Of a glyph whose ink is covered by more, what is left tells nobody what it was."""
BENEATH_SHARE = 0.9
"""A box of a note hides what happens to stand beneath it; nobody meant to take that away, so only what is wholly
beneath it is not seen."""
OBSCURED_SHARE = 0.2
"""Of a glyph that is covered by less, only the white around its ink is."""
PAGE_PICTURE_SHARE = 0.5
"""An image that covers more of the page is a picture of it."""
UNDECIDED: tuple[UnseenReason | None, ...] = (None, "layer")
"""What lies outside of everything paints nothing, as what is on a layer that is off: the nearer reason is told."""
PAGE_NUMBER_GLYPHS = 8
"""On a picture of a page there may stand a page number as text, and nothing else."""
STAMPED_SHARE = 0.2
"""Or a running header that was put on the picture, as against the text that was recognised on it."""


class Visible(NamedTuple):
    """What is seen of a page's text.

    Attributes:
        painted: the page with the glyphs that are seen, those that are cut off at their clip's edge.
        on_picture: whether its text is one that nobody sees but that belongs to the page's picture.
    """

    painted: Painted
    unseen: tuple[Unseen, ...] = ()
    remarks: tuple[Remark, ...] = ()
    on_picture: bool = False


def visible_text(painted: Painted) -> Visible:
    """Tell what is seen from what is not."""
    reasons = _reasons(painted)
    covers = _covers(painted)
    painted = _showable(painted)
    of_glyph: list[UnseenReason | None] = [reasons[style] for style in painted.style_of]
    on_picture = False
    picture = _page_picture(painted)
    if picture is not None:
        on_picture = _belongs_to_picture(painted, of_glyph, picture)
        if on_picture:
            of_glyph = [None if one == "invisible" else one for one in of_glyph]
            covers = [one for one in covers if one.bbox != picture]
    _hide_beyond_page(painted, of_glyph)
    cut = cut_at_clips(painted, of_glyph)
    # What is cut off lies over other cells: what covers these, or their colour, says nothing of it.
    obscured, beneath = _cover(painted, of_glyph, covers, cut.seen_with)
    if not on_picture:
        _hide_in_ground(painted, of_glyph, cut.seen_with)
    for i, host in cut.seen_with.items():
        of_glyph[i] = of_glyph[host]
    seen = [i for i, reason in enumerate(of_glyph) if reason is None]
    glyphs = [cut.moved.get(i, painted.glyphs[i]) for i in seen]
    style_of = [painted.style_of[i] for i in seen]
    remarks = [Remark("obscured", box) for box in _places(obscured)]
    remarks += [Remark("beneath", box) for box in _places(beneath)]
    remarks += [Remark("clipped", box) for box in cut.kept]
    remarks += [Remark("cut", box) for box in cut.cut_off]
    return Visible(
        replace(painted, glyphs=glyphs, style_of=style_of),
        tuple(_unseen(painted.glyphs, of_glyph)),
        tuple(remarks),
        on_picture,
    )


def _showable(painted: Painted) -> Painted:
    """The page without glyphs that have no size or no place."""
    kept = [
        i
        for i, (_, x0, x1, y, size) in enumerate(painted.glyphs)
        if size > 0 and -FARTHEST_PT < x0 <= x1 < FARTHEST_PT and -FARTHEST_PT < y < FARTHEST_PT
    ]
    return painted.keeping(kept)


def _reasons(painted: Painted) -> list[UnseenReason | None]:
    """Why the glyphs of each style cannot be seen, by what is said of the style alone."""
    return [
        "invisible"
        if not style.inked or style.alpha < LEAST_ALPHA
        else "layer"
        if not style.layer_on
        else None
        for style in painted.styles
    ]


class _Cover(NamedTuple):
    """A box that hides what was painted before it; ``note`` where it is the box of a note."""

    bbox: BBox
    order: int
    note: bool = False


def _covers(painted: Painted) -> list[_Cover]:
    """What may cover text: only what is painted after the first one counts."""
    first = min(painted.orders, default=0)
    boxes = [
        _Cover(area.bbox, area.order)
        for area in painted.areas
        if area.filled is not None and area.opaque and not area.curved and area.order > first
    ]
    boxes += [_Cover(one.bbox, one.order) for one in painted.pictures if one.opaque and one.order > first]
    thick = [one for one in boxes if is_thick(one.bbox)]
    if not thick:
        return []
    notes = {frame.order for frame in frames_over_rules(painted) if texts_in(frame, painted)}
    return [one._replace(note=one.order in notes) for one in thick]


def _page_picture(painted: Painted) -> BBox | None:
    page = painted.width * painted.height
    largest = max((one.bbox for one in painted.pictures), key=area_of, default=None)
    return largest if largest is not None and area_of(largest) >= PAGE_PICTURE_SHARE * page else None


def _belongs_to_picture(painted: Painted, reasons: Sequence[UnseenReason | None], picture: BBox) -> bool:
    """Whether the page's text is a layer on or beneath its picture, with hardly any other text beside it."""
    over = max(one.order for one in painted.pictures if one.bbox == picture)
    layer = other = 0
    for glyph, style, reason in zip(painted.glyphs, painted.style_of, reasons, strict=True):
        if glyph.text.isspace():
            continue
        beneath = painted.orders[style] < over and area_of(common(ink_box(glyph), picture)) > 0
        if reason == "invisible" or (reason is None and beneath):
            layer += 1
        else:
            other += reason is None
    return layer > PAGE_NUMBER_GLYPHS and other <= max(PAGE_NUMBER_GLYPHS, STAMPED_SHARE * layer)


def _cover(
    painted: Painted,
    reasons: list[UnseenReason | None],
    covers: Sequence[_Cover],
    cut_off: Collection[int],
) -> tuple[list[Glyph], list[Glyph]]:
    """Set the reason of covered glyphs.

    Returns:
        Glyphs that are covered in part, and those that are so by the box of a note.
    """
    if not covers:
        return [], []
    glyphs, orders = painted.glyphs, painted.orders
    by_height = sorted(range(len(glyphs)), key=lambda i: glyphs[i].y)
    heights = [glyphs[i].y for i in by_height]
    reach = max((g.size for g in glyphs), default=0.0)
    shares: tuple[dict[int, float], dict[int, float]] = defaultdict(float), defaultdict(float)
    for cover in covers:
        low, high = bisect_left(heights, cover.bbox[1] - reach), bisect_right(heights, cover.bbox[3] + reach)
        for i in by_height[low:high]:
            if reasons[i] is None and i not in cut_off and orders[painted.style_of[i]] < cover.order:
                ink = ink_box(glyphs[i])
                if not glyphs[i].text.isspace() and area_of(ink):
                    shares[cover.note][i] += area_of(common(ink, cover.bbox)) / area_of(ink)
    for share, most in zip(shares, (COVERED_SHARE, BENEATH_SHARE), strict=True):
        for i in [i for i in share if share[i] >= most]:
            reasons[i] = "covered"
    obscured, beneath = (
        [glyphs[i] for i in sorted(share) if reasons[i] is None and share[i] >= OBSCURED_SHARE]
        for share in shares
    )
    return obscured, beneath


def _hide_beyond_page(painted: Painted, reasons: list[UnseenReason | None]) -> None:
    for i, glyph in enumerate(painted.glyphs):
        x0, top, x1, bottom = ink_box(glyph)
        if x1 <= 0 or x0 >= painted.width or bottom <= 0 or top >= painted.height:
            reasons[i] = "page" if reasons[i] in UNDECIDED else reasons[i]


def _hide_in_ground(painted: Painted, reasons: list[UnseenReason | None], cut_off: Collection[int]) -> None:
    """Text in the colour of what it stands on; what a picture shows behind it is not known."""
    grounds = Backgrounds(painted)
    colours = {area.filled for area in grounds.areas} | {WHITE_RGB}
    doubted = [any(alike(style.colour, one) for one in colours if one) for style in painted.styles]
    for i, glyph in enumerate(painted.glyphs):
        style = painted.styles[painted.style_of[i]]
        if reasons[i] is None and i not in cut_off and doubted[painted.style_of[i]]:
            ground = grounds.under(glyph, painted.orders[painted.style_of[i]])
            if ground is not None and alike(ground, style.colour):
                reasons[i] = "colour"


class Backgrounds:
    """What the texts of a page stand on."""

    def __init__(self, painted: Painted) -> None:
        self.areas = [a for a in painted.areas if a.filled is not None and a.opaque and is_thick(a.bbox)]
        self._pictures = [(one.order, one.bbox) for one in painted.pictures]

    def under(self, glyph: Glyph, text: int) -> Colour | None:
        """Colour of what a glyph stands on, which was painted before its text; None where it is a picture."""
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - (INK_ABOVE_EM - INK_BELOW_EM) / 2 * glyph.size
        under: list[tuple[int, Colour | None]] = [
            (area.order, area.filled)
            for area in self.areas
            if area.order < text and _holds(area.bbox, x, y) and not area.curved
        ]
        under += [(order, None) for order, box in self._pictures if order < text and _holds(box, x, y)]
        return max(under, key=itemgetter(0))[1] if under else WHITE_RGB


def _holds(box: BBox, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _unseen(glyphs: Sequence[Glyph], reasons: Sequence[UnseenReason | None]) -> Iterable[Unseen]:
    """Places of what is not seen, by reason."""
    by_reason: dict[UnseenReason, list[Glyph]] = defaultdict(list)
    for glyph, reason in zip(glyphs, reasons, strict=True):
        if reason is not None and not glyph.text.isspace():
            by_reason[reason].append(glyph)
    for reason, hidden in by_reason.items():
        boxes = _places(hidden)
        counts: Counter[int] = Counter()
        for glyph in hidden:
            x, y = (glyph.x0 + glyph.x1) / 2, glyph.y
            counts[next((k for k, box in enumerate(boxes) if _holds(box, x, y)), 0)] += len(glyph.text)
        for k, box in enumerate(boxes):
            yield Unseen(reason, box, counts[k])


def _places(glyphs: Sequence[Glyph]) -> list[BBox]:
    """Boxes of glyphs that follow each other closely, one for each place."""
    places: list[BBox] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        box, reach = ink_box(glyph), glyph.size
        last = places[-1] if places else None
        near = last is not None and not (
            box[0] > last[2] + reach
            or box[2] < last[0] - reach
            or box[1] > last[3] + reach
            or box[3] < last[1] - reach
        )
        if last is not None and near:
            places[-1] = hull_of([last, box])
        else:
            places.append(box)
    return places
