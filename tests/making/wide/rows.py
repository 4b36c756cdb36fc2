"""The rows of a plan's table: items with their works and headings, each cell with what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.making.wide.columns import TIMES, WORKS
from tests.making.wide.extra_rows import ExtraRows, Record
from tests.making.wide.layout import Cell, Column, Kind, Place, Row, Table, placed
from tests.making.wide.money import PARTS
from tests.making.wide.plan import Item
from tests.making.wide.traits import CATEGORIES, WORKS_AGAIN, Trait

INNER_SIZE, INNER_LEAD, INNER_WIDTH = 9.5, 14.0, 46.0
"""A small table inside contents."""
MERGED = {Column.BUDGET: Trait.BUDGET_MERGED, Column.OTHER: Trait.OTHER_MERGED}


@dataclass
class Rows(ExtraRows):
    """Builds the rows of one table, or of one piece of it."""

    above: Item | None = None
    """The item before these, on the page before."""
    sections: Mapping[int, str] = field(default_factory=dict)
    """Names of sections that stand in the table, by the first record of each."""
    taken_up: int | None = None
    """The band of the first item, if that began on the page before."""
    last_band: int | None = None

    def add_items(self, records: Sequence[Record]) -> None:
        """Add a row for each item, with category rows and subtotals where they are wanted."""
        above = self.above
        if self.taken_up is not None:
            (number, above), *records = records
            self.rows.append(self._again(number, above, self.taken_up))
            self.last_band = self.taken_up
        for place, (number, item) in enumerate(records):
            if number in self.sections:
                self.add_section(self.sections[number])
            self._categories(item, above, again=not place and Trait.CATEGORY_AGAIN in self.traits)
            marked = bool(place == 0 and above and self.traits & WORKS_AGAIN)
            if not _begun(item, above) and Trait.PLAN_HEADINGS in self.traits:
                self.rows.append(self._heading(number, item, above))
                above, marked = item, False
            self.rows.append(self._item(number, item, above, marked=marked))
            above = item
            last = place == len(records) - 1 or records[place + 1][1].work[:1] != item.work[:1]
            if last and self._ends(number, item):
                self._after_work(number, item)
        for at, column in enumerate(self.columns):
            if column in WORKS and Trait.MERGED_WORK in self.traits:
                self.rows = merged(self.rows, at, {Kind.ITEM, Kind.HEADING})
            elif MERGED.get(column) in self.traits:
                self.rows = merged(self.rows, at, {Kind.ITEM})

    def _categories(self, item: Item, above: Item | None, *, again: bool) -> None:
        if not self.traits & CATEGORIES:
            return
        depth = 2 if Trait.CATEGORY_LEVELS in self.traits else 1
        before = above.work if above else ()
        for level in range(depth):
            same = item.work[: level + 1] == before[: level + 1]
            if again or not same:
                self.add_category(item.work, level, again=same)

    def _after_work(self, number: int, item: Item) -> None:
        if Trait.SUBTOTALS in self.traits:
            items = [one for _, one in self.everything if one.work[:1] == item.work[:1]]
            self.add_total(self.phrases.subtotal, items)
        if Trait.BLANK_ROWS in self.traits and self.phrases.left and number != self.everything[-1][0]:
            self.add_blank(1)

    def _ends(self, number: int, item: Item) -> bool:
        return number == max(at for at, one in self.everything if one.work[:1] == item.work[:1])

    def _heading(self, number: int, item: Item, above: Item | None) -> Row:
        band = next(self.bands)
        return tuple(
            self._heading_cell(column, item, above, Place(Kind.HEADING, self.table, band, column, (number,)))
            for column in self.columns
        )

    def _heading_cell(self, column: Column, item: Item, above: Item | None, place: Place) -> Cell:
        if column in WORKS:
            return self._work(column, item, above, place, marked=False)
        if column is Column.PLAN:
            return Cell(item.groups, replace(place, records=self._grouped(item), begins=("heading",)))
        return Cell((), place)

    def _grouped(self, item: Item) -> tuple[int, ...]:
        """List the records below a heading."""
        key = (item.work, item.groups)
        return tuple(number for number, one in self.everything if (one.work, one.groups) == key)

    def _item(self, number: int, item: Item, above: Item | None, *, marked: bool) -> Row:
        self.last_band = band = next(self.bands)
        return tuple(self._cell(column, number, item, above, band, marked=marked) for column in self.columns)

    def _cell(
        self, column: Column, number: int, item: Item, above: Item | None, band: int, *, marked: bool
    ) -> Cell:
        place = Place(Kind.ITEM, self.table, band, column, (number,))
        if column in WORKS:
            return self._work(column, item, above, place, marked=marked)
        if column is Column.PLAN:
            return self._plan(item, above, place)
        paras = self._texts(column, item)
        if column is Column.STEPS:
            inner = inner_table(item, place) if item.inner else None
            marks = [para in self.phrases.below for para in paras]
            cut = marks.index(False) if item.cut else None
            begins = tuple("" if mark or at == cut else "step" for at, mark in enumerate(marks))
            mark = replace(place, kind=Kind.MARK)
            parts = tuple(mark if marked else None for marked in marks)
            return Cell(paras, replace(place, begins=begins, parts=parts), inner=inner)
        if column is Column.BUDGET and item.shared:
            place = replace(place, records=tuple(range(number, number + item.shared)))
        return Cell(paras, place)

    def _texts(self, column: Column, item: Item) -> tuple[str, ...]:
        if column in PARTS:
            return (self.plan.amounts.part(item.parts[PARTS.index(column)]),)
        if column in TIMES:
            assert self.plan.times
            return (item.times[self.plan.times.columns.index(column)],)
        return {
            Column.STEPS: item.steps, Column.BUDGET: item.printed, Column.BEFORE: (item.before,),
            Column.NUMBER: (str(item.number),), Column.OWNER: (item.owner,), Column.MONTHS: (item.months,),
            Column.INDICATOR: (item.indicator,), Column.NOTE: (item.note,) * bool(item.note),
            Column.OTHER: (item.other,) * bool(item.other),
        }[column]  # fmt: skip

    def _plan(self, item: Item, above: Item | None, place: Place) -> Cell:
        if _begun(item, above):
            return Cell((item.plan,), replace(place, begins=("plan",)))
        heading = replace(place, kind=Kind.HEADING, records=self._grouped(item))
        return Cell(item.levels, replace(place, begins=("heading", "plan"), parts=(heading, None)))

    def _again(self, number: int, item: Item, band: int) -> Row:
        """Give the row of an item that goes on: what is left of its contents, and what is printed again."""
        place = Place(Kind.ITEM, self.table, band, records=(number,))
        cells = []
        for column in self.columns:
            here = replace(place, column=column)
            if column is Column.STEPS:
                cells.append(self._cell(column, number, item, item, band, marked=False))
            elif column in self._marked():
                text = item.plan
                if column in WORKS:
                    text = item.work[0 if column is Column.WORK and Column.PART in self.columns else -1]
                cells.append(Cell((self.phrases.marked(text),), replace(here, kind=Kind.AGAIN)))
            else:
                cells.append(Cell((), here))
        return tuple(cells)

    def _marked(self) -> tuple[Column, ...]:
        """Tell in which columns of a row that is taken up its text is printed again."""
        if Trait.CONTENTS_MARKED in self.traits:
            return ()
        works = tuple(column for column in self.columns if column in WORKS)
        works = () if Trait.CATEGORY_IN_WORK in self.traits else works
        if Trait.ITEM_AGAIN in self.traits:
            return (*works, Column.PLAN) if self.phrases.left else (Column.PLAN,)
        return works

    def _work(self, column: Column, item: Item, above: Item | None, place: Place, *, marked: bool) -> Cell:
        depth = 1 if column is Column.PART else 0
        over = int(Trait.CATEGORY_AND_WORK in self.traits)
        both = Trait.TWO_WORK_COLUMNS in self.traits
        path = item.work[: depth + 1] if both else item.work
        before = above.work[: len(path)] if above else ()
        same = next((at for at in range(len(path)) if path[: at + 1] != before[: at + 1]), len(path))
        if Trait.CATEGORY_IN_WORK in self.traits:
            return Cell((), place)
        first = max(depth, over)
        if Trait.REPEATED_WORK in self.traits or marked:
            shown, begins = path[first:], tuple("" if at < same else "work" for at in range(first, len(path)))
        else:
            shown = path[max(same, first) :]
            begins = ("work",) * len(shown)
        if marked and path == before:
            shown = (*shown[:-1], self.phrases.marked(shown[-1]))
        under = (
            tuple(at for at, one in self.everything if one.work[: len(path)] == path)
            if shown
            else place.records
        )
        return Cell(shown, replace(place, records=under, begins=begins))


def _begun(item: Item, above: Item | None) -> bool:
    """Tell whether there is no heading, or it stands over the item above as well."""
    same = above is not None and (above.work, above.groups) == (item.work, item.groups)
    return same or not item.groups


def merged(rows: Sequence[Row], column: int, kinds: set[Kind]) -> list[Row]:
    """Merge the empty cells of a column, in rows of these kinds, with the ones above them."""
    lists = [list(row) for row in rows]
    top: int | None = None
    for number, line in enumerate(placed(rows)):
        cell = dict(line).get(column)
        if cell is None or cell.place.kind not in kinds:
            top = None
        elif cell.paras or top is None:
            top = number
        else:
            above = lists[top][column]
            assert above is not None
            lists[top][column] = replace(above, rows=above.rows + 1)
            lists[number][column] = None
    return [tuple(row) for row in lists]


def inner_table(item: Item, place: Place) -> Table:
    """Make the small table inside a record's contents."""
    inner = replace(place, kind=Kind.INNER)
    body = tuple(tuple(Cell((text,), inner) for text in row) for row in item.inner)
    return Table(
        (INNER_WIDTH,) * len(item.inner[0]),
        (),
        body,
        size=INNER_SIZE,
        lead=INNER_LEAD,
        pad=(3.0, 1.0),
        after=0.0,
    )


def pieces(records: Sequence[Record], sizes: Sequence[int]) -> Iterator[Sequence[Record]]:
    """Cut records into pieces of these sizes and one with the rest."""
    at = 0
    for size in sizes:
        yield records[at : at + size]
        at += size
    if records[at:]:
        yield records[at:]
