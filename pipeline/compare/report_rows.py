"""What a report shows of each change: plain values, not yet escaped for any format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.compare.differences import Token, share_changed, tokens
from pipeline.compare.model import Change, Comparison, Entry, EntryBudget
from pipeline.compare.report_words import ROLE_WORDS
from pipeline.compare.totals import BudgetChange, Sums, cells_of, shared_budgets, sums_of
from pipeline.dataclass import dataclass
from pipeline.models import BudgetRole
from pipeline.normalizers.labels import find_label
from pipeline.web.words import Words, money

LEVEL_SEPARATOR = " › "
Shared = dict[BudgetRole, BudgetChange]
"""The budget of each role that a change has a part in."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A role's cells in both years.

    Attributes:
        old: of the older items as printed, one cell after another; without the unit that the column has above it.
        old_told: the same as people read it: their sum where all are amounts, else as printed; None without a cell.
        apart: number of cells beside amounts that are in no sum: words, marks of none, unknown units.
        difference_twd: None where it cannot be compared, and where items of other changes have a part in the cells:
            what remains with them is not lost, and what came with them not new.
        shared: whether other items share a cell.
    """

    role: BudgetRole
    old: str
    new: str
    old_told: Words | None
    new_told: Words | None
    apart: int
    difference_twd: int | None
    percent: Decimal | None
    shared: bool

    @property
    def words(self) -> Words:
        """Name of the role."""
        return ROLE_WORDS[self.role]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change.

    Attributes:
        number: from 1.
        section: in the newer year where the item or its section is in it.
        place: section and work item, marked.
        title: plan item, marked.
        contents: marked; may be long.
        share: of the characters of title and contents that differ, 0 to 1.
        difference_twd: of the year's budget, as in its ``BudgetRow``.
    """

    number: int
    change: Change
    section: str
    place: tuple[Token, ...]
    title: tuple[Token, ...]
    contents: tuple[Token, ...]
    budgets: tuple[BudgetRow, ...]
    old_pages: tuple[int, ...]
    new_pages: tuple[int, ...]
    share: float
    difference_twd: int | None
    percent: Decimal | None


def rows_of(comparison: Comparison) -> tuple[ChangeRow, ...]:
    """A row for each change, in their order; a removed item is in the section that its own became."""
    renamed = dict(comparison.renamed_sections)
    shared: defaultdict[int, Shared] = defaultdict(dict)
    for role in ROLE_WORDS:
        for one in shared_budgets(comparison.changes, role):
            for number in one.numbers:
                shared[number][role] = one
    return tuple(
        _row(number, change, renamed, shared[number]) for number, change in enumerate(comparison.changes, 1)
    )


def place_of(entry: Entry) -> str:
    """Section and work item of an entry."""
    return LEVEL_SEPARATOR.join(filter(None, (entry.section, *entry.work_item)))


def title_of(entry: Entry) -> str:
    """Plan item of an entry."""
    return LEVEL_SEPARATOR.join(entry.plan_item)


def unnumbered(entry: Entry) -> str:
    """Plan item of an entry without the numbers of its levels."""
    return LEVEL_SEPARATOR.join(map(unnumbered_text, entry.plan_item))


def unnumbered_text(text: str) -> str:
    """A line without the number that it begins with, if it surely begins with one.

    >>> unnumbered_text("4. 辦理鄰長報紙訂閱。"), unnumbered_text("3.5 公噸垃圾車")
    ('辦理鄰長報紙訂閱。', '3.5 公噸垃圾車')
    """
    label = find_label(text)
    return label.rest if label and label.rest and label.sure and not label.decimal else text


def lines_of(entries: Sequence[Entry], text: Callable[[Entry], str]) -> str:
    """A text of some entries, each once, one below the other."""
    return "\n".join(dict.fromkeys(filter(None, map(text, entries))))


