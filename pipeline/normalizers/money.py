"""Budget cells to amounts in New Taiwan dollars: precision before recall.

A cell is read as a whole. Only if every word of it fits what offices write around amounts does it become an
amount; else it stays text. What looks like an amount but was not read, or was read against some evidence, is
``doubtful``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import get_args

from pipeline.models import BudgetKind, PrintedUnit
from pipeline.normalizers.money_tokens import (
    CURRENCY,
    FOLD,
    NUMBER,
    TIMES,
    TIMES_WORDS,
    TOKEN,
    Cell,
    Token,
    read_tokens,
)
from pipeline.normalizers.numerals import MAX_DIGITS, chinese_number
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import NOTE_SIGNS, SUPERSCRIPTS

FACTORS: dict[PrintedUnit, int] = {"元": 1, "千元": 10**3, "萬元": 10**4, "百萬元": 10**6, "億元": 10**8}
NIL_WORDS = frozenset(("無", "免列", "免經費", "無經費", "無預算", "未編列"))
"""What an office writes where there is no budget; a profile gives its own."""


@dataclass(frozen=True, slots=True)
class Money:
    """One amount of a cell.

    Attributes:
        amount_twd: whole New Taiwan dollars.
        note: what the amount is for, as printed, without the brackets around it.
    """

    amount_twd: int
    note: str | None


@dataclass(frozen=True, slots=True)
class BudgetValue:
    """What a budget cell says.

    Attributes:
        kind: an amount, words, or a mark of none.
        printed_unit: the cell's own unit where it prints one, else the column's.
        amount_twd: sum of the cell; None unless it is an amount.
        amounts: each amount; the parts where the cell prints a total and its parts.
        note: words beside the only amount, beside the total or beside the mark of none.
        doubtful: whether a person should look at the cell.
    """

    kind: BudgetKind
    printed_unit: PrintedUnit
    amount_twd: int | None = None
    amounts: tuple[Money, ...] = ()
    note: str | None = None
    doubtful: bool = False


def parse_budget(raw: str, unit: PrintedUnit, nil_words: frozenset[str] = NIL_WORDS) -> BudgetValue:
    """What a budget cell says; ``unit`` is the column's.

    Line breaks are welcome: they tell amounts apart. Digits broken by one must have been joined.

    >>> parse_budget("8,359", "千元").amount_twd, parse_budget("△120", "千元").amount_twd
    (8359000, -120000)
    >>> parse_budget("449(健保局補助)", "千元").note
    '健保局補助'
    >>> [(a.amount_twd, a.note) for a in parse_budget("620(中央500、地方120)", "千元").amounts]
    [(500000, '中央'), (120000, '地方')]
    >>> [parse_budget(cell, "千元").kind for cell in ("市府統籌款", "－", "10人", "依113年預算")]
    ['text', 'nil', 'text', 'text']
    >>> parse_budget("1,2345", "千元").doubtful
    True
    >>> parse_budget("中央：### 地方：120", "千元").kind
    'text'
    >>> parse_budget("8,359註²", "千元").amount_twd, parse_budget("8,359註²", "千元").note
    (8359000, '註²')
    """
    if is_not_shown(raw):
        return BudgetValue("text", unit)
    bare, marks = _without_note_marks(raw)
    if marks:
        value = parse_budget(bare, unit, nil_words)
        return replace(value, note="、".join(filter(None, (value.note, *marks))))
    cell = Cell.of(raw)
    nil = _nil(cell, nil_words)
    if nil is not None:
        return BudgetValue("nil", unit, note=nil or None)
    try:
        return _value(_entries_by_line(raw, unit) or _entries(cell, unit), unit)
    except _NoAmountError as reason:
        return BudgetValue("text", unit, doubtful=reason.doubtful)


_RAISED = "".join(map(chr, SUPERSCRIPTS.values()))
_NOTE_MARK = late(
    rf"(?<=\S)(?:[註注]?[{_RAISED}]+(?:[,，、][{_RAISED}]+)*|[{re.escape(NOTE_SIGNS)}]+)\s*$", re.MULTILINE
)


def _without_note_marks(raw: str) -> tuple[str, list[str]]:
    """A cell without the marks of notes that end its lines, and these."""
    if raw.isascii() and "*" not in raw:
        return raw, []
    marks = [match[0].strip() for match in _NOTE_MARK.finditer(raw)]
    return (_NOTE_MARK.sub("", raw), marks) if marks else (raw, [])


def is_not_shown(raw: str) -> bool:
    """Whether a spreadsheet printed the cell, or an amount of it, as ### because the column was too narrow.

    >>> is_not_shown("####"), is_not_shown("#"), is_not_shown("第#3號")
    (True, True, False)
    """
    return bool(_NOT_SHOWN.search(raw))


def unit_of(text: str) -> PrintedUnit | None:
    """The unit that a header or a note above a table gives; None where it gives none or several.

    >>> unit_of("預算金額(單位：千元)"), unit_of("單位:新台幣元"), unit_of("經費（仟元）")
    ('千元', '元', '千元')
    >>> unit_of("15 萬元以下採購") is None
    True
    """
    plain = Cell.of(text).text.replace("\n", "").replace(" ", "")
    found = {_unit(m["whole"] or m["named"] or m["bracketed"]) for m in _UNIT_PLACE.finditer(plain)}
    return found.pop() if len(found) == 1 else None


class _NoAmountError(Exception):
    """The cell is words; doubtful where it looks like an amount all the same."""

    def __init__(self, *, doubtful: bool) -> None:
        super().__init__(doubtful)
        self.doubtful = doubtful


_NOT_SHOWN = late(r"[#＃]{2,}|^\s*[#＃]\s*$")
_DASHES = late(r"[-—―─━－–_]+\Z")
_WIDE_LINE = late(r"\s*\n\s*")


def _nil(cell: Cell, words: frozenset[str]) -> str | None:
    """The note beside a mark of none; None where the cell is no such mark."""
    text = cell.text.rstrip("。")
    if not text or _DASHES.match(text):
        return ""
    folded = {word.translate(FOLD) for word in words}
    if text in folded:
        return ""
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1]
        return "" if inner in folded or _DASHES.match(inner) else None
    head, bracket, note = text.partition("(")
    if head in folded and bracket and note.endswith(")") and not re.search(r"[0-9()]", note[:-1]):
        return cell.printed[len(head) + 1 : len(text) - 1]
    return None


# Reading a cell: tokens, then entries of an amount and its words.

_UNIT_OF_TIMES: dict[str, PrintedUnit] = {
    "億": "億元",
    "千萬": "萬元",
    "百萬": "百萬元",
    "十萬": "萬元",
    "萬": "萬元",
    "千": "千元",
    "百": "元",
}
_TERM = late(rf"({NUMBER})({TIMES_WORDS})?")
_PLAIN = late(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_GROUPED = late(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_PRINTED_UNIT = r"(?:百萬|千|萬|億)?元"
_UNIT_PLACE = late(
    rf"\A{CURRENCY}?(?P<whole>{_PRINTED_UNIT})\Z"
    rf"|單位[:為係是]?{CURRENCY}?[:/]?(?P<named>{_PRINTED_UNIT})(?=[^/、0-9]|\Z)"
    rf"|\((?:以)?{CURRENCY}?[:/]?(?P<bracketed>{_PRINTED_UNIT})(?:計)?\)"
)
_SOURCE = late(
    r"[合總共小]計|中央|地方|[市縣省]府|[國市縣鄉鎮公]庫|公所|自籌|自有|補助|配合款|統籌|上級"
    r"|本(?:所|府|局|處|部|署|會|院|市|縣|鄉|鎮|區|年度|預算)"
)
"""Words that begin what an amount is for, also right behind another amount."""
_FUNDING = late(
    r"補助|自籌|配合|統籌|負擔|分攤|支應|撥|基金|經費|預算|概算|款|費|捐|獎助|回饋金|經常|資本|收支對列|墊付|追加"
    r"|中央|地方|[市縣省]府|公所|本[所府局處部署會院市縣鄉鎮區]|上級|自有|[國市縣鄉鎮公]庫"
)
"""Words that tell money from other numbers."""
_AROUND = late(r"(?:[合共總小]?計|共|總經費|總額|金額|概估|預估|估計|另|含|其中)?約?\Z")
_TOTAL = late(r"(?:[合共總小]?計|共|總經費|總額)\Z")
_THEREOF = late(r"含|其中|內")
_COUNTED = late(
    r"[人名位員戶里鄰場次梯班隊組處所座棟間件案項款條目節章點號期年月日時分天週周歲季趟輛臺部套份冊本張枚支隻頭株棵"
    r"包袋箱瓶尾公坪平立米噸度級等倍成折個種類家校屆筆堂對床席格段區村鄉鎮縣市%‰/×*=~^A-Za-z㎡℃°]"
)
"""What is counted or measured when it follows a number: then it is no amount."""
_NEVER_BEFORE = late(r"(?:第|每.*|附件|附表|編號|項次|註|表|圖|之|[A-Za-z×*=~/^])\Z", re.DOTALL)


@dataclass(slots=True)
class _Entry:
    """One amount with its words while the cell is being read."""

    amount: int
    unit: PrintedUnit
    own_unit: bool
    certain: bool
    """Whether the number alone shows that it is money: a unit, a currency or grouped digits."""
    words: list[str] = field(default_factory=list)
    labelled: bool = False
    parts: list[_Entry] = field(default_factory=list)
    doubtful: bool = False

    @property
    def note(self) -> str | None:
        return "".join(self.words).strip("、,，;；。") or None

    def check(self) -> None:
        """Refuse a bare number whose words do not show that it is money."""
        note = self.note
        if note is None or self.certain or self.labelled or _FUNDING.search(note) or _AROUND.match(note):
            return
        raise _NoAmountError(doubtful=True)


def _entries_by_line(raw: str, unit: PrintedUnit) -> list[_Entry] | None:
    """Entries where every line of the cell is one amount with its words."""
    lines = [line for line in _WIDE_LINE.split(raw.strip()) if line]
    if len(lines) < 2:
        return None
    labels = [_LINE_LABEL.match(line.translate(FOLD)) for line in lines]
    if all(label and int(label[1]) == place for place, label in enumerate(labels, 1)):
        lines = [line[label.end() :] for line, label in zip(lines, labels, strict=True) if label]
    entries: list[_Entry] = []
    for line in lines:
        try:
            found = _entries(Cell.of(line), unit)
        except _NoAmountError:
            return None
        if len(found) != 1 or found[0].note is None:
            return None
        entries += found
    return entries


_LINE_LABEL = late(r"\s*\(?([0-9]{1,2})[.、)]\s*(?=[\u4e00-\u9fff])")


def _entries(cell: Cell, unit: PrintedUnit) -> list[_Entry]:
    """The amounts of a cell, each with its words."""
    if cell.text.startswith("(") and cell.text.endswith(")"):
        return [_bracketed(cell, unit)]
    if re.search(r"[,.][ \n]|[ \n][,.]", cell.text):
        # 「8, 359」: one number set wide, or two.
        raise _NoAmountError(doubtful=True)
    tokens = list(read_tokens(cell))
    if not any(token.is_amount for token in tokens):
        hidden = any(_hides_amount(t.match["inside"], unit) for t in tokens if t.kind == "bracket")
        raise _NoAmountError(doubtful=hidden)
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
        self.entries: list[_Entry] = []
        self.words: list[str] = []
        self.labelled = False
        self.before: Token | None = None

    def take(self, token: Token, following: str) -> None:
        """Take the next token; ``following`` is the kind of the one behind it."""
        behind_amount = self.before is not None and self.before.is_amount
        if token.is_amount:
            self._take_amount(token)
        elif token.kind == "text":
            if behind_amount and following != "colon" and not _names_money(token.part.text):
                raise _NoAmountError(doubtful=True)
            own = self.entries[-1].words if self.notes_follow and following != "colon" else self.words
            own.append(token.part.printed)
        elif token.kind == "bracket":
            if behind_amount:
                _set_bracket(self.entries[-1], token.part, self.unit)
            else:
                self.words.append(token.part.printed)
        elif token.kind == "colon":
            if not self.words:
                raise _NoAmountError(doubtful=True)
            self.labelled = True
        elif self.words:
            self.words.append(token.part.printed)
        elif self.notes_follow and self.entries[-1].words:
            self.entries[-1].words.append(token.part.printed)
        self.before = token

    def _take_amount(self, token: Token) -> None:
        before = self.before
        if before is not None and (before.is_amount or (before.kind == "bracket" and not self.words)):
            raise _NoAmountError(doubtful=True)
        if before is not None and before.kind == "text" and token.match["sign"] in {"-", "+"}:
            # 「中央-500」: a dash between word and number is no minus.
            raise _NoAmountError(doubtful=True)
        entry = _amount(token.match, self.unit)
        entry.words, entry.labelled = self.words, self.labelled
        self.entries.append(entry)
        self.words, self.labelled = [], False

    def finish(self) -> list[_Entry]:
        """The entries, when every word has found its amount."""
        if self.words or self.labelled:
            only = self.entries[0]
            if len(self.entries) > 1 or self.labelled or not _names_money("".join(self.words)):
                raise _NoAmountError(doubtful=True)
            only.words += self.words
        for entry in self.entries:
            entry.check()
        return self.entries


def _refuse_counts(tokens: list[Token]) -> None:
    """Refuse numbers that count something or number something: 10人, 第3項, 每人500元."""
    counts = amounts = 0
    for place, token in enumerate(tokens):
        if not token.is_amount:
            continue
        amounts += 1
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (before and before.kind == "text" and _NEVER_BEFORE.search(before.part.text)) or (
            after
            and after.kind == "text"
            and _COUNTED.match(after.part.text)
            and not _SOURCE.match(after.part.text)
        ):
            counts += 1
    if counts:
        raise _NoAmountError(doubtful=counts < amounts)


def _names_money(words: str) -> bool:
    """Whether words behind an amount can say what it is for."""
    return bool(_SOURCE.match(words) or _FUNDING.search(words))


def _bracketed(cell: Cell, unit: PrintedUnit) -> _Entry:
    """Book-keepers print a negative number in brackets."""
    match = TOKEN.fullmatch(cell.text[1:-1])
    if match is None or match["amount"] is None or match["dollars"] or not match["terms"][-1].isdigit():
        raise _NoAmountError(doubtful=bool(re.search(r"[0-9]", cell.text)))
    entry = _amount(match, unit)
    entry.amount = -abs(entry.amount)
    return entry


def _hides_amount(inside: str, unit: PrintedUnit) -> bool:
    """Whether a bracket behind words holds an amount: it may be the cell's, or only some limit."""
    try:
        return bool(_entries(Cell(inside, inside), unit))
    except _NoAmountError as reason:
        return reason.doubtful


