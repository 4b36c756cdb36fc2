"""Items of an earlier reading found again in the present one of the same file, when their identifiers have changed.

An identifier is made of an item's words, so a better reading may give the item another one. What stays is the place
on the page, and mostly the wording. Where these leave a doubt the item is not followed: the likely ones are told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from pipeline.corrections.standing import HELD, Standing, boxes_of, held_place, shared_place, standings
from pipeline.dataclass import dataclass
from pipeline.models import PlanDocument

Basis = Literal["identifier", "place", "part", "unsure", "gone"]
"""``part``: it lies within another record now. Only the first two lead to a record."""

SAME_PLACE_WEIGHT, SAME_WORDS_WEIGHT = 0.5, 0.5
"""Weights of place and wording. Neither decides alone: a better reading changes words, and joins or divides places."""
FOLLOWED = 0.7
"""Likeness from which on a record is followed: one of which half was read apart stands at 0.67 in place and wording,
as its two halves do, and is nobody's successor."""
CLEAR_MARGIN = 0.15
"""How far the next likeliest must be behind. One line of three that goes to the neighbour moves likeness by about
0.2; differences below that are no evidence."""
SAME_WORDS = 0.95
"""Wording that tells a record without its place: where a page is set upright now, all its places are others."""
LIKELY = 0.25
"""Likeness from which on a record is named to a person: half of it stands there, or half of its words do."""
MOST_LIKELY = 3
"""Records named for one; a person looks at the page anyway."""
_NUMBERED = re.compile(r"(?<=[0-9a-f]{8})-\d+$")
"""Number at the end of an identifier that several items of one wording share."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A record of the present reading that an earlier one may have become.

    Attributes:
        page: on which it begins, from 1.
        wording: its beginning.
        place: share of the place common to both, 0 to 1.
        words: share of the words common to both, 0 to 1.
    """

    item_id: str
    page: int | None
    wording: str
    place: float
    words: float

    @property
    def likeness(self) -> float:
        """Of both records, 0 to 1."""
        return SAME_PLACE_WEIGHT * self.place + SAME_WORDS_WEIGHT * self.words


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of an item of an earlier reading.

    Attributes:
        old_id: its identifier then.
        new_id: that of the same record now; None where it is gone or where it is in doubt which one it is.
        basis: what tells it.
        likely: records that it may have become, likeliest first; the record itself where it is followed.
    """

    old_id: str
    new_id: str | None
    basis: Basis
    likely: tuple[Likely, ...]


def followed(old: Sequence[PlanDocument], new: Sequence[PlanDocument]) -> dict[str, Followed]:
    """What became of each item of an earlier reading, by its identifier.

    Args:
        old: all plans of a file as an earlier reading has them, without corrections.
        new: the plans of the same file as they are read now, without corrections.
    """
    before, after = standings(old), standings(new)
    found = dict(_by_identifier(before, after))
    taken = {one.new_id for one in found.values()}
    rest = [one for one in before if one.item.id not in found]
    near = _Near(after)
    views = {one.order: near.likely(one) for one in rest}
    rivals: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for order, view in views.items():
        for likely in view:
            rivals[likely.item_id].append((order, likely.likeness))
    for one in rest:
        view = views[one.order]
        others = (
            [likeness for order, likeness in rivals[view[0].item_id] if order != one.order] if view else []
        )
        others += [likely.likeness for likely in view[1:]]
        free = one.item.id not in found and view and view[0].item_id not in taken
        if free and _is_sure(view[0], others):
            found[one.item.id] = Followed(one.item.id, view[0].item_id, "place", view[:1])
        else:
            found[one.item.id] = Followed(one.item.id, None, near.basis(one, view), view[:MOST_LIKELY])
    return found


def _is_sure(one: Likely, others: Iterable[float]) -> bool:
    """Whether a record is the same without doubt; ``others`` are the likenesses of all that might be meant too."""
    same = one.likeness >= FOLLOWED or one.words >= SAME_WORDS
    return same and all(one.likeness - other >= CLEAR_MARGIN for other in others)


def _by_identifier(before: Sequence[Standing], after: Sequence[Standing]) -> Iterator[tuple[str, Followed]]:
    """Items whose identifier says the same in both readings.

    Several items of one wording are told apart by a number only, which another reading may give to another of them:
    there the place has to bear it out.
    """
    old, new = _families(before), _families(after)
    for name, olds in old.items():
        news = new.get(name, {})
        for old_id, one in olds.items():
            twin = news.get(old_id)
            if one is None or twin is None:
                continue
            alone = len(olds) == len(news) == 1
            if alone or _stands_best(one, old_id, news):
                yield old_id, Followed(old_id, old_id, "identifier", (_likely(one, twin),))


def _stands_best(one: Standing, old_id: str, news: Mapping[str, Standing | None]) -> bool:
    """Whether of all items of one wording none stands nearer than the one with the same identifier."""
    places = {name: shared_place(one.boxes, twin.boxes) for name, twin in news.items() if twin}
    own = places.pop(old_id)
    return own > 0 and own > max(places.values(), default=0.0)


def _families(items: Iterable[Standing]) -> dict[str, dict[str, Standing | None]]:
    """Items by what their identifiers begin with; None for two of one identifier, which a file may hold twice."""
    families: defaultdict[str, dict[str, Standing | None]] = defaultdict(dict)
    for one in items:
        same = families[_NUMBERED.sub("", one.item.id)]
        same[one.item.id] = None if one.item.id in same else one
    return families


class _Near:
    """The present reading's items, by page and by wording."""

    def __init__(self, items: Iterable[Standing]) -> None:
        self._by_page: defaultdict[int, list[Standing]] = defaultdict(list)
        self._by_words: defaultdict[str, list[Standing]] = defaultdict(list)
        for one in items:
            for page in sorted({page for page, _ in one.boxes}):
                self._by_page[page].append(one)
            if one.words:
                self._by_words[one.words].append(one)

    def likely(self, one: Standing) -> tuple[Likely, ...]:
        """All items that an earlier one may be, likeliest first."""
        near = [new for page in sorted({page for page, _ in one.boxes}) for new in self._by_page[page]]
        near += self._by_words.get(one.words, [])
        found = (_likely(one, new) for new in {new.order: new for new in near}.values())
        likely = sorted(found, key=lambda new: (-new.likeness, new.item_id))
        return tuple(new for new in likely if new.likeness >= LIKELY) or tuple(self._whole(one))

    def _whole(self, one: Standing) -> Iterator[Likely]:
        """The first record that the earlier one's place belongs to: what was read as an item may be its work item."""
        for page, _ in one.boxes[:1]:
            for new in self._by_page[page]:
                if held_place(one.boxes, boxes_of(new.item.provenance)) >= HELD:
                    yield _likely(one, new)
                    return

    def basis(self, one: Standing, likely: Sequence[Likely]) -> Basis:
        """Why an earlier item is not followed."""
        if any(self._whole(one)):
            return "part"
        return "unsure" if likely else "gone"


def _likely(one: Standing, new: Standing) -> Likely:
    words = likeness(one.words, new.words)
    place = shared_place(one.boxes, new.boxes)
    return Likely(new.item.id, new.page, new.wording, round(place, 4), round(words, 4))


def likeness(a: str, b: str) -> float:
    """Share of the characters of both texts that are in both, in order, 0 to 1.

    >>> likeness("辦理里長選舉", "辦理里長補選"), likeness("", "")
    (0.8333333333333334, 0.0)
    """
    places: dict[str, int] = {}
    for at, character in enumerate(a):
        places[character] = places.get(character, 0) | 1 << at
    # The longest common subsequence, a bit for each character of the first text: one that is taken is cleared.
    free = whole = (1 << len(a)) - 1
    for character in b:
        common = free & places.get(character, 0)
        free = (free + common | free - common) & whole
    return 2 * (len(a) - free.bit_count()) / (len(a) + len(b)) if a or b else 0.0
