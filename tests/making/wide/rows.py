"""The rows of a plan's table: items, categories, totals and remarks, each cell with what it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from tests.making.wide.columns import MONEY
from tests.making.wide.layout import Cell, Column, Kind, Place, Row, Table
from tests.making.wide.plan import Item
from tests.making.wide.traits import CATEGORIES, Trait

Record = tuple[int, Item]
"""The number of a record in the plan, and the record."""
FILL = "#e4e4e4"
CONTINUED = "(續)"
REMARKS = "備註：本表所列經費以預算書所列為準，執行時得依實際需要調整。"
SIGNATURES = "製表：　　　　　覆核：　　　　　機關首長："
INNER_SIZE, INNER_LEAD, INNER_WIDTH = 9.5, 14.0, 46.0
"""A small table inside contents."""


@dataclass
class Rows:
    """Builds the rows of one table, or of one piece of it."""

    traits: frozenset[Trait]
    columns: tuple[Column, ...]
    table: int
    bands: "count[int]"
    everything: Sequence[Record]
    """All records under one header, of which a work may have more than stand in the piece."""
    work_above: tuple[str, ...] = ()
    """The work path of the item before these, on the page before."""
    rows: list[Row] = field(default_factory=list)

    def add_items(self, records: Sequence[Record]) -> None:
        """Add a row for each item, with category rows and subtotals where they are wanted."""
        above = self.work_above
        category = bool(self.traits & CATEGORIES)
        for place, (number, item) in enumerate(records):
            if category and item.work[:1] != above[:1]:
                self.add_category(item.work[0])
            marked = bool(place == 0 and above and Trait.WORK_AGAIN in self.traits)
            self.rows.append(self._item(number, item, above, marked=marked))
            above = item.work
            last = place == len(records) - 1 or records[place + 1][1].work[:1] != item.work[:1]
            if Trait.SUBTOTALS in self.traits and last and self._ends(number, item):
                self.add_total("小計", [one for _, one in self.everything if one.work[:1] == item.work[:1]])
        if Trait.MERGED_WORK in self.traits:
            self.rows = merged(self.rows, [at for at, one in enumerate(self.columns) if one in _WORKS])

    def _ends(self, number: int, item: Item) -> bool:
        return number == max(at for at, one in self.everything if one.work[:1] == item.work[:1])

    def add_category(self, name: str) -> None:
        """Add a row over all columns that names a work."""
        records = tuple(number for number, item in self.everything if item.work[:1] == (name,))
        place = Place(Kind.CATEGORY, self.table, next(self.bands), Column.WORK, records, ("work",))
        centred = Trait.CATEGORY_CENTRED in self.traits
        fill = FILL if Trait.CATEGORY_FILLED in self.traits else None
        across = len(self.columns)
        bold = Trait.CATEGORY in self.traits
        self.rows.append(
            (
                Cell(
                    (name,),
                    place,
                    columns=across,
                    bold=bold,
                    fill=fill,
                    align="center" if centred else "left",
                ),
            )
        )

    def add_total(self, word: str, items: Sequence[Item], kind: Kind = Kind.TOTAL) -> None:
        """Add a row with the sum of some items."""
        band = next(self.bands)
        left = next(at for at, column in enumerate(self.columns) if column in MONEY)
        place = Place(kind, self.table, band, "label")
        cells = [Cell((word,), place, columns=left, align="center")]
        for column in self.columns[left:]:
            texts: tuple[str, ...] = ()
            if column in MONEY:
                amounts = [item.amount if column is Column.BUDGET else item.before for item in items]
                texts = (f"{sum(int(amount.replace(',', '')) for amount in amounts):,}",)
            cells.append(Cell(texts, Place(kind, self.table, band, column)))
        self.rows.append(tuple(cells))

    def add_words(self, text: str, kind: Kind = Kind.NOTE) -> None:
        """Add a row over all columns with some words."""
        place = Place(kind, self.table, next(self.bands))
        self.rows.append((Cell((text,), place, columns=len(self.columns), align="left", height="top"),))

    def _item(self, number: int, item: Item, above: tuple[str, ...], *, marked: bool) -> Row:
        band = next(self.bands)
        return tuple(self._cell(column, number, item, above, band, marked=marked) for column in self.columns)

    def _cell(
        self, column: Column, number: int, item: Item, above: tuple[str, ...], band: int, *, marked: bool
    ) -> Cell:
        place = Place(Kind.ITEM, self.table, band, column, (number,))
        if column in _WORKS:
            return self._work(column, item, above, place, marked=marked)
        paras = {
            Column.PLAN: (item.plan,), Column.STEPS: item.steps, Column.BUDGET: (item.amount,),
            Column.BEFORE: (item.before,), Column.NUMBER: (str(item.number),), Column.OWNER: (item.owner,),
            Column.MONTHS: (item.months,), Column.INDICATOR: (item.indicator,),
            Column.NOTE: (item.note,) * bool(item.note),
        }[column]  # fmt: skip
        if column is Column.PLAN:
            return Cell(paras, replace(place, begins=("plan",)))
        if column is Column.STEPS:
            inner = inner_table(item, place) if item.inner else None
            return Cell(paras, replace(place, begins=("step",) * len(paras)), inner=inner)
        return Cell(paras, place)

    def _work(
        self, column: Column, item: Item, above: tuple[str, ...], place: Place, *, marked: bool
    ) -> Cell:
        depth = 1 if column is Column.PART else 0
        both = Trait.TWO_WORK_COLUMNS in self.traits
        path = item.work[: depth + 1] if both else item.work
        before = above[: len(path)]
        same = next((at for at in range(len(path)) if path[: at + 1] != before[: at + 1]), len(path))
        if Trait.REPEATED_WORK in self.traits or marked:
            shown, begins = path[depth:], tuple("" if at < same else "work" for at in range(depth, len(path)))
        else:
            shown = path[max(same, depth) :]
            begins = ("work",) * len(shown)
        if marked and path == before:
            shown = (*shown[:-1], shown[-1] + CONTINUED)
        under = (
            tuple(at for at, one in self.everything if one.work[: len(path)] == path)
            if shown
            else place.records
        )
        return Cell(shown, replace(place, records=under, begins=begins))


_WORKS = (Column.WORK, Column.PART)


def merged(rows: Sequence[Row], columns: Sequence[int]) -> list[Row]:
    """Merge the empty cells of some columns with the ones above them."""
    lists = [list(row) for row in rows]
    for column in columns:
        top: int | None = None
        for number, row in enumerate(rows):
            cell = row[column] if column < len(row) else None
            if len(row) == 1 or cell is None:
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


def numbered(columns: Sequence[Column], table: int, band: int) -> Row:
    """Give the row of column numbers."""
    return tuple(
        Cell((f"({number})",), Place(Kind.NUMBERS, table, band, column))
        for number, column in enumerate(columns, start=1)
    )


def pieces(records: Sequence[Record], sizes: Sequence[int]) -> Iterator[Sequence[Record]]:
    """Cut records into pieces of these sizes and one with the rest."""
    at = 0
    for size in sizes:
        yield records[at : at + size]
        at += size
    if records[at:]:
        yield records[at:]
