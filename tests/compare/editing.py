"""Random edits of a plan, with what was done to each item known: the next year's plan and its truth."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.compare.entries import key_of
from pipeline.compare.model import ChangeKind, Entry, EntryBudget, Side, Status

Truth = tuple[Status, frozenset[ChangeKind], frozenset[str], frozenset[str]]
"""Status, kinds of change, identifiers of the older items and of the newer ones."""

ACTS = ("辦理", "推動", "加強", "配合", "協助", "落實", "規劃", "購置")
THINGS = (
    "獨居長者關懷訪視", "社區照顧關懷據點", "公園遊戲場檢修", "身心障礙者輔具補助", "新住民語言課程", "閒置空間再利用",
    "路燈節能換裝", "區公所官網改版", "英語學習環境", "流浪犬貓絕育", "青年創業諮詢", "志工教育訓練", "雨水下水道清淤",
    "無障礙坡道改善", "馬拉松路跑賽事", "老街導覽解說", "性別平等講座", "農特產品展售", "兒童閱讀推廣", "急救器材設置",
)  # fmt: skip
ENDS = ("。", "計畫。", "相關事宜。", "作業。", "業務。")
MOST_RENAMED = 0.25
"""Share of a title's characters that is changed at most, unless told otherwise."""


@dataclass(slots=True)
class Editing:
    """A plan being edited."""

    rng: random.Random
    most_renamed: float = MOST_RENAMED
    entries: list[Entry] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    count: int = 0

    def fresh(self, entry: Entry, title: str, contents: str, budgets: tuple[EntryBudget, ...]) -> Entry:
        """An item of the newer side."""
        self.count += 1
        label = f"{self.count % 9 + 1}. "
        return replace(
            entry,
            id=f"new-{self.count:04}",
            plan_item=(*entry.plan_item[:-1], label + title),
            contents=contents,
            budgets=budgets,
            title_key="/".join((*entry.title_key.split("/")[:-1], key_of(title))),
            contents_key=key_of(contents) if contents else "",
        )


def edited(side: Side, seed: int, most_renamed: float = MOST_RENAMED) -> tuple[Side, list[Truth]]:
    """The plan of the next year, made by chance, and what became of each item.

    Args:
        side: the plan.
        seed: the same seed gives the same plan.
        most_renamed: share of a renamed title's characters that is changed at most, 0 to 1.
    """
    editing = Editing(random.Random(seed), most_renamed)  # noqa: S311 - no secret
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
        editing.truth.append(("removed", frozenset(), frozenset({entry.id}), frozenset()))
        return 1
    halves = _halves(entry)
    if drawn < 0.12 and halves:
        _split(editing, entry, halves)
        return 1
    following = source[at + 1] if at + 1 < len(source) else None
    if drawn < 0.15 and following and _side_by_side(entry, following):
        _merge(editing, entry, following)
        return 2
    _change(editing, entry, source)
    return 1


def _change(editing: Editing, entry: Entry, source: Sequence[Entry]) -> None:
    rng = editing.rng
    kinds: set[ChangeKind] = set()
    title, budgets, place = _title(entry), entry.budgets, entry
    if rng.random() < 0.15:
        title = _renamed(rng, title, rng.uniform(0.01, editing.most_renamed))
        kinds |= {"renamed"} if key_of(title) != key_of(_title(entry)) else set()
    if rng.random() < 0.05:
        place = rng.choice(source)
        kinds |= {"moved"} if (place.section, place.work_key) != (entry.section, entry.work_key) else set()
    if budgets and rng.random() < 0.2:
        budgets = tuple(_raised(rng, cell) for cell in budgets)
        kinds |= {"budget"}
    new = editing.fresh(entry, title, entry.contents, budgets)
    new = replace(new, contents_key=entry.contents_key, section=place.section, section_key=place.section_key)
    new = replace(new, work_item=place.work_item, work_key=place.work_key)
    status: Status = "changed" if kinds else "unchanged"
    editing.entries.append(new)
    editing.truth.append((status, frozenset(kinds), frozenset({entry.id}), frozenset({new.id})))


def _insert(editing: Editing, entry: Entry) -> None:
    rng = editing.rng
    thing = rng.choice(THINGS)
    new = editing.fresh(entry, rng.choice(ACTS) + thing + rng.choice(ENDS), f"依規定{thing}。", ())
    editing.entries.append(new)
    editing.truth.append(("added", frozenset(), frozenset(), frozenset({new.id})))


def _halves(entry: Entry) -> tuple[str, str] | None:
    """Two titles where the item's title names two things."""
    for mark in ("及", "、", "暨", "與"):
        before, found, after = _title(entry).partition(mark)
        if found and min(len(key_of(before)), len(key_of(after))) >= 4:
            return before + "。", after
    return None


def _split(editing: Editing, entry: Entry, halves: tuple[str, str]) -> None:
    middle = len(entry.contents) // 2
    texts = (entry.contents[:middle], entry.contents[middle:])
    parts = [editing.fresh(entry, t, c, ()) for t, c in zip(halves, texts, strict=True)]
    editing.entries += parts
    editing.truth.append(("split", frozenset(), frozenset({entry.id}), frozenset(p.id for p in parts)))


def _side_by_side(entry: Entry, other: Entry) -> bool:
    return (entry.section_key, entry.work_key) == (other.section_key, other.work_key)


def _merge(editing: Editing, entry: Entry, other: Entry) -> None:
    title = _title(entry).rstrip("。") + "及" + _title(other)
    new = editing.fresh(entry, title, f"{entry.contents}\n{other.contents}", entry.budgets)
    new = replace(new, contents_key=entry.contents_key + other.contents_key)
    editing.entries.append(new)
    editing.truth.append(("merged", frozenset(), frozenset({entry.id, other.id}), frozenset({new.id})))


def _title(entry: Entry) -> str:
    text = entry.plan_item[-1]
    head = text[:5]
    for mark in ("、", ")", "）", ". "):
        if mark in head and key_of(text[head.index(mark) + len(mark) :]) == entry.title_key.split("/")[-1]:
            return text[head.index(mark) + len(mark) :]
    return text


def _renamed(rng: random.Random, title: str, share: float) -> str:
    """Characters replaced, left out or put in; at least one."""
    letters = list(title.rstrip("。"))
    for _ in range(max(1, round(share * len(letters)))):
        at, other = rng.randrange(len(letters)), rng.choice("".join(THINGS))
        drawn = rng.random()
        if drawn < 0.5 or len(letters) < 4:
            letters[at] = other
        elif drawn < 0.75:
            letters.insert(at, other)
        else:
            del letters[at]
    return "".join(letters) + "。"


def _raised(rng: random.Random, cell: EntryBudget) -> EntryBudget:
    amount = (cell.amount_twd or 0) + rng.randrange(1, 900) * 1000
    return replace(cell, amount_twd=amount, raw=f"{amount // 1000:,}", kind="amount")


def _sections(editing: Editing) -> list[Entry]:
    """Items in the order of their sections, one section in another order and one under another name."""
    rng = editing.rng
    names = list(dict.fromkeys(e.section for e in editing.entries))
    groups = {name: [e for e in editing.entries if e.section == name] for name in names}
    if rng.random() < 0.5:
        rng.shuffle(groups[rng.choice(names)])
    if rng.random() < 0.3:
        rng.shuffle(names)
    if rng.random() < 0.5:
        name = rng.choice(names)
        other = name[:-1] + ("科" if name[-1] != "科" else "處")
        groups[name] = [replace(e, section=other, section_key=key_of(other)) for e in groups[name]]
    return [entry for name in names for entry in groups[name]]
