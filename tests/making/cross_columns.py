"""Chooses the columns of a crossed plan, their order and their headers."""

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.making.cross_plan import Column
from tests.making.cross_words import KNOWN, UNKNOWN, Key
from tests.making.crossing import Traits

SHARES: dict[Key, float] = {
    "work": 1.1, "ordinal": 0.55, "plan": 1.7, "implementation": 2.9, "budget": 0.95,
    "previous": 0.95, "difference": 0.9, "source": 0.9, "extra": 0.85,
}  # fmt: skip
LEAST: dict[Key, float] = {
    "work": 5.0, "ordinal": 3.9, "plan": 7.5, "implementation": 10.0, "budget": 6.0,
    "previous": 6.0, "difference": 5.0, "source": 4.2, "extra": 4.2,
}  # fmt: skip
"""The least width in characters at which no unbreakable text leaves its cell."""
WIDEST = 6.6
"""What an amount with its unit, 「新臺幣9,000千元」, takes in characters at most on one line."""
MAIN: tuple[Key, ...] = ("work", "plan", "implementation", "budget")
AMOUNTS: tuple[Key, ...] = ("budget", "previous", "difference")
MANY = 6
GROUPED = {"budget": "本年度", "previous": "上年度", "difference": "比較增減"}
"""Headers below one that names the money for all of them."""


def columns(rng: random.Random, traits: Traits, turn: int, *, other: bool = False) -> tuple[Column, ...]:
    """Choose the columns of a section.

    Args:
        rng: the random state.
        traits: what the plan is to have.
        turn: header words are taken in turns, so that each of them comes up.
        other: these are the columns of a table that is to be unlike the one before it.
    """
    keys: list[Key] = ["work", "plan", "implementation"]
    if "columns-three" not in traits:
        keys.insert(2 if "budget-in-the-middle" in traits else 3, "budget")
    at = keys.index("budget") + 1 if "budget" in keys else 3
    if traits & {"header-group-money", "amounts-compared"}:
        keys[at:at] = ["previous", "difference"]
    if "source-column" in traits:
        keys.insert(at, "source") if "previous" not in keys else keys.append("source")
    if "ordinal-column" in traits:
        keys.insert(keys.index("plan"), "ordinal")
    further = int("extra-column" in traits or "cut-extra" in traits) + int(other)
    if "columns-six-or-more" in traits:
        further = max(further, MANY - len(keys))
    keys += ["extra"] * min(further, len(KNOWN["extra"]), 3)
    return _headed(rng, keys, traits, turn)


def _headed(rng: random.Random, keys: Sequence[Key], traits: Traits, turn: int) -> tuple[Column, ...]:
    unknown: set[Key] = set()
    if "headers-but-one-unknown" in traits:
        # A table of which no list has a word is no plan.
        unknown = set(UNKNOWN) - {"implementation"}
    elif "headers-some-unknown" in traits:
        main = [key for key in MAIN if key in keys]
        unknown = set(rng.sample(main, rng.randint(1, len(main) - 1)))
    made = []
    for place, key in enumerate(keys):
        if key == "ordinal" and "headers-but-one-unknown" in traits:
            header = ""
        elif key in GROUPED and "header-group-money" in traits:
            header = GROUPED[key]
        else:
            # Several further columns stand beside each other, and so each gets another word.
            words = (UNKNOWN if key in unknown else KNOWN)[key]
            header = words[(turn + place) % len(words)]
        share = SHARES[key] * rng.uniform(0.9, 1.15)
        made.append(Column(key, header, round(share, 2)))
    return tuple(made)


def least(column: Column, traits: Traits) -> float:
    """Give the least width of a column in characters."""
    if column.key in AMOUNTS and "unit-in-cell" in traits:
        return WIDEST + (2.5 if "unit-twd-thousand" in traits else 0)
    return LEAST[column.key]


def widths(chosen: Sequence[Column], body: float) -> tuple[float, ...]:
    """Share the width of the page out among the columns."""
    whole = sum(column.share for column in chosen)
    return tuple(body * column.share / whole for column in chosen)


def fitted(
    chosen: Sequence[Column], traits: Traits, body: float, size: float, pad: float
) -> tuple[Column, ...]:
    """Give too narrow columns what they need; the contents, the widest of all, give it."""
    found = list(chosen)
    for _ in range(4):
        for place, width in enumerate(widths(found, body)):
            wanted = least(found[place], traits) * size + 2 * pad
            if width < wanted:
                found[place] = replace(found[place], share=found[place].share * wanted / width * 1.02)
    return tuple(found)


def is_roomy(chosen: Sequence[Column], traits: Traits, body: float, size: float, pad: float) -> bool:
    """Tell whether every column is wide enough."""
    return all(
        width - 2 * pad >= least(column, traits) * size * 0.98
        for column, width in zip(chosen, widths(chosen, body), strict=True)
    )
