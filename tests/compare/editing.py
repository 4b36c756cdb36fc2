"""Random edits of a plan, with what was done to each item known: the next year's plan and its truth.

The truth is what a person with both plans at hand would say. What such a person could not decide is not made:

- an item that is moved is not both renamed and reworded, for beyond some share nothing but its place would tell;
- an added item like another one comes only beside one that keeps its title or some contents, else it might be the
  renamed one;
- a part of a split, and an item that is merged, leaves its title or its contents in the other plan: where neither
  is left, one was dropped;
- an item without contents and with a title of four characters is not renamed: half of it would be gone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.compare.entries import key_of
from pipeline.compare.model import ChangeKind, Entry, EntryBudget, Side, Status
from tests.compare.wording import (
    ACTS,
    ENDS,
    PARTS,
    PHRASES,
    THINGS,
    dealt,
    halves_of,
    joined,
    retyped,
    reworded,
    sentences_of,
    steps_of,
    title_of,
)

Truth = tuple[Status, frozenset[ChangeKind], frozenset[str], frozenset[str]]
"""Status, kinds of change, identifiers of the older items and of the newer ones."""

MOST_CHANGED = 0.25
"""Share of a text's characters that is changed at most, unless told otherwise."""
LEAST_TITLE = 5
"""Characters of a title that can be changed and still be known."""
TELLING = 10
"""Characters of contents that tell where they come from."""


@dataclass(slots=True)
class Editing:
    """A plan being edited."""

    rng: random.Random
    most_changed: float = MOST_CHANGED
    entries: list[Entry] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    count: int = 0

    def share(self) -> float:
        """Share of characters to change."""
        return self.rng.uniform(0.01, self.most_changed)

    def fresh(
        self, entry: Entry, title: str, steps: Sequence[str], budgets: tuple[EntryBudget, ...] = ()
    ) -> Entry:
        """An item of the newer side in the place of the entry."""
        self.count += 1
        typed = [retyped(self.rng, step) for step in steps]
        title = retyped(self.rng, title)
        return replace(
            entry,
            id=f"new-{self.count:04}",
            plan_item=(*entry.plan_item[:-1], f"{self.count % 9 + 1}. {title}"),
            contents="\n".join(f"({at}){step}" for at, step in enumerate(typed, start=1)),
            budgets=budgets,
            title_key="/".join((*entry.title_key.split("/")[:-1], key_of(title))),
            contents_key="".join(key_of(step) for step in steps if step),
        )

    def done(
        self, status: Status, olds: Sequence[Entry], news: Sequence[Entry], kinds: set[ChangeKind]
    ) -> None:
        """Put the newer items into the plan and what was done into the truth."""
        self.entries += news
        before, after = (frozenset(e.id for e in side) for side in (olds, news))
        self.truth.append((status, frozenset(kinds), before, after))


def edited(side: Side, seed: int, most_changed: float = MOST_CHANGED) -> tuple[Side, list[Truth]]:
    """The plan of the next year, made by chance, and what became of each item.

    Args:
        side: the plan.
        seed: the same seed gives the same plan.
        most_changed: share of a changed text's characters that is changed at most, 0 to 1.
    """
    editing = Editing(random.Random(seed), most_changed)  # noqa: S311 - no secret
    source = list(side.entries)
    at = 0
    while at < len(source):
        at += _edit(editing, source, at)
    entries = _sections(editing)
    numbered = tuple(replace(e, order=order) for order, e in enumerate(entries))
    return replace(side, label="next", plan_ids=("next",), entries=numbered), editing.truth


def _edit(editing: Editing, source: Sequence[Entry], at: int) -> int:
    """Carry over, change or drop the item; number of items used up."""
    rng, entry = editing.rng, source[at]
    if rng.random() < 0.03:
        _insert(editing, entry)
    drawn = rng.random()
    if drawn < 0.05:
        editing.done("removed", [entry], [], set())
        return 1
    if drawn < 0.12 and _split(editing, entry):
        return 1
    if drawn < 0.16:
        several = _neighbours(source, at, rng.choice((2, 2, 3, 4)))
        if len(several) > 1 and _merge(editing, several):
            return len(several)
    _change(editing, entry, source)
    return 1


