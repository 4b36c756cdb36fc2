"""Budget cells to amounts in New Taiwan dollars: precision before recall.

A cell is read as a whole. Only if every word of it fits what offices write around amounts does it become an
amount; else it stays text. What looks like an amount but was not read, or was read against some evidence, is
``doubtful``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.models import BudgetKind, PrintedUnit
from pipeline.normalizers.amounts import TOTAL_WORD, NoAmountError, WordedAmount, entries_by_line, entries_of
from pipeline.normalizers.arithmetic import WORDED, joined_by_comma, settled
from pipeline.normalizers.money_tokens import FOLD, AmountText
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import NOTE_SIGNS, SUPERSCRIPTS

NIL_WORDS = frozenset(("無", "免列", "免經費", "無經費", "無預算", "未編列"))
"""What an office writes where there is no budget; a profile gives its own."""
UNKNOWN_UNIT: PrintedUnit = "億元"
"""Stands for a unit that nobody knows while a cell is read: in it every number is a whole amount of dollars."""
Remark = Literal["summed", "differs", "worded"]
"""The amount is the sum of several; the total printed with them is another one; words say how it is meant."""


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
        printed_unit: the cell's own unit where it prints one, else the column's; None where nobody knows it.
        amount_twd: sum of the cell; None unless it is an amount whose unit is known.
        amounts: each amount; the parts where the cell prints a total and its parts.
        note: words beside the only amount, beside the total or beside the mark of none.
        doubtful: whether a person should look at the cell.
        remarks: how its amount came about.
        evident: whether the figures alone show that they are money: by a unit, a currency or grouped digits.
    """

    kind: BudgetKind
    printed_unit: PrintedUnit | None
    amount_twd: int | None = None
    amounts: tuple[Money, ...] = ()
    note: str | None = None
    doubtful: bool = False
    remarks: frozenset[Remark] = frozenset()
    evident: bool = False


def parse_budget(raw: str, unit: PrintedUnit | None, nil_words: frozenset[str] = NIL_WORDS) -> BudgetValue:
    """What a budget cell says; ``unit`` is the column's, None where nobody knows it.

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
    >>> [parse_budget(cell, None).amount_twd for cell in ("8,359", "50元")]
    [None, 50]
    >>> parse_budget("3,000×12=36,000", "元").amount_twd, parse_budget("30,000~50,000", "元").kind
    (36000, 'text')
    """
    if is_not_shown(raw):
        return BudgetValue("text", unit)
    bare, marks = _without_note_marks(raw)
    if marks:
        return _noted(parse_budget(bare, unit, nil_words), marks)
    joined = joined_by_comma(raw)
    value = _read(joined, unit, nil_words)
    if value.kind == "text":
        plain = settled(joined, unit)
        other = _read(plain.text, unit, nil_words) if plain.notes else value
        if other.kind == "amount":
            return _noted(replace(other, remarks=other.remarks | {"worded"}), plain.notes, inside=True)
    notes = (value.note, *(one.note for one in value.amounts)) if value.kind == "amount" else ()
    if any(WORDED.search(note.translate(FOLD)) for note in notes if note):
        value = replace(value, remarks=value.remarks | {"worded"})
    return value


def _noted(value: BudgetValue, notes: Sequence[str], *, inside: bool = False) -> BudgetValue:
    """A value with further words; ``inside`` says that they are those of its only amount."""
    note = "、".join(filter(None, (value.note, *notes)))
    only = inside and len(value.amounts) == 1
    amounts = (replace(value.amounts[0], note=note),) if only else value.amounts
    return replace(value, note=note, amounts=amounts)


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


_NOT_SHOWN = late(r"[#＃]{2,}|^\s*[#＃]\s*$")
_NIL_DASHES = late(r"[-—―─━－–_]+\Z")
_YEAR_IN_NOTE = late(r"[0-9]{2,4}年")


