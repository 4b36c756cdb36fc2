"""Makes the plans of the cross: what they say, by the traits that they are to have."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.making import cross_words, words
from tests.making.cross_words import Key
from tests.making.crossing import Traits
from tests.making.numbering import STYLES, UNNUMBERED, Numbering, numbering
from tests.making.printed import bare
from tests.making.wording import Wording

UNITS = {
    "unit-yuan": ("元", 1),
    "unit-thousand": ("千元", 1_000),
    "unit-ten-thousand": ("萬元", 10_000),
    "unit-million": ("百萬元", 1_000_000),
    "unit-twd-thousand": ("新臺幣千元", 1_000),
}
DEPTHS = {"levels-three": 3, "levels-five": 5}
LENGTHS = {"cut-work": 70, "cut-plan": 130, "cut-implementation": 420}
"""Characters that no cell of that column has room for in what is mostly left of a page."""
SPICES = {
    "raised-digits": cross_words.RAISED_TEXTS,
    "beyond-bmp": cross_words.BEYOND_BMP,
    "compatibility-code-points": cross_words.COMPATIBILITY,
    "private-use": cross_words.PRIVATE,
    "words-cut": cross_words.CUTTABLE,
}
UNCUT = frozenset({"cells-in-the-middle", "plan-unnumbered"})
"""Traits whose rows are not cut by a page end."""
UNCUT_LENGTH = 24
"""Characters of a sentence at most in such rows: a row of five levels must not be higher than its page."""
MANY = 22
"""Items of the section whose numbers are to pass twenty."""


@dataclass(frozen=True)
class Step:
    """One paragraph of the contents."""

    depth: int
    label: str
    gap: str
    text: str

    @property
    def printed(self) -> str:
        """Give the whole paragraph."""
        return self.label + self.gap + self.text


@dataclass(frozen=True)
class Money:
    """A printed amount, and what it is in dollars where it is nothing but an amount."""

    text: str
    figure: int | None = None
    """In the printed unit."""


@dataclass(frozen=True)
class Entry:
    """One item of the table."""

    work: tuple[str, ...]
    label: str
    gap: str
    text: str
    """The plan item without its label, which may stand in a column of its own."""
    steps: tuple[Step, ...]
    money: tuple[tuple[Key, Money], ...] = ()
    source: str = ""
    extras: tuple[tuple[str, str], ...] = ()

    def amount(self, key: Key) -> Money:
        """Give what stands in one of the columns of amounts."""
        return dict(self.money).get(key, Money(""))


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    key: Key
    header: str
    share: float = 1.0


@dataclass(frozen=True)
class Section:
    """One section of one office's plan of one year."""

    agency: str
    year: int
    name: str
    title: str
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    preamble: str = ""
    focus_heading: str = ""
    focus: tuple[str, ...] = ()
    table_heading: str = ""


@dataclass(frozen=True)
class Numberings:
    """How the lists of a section are numbered."""

    work: tuple[Numbering, Numbering]
    plan: Numbering
    steps: tuple[Numbering, ...]
    skipping: bool = False


def numberings(rng: random.Random, traits: Traits) -> Numberings:
    """Choose the styles: within one column no two levels look alike."""
    gap = " " if "labels-spaced" in traits else "" if "labels-tight" in traits else None
    plan = next(trait for trait in sorted(traits) if trait.startswith("plan-")).removeprefix("plan-")
    first = next(trait for trait in sorted(traits) if trait.startswith("steps-")).removeprefix("steps-")
    depth = next((depth for trait, depth in DEPTHS.items() if trait in traits), rng.choice((1, 2)))
    chain, families = [first], {STYLES[first].family}
    for style in rng.sample(sorted(STYLES), len(STYLES)):
        if STYLES[style].family not in families and len(chain) < depth:
            chain.append(style)
            families.add(STYLES[style].family)
    if plan == "formal":
        plan = rng.choice(("formal", "formal-variant"))
    return Numberings(
        (numbering("han", gap), numbering(rng.choice(("han-bracket", "enclosed-han")), gap)),
        UNNUMBERED if plan == "unnumbered" else numbering(plan, gap),
        tuple(numbering(style, gap) for style in chain),
        "numbers-skip" in traits,
    )


