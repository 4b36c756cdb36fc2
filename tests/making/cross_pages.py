"""Puts a crossed plan on pages: offices and sections, front matter, tables in parts, and what stands around them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tests.making import cross_words, words
from tests.making.cross_columns import columns, fitted, is_roomy
from tests.making.cross_plan import Column, Composing, Section, gold
from tests.making.cross_table import Part, table
from tests.making.crossing import Producer, Traits
from tests.making.printed import Block, Cell, PageBreak, Para, Printed, Sheet, Table, body_width
from tests.making.wording import label

UPRIGHT, SMALL, LARGE, LARGEST = (595.0, 842.0), (516.0, 729.0), (729.0, 1032.0), (842.0, 1191.0)
PAGES = (UPRIGHT, UPRIGHT, UPRIGHT, SMALL)
LOW = (595.0, 640.0)
"""A page with so little room that few items reach its end."""
ITEMS, ITEMS_OF_THREE, ITEMS_BRIEF = 10, 7, 5
"""Items of a section, where there are two sections, three sections, or where few will do."""
TITLE = "{agency}{name} {year} 年度{kind}"
KINDS = ("重要工作計畫", "工作計畫", "施政計畫")
LINES = ("line-double", "line-dashed")


@dataclass(frozen=True)
class Crossed:
    """A plan with its looks and its truth."""

    printed: Printed
    gold: dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What is chosen for a section before its contents."""

    agency: str
    year: int
    topic: words.Topic
    landscape: bool


def crossed(
    rng: random.Random, traits: Traits, producer: Producer, turn: int, *, brief: bool = False
) -> Crossed:
    """Make one plan.

    Args:
        rng: the random state.
        traits: what the plan is to have.
        producer: the program that is to set it.
        turn: what comes up in turns is chosen by it.
        brief: few items on low pages.
    """
    several = traits & {"offices-several", "years-several", "landscape-between"}
    count = 3 if several else 2
    first = columns(rng, traits, turn)
    later = columns(rng, traits, turn + 1, other=True) if "tables-unlike" in traits else first
    wished = ITEMS_BRIEF if brief else ITEMS if count == 2 else ITEMS_OF_THREE
    sheet = _sheet(rng, traits, (first, later), (LOW,) if brief else PAGES)
    if producer == "typst" and "words-cut" in traits:
        sheet = replace(sheet, cut_words=True)
    sections: list[Section] = []
    blocks: list[Block] = []
    for number, place in enumerate(_places(rng, traits, count, sheet)):
        chosen = first if number == 0 else later
        body = body_width(sheet, landscape=place.landscape)
        chosen = fitted(chosen, traits, body, sheet.font_size, sheet.pad[0])
        composing = Composing(rng, traits, place.topic, place.year, brief=brief)
        section = _section(composing, place, chosen, wished, first=not number)
        if number:
            turned = place.landscape != _last_way(blocks, sheet)
            blocks += [] if "sections-on-one-page" in traits and not turned else [PageBreak(place.landscape)]
        blocks += _printed(section, composing, body, landscape=place.landscape)
        if "results-table" in traits and number == 0:
            blocks += _results(composing, body)
        sections.append(section)
    return Crossed(Printed(sheet, tuple(blocks)), gold(sections, composing.factor))


def _sheet(
    rng: random.Random,
    traits: Traits,
    tables: Sequence[Sequence[Column]],
    papers: Sequence[tuple[float, float]],
) -> Sheet:
    """Choose a page on which all columns have room."""
    line = rng.choice((0.5, 0.5, 0.75, 1.0))
    # Where no line parts the columns, white has to.
    open_sides = bool(traits & {"rules-rows", "rules-none", "zebra"})
    sheet = Sheet(
        rng.choice(papers),
        (rng.randint(50, 80), rng.randint(40, 60), rng.randint(60, 75), rng.randint(40, 60)),
        pitch=rng.choice((1.3, 1.4, 1.5)),
        pad=(8.0 if open_sides else 4.0, rng.choice((2.0, 3.0))),
        line="double" if "line-double" in traits else "dashed" if "line-dashed" in traits else "solid",
        line_width=line,
        cut_words="words-cut" in traits,
        hanging="punctuation-hanging" in traits,
        page_number=rng.choice(("", "1", "- 1 -", "第 1 頁")),
    )
    sizes = (rng.choice((10.5, 11.0, 12.0)), 10.0, 9.0)
    turned = "landscape-between" in traits
    lying_first = rng.random() < 0.2
    pages = [(sheet.page, lying_first), (sheet.page, True), (LARGE, True), (LARGEST, True)]
    if turned:
        pages = [(sheet.page, False), (UPRIGHT, False), (LARGE, False), (LARGEST, False)]
    for page, lying in pages:
        for size in sizes:
            found = replace(sheet, page=page, landscape=lying, font_size=size)
            body = body_width(found, landscape=lying)
            made = [fitted(one, traits, body, size, sheet.pad[0]) for one in tables]
            if all(is_roomy(one, traits, body, size, sheet.pad[0]) for one in made):
                return found
    raise ValueError(f"no page is wide enough for {sorted(traits)}")


