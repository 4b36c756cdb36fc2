"""Headers over several columns, of amounts by source, kind and year and of quarters; how amounts are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from tests.making.wide import unlisted
from tests.making.wide.layout import Column
from tests.making.wide.plan import UNITS, Item
from tests.making.wide.shapes import Amounts, Node
from tests.making.wide.traits import AMOUNT_FORMS, MONEY_TREES, Trait

PARTS = (Column.FIRST, Column.SECOND, Column.THIRD)
"""Columns of a budget's parts."""
GROUPS = ("經費需求", "預算", "經費來源", "預算金額及經費來源", "預算金額", "經費")
SOURCES = (
    ("中央", "縣款", "自籌"), ("公務預算", "基金"), ("中央補助", "地方配合款"), ("本府", "中央", "其他"),
    ("補助款", "自籌款"),
)  # fmt: skip
KINDS = ("經常門", "資本門")
TOTALS = ("合計", "小計", "總計", "計")
NONE = ("0", "－", "")
"""How a part of no amount is printed."""
QUARTERS = (
    ("第一季", "第二季", "第三季", "第四季"), ("1-3月", "4-6月", "7-9月", "10-12月"), ("上半年", "下半年"),
    ("Q1", "Q2", "Q3", "Q4"),
)  # fmt: skip
TIMES = ("預定進度", "執行期程", "辦理月份", "工作進度", "期程規劃")
"""Words over a timeline."""
WHEN = (Column.Q1, Column.Q2, Column.Q3, Column.Q4)
MONTHS = tuple(Column(f"m{number}") for number in range(1, 13))
RANGES = ("{:,}~{:,}", "{:,}至{:,}", "{:,}-{:,}", "{:,}～{:,}")
DONE = ("●", "V", "✓", "■", "○")


def budget_tree(traits: frozenset[Trait], year: int, random: Random) -> Node | None:
    """Choose what stands below the budget's header, if several columns do."""
    if Trait.TWO_YEARS in traits:
        return _years(year, turned=False)
    if not traits & MONEY_TREES:
        return None
    group = random.choice(unlisted.GROUPS if Trait.GROUP_UNLISTED in traits else GROUPS)
    return replace(_below(traits, year, random), words=group)


def _years(year: int, *, turned: bool) -> Node:
    both = (Node(f"{year}年度", Column.BUDGET), Node(f"{year - 1}年度", Column.BEFORE))
    return Node("", below=both[::-1] if turned else both)


def _below(traits: frozenset[Trait], year: int, random: Random) -> Node:
    total = Node(random.choice(TOTALS), Column.BUDGET)
    sources, kinds = _parts(random.choice(SOURCES)), _parts(KINDS)
    if Trait.YEARS_TURNED in traits:
        return _years(year, turned=True)
    if Trait.THREE_LEVELS in traits:
        return _three(year, total, random)
    if Trait.KINDS_AND_TOTAL in traits:
        return Node("", below=(*kinds, total))
    if Trait.KINDS_ALONE in traits:
        return Node("", below=kinds)
    if Trait.SOURCES_ALONE in traits:
        return Node("", below=sources)
    return Node("", below=(total, *sources) if Trait.TOTAL_AND_SOURCES in traits else (*sources, total))


def _parts(words: tuple[str, ...]) -> tuple[Node, ...]:
    return tuple(Node(word, column) for word, column in zip(words, PARTS, strict=False))


def _three(year: int, total: Node, random: Random) -> Node:
    first, second, third = PARTS
    local = Node("地方", below=(Node("縣款", second), Node("自籌", third)))
    kinds, sources = (*_parts(KINDS), total), (*_parts(("中央", "自籌")), total)
    return random.choice(
        (
            Node("", below=(Node("中央", first), local, total)),
            Node("", below=(Node("本年度", below=kinds), Node("上年度", Column.BEFORE))),
            Node("", below=(Node(f"{year}年度", below=sources), Node(f"{year - 1}年度", Column.BEFORE))),
        )
    )