def _row(number: int, change: Change, renamed: Mapping[str, str], shared: Shared) -> ChangeRow:
    old, new = change.old, change.new
    # Where an item was or is put is no change of its own.
    place = (
        _marked(
            change,
            lines_of(old, place_of),
            lines_of(new, place_of),
            _same(old, new, "section_key", "work_key"),
        )
        if old and new
        else _equal(lines_of(new or old, place_of))
    )
    title = _marked(change, *_titles(old, new), _same(old, new, "title_key"))
    before_text, after_text = (lines_of(side, lambda entry: entry.contents) for side in (old, new))
    contents = _marked(
        change, _renumbered(before_text, after_text), after_text, _same(old, new, "contents_key")
    )
    budgets = tuple(_budgets(change, shared))
    current = next((one for one in budgets if one.role == "current"), None)
    return ChangeRow(
        number=number,
        change=change,
        section=new[0].section if new else renamed.get(old[0].section, old[0].section),
        place=place,
        title=title,
        contents=contents,
        budgets=budgets,
        old_pages=_pages(old),
        new_pages=_pages(new),
        share=share_changed((*title, *contents)),
        difference_twd=current.difference_twd if current else None,
        percent=current.percent if current else None,
    )


def _marked(change: Change, old: str, new: str, same: bool) -> tuple[Token, ...]:
    """The newer text with what differs; as it is where what differs counts as no change, such as a number."""
    if change.status == "unchanged" or (same and change.old and change.new):
        return _equal(new)
    return tokens(old, new)


def _equal(text: str) -> tuple[Token, ...]:
    return (Token("equal", text),) if text else ()


def _titles(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[str, str]:
    """Titles of both sides, the first older one with the numbers of the first newer: renumbering is no change."""
    if not old or not new or len(old[0].plan_item) != len(new[0].plan_item):
        return lines_of(old, title_of), lines_of(new, title_of)
    levels = zip(old[0].plan_item, new[0].plan_item, strict=True)
    first = tuple(_number_of(after) + unnumbered_text(before) for before, after in levels)
    return lines_of((replace(old[0], plan_item=first), *old[1:]), title_of), lines_of(new, title_of)


def _renumbered(old: str, new: str) -> str:
    """The older steps, those that are in the newer year too with the numbers that they have there."""
    numbered = {unnumbered_text(line): line for line in reversed(new.split("\n"))}
    return "\n".join(numbered.get(unnumbered_text(line), line) for line in old.split("\n"))


def _number_of(text: str) -> str:
    return text.removesuffix(unnumbered_text(text))


def _same(old: Sequence[Entry], new: Sequence[Entry], *keys: str) -> bool:
    return [[getattr(entry, key) for key in keys] for entry in old] == [
        [getattr(entry, key) for key in keys] for entry in new
    ]


def _pages(entries: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(sorted({page for entry in entries for page in entry.pages}))


def _budgets(change: Change, shared: Shared) -> Iterator[BudgetRow]:
    for role in ROLE_WORDS:
        old, new = ([cell for _, cell in cells_of(side, role).values()] for side in (change.old, change.new))
        if not old and not new:
            continue
        before, after = sums_of(old), sums_of(new)
        whole = shared[role] if shared[role].is_of(change, role) else None
        yield BudgetRow(
            role=role,
            old=_printed(old),
            new=_printed(new),
            old_told=_told(old, before),
            new_told=_told(new, after),
            apart=sum(sums.not_compared for sums in (before, after) if sums.amounts),
            difference_twd=whole.difference_twd if whole else None,
            percent=whole.percent if whole else None,
            shared=any(
                cell.shared_by > len(side)
                for cells, side in ((old, change.old), (new, change.new))
                for cell in cells
            ),
        )


def _told(cells: Sequence[EntryBudget], sums: Sums) -> Words | None:
    if not cells:
        return None
    if not sums.not_compared:
        return money(sums.amount_twd)
    return _printed(cells), _printed(cells)


def _printed(cells: Iterable[EntryBudget]) -> str:
    return "、".join(cell.raw for cell in cells if cell.raw)
