"""What a flat table is made of: columns, keys, and the columns that several tables share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["string", "integer", "number"]
TableName = Literal[
    "items", "steps", "budgets", "mentions", "totals", "findings", "sources", "correction_log",
    "plans", "sections", "item_budgets",
]  # fmt: skip
"""The last three are tables of the database only."""
Value = str | int | float | None
Row = dict[str, Value]
"""Column name to value; None where it is missing."""

ENCODING = "utf-8-sig"
"""Of a CSV unless asked otherwise: the byte-order mark makes Excel show Chinese; readers of UTF-8 skip it."""
PATH_SEPARATOR = " > "
"""Between the levels of a path; no office prints it, while "/" stands in ordinary wording."""
LEVEL_COLUMNS = 3
"""Levels of the work item with a column of their own; the path holds deeper ones too."""
SHA256_PATTERN = "^[0-9a-f]{64}$"


@dataclass(frozen=True)
class FlatColumn:
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


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values, where they are not missing, are those of a column in another table."""

    column: str
    table: TableName
    reference: str


@dataclass(frozen=True)
class FlatTable:
    """One flat table.

    Attributes:
        title_zh: name in Traditional Chinese.
        english: what the table holds, as sentences.
        chinese: the same in Traditional Chinese.
        primary_key: columns whose values together tell the rows apart.
    """

    name: TableName
    title_zh: str
    english: str
    chinese: str
    columns: tuple[FlatColumn, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @property
    def file_name(self) -> str:
        """Name of the CSV."""
        return f"{self.name}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


PLAN_ID = FlatColumn("plan_id", "計畫識別碼", "identifier of the plan", "計畫的識別碼", required=True)
YEAR_ROC = FlatColumn(
    "year_roc",
    "年度（民國）",
    "year of the Republic of China calendar; the Gregorian year is this + 1911",
    "民國年度，加 1911 為西元年",
    type="integer",
    minimum=1,
)
YEAR = FlatColumn("year", "西元年", "Gregorian year", "西元年度", type="integer", minimum=1912)
AGENCY_ID = FlatColumn(
    "agency_id", "機關識別碼", "identifier of the office", "機關的識別碼（ASCII）", required=True
)
AGENCY = FlatColumn("agency", "機關", "name of the office as printed", "機關名稱（依原件）")
SECTION_ID = FlatColumn(
    "section_id", "課室識別碼", "identifier of the section within the office", "課室的識別碼", required=True
)
SECTION = FlatColumn(
    "section", "課室", "name of the section; missing where a plan has none", "課室名稱，計畫未分課室者缺"
)
SHA256 = FlatColumn(
    "source_sha256",
    "來源檔案 SHA-256",
    "SHA-256 of the PDF file that the row was read from, hexadecimal",
    "本列來源 PDF 檔的 SHA-256（十六進位）",
    required=True,
    pattern=SHA256_PATTERN,
)
FIRST_PAGE = FlatColumn(
    "first_page",
    "起頁",
    "first page that the record stands on, from 1; of an item without the cells that it shares with others",
    "起始頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
)
LAST_PAGE = FlatColumn(
    "last_page",
    "訖頁",
    "last page that the record stands on, from 1; of an item without the cells that it shares with others",
    "結束頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
)
ITEM_ID = FlatColumn(
    "item_id", "項目識別碼", "item that the row belongs to", "所屬項目的識別碼", required=True
)

OF_SOURCE = ForeignKey("plan_id", "sources", "plan_id")
OF_ITEM = ForeignKey("item_id", "items", "item_id")
