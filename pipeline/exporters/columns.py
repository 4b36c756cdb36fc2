"""The flat tables, declared once as data: rows, frames, Table Schemas and the dictionary follow from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from pipeline.models import BudgetBasis, BudgetKind, BudgetRole, PrintedUnit, Severity

ColumnType = Literal["string", "integer", "number"]
TableName = Literal["items", "steps", "budgets", "findings"]
Value = str | int | float | None

ENCODING = "utf-8-sig"
"""Of every CSV: the byte-order mark makes Excel show Chinese; readers of UTF-8 elsewhere skip it."""
PATH_SEPARATOR = " > "
"""Between the levels of a path; no office prints it, while "/" stands in ordinary wording."""
LEVEL_COLUMNS = 3
"""Levels of the work item with a column of their own; the path holds deeper ones too."""
SHA256_PATTERN = "^[0-9a-f]{64}$"


@dataclass(frozen=True)
class Column:
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
    """A column whose values are those of a column in another table."""

    column: str
    table: TableName
    reference: str


@dataclass(frozen=True)
class Table:
    """One flat table.

    Attributes:
        file_name: of the CSV; None where the table is given as a frame only.
    """

    name: TableName
    file_name: str | None
    title_zh: str
    english: str
    chinese: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


PLAN_ID = Column("plan_id", "計畫識別碼", "identifier of the plan", "計畫的識別碼", required=True)
YEAR_ROC = Column(
    "year_roc",
    "年度（民國）",
    "year of the Republic of China calendar; the Gregorian year is this + 1911",
    "民國年度，加 1911 為西元年",
    type="integer",
    minimum=1,
)
YEAR = Column("year", "年度（西元）", "Gregorian year", "西元年度", type="integer", minimum=1912)
AGENCY_ID = Column(
    "agency_id", "機關識別碼", "identifier of the office", "機關的識別碼（ASCII）", required=True
)
AGENCY = Column("agency", "機關", "name of the office as printed", "機關名稱（依原件）")
SECTION_ID = Column(
    "section_id", "課室識別碼", "identifier of the section within the office", "課室的識別碼", required=True
)
SECTION = Column(
    "section", "課室", "name of the section; missing where a plan has none", "課室名稱，計畫未分課室者缺"
)
SHA256 = Column(
    "source_sha256",
    "來源檔案 SHA-256",
    "SHA-256 of the PDF file that the row was read from, hexadecimal",
    "本列來源 PDF 檔的 SHA-256（十六進位）",
    required=True,
    pattern=SHA256_PATTERN,
)
FIRST_PAGE = Column(
    "first_page",
    "起頁",
    "first page that the record stands on, from 1; of an item without the cells that it shares with others",
    "起始頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
)
LAST_PAGE = Column(
    "last_page",
    "訖頁",
    "last page that the record stands on, from 1; of an item without the cells that it shares with others",
    "結束頁碼，自 1 起；項目不計與其他項目共用的儲存格",
    type="integer",
    minimum=1,
)

ITEMS = Table(
    name="items",
    file_name="items.csv",
    title_zh="計畫項目",
    english="One row per plan item, in reading order. The budget columns repeat a cell for each item that "
    "shares it: never sum them, sum amount_twd of budgets instead.",
    chinese="每一計畫項目一列，依閱讀順序。數個項目共用一個預算儲存格時，各列重複該儲存格的內容："
    "請勿加總，加總請用 budgets 的 amount_twd。",
    primary_key=("item_id",),
    columns=(
        Column(
            "item_id",
            "項目識別碼",
            "identifier of the item, stable when other items change",
            "項目的識別碼，其他項目增刪時不變",
            required=True,
        ),
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        SECTION_ID,
        SECTION,
        Column(
            "work_item",
            "機關工作項目",
            "levels of the work item with their numbers, outer to inner, joined by ' > '",
            "機關工作項目各層級（含編號），由外而內，以「 > 」相連",
        ),
        *(
            Column(
                f"work_item_{level}",
                f"機關工作項目第 {level} 層",
                f"level {level} of the work item with its number, 1 being the outermost",
                f"機關工作項目第 {level} 層（含編號），第 1 層為最外層",
            )
            for level in range(1, LEVEL_COLUMNS + 1)
        ),
        Column(
            "plan_item",
            "重要工作計畫項目",
            "levels of the plan item with their numbers, outer to inner, joined by ' > '",
            "重要工作計畫項目各層級（含編號），由外而內，以「 > 」相連",
        ),
        Column(
            "implementation",
            "實施內容",
            "all steps in reading order with their numbers, one per line",
            "實施內容各步驟（含編號），依閱讀順序，每步驟一行",
        ),
        Column(
            "extra",
            "其他欄位",
            "columns of the plan without a role of their own, one 'header: text' per line",
            "計畫中的其他欄位，每欄一行，格式為「標題: 內容」",
        ),
        Column(
            "budget_raw",
            "預算金額（原件）",
            "this year's budget cell as printed; several cells stand one per line",
            "本年度預算儲存格的原件文字，有數格時每格一行",
        ),
        Column(
            "budget_twd",
            "預算金額（新臺幣元）",
            "amount of this year's budget cells in New Taiwan dollars, shared with other items where "
            "budget_items is above 1",
            "本年度預算儲存格的金額，單位為新臺幣元；budget_items 大於 1 時為數個項目共用",
            type="integer",
        ),
        Column(
            "budget_kind",
            "預算類別",
            "amount: a number was printed; text: words only, such as 市府統籌款; nil: printed as none",
            "amount 為金額，text 為文字（如市府統籌款），nil 為無（如「－」）",
            enum=get_args(BudgetKind),
        ),
        Column(
            "budget_basis",
            "預算適用依據",
            "why the cell applies to the item: a cell of its own, a merged cell or alignment",
            "own_cell 為自有儲存格，merged_cell 為合併儲存格，aligned 為依位置對齊",
            enum=get_args(BudgetBasis),
        ),
        Column(
            "budget_items",
            "共用預算的項目數",
            "number of items that share the budget cell, this one included",
            "共用該預算儲存格的項目數（含本項目）",
            type="integer",
            minimum=1,
        ),
        Column(
            "budget_ids",
            "預算識別碼",
            "identifiers of all budget cells that apply, in budgets, joined by spaces",
            "所有適用的預算儲存格識別碼（見 budgets），以空格相隔",
        ),
        FIRST_PAGE,
        LAST_PAGE,
        SHA256,
        Column(
            "finding_ids",
            "檢核結果識別碼",
            "identifiers of the findings about the item, joined by spaces",
            "與本項目有關的檢核結果識別碼，以空格相隔",
        ),
    ),
)

STEPS = Table(
    name="steps",
    file_name="steps.csv",
    title_zh="實施步驟",
    english="One row per step of an item's implementation, in reading order.",
    chinese="實施內容每一步驟一列，依閱讀順序。",
    primary_key=("item_id", "path"),
    foreign_keys=(ForeignKey("item_id", "items", "item_id"),),
    columns=(
        PLAN_ID,
        Column("item_id", "項目識別碼", "item that the step belongs to", "所屬項目的識別碼", required=True),
        Column(
            "path",
            "步驟位置",
            "position of the step: counted from 1 on each level, levels joined by '.', such as 2.1",
            "步驟的位置：各層自 1 起算，以「.」相連，例如 2.1",
            required=True,
            pattern=r"^[1-9]\d*(\.[1-9]\d*)*$",
        ),
        Column(
            "depth",
            "層級",
            "level of the step, 1 being the outermost",
            "步驟的層級，1 為最外層",
            type="integer",
            required=True,
            minimum=1,
        ),
        Column("label", "編號", "number as printed; missing where there is none", "編號（依原件），無則缺"),
        Column("number", "編號數值", "value of the number", "編號的數值", type="integer"),
        Column("text", "文字", "text after the number", "編號之後的文字"),
        SHA256,
    ),
)

BUDGETS = Table(
    name="budgets",
    file_name="budgets.csv",
    title_zh="預算",
    english="One row per printed budget cell, in reading order: the only table to sum from.",
    chinese="每一預算儲存格一列，依閱讀順序：唯一可供加總的表。",
    primary_key=("plan_id", "budget_id"),
    columns=(
        Column(
            "budget_id",
            "預算識別碼",
            "identifier of the budget cell within its plan",
            "預算儲存格的識別碼",
            required=True,
        ),
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        SECTION_ID,
        SECTION,
        Column("header", "欄位標題", "header of the column as printed", "欄位標題（依原件）"),
        Column(
            "role",
            "欄位角色",
            "which budget the column gives; sum one role at a time",
            "current 為本年度，previous 為上年度，difference 為增減，source 為經費來源；請就單一角色加總",
            required=True,
            enum=get_args(BudgetRole),
        ),
        Column("raw", "原件文字", "text of the cell as printed", "儲存格的原件文字"),
        Column(
            "kind",
            "類別",
            "amount: a number was printed; text: words only; nil: printed as none",
            "amount 為金額，text 為文字，nil 為無",
            required=True,
            enum=get_args(BudgetKind),
        ),
        Column(
            "amount_twd",
            "金額（新臺幣元）",
            "amount of the cell in New Taiwan dollars; missing unless kind is amount",
            "金額，單位為新臺幣元；類別非 amount 者缺",
            type="integer",
        ),
        Column(
            "printed_unit",
            "原件單位",
            "unit that the amounts are printed in",
            "原件金額的單位",
            required=True,
            enum=get_args(PrintedUnit),
        ),
        Column("note", "註記", "words of the cell beside the amount", "儲存格中金額以外的文字"),
        Column(
            "basis",
            "適用依據",
            "why the cell applies to its items: a cell of its own, a merged cell or alignment",
            "own_cell 為自有儲存格，merged_cell 為合併儲存格，aligned 為依位置對齊",
            required=True,
            enum=get_args(BudgetBasis),
        ),
        Column(
            "item_ids",
            "適用項目識別碼",
            "identifiers of the items that the cell applies to, in reading order, joined by spaces",
            "適用項目的識別碼，依閱讀順序，以空格相隔",
        ),
        Column(
            "items",
            "適用項目數",
            "number of items that the cell applies to",
            "適用項目的數目",
            type="integer",
            required=True,
            minimum=0,
        ),
        FIRST_PAGE,
        LAST_PAGE,
        SHA256,
    ),
)

FINDINGS = Table(
    name="findings",
    file_name=None,
    title_zh="檢核結果",
    english="One row per doubt about the plan or its reading.",
    chinese="對計畫或其讀取的疑義，每一疑義一列。",
    primary_key=("plan_id", "finding_id"),
    columns=(
        Column(
            "finding_id",
            "檢核結果識別碼",
            "identifier of the finding within the extraction",
            "檢核結果的識別碼",
            required=True,
        ),
        PLAN_ID,
        Column("rule", "檢核規則", "rule that found it", "檢核規則的名稱", required=True),
        Column("severity", "嚴重程度", "how grave it is", "嚴重程度", required=True, enum=get_args(Severity)),
        Column("message_zh", "說明（中文）", "what was found, in Traditional Chinese", "說明（中文）"),
        Column("message_en", "說明（英文）", "what was found, in English", "說明（英文）"),
        Column("remedy_zh", "處理方式（中文）", "what to do, in Traditional Chinese", "處理方式（中文）"),
        Column("remedy_en", "處理方式（英文）", "what to do, in English", "處理方式（英文）"),
        Column("page", "頁碼", "page number, from 1", "頁碼，自 1 起", type="integer", minimum=1),
        *(
            Column(
                name,
                title,
                f"{english} of the place, in PDF points from the page's top left",
                f"位置的{title}，單位為點，自頁面左上角起算",
                type="number",
            )
            for name, title, english in (
                ("x0", "左緣", "left edge"),
                ("top", "上緣", "upper edge"),
                ("x1", "右緣", "right edge"),
                ("bottom", "下緣", "lower edge"),
            )
        ),
        Column("item_id", "項目識別碼", "item that it is about", "相關項目的識別碼"),
        SHA256,
    ),
)

TABLES: dict[TableName, Table] = {table.name: table for table in (ITEMS, STEPS, BUDGETS, FINDINGS)}
CSV_TABLES: tuple[Table, ...] = tuple(table for table in TABLES.values() if table.file_name)
COMBINED_TABLES: tuple[Table, ...] = (ITEMS, BUDGETS)
"""Tables that a run gives for all plans together; steps would be too large to open at once."""
