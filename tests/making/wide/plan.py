"""A plan as frozen data: sections, work levels, items, steps and budgets, with the labels that are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.making.wide.words import GENERAL, Domain, Work

CHINESE = "一二三四五六七八九十"
FORMAL = "壹貳參肆伍陸柒捌玖拾"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
THOUSAND = 1000
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

    def of(self, level: int, number: int, work: int = 1) -> str:
        """Write the label of that number: level 0 is a work, 1 a part of it, 2 a plan item, 3 a step."""
        return self.value.split("|")[level].format(
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
    plan: str
    steps: tuple[str, ...]
    amount: str
    dollars: int
    number: int
    owner: str
    months: str
    indicator: str
    note: str
    before: str
    """What the year before was given, as printed."""
    inner: tuple[tuple[str, ...], ...] = ()
    """A small table of figures inside its contents."""


@dataclass(frozen=True)
class Section:
    """Items of one section, under its name if that is printed."""

    name: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Plan:
    """The whole plan."""

    office: str
    year: int
    title: str
    unit: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Give the records in the order of print."""
        return tuple(item for section in self.sections for item in section.items)


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
    running: bool = False
    """Plan items are numbered through the whole plan, not anew in each work."""


def items_of(works: tuple[Work, ...], style: Style, random: Random, start: int = 0) -> Iterator[Item]:
    """Word and label the items of some works.

    Args:
        works: what they are.
        style: how they are labelled.
        random: where choices come from.
        start: how many works and items stand before these in the plan.
    """
    total = start
    for number, work in enumerate(works, start=style.first + (1 if start else 0)):
        name = style.labels.of(0, number) + work.name + ("】" if style.labels is Labels.BRACKETS else "")
        half = (len(work.items) + 1) // 2
        within = 0
        for place, wording in enumerate(work.items):
            path: tuple[str, ...] = (name,) if style.levels else ()
            if style.levels > 1:
                part = int(place >= half)
                path += (style.labels.of(1, part + 1) + work.parts[part],)
                within = 0 if place == half else within
            within, total = within + 1, total + 1
            label = style.labels.of(2, total if style.running or not style.levels else within, number)
            yield _item(path, label + wording.plan, wording.steps, style, random, total)


def _item(
    path: tuple[str, ...], plan: str, known: tuple[str, ...], style: Style, random: Random, number: int
) -> Item:
    count = random.randint(*style.steps)
    others = random.sample(GENERAL, len(GENERAL))
    steps = list(known[:count])
    steps += others[: count - len(steps)]
    for extra in range(style.lengthened):
        steps[random.randrange(len(steps))] += others[-1 - extra]
    steps = [
        step.format(
            n=random.randint(2, 9) * 2, m=random.randint(2, 40) * 50, p=random.choice((85, 88, 90, 92, 95))
        )
        for step in steps
    ]
    if len(steps) > 1:
        steps = [style.labels.of(3, place) + step for place, step in enumerate(steps, start=1)]
    thousands = random.randint(*random.choice(AMOUNTS))
    whole = thousands * THOUSAND if style.unit == "元" else thousands
    start = random.randint(1, 6)
    return Item(
        work=path, plan=plan, steps=tuple(steps), amount=f"{whole:,}", dollars=thousands * THOUSAND, number=number,
        owner=random.choice(OWNERS), months=f"{start}月至{random.randint(start + 2, 12)}月",
        indicator=f"達成率{random.choice((80, 85, 90, 95))}%", note=random.choice(("", "", "延續計畫", "新增計畫")),
        before=f"{max(1, whole * random.randint(60, 120) // 100):,}",
    )  # fmt: skip


TITLES = (
    "{office}{year}年度工作計畫",
    "{office}{year}年度重要工作計畫",
    "{office} {year} 年度施政計畫",
    "{year}年度{office}工作計畫",
    "{office}中華民國{year}年度工作計畫表",
    "{office}{year}年度施政計畫",
)


def title_of(office: str, year: int, random: Random) -> str:
    """Write a title."""
    return random.choice(TITLES).format(office=office, year=year)


def office_of(domain: Domain, random: Random) -> str:
    """Choose an office."""
    return random.choice(domain.offices)
