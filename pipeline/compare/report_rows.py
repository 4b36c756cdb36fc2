"""What a report shows of each change: plain values, not yet escaped for any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.compare.diffing import Token, share_changed, tokens
from pipeline.compare.model import Change, Comparison, Entry
from pipeline.compare.report_words import ROLES, Words
from pipeline.compare.totals import amounts, cells_of, difference, percent
from pipeline.models import BudgetRole

BETWEEN = " › "


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A role's cells as printed in both years.

    Attributes:
        old: of the older items, one cell after another.
        shared: whether other items share a cell.
    """

    role: BudgetRole
    old: str
    new: str
    difference_twd: int | None
    percent: Decimal | None
    shared: bool

    @property
    def words(self) -> Words:
        """Name of the role."""
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Row:
    """One change.

    Attributes:
        number: from 1.
        section: in the newer year where the item is in it.
        place: section and work item, marked.
        title: plan item, marked.
        contents: marked; may be long.
        share: of the characters of title and contents that differ, 0 to 1.
        difference_twd: of the year's budget; None where it cannot be compared.
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


def rows_of(comparison: Comparison) -> tuple[Row, ...]:
    """A row for each change, in their order."""
    return tuple(_row(number, change) for number, change in enumerate(comparison.changes, 1))


def place_of(entry: Entry) -> str:
    """Section and work item of an entry."""
    return BETWEEN.join(filter(None, (entry.section, *entry.work_item)))


def title_of(entry: Entry) -> str:
    """Plan item of an entry."""
    return BETWEEN.join(entry.plan_item)


def _row(number: int, change: Change) -> Row:
    old, new = change.old, change.new
    place = _marked(
        change, _lines(old, place_of), _lines(new, place_of), _same(old, new, "section_key", "work_key")
    )
    title = _marked(change, _lines(old, title_of), _lines(new, title_of), _same(old, new, "title_key"))
    contents = _marked(
        change,
        _lines(old, lambda entry: entry.contents),
        _lines(new, lambda entry: entry.contents),
        _same(old, new, "contents_key"),
    )
    before, after = amounts(change)
    return Row(
        number=number,
        change=change,
        section=(new or old)[0].section,
        place=place,
        title=title,
        contents=contents,
        budgets=tuple(_budgets(change)),
        old_pages=_pages(old),
        new_pages=_pages(new),
        share=share_changed((*title, *contents)),
        difference_twd=difference(before, after),
        percent=percent(before, after),
    )


def _marked(change: Change, old: str, new: str, same: bool) -> tuple[Token, ...]:
    """The newer text with what differs; as it is where what differs counts as no change, such as a number."""
    if change.status == "unchanged" or (same and change.old and change.new):
        return (Token("equal", new),) if new else ()
    return tokens(old, new)


def _same(old: Sequence[Entry], new: Sequence[Entry], *keys: str) -> bool:
    return [[getattr(entry, key) for key in keys] for entry in old] == [
        [getattr(entry, key) for key in keys] for entry in new
    ]


def _lines(entries: Sequence[Entry], text: Callable[[Entry], str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, map(text, entries))))


def _pages(entries: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(sorted({page for entry in entries for page in entry.pages}))


def _budgets(change: Change) -> Iterator[BudgetRow]:
    for role in ROLES:
        old, new = ([cell for _, cell in cells_of(side, role).values()] for side in (change.old, change.new))
        if not old and not new:
            continue
        before, after = amounts(change, role)
        shared = any(
            cell.shared_by > len(side)
            for cells, side in ((old, change.old), (new, change.new))
            for cell in cells
        )
        yield BudgetRow(
            role,
            "、".join(cell.raw for cell in old),
            "、".join(cell.raw for cell in new),
            difference(before, after),
            percent(before, after),
            shared,
        )
