"""Composes a document out of a set of traits: the plan, its looks and its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from random import Random

from tests.making.wide import fonts
from tests.making.wide.around import form, statistics
from tests.making.wide.columns import Heading, columns_of, header_rows, widths_of
from tests.making.wide.extra_rows import Record, numbered
from tests.making.wide.layout import (
    Beside,
    Block,
    Cell,
    Column,
    ColumnEnd,
    Document,
    Kind,
    Para,
    Place,
    Row,
    Sheet,
    Table,
    marked,
)
from tests.making.wide.looks import Looks, looks_of, shares_of, sheet_of
from tests.making.wide.phrases import Phrases, phrases_of
from tests.making.wide.plan import UNITS, Item, Plan, Section
from tests.making.wide.planning import planned
from tests.making.wide.rows import Rows, pieces
from tests.making.wide.traits import (
    BESIDE,
    NO_UNIT_IN_HEADER,
    PAGE_SUMMED,
    TAKEN_UP,
    TOTALS,
    WORKS_AGAIN,
    Producer,
    Trait,
)

NOTE_ABOVE = "填表說明：本表所列經費以預算書所列為準，執行時得依實際需要調整。"
BETWEEN = "前表各項經費以主管機關核定數為準，如有不足由相關科目勻支。"
HEADER_ROWS = 3
"""Rows of a header at most."""
UPRIGHT = 6
"""More columns than these stand on paper that lies on its side."""
COVER = 160.0
"""White above the first line of a cover."""
PER_PAGE = 4
"""Rows of a page that ends with a total: so many fit at any size."""


@dataclass(frozen=True)
class Design:
    """What one document is to be."""

    name: str
    traits: frozenset[Trait]
    producer: Producer
    seed: str
    font: str | None = None
    """The family, where it is not left to chance."""


@dataclass(frozen=True)
class Composed:
    """A document with the plan that it prints."""

    design: Design
    plan: Plan
    document: Document
    totals: tuple[int | str, ...] = ()
    """The printed totals: dollars, or the words where no unit is printed."""


def composed(design: Design) -> Composed:
    """Compose the document of a design; the same design gives the same document."""
    random = Random(design.seed)  # noqa: S311 - not for secrets
    plan = planned(design.traits, random)
    looks = looks_of(design.traits, random)
    # A font is chosen last, so that another set of installed fonts changes nothing else.
    composing = _Composing(design.traits, plan, looks, phrases_of(design.traits, random), random)
    blocks = tuple(composing.blocks())
    document = Document(plan.front.title, design.font or _font(design.producer, random), blocks)
    totals = tuple(
        plan.amounts.of(total) if Trait.UNIT_NONE in design.traits else total * UNITS[plan.unit]
        for total in composing.totals
    )
    return Composed(design, plan, marked(document), totals)


def _font(producer: Producer, random: Random) -> str:
    if producer is Producer.REPORTLAB:
        return random.choice(fonts.families(outlines="TrueType") or [fonts.NAMED])
    return random.choice(fonts.families())


@dataclass
class _Composing:
    """Composes the blocks of one document."""

    traits: frozenset[Trait]
    plan: Plan
    looks: Looks
    phrases: Phrases
    random: Random
    bands: "count[int]" = field(default_factory=count)
    tables: "count[int]" = field(default_factory=count)
    totals: list[int] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in the order of print."""
        wide = len(columns_of(self.traits, self.plan)) > UPRIGHT
        sheet = sheet_of(self.traits, self.random, self.plan.front.head, wide=wide)
        yield sheet
        yield from self._cover(sheet)
        in_table = Trait.TITLE_IN_TABLE in self.traits
        if not in_table:
            yield Para(
                self.plan.front.title, Place(Kind.TITLE), self.looks.title, "center",
                bold=self.looks.bold_title, after=8.0,
            )  # fmt: skip
        if self.plan.front.others:
            yield Para(self.plan.front.others, Place(Kind.NOTE), self.looks.size)
        if Trait.FORM in self.traits:
            yield form(self.plan, sheet.width, self.looks, next(self.tables), self.random)
        if Trait.STATISTICS_BEFORE in self.traits:
            yield from statistics(self.plan, sheet.width, self.looks, next(self.tables), self.random)
        records = list(enumerate(self.plan.items))
        if Trait.SECTION_ROWS in self.traits:
            yield from self._unit()
            yield from self._section(records, sheet, 0)
        else:
            for place, (section, part) in enumerate(
                zip(
                    self.plan.sections,
                    pieces(records, [len(one.items) for one in self.plan.sections]),
                    strict=True,
                )
            ):
                if place and Trait.TWO_TABLES in self.traits:
                    yield Para(BETWEEN, Place(Kind.NOTE), self.looks.size, before=4.0)
                if not in_table:
                    yield from self._named(section, place)
                yield from self._unit()
                yield from self._section(list(part), sheet, place)
        if Trait.STATISTICS_AFTER in self.traits:
            yield from statistics(self.plan, sheet.width, self.looks, next(self.tables), self.random)

    def _cover(self, sheet: Sheet) -> Iterator[Block]:
        for number, line in enumerate(self.plan.front.cover):
            before = COVER if not number else 24.0
            yield Para(line, Place(Kind.TITLE), self.looks.title + 6 * (number < 2), "center", before=before)
        if self.plan.front.cover:
            yield sheet

    def _named(self, section: Section, place: int) -> Iterator[Block]:
        """Give the line that names a section and the paragraph above or below it."""
        if section.above:
            yield Para(section.above, Place(Kind.NOTE), self.looks.size, before=6.0 * bool(place))
        if section.printed:
            before = 6.0 * (place and not section.above)
            yield Para(section.printed, Place(Kind.SECTION), self.looks.size + 1, before=before)
        if section.below:
            yield Para(section.below, Place(Kind.NOTE), self.looks.size)

    def _unit(self) -> Iterator[Block]:
        unit = self.plan.unit
        line = f"單位：新臺幣{unit}" if Trait.UNIT_ABOVE in self.traits else ""
        if Trait.UNIT_WORDED_ABOVE in self.traits:
            line = self.phrases.unit.format(unit)
        if line:
            yield Para(line, Place(Kind.UNIT), self.looks.size - 1, "right", after=2.0)

    def _section(self, records: list[Record], sheet: Sheet, place: int) -> Iterator[Block]:
        looks = self.looks.second if place else self.looks
        assert looks is not None
        if self.traits & BESIDE:
            yield from self._beside(records, sheet, looks)
        elif Trait.LANDSCAPE_BETWEEN in self.traits:
            third = len(records) // 3
            above: Item | None = None
            for at, part in enumerate(pieces(records, (third, third))):
                page = replace(sheet, landscape=at == 1)
                if at:
                    yield page
                yield self._table(part, records, page.width, looks, above=above)
                above = part[-1][1]
        elif self.traits & PAGE_SUMMED:
            yield from self._with_page_totals(records, sheet, looks)
        elif self.traits & TAKEN_UP:
            yield from self._taken_up(records, sheet, looks)
        elif self.traits & (WORKS_AGAIN | {Trait.CATEGORY_AGAIN, Trait.HEADER_CONTINUED}):
            # The page ends within the second work, or within the first where there is one only.
            cut = self.random.choice(_inside(records))
            yield self._table(records[:cut], records, sheet.width, looks, last=False)
            yield sheet
            again = "（續）" if Trait.HEADER_CONTINUED in self.traits else ""
            yield self._table(
                records[cut:], records, sheet.width, looks, above=records[cut - 1][1], again=again
            )
        else:
            yield self._table(records, records, sheet.width, looks, second=bool(place))

    def _taken_up(self, records: list[Record], sheet: Sheet, looks: Looks) -> Iterator[Block]:
        """Let pages end within items."""
        # Below the last item of a work its subtotal may stand.
        able = [
            at
            for at, ((_, item), (_, below)) in enumerate(pairwise(records))
            if at and len(item.steps) > 1 and not item.inner and item.work == below.work
        ]
        cuts = sorted(self.random.sample(able, min(len(able), self.random.choice((1, 2, 2)))))
        rest, begun, taken_up, above = records, 0, None, None
        for cut in cuts:
            number, item = records[cut]
            first, second = self._cut(item)
            part = [*rest[: cut - begun], (number, first)]
            rows = self._rows(records, above, taken_up=taken_up)
            rows.add_items(part)
            taken_up = rows.last_band
            yield self._drawn(rows, sheet.width, looks)
            yield sheet
            rest, begun, above = [(number, second), *records[cut + 1 :]], cut, item
        yield self._table(rest, records, sheet.width, looks, above=above, taken_up=taken_up)

    def _beside(self, records: list[Record], sheet: Sheet, looks: Looks) -> Iterator[Block]:
        half = next(
            (at for at, one in enumerate(records) if one[1].work[:1] != records[0][1].work[:1]),
            (len(records) + 1) // 2,
        )
        parts = [records[:half], records[half:]]
        if Trait.SIDE_TABLES in self.traits:
            width = (sheet.width - sheet.gap) / 2
            yield Beside(tuple(self._table(part, records, width, looks) for part in parts), sheet.gap)
            return
        width = (sheet.width - sheet.gap) / 2
        yield self._table(parts[0], records, width, looks)
        yield ColumnEnd()
        yield self._table(parts[1], records, width, looks)

    def _cut(self, item: Item) -> tuple[Item, Item]:
        """Cut the contents of an item into what stands on this page and on the next: between steps, or within one."""
        steps, at = item.steps, self.random.randint(1, len(item.steps) - 1)
        upper, lower = steps[:at], steps[at:]
        head, comma, tail = lower[0].partition("，")
        within = bool(tail) and self.random.random() < 0.4
        if within:
            upper, lower = (*upper, head + comma), (tail, *lower[1:])
        if Trait.CONTENTS_MARKED in self.traits:
            upper, lower = (*upper, self.phrases.below[0]), (self.phrases.below[1], *lower)
        return replace(item, steps=upper), replace(item, steps=lower, cut=within)

    def _with_page_totals(self, records: list[Record], sheet: Sheet, looks: Looks) -> Iterator[Block]:
        parts = list(pieces(records, (PER_PAGE,) * ((len(records) - 1) // PER_PAGE)))
        above: Item | None = None
        so_far: list[Item] = []
        summed = Trait.PAGE_CARRIED not in self.traits
        carried = not summed or (Trait.PAGE_TOTALS in self.traits and self.random.random() < 0.5)
        for at, part in enumerate(parts):
            if at:
                yield sheet
            rows = self._rows(records, above)
            if at and carried:
                rows.add_total(self.phrases.brought, so_far, Kind.MARK)
            rows.add_items(part)
            items = [item for _, item in part]
            so_far += items
            last = at == len(parts) - 1
            if summed:
                rows.add_total(self.phrases.page_total, items)
            if Trait.PAGE_SUMS in self.traits:
                rows.add_total(self.phrases.so_far, so_far)
            if last:
                rows.add_total(self.phrases.total, so_far)
            elif carried:
                rows.add_total(self.phrases.carried, so_far, Kind.MARK)
            yield self._drawn(rows, sheet.width, looks)
            above = part[-1][1]

    def _rows(
        self, everything: list[Record], above: Item | None = None, *, second: bool = False,
        taken_up: int | None = None,
    ) -> Rows:  # fmt: skip
        columns = columns_of(self.traits, self.plan)
        if second and Trait.OTHER_ORDER in self.traits:
            columns = self.looks.order
        if second and Trait.TWO_TABLES in self.traits:
            columns = (*columns, Column.OWNER)
        sections = self.plan.named if Trait.SECTION_ROWS in self.traits else {}
        rows = Rows(
            self.traits, columns, next(self.tables), self.bands, everything, self.phrases, self.plan,
            above=above, sections=sections, taken_up=taken_up,
            totals=self.totals,
        )  # fmt: skip
        if Trait.COLUMN_NUMBERS_ONCE in self.traits and above is None:
            rows.add_numbers()
        return rows

    def _table(
        self, records: list[Record] | Sequence[Record], everything: list[Record], width: float, looks: Looks, *,
        above: Item | None = None, second: bool = False, again: str = "", last: bool = True,
        taken_up: int | None = None,
    ) -> Table:  # fmt: skip
        rows = self._rows(everything, above, second=second, taken_up=taken_up)
        if Trait.TOTAL_AT_HEAD in self.traits and records[0][0] == everything[0][0]:
            rows.add_total(self.phrases.total, [item for _, item in everything])
        rows.add_items(records)
        if last and records[-1][0] == everything[-1][0]:
            self._end(rows, everything)
        return self._drawn(rows, width, looks, second=second, again=again)

    def _end(self, rows: Rows, everything: list[Record]) -> None:
        """Add what stands below all items."""
        if self.traits & TOTALS - {Trait.SUBTOTALS, Trait.TOTAL_AT_HEAD}:
            rows.add_total(self.phrases.total, [item for _, item in everything])
        if Trait.BLANK_ROWS in self.traits:
            rows.add_blank(self.random.randint(1, 4))
        if Trait.REMARKS_ROW in self.traits:
            rows.add_remarks()
        if self.traits & {Trait.SIGNATURE_ROW, Trait.SIGNATURE_CELLS}:
            rows.add_signatures()

    def _drawn(
        self, rows: Rows, width: float, looks: Looks, *, second: bool = False, again: str = ""
    ) -> Table:
        columns = rows.columns
        words = looks.words if second else self.looks.words
        form_of_unit = 2 if self.traits & NO_UNIT_IN_HEADER else looks.unit_form
        heading = Heading(words, self.plan.unit, form_of_unit, looks.dress)
        band = next(self.bands)
        head = header_rows(columns, heading, self.plan, rows.table, band, again)
        # Bands of a header's rows follow each other.
        for _ in range(HEADER_ROWS - 1):
            next(self.bands)
        head = (*self._above_header(columns, rows.table), *head)
        if Trait.COLUMN_NUMBERS in self.traits:
            head = (*head, numbered(columns, self.phrases.numbers, rows.table, next(self.bands)))
        shares = looks.shares if second else shares_of(self.traits)
        widths = widths_of(columns, self.plan, looks.size, looks.pad[0], width, shares)
        return Table(
            widths, head, tuple(rows.rows), rules=looks.rules, size=looks.size, lead=looks.lead, pad=looks.pad,
            aligns=looks.aligns(columns), heights=looks.heights(columns),
            head_align="left" if Trait.HEADER_LEFT in self.traits else "center", head_bold=looks.bold_head,
            head_fill=looks.head_fill, zebra=looks.zebra, repeat=Trait.HEADER_ONCE not in self.traits,
            cut=not self.traits & {Trait.WHOLE_ROWS, Trait.ROW_PER_PAGE, Trait.INNER_TABLE}, after=12.0,
            unruled=tuple(at for at, column in enumerate(columns) if column in {Column.WORK, Column.PART})
            if Trait.UNRULED_WORK in self.traits else (),
        )  # fmt: skip

    def _above_header(self, columns: Sequence[Column], table: int) -> Iterator[Row]:
        across = len(columns)
        if Trait.TITLE_IN_TABLE in self.traits:
            title = Place(Kind.TITLE, table, next(self.bands))
            yield (Cell((self.plan.front.title,), title, columns=across, size=self.looks.size + 3),)
            band, name = next(self.bands), self.plan.sections[0].printed
            unit = f"單位：新臺幣{self.plan.unit}"
            left = max(1, across - 2)
            yield (
                Cell((name,) if name else (), Place(Kind.SECTION, table, band), columns=left, align="left"),
                Cell((unit,), Place(Kind.UNIT, table, band), columns=across - left, align="right"),
            )
        if Trait.NOTE_ABOVE_HEADER in self.traits:
            note = Place(Kind.NOTE, table, next(self.bands))
            yield (Cell((NOTE_ABOVE,), note, columns=across, align="left"),)


def _inside(records: Sequence[Record]) -> list[int]:
    """List the places at which a work goes on."""
    works = [item.work for _, item in records]
    within = [at for at in range(2, len(works) - 1) if works[at] == works[at - 1]]
    return within or [len(works) // 2]