def _places(rng: random.Random, traits: Traits, count: int, sheet: Sheet) -> Iterator[Place]:
    offices = rng.sample(cross_words.OFFICES, 2)
    year = rng.randint(108, 115)
    for number, topic in enumerate(rng.sample(words.TOPICS, count)):
        later = number >= count - 1
        yield Place(
            offices[1] if later and "offices-several" in traits else offices[0],
            year + 1 if later and "years-several" in traits else year,
            topic,
            (number == 1) != sheet.landscape if "landscape-between" in traits else sheet.landscape,
        )


def _last_way(blocks: Sequence[Block], sheet: Sheet) -> bool:
    breaks = [block.landscape for block in blocks if isinstance(block, PageBreak)]
    return breaks[-1] if breaks else sheet.landscape


def _section(
    composing: Composing, place: Place, chosen: tuple[Column, ...], wished: int, *, first: bool
) -> Section:
    rng = composing.rng
    name = rng.choice(place.topic.names)
    title = TITLE.format(agency=place.agency, name=name, year=place.year, kind=rng.choice(KINDS))
    made = Section(
        place.agency, place.year, name, title, chosen, composing.entries(chosen, wished, first=first)
    )
    if rng.random() < 0.6:
        return made
    return replace(
        made,
        preamble=composing.wording.preamble(place.agency),
        focus_heading="壹、年度工作重點",
        focus=tuple(label("一、", n) + composing.wording.focus() for n in range(1, rng.randint(3, 5))),
        table_heading="貳、年度工作計畫",
    )


def _printed(section: Section, composing: Composing, body: float, *, landscape: bool) -> Iterator[Block]:
    traits = composing.traits
    yield Para(section.title, "center", size=1.3, keep=True)
    if section.preamble:
        yield Para(section.preamble, first=2.0)
        yield Para(section.focus_heading, keep=True)
        yield from (Para(text, indent=1.0, hang=2.0) for text in section.focus)
        yield Para(section.table_heading, keep=True)
    if "unit-above" in traits:
        yield Para(f"單位：{composing.unit}", "right", keep=True)
    whole = len(section.entries)
    cuts = [0, *_cuts(composing.rng, section, traits), whole]
    note = composing.rng.choice(cross_words.FOOTNOTES)
    for number, (start, stop) in enumerate(pairwise(cuts)):
        notes = (note,) if "footnote-row" in traits and stop == whole else ()
        again = bool(number) and "mark-in-work" in traits
        if number:
            yield from _between(section, traits, landscape=landscape)
        yield table(Part(section, start, stop, traits, body, again, notes), composing)
    if "footnote-below" in traits:
        yield Para(note)
    yield Para("", size=0.5)


def _cuts(rng: random.Random, section: Section, traits: Traits) -> list[int]:
    """Say before which entries a table ends and another goes on."""
    places = range(2, len(section.entries) - 1)
    works = [entry.work for entry in section.entries]
    if "mark-in-work" in traits:
        inside = [n for n in places if works[n] == works[n - 1]]
        return [rng.choice(inside)] if inside else []
    if traits & {"mark-continued", "mark-carried", "mark-in-title"}:
        return [rng.choice(places)]
    if "table-after-table" in traits:
        fresh = [n for n in places if works[n] != works[n - 1]]
        return [rng.choice(fresh)] if fresh else []
    return []


def _between(section: Section, traits: Traits, *, landscape: bool) -> Iterator[Block]:
    """Print what stands between two parts of a table."""
    if "mark-carried" in traits:
        yield Para("接下頁", "right")
    if traits & {"mark-continued", "mark-carried", "mark-in-title", "mark-in-work"}:
        yield PageBreak(landscape)
    if "mark-carried" in traits:
        yield Para("承前頁", "left", keep=True)
    elif "mark-continued" in traits:
        yield Para("續表" if len(section.entries) % 2 else "（續）", "right", keep=True)
    elif "mark-in-title" in traits:
        yield Para(section.title + "（續）", "center", size=1.3, keep=True)
    elif "table-after-table" in traits:
        yield Para("", size=0.6)


def _results(composing: Composing, body: float) -> Iterator[Block]:
    """Print a table of what was done the year before; nothing of it is a plan."""
    rng, wording = composing.rng, composing.wording
    headers = rng.choice(cross_words.RESULTS_HEADERS)
    head = tuple(Cell((Para(text, "center"),), edges="tlrb") for text in headers)
    rows = tuple(
        tuple(
            Cell((Para(text),), edges="tlrb")
            for text in (
                label("一、", n) + wording.thing(), f"{n}. " + wording.plan(digits=False),
                wording.sentence(12, 50), f"{rng.randint(900, 1000) / 10:.1f}%",
            )
        )
        for n in range(1, 4)
    )  # fmt: skip
    yield Para(cross_words.RESULTS_HEADING, keep=True)
    yield Table(tuple(body * share for share in (0.2, 0.25, 0.42, 0.13)), (head,), rows)
