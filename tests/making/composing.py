"""Makes whole plans: hierarchies, numbering and budgets that differ from section to section."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.making import words
from tests.making.plan import Item, Plan, Step, Unit
from tests.making.wording import Wording, label

# What may stand inside what: the style of the plan column and those of its contents, outer and inner.
CONTENT_STYLES = {
    "1.": ("(1)", "（1）", "(一)"),
    "1、": ("(1)", "（1）"),
    "(一)": ("1.", "(1)", "1、"),
    "（一）": ("1.", "1、"),
    "一、": ("(一)", "1.", "（一）"),
    "": ("1.", "(1)", "1、", "一、", "(一)"),
}
INNER = {"1.": "(1)", "1、": "(1)", "(一)": "1.", "（一）": "1.", "一、": "(一)"}
NOTES = ("健保署補助", "中央補助款", "基金支應", "含配合款", "市款")
TEXTS = ("市府統籌款", "由相關經費支應", "中央全額補助", "併入一般行政")


@dataclass(frozen=True)
class Manner:
    """What the layout allows: a truth must be decidable from the page."""

    unnumbered: bool = True
    """Unnumbered plan items may follow each other."""
    plain_work: bool = False
    """Work items may stand without a number."""
    budget: bool = True
    merged_budget: bool = False
    extras: tuple[str, ...] = ()
    front: bool = True
    named: bool = True
    """The plan is cut into sections with names."""
    items: tuple[int, int] = (20, 60)
    long: int = 120
    """The longest sentence."""


def compose(rng: random.Random, manner: Manner) -> Plan:
    """Make one plan."""
    place = rng.choice(sorted(words.TOWNS))
    office = rng.choice(("政府衛生局", "政府文化局", "政府環境保護局", "政府農業處", "政府教育局"))
    agency = place + (rng.choice(words.TOWNS[place]) + "公所" if rng.random() < 0.7 else office)
    year, count = rng.randint(108, 115), rng.randint(1, 3) if manner.named else 1
    wished = rng.randint(*manner.items) // count
    tight = rng.random() < 0.35
    money = rng.choice(("千元", "千元", "元", "萬元"))
    title = rng.choice(TITLES) if manner.named else "{agency} {year} 年度{kind}"
    kind = rng.choice(("重要工作計畫", "工作計畫", "施政計畫"))
    units = []
    for topic in rng.sample(words.TOPICS, count):
        wording = Wording(rng, topic, year, tight=tight)
        name = rng.choice(topic.names) if manner.named else ""
        heading = title.format(agency=agency, name=name, year=year, kind=kind)
        items = tuple(_budgets(rng, manner, money, _items(wording, manner, max(4, wished))))
        unit = Unit(name, heading, items, money=money)
        units.append(_with_front(unit, wording, agency) if manner.front else unit)
    return Plan(agency, year, tuple(units))


TITLES = (
    "{agency}{name} {year} 年度{kind}",
    "{agency}{name} {year}年度{kind}",
    "{agency}{name} 中華民國 {year} 年度{kind}",
    "{agency}{name}{year}年度{kind}",
)


def _with_front(unit: Unit, wording: Wording, agency: str) -> Unit:
    rng = wording.rng
    style = rng.choice(("一、", "一、", "（一）", "1."))
    colon = rng.choice(("", "", "："))
    return replace(
        unit,
        preamble=wording.preamble(agency),
        focus_heading=rng.choice(("壹、年度工作重點", "壹、年度施政重點", "壹、工作重點")) + colon,
        focus=tuple(
            label(style, n) + _after(style) + wording.focus() for n in _numbers(rng, rng.randint(3, 7))
        ),
        table_heading=rng.choice(("貳、重大工作目標", "貳、年度工作計畫", "貳、施政計畫內容")) + colon,
    )


def _after(style: str) -> str:
    """A dot is followed by a space, the other labels by nothing."""
    return " " if style.endswith(".") else ""


def _numbers(rng: random.Random, count: int) -> list[int]:
    """Count up; now and then a number inside is missing, as after a deletion."""
    if count >= 3 and rng.random() < 0.15:
        missing = rng.randint(2, count)
        return [n for n in range(1, count + 2) if n != missing]
    return list(range(1, count + 1))


def _works(wording: Wording, manner: Manner, wished: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Give work paths, each with the number of plan items under it."""
    rng = wording.rng
    outer, inner = rng.choice((("一、", "(一)"), ("一、", "（一）"), ("一、", "")))
    if manner.plain_work and rng.random() < 0.3:
        outer = inner = ""
    many, left, number = rng.choice((1, 3, 6)), wished, 0
    names = iter(wording.works(wished))
    while left > 0:
        number += 1
        top = label(outer, number) + next(names)
        paths: list[tuple[str, ...]] = [(top,)]
        if inner and rng.random() < 0.75:
            paths = [(top, label(inner, n) + wording.thing()) for n in _numbers(rng, rng.randint(1, 4))]
        for path in paths:
            count = min(left, rng.randint(1, many))
            if count > 0:
                yield path, count
            left -= count


