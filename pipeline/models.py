"""The output contract, version 1.5, as frozen pydantic models: what every stage works towards.

Every field carries its description in English (``description``) and in Traditional Chinese
(``description_zh`` in the JSON Schema); schemas and data dictionary are generated from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import model_validator

from pipeline.contract import Contract, Printed, explained
from pipeline.messages.wording import Severity

SCHEMA_VERSION = "1.5"
Version = Literal["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]
"""Versions that can be read; what 1.1, 1.2, 1.3 and 1.5 added has defaults."""

Reader = Literal["pdfium", "pdfplumber"]
BudgetRole = Literal["current", "previous", "difference", "source"]
BudgetKind = Literal["amount", "text", "nil"]
BudgetBasis = Literal["own_cell", "merged_cell", "aligned", "sum_of_parts"]
PrintedUnit = Literal["元", "千元", "萬元", "百萬元", "億元"]
BlockKind = Literal[
    "furniture",
    "heading",
    "footnote",
    "note",
    "continuation",
    "signature",
    "other_table",
    "overlay",
    "struck",
    "text",
]
MentionKind = Literal["money", "year", "date", "deadline", "law"]
Confidence = Literal["certain", "likely", "doubtful"]
ReadField = Literal["work_item", "plan_item", "implementation", "budget", "record"]
"""A field that two readings give otherwise; "record" where only one of them has a record there."""
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""The surest first."""
BBox = tuple[float, float, float, float]


class Generator(Contract):
    """What made the extraction."""

    version: str = explained("version of workplan", "workplan 版本")
    reader: Reader = explained("engine that read the glyphs", "讀取字元的引擎")
    profile: str = explained("profile whose words were used", "所用詞彙設定檔")


class Source(Contract):
    """The file that was read: a PDF, or a document of which a PDF was printed."""

    file_name: str = explained("name of the file, without folder", "檔名（不含資料夾）")
    sha256: str = explained("SHA-256 of the file's bytes, hexadecimal", "檔案內容的 SHA-256（十六進位）")
    pages: int = explained("number of pages in the file", "檔案頁數")
    producer: str | None = explained("program that wrote the PDF, as it names itself", "產生此 PDF 的程式")
    printed_by: str | None = explained(
        "program that printed the PDF of a Word or ODT file; null where the file is a PDF",
        "將 Word 或 ODT 檔轉為 PDF 的程式；檔案本身為 PDF 時為 null",
        default=None,
    )
    pdf_sha256: str | None = explained(
        "SHA-256 of the PDF that was printed, which is printed.pdf beside the plan; null where the file is a PDF",
        "轉成之 PDF（計畫資料夾中的 printed.pdf）的 SHA-256；檔案本身為 PDF 時為 null",
        default=None,
    )

    @property
    def pages_sha256(self) -> str:
        """SHA-256 of the PDF that shows the pages."""
        return self.pdf_sha256 or self.sha256


class Agency(Contract):
    """The office whose plan it is."""

    id: str = explained("ASCII identifier of the office", "機關識別碼（ASCII）")
    name: str | None = explained("name as printed", "機關名稱（依原件）")
    county: str | None = explained(
        "county or city that it belongs to; null for the central government", "所屬縣市"
    )
    code: str | None = explained("official agency code, where known", "機關代碼（若已知）")


class Provenance(Contract):
    """A place on a page that a value was read from."""

    field: str = explained("field of the record, such as plan_item[0]", "紀錄中的欄位，例如 plan_item[0]")
    page: int = explained("page number, from 1", "頁碼，自 1 起")
    bbox: BBox = explained(
        "x0, top, x1, bottom in PDF points from the page's top left",
        "左、上、右、下，單位為點，自頁面左上角起算",
    )


