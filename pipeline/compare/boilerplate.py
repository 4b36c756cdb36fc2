"""Wording that several items of a plan have alike: it tells of no single one of them.

Plans are written on templates, and 依規定按月檢討辦理情形 stands with items that have nothing to do with each other. An
item whose contents are such sentences is accounted for by any others that have them: on two plans without any work in
common all 37 splits and merges that were called certain were false. A match by contents is thus certain only where
what is an item's own bears it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compare.model import Entry

BOILERPLATE = "boilerplate"
"""Evidence beside that of a match which only such wording makes certain."""
RUN_CHARACTERS = 8
"""Folded characters that are alike in several items to be of a template: shorter runs are words of the trade."""
SEVERAL = 2
"""Items of the side of a whole that make wording one of several."""
MORE_THAN_PARTS = 7
"""The same on the side of its parts, each of which may keep what the whole said."""
OwnWording = tuple[Mapping[int, Entry], Mapping[int, Entry]]
"""Wholes and parts by their order, with the contents that are theirs alone."""


def own_wording(wholes: Sequence[Entry], parts: Sequence[Entry]) -> OwnWording:
    """Items of both sides with the contents that are theirs alone.

    Args:
        wholes: all items of the side whose items may have been divided, or one to one: the older side.
        parts: all items of the other side.
    """
    common = _runs(wholes, SEVERAL) | _runs(parts, MORE_THAN_PARTS)
    return _without(wholes, common), _without(parts, common)


def _runs(entries: Iterable[Entry], least: int) -> frozenset[str]:
    """Runs of characters in the contents of at least so many of the items."""
    counts = Counter(run for entry in entries for run in set(_runs_of(entry.contents_key)))
    return frozenset(run for run, count in counts.items() if count >= least)


def _runs_of(text: str) -> Iterator[str]:
    return (text[at : at + RUN_CHARACTERS] for at in range(len(text) - RUN_CHARACTERS + 1))


def _without(entries: Iterable[Entry], common: Collection[str]) -> Mapping[int, Entry]:
    """Items by order, their contents without those runs."""
    return {entry.order: replace(entry, contents_key=_kept(entry.contents_key, common)) for entry in entries}


def _kept(text: str, common: Collection[str]) -> str:
    kept = []
    common_until = 0
    for at, character in enumerate(text):
        if text[at : at + RUN_CHARACTERS] in common:
            common_until = at + RUN_CHARACTERS
        if at >= common_until:
            kept.append(character)
    return "".join(kept)
