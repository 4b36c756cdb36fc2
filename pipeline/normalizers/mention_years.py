"""Years in running text as ISO 8601 years and intervals."""

from __future__ import annotations

from itertools import pairwise

from pipeline.normalizers.mention_found import Sighting
from pipeline.normalizers.patterns import late
from pipeline.normalizers.years import YearMention, years_in

_FIRST_CALENDAR_YEAR = 90
"""Until 88 the fiscal year ran from July to June; that of 89 had eighteen months."""
_YEAR_TO = late(r"\s*起?\s*[-~～－–—至到迄]\s*\Z")
_YEAR_JOINT = late(r"\s*[、及與和]\s*\Z")
_DURATION_BEHIND = late(
    r"\s*(?:代|來|間|期|有|歷史|老|古|之久|租|地上權|保固|樹齡|屋齡|以上|以下|[\d一二三四五六七八九十]+\s*個?月之)"
)
_DURATION_AHEAD = late(r"(?:共|計|期|長|歷經|歷時|經歷|有|逾|每|屆|前|後|近|已)\s*\Z")
_NUMBER_ONLY = late(r"[0-9０-９〇零一二三四五六七八九十百]+\s*年\Z")


def found_years(line: str) -> list[Sighting]:
    """Years and ranges of years of one line, in order; years of birth (94年次) and durations are none.

    >>> [(y.value, y.unit) for y in found_years("本(112)年度、113學年度，112至115年")]
    [('2023', 'year'), ('2024-08-01/2025-07-31', 'school year'), ('2023/2026', 'year')]
    """
    if "年" not in line:
        return []
    years = [year for year in years_in(line) if not _is_duration(line, year)]
    school = [_school(line, year, years[at + 1 : at + 2]) for at, year in enumerate(years)]
    cohort = [_cohort(line, year, years[at + 1 : at + 2]) for at, year in enumerate(years)]
    joined = {
        at
        for at, (one, other) in enumerate(pairwise(years))
        if _YEAR_TO.match(line[one.end : other.start]) and not cohort[at]
    }
    found: list[Sighting] = []
    for at, year in enumerate(years):
        if cohort[at] or at - 1 in joined:
            continue
        last = years[at + 1] if at in joined else year
        if last.roc < year.roc or (last is not year and last.roc == year.roc):
            continue
        if year.kind == "fiscal_year" and year.roc < _FIRST_CALENDAR_YEAR:
            continue
        found.append(_found(year, last, school=school[at]))
    return found


def _found(first: YearMention, last: YearMention, *, school: bool) -> Sighting:
    if school:
        value = f"{first.year}-08-01/{last.year + 1}-07-31"
        return Sighting("year", first.start, last.end, value, "school year")
    value = str(first.year) if first is last else f"{first.year}/{last.year}"
    return Sighting("year", first.start, last.end, value, "year")


def _school(line: str, year: YearMention, following: list[YearMention]) -> bool:
    return "學" in _suffix(line, year, following)


def _cohort(line: str, year: YearMention, following: list[YearMention]) -> bool:
    joined = following and _YEAR_TO.match(line[year.end : following[0].start])
    # 「民國14年至18年次」: both are years of birth.
    return "次" in _suffix(line, year, following) or bool(
        joined and line[following[0].start : following[0].end].endswith("次")
    )


def _suffix(line: str, year: YearMention, following: list[YearMention]) -> str:
    """Words of a year; of 「94-95年次」 and 「112、113學年度」 the first year has those of the second."""
    words = line[year.start : year.end]
    if "年" not in words and following:
        between = line[year.end : following[0].start]
        if _YEAR_TO.match(between) or _YEAR_JOINT.match(between):
            words += line[following[0].start : following[0].end]
    return words


def _is_duration(line: str, year: YearMention) -> bool:
    """Whether a bare number before 年 may count years: 「已有90年歷史」."""
    if year.kind != "year" or not _NUMBER_ONLY.match(line[year.start : year.end]):
        return False
    if year.roc >= 1000 or line[year.start : year.end].startswith(("19", "20")):
        return False
    after = _DURATION_BEHIND.match(line, year.end)
    return bool(after or _DURATION_AHEAD.search(line, max(0, year.start - 3), year.start))