class Level(Printed):
    """One level of a work item or plan item path."""

    id: str = explained("identifier of the level", "層級識別碼")
    label: str | None = explained(
        "number as printed, such as 一、 or (一)", "編號（依原件），如「一、」「(一)」"
    )
    number: int | None = explained("value of the number", "編號的數值")
    text: str = explained("text after the number", "編號之後的文字")


class WorkItem(Level):
    """One level of 機關工作項目 in its section's tree."""

    parent: str | None = explained("identifier of the outer work item", "上層工作項目識別碼")


class Step(Printed):
    """One paragraph of a text: numbered, behind a bullet, or with label null."""

    label: str | None = explained(
        "number or bullet as printed, or null", "編號或項目符號（依原件），無則為 null"
    )
    number: int | None = explained("value of the number", "編號的數值")
    text: str = explained("text after the number", "編號之後的文字")
    steps: tuple[Step, ...] = explained("steps of the next level", "下一層步驟", default=())


class Extra(Contract):
    """Text of a column that has no role in the profile, such as 備註."""

    header: str = explained("header of the column", "欄位標題")
    text: str = explained("text of the cell", "儲存格文字")


class Mention(Contract):
    """A typed mention inside an item's contents."""

    kind: MentionKind = explained("kind of mention", "提及的類別")
    text: str = explained("words of the mention, as they stand in the contents", "提及的文字（依內容原文）")
    value: str | None = explained(
        "normalised value: whole dollars, an ISO 8601 year, date, interval or duration, or the name of a law",
        "正規化後的值：金額（元）、ISO 8601 的年、日期、期間或時距，或法規名稱與條號",
    )
    unit: str | None = explained("unit of the value", "單位")
    offset: int = explained(
        "characters before it in the contents, which are the labelled steps, one per line",
        "在內容中的位置（字元數）；內容為各步驟含編號、每步驟一行",
    )


class Amount(Contract):
    """One amount within a budget cell."""

    amount_twd: int = explained("amount in New Taiwan dollars", "金額（新臺幣元）")
    note: str | None = explained("what the amount is for, as printed beside it", "金額旁的註記")


class Budget(Contract):
    """One budget, mostly a printed cell: the only place to sum from."""

    id: str = explained("identifier of the cell", "預算儲存格識別碼")
    raw: str = explained(
        "text as printed; empty where none is: the budget is the sum of parts printed in cells of their own",
        "原件文字；原件未印出者為空字串，其預算為各分項儲存格之和",
    )
    header: str = explained(
        "header of the column; of a sum of several cells the headers of their columns",
        "欄位標題；為數格之和者，為各該欄位的標題",
    )
    role: BudgetRole = explained("which budget the column gives", "欄位角色：本年度、上年度、增減或來源")
    printed_unit: PrintedUnit | None = explained(
        "unit that the amounts are printed in, nearest to them; null where none is printed",
        "原件金額單位（以最接近金額者為準）；原件未印出者為 null",
    )
    given_unit: PrintedUnit | None = explained(
        "unit that the amounts were read in because the user or the profile gives it and none is printed",
        "原件未印出單位而由使用者或設定檔指定的金額單位",
        default=None,
    )
    kind: BudgetKind = explained("amount, text or nil", "金額、文字或無")
    amount_twd: int | None = explained(
        "sum of the cell in New Taiwan dollars; null unless kind is amount, and where no unit is known or a part of "
        "the sum is no amount",
        "金額（新臺幣元）；類別非金額、單位不明或分項並非金額者為 null",
    )
    amounts: tuple[Amount, ...] = explained("each amount of the cell", "儲存格中的各筆金額")
    note: str | None = explained("words beside the amount", "金額以外的文字")
    applies_to: tuple[str, ...] = explained("identifiers of the items, in order", "適用項目的識別碼，依序")
    basis: BudgetBasis = explained(
        "why the cell applies to these items; sum_of_parts where the amount is printed nowhere as one: it is the sum "
        "of the amounts of the cell, or of the budgets that are part_of it",
        "適用依據：自有儲存格、合併儲存格或對齊；sum_of_parts 表示未印出總額，為儲存格內各筆金額或各分項（part_of）"
        "之和",
    )
    part_of: str | None = explained(
        "identifier of the budget that this one is a part of: the total printed beside it, or the sum of the parts",
        "所屬預算的識別碼：同列印出的合計，或各分項之和",
        default=None,
    )
    provenance: tuple[Provenance, ...] = explained(
        "places on the pages; of a sum of several cells the places of these",
        "在頁面上的位置；為數格之和者，為各格的位置",
    )

    @property
    def derived(self) -> bool:
        """Whether it is printed nowhere, but the sum of other budgets."""
        return self.basis == "sum_of_parts" and not self.raw


