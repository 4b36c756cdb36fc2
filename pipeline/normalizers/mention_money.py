"""Amounts of money in running text, each with what it is paid per: 每人16,000元, 183元/小時, 5,791 萬元."""

from __future__ import annotations

import re

from pipeline.normalizers.mention_found import Sighting
from pipeline.normalizers.money import parse_budget
from pipeline.normalizers.money_tokens import FIGURES, FOLD, TIMES_WORDS
from pipeline.normalizers.numerals import NUMERALS
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze

_COUNTED_BY_RATE = (
    "人次|人|名額|名|位|戶|里|鄰|場次|場|梯次|次|件|案|小時|工作日|日|天|個?月|季|年度?|學期|學年|班|隊|組|座|處|所|校|社區|協會|團體|團|家"
    "|生|胎|節|棟|間|車|趟|公頃|公噸|噸|公斤|公升|公里|平方公尺|公尺|坪|度|隻|頭|株|本|份|輛|臺|式|個|桌|餐|張|筆"
)
_PER = rf"(?:每一?1?\s*(?:{_COUNTED_BY_RATE})|按(?:月|日|年|季|次|件|人|戶))"
_BETWEEN = (
    "(?:最高|最多|至多|各|得|可|另|並|均|補助|補貼|獎助|獎勵|發給|發放|核發|核給|給付|給予|支給|支付|致贈|編列|收取|酌收|收費|繳納|繳交"
    r"|費用|經費|金額|上限|以|為|計|約|不超過|慰問金|禮金|津貼|:|\s)"
)
_CURRENCY_WORD = r"(?:新臺幣|臺幣|NTD|NT\$)"
_MYRIAD_WORD = rf"(?:{TIMES_WORDS})"
_COMPOUND_NUMBER = rf"{FIGURES}(?:\s*{_MYRIAD_WORD}(?:\s*{FIGURES}(?:\s*{_MYRIAD_WORD})?)*)?"
_SLASH = rf"(?P<slash>(?:\s*/\s*(?:每)?(?:{_COUNTED_BY_RATE})){{1,2}})"
_WORDS = f"[{NUMERALS}]"
_AMOUNT_MENTION = late(
    rf"""
    (?P<per>{_PER}(?:\s*{_PER})?{_BETWEEN}{{0,6}})?
    (?P<currency>{_CURRENCY_WORD}\s*)?
    (?:(?P<low>{_COMPOUND_NUMBER})\s*(?P<to>[-~至到])\s*)?
    (?:
        (?P<digits>{_COMPOUND_NUMBER})\s*元(?:\s*整)?
        |(?P<han>{_WORDS}+)\s*元(?:\s*整)?
        |(?<=NT\$)(?P<bare>{_COMPOUND_NUMBER})|(?<=NTD)(?P<plain>{_COMPOUND_NUMBER})
    )
    (?:{_SLASH})?
    """,
    re.VERBOSE,
)
_NO_AMOUNT_BEFORE = late(
    r"(?:[0-9A-Za-z/×*~$%^#-]|[0-9.][.,]|第\s*|[數幾上餘多]\s*|(?:美金|美元|人民幣|港幣|日幣|歐元|外幣)\s*"
    r"|[0-9〇一二三四五六七八九十兩百千萬億]\s*、\s*)\Z"
)
_NO_AMOUNT_AFTER = late(
    r"\s*[×xX*/]|\s*[(]?\s*每|旦|素|件|化|氣|宵|月|年|老|首|復|及第|組|[里村路街鄉]|區|課|性|論|智|大|培|[A-Za-z0-9]"
)
"""What follows where 元 is part of another word, or where the amount is a factor or a rate of its own kind."""
_CLAUSE_END = late(r"[,，。;；、:：()\n]")
_AMOUNT_JOINT = late(r"\s*(?:[-~至到或、及])\s*\Z")
_COUNTED_WORD = late(_COUNTED_BY_RATE)
_RATE = late(r"每(?!年度)|按[月日年季次件人戶]")
_MAX_CLAUSE = 40


def money_in(line: str) -> list[Sighting]:
    """Amounts of one line, in order.

    >>> [(m.value, m.unit) for m in money_in("健檢費每人16,000元，補助 1 億元")]
    [('16000', 'TWD/人'), ('100000000', 'TWD')]
    >>> money_in("多元學習，元旦升旗，15萬以下採購，數十萬元")
    []
    """
    if "元" not in line and "圓" not in line and "NT" not in line and "ＮＴ" not in line:
        return []
    folded = line.translate(FOLD)
    found: list[Sighting] = []
    for match in _AMOUNT_MENTION.finditer(folded):
        found += _read(folded, match, found[-1] if found else None)
    return found


def _read(folded: str, match: re.Match[str], before: Sighting | None) -> list[Sighting]:
    """The amounts that a match prints: one, the two ends of a range, or none."""
    start = match.start()
    if not match["per"] and _NO_AMOUNT_BEFORE.search(folded, max(0, start - 6), start):
        joined = (
            before is not None and before.end <= start and _AMOUNT_JOINT.match(folded[before.end : start])
        )
        if not joined:
            return []
    if _NO_AMOUNT_AFTER.match(folded, match.end()) or (match["han"] and _loose(match)):
        return []
    value = _value(match["digits"] or match["han"] or match["bare"] or match["plain"])
    unit = _unit(folded, match, before)
    if value is None or unit is None:
        return []
    last = Sighting("money", start, match.end(), str(value), unit)
    if match["low"] is None:
        return [last]
    low = _low(match, value)
    if low is None:
        return []
    middle = match.end("to")
    middle += len(folded[middle:]) - len(folded[middle:].lstrip())
    return [Sighting("money", start, match.end("low"), str(low), unit), last._replace(start=middle)]


def _loose(match: re.Match[str]) -> bool:
    """Whether a single word before 元 may belong to a name or a phrase: 三元里, 一元化."""
    return len(match["han"]) < 2 and not match["currency"]


def _value(printed: str) -> int | None:
    """Whole dollars; None where a cell of a budget with the same words would be doubted."""
    money = parse_budget(squeeze(printed) + "元", "元")
    if money.kind != "amount" or money.doubtful or money.note is not None:
        return None
    return money.amount_twd or None


def _low(match: re.Match[str], high: int) -> int | None:
    """Lower end of a range; 「3至5萬元」 leaves open what the 3 counts, so it is none."""
    times = [bool(re.search(_MYRIAD_WORD, text)) for text in (match["low"], match["digits"] or "萬")]
    low = _value(match["low"]) if times[0] == times[1] else None
    return low if low is not None and low < high else None


def _unit(folded: str, match: re.Match[str], before: Sighting | None) -> str | None:
    """TWD with what the amount is paid per; None where the words say so in a way that is not understood."""
    per = [m[0] for m in _COUNTED_WORD.finditer(_only_counted(match["per"] or ""))]
    if match["slash"]:
        per += [word.strip().removeprefix("每") for word in match["slash"].split("/")[1:]]
    if per:
        return "/".join(["TWD", *per])
    start = match.start()
    if before is not None and _AMOUNT_JOINT.match(folded[before.end : start]):
        return before.unit
    window = folded[max(0, start - _MAX_CLAUSE) : start]
    clause = _CLAUSE_END.split(window)[-1]
    return None if _RATE.search(clause) else "TWD"


def _only_counted(per: str) -> str:
    """「每人每月補助」 as 「人 月」: words between them that look like counted things are left out."""
    return " ".join(m[0].lstrip("每按一1 ") for m in re.finditer(_PER, per))
