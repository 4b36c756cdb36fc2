"""Cuts a plan into sections and words the lines that name them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from tests.making.wide import unlisted
from tests.making.wide.plan import Item, Section, label
from tests.making.wide.shapes import Front
from tests.making.wide.traits import BESIDE, SECTION_FORMS, TWO_SECTIONS, Trait
from tests.making.wide.words import Domain

NUMBERED = ("{f}、", "{c}、", "（{c}）", "({c})", "{s}、", "{n}.", "第{c}章　", "{f}﹑")
BRACKETS = ("【{}】", "〔{}〕", "［{}］", "《{}》", "◎{}")
COLONS = ("{}：", "{}:", "{} ：")
AS_UNIT = ("單位：{}", "單位:{}", "業務單位：{}", "主辦單位：{}", "科室別：{}", "單位名稱：{}")
HEADINGS = ("貳、重大工作目標", "貳、工作計畫", "二、施政計畫", "貳、實施計畫")
"""Headings of the table that name no section."""


def sections_of(
    domain: Domain, front: Front, traits: frozenset[Trait], items: Sequence[Item], unit: str, random: Random
) -> tuple[Section, ...]:
    """Cut the items into sections, where there are some, and word their lines."""
    names: Sequence[str | None] = _names(domain, traits, random)
    parts: Sequence[Sequence[Item]] = (items,)
    if traits & TWO_SECTIONS:
        # A section begins with a work; without works, the first half of the plan is the first section's.
        half = len(items) // 2
        begun = [at for at in range(1, len(items)) if items[at].work[:1] != items[at - 1].work[:1]]
        split = min(begun, key=lambda at: abs(at - half), default=half)
        parts = (items[:split], items[split:])
    elif random.random() < 0.5 and not traits & BESIDE:
        names = names[:1]
    else:
        names = (None,)
    forms = traits & (SECTION_FORMS | {Trait.UNIT_ON_HEADING})
    sections = tuple(Section(name, tuple(part), name) for name, part in zip(names, parts, strict=False))
    return tuple(_worded(sections, front, traits, unit, random)) if forms else sections


def _names(domain: Domain, traits: frozenset[Trait], random: Random) -> Sequence[str]:
    return random.sample(unlisted.SECTIONS, 2) if Trait.SECTION_UNLISTED in traits else domain.sections


def _worded(
    sections: Sequence[Section], front: Front, traits: frozenset[Trait], unit: str, random: Random
) -> Iterator[Section]:
    """Word the lines of all sections alike."""
    pattern, numbers = _pattern(front, traits, random), random.choice(NUMBERED)
    above, texts = random.random() < 0.5, random.sample(unlisted.PARAGRAPHS, 2)
    heading = random.choice(HEADINGS)
    for place, section in enumerate(sections, start=1):
        number = label(numbers, place) if Trait.SECTION_NUMBERED in traits else ""
        line = number + pattern.format(section.name) if section.name else heading
        line += f"　單位：新臺幣{unit}" * (Trait.UNIT_ON_HEADING in traits)
        text = texts[place - 1] if Trait.SECTION_PARAGRAPH in traits else ""
        yield replace(section, printed=line, above=text * above, below=text * (not above))


def _pattern(front: Front, traits: frozenset[Trait], random: Random) -> str:
    if Trait.SECTION_BRACKETS in traits:
        return random.choice(BRACKETS)
    if Trait.SECTION_COLON in traits:
        return random.choice(COLONS)
    if Trait.SECTION_AS_UNIT in traits:
        return random.choice(AS_UNIT)
    if Trait.SECTION_TITLED in traits:
        office = front.office if front.title.startswith(front.office) else ""
        return f"{office}{{}}{front.year}年度工作計畫"
    return "{}"