class Correction(Contract):
    """A value that a person put right."""

    field: str = explained("field that was corrected", "更正的欄位")
    old: str | None = explained("value before", "更正前")
    new: str | None = explained("value after", "更正後")
    reason: str = explained("reason given", "更正理由")
    who: str = explained("who corrected it", "更正者")
    date: str = explained("day of the correction, ISO 8601", "更正日期（ISO 8601）")
    item_id: str | None = explained(
        "item that was corrected, where it has been joined to this one since",
        "所更正的項目，僅在該項目其後併入本項目時提供",
        default=None,
    )

    @model_validator(mode="before")
    @classmethod
    def _without_replaced(cls, data: Any) -> Any:
        # Versions before 1.4 kept here what a correction is taken back with.
        return {k: v for k, v in data.items() if k != "replaced"} if isinstance(data, dict) else data


class OtherReading(Contract):
    """What the other reading of the table has where it differs from the record."""

    field: ReadField = explained(
        "field that it gives otherwise; record where only one of the two readings has a record there",
        "讀法不同的欄位；record 表示只有其中一種讀法在此有紀錄",
    )
    text: str = explained(
        "the other reading's whole text, each level, step or line of a budget on a line of its own; empty where it "
        "has none",
        "另一種讀法的全文，各層級、步驟或預算各占一行；另一種讀法沒有時為空字串",
    )


class Item(Contract):
    """One plan item: the record that everything else serves."""

    id: str = explained("identifier, stable when other items change", "項目識別碼，其他項目增刪時不變")
    work_item: tuple[Level, ...] = explained(
        "levels of 機關工作項目, outer to inner", "機關工作項目各層級，由外而內"
    )
    plan_item: tuple[Level, ...] = explained(
        "levels of 重要工作計畫項目, outer to inner", "重要工作計畫項目各層級"
    )
    implementation: tuple[Step, ...] = explained("steps of 實施內容", "實施內容各步驟")
    budget_ids: tuple[str, ...] = explained(
        "all budget cells that apply to the item", "適用於本項目的預算儲存格"
    )
    extra: tuple[Extra, ...] = explained("columns without a role in the profile", "其他欄位", default=())
    mentions: tuple[Mention, ...] = explained(
        "typed mentions in the contents", "內容中的金額、日期等提及", default=()
    )
    corrections: tuple[Correction, ...] = explained("corrections by a person", "人工更正", default=())
    provenance: tuple[Provenance, ...] = explained("places on the pages", "各欄位在頁面上的位置")
    finding_ids: tuple[str, ...] = explained("findings about the item", "與本項目有關的檢核發現", default=())
    confidence: Confidence = explained(
        "how sure the reading is, whatever people have checked or corrected since: certain (read twice alike, and "
        "nothing was found), likely (read once, recognised on a picture, or something was found about its table or "
        "page), doubtful (an error or a warning is about it or its budget, or the two readings differ)",
        "讀取結果的可信程度，不因其後人工核對或更正而改變：certain 兩次讀取一致且無疑義；likely 僅讀取一次、由圖片辨識"
        "或所屬表格、頁面有疑義；doubtful 本項目或其預算有錯誤或警告，或兩次讀取不一致",
        # Versions before 1.2 read a file once and did not say how sure they were of what.
        default="likely",
    )
    other_reading: tuple[OtherReading, ...] = explained(
        "what the other reading has where the two differ, as it was read",
        "兩種讀法不同之處，另一種讀法的內容（讀取時的原貌）",
        default=(),
    )