def _set_bracket(entry: _Entry, part: Cell, unit: PrintedUnit) -> None:
    """What a bracket behind an amount says: its unit, its parts, or a note."""
    inside = part.part(1, len(part.text) - 1)
    if re.fullmatch(_PRINTED_UNIT, inside.text):
        if entry.own_unit:
            raise _NoAmountError(doubtful=True)
        own = _unit(inside.text)
        entry.amount, rest = divmod(entry.amount * FACTORS[own], FACTORS[unit])
        if rest:
            raise _NoAmountError(doubtful=True)
        entry.unit, entry.own_unit, entry.certain = own, True, True
        return
    try:
        entry.parts = _entries(inside, entry.unit)
    except _NoAmountError:
        entry.parts = []
    if any(p.note is None for p in entry.parts):
        # 「500(120)」: a second number without a word may be anything.
        raise _NoAmountError(doubtful=True)
    entry.words.append(inside.printed if not entry.words else part.printed)
    # A note in brackets needs no other sign that the number before it is money.
    entry.labelled = entry.labelled or len(entry.words) == 1
    total = sum(p.amount for p in entry.parts)
    differs = len(entry.parts) > 1 and total != entry.amount and not _THEREOF.search(inside.text)
    entry.doubtful = entry.doubtful or differs or total > max(entry.amount, 0)


