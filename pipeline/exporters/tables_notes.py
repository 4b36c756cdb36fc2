"""Tables beside the plans' own words: mentions, printed totals, findings, sources, corrections."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import get_args

from pipeline.exporters.columns import (
    AGENCY,
    AGENCY_ID,
    FIRST_PAGE,
    ITEM_ID,
    LAST_PAGE,
    OF_ITEM,
    OF_SOURCE,
    PLAN_ID,
    SHA256,
    YEAR,
    YEAR_ROC,
    ColumnOf,
    TableOf,
)
from pipeline.exporters.records import (
    CorrectionRecord,
    FindingRecord,
    MentionRecord,
    PlanRecord,
    TotalRecord,
    correction_records,
    finding_records,
    mention_records,
    plan_records,
    total_records,
)
from pipeline.messages.wording import SEVERITIES
from pipeline.models import MentionKind, Reader

CORRECTION_STATUSES = ("applied", "refused", "unknown")
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def _edge(record: FindingRecord, at: int) -> float | None:
    # A spreadsheet keeps fewer digits than a float has; all formats have the same.
    return None if record.finding.bbox is None else round(record.finding.bbox[at], 2)


MENTIONS = TableOf[MentionRecord](
    name="mentions",
    title_zh="內容中的提及",
    english="One row per amount, year, date, deadline or law that the contents of an item mention, in reading "
    "order. Amounts here are not budgets: sum amount_twd of budgets instead.",
    chinese="項目內容所提及的金額、年、日期、期限、法規，每一提及一列，依閱讀順序。此處的金額不是預算："
    "加總請用 budgets 的 amount_twd。",
    primary_key=("item_id", "number"),
    foreign_keys=(OF_ITEM, OF_SOURCE),
    columns=(
        PLAN_ID,
        ITEM_ID,
        ColumnOf(
            "number",
            "序號",
            "position among the mentions of the item, from 1",
            "在該項目各提及中的順序，自 1 起",
            type="integer",
            required=True,
            minimum=1,
            value=lambda r: r.number,
        ),
        ColumnOf(
            "kind",
            "類別",
            "kind of mention",
            "money 為金額，year 為年，date 為日期或期間，deadline 為期限，law 為法規",
            required=True,
            enum=get_args(MentionKind),
            value=lambda r: r.mention.kind,
        ),
        ColumnOf(
            "text",
            "文字",
            "words as they stand in the contents",
            "內容中的原文",
            required=True,
            value=lambda r: r.mention.text,
        ),
        ColumnOf(
            "value",
            "正規化值",
            "whole dollars, an ISO 8601 year, date, interval or duration, or the name of a law",
            "金額（元）、ISO 8601 的年、日期、期間或時距，或法規名稱與條號",
            value=lambda r: r.mention.value,
        ),
        ColumnOf("unit", "單位", "unit of the value", "正規化值的單位", value=lambda r: r.mention.unit),
        ColumnOf(
            "offset",
            "位置",
            "characters (Unicode code points) before it in implementation of items",
            "在 items 的 implementation 中，位於其前的字元數（Unicode 碼位）",
            type="integer",
            required=True,
            minimum=0,
            value=lambda r: r.mention.offset,
        ),
        SHA256,
    ),
    records=mention_records,
)

TOTALS = TableOf[TotalRecord](
    name="totals",
    title_zh="原件合計",
    english="One row per printed total, in reading order: to check sums against, never to be added to them.",
    chinese="原件所印的合計，每一合計一列，依閱讀順序：供核對加總，不可與預算一併加總。",
    primary_key=("plan_id", "number"),
    foreign_keys=(OF_SOURCE,),
    columns=(
        PLAN_ID,
        ColumnOf(
            "number",
            "序號",
            "position among the totals of the plan, from 1",
            "在該計畫各合計中的順序，自 1 起",
            type="integer",
            required=True,
            minimum=1,
            value=lambda r: r.number,
        ),
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        ColumnOf(
            "section_id",
            "課室識別碼",
            "identifier of the section that it sums; missing where it sums the whole plan",
            "所加總課室的識別碼，加總整份計畫者缺",
            value=lambda r: r.section_id,
        ),
        ColumnOf(
            "label",
            "合計用語",
            "word of the total as printed",
            "合計用語（依原件），如「合計」",
            required=True,
            value=lambda r: r.total.label,
        ),
        ColumnOf(
            "raw",
            "原件文字",
            "text as printed; missing where none is",
            "合計的原件文字；未印者缺",
            value=lambda r: r.total.raw,
        ),
        ColumnOf(
            "amount_twd",
            "金額（新臺幣元）",
            "amount in New Taiwan dollars; missing where none could be read",
            "金額，單位為新臺幣元；無法讀取者缺",
            type="integer",
            value=lambda r: r.total.amount_twd,
        ),
        FIRST_PAGE,
        LAST_PAGE,
        SHA256,
    ),
    records=total_records,
)

FINDINGS = TableOf[FindingRecord](
    name="findings",
    title_zh="檢核發現",
    english="One row per doubt about the plan or its reading.",
    chinese="對計畫或其讀取的疑義，每一疑義一列。",
    primary_key=("plan_id", "finding_id"),
    foreign_keys=(OF_ITEM, OF_SOURCE),
    columns=(
        ColumnOf(
            "finding_id",
            "檢核發現識別碼",
            "identifier of the finding within the extraction",
            "檢核發現的識別碼",
            required=True,
            value=lambda r: r.finding.id,
        ),
        PLAN_ID,
        ColumnOf(
            "rule",
            "檢核規則",
            "rule that found it",
            "檢核規則的名稱",
            required=True,
            value=lambda r: r.finding.rule,
        ),
        ColumnOf(
            "severity",
            "嚴重程度",
            "how grave it is",
            "嚴重程度",
            required=True,
            enum=SEVERITIES,
            value=lambda r: r.finding.severity,
        ),
        ColumnOf(
            "message_zh",
            "說明（中文）",
            "what was found, in Traditional Chinese",
            "說明（中文）",
            value=lambda r: r.finding.message_zh,
        ),
        ColumnOf(
            "message_en",
            "說明（英文）",
            "what was found, in English",
            "說明（英文）",
            value=lambda r: r.finding.message_en,
        ),
        ColumnOf(
            "remedy_zh",
            "處理方式（中文）",
            "what to do, in Traditional Chinese",
            "處理方式（中文）",
            value=lambda r: r.finding.remedy_zh,
        ),
        ColumnOf(
            "remedy_en",
            "處理方式（英文）",
            "what to do, in English",
            "處理方式（英文）",
            value=lambda r: r.finding.remedy_en,
        ),
        ColumnOf(
            "page",
            "頁碼",
            "page number, from 1",
            "頁碼，自 1 起",
            type="integer",
            minimum=1,
            value=lambda r: r.finding.page,
        ),
        *(
            ColumnOf(
                name,
                title,
                f"{english} of the place, in PDF points from the page's top left",
                f"位置的{title}，單位為點，自頁面左上角起算",
                type="number",
                value=partial(_edge, at=at),
            )
            for at, (name, title, english) in enumerate(
                (
                    ("x0", "左緣", "left edge"),
                    ("top", "上緣", "upper edge"),
                    ("x1", "右緣", "right edge"),
                    ("bottom", "下緣", "lower edge"),
                )
            )
        ),
        ColumnOf(
            "item_id",
            "項目識別碼",
            "item that it is about",
            "相關項目的識別碼",
            value=lambda r: r.finding.item_id,
        ),
        SHA256,
    ),
    records=finding_records,
)

SOURCES = TableOf[PlanRecord](
    name="sources",
    title_zh="來源檔案",
    english="One row per plan: the file that it was read from, and what read it.",
    chinese="每一計畫一列：所讀取的檔案與讀取方式。",
    primary_key=("plan_id",),
    columns=(
        PLAN_ID,
        ColumnOf(
            "file_name",
            "檔名",
            "name of the file, without folder",
            "檔名（不含資料夾）",
            required=True,
            value=lambda r: r.document.source.file_name,
        ),
        replace(
            SHA256,
            english="SHA-256 of the file, hexadecimal",
            chinese="檔案的 SHA-256（十六進位）",
        ),
        ColumnOf(
            "pages",
            "頁數",
            "number of pages in the file",
            "檔案頁數",
            type="integer",
            required=True,
            minimum=1,
            value=lambda r: r.document.source.pages,
        ),
        ColumnOf(
            "producer",
            "產生 PDF 的程式",
            "program that wrote the PDF, as it names itself",
            "產生此 PDF 的程式",
            value=lambda r: r.document.source.producer,
        ),
        ColumnOf(
            "printed_by",
            "轉為 PDF 的程式",
            "program that printed the PDF of a Word or ODT file; empty where the file is a PDF",
            "將 Word 或 ODT 檔轉為 PDF 的程式；檔案本身為 PDF 時空白",
            value=lambda r: r.document.source.printed_by,
        ),
        ColumnOf(
            "pdf_sha256",
            "所轉 PDF 的 SHA-256",
            "SHA-256 of the PDF that was printed; empty where the file is a PDF",
            "轉成之 PDF 的 SHA-256；檔案本身為 PDF 時空白",
            value=lambda r: r.document.source.pdf_sha256,
        ),
        ColumnOf(
            "reader",
            "讀取引擎",
            "engine that read the glyphs",
            "讀取字元的引擎",
            required=True,
            enum=get_args(Reader),
            value=lambda r: r.document.generator.reader,
        ),
        ColumnOf(
            "profile",
            "詞彙設定檔",
            "profile whose words were used",
            "所用詞彙設定檔",
            required=True,
            value=lambda r: r.document.generator.profile,
        ),
        ColumnOf(
            "version",
            "程式版本",
            "version of workplan",
            "workplan 版本",
            required=True,
            value=lambda r: r.document.generator.version,
        ),
    ),
    records=plan_records,
)

CORRECTION_LOG = TableOf[CorrectionRecord](
    name="correction_log",
    title_zh="更正紀錄",
    english="One row per correction by a person, those that could not be applied too.",
    chinese="人工更正每筆一列，含未能套用者。",
    primary_key=("number",),
    columns=(
        ColumnOf(
            "number",
            "序號",
            "position in this log, from 1",
            "在本紀錄中的順序，自 1 起",
            type="integer",
            required=True,
            minimum=1,
            value=lambda r: r.number,
        ),
        ColumnOf(
            "plan_id",
            "計畫識別碼",
            "identifier of the plan; missing where no plan holds the item",
            "計畫的識別碼，無任何計畫含該項目者缺",
            value=lambda r: r.document.plan.id,
        ),
        ColumnOf(
            "item_id",
            "項目識別碼",
            "item that was to be corrected",
            "所更正項目的識別碼",
            required=True,
            value=lambda r: r.item_id,
        ),
        ColumnOf(
            "field",
            "欄位",
            "field that was to be corrected",
            "所更正的欄位",
            required=True,
            value=lambda r: r.correction.field,
        ),
        ColumnOf("old_value", "原值", "value before", "更正前的值", value=lambda r: r.correction.old),
        ColumnOf("new_value", "新值", "value after", "更正後的值", value=lambda r: r.correction.new),
        ColumnOf("reason", "理由", "reason given", "更正理由", value=lambda r: r.correction.reason),
        ColumnOf("who", "更正者", "who corrected it", "更正者", value=lambda r: r.correction.who),
        ColumnOf(
            "date",
            "日期",
            "day of the correction, ISO 8601",
            "更正日期（ISO 8601）",
            pattern=DATE_PATTERN,
            value=lambda r: r.correction.date,
        ),
        ColumnOf(
            "status",
            "狀態",
            "applied; refused: the value is no longer the old one; unknown: there is no such item",
            "applied 為已套用，refused 為原值已不符而未套用，unknown 為查無此項目",
            required=True,
            enum=CORRECTION_STATUSES,
            value=lambda _: "applied",
        ),
    ),
    records=correction_records,
)
