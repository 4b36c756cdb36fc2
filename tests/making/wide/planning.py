"""Plans a document's content by its traits: works, sections, labels and budgets."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.making.wide import unlisted
from tests.making.wide.fronts import front_of
from tests.making.wide.money import amounts_of, budget_tree, printed, timeline
from tests.making.wide.plan import (
    ALIKE,
    GROUPS,
    Item,
    Labels,
    Plan,
    Section,
    Style,
    Wordings,
    label,
)
from tests.making.wide.sectioning import sections_of
from tests.making.wide.traits import (
    AMOUNT_FORMS,
    BESIDE,
    LABELS,
    MONEY_TREES,
    OTHER_COLUMNS,
    PLAN_LEVELS,
    TAKEN_UP,
    TIMELINES,
    TWO_LEVELS,
    WITHOUT_ROW_LINES,
    Trait,
)
from tests.making.wide.words import DOMAINS, Domain, Work

PRINTED = AMOUNT_FORMS | MONEY_TREES | TIMELINES | {Trait.UNIT_IN_CELL, Trait.UNIT_NONE}
"""Traits by which amounts are printed otherwise than with a comma, or beside other columns."""
FEW = 3
"""Records of a document with few rows."""
FIGURES = (
    (("項目", "人數", "金額"), ("甲組", "320", "1,500元"), ("乙組", "85", "2,400元")),
    (("年齡", "名額"), ("65歲以上", "120"), ("90歲以上", "36")),
    (("場次", "日期", "名額"), ("第一場", "3月5日", "60"), ("第二場", "9月8日", "75")),
)
IN_WORDS = (
    "由相關經費支應",
    "無",
    "－",
    "配合預算",
    "免列經費",
    "由業務費勻支",
    "─",
    "另案編列",
    "併上項",
    "視補助款核定數",
)
"""What stands in a budget cell instead of an amount."""
SOURCES = (("中央補助", "自籌"), ("本預算", "補助款"), ("公務預算", "基金"), ("經常門", "資本門"))


def planned(traits: frozenset[Trait], random: Random) -> Plan:
    """Plan a document with these traits."""
    domain = random.choice(DOMAINS)
    front = front_of(domain, traits, random)
    style = style_of(traits, random)
    tree, times = budget_tree(traits, front.year, random), timeline(traits, random)
    amounts = amounts_of(traits, style.unit, random)
    works = _works(domain, traits, random)
    wordings = Wordings(style, random)

    def finished(items: Sequence[Item]) -> list[Item]:
        made = _budgets(items, traits, random)
        if traits & PRINTED:
            made = list(printed(made, traits, tree, times, amounts, style.unit, random))
        made = _others(made, other, traits, random) if other else made
        return _shared(made, random) if Trait.BUDGET_MERGED in traits else made

    other = _other(traits, random)
    if Trait.SECTION_ROWS in traits:
        cut, anew = (len(works) + 1) // 2, random.random() < 0.5
        parts = [list(wordings.items(works[:cut])), list(wordings.items(works[cut:], anew=anew))]
        numbered = random.random() < 0.4
        sections = tuple(
            Section(name, tuple(finished(items)), label("{f}、", place) * numbered + name)
            for place, (name, items) in enumerate(zip(domain.sections, parts, strict=False), start=1)
        )
    else:
        items = list(wordings.items(works))
        if traits & {Trait.ROW_PER_PAGE, Trait.FEW_ROWS}:
            items = items[:FEW]
        if Trait.INNER_TABLE in traits:
            for at in (1, len(items) - 2):
                items[at] = replace(items[at], inner=random.choice(FIGURES))
        sections = sections_of(domain, front, traits, finished(items), style.unit, random)
    return Plan(front, style.unit, sections, tree, times, other.word if other else "", amounts)


def _other(traits: frozenset[Trait], random: Random) -> unlisted.Other | None:
    """Choose a column of no role, if there is one."""
    if not traits & OTHER_COLUMNS:
        return None
    return random.choice(unlisted.ENGLISH if Trait.OTHER_ENGLISH in traits else unlisted.OTHERS)


def _others(
    items: Sequence[Item], other: unlisted.Other, traits: frozenset[Trait], random: Random
) -> list[Item]:
    """Fill the column of no role: item by item, or once for several of one work."""
    made: list[Item] = []
    for item in items:
        again = Trait.OTHER_MERGED in traits and made and made[-1].work == item.work
        made.append(replace(item, other="" if again else random.choice(other.values)))
    return made


def style_of(traits: frozenset[Trait], random: Random) -> Style:
    """Choose how items are worded and labelled."""
    labels = next((LABELS[trait] for trait in sorted(traits) if trait in LABELS), Labels.COMMON)
    levels = 2 if traits & TWO_LEVELS else 0 if Trait.NO_WORK in traits else 1
    steps = random.choice(((1, 2), (1, 3), (2, 3)))
    if Trait.ROW_PER_PAGE in traits:
        steps = (4, 5)
    elif traits & TAKEN_UP or Trait.LONG_TEXTS in traits:
        steps = (2, 3)
    return Style(
        labels=labels,
        levels=levels,
        unit=_unit(traits, random),
        steps=(1, 1) if traits & BESIDE else steps,
        lengthened=2 if Trait.LONG_TEXTS in traits else 0,
        first=random.randint(2, 5) if Trait.FIRST_NOT_ONE in traits else 1,
        first_item=random.randint(2, 6) if Trait.ITEM_NOT_ONE in traits else 1,
        running=Trait.RUNNING_NUMBERS in traits,
        groups=_groups(traits, labels, levels, random),
        plain_parts=random.choice(("", "", "　")) if Trait.PLAIN_PARTS in traits else None,
        unlabelled=0.35 if Trait.MIXED_ITEMS in traits else 0.0,
        first_part=random.randint(2, 6) if Trait.PARTS_NOT_ONE in traits else 1,
        alike=random.choice(ALIKE) if Trait.LOOK_ALIKES in traits else None,
    )


def _unit(traits: frozenset[Trait], random: Random) -> str:
    if Trait.UNIT_OTHER in traits:
        return random.choice(("萬元", "百萬元"))
    # Several columns of amounts are kept narrow by a larger unit.
    return random.choice(("千元", "千元", "千元" if traits & MONEY_TREES else "元"))


def _groups(
    traits: frozenset[Trait], labels: Labels, levels: int, random: Random
) -> tuple[str, str, str] | None:
    if not traits & PLAN_LEVELS:
        return None
    taken = set(labels.patterns[:levels])
    # A heading without a label is known by the row that it stands in.
    plain = Trait.PLAN_HEADINGS in traits and not traits & WITHOUT_ROW_LINES
    return random.choice([group for group in GROUPS if group[0] not in taken and (group[0] or plain)])


def _works(domain: Domain, traits: frozenset[Trait], random: Random) -> list[Work]:
    """Choose what the office does: its own works, and some of others."""
    # Text columns hold what fits on one page.
    few = traits & (BESIDE | {Trait.ROW_PER_PAGE, Trait.FEW_ROWS})
    count = 2 if few else random.choice((2, 3, 3, 4, 4))
    own = list(domain.works)[:count]
    others = [work for one in random.sample(DOMAINS, 3) if one != domain for work in one.works]
    return own + others[: count - len(own)]


def _budgets(items: Sequence[Item], traits: frozenset[Trait], random: Random) -> list[Item]:
    """Print budgets in words, in parts, or for several items at once."""
    made = list(items)
    for at, item in enumerate(made):
        if Trait.BUDGET_PARTS in traits and random.random() < 0.3 and item.value > 1:
            made[at] = _in_parts(item, random)
        elif Trait.BUDGET_WORDS in traits and random.random() < 0.3:
            words = random.choice(IN_WORDS)
            made[at] = replace(item, value=0, budget=(words,), printed=(words,))
    return made


def _in_parts(item: Item, random: Random) -> Item:
    """Cut an amount into two, each with its source; together they are the budget."""
    first = max(1, item.value * random.randint(20, 80) // 100)
    parts = zip((first, item.value - first), random.choice(SOURCES), strict=True)
    return replace(item, printed=tuple(f"{value:,}({source})" for value, source in parts))


def _shared(items: list[Item], random: Random) -> list[Item]:
    """Let budgets of neighbours under the same headings be one."""
    at, made = 0, []
    while at < len(items):
        first = items[at]
        run = next(
            (
                n
                for n in range(at, len(items))
                if (items[n].work, items[n].groups) != (first.work, first.groups)
            ),
            len(items),
        )
        count = min(random.choice((1, 1, 2, 3)), run - at)
        made.append(replace(first, shared=count) if count > 1 else first)
        made += [replace(one, value=0, budget=first.budget, printed=()) for one in items[at + 1 : at + count]]
        at += count
    return made
