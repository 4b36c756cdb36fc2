"""Years in texts and titles: what is printed as a year, in which calendar, and texts without their years.

The Republic's year 1 is 1912. Bare small numbers before 年 are durations (3年, 15年) far more often than
years, so without 民國 or another sign they are none.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pipeline.normalizers.numerals import chinese_number, digits_value
from pipeline.normalizers.patterns import late

ROC_OFFSET = 1911
EARLIEST_ROC_YEAR, LATEST_ROC_YEAR = 1, 200
YearKind = Literal["year", "fiscal_year", "school_year", "cohort", "range"]


class YearMention(NamedTuple):
    """A year as printed in a text.

    Attributes:
        roc: year of the Republic, whatever calendar is printed.
        start: offset of its first character, that of 民國 or 本( where printed.
        end: offset behind its last character.
        kind: 112年, 112年度, 112學年度, 94年次 (year of birth), or one end of 112-115年.
    """

    roc: int
    start: int
    end: int
    kind: YearKind

    @property
    def year(self) -> int:
        """The Gregorian year."""
        return self.roc + ROC_OFFSET


_KIND_BY_SUFFIX: dict[str, YearKind] = {
    "年": "year",
    "年度": "fiscal_year",
    "會計年度": "fiscal_year",
    "學年": "school_year",
    "學年度": "school_year",
    "年次": "cohort",
}
_LOWEST = {"year": 80, "fiscal_year": 50, "school_year": 50, "cohort": 10}
"""Least number that is a year without 民國: the less the word behind it tells, the higher."""
_ANY_NUMBER = r"(?:[0-9０-９]{1,4}|[〇○零一二三四五六七八九十百廿卅壹貳參叁肆伍陸柒捌玖拾佰]{1,7})"
_YEAR_MENTION = late(
    rf"""
    (?P<era>(?:中\s*華\s*)?民\s*國|[西公]\s*元)?\s*
    (?:
        (?P<bracket>[本今明去上次前]?\s*[(（]\s*)(?P<inner>{_ANY_NUMBER})\s*[)）]
        |(?<![0-9０-９第])(?<![0-9０-９][.,])(?P<number>{_ANY_NUMBER})
         (?:\s*[-~～－–—至到、及與和]\s*(?P<other>{_ANY_NUMBER}))?
    )
    \s*(?P<suffix>會\s*計\s*年\s*度|學\s*年(?:\s*度)?|年\s*[度次]|年(?!\s*[度次]))
    (?!\s*(?:以上|以下|餘|多|資(?!本)))
    """,
    re.VERBOSE,
)
_COUNTED_BEFORE = late(r"[滿逾達約近每第]\s*\Z")
_THIS_YEAR = late(r"(?<![基資根原日])本\s*年\s*度")
"""The same words as 本(112)年度 with the number left out."""
_PLAN = late(r"計[畫劃]|綱要")
_PERIOD_TIE = late(r"[-~～－–—至到]")
"""What ties two years to a period, each with its own word: 115年至118年."""
_BARE_PERIOD = late(
    r"(?<![0-9０-９.,])(?P<first>[12]?[0-9]{3})[-~～－–—至到](?P<last>[12]?[0-9]{3})(?=[^0-9０-９.,]{1,16}\Z)"
)
"""Two numbers of three or four digits where a title has its years; one alone may be that of a telephone: 119, 165."""


def years_in(text: str) -> list[YearMention]:
    """Years that a text prints, in order; durations and ages are none.

    >>> [(m.roc, text[m.start : m.end]) for text in ("本(112)年度辦理",) for m in years_in(text)]
    [(112, '本(112)年度')]
    >>> [m.roc for m in years_in("民國一一二年、西元2024年及99年度，為期3年")]
    [112, 113, 99]
    >>> [(m.roc, m.kind) for m in years_in("112至115年")]
    [(112, 'range'), (115, 'range')]
    """
    mentions: list[YearMention] = []
    for match in _YEAR_MENTION.finditer(text):
        mentions += _mentions(match)
    return mentions


class TitleYears(NamedTuple):
    """The years of a title, and where they stand in it.

    Attributes:
        roc: year of the plan; of a plan over several years the first.
        last: its last year; the same where it is of one year.
        spans: offsets of all years that the title prints, in order.
    """

    roc: int
    last: int
    spans: tuple[tuple[int, int], ...]


def years_of_title(title: str) -> TitleYears | None:
    """The years of a title without white space; None where it names none.

    >>> years_of_title("某鄉公所115至118年度施政計畫")
    TitleYears(roc=115, last=118, spans=((4, 13),))
    """
    found = [m for m in years_in(title) if m.kind in {"fiscal_year", "school_year", "year", "range"}]
    found = [m for m in found if m.kind in {"fiscal_year", "range"}] or found
    periods = _periods(found, title) or _bare_years(title)
    if not periods:
        return None
    plans = [match.start() for match in _PLAN.finditer(title)]
    # 「112年度成果暨113年度計畫」: the year of the plan stands before the plan's word, nearest to it.
    before = [one for one in periods if plans and one[-1].end <= plans[-1]]
    chosen = (before or periods)[-1]
    return TitleYears(chosen[0].roc, chosen[-1].roc, tuple((one[0].start, one[-1].end) for one in periods))


def _periods(found: list[YearMention], title: str) -> list[list[YearMention]]:
    """Years one by one, those that a word such as 至 ties together."""
    periods: list[list[YearMention]] = []
    for one in found:
        last = periods[-1][-1] if periods else None
        between = title[last.end : one.start] if last is not None else ""
        if last is not None and (_PERIOD_TIE.fullmatch(between) or last.kind == one.kind == "range"):
            periods[-1].append(one)
        else:
            periods.append([one])
    return periods


def _bare_years(title: str) -> list[list[YearMention]]:
    """Years without their word, as 115-118 before the plan's words."""
    match = _BARE_PERIOD.search(title) if _PLAN.search(title) else None
    if match is None:
        return []
    ends = [(_roc(match[end], "", _LOWEST["year"]), match.span(end)) for end in ("first", "last")]
    mentions = [YearMention(roc, *span, "range") for roc, span in ends if roc is not None]
    return [mentions] if len(mentions) == len(ends) else []


def roc_year_of_title(text: str) -> int | None:
    """The year of the plan that a title names, of a plan over several years the first; None where it names none.

    >>> roc_year_of_title("臺南市永康區公所主計室 112 年度重要工作計畫")
    112
    >>> roc_year_of_title("臺北市中正區公所一一三年度施政計畫"), roc_year_of_title("2024年度工作計畫")
    (113, 113)
    >>> roc_year_of_title("112至115年中程施政計畫"), roc_year_of_title("某國中115-118校務發展計畫")
    (112, 115)
    """
    # Titles are often set wide: 「一 一 三 年 度」.
    found = years_of_title("".join(text.split()))
    return found.roc if found is not None else None


def without_years(text: str) -> str:
    """The text without its years, for keys that must be the same in the next year's plan.

    >>> without_years("辦理本(112)年度94年次役男體檢"), without_years("本年度辦理")
    ('辦理役男體檢', '辦理')
    >>> without_years("15 萬元以下採購")
    '15 萬元以下採購'
    """
    kept, position = [], 0
    for mention in years_in(text):
        if mention.start >= position:
            kept.append(text[position : mention.start])
        position = max(position, mention.end)
    kept.append(text[position:])
    return _THIS_YEAR.sub("", "".join(kept))


def _mentions(match: re.Match[str]) -> list[YearMention]:
    """What a match prints: a year, the two ends of a range, or nothing."""
    kind = _KIND_BY_SUFFIX["".join(match["suffix"].split())]
    era = "".join((match["era"] or "").split())
    start = match.start("era") if era else match.start("bracket" if match["bracket"] else "number")
    if kind == "year" and not era and _COUNTED_BEFORE.search(match.string, 0, start):
        return []
    # Behind 本( the number needs no other sign, yet 「(3)年」 is a label and a word.
    lowest = 50 if match["bracket"] else _LOWEST[kind]
    first = _roc(match["inner"] or match["number"], era, lowest)
    if match["other"] is None:
        return [] if first is None else [YearMention(first, start, match.end(), kind)]
    last = _roc(match["other"], era, lowest)
    if last is None:
        return []
    if first is None:
        # 「3、112年」: only the second number is a year.
        return [YearMention(last, match.start("other"), match.end(), kind)]
    return [
        YearMention(first, start, match.end("number"), "range"),
        YearMention(last, match.start("other"), match.end(), "range"),
    ]


def _roc(numeral: str, era: str, lowest: int) -> int | None:
    """Year of the Republic that a numeral means."""
    value = digits_value(numeral)
    if value is None:
        value = chinese_number(numeral)
    if value is None:
        return None
    if "國" in era:
        return value if EARLIEST_ROC_YEAR <= value <= LATEST_ROC_YEAR else None
    if EARLIEST_ROC_YEAR <= value - ROC_OFFSET <= LATEST_ROC_YEAR:
        return value - ROC_OFFSET
    return value if not era and lowest <= value <= LATEST_ROC_YEAR else None