def _change(editing: Editing, entry: Entry, source: Sequence[Entry]) -> None:
    rng = editing.rng
    kinds: set[ChangeKind] = set()
    title, steps, place, budgets = title_of(entry), steps_of(entry), entry, entry.budgets
    if rng.random() < 0.05:
        place = rng.choice(source)
        kinds |= {"moved"} if (place.section, place.work_key) != (entry.section, entry.work_key) else set()
    if rng.random() < 0.15 and len(key_of(title)) >= (1 if entry.contents else LEAST_TITLE):
        title = reworded(rng, title, editing.share())
        kinds |= {"renamed"} if key_of(title) != key_of(title_of(entry)) else set()
    if rng.random() < 0.15 and len(entry.contents_key) >= LEAST_TITLE and len(kinds) < 2:
        steps = [reworded(rng, step, editing.share()) for step in steps]
    if rng.random() < 0.2:
        budgets = _rebudgeted(rng, entry.budgets)
        kinds |= {"budget"} if budgets != entry.budgets else set()
    new = editing.fresh(entry, title, steps, budgets)
    if steps == steps_of(entry):
        new = replace(new, contents_key=entry.contents_key)
    elif new.contents_key != entry.contents_key:
        kinds |= {"reworded"}
    new = replace(new, section=place.section, section_key=place.section_key)
    new = replace(new, work_item=place.work_item, work_key=place.work_key)
    editing.done("changed" if kinds else "unchanged", [entry], [new], kinds)
    kept = "renamed" not in kinds or ("reworded" not in kinds and len(entry.contents_key) >= TELLING)
    if kept and "moved" not in kinds and rng.random() < 0.04:
        _sibling(editing, entry)


def _insert(editing: Editing, entry: Entry) -> None:
    rng = editing.rng
    thing = rng.choice(THINGS)
    title = rng.choice(ACTS) + thing + rng.choice(ENDS)
    step = f"依規定{thing}。" if rng.random() < 0.7 else rng.choice(PHRASES)
    editing.done("added", [], [editing.fresh(entry, title, [step])], set())


def _sibling(editing: Editing, entry: Entry) -> None:
    """道路路燈養護 beside 道路養護: like it in title, with contents of its own."""
    rng, title = editing.rng, title_of(entry).rstrip("。")
    thing = rng.choice(THINGS)
    at, word = rng.randrange(len(title) + 1), rng.choice((thing[:2], thing[-2:], thing[:4]))
    steps = [f"依{thing}相關規定{rng.choice(ACTS)}，每季檢討成效。"]
    editing.done("added", [], [editing.fresh(entry, f"{title[:at]}{word}{title[at:]}。", steps)], set())


def _split(editing: Editing, entry: Entry) -> bool:
    """Divide an item in one of several ways; False where it has nothing to divide."""
    rng, title = editing.rng, title_of(entry)
    halves, sentences = halves_of(title), sentences_of(steps_of(entry))
    most = min(4, len(sentences))
    way = rng.choice(("halves", "numbered", "topics", "rest"))
    if way == "halves" and halves:
        titles: list[str] = list(halves)
        texts = dealt(rng, sentences, 2) if most >= 2 and rng.random() < 0.7 else [sentences, sentences]
    elif way == "numbered" and len(key_of(title)) >= 4:
        count = rng.randint(2, max(2, most))
        titles = [title.rstrip("。") + mark for mark in rng.choice(PARTS)[:count]]
        texts = dealt(rng, sentences, count) if most >= count and rng.random() < 0.7 else [sentences] * count
    elif way in ("topics", "rest") and most >= 2:
        texts = dealt(rng, sentences, rng.randint(2, most))
        if min(len(key_of("".join(text))) for text in texts) < TELLING:
            return False
        titles = [_topic(title, text) for text in texts]
        # The first part keeps the whole's title: what was taken out is known by its contents only.
        titles = [title, *titles[1:]] if way == "rest" else titles
    else:
        return False
    budgets = _dealt_budgets(rng, entry.budgets, len(titles))
    if rng.random() < 0.3:
        texts = [[reworded(rng, one, editing.share() / 2) for one in text] for text in texts]
    if rng.random() < 0.3 and way == "halves":
        titles = [reworded(rng, one, editing.share() / 2) for one in titles]
    parts = [editing.fresh(entry, *one) for one in zip(titles, texts, budgets, strict=True)]
    if len({part.title_key for part in parts}) < len(parts):
        return False
    editing.done("split", [entry], parts, set())
    return True


def _topic(title: str, text: Sequence[str]) -> str:
    """Title of a part named by what it is about."""
    return f"{title.rstrip('。')}－{text[0].split('，')[0].rstrip('。；')[:12]}。"


def _neighbours(source: Sequence[Entry], at: int, most: int) -> list[Entry]:
    """The item and those behind it in the same work item."""
    first = source[at]
    place = (first.section_key, first.work_key, first.plan_item[:-1])
    found = []
    for entry in source[at : at + most]:
        if (entry.section_key, entry.work_key, entry.plan_item[:-1]) != place:
            break
        found.append(entry)
    return found


