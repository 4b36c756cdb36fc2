"""Dates, months and deadlines in running text as ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pipeline.normalizers.mention_found import COUNT, HAN_NUMBER, Sighting, count
from pipeline.normalizers.money_tokens import FOLD
from pipeline.normalizers.patterns import late
from pipeline.normalizers.years import ROC_OFFSET

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
_Y = r"(?:[0-9]{2,4}|[〇零一二三四五六七八九十百]{2,6})"
_DATE_TO = r"\s*[-~至到]\s*"
_WEEKDAY = r"(?:\s*\(\s*(?:星期|週|周|禮拜)?\s*[一二三四五六日]\s*\))?"
_DATE_MENTION = late(
    rf"""
    (?:(?P<every>每一?年度?)\s*
      |(?P<this>本|今|當)?\s*\(\s*(?P<bracket>{_Y})\s*\)\s*年度?\s*
      |(?P<same>本|今)年度?\s*
      |(?P<era>(?:中華)?民國\s*|西元\s*)?(?<![0-9第])(?<![0-9][.,])(?P<year>{_Y})\s*年度?\s*)?
    (?P<m>{_N})(?:{_DATE_TO}(?P<m2>{_N}))?\s*月\s*(?P<part>份|底|初|[上中下]旬)?
    (?:\s*(?P<d>{_N})(?:{_DATE_TO}(?P<d2>{_N}))?\s*日{_WEEKDAY})?
    """,
    re.VERBOSE,
)
_ONWARD = late(
    rf"""
    \s*起?\s*[-~至到迄]\s*
    (?:(?P<year>(?<!年){_Y})\s*年度?\s*|(?P<next>翌年|次年|隔年)\s*)?
    (?:(?P<m>{_N})\s*月份?\s*)?(?:(?P<d>{_N})\s*日{_WEEKDAY})?
    """,
    re.VERBOSE,
)
_MONTHLY = late(
    rf"每(?:個)?月\s*(?P<d>{_N})(?:{_DATE_TO}(?P<d2>{_N}))?\s*日(?=\s*(?:前|起|以前|之前|止|後|至(?!\s*{_N})))"
)
_NUMERIC_DATE = late(
    r"(?<![0-9A-Za-z./:-])(?:"
    r"(?P<y>1[0-4][0-9]|20[0-9]{2})(?P<s>[./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"|(?P<iy>20[0-9]{2})-(?P<im>[0-9]{2})-(?P<id>[0-9]{2}))(?![0-9A-Za-z/:-]|\.[0-9])"
)
_LUNAR = late(r"農曆|陰曆|舊曆|夏曆|農民曆|正月|臘月")
_SENTENCE = late(r"[。;\n]")
_NO_DATE_BEFORE = late(
    r"(?:[0-9A-Za-z/~-]|[0-9][.,:]|[第滿逾達約近每前後隔期刑共計數幾個十百至到]\s*|[0-9一二三四五六七八九十]\s*、\s*)\Z"
)
_NO_DATE_AFTER = late(
    r"\s*(?:以?內|之內|以上|以下|餘|齡|大|[報刊會票費租薪息俸子球亮光台臺嫂經老曆]|[0-9一二三四五六七八九十]+\s*次)"
)


class _Date(NamedTuple):
    """A month or a day of it; without a year where none is printed."""

    year: int | None
    month: int
    day: int | None

    @property
    def value(self) -> str:
        head = "XXXX" if self.year is None else f"{self.year:04}"
        tail = "" if self.day is None else f"-{self.day:02}"
        return f"{head}-{self.month:02}{tail}"


def dates_in(line: str, year_roc: int | None) -> list[Sighting]:
    """Dates, months and ranges of them of one line, in order; ``year_roc`` is the year that 本年 means.

    >>> [(d.value, d.unit) for d in dates_in("113年5月20日，每年3 月至4月，6月30日，每月20日前", 112)]
    [('2024-05-20', 'day'), ('XXXX-03/XXXX-04', 'recurring'), ('XXXX-06-30', 'day'), ('XXXX-XX-20', 'recurring')]
    >>> dates_in("農曆7月15日，滿6月，3月1次，4:30，2月30日", 112)
    []
    """
    folded = line.translate(FOLD)
    found = [_numeric(match) for match in _NUMERIC_DATE.finditer(folded)]
    if "月" in folded:
        found += [_monthly(match) for match in _MONTHLY.finditer(folded)]
        found += _points(folded, year_roc)
    return sorted((one for one in found if one is not None), key=lambda one: one.start)


def _points(folded: str, year_roc: int | None) -> list[Sighting]:
    found: list[Sighting] = []
    position = 0
    while match := _DATE_MENTION.search(folded, position):
        position = match.end()
        first = _first(match, year_roc)
        if first is None or _lunar(folded, match):
            continue
        last, end = _last(match, first), match.end()
        if last is None:
            continue
        if last is first and (onward := _ONWARD.match(folded, end)):
            joined = _joined(onward, first)
            if joined is not None:
                last, end = joined, onward.end()
                position = end
        if not _sure(folded, match, end, last is not first):
            continue
        unit = "recurring" if match["every"] else "month" if first.day is None else "day"
        value = first.value if last is first else f"{first.value}/{last.value}"
        if last is first and match["part"] and match["part"] != "份" and not match["d"]:
            # 「9月底」 is in September; only the month is given.
            end = match.start("part")
        end = len(folded[:end].rstrip())
        found.append(Sighting("date", match.start(), end, value, unit))
    return found


def _first(match: re.Match[str], year_roc: int | None) -> _Date | None:
    year: int | None = None
    printed = match["year"] or match["bracket"]
    if printed:
        year = _year(printed, bare=not match["era"])
        if year is None:
            return None
    elif match["same"] and year_roc is not None:
        year = year_roc + ROC_OFFSET
    return _date(year, match["m"], match["d"])


def _last(match: re.Match[str], first: _Date) -> _Date | None:
    """End of 「3至4月」 or 「5月20日至25日」 that shares its word; the date itself where there is none."""
    if match["m2"] and (match["d"] or match["d2"]):
        return None
    if match["m2"]:
        last = _date(first.year, match["m2"], None)
    elif match["d2"]:
        last = _date(first.year, match["m"], match["d2"])
    else:
        return first
    return last if last is not None and last.value > first.value else None


def _joined(onward: re.Match[str], first: _Date) -> _Date | None:
    """The end of a range whose beginning was read; None where it is of another precision or stands before it."""
    if not onward["m"] and not (onward["d"] and first.day):
        return None
    year = first.year
    if onward["year"]:
        year = _year(onward["year"], bare=True)
        if year is None or first.year is None:
            return None
    elif onward["next"] and year is not None:
        year += 1
    last = _date(year, onward["m"] or str(first.month), onward["d"])
    if last is None or (last.day is None) != (first.day is None):
        return None
    wraps = first.year is None and onward["m"]
    return last if wraps or last.value > first.value else None


def _sure(folded: str, match: re.Match[str], end: int, joined: bool) -> bool:
    """Whether a month without year and day is no duration, and nothing belongs to a longer number."""
    before = folded[max(0, match.start() - 3) : match.start()]
    dated = match["year"] or match["bracket"] or match["every"] or match["same"]
    if dated:
        return not re.search(r"[0-9第]\s*\Z", before) and not _monthly_word(folded, match, end)
    if _NO_DATE_BEFORE.search(before):
        return False
    if match["d"]:
        return True
    if _NO_DATE_AFTER.match(folded, end):
        return False
    # 「三月」 alone may be part of a name.
    return match["m"].isdigit() or bool(match["part"]) or joined


def _monthly_word(folded: str, match: re.Match[str], end: int) -> bool:
    return not match["d"] and bool(re.match(r"\s*[報刊薪俸]", folded[end : end + 3]))


def _lunar(folded: str, match: re.Match[str]) -> bool:
    """Whether the sentence speaks of another calendar; a date with its year is Gregorian all the same."""
    before = _SENTENCE.split(folded[: match.start()])[-1]
    after = _SENTENCE.split(folded[match.end() :])[0][:6]
    return bool(_LUNAR.search(before) or _LUNAR.search(after) or _LUNAR.search(match[0]))


def _monthly(match: re.Match[str]) -> Sighting | None:
    days = [count(text) for text in (match["d"], match["d2"]) if text]
    if any(day is None or not 1 <= day <= 31 for day in days) or sorted(days, key=str) != days:
        return None
    value = "/".join(f"XXXX-XX-{day:02}" for day in days)
    return Sighting("date", match.start(), match.end(), value, "recurring")


def _numeric(match: re.Match[str]) -> Sighting | None:
    year = _year(match["y"] or match["iy"], bare=True)
    found = _date(year, match["m"] or match["im"], match["d"] or match["id"])
    if found is None or year is None:
        return None
    return Sighting("date", match.start(), match.end(), found.value, "day")


def _year(printed: str, *, bare: bool) -> int | None:
    """Gregorian year; a bare number below 80 is none."""
    value = count(printed)
    if value is None:
        return None
    if 1912 <= value <= 2111:
        return value
    return value + ROC_OFFSET if (80 if bare else 1) <= value <= 200 else None


def _date(year: int | None, month: str, day: str | None) -> _Date | None:
    months, days = count(month), count(day) if day else None
    if months is None or (day and days is None):
        return None
    try:
        # 29 February is a day of some years.
        date(2000 if year is None else year, months, 1 if days is None else days)
    except ValueError:
        return None
    return _Date(year, months, days)


_DURATIONS: tuple[tuple[str, str, str], ...] = (
    (r"個?\s*(?:工作|上班)\s*[日天]", "P{}D", "working day"),
    (r"個?\s*日曆\s*[日天]", "P{}D", "calendar day"),
    (r"[日天]", "P{}D", "day"),
    (r"個?\s*小\s*時", "PT{}H", "hour"),
    (r"分\s*鐘", "PT{}M", "minute"),
    (r"週|周|個?\s*(?:星期|禮拜)", "P{}W", "week"),
    (r"個\s*月", "P{}M", "month"),
    (r"年", "P{}Y", "year"),
)
_NAMED = "|".join(f"(?P<u{at}>{pattern})" for at, (pattern, _, _) in enumerate(_DURATIONS))
_DEADLINE = late(
    rf"""
    (?P<number>{COUNT})\s*(?:{_NAMED})\s*
    (?:以內|之內|內(?![政科部埔湖門容外壢勤控角灣閣需用之]))
    (?!\s*(?:累計|累積|連續|曾|未|達|不得|平均|無|死亡|之))
    """,
    re.VERBOSE,
)
_BEFORE_DEADLINE = late(
    rf"(?:[0-9A-Za-z/]|[0-9][.,:]|[月第每近數幾約~至到-]\s*|{HAN_NUMBER}|(?:過去|以往)\s*|(?:[0-9]|{HAN_NUMBER})\s*、\s*)\Z"
)
"""Dates (5月15日內), parts of numbers, ranges (3至5日內) and the time that is past (近3年內)."""
_MAX_YEARS = 30


def deadlines_in(line: str) -> list[Sighting]:
    """Times within which something is to be done, of one line, in order.

    >>> [(d.value, d.unit) for d in deadlines_in("接獲通報後4小時內，7個工作日內，二週內")]
    [('PT4H', 'hour'), ('P7D', 'working day'), ('P2W', 'week')]
    >>> deadlines_in("3日內政部公告，近3年內，3至5日內，7日前")
    []
    """
    if "內" not in line:
        return []
    folded = line.translate(FOLD)
    found: list[Sighting] = []
    for match in _DEADLINE.finditer(folded):
        number = count(match["number"])
        at = next(at for at in range(len(_DURATIONS)) if match[f"u{at}"])
        _, form, unit = _DURATIONS[at]
        before = folded[max(0, match.start() - 4) : match.start()]
        if not number or _BEFORE_DEADLINE.search(before):
            continue
        if unit == "year" and (number > _MAX_YEARS or before.endswith("前")):
            continue
        found.append(Sighting("deadline", match.start(), match.end(), form.format(number), unit))
    return found
