"""A plan as frozen data: sections, work levels, items, steps and budgets, with the labels that are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from random import Random

from tests.making.wide.shapes import COMMON, Amounts, Front, Node
from tests.making.wide.words import GENERAL, Work

CHINESE = "一二三四五六七八九十"
FORMAL = "壹貳參肆伍陸柒捌玖拾"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
THOUSAND = 1000
UNITS = {"元": 1, "千元": THOUSAND, "萬元": 10_000, "百萬元": 1_000_000}
"""Dollars in a unit."""
LARGE = 900
"""Amounts in larger units are less than this."""
AMOUNTS = ((12, 99), (100, 980), (1000, 9900), (1000, 39000))
"""Ranges of amounts in thousands of dollars, each as likely as the others."""
OWNERS = ("秘書室", "企劃室", "本單位", "會計室")


class Labels(StrEnum):
    """A style of labels: of works, their parts, plan items and steps."""

    COMMON = "{c}、|({c})|{n}.|({n})"
    FORMAL = "{f}、|{c}、|({c})|{n}."
    WIDE = "{c}、|（{c}）|（{c}）|{n}、"
    STEMS = "{s}、|{c}、|{n}.|({n})"
    CIRCLED = "{c}、|({c})|{w}-{n} |{o}"
    PLAIN_ITEMS = "{c}、|({c})||({n})"
    PLAIN_WORKS = "||{n}、|({n})"
    BRACKETS = "【||{n}.|({n})"
    LETTERS = "（{c}）||{n}.|{a}."
    NONE = "|||{n}."

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the labels of works, their parts, plan items and steps, as patterns."""
        return tuple(self.value.split("|"))


GROUPS: tuple[tuple[str, str, str], ...] = (
    ("({c})", "{n}.", "({n})"), ("{n}.", "({n})", "{o}"), ("（{c}）", "{n}、", "({n})"), ("({n})", "{o}", "{a}."),
    ("{n}、", "（{n}）", "{a}."), ("{c}、", "({c})", "{n}."), ("{s}、", "{n}.", "({n})"), ("", "{n}.", "({n})"),
)  # fmt: skip
"""Labels of group headings in the plan column, of the items below them and of their steps."""
GROUP_NAMES = (
    ("經常性工作", "專案性工作"), ("賡續辦理事項", "新增辦理事項"), ("重點工作", "例行工作"), ("加強服務", "健全管理"),
)  # fmt: skip
"""Headings of any work."""
ALIKE = (
    ("一", "ㄧ"), ("、", "﹑"), ("1", "l"), (".", "．"), ("一", "─"), ("(", "﹙"), (".", "﹒"), ("、", "､"), ("1", "I"),
)  # fmt: skip
"""Characters of labels and others that look like them."""


def label(pattern: str, number: int, work: int = 1) -> str:
    """Write the label of that number."""
    return pattern.format(
        c=_chinese(number), f=FORMAL[(number - 1) % 10], s=STEMS[(number - 1) % 10], n=number, w=work,
        o=CIRCLED[(number - 1) % 10], a="abcdefghij"[(number - 1) % 10],
    )  # fmt: skip


def _chinese(number: int) -> str:
    if number <= 10:
        return CHINESE[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else CHINESE[tens - 1]) + "十" + (CHINESE[ones - 1] if ones else "")


@dataclass(frozen=True)
class Item:
    """A record: one plan item under its work path."""

    work: tuple[str, ...]
    groups: tuple[str, ...]
    """Headings above it in the plan column."""
    plan: str
    steps: tuple[str, ...]
    value: int
    """What a total counts it for, in the plan's unit."""
    budget: tuple[int | str, ...]
    """Its amounts in dollars, or the words instead."""
    printed: tuple[str, ...]
    """The paragraphs of its budget cell; none where one above reaches down."""
    number: int
    owner: str
    months: str
    indicator: str
    note: str
    before: str
    """What the year before was given, as printed."""
    inner: tuple[tuple[str, ...], ...] = ()
    """A small table of figures inside its contents."""
    other: str = ""
    """What a column of no role says."""
    parts: tuple[int, ...] = ()
    """What the columns of its budget's parts say, in the plan's unit."""
    times: tuple[str, ...] = ()
    """The marks of its timeline."""
    shared: int = 0
    """How many items its budget cell is for, if more than itself."""

    cut: bool = False
    """Its contents are the rest of what stands on the page before, from within a step on."""

    @property
    def levels(self) -> tuple[str, ...]:
        """Give the levels of its plan item."""
        return (*self.groups, self.plan)


@dataclass(frozen=True)
class Section:
    """Items of one section, under its name if that is printed."""

    name: str | None
    items: tuple[Item, ...]
    printed: str | None = None
    """The line that names it."""
    above: str = ""
    """A paragraph before that line."""
    below: str = ""
    """A paragraph behind it."""


