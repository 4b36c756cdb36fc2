"""A budget cell's text as it is to be read, and the tokens in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.normalizers.numerals import NUMERALS, chinese_number
from pipeline.normalizers.patterns import late

# Full-width ASCII, look-alikes and variants, one character for one: offsets stay those of the printed text.
FOLD: dict[int, str | int] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **str.maketrans(
        "﹙〔【﹝［[{﹚〕】﹞］]}−‐‑‒–﹣﹐﹕︰﹔﹪仟佰圓台",
        "((((((()))))))------,::;%千百元臺",
    ),
}
TIMES = {"億": 10**8, "千萬": 10**7, "百萬": 10**6, "十萬": 10**5, "萬": 10**4, "千": 10**3, "百": 100}
FIGURES = r"[0-9]+(?:[,.][0-9]+)*"
TIMES_WORDS = "|".join(TIMES)
CURRENCY = r"(?:新臺幣|臺幣|NTD|NT\$|NT|\$)"
TOKEN = late(
    rf"""
    (?P<year>(?:中華民國|民國|西元)?[0-9]{{2,4}}年度?)
    |(?P<amount>{CURRENCY}?(?P<sign>[-+△▲▽▼])?{CURRENCY}?
        (?P<terms>{FIGURES}(?:(?:{TIMES_WORDS})(?:{FIGURES})?)*)(?P<dollars>元)?整?)
    |(?P<han>{CURRENCY}?(?P<numeral>[{NUMERALS}]+)元整?)
    |(?P<bracket>\((?P<inside>[^()]*)\))
    |(?P<separator>[、,;。\n])
    |(?P<colon>:)
    |(?P<other>.)
    """,
    re.VERBOSE,
)
TOKEN_KINDS = ("year", "amount", "han", "bracket", "separator", "colon", "other")


class AmountText(NamedTuple):
    """Text to read and, character by character, what is printed there.

    White space is left out. Only between two digits is a mark of it kept: there it tells two numbers apart.
    """

    text: str
    printed: str

    @classmethod
    def of(cls, raw: str) -> AmountText:
        """A cell as printed, made ready to be read."""
        folded = raw.translate(FOLD)
        if raw.split() == [raw]:
            return cls(folded, raw)
        text: list[str] = []
        printed: list[str] = []
        gap = ""
        for folded_character, character in zip(folded, raw, strict=True):
            if character.isspace():
                gap = "\n" if character in "\n\r\v\f\u2028\u2029" or gap == "\n" else " "
                continue
            if gap and text and _joins_number(text[-1]) and _joins_number(folded_character):
                text.append(gap)
                printed.append(gap)
            elif gap and printed and _latin(printed[-1]) and _latin(character):
                # Latin words in a note keep the space between them.
                text.append("\t")
                printed.append(" ")
            text.append(folded_character)
            printed.append(character)
            gap = ""
        return cls("".join(text), "".join(printed))

    def part(self, start: int, end: int) -> AmountText:
        """What stands between two offsets."""
        return AmountText(self.text[start:end], self.printed[start:end])


def _joins_number(character: str) -> bool:
    return character in "0123456789,."


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


class AmountToken(NamedTuple):
    """A piece of a cell: amount, han, text, bracket, separator or colon."""

    kind: str
    part: AmountText
    match: re.Match[str]

    @property
    def is_amount(self) -> bool:
        """Whether it prints a number that may be money."""
        return self.kind in {"amount", "han"}


def read_tokens(cell: AmountText) -> Iterator[AmountToken]:
    """Amounts, brackets, separators and the runs of text between them; years are text."""
    run: re.Match[str] | None = None
    for match in TOKEN.finditer(cell.text):
        kind = next(kind for kind in TOKEN_KINDS if match[kind] is not None)
        if kind in {"year", "other"} or (kind == "han" and chinese_number(match["numeral"]) is None):
            run = run or match
            continue
        if run:
            yield AmountToken("text", cell.part(run.start(), match.start()), run)
            run = None
        yield AmountToken(kind, cell.part(*match.span()), match)
    if run:
        yield AmountToken("text", cell.part(run.start(), len(cell.text)), run)
