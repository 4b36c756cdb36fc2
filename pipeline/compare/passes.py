"""Passes over what is left, from what is sure to what is likely: equal keys first, then likeness."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.assignment import assign, ratios
from pipeline.compare.boilerplate import BOILERPLATE
from pipeline.compare.coverage import title_of
from pipeline.compare.model import Band, Entry
from pipeline.compare.pool import Pool
from pipeline.compare.sections import path_of

if TYPE_CHECKING:
    from pipeline.compare.assignment import Matrix

TITLE_WEIGHT, CONTENTS_WEIGHT, PLACE_WEIGHT, BUDGET_WEIGHT = 0.5, 0.3, 0.15, 0.05
"""Weights of what two items are compared by; contents and budget count only where either item has any."""
LEAST_TITLE = 0.3
"""Titles less alike are not compared further unless their contents are the same: of 16,110 pairs of titles in a sample
plan the 99th percentile of likeness is 0.33, and 1.2 % reach this."""
MATCHED = 0.55
"""Score from which on two items are one: under the random edits of ``coverage`` 3 matches were wrong with 0.5 and with
0.65, none with 0.6."""
CERTAIN_MATCH = 0.7
"""Score from which on a match is certain, if no other comes near."""
MARGIN = 0.1
"""How far the second likest must be behind a certain match."""
SIMILAR, RIVAL = "similar", "rival"
"""What evidence begins with that tells the score of a match, and that of the second likest where it is near."""
ONE_OF_SEVERAL = "one of several"
"""Evidence of a match among items of one path."""
DUPLICATE = 0.9
"""Score of two items of one path that others have too and whose contents differ."""


def same_path(pool: Pool) -> None:
    """Equal section, work item and title."""
    groups = pool.groups
    _by_key(
        pool,
        lambda e: (path_of(e), e.title_key),
        lambda e: (groups.work(e), e.title_key),
        evidence="path",
        strict=False,
    )


def same_title(pool: Pool) -> None:
    """Equal title in the section; where several have it the contents must be equal too."""
    groups = pool.groups
    _by_key(
        pool,
        lambda e: (e.section_key, e.title_key),
        lambda e: (groups.section(e), e.title_key),
        evidence="title in section",
        strict=True,
    )


def same_text(pool: Pool) -> None:
    """Equal title and contents anywhere."""
    _by_key(pool, _text, _text, evidence="title and contents", strict=True)


def alike(pool: Pool) -> None:
    """One to one by likeness of titles, contents, places and budgets."""
    left, right = pool.left(), pool.right()
    if not left or not right:
        return
    scores = likenesses(pool, left, right)
    # What is no match may not count in the sum, or two that are none would outweigh one that is.
    likely: Matrix = scores * (scores >= MATCHED).astype(scores.dtype)
    for a, b in assign(likely):
        score = float(scores[a, b])
        if score < MATCHED:
            continue
        others = [*scores[a, :b], *scores[a, b + 1 :], *scores[:a, b], *scores[a + 1 :, b]]
        rival = float(max(others, default=0.0))
        sure = score >= CERTAIN_MATCH and score - rival >= MARGIN
        own = _own_likeness(pool, left[a], right[b]) if sure else score
        near = (f"{RIVAL} {rival:.2f}",) if score - rival < MARGIN else ()
        boilerplate = (BOILERPLATE,) if sure and own < CERTAIN_MATCH else ()
        band: Band = "certain" if sure and not boilerplate else "uncertain"
        pool.pair(left[a], right[b], band, score, f"{SIMILAR} {score:.2f}", *near, *boilerplate)


def _own_likeness(pool: Pool, old: Entry, new: Entry) -> float:
    """Score of two items by what is theirs alone."""
    olds, news = pool.own_wording()
    return float(likenesses(pool, [olds[old.order]], [news[new.order]])[0, 0])


def _text(entry: Entry) -> Hashable:
    return entry.title_key, entry.contents_key


def _by_key(
    pool: Pool,
    old_key: Callable[[Entry], Hashable],
    new_key: Callable[[Entry], Hashable],
    *,
    evidence: str,
    strict: bool,
) -> None:
    """Match items of equal keys; where several share one, by their contents, then by order.

    Args:
        pool: what is left.
        old_key: key of an item of the older side.
        new_key: the same of the newer side.
        evidence: what the key is, for people.
        strict: leave those alone that share a key and differ in their contents.
    """
    olds, news = _grouped(pool.left(), old_key), _grouped(pool.right(), new_key)
    for key, left in olds.items():
        right = news.get(key, [])
        several = len(left) > 1 or len(right) > 1
        if not several and right:
            pool.pair(left[0], right[0], "certain", 1.0, evidence)
            continue
        rest, free = _equal(pool, left, right, evidence)
        if not strict and rest and free:
            _nearest(pool, rest, free, evidence)


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> dict[Hashable, list[Entry]]:
    groups: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def _equal(
    pool: Pool, left: Sequence[Entry], right: Sequence[Entry], evidence: str
) -> tuple[list[Entry], list[Entry]]:
    """Match those of equal contents, nearest places first; what is left of both."""
    free, rest = list(right), []
    for old in left:
        same = [new for new in free if new.contents_key == old.contents_key]
        same.sort(key=lambda new: (pool.groups.work(new) != path_of(old), new.order))
        taken = next((n for n in same if pool.pair(old, n, "certain", 1.0, evidence, "contents")), None)
        if taken is None:
            rest.append(old)
        else:
            free.remove(taken)
    return rest, free


def _nearest(pool: Pool, left: Sequence[Entry], right: Sequence[Entry], evidence: str) -> None:
    """Match items of one path by the likeness of their contents."""
    scores = ratios([e.contents_key for e in left], [e.contents_key for e in right])
    for a, b in assign(scores):
        one = len(left) == len(right) == 1
        pool.pair(left[a], right[b], "certain" if one else "uncertain", DUPLICATE, evidence, ONE_OF_SEVERAL)


def likenesses(pool: Pool, left: Sequence[Entry], right: Sequence[Entry]) -> Matrix:
    """Score of each pair, 0 to 1; 0 where it is no match."""
    import numpy as np  # noqa: PLC0415

    titles = ratios([e.title_key for e in left], [e.title_key for e in right])
    if any("/" in e.title_key for e in (*left, *right)):
        # Outer titles are of all their items: the innermost one tells which it is.
        titles += ratios([title_of(e) for e in left], [title_of(e) for e in right])
        titles /= 2
    contents = ratios([e.contents_key for e in left], [e.contents_key for e in right], LEAST_TITLE)
    contents_count = _either([e.contents_key for e in left], [e.contents_key for e in right])
    places = _places(pool, left, right)
    money_left, money_right = [_money(e) for e in left], [_money(e) for e in right]
    ids = {money: at for at, money in enumerate(dict.fromkeys((*money_left, *money_right)))}
    equal = np.equal.outer([ids[m] for m in money_left], [ids[m] for m in money_right])
    money_counts = _either(money_left, money_right)
    total = TITLE_WEIGHT * titles + PLACE_WEIGHT * places + CONTENTS_WEIGHT * contents * contents_count
    total += BUDGET_WEIGHT * equal * money_counts
    total /= TITLE_WEIGHT + PLACE_WEIGHT + CONTENTS_WEIGHT * contents_count + BUDGET_WEIGHT * money_counts
    total[(titles < LEAST_TITLE) & (contents * contents_count < 1)] = 0
    for at, old in enumerate(left) if pool.rejected else ():
        for to, new in enumerate(right):
            if not pool.allowed((old,), (new,)):
                total[at, to] = 0
    found: Matrix = total
    return found


def _either(left: Sequence[object], right: Sequence[object]) -> Matrix:
    """1 where either has any, 0 where both have none."""
    import numpy as np  # noqa: PLC0415

    there = np.logical_or.outer([bool(x) for x in left], [bool(x) for x in right])
    return there.astype(np.float32)


def _places(pool: Pool, left: Sequence[Entry], right: Sequence[Entry]) -> Matrix:
    """1 in the same work item, 0.5 in the same section, else 0."""
    import numpy as np  # noqa: PLC0415

    works = {path: at for at, path in enumerate(dict.fromkeys(path_of(e) for e in left))}
    names = {name: at for at, name in enumerate(dict.fromkeys(e.section_key for e in left))}
    section = np.equal.outer(
        [names[e.section_key] for e in left], [names.get(pool.groups.section(e), -1) for e in right]
    )
    work = np.equal.outer(
        [works[path_of(e)] for e in left], [works.get(pool.groups.work(e), -1) for e in right]
    )
    return ((section.astype(np.float32) + work) / 2).astype(np.float32)


def _money(entry: Entry) -> tuple[object, ...]:
    """Budgets of the year itself as they count for likeness."""
    return tuple(b.amount_twd or b.raw for b in entry.budgets if b.role == "current" and b.kind != "nil")
