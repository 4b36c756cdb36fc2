"""Units that amounts are printed in, and what a text says of them."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

from pipeline.models import PrintedUnit
from pipeline.normalizers.money_tokens import CURRENCY, AmountText
from pipeline.normalizers.patterns import late

FACTORS: dict[PrintedUnit, int] = {"元": 1, "千元": 10**3, "萬元": 10**4, "百萬元": 10**6, "億元": 10**8}
"""New Taiwan dollars of each."""
PRINTED_UNIT = r"(?:百萬|千|萬|億)?元"
_MONEY_WORD = r"(?:預算數?|概算數?|經費|金額|費用)"
MANY_HEADERS = 256
"""Texts that are remembered with their units: each cell asks about the header of its column."""
_UNIT_STATEMENT = late(
    rf"\A{CURRENCY}?(?P<whole>{PRINTED_UNIT})\Z"
    rf"|單位[:為係是]?{CURRENCY}?[:/]?(?P<named>{PRINTED_UNIT})(?=[^/、0-9]|\Z)"
    rf"|以{CURRENCY}?(?P<counted>{PRINTED_UNIT})為單位"
    rf"|\((?:以)?{CURRENCY}?[:/]?(?P<bracketed>{PRINTED_UNIT})(?:計)?\)"
    rf"|{_MONEY_WORD}[:/]?{CURRENCY}?(?P<ending>{PRINTED_UNIT})\Z"
)
_UNIT_AT_END = late(rf"{CURRENCY}?[:/]?(?P<unit>{PRINTED_UNIT})[)\]】〕]?\Z")
_ALONE = late(rf"(?:{_MONEY_WORD}?均?以)?{CURRENCY}?(?P<unit>{PRINTED_UNIT})(?:計|為單位)?")


@lru_cache(maxsize=MANY_HEADERS)
def unit_of(text: str) -> PrintedUnit | None:
    """The unit that a header or a line above a table gives; None where it gives none or several.

    >>> unit_of("預算金額(單位：千元)"), unit_of("單位:新台幣元"), unit_of("經費（仟元）")
    ('千元', '元', '千元')
    >>> unit_of("貳、業務計畫　單位：新臺幣千元"), unit_of("金額以千元為單位"), unit_of("經費／千元")
    ('千元', '千元', '千元')
    >>> unit_of("15 萬元以下採購") is None
    True
    """
    plain = AmountText.of(text).text.replace("\n", "").replace(" ", "")
    found = {named(next(filter(None, match.groups()))) for match in _UNIT_STATEMENT.finditer(plain)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=MANY_HEADERS)
def unit_of_header(text: str) -> PrintedUnit | None:
    """The unit of a column of amounts by its header: as ``unit_of`` tells it, else what the header ends with.

    >>> unit_of_header("經費需求NT$千元"), unit_of_header("所需款項/仟元"), unit_of_header("年度額度【萬元】")
    ('千元', '千元', '萬元')
    >>> unit_of_header("預算數") is None
    True
    """
    last = _UNIT_AT_END.search(AmountText.of(text).text.replace("\n", "").replace(" ", ""))
    return unit_of(text) or (named(last["unit"]) if last else None)


def unit_named(text: str) -> PrintedUnit | None:
    """The unit whose name a text is, in whatever characters; None where it is none.

    >>> unit_named("仟元"), unit_named("新台幣萬元"), unit_named("以新臺幣千元計"), unit_named("千")
    ('千元', '萬元', '千元', None)
    """
    match = _ALONE.fullmatch(AmountText.of(text).text)
    return named(match["unit"]) if match else None


def named(printed: str) -> PrintedUnit:
    """The unit of a text that ``PRINTED_UNIT`` matched."""
    return next(unit for unit in get_args(PrintedUnit) if unit == printed)
