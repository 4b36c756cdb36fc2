"""Figures of a budget cell that are worked out, grouped by white space, or given by the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from math import prod
from typing import NamedTuple

from pipeline.models import Amount, Budget, PrintedUnit
from pipeline.normalizers.money_tokens import CURRENCY, FIGURES, FOLD, TIMES, TIMES_WORDS
from pipeline.normalizers.patterns import late
from pipeline.normalizers.units import FACTORS

_BY_SPACE = late(r"(?<![0-9,.])[1-9][0-9]{0,2}(?:[^\S\n\u3000][0-9]{3})+(?![0-9,.])")
"""One space of a type's own width between the groups: what stands further apart may be two amounts."""
_TIMES_SIGN = "[×xX*✕╳⨯]"
_FIGURE_PATTERN = (
    rf"(?:{CURRENCY}\s*)?(?P<{{0}}>{FIGURES})\s*(?P<{{0}}_times>{TIMES_WORDS})?(?P<{{0}}_dollars>元)?"
)
_WHAT = r"(?:/?[\u4e00-\u9fff]{1,4}|\([^()0-9]{1,8}\))?"
"""What a factor counts, or per what it is paid: 人, 個月, 元/場."""
_FACTOR = rf"{FIGURES}\s*(?:{TIMES_WORDS})?元?\s*{_WHAT}"
_EXPRESSION = late(
    rf"(?P<expression>(?:每[\u4e00-\u9fff]{{1,3}})?(?:{CURRENCY}\s*)?{_FACTOR}"
    rf"(?:\s*(?:{_TIMES_SIGN}|\+)\s*(?:{CURRENCY}\s*)?{_FACTOR})+)"
    rf"\s*=\s*(?P<result>{_FIGURE_PATTERN.format('sum')})"
)
_FIGURE_NUMBER = late(_FIGURE_PATTERN.format("one"))
_YEARLY = late(
    r"(?P<before>(?:每年度?|年需|按年)(?:各?(?:編列|約|需|計))?)(?=\s*(?:新臺幣|臺幣|NTD|NT\$|NT|\$)?[0-9])"
    r"|(?<=[0-9元萬億])\s*(?P<behind>/\s*(?:每?年度?|每?一年))(?![\u4e00-\u9fff0-9/])"
)
_ABOUT = late(
    r"(?P<before>大約|約(?:計|需|略|為|莫)|粗估|概算約)(?=\s*(?:新臺幣|臺幣|NTD|NT\$|NT|\$)?[0-9])"
    r"|(?<=[0-9元萬億])\s*(?P<behind>左右|上下|許)(?![\u4e00-\u9fff0-9])"
)
_RANGE_OF_AMOUNTS = late(
    rf"{_FIGURE_PATTERN.format('least')}\s*(?:[~～至到–—-]|\bto\b)\s*{_FIGURE_PATTERN.format('most')}"
)
WORDED = late(r"約|概估|預估|估計|粗估|左右|每年|全年|/年")
"""Words beside an amount that say how it is meant."""


class Settled(NamedTuple):
    """A cell's text of which only amounts and their words are left.

    Attributes:
        text: what is left.
        notes: what was taken out, as printed: calculations whose result holds, 每年, 左右.
    """

    text: str
    notes: tuple[str, ...]


def is_range(raw: str) -> bool:
    """Whether a cell gives the least and the most that something may cost, and no amount.

    >>> is_range("30,000~50,000"), is_range("20萬至30萬元"), is_range("50,000-30,000"), is_range("15人")
    (True, True, False, False)
    """
    match = _RANGE_OF_AMOUNTS.fullmatch(raw.translate(FOLD).strip())
    if match is None:
        return False
    least, most = (_value(match, name) for name in ("least", "most"))
    return least < most


def joined_by_comma(raw: str) -> str:
    """A text whose thousands are grouped by single spaces with commas between the groups.

    >>> joined_by_comma("8 359"), joined_by_comma("1\u202f250\u202f000元"), joined_by_comma("8  359")
    ('8,359', '1,250,000元', '8  359')
    >>> joined_by_comma("15 30"), joined_by_comma("500 1200")
    ('15 30', '500 1200')
    """
    folded = raw.translate(FOLD)
    if not _BY_SPACE.search(folded):
        return raw
    pieces, end = [], 0
    for match in _BY_SPACE.finditer(folded):
        pieces += [raw[end : match.start()], ",".join(match[0].split())]
        end = match.end()
    return "".join([*pieces, raw[end:]])