def is_not_shown(raw: str) -> bool:
    """Whether a spreadsheet printed the cell, or an amount of it, as ### because the column was too narrow.

    >>> is_not_shown("####"), is_not_shown("#"), is_not_shown("第#3號")
    (True, True, False)
    """
    return bool(_NOT_SHOWN.search(raw))


def _nil(cell: AmountText, words: frozenset[str]) -> str | None:
    """The note beside a mark of none; None where the cell is no such mark."""
    text = cell.text.rstrip("。")
    if not text or _NIL_DASHES.match(text):
        return ""
    folded = {word.translate(FOLD) for word in words}
    if text in folded:
        return ""
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1]
        return "" if inner in folded or _NIL_DASHES.match(inner) else None
    head, bracket, note = text.partition("(")
    if head in folded and bracket and note.endswith(")") and not re.search(r"[0-9()]", note[:-1]):
        return cell.printed[len(head) + 1 : len(text) - 1]
    return None


def _read(raw: str, unit: PrintedUnit | None, nil_words: frozenset[str]) -> BudgetValue:
    """What a cell says as it stands."""
    cell = AmountText.of(raw)
    nil = _nil(cell, nil_words)
    if nil is not None:
        return BudgetValue("nil", unit, note=nil or None)
    try:
        entries = entries_by_line(raw, unit or UNKNOWN_UNIT) or entries_of(cell, unit or UNKNOWN_UNIT)
    except NoAmountError as reason:
        return BudgetValue("text", unit, doubtful=reason.doubtful)
    value = _value(entries, unit)
    if unit is None and not all(entry.own_unit for entry in entries):
        return replace(value, printed_unit=None, amount_twd=None, amounts=())
    return value


def _value(entries: Sequence[WordedAmount], unit: PrintedUnit | None) -> BudgetValue:
    """What the entries of a cell say together."""
    owns = [e.unit for e in entries if e.own_unit]
    printed = owns[0] if len(owns) == len(entries) else unit
    # A unit behind only some of the amounts may be meant for all of them.
    doubtful = any(e.doubtful for e in entries) or (len(owns) < len(entries) and not {unit}.issuperset(owns))
    evident = all(e.certain for e in entries)
    if len(entries) == 1:
        return replace(_of_one(entries[0]), printed_unit=printed, evident=evident)
    totals = [e for e in entries if e.note and TOTAL_WORD.match(e.note)]
    parts = [e for e in entries if e not in totals]
    # Amounts that no word tells apart may come from two cells; those of several years are no one budget.
    doubtful = doubtful or any(e.note is None or _YEAR_IN_NOTE.search(e.note.translate(FOLD)) for e in parts)
    amounts = tuple(Money(e.amount, e.note) for e in parts or entries)
    total = sum(a.amount_twd for a in amounts)
    if totals and parts:
        doubtful = doubtful or len(totals) > 1
        differs: frozenset[Remark] = frozenset({"differs"} if totals[0].amount != total else ())
        told = totals[0].amount, amounts, totals[0].note, doubtful, differs
        return BudgetValue("amount", printed, *told, evident)
    summed: frozenset[Remark] = frozenset({"summed"})
    return BudgetValue("amount", printed, total, amounts, None, doubtful, summed, evident)


def _of_one(only: WordedAmount) -> BudgetValue:
    """What a cell of one amount says, which may be the total of parts in brackets behind it."""
    differs: frozenset[Remark] = frozenset({"differs"} if only.differs else ())
    if only.parts and sum(p.amount for p in only.parts) == only.amount:
        note = "".join(only.words[:-1]) or None
        amounts = tuple(Money(p.amount, p.note) for p in only.parts)
        return BudgetValue("amount", only.unit, only.amount, amounts, note, only.doubtful)
    amounts = (Money(only.amount, only.note),)
    return BudgetValue("amount", only.unit, only.amount, amounts, only.note, only.doubtful, differs)