class Total(Contract):
    """A printed total; never an item."""

    raw: str = explained("text as printed", "原件文字")
    label: str = explained("word of the total, such as 合計", "合計用語，如「合計」")
    scope: str = explained("identifier of the section or plan that it sums", "加總範圍的識別碼")
    amount_twd: int | None = explained("amount in New Taiwan dollars", "金額（新臺幣元）")
    provenance: tuple[Provenance, ...] = explained("places on the pages", "在頁面上的位置")


class Section(Contract):
    """One 課 or 室 of the office; name is null where a plan has none."""

    id: str = explained("identifier of the section", "課室識別碼")
    name: str | None = explained("name of the section", "課室名稱")
    title: str | None = explained("title as printed above the section", "標題（依原件）")
    preamble: str | None = explained("text between title and focus list", "前言")
    focus: tuple[Step, ...] = explained("yearly focuses", "年度工作重點")
    work_items: tuple[WorkItem, ...] = explained(
        "all levels of 機關工作項目, outer before inner", "機關工作項目樹"
    )
    items: tuple[Item, ...] = explained("plan items in reading order", "計畫項目，依閱讀順序")
    budgets: tuple[Budget, ...] = explained("budget cells in reading order", "預算儲存格，依閱讀順序")
    totals: tuple[Total, ...] = explained("printed totals", "原件合計")
    pages: tuple[int, int] = explained("first and last page", "起訖頁碼")


class Plan(Contract):
    """One office's work plan of one year."""

    id: str = explained("agency id, ROC year and edition", "計畫識別碼：機關、民國年、版本")
    agency: Agency = explained("the office", "機關")
    title: str | None = explained("title as printed", "標題（依原件）")
    year_roc: int | None = explained("year of the Republic of China calendar", "民國年度")
    year: int | None = explained("Gregorian year", "西元年度")
    sections: tuple[Section, ...] = explained("sections in reading order", "各課室")


class Block(Contract):
    """Text that is in no field: outside the tables, or in them without being a part of their rows."""

    kind: BlockKind = explained(
        "furniture (running headers, page numbers), heading, footnote, note (a row of a table that is none of its "
        "items), continuation (marks such as （續上頁）), signature (who signs), other_table, overlay (a stamp, "
        "watermark or box laid over), struck (struck out), or any other text",
        "類別：furniture 頁首頁尾、heading 標題、footnote 表外註解、note 表內註解列、continuation 續頁標示、"
        "signature 簽章欄、other_table 其他表格、overlay 疊印（印章、浮水印、文字方塊）、struck 刪除線文字、"
        "text 其他文字",
    )
    text: str = explained("text as printed", "文字")
    page: int = explained("page number, from 1", "頁碼，自 1 起")
    bbox: BBox = explained(
        "x0, top, x1, bottom in PDF points from the page's top left",
        "左、上、右、下，單位為點，自頁面左上角起算",
    )
    in_table: bool = explained(
        "whether it stands within a plan's table", "是否位於計畫表格之內", default=False
    )


class PageAudit(Contract):
    """Where the glyphs of one page went."""

    page: int = explained("page number, from 1", "頁碼，自 1 起")
    glyphs: int = explained("printed marks of the file, white space aside", "字元數（空白除外）")
    in_fields: int = explained("glyphs in fields of records", "歸入紀錄欄位者")
    in_headers: int = explained("glyphs in table headers", "歸入表頭者")
    in_furniture: int = explained("glyphs in running headers and page numbers", "歸入頁首頁尾者")
    in_blocks: int = explained("glyphs in other blocks", "歸入其他區塊者")
    not_seen: int = explained("glyphs that no reader of the page sees", "頁面上看不見者", default=0)
    struck: int = explained("glyphs that are struck out", "畫有刪除線者", default=0)
    overlaid: int = explained("glyphs laid over the page's own text", "疊印於頁面者", default=0)
    outside: int = explained("glyphs that nothing accounts for", "未歸屬者")


