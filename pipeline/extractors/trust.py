"""Fields whose text was recognised on a picture with doubt, by the places of the doubtful characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.doubts import Doubt
from pipeline.lines.sheets import Recognised, Sheet
from pipeline.models import Item, Plan, Provenance
from pipeline.readers.page import BBox

DOUBTED_CONFIDENCE = 0.8
"""Below this confidence one character in some ten is wrong; above, one in some thousands."""
DOUBTED_NUMBER_CONFIDENCE = 0.95
"""A wrong digit cannot be seen from the words around it."""
_FIGURE_CHARACTER = re.compile(r"[0-9０-９一二三四五六七八九十]")
MIDDLE_SLACK_PT = 1.0
"""Middles of characters are known to so much."""
NAMED_CHARACTERS = 12
"""Doubtful characters that a finding names."""


@dataclass(frozen=True, slots=True)
class DoubtfulPlaces:
    """Doubtful characters and unread ink of all pages that were read from pictures.

    Attributes:
        characters: by page.
        unread: boxes of ink in which nothing was recognised, by page.
    """

    characters: dict[int, tuple[Recognised, ...]]
    unread: dict[int, tuple[BBox, ...]]


def doubtful_places(sheets: Iterable[Sheet]) -> DoubtfulPlaces:
    """What the extractors need to keep of the recogniser's doubts once a page's glyphs are let go of."""
    recognised = [sheet for sheet in sheets if sheet.recognised]
    return DoubtfulPlaces(
        {sheet.number: tuple(filter(is_doubtful, sheet.recognised)) for sheet in recognised},
        {sheet.number: sheet.unread for sheet in recognised if sheet.unread},
    )


def is_doubtful(one: Recognised) -> bool:
    """Whether a character may be another than was recognised."""
    least = DOUBTED_NUMBER_CONFIDENCE if _FIGURE_CHARACTER.match(one.text) else DOUBTED_CONFIDENCE
    return one.said.confidence < least


def text_doubts(plans: Sequence[Plan], places: DoubtfulPlaces) -> list[Doubt]:
    """A doubt for each item and each budget with a doubtful character, and for ink that was not read."""
    doubts: list[Doubt] = []
    for plan in plans:
        for section in plan.sections:
            for item in section.items:
                doubts += _field_doubts(item, places)
            for budget in section.budgets:
                about = budget.applies_to[0] if budget.applies_to else None
                doubts += _doubts("budget-doubtful", about, budget.provenance, places)
    for page, boxes in sorted(places.unread.items()):
        doubts += [Doubt("ink-unread", page, box, None, str(page)) for box in boxes]
    return doubts


def _field_doubts(item: Item, places: DoubtfulPlaces) -> Iterator[Doubt]:
    """One for each field of an item."""
    fields: dict[str, list[Provenance]] = {}
    for place in item.provenance:
        fields.setdefault(place.field, []).append(place)
    for provenance in fields.values():
        yield from _doubts("text-doubtful", item.id, provenance, places)


def _doubts(
    rule: str, item_id: str | None, provenance: Sequence[Provenance], places: DoubtfulPlaces
) -> Iterator[Doubt]:
    """At most one: it stands where the first doubtful character does, and names them all."""
    found = [
        (place, one)
        for place in provenance
        for one in places.characters.get(place.page, ())
        if _within(one, place.bbox)
    ]
    if found:
        named = dict.fromkeys(_named(one) for _, one in found)
        place = found[0][0]
        yield Doubt(rule, place.page, place.bbox, item_id, "、".join(list(named)[:NAMED_CHARACTERS]))


def _named(one: Recognised) -> str:
    return f"{one.text}（{one.said.read}）" if one.said.read else one.text


def _within(one: Recognised, bbox: BBox) -> bool:
    x0, top, x1, bottom = bbox
    return (
        x0 - MIDDLE_SLACK_PT <= one.x <= x1 + MIDDLE_SLACK_PT
        and top - MIDDLE_SLACK_PT <= one.y <= bottom + MIDDLE_SLACK_PT
    )
