"""Sections and work items of both sides matched with each other, so that a new name makes no item new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pipeline.compare.assignment import assign, ratio
from pipeline.compare.model import Entry, Side
from pipeline.dataclass import dataclass

Path = tuple[str, str]
"""Keys of a section and of a work item in it; the work item is "" where the section is meant."""
SHARED_ITEMS = 0.5
"""Share of the items of the smaller of two groups that must be in both for them to be one under another name."""
ALIKE = 0.6
"""Likeness of two names from which on they are one group without any common item (政風業務, 政風室: 0.57)."""
ITEMS_AND_NAME = 0.8
"""Sum of both from which on several common items make them one: where half of a small section was reworded, neither
alone is enough."""
NAMED_ALIKE = 0.3
"""Likeness of two names below which a single common item does not make them one: it may have moved."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Sections and work items of the newer side as the older one has them.

    Attributes:
        sections: key of each section of the newer side that has a match, with the key on the older side.
        works: the same of work items by their paths.
        renamed: names of matched sections that differ, old and new.
    """

    sections: Mapping[str, str]
    works: Mapping[Path, Path]
    renamed: tuple[tuple[str, str], ...]

    def section(self, entry: Entry) -> str:
        """Section of an item of the newer side as the older one calls it; marked as new where it has none."""
        return self.sections.get(entry.section_key, f"\0{entry.section_key}")

    def work(self, entry: Entry) -> Path:
        """Work item of an item of the newer side as the older one calls it."""
        own = (entry.section_key, entry.work_key)
        return self.works.get(own, (self.section(entry), f"\0{entry.work_key}"))


def path_of(entry: Entry) -> Path:
    """Work item of an item of the older side."""
    return entry.section_key, entry.work_key


def groups_of(old: Side, new: Side) -> Groups:
    """Match sections by name, then by their items, and work items within them likewise."""
    olds, news = _split(old.entries, _section), _split(new.entries, _section)
    sections = _matched(olds, news)
    works: dict[Path, Path] = {}
    for theirs, ours in sections.items():
        works |= {(theirs, b): (ours, a) for b, a in _works(olds[ours], news[theirs], 0).items()}
    names = {e.section_key: e.section for e in reversed(old.entries)}
    later = {e.section_key: e.section for e in reversed(new.entries)}
    renamed = tuple((names[sections[k]], later[k]) for k in news if k in sections and sections[k] != k)
    return Groups(sections, works, renamed)


def _section(entry: Entry) -> str:
    return entry.section_key


def _works(olds: Sequence[Entry], news: Sequence[Entry], depth: int) -> dict[str, str]:
    """Work items of one section level by level: an inner one has moved if its outer one is another."""

    def level(entry: Entry) -> str:
        return "/".join(entry.work_key.split("/")[depth : depth + 1])

    if max(e.work_key.count("/") for e in (*olds, *news)) < depth:
        return {b.work_key: a.work_key for a, b in zip(olds[:1], news[:1], strict=True)}
    left, right = _split(olds, level), _split(news, level)
    found: dict[str, str] = {}
    for theirs, ours in _matched(left, right).items():
        found |= _works(left[ours], right[theirs], depth + 1)
    return found


def _split(entries: Sequence[Entry], by: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(by(entry), []).append(entry)
    return groups


def _matched(olds: Mapping[str, list[Entry]], news: Mapping[str, list[Entry]]) -> dict[str, str]:
    """Key of each newer group with that of the older one: equal names first, then what is likest."""
    found = {key: key for key in news if key in olds}
    left = [key for key in olds if key not in found]
    right = [key for key in news if key not in found]
    if not left or not right:
        return found
    scores = [[_likeness(a, olds[a], b, news[b]) for b in right] for a in left]
    found |= {right[b]: left[a] for a, b in assign(scores) if scores[a][b] > 0}
    return found


def _likeness(a: str, olds: Sequence[Entry], b: str, news: Sequence[Entry]) -> float:
    """How sure two groups of different names are one; 0 where they are not."""
    one, other = Counter(e.title_key for e in olds), Counter(e.title_key for e in news)
    common = (one & other).total()
    share = common / min(len(olds), len(news))
    name = ratio(a, b)
    same = name >= ALIKE or (share >= SHARED_ITEMS and (name >= NAMED_ALIKE or common > 1))
    same = same or (common > 1 and share + name >= ITEMS_AND_NAME)
    return (share + name) / 2 if same else 0.0