class Audit(Contract):
    """The account of all glyphs: nothing lost, nothing invented."""

    glyphs: int = explained("printed marks of the file, white space aside", "字元數（空白除外）")
    in_fields: int = explained("glyphs in fields of records", "歸入紀錄欄位者")
    in_headers: int = explained("glyphs in table headers", "歸入表頭者")
    in_furniture: int = explained("glyphs in running headers and page numbers", "歸入頁首頁尾者")
    in_blocks: int = explained("glyphs in other blocks", "歸入其他區塊者")
    not_seen: int = explained("glyphs that no reader of the page sees", "頁面上看不見者", default=0)
    struck: int = explained("glyphs that are struck out", "畫有刪除線者", default=0)
    overlaid: int = explained("glyphs laid over the page's own text", "疊印於頁面者", default=0)
    outside: int = explained("glyphs that nothing accounts for", "未歸屬者")
    pages: tuple[PageAudit, ...] = explained("the same per page that was read", "各頁明細")
    unread_pages: tuple[int, ...] = explained("pages that could not be read", "無法讀取的頁碼")


class Finding(Contract):
    """A doubt about the document or its reading, said aloud."""

    id: str = explained("identifier of the finding within the extraction", "檢核發現識別碼")
    rule: str = explained("rule that found it", "檢核規則")
    severity: Severity = explained("error, warning or info", "嚴重程度")
    message_zh: str = explained("what was found, in Traditional Chinese", "說明（中文）")
    message_en: str = explained("what was found, in English", "說明（英文）")
    remedy_zh: str = explained("what to do, in Traditional Chinese", "處理方式（中文）")
    remedy_en: str = explained("what to do, in English", "處理方式（英文）")
    page: int | None = explained("page number, from 1", "頁碼，自 1 起", default=None)
    bbox: BBox | None = explained("place on the page", "在頁面上的位置", default=None)
    item_id: str | None = explained("item that it is about", "相關項目識別碼", default=None)


class PlanDocument(Contract):
    """One plan with what is needed to trust it: the content of plan.json."""

    schema_version: Version = explained("version of the contract", "資料格式版本", default=SCHEMA_VERSION)
    generator: Generator = explained("what made the extraction", "產生程式")
    source: Source = explained("the PDF file", "來源檔案")
    plan: Plan = explained("the plan", "計畫")
    findings: tuple[Finding, ...] = explained("findings about this plan", "與本計畫有關的檢核發現")


class Extraction(Contract):
    """All that was read from one PDF file."""

    schema_version: Version = explained("version of the contract", "資料格式版本", default=SCHEMA_VERSION)
    generator: Generator = explained("what made the extraction", "產生程式")
    source: Source = explained("the PDF file", "來源檔案")
    plans: tuple[Plan, ...] = explained("plans in reading order", "各計畫")
    blocks: tuple[Block, ...] = explained("text outside the plans", "計畫以外的文字")
    audit: Audit = explained("the account of all glyphs", "字元稽核")
    findings: tuple[Finding, ...] = explained("all findings", "所有檢核發現")

    def documents(self) -> Iterator[PlanDocument]:
        """Each plan as its own document; findings of the whole file stand in every one."""
        owners = {i.id: plan.id for plan in self.plans for s in plan.sections for i in s.items}
        for plan in self.plans:
            mine = tuple(f for f in self.findings if owners.get(f.item_id or "", plan.id) == plan.id)
            yield PlanDocument(
                schema_version=self.schema_version,
                generator=self.generator,
                source=self.source,
                plan=plan,
                findings=mine,
            )