def _amount(match: re.Match[str], unit: PrintedUnit) -> _Entry:
    """The amount that a token prints."""
    if match["han"]:
        value = chinese_number(match["numeral"])
        if value is None:
            raise _NoAmountError(doubtful=True)
        own: PrintedUnit = _UNIT_OF_TIMES[match["numeral"][-1]] if match["numeral"][-1] in "萬億" else "元"
        return _Entry(value, own, own_unit=True, certain=True)
    terms = [(_number(m[1]), m[2]) for m in _TERM.finditer(match["terms"])]
    times = [t for _, t in terms if t]
    dollars = bool(match["dollars"])
    if times and not dollars and (terms[-1][1] is None or times[0] in {"千", "百"}):
        # 「3萬5」 is 35,000 or 30,005; 「2千」 in a column of 千元 may be either, too.
        raise _NoAmountError(doubtful=True)
    values = [number * (TIMES[word] if word else 1) for number, word in terms]
    if any(value >= TIMES[word] for (_, word), value in zip(terms, values[1:], strict=False)):
        # 「3萬5億」, 「2千3000元」: a later term must fit under the place of the one before it.
        raise _NoAmountError(doubtful=True)
    own_unit = dollars or bool(times)
    printed = _UNIT_OF_TIMES[times[-1]] if terms[-1][1] else "元" if own_unit else unit
    factor = 1 if own_unit else FACTORS[unit]
    exact = sum(values, Decimal(0)) * factor
    if exact != exact.to_integral_value():
        raise _NoAmountError(doubtful=True)
    negative = match["sign"] in {"-", "△", "▲", "▽", "▼"}
    certain = own_unit or "," in match["terms"] or bool(re.match(CURRENCY, match["amount"]))
    return _Entry(-int(exact) if negative else int(exact), printed, own_unit=own_unit, certain=certain)


