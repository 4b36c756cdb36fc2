"""Typed mentions in an item's contents: money, years, dates, deadlines and cited laws; precision before recall.

docs/mentions.md says for each kind what is given, how its value is written and what is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.models import Item, Mention, Plan, Section
from pipeline.normalizers.mention_dates import dates_in, deadlines_in
from pipeline.normalizers.mention_found import Sighting
from pipeline.normalizers.mention_laws import laws_in
from pipeline.normalizers.mention_money import money_in
from pipeline.normalizers.mention_years import found_years
from pipeline.normalizers.records import contents

_SPACED_PIECE = re.compile(r"\S+(?:[^\S\n]{1,4}\S+)*")
"""What is read at once: a line, or what a wide gap parts of it; long gaps would make patterns slow."""


def mentions_in(text: str, year_roc: int | None) -> tuple[Mention, ...]:
    r"""Mentions of a text in order of offset; none overlaps another or runs over a line end.

    Args:
        text: contents of an item, see `pipeline.normalizers.records`.
        year_roc: year of the plan, which 本年 means; None where it is unknown.

    >>> [(m.kind, m.text, m.value) for m in mentions_in("依「祭祀公業條例」辦理。\n每人16,000元，15日內付款", 112)]
    [('law', '「祭祀公業條例」', '祭祀公業條例'), ('money', '每人16,000元', '16000'), ('deadline', '15日內', 'P15D')]
    """
    found: list[Mention] = []
    for piece in _SPACED_PIECE.finditer(text):
        found += [_mention(one, piece[0], piece.start()) for one in _in_line(piece[0], year_roc)]
    return tuple(found)


def with_mentions(plan: Plan) -> Plan:
    """The plan with the mentions of all its items read anew from their contents."""
    sections = tuple(section_with_mentions(section, plan.year_roc) for section in plan.sections)
    return plan.model_copy(update={"sections": sections})


def section_with_mentions(section: Section, year_roc: int | None) -> Section:
    """The section with the mentions of all its items read anew from their contents.

    Args:
        section: of a plan.
        year_roc: the plan's year.
    """
    items = tuple(_with_own(item, year_roc) for item in section.items)
    return section.model_copy(update={"items": items})


def _mention(one: Sighting, line: str, offset: int) -> Mention:
    text = line[one.start : one.end]
    return Mention(kind=one.kind, text=text, value=one.value, unit=one.unit, offset=offset + one.start)


def _with_own(item: Item, year_roc: int | None) -> Item:
    return item.model_copy(update={"mentions": mentions_in(contents(item.implementation), year_roc)})


def _in_line(line: str, year_roc: int | None) -> list[Sighting]:
    return _apart(
        [
            *laws_in(line),
            *dates_in(line, year_roc),
            *money_in(line),
            *deadlines_in(line),
            *found_years(line),
        ]
    )


def _apart(found: Iterable[Sighting]) -> list[Sighting]:
    """Finds that do not overlap, in order: the longer is the more specific and wins."""
    kept: list[Sighting] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