def timeline(traits: frozenset[Trait], random: Random) -> Node | None:
    """Choose the columns of quarters or months, if there are any."""
    if Trait.MONTH_COLUMNS in traits:
        below = tuple(Node(str(number), column) for number, column in enumerate(MONTHS, start=1))
    elif Trait.QUARTERS in traits:
        below = tuple(Node(word, column) for word, column in zip(random.choice(QUARTERS), WHEN, strict=False))
    else:
        return None
    return Node(random.choice(TIMES), below=below)


def amounts_of(traits: frozenset[Trait], unit: str, random: Random) -> Amounts:
    """Choose how amounts are printed."""
    thousands = random.choice((" ", "\u00a0")) if Trait.AMOUNT_SPACED in traits else ","
    none = random.choice(NONE) if traits & MONEY_TREES else "0"
    return Amounts(thousands, unit if Trait.UNIT_IN_CELL in traits else "", none)


def printed(
    items: Sequence[Item], traits: frozenset[Trait], tree: Node | None, times: Node | None, amounts: Amounts, unit: str,
    random: Random,
) -> Iterator[Item]:  # fmt: skip
    """Print the amounts of items in the forms that these traits ask for."""
    columns = [column for column in tree.columns if column in PARTS] if tree else []
    sign = random.choice(DONE)
    forms = sorted(traits & AMOUNT_FORMS - {Trait.AMOUNT_SPACED})
    for number, item in enumerate(items):
        one = item
        if isinstance(one.budget[0], int) and len(one.printed) == 1:
            if forms and (number == 1 or random.random() < 0.35):
                one = _formed(one, random.choice(forms), unit, random)
            else:
                one = replace(one, printed=(amounts.of(one.value),))
        if amounts.thousands != ",":
            one = replace(one, before=one.before.replace(",", amounts.thousands))
        if columns:
            one = replace(one, parts=_shares(one.value, len(columns), random))
        if times:
            one = replace(one, times=_times(len(times.leaves), sign, random))
        if Trait.UNIT_NONE in traits and isinstance(one.budget[0], int):
            one = replace(one, budget=("".join(one.printed),))
        yield one


def _formed(item: Item, form: Trait, unit: str, random: Random) -> Item:
    value = max(item.value, 2)
    if form is Trait.AMOUNT_ABOUT:
        texts: tuple[str, ...] = (random.choice(("約{:,}", "約 {:,}")).format(value),)
    elif form is Trait.AMOUNT_FORMULA:
        times = random.choice((2, 3, 4, 6, 12))
        each = max(1, value // times)
        value = each * times
        texts = (f"{each:,}{random.choice('×xX*')}{times}={value:,}",)
    elif form is Trait.AMOUNT_YEARLY:
        texts = (random.choice(("{:,}/年", "每年{:,}", "{:,}／年")).format(value),)
    elif form is Trait.AMOUNT_RANGE:
        text = random.choice(RANGES).format(value, value + value // 2)
        return replace(item, value=0, budget=(text,), printed=(text,))
    else:
        first = max(1, value * random.randint(20, 80) // 100)
        names = random.choice((("中央", "地方"), ("補助款", "自籌"), ("本府", "中央"), ("基金", "公務")))
        pattern = random.choice(("{}{:,}", "{}：{:,}", "{} {:,}"))
        both = [pattern.format(name, part) for name, part in zip(names, (first, value - first), strict=True)]
        texts = tuple(both) if random.random() < 0.6 else (random.choice((" ", "、", "　")).join(both),)
    return replace(item, value=value, budget=(value * UNITS[unit],), printed=texts)


def _shares(value: int, count: int, random: Random) -> tuple[int, ...]:
    """Cut an amount into parts, of which one may be none."""
    empty = random.randrange(count) if random.random() < 0.25 else None
    places = [place for place in range(count) if place != empty]
    shares, rest = [0] * count, value
    for place in places[:-1]:
        shares[place] = rest * random.randint(20, 70) // 100
        rest -= shares[place]
    shares[places[-1]] = rest
    return tuple(shares)


def _times(count: int, sign: str, random: Random) -> tuple[str, ...]:
    """Mark the stretch of time that an item takes."""
    first = random.randrange(count)
    last = random.randint(first, count - 1)
    return tuple(sign if first <= place <= last else "" for place in range(count))