def _number(printed: str) -> Decimal:
    """The number of digits that are grouped rightly or not at all."""
    if len(printed) > MAX_DIGITS + 6 or not (_PLAIN.match(printed) or _GROUPED.match(printed)):
        raise _NoAmountError(doubtful=True)
    return Decimal(printed.replace(",", ""))


def _unit(printed: str) -> PrintedUnit:
    """The unit of a text that ``_PRINTED_UNIT`` matched."""
    return next(unit for unit in get_args(PrintedUnit) if unit == printed)


def _value(entries: list[_Entry], unit: PrintedUnit) -> BudgetValue:
    """What the entries of a cell say together."""
    owns = [e.unit for e in entries if e.own_unit]
    printed = owns[0] if owns else unit
    # A unit behind only some of the amounts may be meant for all of them.
    doubtful = any(e.doubtful for e in entries) or (0 < len(owns) < len(entries) and printed != unit)
    if len(entries) == 1:
        only = entries[0]
        if only.parts and sum(p.amount for p in only.parts) == only.amount:
            note = "".join(only.words[:-1]) or None
            amounts = tuple(Money(p.amount, p.note) for p in only.parts)
            return BudgetValue("amount", printed, only.amount, amounts, note, doubtful)
        return BudgetValue(
            "amount", printed, only.amount, (Money(only.amount, only.note),), only.note, doubtful
        )
    totals = [e for e in entries if e.note and _TOTAL.match(e.note)]
    parts = [e for e in entries if e not in totals]
    # Amounts that no word tells apart may come from two cells; those of several years are no one budget.
    doubtful = doubtful or any(e.note is None or _YEAR.search(e.note.translate(FOLD)) for e in parts)
    amounts = tuple(Money(e.amount, e.note) for e in parts or entries)
    total = sum(a.amount_twd for a in amounts)
    if totals and parts:
        doubtful = doubtful or len(totals) > 1 or totals[0].amount != total
        return BudgetValue("amount", printed, totals[0].amount, amounts, totals[0].note, doubtful)
    return BudgetValue("amount", printed, total, amounts, None, doubtful)


_YEAR = late(r"[0-9]{2,4}年")