def widened(text: str) -> str:
    """A text with two spaces instead of each that would group thousands: it parts two amounts.

    >>> widened("8 359"), joined_by_comma(widened("8 359"))
    ('8  359', '8  359')
    """
    return _BY_SPACE.sub(lambda match: "  ".join(match[0].split()), text)


def settled(raw: str, unit: PrintedUnit | None) -> Settled:
    """A cell's text without what tells only how its amounts are meant or come about.

    >>> settled("3,000×12=36,000", "元")
    Settled(text='36,000', notes=('3,000×12',))
    >>> settled("30,000/年", "元"), settled("約需120", "千元")
    (Settled(text='30,000', notes=('/年',)), Settled(text='120', notes=('約需',)))
    >>> settled("3,000×12=35,000", "元").notes
    ()
    """
    notes: list[str] = []
    text = _worked_out(raw, unit, notes)
    for pattern in (_YEARLY, _ABOUT):
        text = _taken_out(text, pattern, notes)
    return Settled(text, tuple(notes))


def _taken_out(raw: str, pattern: re.Pattern[str], notes: list[str]) -> str:
    pieces, end = [], 0
    for match in pattern.finditer(raw.translate(FOLD)):
        group = "before" if match["before"] else "behind"
        notes.append(raw[match.start(group) : match.end(group)])
        pieces.append(raw[end : match.start()])
        end = match.end()
    return "".join([*pieces, raw[end:]])


def _worked_out(raw: str, unit: PrintedUnit | None, notes: list[str]) -> str:
    """The text with the results of its calculations alone, where they hold."""
    folded = raw.translate(FOLD)
    pieces, end = [], 0
    for match in _EXPRESSION.finditer(folded):
        dollars = _in_dollars(match, unit)
        if dollars is None:
            continue
        notes.append(raw[match.start("expression") : match.end("expression")].strip())
        pieces += [
            raw[end : match.start()],
            raw[match.start("result") : match.end()],
            "元" if dollars else "",
        ]
        end = match.end()
    return "".join([*pieces, raw[end:]])


def _in_dollars(match: re.Match[str], unit: PrintedUnit | None) -> bool | None:
    """Whether a calculation's result is dollars though it does not say so; None where the result does not hold."""
    expression = match["expression"]
    worked = sum(
        (
            prod((_value(one, "one") for one in _figures(term)), start=Decimal(1))
            for term in expression.split("+")
        ),
        Decimal(0),
    )
    printed = _value(match, "sum")
    if (
        match["sum_dollars"]
        or match["sum_times"]
        or not any(one["one_dollars"] for one in _figures(expression))
    ):
        return False if worked == printed else None
    if unit is not None and worked == printed * FACTORS[unit]:
        return False
    return True if worked == printed else None


def _figures(text: str) -> list[re.Match[str]]:
    return list(_FIGURE_NUMBER.finditer(text))


def _value(match: re.Match[str], name: str) -> Decimal:
    number = Decimal(match[name].replace(",", "")) if _grouped(match[name]) else Decimal("NaN")
    return number * TIMES.get(match[f"{name}_times"] or "", 1)


def _grouped(number: str) -> bool:
    """Whether the commas of a number stand where those of thousands do, and it has one point at most."""
    whole, _, fraction = number.partition(".")
    groups = whole.split(",")
    right = all(len(group) == 3 for group in groups[1:]) and (len(groups) == 1 or len(groups[0]) <= 3)
    return right and fraction.isdigit() == bool(fraction)


def sum_of(parts: Sequence[Budget], sum_id: str) -> Budget:
    """The budget that parts are of; without an amount where one of them has none, and none where all print none."""
    counted = [part for part in parts if part.kind != "nil"]
    known = [part.amount_twd for part in counted if part.amount_twd is not None]
    units = {part.printed_unit for part in counted or parts}
    given = {part.given_unit for part in counted or parts}
    whole = bool(counted) and len(known) == len(counted)
    return Budget(
        id=sum_id,
        raw="",
        header="、".join(dict.fromkeys(part.header for part in parts)),
        role="current",
        printed_unit=units.pop() if len(units) == 1 else None,
        given_unit=given.pop() if len(given) == 1 else None,
        kind="amount" if counted else "nil",
        amount_twd=sum(known) if whole else None,
        amounts=tuple(
            Amount(amount_twd=part.amount_twd, note=part.header)
            for part in counted
            if whole and part.amount_twd is not None
        ),
        note=None,
        applies_to=tuple(dict.fromkeys(name for part in parts for name in part.applies_to)),
        basis="sum_of_parts",
        provenance=tuple(place for part in parts for place in part.provenance),
    )