def _merge(editing: Editing, several: Sequence[Entry]) -> bool:
    """Join items in one of several ways; False where too little would be left of one."""
    rng = editing.rng
    steps = [step for entry in several for step in steps_of(entry)]
    titles = [title_of(entry) for entry in several]
    telling = min(len(entry.contents_key) for entry in several) >= TELLING
    way = rng.choice(("titles", "titles", "first", "general"))
    if way == "titles" or not telling:
        title = joined(rng, titles)
        if not telling and min(len(key_of(one)) for one in titles) < LEAST_TITLE:
            return False
        if not telling and not all(key_of(one) in key_of(title) for one in titles):
            return False
    else:
        title = titles[0] if way == "first" else key_of(several[0].work_item[-1])[:8] + "各項業務。"
    if telling and rng.random() < 0.3:
        steps = [reworded(rng, step, editing.share() / 2) for step in steps]
    cells = tuple(cell for entry in several for cell in entry.budgets)
    total = _summed(cells) if rng.random() < 0.7 else several[0].budgets
    editing.done("merged", several, [editing.fresh(several[0], title, steps, total)], set())
    return True


def _amount(cell: EntryBudget, amount: int, id_: str) -> EntryBudget:
    return replace(cell, id=id_, amount_twd=amount, raw=f"{amount // 1000:,}", kind="amount")


def _rebudgeted(rng: random.Random, cells: tuple[EntryBudget, ...]) -> tuple[EntryBudget, ...]:
    """Another amount, an amount for words, or words for an amount."""
    if not cells:
        return cells
    if rng.random() < 0.2:
        first = cells[0]
        words = "上級補助款支應" if first.amount_twd is not None else "業務費項下支應"
        return (replace(first, raw=words, kind="text", amount_twd=None), *cells[1:])
    return tuple(_amount(c, (c.amount_twd or 0) + rng.randrange(1, 900) * 1000, c.id) for c in cells)


def _dealt_budgets(
    rng: random.Random, cells: tuple[EntryBudget, ...], count: int
) -> list[tuple[EntryBudget, ...]]:
    """The budget divided, all of it with the first part, or printed over all of them."""
    drawn = rng.random()
    amounts = [cell.amount_twd for cell in cells]
    if len(cells) == 1 and amounts[0] and amounts[0] >= 1000 * count and drawn < 0.6:
        cuts = [0, *sorted(rng.sample(range(1, amounts[0] // 1000), count - 1)), amounts[0] // 1000]
        return [
            (_amount(cells[0], (b - a) * 1000, f"{cells[0].id}-{at}"),)
            for at, (a, b) in enumerate(pairwise(cuts))
        ]
    if drawn < 0.8:
        return [cells, *[()] * (count - 1)]
    return [tuple(replace(cell, shared_by=count) for cell in cells)] * count


def _summed(cells: tuple[EntryBudget, ...]) -> tuple[EntryBudget, ...]:
    """One cell for all amounts, and the words as they are."""
    amounts = [cell for cell in cells if cell.amount_twd is not None]
    words = tuple(cell for cell in cells if cell.amount_twd is None)
    if not amounts:
        return words
    return (_amount(amounts[0], sum(cell.amount_twd or 0 for cell in amounts), amounts[0].id), *words)


def _sections(editing: Editing) -> list[Entry]:
    """Items in the order of their sections, one section in another order and one or two under another name."""
    rng = editing.rng
    names = list(dict.fromkeys(e.section for e in editing.entries))
    groups = {name: [e for e in editing.entries if e.section == name] for name in names}
    if rng.random() < 0.5:
        rng.shuffle(groups[rng.choice(names)])
    if rng.random() < 0.3:
        rng.shuffle(names)
    for name in rng.sample(names, rng.choice((0, 1, 1, 2))):
        other = _other_name(rng, name)
        groups[name] = [replace(e, section=other, section_key=key_of(other)) for e in groups[name]]
    return _work_item([entry for name in names for entry in groups[name]], editing)


def _work_item(entries: list[Entry], editing: Editing) -> list[Entry]:
    """One work item of several plan items under another name, in half of the plans; nothing in it has moved."""
    rng = editing.rng
    counts = Counter((e.section_key, e.work_key) for e in entries)
    place = rng.choice([place for place, count in counts.items() if count > 3])
    name = next(e.work_item[-1] for e in entries if (e.section_key, e.work_key) == place)
    head, mark, rest = name.partition("、" if "、" in name[:3] else ")")
    other = head + mark + reworded(rng, rest, min(editing.share(), MOST_CHANGED))
    if not rest or rng.random() < 0.5:
        return entries
    key = "/".join((*place[1].split("/")[:-1], key_of(other.removeprefix(head + mark))))
    return [
        replace(e, work_item=(*e.work_item[:-1], other), work_key=key)
        if (e.section_key, e.work_key) == place
        else e
        for e in entries
    ]


def _other_name(rng: random.Random, name: str) -> str:
    """Another kind of section (課, 科, 室), or another name of its field."""
    stem = name.removesuffix("業務")
    stem = stem[:-1] if stem[-1] in "課科室處" and len(stem) > 2 else stem
    if rng.random() < 0.3:
        stem = stem[:1] + rng.choice(("務", "政", "事", "發")) + stem[1:]
    return stem + rng.choice([end for end in ("課", "科", "室") if stem + end != name])