def _items(wording: Wording, manner: Manner, wished: int) -> Iterator[Item]:
    rng = wording.rng
    style = rng.choice(("1.", "1.", "1、", "(一)", "（一）", "一、", ""))
    contents = rng.choice(CONTENT_STYLES[style])
    stop = rng.choice(("", "。"))
    grouped = style in {"(一)", "（一）", "一、"} and rng.random() < 0.7
    running, onward = rng.random() < 0.15, 0
    for work, count in _works(wording, manner, wished):
        # A work item with a single task mostly leaves out the number.
        here = "" if count == 1 and rng.random() < 0.5 else style
        if not here and count > 1 and not manner.unnumbered:
            here = "1."
        numbers = _numbers(rng, count)
        if running and here:
            numbers = [onward + n for n in numbers]
            onward = numbers[-1]
        for number in numbers:
            text = label(here, number) + _after(here) + wording.plan(digits=here not in {"1.", "1、"}) + stop
            if here in {"(一)", "（一）", "一、"} and grouped and rng.random() < 0.25:
                yield from _group(wording, manner, work, text)
            else:
                # Without content a labelled item of a grouped section would look like a group heading.
                empty = not grouped and rng.random() < 0.06
                steps = () if empty else tuple(_steps(wording, contents, manner.long))
                yield Item(work, (text,), steps, extras=_extras(wording, manner))


def _group(wording: Wording, manner: Manner, work: tuple[str, ...], heading: str) -> Iterator[Item]:
    rng = wording.rng
    for number in _numbers(rng, rng.randint(2, 6)):
        text = f"{number}. {wording.plan(digits=False)}"
        steps = tuple(_steps(wording, "(1)", manner.long, plain=0.75))
        yield Item(work, (heading, text), steps, extras=_extras(wording, manner))


def _extras(wording: Wording, manner: Manner) -> tuple[tuple[str, str], ...]:
    return tuple((header, wording.aside(header)) for header in manner.extras)


def _steps(wording: Wording, style: str, long: int, plain: float = 0.45) -> Iterator[Step]:
    rng = wording.rng
    if rng.random() < plain:
        yield 1, wording.sentence(4, rng.choice((long // 4, long // 2, long)))
        return
    kind = rng.random()
    if kind < 0.15:
        for _ in range(rng.randint(2, 3)):
            yield 1, wording.sentence(12, max(30, long // 2))
        return
    if kind < 0.35:
        yield 1, rng.choice(words.LEADS)
    nested = kind > 0.8 and style in INNER
    digits = style not in {"1.", "1、"}
    for number in _numbers(rng, rng.randint(2, 5)):
        inner = nested and rng.random() < 0.5
        text = rng.choice(words.LEADS) if inner else wording.sentence(8, max(24, long // 2), digits=digits)
        yield 1, label(style, number) + _after(style) + text
        for n in _numbers(rng, rng.randint(2, 4)) if inner else ():
            below = INNER[style]
            yield (
                2,
                label(below, n)
                + _after(below)
                + wording.sentence(8, max(20, long // 3), digits=below != "1."),
            )


def _amount(rng: random.Random, money: str) -> str:
    low, high = {"元": (15, 9000), "千元": (12, 88000), "萬元": (3, 950)}[money]
    figure = round(low * (high / low) ** rng.random())
    return f"{figure * 1000 if money == '元' else figure:,}"


def _budget(rng: random.Random, money: str) -> str:
    kind = rng.random()
    if kind < 0.08:
        return f"{_amount(rng, money)}({rng.choice(NOTES)})"
    if kind < 0.16:
        return rng.choice((rng.choice(TEXTS), "－", "無", "0"))
    return _amount(rng, money)


def _budgets(rng: random.Random, manner: Manner, money: str, items: Iterator[Item]) -> Iterator[Item]:
    """Give the items their budget cells; a shared cell stays inside one outer work item."""
    share = rng.choice((0.35, 0.6, 0.9))
    above: Item | None = None
    for item in items:
        # An empty cell is not shared: nothing on the page would tell to which item it belongs.
        joins = above is not None and bool(above.budget or above.covered) and above.work[0] == item.work[0]
        shared = manner.merged_budget and joins and rng.random() < 0.45
        own = manner.budget and not shared and rng.random() < share
        budget = _budget(rng, money) if own else ""
        above = replace(item, budget=budget, covered=shared)
        yield above
