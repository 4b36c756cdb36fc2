"""What a person is told of text that is not seen, stands apart or is remarkable: a doubt for each place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.steps import rounded
from pipeline.extractors.ways import shown_box
from pipeline.lines.sheets import Sheet
from pipeline.models import Plan, Provenance
from pipeline.readers.page import AsideKind, BBox, RemarkKind

COVERED_RULE, HIDDEN_RULE = "text-covered", "text-hidden"
ASIDE_RULES: dict[AsideKind, str] = {"struck": "text-struck", "overlay": "text-overlaid"}
"""Sideways text outside of all tables needs no word; within one it has no kind, which is told of the block."""
REMARK_RULES: dict[RemarkKind, str] = {
    "clipped": "text-clipped",
    "cut": "text-cut-off",
    "across": "text-over-rule",
    "obscured": "text-obscured",
    "beneath": "text-obscured",
}
IN_QUESTION: frozenset[RemarkKind] = frozenset(("cut", "across", "obscured"))
"""Remarks on a text that may be another one: its item is named."""
SIGHT_RULES = frozenset({COVERED_RULE, HIDDEN_RULE, *ASIDE_RULES.values(), *REMARK_RULES.values()})
"""Rules whose places are those where a person sees something, also where the text itself is read elsewhere."""
NEAR_PT = 8.0
"""Boxes that are no further apart are one place: the lines of a paragraph are, the rows of a table are not."""
MOST_PLACES = 12
"""Of more places on one page only their number is told."""
MOST_TEXTS = 12
"""Texts of joined places that are named."""
BESIDE_PT = 0.5
"""Boxes that share less are neighbours."""


def sight_doubts(sheets: Iterable[Sheet], plans: Sequence[Plan]) -> list[Doubt]:
    """A doubt for each place of the pages at which something is not seen, stands apart or is remarkable.

    Args:
        sheets: the pages; runs and rules are not looked at.
        plans: what was read from them. An item is named where something hides a part of its print.
    """
    sheets = list(sheets)
    hidden = {sheet.number for sheet in sheets if any(one.kind in IN_QUESTION for one in sheet.remarks)}
    fields = _fields(plans, hidden) if hidden else {}
    return gathered(doubt for sheet in sheets for doubt in _doubts(sheet, fields.get(sheet.number, {})))


def _doubts(sheet: Sheet, fields: Mapping[BBox, str]) -> Iterator[Doubt]:
    page = sheet.number
    for unseen in sheet.unseen:
        if unseen.reason == "covered":
            yield Doubt(COVERED_RULE, page, rounded(unseen.bbox), None, "")
        else:
            # Nobody can be shown a place beyond the page's edge.
            place = None if unseen.reason == "page" else rounded(unseen.bbox)
            yield Doubt(HIDDEN_RULE, page, place, None, "", unseen.reason)
    for aside in sheet.asides:
        if aside.kind in ASIDE_RULES:
            yield Doubt(ASIDE_RULES[aside.kind], page, rounded(aside.bbox), None, "")
    for remark in sheet.remarks:
        about: list[str | None] = []
        if remark.kind in IN_QUESTION:
            there = (i for box, i in fields.items() if _overlap(shown_box(box, sheet.turned), remark.bbox))
            about += dict.fromkeys(there)
        for item_id in about or [None]:
            yield Doubt(REMARK_RULES[remark.kind], page, rounded(remark.bbox), item_id, "")


def gathered(doubts: Iterable[Doubt]) -> list[Doubt]:
    """One doubt for each place: boxes beside each other on a page are one, if the same is told of them.

    Where it is told of more than ``MOST_PLACES`` places of a page and of no item, it is told of the page, once.
    Doubts without a place stay as they are.
    """
    told: list[Doubt] = []
    groups: dict[tuple[object, ...], list[Doubt]] = {}
    for one in doubts:
        if one.bbox is None:
            told.append(one)
        else:
            groups.setdefault((one.rule, one.reason, one.page, one.item_id), []).append(one)
    for group in groups.values():
        places = _joined(group)
        if len(places) > MOST_PLACES and places[0].item_id is None:
            places = [replace(places[0], bbox=None, detail=_texts(places), count=len(places))]
        told += places
    return told


def _joined(doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts of one group, top to bottom, those at places beside each other as one."""
    done: list[Doubt] = []
    open_: list[Doubt] = []
    for one in sorted(doubts, key=_box):
        top = _box(one)[0]
        done += [other for other in open_ if _box(other)[2] + NEAR_PT < top]
        open_ = [other for other in open_ if _box(other)[2] + NEAR_PT >= top]
        near = [other for other in open_ if _near(one, other)]
        while near:
            # What was joined may now lie beside others.
            open_ = [other for other in open_ if other not in near]
            one = _union([*near, one])  # noqa: PLW2901 - it grows
            near = [other for other in open_ if _near(one, other)]
        open_.append(one)
    return [*done, *open_]


def _box(one: Doubt) -> tuple[float, float, float, float]:
    """Top, left, bottom and right of its place, which it must have."""
    x0, top, x1, bottom = one.bbox or (0.0, 0.0, 0.0, 0.0)
    return top, x0, bottom, x1


def _near(one: Doubt, other: Doubt) -> bool:
    top, x0, bottom, x1 = _box(one)
    above, left, below, right = _box(other)
    return max(x0, left) - min(x1, right) <= NEAR_PT and max(top, above) - min(bottom, below) <= NEAR_PT


def _union(doubts: Sequence[Doubt]) -> Doubt:
    tops, lefts, bottoms, rights = zip(*map(_box, doubts), strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return replace(doubts[0], bbox=box, detail=_texts(doubts))


def _texts(doubts: Sequence[Doubt]) -> str:
    return "、".join(list(dict.fromkeys(one.detail for one in doubts if one.detail))[:MOST_TEXTS])


def _fields(plans: Sequence[Plan], pages: Collection[int]) -> dict[int, dict[BBox, str]]:
    """Boxes of fields on these pages, each with its item; with the first where many share it."""
    found: dict[int, dict[BBox, str]] = {page: {} for page in pages}
    for item_id, place in _places(plans):
        if place.page in found:
            found[place.page].setdefault(place.bbox, item_id)
    return found


def _places(plans: Sequence[Plan]) -> Iterator[tuple[str, Provenance]]:
    for plan in plans:
        for section in plan.sections:
            for item in section.items:
                yield from ((item.id, place) for place in item.provenance)
            for budget in section.budgets:
                yield from (
                    (item_id, place) for item_id in budget.applies_to[:1] for place in budget.provenance
                )


def _overlap(one: BBox, other: BBox) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > BESIDE_PT and high > BESIDE_PT
