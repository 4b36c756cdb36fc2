"""The traits that a plan may have, and drawing sets of them so that all meet each other.

Traits of one group exclude each other; each group is drawn on its own.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Producer = Literal["typst", "writer", "browser"]
PRODUCERS: tuple[Producer, ...] = ("typst", "writer", "browser")
Traits = frozenset[str]

TRIES = 40
"""Sets drawn per document; the one that shows most that was not there yet is taken."""
LEAST = 3
"""How often each trait is wanted at least in sixty documents."""
RARE = 30
"""What a trait that is still too rare counts for, in pairs of traits that meet for the first time."""


@dataclass(frozen=True)
class Group:
    """Traits that exclude each other."""

    traits: tuple[str, ...]
    often: float
    """In which part of the documents one of them is there."""


GROUPS = (
    Group(("headers-some-unknown", "headers-but-one-unknown"), 0.5),
    Group(("header-spaced", "header-wrapped"), 0.4),
    Group(("header-group-money", "header-group-plan"), 0.4),
    Group(("header-once",), 0.2),
    Group(("ordinal-column",), 0.25),
    Group(("columns-three", "columns-six-or-more"), 0.25),
    Group(("extra-column",), 0.3),
    Group(("source-column",), 0.25),
    Group(("budget-in-the-middle",), 0.25),
    Group(("amounts-compared",), 0.2),
    Group(("unit-in-header", "unit-above", "unit-in-cell"), 1.0),
    Group(("unit-yuan", "unit-thousand", "unit-ten-thousand", "unit-million", "unit-twd-thousand"), 1.0),
    Group(
        ("rules-all", "rules-none", "rules-columns", "rules-rows", "rules-some-rows", "zebra"),
        1.0,
    ),
    Group(("line-double", "line-dashed"), 0.35),
    Group(("frame-open", "frame-closed"), 0.6),
    Group(("work-merged", "work-every-row"), 0.5),
    Group(("cells-in-the-middle",), 0.2),
    Group(("category-rows",), 0.3),
    Group(("total-row", "subtotal-rows"), 0.4),
    Group(("words-like-totals",), 0.2),
    Group(("mark-continued", "mark-carried", "mark-in-title", "mark-in-work"), 0.4),
    Group(("footnote-below", "footnote-row"), 0.35),
    Group(("table-after-table", "tables-unlike"), 0.35),
    Group(("sections-on-one-page",), 0.4),
    Group(("offices-several", "years-several"), 0.3),
    Group(("landscape-between", "pages-turned"), 0.35),
    Group(("results-table",), 0.25),
    Group(
        (
            "plan-formal", "plan-han", "plan-han-twenties", "plan-han-bracket", "plan-enclosed-han",
            "plan-dot", "plan-full-comma", "plan-bracket", "plan-enclosed-bracket", "plan-circled",
            "plan-stems", "plan-capitals", "plan-unnumbered",
        ),
        1.0,
    ),
    Group(
        (
            "steps-han", "steps-han-bracket", "steps-enclosed-han", "steps-dot", "steps-comma",
            "steps-full-comma", "steps-enclosed-dot", "steps-bracket", "steps-full-bracket",
            "steps-enclosed-bracket", "steps-circled", "steps-stems", "steps-capitals", "steps-small",
        ),
        1.0,
    ),
    Group(("levels-three", "levels-five"), 0.4),
    Group(("numbers-run-on", "numbers-skip"), 0.4),
    Group(("labels-spaced", "labels-tight"), 0.5),
    Group(("words-cut",), 0.25),
    Group(("punctuation-hanging",), 0.3),
    Group(("raised-digits",), 0.2),
    Group(("beyond-bmp",), 0.2),
    Group(("compatibility-code-points",), 0.2),
    Group(("private-use",), 0.3),
    Group(("cut-work", "cut-plan", "cut-implementation"), 0.6),
    Group(("cut-budget", "cut-extra"), 0.4),
)  # fmt: skip

ALL_TRAITS = tuple(trait for group in GROUPS for trait in group.traits)

ONLY: Mapping[str, tuple[Producer, ...]] = {
    # Only the word processor sets punctuation beyond the edge.
    "punctuation-hanging": ("writer",),
    # A page is turned by rewriting the file, for which only typst's is plain enough.
    "pages-turned": ("typst",),
    # The font of all producers has no such glyphs, but a second one of typst's has.
    "private-use": ("typst",),
    # A word processor cuts a word only where the whole does not fit on a line.
    "words-cut": ("typst", "browser"),
    # It draws the lower rule of a torn row or does not: nobody is asked.
    "frame-open": ("typst", "browser"),
    "frame-closed": ("typst", "browser"),
}

_MONEY = (
    "header-group-money", "amounts-compared", "source-column", "budget-in-the-middle", "unit-in-header", "unit-above",
    "unit-in-cell", "unit-yuan", "unit-thousand", "unit-ten-thousand", "unit-million",
    "unit-twd-thousand", "total-row", "subtotal-rows", "cut-budget",
)  # fmt: skip
_UNRULED = ("rules-none", "rules-columns", "rules-some-rows")
_CUTS = ("cut-work", "cut-plan", "cut-implementation", "cut-budget", "cut-extra")
_MARKS = ("mark-continued", "mark-carried", "mark-in-title", "mark-in-work")

CLASHES: Mapping[str, tuple[str, ...]] = {
    "columns-three": (*_MONEY, "extra-column", "columns-six-or-more", "cut-extra", "ordinal-column"),
    # With not one word that is known, last year's amount could not be told from this year's.
    "headers-but-one-unknown": ("header-group-money", "amounts-compared", "source-column"),
    # Both add the same columns, one of them without a word above them.
    "amounts-compared": ("header-group-money",),
    # A part without a header after words like 接下頁 would be a table without a header.
    "header-once": _MARKS,
    # A name that stands in every row, or a text in the middle, does not tell rows apart: a rule must.
    "work-every-row": (*_UNRULED, *_MARKS),
    # A text in the middle of a cell that a page end cuts may stand on either page, so that nothing is cut.
    "cells-in-the-middle": (
        *_UNRULED, "zebra", "work-merged", *_CUTS,
    ),
    # Without a number a plan item begins only where a rule says so; and the second half of one that is cut
    # would look like another, so that nothing is cut.
    "plan-unnumbered": (*_UNRULED, "ordinal-column", "numbers-run-on", "numbers-skip", "zebra", *_CUTS),
    # Without lines nobody sees over how many columns a header stands.
    "header-group-money": ("rules-none", "zebra"),
    "header-group-plan": ("rules-none", "zebra"),
    # A fill that changes with every row leaves no cell to merge, and is no line.
    "zebra": ("work-merged", "line-double", "line-dashed", "frame-open", "frame-closed"),
    "rules-none": ("line-double", "line-dashed", "frame-open", "frame-closed", "work-merged"),
    "rules-rows": ("frame-open", "frame-closed"),
    # Numbers above twenty are reached by counting on, and each of them must be there.
    "plan-han-twenties": ("numbers-skip", "numbers-run-on", "cut-plan", "ordinal-column"),
    # 「三十、」 needs styles that have so many labels.
    "numbers-run-on": (
        "plan-formal", "plan-enclosed-han", "plan-stems", "plan-circled", "plan-enclosed-bracket",
        "plan-capitals",
    ),
    # The name of a cell that is merged is printed once; there is no row to print it in again.
    "mark-in-work": ("work-merged",),
    # A table that goes on says so, or another follows it; one cut shows one of the two.
    "table-after-table": _MARKS,
    "cut-extra": ("columns-three",),
}  # fmt: skip
NEEDS: Mapping[str, tuple[str, ...]] = {"cut-extra": ("extra-column", "columns-six-or-more")}
"""Traits of which one must be there too."""


def fits(trait: str, chosen: Traits, producer: Producer) -> bool:
    """Tell whether a trait may join others."""
    if producer not in ONLY.get(trait, PRODUCERS):
        return False
    if any(trait in CLASHES.get(other, ()) or other in CLASHES.get(trait, ()) for other in chosen):
        return False
    needed = NEEDS.get(trait, ())
    return not needed or any(other in chosen for other in needed)


def _one(rng: random.Random, producer: Producer, seen: Counter[str]) -> Traits:
    """Draw one set; traits that were seen less come up more often."""
    chosen: Traits = frozenset()
    # What is drawn first shuts others out, so that another group is first each time; needs come last.
    groups = rng.sample(GROUPS, len(GROUPS))
    groups.sort(key=lambda group: any(trait in NEEDS for trait in group.traits))
    for group in groups:
        free = [trait for trait in group.traits if fits(trait, chosen, producer)]
        if free and rng.random() < group.often:
            weights = [1 / (1 + seen[trait]) for trait in free]
            chosen |= {rng.choices(free, weights)[0]}
    return chosen


def draw(rng: random.Random, producers: tuple[Producer, ...]) -> list[Traits]:
    """Draw one set of traits for each producer in turn."""
    seen: Counter[str] = Counter()
    met: set[tuple[str, ...]] = set()
    drawn = []
    for producer in producers:
        tries = [_one(rng, producer, seen) for _ in range(TRIES)]
        best = max(tries, key=lambda traits: _worth(traits, seen, met))
        seen.update(best)
        met |= set(combinations(sorted(best), 2))
        drawn.append(best)
    return drawn


BASE: Traits = frozenset({"rules-all", "unit-in-header", "unit-thousand", "plan-dot", "steps-bracket"})
"""A plain plan: what a trait that is to be seen alone is set beside."""


def alone(trait: str) -> tuple[Producer, Traits]:
    """Give a plain plan that one trait is added to, with what it cannot be without, and a producer for it."""
    group = next(group.traits for group in GROUPS if trait in group.traits)
    chosen = BASE.difference(group) | {trait} | set(NEEDS.get(trait, ())[:1])
    shut_out = {other for other in chosen - {trait} if not fits(other, frozenset({trait}), "typst")}
    able = ONLY.get(trait, PRODUCERS)
    # Where a trait does not go with all rules it may go with those of the columns.
    rules = {"rules-columns"} if "rules-all" in shut_out else set()
    return able[ALL_TRAITS.index(trait) % len(able)], chosen - shut_out | rules


def _worth(traits: Traits, seen: Counter[str], met: set[tuple[str, ...]]) -> int:
    fresh = sum(pair not in met for pair in combinations(sorted(traits), 2))
    return fresh + RARE * sum(seen[trait] < LEAST for trait in traits)
