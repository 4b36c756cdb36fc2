"""Amounts of a budget cell, each with its words: tokens, then entries."""

from __future__ import annotations

import re
from dataclasses import field
from decimal import Decimal

from pipeline.dataclass import dataclass
from pipeline.models import PrintedUnit
from pipeline.normalizers.money_tokens import (
    CURRENCY,
    FIGURES,
    FOLD,
    TIMES,
    TIMES_WORDS,
    TOKEN,
    AmountText,
    AmountToken,
    read_tokens,
)
from pipeline.normalizers.numerals import MAX_DIGITS, chinese_number
from pipeline.normalizers.patterns import late
from pipeline.normalizers.units import FACTORS, PRINTED_UNIT, named


class NoAmountError(Exception):
    """The cell is words; doubtful where it looks like an amount all the same."""

    def __init__(self, *, doubtful: bool) -> None:
        super().__init__(doubtful)
        self.doubtful = doubtful


_UNIT_OF_TIMES: dict[str, PrintedUnit] = {
    "億": "億元",
    "千萬": "萬元",
    "百萬": "百萬元",
    "十萬": "萬元",
    "萬": "萬元",
    "千": "千元",
    "百": "元",
}
_TERM = late(rf"({FIGURES})({TIMES_WORDS})?")
_PLAIN_NUMBER = late(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_GROUPED = late(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_SOURCE = late(
    r"[合總共小]計|中央|地方|公務|基金|[市縣省]府|[國市縣鄉鎮公]庫|公所|自籌|自有|補助|配合款|統籌|上級"
    r"|本(?:所|府|局|處|部|署|會|院|市|縣|鄉|鎮|區|年度|預算)"
)
"""Words that begin what an amount is for, also right behind another amount."""
_FUNDING = late(
    r"補助|自籌|配合|統籌|負擔|分攤|支應|撥|基金|經費|預算|概算|款|費|捐|獎助|回饋金|經常|資本|收支對列|墊付|追加"
    r"|中央|地方|公務|[市縣省]府|公所|本[所府局處部署會院市縣鄉鎮區]|上級|自有|[國市縣鄉鎮公]庫"
)
"""Words that tell money from other numbers."""
_AROUND = late(r"(?:[合共總小]?計|共|總經費|總額|金額|概估|預估|估計|另|含|其中)?約?\Z")
TOTAL_WORD = late(r"(?:[合共總小]?計|共|總經費|總額)\Z")
_THEREOF = late(r"含|其中|內")
_COUNT_WORD = late(
    r"[人名位員戶里鄰場次梯班隊組處所座棟間件案項款條目節章點號期年月日時分天週周歲季趟輛臺部套份冊本張枚支隻頭株棵"
    r"包袋箱瓶尾公坪平立米噸度級等倍成折個種類家校屆筆堂對床席格段區村鄉鎮縣市%‰/×*=~^A-Za-z㎡℃°]"
)
"""What is counted or measured when it follows a number: then it is no amount."""
_NEVER_BEFORE = late(r"(?:第|每.*|附件|附表|編號|項次|註|表|圖|之|[A-Za-z×*=~/^])\Z", re.DOTALL)


@dataclass(slots=True)
class WordedAmount:
    """One amount with its words while the cell is being read."""

    amount: int
    unit: PrintedUnit
    own_unit: bool
    certain: bool
    """Whether the number alone shows that it is money: a unit, a currency or grouped digits."""
    words: list[str] = field(default_factory=list)
    labelled: bool = False
    parts: list[WordedAmount] = field(default_factory=list)
    doubtful: bool = False
    differs: bool = False
    """Whether its parts add up to another amount."""

    @property
    def note(self) -> str | None:
        """Its words without the punctuation around them."""
        return "".join(self.words).strip("、,，;；。") or None

    def check(self) -> None:
        """Refuse a bare number whose words do not show that it is money."""
        note = self.note
        if note is None or self.certain or self.labelled or _FUNDING.search(note) or _AROUND.match(note):
            return
        raise NoAmountError(doubtful=True)


def entries_by_line(raw: str, unit: PrintedUnit) -> list[WordedAmount] | None:
    """Entries where every line of the cell is one amount with its words."""
    lines = [line for line in _LINE_BREAK.split(raw.strip()) if line]
    if len(lines) < 2:
        return None
    labels = [_LINE_LABEL.match(line.translate(FOLD)) for line in lines]
    if all(label and int(label[1]) == place for place, label in enumerate(labels, 1)):
        lines = [line[label.end() :] for line, label in zip(lines, labels, strict=True) if label]
    entries: list[WordedAmount] = []
    for line in lines:
        try:
            found = entries_of(AmountText.of(line), unit)
        except NoAmountError:
            return None
        if len(found) != 1 or found[0].note is None:
            return None
        entries += found
    return entries


_LINE_BREAK = late(r"\s*\n\s*")
_LINE_LABEL = late(r"\s*\(?([0-9]{1,2})[.、)]\s*(?=[\u4e00-\u9fff])")


def entries_of(cell: AmountText, unit: PrintedUnit) -> list[WordedAmount]:
    """The amounts of a cell, each with its words."""
    if cell.text.startswith("(") and cell.text.endswith(")"):
        return [_bracketed(cell, unit)]
    if re.search(r"[,.][ \n]|[ \n][,.]", cell.text):
        # 「8, 359」: one number set wide, or two.
        raise NoAmountError(doubtful=True)
    tokens = list(read_tokens(cell))
    if not any(token.is_amount for token in tokens):
        hidden = any(_hides_amount(t.match["inside"], unit) for t in tokens if t.kind == "bracket")
        raise NoAmountError(doubtful=hidden)
    _refuse_counts(tokens)
    reading = _Reading(unit, notes_follow=tokens[0].is_amount)
    for place, token in enumerate(tokens):
        reading.take(token, tokens[place + 1].kind if place + 1 < len(tokens) else "")
    return reading.finish()


class _Reading:
    """Puts amounts and words together, token by token.

    Where a cell begins with an amount, words belong to the amount before them, else to the amount after them.
    """

    def __init__(self, unit: PrintedUnit, *, notes_follow: bool) -> None:
        self.unit = unit
        self.notes_follow = notes_follow
        self.entries: list[WordedAmount] = []
        self.words: list[str] = []
        self.labelled = False
        self.before: AmountToken | None = None
        self.close: list[WordedAmount] = []
        """Right behind the bracket of the amount before: only words of their own show that they are amounts."""

    def take(self, token: AmountToken, following: str) -> None:
        """Take the next token; ``following`` is the kind of the one behind it."""
        behind_amount = self.before is not None and self.before.is_amount
        if token.is_amount:
            self._take_amount(token)
        elif token.kind == "text":
            if behind_amount and following != "colon" and not _names_money(token.part.text):
                raise NoAmountError(doubtful=True)
            own = self.entries[-1].words if self.notes_follow and following != "colon" else self.words
            own.append(token.part.printed)
        elif token.kind == "bracket":
            if behind_amount:
                _set_bracket(self.entries[-1], token.part, self.unit)
            else:
                self.words.append(token.part.printed)
        elif token.kind == "colon":
            if not self.words:
                raise NoAmountError(doubtful=True)
            self.labelled = True
        elif self.words:
            self.words.append(token.part.printed)
        elif self.notes_follow and self.entries[-1].words:
            self.entries[-1].words.append(token.part.printed)
        self.before = token

    def _take_amount(self, token: AmountToken) -> None:
        before = self.before
        behind_bracket = before is not None and before.kind == "bracket" and not self.words
        if before is not None and (before.is_amount or (behind_bracket and not self.notes_follow)):
            raise NoAmountError(doubtful=True)
        if before is not None and before.kind == "text" and token.match["sign"] in {"-", "+"}:
            # 「中央-500」: a dash between word and number is no minus.
            raise NoAmountError(doubtful=True)
        entry = _amount(token.match, self.unit)
        entry.words, entry.labelled = self.words, self.labelled
        self.entries.append(entry)
        self.words, self.labelled = [], False
        if behind_bracket:
            self.close.append(entry)

    def finish(self) -> list[WordedAmount]:
        """The entries, when every word has found its amount."""
        if self.words or self.labelled:
            only = self.entries[0]
            if len(self.entries) > 1 or self.labelled or not _names_money("".join(self.words)):
                raise NoAmountError(doubtful=True)
            only.words += self.words
        if any(entry.note is None for entry in self.close):
            raise NoAmountError(doubtful=True)
        for entry in self.entries:
            entry.check()
        return self.entries


def _refuse_counts(tokens: list[AmountToken]) -> None:
    """Refuse numbers that count something or number something: 10人, 第3項, 每人500元."""
    counts = amounts = 0
    for place, token in enumerate(tokens):
        if not token.is_amount:
            continue
        amounts += 1
        before = tokens[place - 1] if place else None
        after, behind = ([*tokens[place + 1 : place + 3], None, None])[:2]
        if after is not None and behind is not None and behind.kind == "colon":
            # 「基金:1,256公務:2,333」: the word is the next amount's.
            after = None
        if (before and before.kind == "text" and _NEVER_BEFORE.search(before.part.text)) or (
            after
            and after.kind == "text"
            and _COUNT_WORD.match(after.part.text)
            and not _SOURCE.match(after.part.text)
        ):
            counts += 1
    if counts:
        raise NoAmountError(doubtful=counts < amounts)


def _names_money(words: str) -> bool:
    """Whether words behind an amount can say what it is for."""
    return bool(_SOURCE.match(words) or _FUNDING.search(words))


def _bracketed(cell: AmountText, unit: PrintedUnit) -> WordedAmount:
    """Book-keepers print a negative number in brackets."""
    match = TOKEN.fullmatch(cell.text[1:-1])
    if match is None or match["amount"] is None or match["dollars"] or not match["terms"][-1].isdigit():
        raise NoAmountError(doubtful=bool(re.search(r"[0-9]", cell.text)))
    entry = _amount(match, unit)
    entry.amount = -abs(entry.amount)
    return entry


def _hides_amount(inside: str, unit: PrintedUnit) -> bool:
    """Whether a bracket behind words holds an amount: it may be the cell's, or only some limit."""
    try:
        return bool(entries_of(AmountText(inside, inside), unit))
    except NoAmountError as reason:
        return reason.doubtful


def _set_bracket(entry: WordedAmount, part: AmountText, unit: PrintedUnit) -> None:
    """What a bracket behind an amount says: its unit, its parts, or a note."""
    inside = part.part(1, len(part.text) - 1)
    if re.fullmatch(PRINTED_UNIT, inside.text):
        if entry.own_unit:
            raise NoAmountError(doubtful=True)
        own = named(inside.text)
        entry.amount, rest = divmod(entry.amount * FACTORS[own], FACTORS[unit])
        if rest:
            raise NoAmountError(doubtful=True)
        entry.unit, entry.own_unit, entry.certain = own, True, True
        return
    try:
        entry.parts = entries_of(inside, entry.unit)
    except NoAmountError:
        entry.parts = []
    if any(p.note is None for p in entry.parts):
        # 「500(120)」: a second number without a word may be anything.
        raise NoAmountError(doubtful=True)
    entry.words.append(inside.printed if not entry.words else part.printed)
    # A note in brackets needs no other sign that the number before it is money.
    entry.labelled = entry.labelled or len(entry.words) == 1
    total = sum(p.amount for p in entry.parts)
    entry.differs = len(entry.parts) > 1 and total != entry.amount and not _THEREOF.search(inside.text)
    entry.doubtful = entry.doubtful or (total > max(entry.amount, 0) and not entry.differs)


def _amount(match: re.Match[str], unit: PrintedUnit) -> WordedAmount:
    """The amount that a token prints."""
    if match["han"]:
        value = chinese_number(match["numeral"])
        if value is None:
            raise NoAmountError(doubtful=True)
        own: PrintedUnit = _UNIT_OF_TIMES[match["numeral"][-1]] if match["numeral"][-1] in "萬億" else "元"
        return WordedAmount(value, own, own_unit=True, certain=True)
    terms = [(_number(m[1]), m[2]) for m in _TERM.finditer(match["terms"])]
    times = [t for _, t in terms if t]
    dollars = bool(match["dollars"])
    if times and not dollars and (terms[-1][1] is None or times[0] in {"千", "百"}):
        # 「3萬5」 is 35,000 or 30,005; 「2千」 in a column of 千元 may be either, too.
        raise NoAmountError(doubtful=True)
    values = [number * (TIMES[word] if word else 1) for number, word in terms]
    if any(value >= TIMES[word] for (_, word), value in zip(terms, values[1:], strict=False)):
        # 「3萬5億」, 「2千3000元」: a later term must fit under the place of the one before it.
        raise NoAmountError(doubtful=True)
    own_unit = dollars or bool(times)
    printed = _UNIT_OF_TIMES[times[-1]] if terms[-1][1] else "元" if own_unit else unit
    factor = 1 if own_unit else FACTORS[unit]
    exact = sum(values, Decimal(0)) * factor
    if exact != exact.to_integral_value():
        raise NoAmountError(doubtful=True)
    negative = match["sign"] in {"-", "△", "▲", "▽", "▼"}
    certain = own_unit or "," in match["terms"] or bool(re.match(CURRENCY, match["amount"]))
    return WordedAmount(-int(exact) if negative else int(exact), printed, own_unit=own_unit, certain=certain)


def _number(printed: str) -> Decimal:
    """The number of digits that are grouped rightly or not at all."""
    if len(printed) > MAX_DIGITS + 6 or not (_PLAIN_NUMBER.match(printed) or _GROUPED.match(printed)):
        raise NoAmountError(doubtful=True)
    return Decimal(printed.replace(",", ""))
