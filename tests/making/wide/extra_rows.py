"""The rows of a table that are no items: categories, section titles, totals, remarks, signatures and blank ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.making.wide.columns import MONEY
from tests.making.wide.layout import Align, Cell, Column, Kind, Place, Row
from tests.making.wide.money import PARTS
from tests.making.wide.phrases import ROOM, Phrases
from tests.making.wide.plan import Item, Plan
from tests.making.wide.traits import Trait

Record = tuple[int, Item]
"""The number of a record in the plan, and the record."""
FILL = "#e4e4e4"
SECTION_FILL = "#d0d8e0"
NO_DIGIT = re.compile(r"[^0-9]")
BLANK = "　"
"""A row without any paragraph has no height with some producers."""


@dataclass
class ExtraRows:
    """Builds the rows between and below the items of one table, or of one piece of it."""

    traits: frozenset[Trait]
    columns: tuple[Column, ...]
    table: int
    bands: "count[int]"
    everything: Sequence[Record]
    """All records under one header, of which a work may have more than stand in the piece."""
    phrases: Phrases
    plan: Plan
    rows: list[Row] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    """The printed totals, in the plan's unit."""

    def _across(
        self, text: Sequence[str], place: Place, align: Align, *, bold: bool, fill: str | None
    ) -> None:
        """Add a row over all columns."""
        cell = Cell(
            tuple(text), place, columns=len(self.columns), align=align, height="middle", bold=bold, fill=fill
        )
        self.rows.append((cell,))

    def _alone(
        self, at: int, text: str, place: Place, *, bold: bool = False, fill: str | None = None
    ) -> list[Cell]:
        """Give a row with a text in one column."""
        other = Place(place.kind, place.table, place.band)
        return [
            Cell((text,), place, bold=bold, fill=fill, height="top")
            if column == at
            else Cell((), other, fill=fill)
            for column in range(len(self.columns))
        ]

    def add_category(self, path: tuple[str, ...], level: int = 0, *, again: bool = False) -> None:
        """Add a row that names a work, or a part of one, or names it again where it goes on."""
        records = tuple(
            number for number, item in self.everything if item.work[: level + 1] == path[: level + 1]
        )
        begins = ("" if again else "work",)
        text = self.phrases.marked(path[level]) if again else path[level]
        place = Place(Kind.CATEGORY, self.table, next(self.bands), Column.WORK, records, begins)
        own = self.traits & {Trait.CATEGORY_IN_WORK, Trait.CATEGORY_IN_PLAN}
        if own:
            column = Column.WORK if Trait.CATEGORY_IN_WORK in self.traits else Column.PLAN
            at = self.columns.index(column)
            self.rows.append(tuple(self._alone(at, text, place, bold=len(path[level]) % 2 == 0)))
            return
        two = Trait.CATEGORY_LEVELS in self.traits
        filled = Trait.CATEGORY_FILLED in self.traits or (two and level == 0 and self.phrases.left)
        centred = Trait.CATEGORY_CENTRED in self.traits or (two and level == 0 and not self.phrases.left)
        plain = {Trait.CATEGORY, Trait.CATEGORY_AND_WORK, Trait.CATEGORY_AGAIN}
        bold = self.traits & plain or (two and level == 0)
        self._across(
            (text,), place, "center" if centred else "left", bold=bool(bold),
            fill=FILL if filled else None,
        )  # fmt: skip

    def add_section(self, name: str) -> None:
        """Add a row over all columns that names a section."""
        place = Place(Kind.SECTION, self.table, next(self.bands))
        align: Align = "left" if self.phrases.left else "center"
        self._across((name,), place, align, bold=True, fill=SECTION_FILL if len(name) % 2 else None)

    def add_total(self, word: str, items: Sequence[Item], kind: Kind = Kind.TOTAL) -> None:
        """Add a row with the sum of some items."""
        sums = {
            Column.BUDGET: sum(item.value for item in items),
            Column.BEFORE: sum(int(NO_DIGIT.sub("", item.before)) for item in items),
        } | {
            column: sum(item.parts[at] for item in items)
            for at, column in enumerate(PARTS)
            if column in self.columns
        }
        if kind is Kind.TOTAL:
            parts = [sums[column] for column in self.columns if column in PARTS]
            self.totals += [sums[Column.BUDGET]] if Column.BUDGET in self.columns else parts
        band = next(self.bands)
        if Trait.TOTAL_IN_WORDS in self.traits and kind is Kind.TOTAL and word == self.phrases.total:
            text = self.phrases.sum.format(amount=f"{sums[Column.BUDGET]:,}", unit=self.plan.unit)
            place = Place(kind, self.table, band, "label")
            self._across((text,), place, "left" if self.phrases.left else "center", bold=False, fill=None)
            return
        left = next(at for at, column in enumerate(self.columns) if column in MONEY)
        align: Align = "left" if self.phrases.left else "center"
        alone = (Trait.TOTAL_IN_FIRST, Trait.TOTAL_IN_PLAN)
        if self.traits & set(alone):
            at = 0 if Trait.TOTAL_IN_FIRST in self.traits else self.columns.index(Column.PLAN)
            place = Place(kind, self.table, band, self.columns[at])
            cells = self._alone(at, word, place)[:left]
        else:
            place = Place(kind, self.table, band, "label")
            cells = [Cell((word,), place, columns=left, align=align)]
        for column in self.columns[left:]:
            texts = (self.plan.amounts.of(sums[column]),) if column in MONEY else ()
            cells.append(Cell(texts, Place(kind, self.table, band, column)))
        self.rows.append(tuple(cells))

    def add_remarks(self) -> None:
        """Add a row over all columns with remarks."""
        place = Place(Kind.NOTE, self.table, next(self.bands))
        self._across(self.phrases.remarks, place, "left", bold=False, fill=None)

    def add_signatures(self) -> None:
        """Add a row for those who sign: over all columns, or one beside the other."""
        band, words = next(self.bands), self.phrases.signatures
        if Trait.SIGNATURE_CELLS not in self.traits or len(words) > len(self.columns):
            place = Place(Kind.NOTE, self.table, band)
            self._across((ROOM.join(words),), place, "left", bold=False, fill=None)
            return
        cells = []
        for at, column in enumerate(self.columns):
            text = words[at : at + 1]
            cells.append(Cell(text, Place(Kind.NOTE, self.table, band, column), align="left", height="top"))
        self.rows.append(tuple(cells))

    def add_blank(self, number: int) -> None:
        """Add empty rows."""
        for _ in range(number):
            place = Place(Kind.NOTE, self.table, next(self.bands))
            self.rows.append(tuple(Cell((BLANK,), place) for _ in self.columns))

    def add_numbers(self) -> None:
        """Add the row of column numbers."""
        self.rows.append(numbered(self.columns, self.phrases.numbers, self.table, next(self.bands)))


def numbered(columns: Sequence[Column], numbers: Sequence[str], table: int, band: int) -> Row:
    """Give the row of column numbers."""
    return tuple(
        Cell((number,), Place(Kind.NUMBERS, table, band, column), align="center")
        for number, column in zip(numbers, columns, strict=False)
    )
