"""Composes a document out of a set of traits: the plan, its looks and its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from tests.making.wide import fonts
from tests.making.wide.around import form, statistics
from tests.making.wide.columns import SHARES, Heading, columns_of, header_rows, widths_of
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
from tests.making.wide.looks import Looks, looks_of, sheet_of
from tests.making.wide.plan import Item, Plan, Section, Style, items_of, office_of, title_of
from tests.making.wide.rows import REMARKS, SIGNATURES, Record, Rows, numbered, pieces
from tests.making.wide.traits import BESIDE, LABELS, TWO_SECTIONS, Producer, Trait
from tests.making.wide.words import DOMAINS, Domain

NOTE_ABOVE = "填表說明：本表所列經費以預算書所列為準，執行時得依實際需要調整。"
BETWEEN = "前表各項經費以主管機關核定數為準，如有不足由相關科目勻支。"
FEW = 3
"""Records of a document with few rows."""
PER_PAGE = 4
"""Rows of a page that ends with a total: so many fit at any size."""
FIGURES = (
    (("項目", "人數", "金額"), ("甲組", "320", "1,500元"), ("乙組", "85", "2,400元")),
    (("年齡", "名額"), ("65歲以上", "120"), ("90歲以上", "36")),
    (("場次", "日期", "名額"), ("第一場", "3月5日", "60"), ("第二場", "9月8日", "75")),
)


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


def composed(design: Design) -> Composed:
    """Compose the document of a design; the same design gives the same document."""
    random = Random(design.seed)  # noqa: S311 - not for secrets
    plan = _plan(design.traits, random)
    looks = looks_of(design.traits, random)
    # A font is chosen last, so that another set of installed fonts changes nothing else.
    blocks = tuple(_Composing(design.traits, plan, looks, random).blocks())
    document = Document(plan.title, design.font or _font(design.producer, random), blocks)
    return Composed(design, plan, marked(document))


def _font(producer: Producer, random: Random) -> str:
    if producer is Producer.REPORTLAB:
        return random.choice(fonts.families(outlines="TrueType") or [fonts.NAMED])
    return random.choice(fonts.families())


def _plan(traits: frozenset[Trait], random: Random) -> Plan:
    domain = random.choice(DOMAINS)
    office, year = office_of(domain, random), random.randint(109, 116)
    levels = 2 if traits & {Trait.PARTS, Trait.TWO_WORK_COLUMNS} else 0 if Trait.NO_WORK in traits else 1
    steps = (
        (4, 5)
        if Trait.ROW_PER_PAGE in traits
        else (2, 3)
        if Trait.LONG_TEXTS in traits
        else random.choice(((1, 2), (1, 3), (2, 3)))
    )
    style = Style(
        labels=next((LABELS[trait] for trait in sorted(traits) if trait in LABELS), Style.labels),
        levels=levels,
        unit=random.choice(("千元", "千元", "元")),
        steps=(1, 1) if traits & BESIDE else steps,
        lengthened=2 if Trait.LONG_TEXTS in traits else 0,
        first=random.randint(2, 5) if Trait.FIRST_NOT_ONE in traits else 1,
        running=Trait.RUNNING_NUMBERS in traits,
    )
    items = list(items_of(domain.works[:2], style, random))
    if Trait.ROW_PER_PAGE in traits or Trait.FEW_ROWS in traits:
        items = items[:FEW]
    if Trait.INNER_TABLE in traits:
        for at in (1, len(items) - 2):
            items[at] = replace(items[at], inner=random.choice(FIGURES))
    return Plan(
        office, year, title_of(office, year, random), style.unit, _sections(domain, traits, items, random)
    )


def _sections(
    domain: Domain, traits: frozenset[Trait], items: Sequence[Item], random: Random
) -> tuple[Section, ...]:
    if traits & TWO_SECTIONS:
        # Without works, the first half of the plan is the first section's.
        split = next(
            (at for at, item in enumerate(items) if item.work[:1] != items[0].work[:1]), len(items) // 2
        )
        return (
            Section(domain.sections[0], tuple(items[:split])),
            Section(domain.sections[1], tuple(items[split:])),
        )
    named = random.random() < 0.5 and not traits & BESIDE
    return (Section(domain.sections[0] if named else None, tuple(items)),)


@dataclass
class _Composing:
    """Composes the blocks of one document."""

    traits: frozenset[Trait]
    plan: Plan
    looks: Looks
    random: Random
    bands: "count[int]" = field(default_factory=count)
    tables: "count[int]" = field(default_factory=count)

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in the order of print."""
        sheet = sheet_of(self.traits, self.random)
        yield sheet
        in_table = Trait.TITLE_IN_TABLE in self.traits
        if not in_table:
            yield Para(
                self.plan.title, Place(Kind.TITLE), self.looks.title, "center",
                bold=self.looks.bold_title, after=8.0,
            )  # fmt: skip
        if Trait.FORM in self.traits:
            yield form(self.plan, sheet.width, self.looks, next(self.tables), self.random)
        if Trait.STATISTICS_BEFORE in self.traits:
            yield from statistics(self.plan, sheet.width, self.looks, next(self.tables), self.random)
        number = 0
        for place, section in enumerate(self.plan.sections):
            records = list(enumerate(section.items, start=number))
            number += len(records)
            if place and Trait.TWO_TABLES in self.traits:
                yield Para(BETWEEN, Place(Kind.NOTE), self.looks.size, before=4.0)
            if section.name and not in_table:
                yield Para(section.name, Place(Kind.SECTION), self.looks.size + 1, before=6.0 * bool(place))
            if Trait.UNIT_ABOVE in self.traits:
                yield Para(
                    f"單位：新臺幣{self.plan.unit}", Place(Kind.UNIT), self.looks.size - 1, "right", after=2.0
                )
            yield from self._section(records, sheet, place)
        if Trait.STATISTICS_AFTER in self.traits:
            yield from statistics(self.plan, sheet.width, self.looks, next(self.tables), self.random)

    def _section(self, records: list[Record], sheet: Sheet, place: int) -> Iterator[Block]:
        looks = self.looks.second if place else self.looks
        assert looks is not None
        if self.traits & BESIDE:
            yield from self._beside(records, sheet, looks)
        elif Trait.LANDSCAPE_BETWEEN in self.traits:
            third = len(records) // 3
            above: tuple[str, ...] = ()
            for at, part in enumerate(pieces(records, (third, third))):
                page = replace(sheet, landscape=at == 1)
                if at:
                    yield page
                yield self._table(part, records, page.width, looks, above=above)
                above = part[-1][1].work
        elif Trait.PAGE_TOTALS in self.traits:
            yield from self._with_page_totals(records, sheet, looks)
        elif self.traits & {Trait.WORK_AGAIN, Trait.HEADER_CONTINUED}:
            # The page ends within the second work, or within the first where there is one only.
            cut = self.random.choice(_inside(records))
            yield self._table(records[:cut], records, sheet.width, looks, last=False)
            yield sheet
            again = "（續）" if Trait.HEADER_CONTINUED in self.traits else ""
            above = records[cut - 1][1].work
            yield self._table(records[cut:], records, sheet.width, looks, above=above, again=again)
        else:
            yield self._table(records, records, sheet.width, looks, second=bool(place))

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

    def _with_page_totals(self, records: list[Record], sheet: Sheet, looks: Looks) -> Iterator[Block]:
        parts = list(pieces(records, (PER_PAGE,) * ((len(records) - 1) // PER_PAGE)))
        above: tuple[str, ...] = ()
        so_far: list[Item] = []
        carried = self.random.random() < 0.5
        for at, part in enumerate(parts):
            if at:
                yield sheet
            rows = self._rows(records, above)
            if at and carried:
                rows.add_total("承前頁", so_far, Kind.MARK)
            rows.add_items(part)
            items = [item for _, item in part]
            so_far += items
            last = at == len(parts) - 1
            rows.add_total("本頁小計", items)
            if last:
                rows.add_total("合計", so_far)
            elif carried:
                rows.add_total("過次頁", so_far, Kind.MARK)
            yield self._drawn(rows, sheet.width, looks, [item for _, item in records])
            above = part[-1][1].work

    def _rows(self, everything: list[Record], above: tuple[str, ...] = (), *, second: bool = False) -> Rows:
        columns = columns_of(self.traits)
        if second and Trait.OTHER_ORDER in self.traits:
            columns = self.looks.order
        if second and Trait.TWO_TABLES in self.traits:
            columns = (*columns, Column.OWNER)
        return Rows(self.traits, columns, next(self.tables), self.bands, everything, above)

    def _table(
        self, records: list[Record] | Sequence[Record], everything: list[Record], width: float, looks: Looks, *,
        above: tuple[str, ...] = (), second: bool = False, again: str = "", last: bool = True,
    ) -> Table:  # fmt: skip
        rows = self._rows(everything, above, second=second)
        rows.add_items(records)
        ends = last and records[-1] == everything[-1]
        if Trait.TOTAL in self.traits and ends:
            rows.add_total(
                "合計" if Trait.SUBTOTALS not in self.traits else "總計", [item for _, item in everything]
            )
        if Trait.REMARKS_ROW in self.traits and ends:
            rows.add_words(REMARKS)
        if Trait.SIGNATURE_ROW in self.traits and ends:
            rows.add_words(SIGNATURES)
        items = [item for _, item in everything]
        return self._drawn(rows, width, looks, items, second=second, again=again)

    def _drawn(
        self, rows: Rows, width: float, looks: Looks, items: Sequence[Item], *, second: bool = False, again: str = "",
    ) -> Table:  # fmt: skip
        columns = rows.columns
        words = looks.words if second else self.looks.words
        form_of_unit = 2 if self.traits & {Trait.UNIT_ABOVE, Trait.TITLE_IN_TABLE} else looks.unit_form
        heading = Heading(words, self.plan.unit, form_of_unit)
        head = header_rows(columns, heading, self.plan.year, rows.table, next(self.bands), again)
        next(self.bands)
        head = (*self._above_header(columns, rows.table), *head)
        if Trait.COLUMN_NUMBERS in self.traits:
            head = (*head, numbered(columns, rows.table, next(self.bands)))
        shares = looks.shares if second else SHARES
        widths = widths_of(columns, items, looks.size, looks.pad[0], width, shares)
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
            yield (Cell((self.plan.title,), title, columns=across, size=self.looks.size + 3),)
            band, name = next(self.bands), self.plan.sections[0].name
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