@dataclass(frozen=True)
class Plan:
    """The whole plan."""

    front: Front
    unit: str
    sections: tuple[Section, ...]
    tree: Node | None = None
    """What stands below the budget's header."""
    times: Node | None = None
    """The header of its timeline."""
    other: str = ""
    """The header of its column of no role."""
    amounts: Amounts = COMMON

    @property
    def items(self) -> tuple[Item, ...]:
        """Give the records in the order of print."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def named(self) -> dict[int, str]:
        """Give the names of sections by the first record of each."""
        firsts = accumulate((len(section.items) for section in self.sections), initial=0)
        return {
            first: section.printed
            for first, section in zip(firsts, self.sections, strict=False)
            if section.printed
        }


@dataclass(frozen=True)
class Style:
    """How items are worded and labelled."""

    labels: Labels = Labels.COMMON
    levels: int = 1
    """Levels of works: none, the work alone, or the work and its parts."""
    unit: str = "千元"
    steps: tuple[int, int] = (1, 2)
    lengthened: int = 0
    """How many more sentences an item gets."""
    first: int = 1
    """The number of the first work."""
    first_item: int = 1
    """The number of the first plan item of the first work."""
    running: bool = False
    """Plan items are numbered through the whole plan, not anew in each work."""
    groups: tuple[str, str, str] | None = None
    """Labels of group headings, their items and the steps, if there are headings in the plan column."""
    plain_parts: str | None = None
    """What stands before the names of parts instead of a label."""
    unlabelled: float = 0.0
    """The share of plan items without a label among labelled ones."""
    first_part: int = 1
    """The number of the first part of each work."""
    alike: tuple[str, str] | None = None
    """A character of labels and the one that is often printed for it."""


@dataclass
class Wordings:
    """Words and labels the items of a plan, work by work."""

    style: Style
    random: Random
    works: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        self.works = self.style.first - 1

    def items(self, works: Sequence[Work], *, anew: bool = False) -> Iterator[Item]:
        """Give the items of some works.

        Args:
            works: what they are.
            anew: the works are numbered from the first again.
        """
        if anew:
            self.works, self.total = self.style.first - 1, 0
        for work in works:
            self.works += 1
            name = self._label(self.style.labels.patterns[0], self.works) + work.name
            yield from self._of(work, name + ("】" if self.style.labels is Labels.BRACKETS else ""))

    def _of(self, work: Work, name: str) -> Iterator[Item]:
        style, half = self.style, (len(work.items) + 1) // 2
        within = style.first_item - 1 if not self.total else 0
        names = work.parts if style.levels < 2 else self.random.choice(GROUP_NAMES)
        parts = [self._part(part, place) for place, part in enumerate(work.parts, start=style.first_part)]
        # The first items may stand beside the headings of the others, with labels like theirs.
        direct = bool(style.groups and style.groups[0] and self.random.random() < 0.3)
        above = 0
        for place, wording in enumerate(work.items):
            second = place >= half
            path: tuple[str, ...] = (name,) if style.levels else ()
            if style.levels > 1:
                path += (parts[second],)
                within = 0 if place == half else within
            self.total += 1
            if not style.groups:
                within += 1
                number = self.total if style.running or not style.levels else within
                yield self._item(path, (), self._plan(wording.plan, number), wording.steps)
                continue
            if direct and not second:
                above += 1
                plan = self._label(style.groups[0], above) + wording.plan
                yield self._item(path, (), plan, wording.steps)
                continue
            if place in {0, half}:
                group = self._label(style.groups[0], above + 1) + names[second]
                above, within = (0 if style.levels > 1 else above + 1), 0
            within += 1
            plan = self._label(style.groups[1], within) + wording.plan
            yield self._item(path, (group,), plan, wording.steps)

    def _part(self, name: str, number: int) -> str:
        if self.style.plain_parts is not None:
            return self.style.plain_parts + name
        return self._label(self.style.labels.patterns[1], number) + name

    def _plan(self, text: str, number: int) -> str:
        if self.random.random() < self.style.unlabelled:
            return text
        return self._label(self.style.labels.patterns[2], number) + text

    def _label(self, pattern: str, number: int) -> str:
        text = label(pattern, number, self.works)
        if self.style.alike and self.random.random() < 0.6:
            text = text.replace(*self.style.alike)
        return text

    def _item(
        self, path: tuple[str, ...], groups: tuple[str, ...], plan: str, known: tuple[str, ...]
    ) -> Item:
        style, random = self.style, self.random
        count = random.randint(*style.steps)
        others = random.sample(GENERAL, len(GENERAL))
        steps = list(known[:count])
        steps += others[: count - len(steps)]
        for extra in range(style.lengthened):
            steps[random.randrange(len(steps))] += others[-1 - extra]
        numbers = {
            "n": random.randint(2, 9) * 2, "m": random.randint(2, 40) * 50, "p": random.choice((85, 88, 90, 92, 95)),
        }  # fmt: skip
        steps = [step.format(**numbers) for step in steps]
        if len(steps) > 1:
            pattern = style.groups[2] if style.groups else style.labels.patterns[3]
            steps = [self._label(pattern, place) + step for place, step in enumerate(steps, start=1)]
        thousands = random.randint(*random.choice(AMOUNTS))
        scale = UNITS[style.unit]
        whole = thousands * THOUSAND // scale if scale <= THOUSAND else max(2, thousands % LARGE)
        start = random.randint(1, 6)
        return Item(
            work=path, groups=groups, plan=plan, steps=tuple(steps), value=whole, budget=(whole * scale,),
            printed=(f"{whole:,}",), number=self.total, owner=random.choice(OWNERS),
            months=f"{start}月至{random.randint(start + 2, 12)}月",
            indicator=f"達成率{random.choice((80, 85, 90, 95))}%",
            note=random.choice(("", "", "延續計畫", "新增計畫")),
            before=f"{max(1, whole * random.randint(60, 120) // 100):,}",
        )  # fmt: skip