class Composing:
    """Makes the entries of one section. The same random state gives the same entries."""

    def __init__(
        self, rng: random.Random, traits: Traits, topic: words.Topic, year: int, *, brief: bool = False
    ) -> None:
        self.rng, self.traits, self.brief = rng, traits, brief
        self.uncut = bool(traits & UNCUT)
        self.wording = Wording(rng, topic, year, tight=rng.random() < 0.35)
        self.styles = numberings(rng, traits)
        self.unit, self.factor = next((unit for trait, unit in UNITS.items() if trait in traits), ("", 1))

    def entries(self, columns: Sequence[Column], wished: int, *, first: bool) -> tuple[Entry, ...]:
        """Make about as many entries as are wished."""
        made: list[Entry] = []
        running = bool(self.traits & {"numbers-run-on", "plan-han-twenties"})
        wished = MANY if first and "plan-han-twenties" in self.traits else wished
        onward = 0
        for work in self._works(wished):
            count = max(1, min(self.rng.randint(2, 4), wished - len(made)))
            for number in self._numbers(count, self.styles.plan):
                made.append(self._entry(work, onward + number, columns, len(made)))
            onward = onward + count if running else 0
            if len(made) >= wished:
                break
        return tuple(made)

    def _works(self, wished: int) -> Iterator[tuple[str, ...]]:
        rng = self.rng
        outer, inner = self.styles.work
        categories = iter(cross_words.CATEGORIES)
        names = iter(self.wording.works(wished))
        path: tuple[str, ...] = ()
        number = 0
        for place in range(wished):
            if "category-rows" in self.traits and place % 2 == 0:
                path, number = (next(categories, path[0] if path else ""),), number if place > 4 else 0
            number += 1
            top = outer.labelled(number, self._work(next(names), place))
            if rng.random() < 0.5:
                for n in self._numbers(rng.randint(1, 2), inner):
                    yield (*path, top, inner.labelled(n, self.wording.thing()))
            else:
                yield (*path, top)

    def _work(self, name: str, place: int) -> str:
        if "words-like-totals" in self.traits and place == 1:
            return cross_words.WORK_LIKE_TOTAL
        if "cut-work" not in self.traits or not self._turn(place, 2, 1):
            return name
        while len(name) < LENGTHS["cut-work"]:
            name += "、" + self.wording.thing()
        return name + "等業務之推動與列管"

    def _numbers(self, count: int, style: Numbering) -> list[int]:
        last = STYLES[style.style].last if style.style else 99
        count = min(count, last)
        if self.styles.skipping and 2 <= count < last:
            missing = self.rng.randint(2, count)
            return [n for n in range(1, count + 2) if n != missing]
        return list(range(1, count + 1))

    def _entry(self, work: tuple[str, ...], number: int, columns: Sequence[Column], place: int) -> Entry:
        style = self.styles.plan
        label = style.label(number) if style.style else ""
        entry = Entry(
            work, label, style.gap if label else "", self._plan(place), tuple(self._contents(place))
        )
        keys = {column.key for column in columns}
        money = tuple(self._money(keys, place))
        extras = tuple((c.header, self._aside(c.header, place)) for c in columns if c.key == "extra")
        source = self.rng.choice(cross_words.SOURCES) if "source" in keys else ""
        return replace(entry, money=money, extras=extras, source=source)

    def _turn(self, place: int, every: int, which: int) -> bool:
        """Tell whether an entry is one of those that show a trait; with few entries each of them is."""
        return self.brief or place % every == which

    def _plan(self, place: int) -> str:
        text = self.wording.plan(digits=False)
        if "words-like-totals" in self.traits and place % 3 == 0:
            text = cross_words.LIKE_TOTALS[place // 3 % len(cross_words.LIKE_TOTALS)]
        if "cut-plan" in self.traits and self._turn(place, 4, 1):
            while len(text) < LENGTHS["cut-plan"]:
                text += f"，{self.rng.choice(words.AIMS)}，並{self.wording.thing()}"
        return text + self.rng.choice(("", "。"))

    def _contents(self, place: int) -> Iterator[Step]:
        rng = self.rng
        if "cut-implementation" in self.traits and place % 4 == 2:
            yield Step(1, "", "", self._long(LENGTHS["cut-implementation"]))
            return
        deep = bool(self.traits & DEPTHS.keys()) and place % 3 == 0
        kind = 1.0 if deep else rng.random()
        if kind < 0.3:
            yield Step(1, "", "", self._sentence(60))
            return
        if kind < 0.5:
            yield Step(1, "", "", rng.choice(words.LEADS))
        yield from self._list(1, deep=deep)

    def _list(self, depth: int, *, deep: bool) -> Iterator[Step]:
        style = self.styles.steps[depth - 1]
        for place, n in enumerate(self._numbers(self.rng.randint(2, 3), style)):
            below = depth < len(self.styles.steps) and (
                place == 0 if deep else not self.uncut and self.rng.random() < 0.25
            )
            text = self.rng.choice(words.LEADS) if below else self._sentence(40)
            yield Step(depth, style.label(n), style.gap, text)
            if below:
                yield from self._list(depth + 1, deep=deep)

    def _sentence(self, high: int) -> str:
        text = self.wording.sentence(6, min(high, UNCUT_LENGTH) if self.uncut else high, digits=False)
        spices = [texts for trait, texts in SPICES.items() if trait in self.traits]
        if spices and (self.brief or self.rng.random() < 0.4):
            text += self.rng.choice(self.rng.choice(spices))
        return text

    def _long(self, wished: int) -> str:
        text = self._sentence(90)
        while len(text) < wished:
            text += self._sentence(90)
        return text

    def _aside(self, header: str, place: int) -> str:
        text = self.wording.aside(cross_words.ASIDES.get(header, header))
        if "cut-extra" in self.traits and self._turn(place, 4, 3):
            text = (
                "；".join(filter(None, [text.rstrip("。"), self._long(60).replace("。", "；").rstrip("；")]))
                + "。"
            )
        return text

    def _money(self, keys: set[Key], place: int) -> Iterator[tuple[Key, Money]]:
        if "budget" not in keys:
            return
        current = self._current(place)
        yield "budget", current
        if "previous" in keys:
            before = Money("")
            if current.figure is not None:
                before = self._amount(
                    max(1, current.figure + self.rng.choice((-8, 0, 5, 40)) * self._grain())
                )
            yield "previous", before
            if "difference" in keys and current.figure is not None and before.figure is not None:
                yield "difference", self._amount(current.figure - before.figure)

    def _current(self, place: int) -> Money:
        rng = self.rng
        kind = rng.random()
        if kind < 0.2 and "cut-budget" not in self.traits:
            return Money("")
        if kind < 0.27:
            return Money(rng.choice(("由相關經費支應", "－", "無")))
        low, high = (2, 90) if self.unit == "百萬元" else (12, 9000)
        amount = self._amount(rng.randint(low, high) * self._grain())
        if "cut-budget" in self.traits and self._turn(place, 3, 1):
            return replace(amount, text=amount.text + cross_words.LONG_NOTE)
        if kind > 0.92:
            return replace(amount, text=f"{amount.text}（{rng.choice(cross_words.NOTES)}）")
        return amount

    def _grain(self) -> int:
        return 1_000 if self.unit == "元" else 1

    def _amount(self, figure: int) -> Money:
        return Money(self.amount_text(figure), figure)

    def amount_text(self, figure: int) -> str:
        """Write an amount as the cells of this section do."""
        prefix, unit = ("新臺幣", "千元") if self.unit == "新臺幣千元" else ("", self.unit)
        return f"{prefix}{figure:,}{unit}" if "unit-in-cell" in self.traits else f"{figure:,}"


def gold(sections: Sequence[Section], factor: int) -> dict[str, Any]:
    """Give the truth in the form that the scorer reads, and what the scorer has no place for."""
    return {
        "agency": sections[0].agency,
        "year_roc": sections[0].year,
        "units": [_gold_unit(section, factor) for section in sections],
    }


def _gold_unit(section: Section, factor: int) -> dict[str, Any]:
    return {
        "agency": section.agency,
        "year_roc": section.year,
        "unit": section.name,
        "title": section.title,
        "preamble": section.preamble,
        "focus_heading": section.focus_heading,
        "focus": list(section.focus),
        "table_heading": section.table_heading,
        "items": [_gold_item(section.name, entry, factor) for entry in section.entries],
    }


def _gold_item(unit: str, entry: Entry, factor: int) -> dict[str, Any]:
    money = [
        [key, money.text, None if money.figure is None else money.figure * factor]
        for key, money in entry.money
        if money.text
    ]
    money += [["source", entry.source, None]] if entry.source else []
    return {
        "unit": unit,
        "work": list(entry.work),
        "plan": [bare(entry.label + entry.gap + entry.text)],
        "implementation": [[step.depth, bare(step.printed)] for step in entry.steps],
        "labels": [step.label for step in entry.steps],
        "budget": entry.amount("budget").text,
        "money": money,
        "extra": [[header, bare(text)] for header, text in entry.extras if text],
    }
