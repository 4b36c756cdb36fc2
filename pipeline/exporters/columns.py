"""What a flat table is made of: columns, keys, and the columns that several tables share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Any, Generic, Literal, Protocol, TypeVar

from pipeline.dataclass import dataclass
from pipeline.models import Item, PlanDocument, Section

ColumnType = Literal["string", "integer", "number"]
TableName = Literal[
    "items", "steps", "budgets", "mentions", "totals", "findings", "sources", "correction_log",
    "plans", "sections", "item_budgets", "plan",
]  # fmt: skip
"""The last four are tables of the database, and of a workbook's first sheet."""
Value = str | int | float | None
HeaderLanguage = Literal["en", "zh-TW"]
"""Of a header row: machine names, or titles."""
Row = dict[str, Value]
"""Column name to value; None where it is missing."""

ENCODING = "utf-8-sig"
"""Of a CSV unless asked otherwise: the byte-order mark makes Excel show Chinese; readers of UTF-8 skip it."""
PATH_SEPARATOR = " > "
"""Between the levels of a path; no office prints it, while "/" stands in ordinary wording."""
LEVEL_COLUMNS = 3
"""Levels of the work item with a column of their own; the path holds deeper ones too."""
SHA256_PATTERN = "^[0-9a-f]{64}$"


Read_contra = TypeVar("Read_contra", contravariant=True)
Record = TypeVar("Record")


class OfPlan(Protocol):
    """What a row of a table is made from: part of a plan."""

    @property
    def document(self) -> PlanDocument:
        """The plan."""


class OfSection(OfPlan, Protocol):
    """The same of a section."""

    @property
    def section(self) -> Section:
        """The section."""


class OfItem(OfPlan, Protocol):
    """The same of an item."""

    @property
    def item(self) -> Item:
        """The item."""


class OnPages(Protocol):
    """The same, where it stands on pages."""

    @property
    def pages(self) -> Sequence[int]:
        """Numbers of the pages, from 1."""


def _not_read(_: object) -> Value:
    return None


@dataclass(frozen=True)
class ColumnOf(Generic[Read_contra]):
    """One column of a flat table.

    Attributes:
        name: machine name in the header row, with its unit where it has one.
        title_zh: short name in Traditional Chinese.
        english: what the column holds.
        chinese: the same in Traditional Chinese.
        type: of every value that is not missing.
        required: no value may be missing.
        enum: the only values that occur; empty where any may.
        pattern: regular expression that every value matches.
        minimum: least value of a number.
        value: how it is read from what a row is made from; "" stands for a missing one.
    """

    name: str
    title_zh: str
    english: str
    chinese: str
    type: ColumnType = "string"
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None
    value: Callable[[Read_contra], Value] = _not_read


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values, where they are not missing, are those of a column in another table."""

    column: str
    table: TableName
    reference: str


def _no_records(_: PlanDocument) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class TableOf(Generic[Record]):
    """One flat table.

    Attributes:
        title_zh: name in Traditional Chinese.
        english: what the table holds, as sentences.
        chinese: the same in Traditional Chinese.
        primary_key: columns whose values together tell the rows apart.
        records: what of a plan the rows are made from, in reading order; none where the rows come from elsewhere.
    """

    name: TableName
    title_zh: str
    english: str
    chinese: str
    columns: tuple[ColumnOf[Record], ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = field(default=())
    records: Callable[[PlanDocument], Iterable[Record]] = _no_records

    def rows(self, document: PlanDocument) -> Iterable[Row]:
        """The rows of a plan, in reading order.

        A missing value is None and never an empty string, which a CSV could not tell from it.
        """
        columns = [(column.name, column.value) for column in self.columns]
        for record in self.records(document):
            yield {name: None if (value := read(record)) == "" else value for name, read in columns}

    @property
    def file_name(self) -> str:
        """Name of the CSV."""
        return f"{self.name}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def header(self, language: HeaderLanguage) -> tuple[str, ...]:
        """Cells of the header row, in order."""
        return self.names if language == "en" else tuple(column.title_zh for column in self.columns)


FlatColumn = ColumnOf[Any]
"""A column whatever its rows are made from."""
FlatTable = TableOf[Any]
"""A table, likewise."""


PLAN_ID = ColumnOf[OfPlan](
    "plan_id",
    "計畫識別碼",
    "identifier of the plan",
    "計畫的識別碼",
    required=True,
    value=lambda r: r.document.plan.id,
)
YEAR_ROC = ColumnOf[OfPlan](
    "year_roc",
    "年度（民國）",
    "year of the Republic of China calendar; the Gregorian year is this + 1911",
    "民國年度，加 1911 為西元年",
    type="integer",
    minimum=1,
    value=lambda r: r.document.plan.year_roc,
)
YEAR = ColumnOf[OfPlan](
    "year",
    "西元年",
    "Gregorian year",
    "西元年度",
    type="integer",
    minimum=1912,
    value=lambda r: r.document.plan.year,
)
AGENCY_ID = ColumnOf[OfPlan](
    "agency_id",
    "機關識別碼",
    "identifier of the office",
    "機關的識別碼（ASCII）",
    required=True,
    value=lambda r: r.document.plan.agency.id,
)
AGENCY = ColumnOf[OfPlan](
    "agency",
    "機關",
    "name of the office as printed",
    "機關名稱（依原件）",
    value=lambda r: r.document.plan.agency.name,
)
SECTION_ID = ColumnOf[OfSection](
    "section_id",
    "課室識別碼",
    "identifier of the section within the office",
    "課室的識別碼",
    required=True,
    value=lambda r: r.section.id,
)
SECTION = ColumnOf[OfSection](
    "section",
    "課室",
    "name of the section; missing where a plan has none",
    "課室名稱，計畫未分課室者缺",
    value=lambda r: r.section.name,
)
SHA256 = ColumnOf[OfPlan](
    "source_sha256",
    "來源檔案 SHA-256",
    "SHA-256 of the PDF file that the row was read from, hexadecimal",
    "本列來源 PDF 檔的 SHA-256（十六進位）",
    required=True,
    pattern=SHA256_PATTERN,
    value=lambda r: r.document.source.sha256,
)
FIRST_PAGE = ColumnOf[OnPages](
    "first_page",
    "起頁",
    "first page that the record stands on, from 1; of an item without the cells that it shares with others",
    "起始頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
    value=lambda r: min(r.pages, default=None),
)
LAST_PAGE = ColumnOf[OnPages](
    "last_page",
    "訖頁",
    "last page that the record stands on, from 1; of an item without the cells that it shares with others",
    "結束頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
    value=lambda r: max(r.pages, default=None),
)
ITEM_ID = ColumnOf[OfItem](
    "item_id",
    "項目識別碼",
    "item that the row belongs to",
    "所屬項目的識別碼",
    required=True,
    value=lambda r: r.item.id,
)

OF_SOURCE = ForeignKey("plan_id", "sources", "plan_id")
OF_ITEM = ForeignKey("item_id", "items", "item_id")
