"""Deadlines in running text as ISO 8601 durations: 15日內, 4小時內, 7個工作日內."""

from __future__ import annotations

import re

from pipeline.normalizers.mention_found import COUNT, HAN_NUMBER, Sighting, count
from pipeline.normalizers.money_tokens import FOLD
from pipeline.normalizers.patterns import late

_UNITS: tuple[tuple[str, str, str], ...] = (
    (r"個?\s*(?:工作|上班)\s*[日天]", "P{}D", "working day"),
    (r"個?\s*日曆\s*[日天]", "P{}D", "calendar day"),
    (r"[日天]", "P{}D", "day"),
    (r"個?\s*小\s*時", "PT{}H", "hour"),
    (r"分\s*鐘", "PT{}M", "minute"),
    (r"週|周|個?\s*(?:星期|禮拜)", "P{}W", "week"),
    (r"個\s*月", "P{}M", "month"),
    (r"年", "P{}Y", "year"),
)
_NAMED = "|".join(f"(?P<u{at}>{pattern})" for at, (pattern, _, _) in enumerate(_UNITS))
_DEADLINE = late(
    rf"""
    (?P<number>{COUNT})\s*(?:{_NAMED})\s*
    (?:以內|之內|內(?![政科部埔湖門容外壢勤控角灣閣需用之]))
    (?!\s*(?:累計|累積|連續|曾|未|達|不得|平均|無|死亡|之))
    """,
    re.VERBOSE,
)
_BEFORE = late(
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
        at = next(at for at in range(len(_UNITS)) if match[f"u{at}"])
        _, form, unit = _UNITS[at]
        before = folded[max(0, match.start() - 4) : match.start()]
        if not number or _BEFORE.search(before):
            continue
        if unit == "year" and (number > _MAX_YEARS or before.endswith("前")):
            continue
        found.append(Sighting("deadline", match.start(), match.end(), form.format(number), unit))
    return found
