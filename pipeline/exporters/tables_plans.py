"""Tables of what a plan says: its items, their steps, its budget cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import get_args

from pipeline.exporters.columns import (
    AGENCY,
    AGENCY_ID,
    FIRST_PAGE,
    ITEM_ID,
    LAST_PAGE,
    LEVEL_COLUMNS,
    OF_ITEM,
    OF_SOURCE,
    PATH_SEPARATOR,
    PLAN_ID,
    SECTION,
    SECTION_ID,
    SHA256,
    YEAR,
    YEAR_ROC,
    ColumnOf,
    TableOf,
)
from pipeline.exporters.records import (
    BudgetRecord,
    ItemRecord,
    StepRecord,
    budget_records,
    item_records,
    step_records,
)
from pipeline.models import CONFIDENCES, BudgetBasis, BudgetKind, BudgetRole, PrintedUnit
from pipeline.normalizers.records import contents, labelled

WEAKEST_BASIS_FIRST = ("aligned", "sum_of_parts", "merged_cell", "own_cell")
PLAINEST_KIND_FIRST = ("amount", "text", "nil")


def _level(record: ItemRecord, level: int) -> str | None:
    return record.levels[level - 1] if level <= len(record.levels) else None


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _first(order: Sequence[str], values: Iterable[str]) -> str | None:
    found = set(values)
    return next((value for value in order if value in found), None)


ITEMS = TableOf[ItemRecord](
    name="items",
    title_zh="計畫項目",
    english="One row per plan item, in reading order. The budget columns repeat a cell for each item that "
    "shares it: never sum them, sum amount_twd of budgets instead.",
    chinese="每一計畫項目一列，依閱讀順序。數個項目共用一個預算儲存格時，各列重複該儲存格的內容："
    "請勿加總，加總請用 budgets 的 amount_twd。",
    primary_key=("item_id",),
    foreign_keys=(OF_SOURCE,),
    columns=(
        ColumnOf(
            "item_id",
            "項目識別碼",
            "identifier of the item, stable when other items change",
            "項目的識別碼，其他項目增刪時不變",
            required=True,
            value=lambda r: r.item.id,
        ),
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        SECTION_ID,
        SECTION,
        ColumnOf(
            "work_item",
            "機關工作項目",
            "levels of the work item with their numbers, outer to inner, joined by ' > '",
            "機關工作項目各層級（含編號），由外而內，以「 > 」相連",
            value=lambda r: PATH_SEPARATOR.join(r.levels),
        ),
        *(
            ColumnOf(
                f"work_item_{level}",
                f"機關工作項目第 {level} 層",
                f"level {level} of the work item with its number, 1 being the outermost",
                f"機關工作項目第 {level} 層（含編號），第 1 層為最外層",
                value=partial(_level, level=level),
            )
            for level in range(1, LEVEL_COLUMNS + 1)
        ),
        ColumnOf(
            "plan_item",
            "重要工作計畫項目",
            "levels of the plan item with their numbers, outer to inner, joined by ' > '",
            "重要工作計畫項目各層級（含編號），由外而內，以「 > 」相連",
            value=lambda r: PATH_SEPARATOR.join(map(labelled, r.item.plan_item)),
        ),
        ColumnOf(
            "implementation",
            "實施內容",
            "all steps in reading order with their numbers, one per line",
            "實施內容各步驟（含編號），依閱讀順序，每步驟一行",
            value=lambda r: contents(r.item.implementation),
        ),
        ColumnOf(
            "extra",
            "其他欄位",
            "columns of the plan without a role of their own, one 'header: text' per line",
            "計畫中的其他欄位，每欄一行，格式為「標題: 內容」",
            value=lambda r: "\n".join(f"{extra.header}: {extra.text}" for extra in r.item.extra),
        ),
        ColumnOf(
            "budget_raw",
            "預算金額（原件）",
            "this year's budget cell as printed; several cells stand one per line",
            "本年度預算儲存格的原件文字，有數格時每格一行",
            value=lambda r: "\n".join(cell.raw for cell in r.cells if not cell.derived),
        ),
        ColumnOf(
            "budget_twd",
            "預算金額（新臺幣元）",
            "amount of this year's budget cells in New Taiwan dollars, shared with other items where "
            "budget_items is above 1",
            "本年度預算儲存格的金額，單位為新臺幣元；budget_items 大於 1 時為數個項目共用",
            type="integer",
            value=lambda r: _sum(cell.amount_twd for cell in r.cells),
        ),
        ColumnOf(
            "budget_kind",
            "預算類別",
            "amount: a number was printed; text: words only, such as 市府統籌款; nil: printed as none",
            "amount 為金額，text 為文字（如市府統籌款），nil 為無（如「－」）",
            enum=get_args(BudgetKind),
            value=lambda r: _first(PLAINEST_KIND_FIRST, (cell.kind for cell in r.cells)),
        ),
        ColumnOf(
            "budget_basis",
            "預算適用依據",
            "why the cell applies to the item: a cell of its own, a merged cell, alignment, or a sum of parts",
            "own_cell 為自有儲存格，merged_cell 為合併儲存格，aligned 為依位置對齊，sum_of_parts 為各分項之和",
            enum=get_args(BudgetBasis),
            value=lambda r: _first(WEAKEST_BASIS_FIRST, (cell.basis for cell in r.cells)),
        ),
        ColumnOf(
            "budget_items",
            "共用預算的項目數",
            "number of items that share the budget cell, this one included",
            "共用該預算儲存格的項目數（含本項目）",
            type="integer",
            minimum=1,
            value=lambda r: max((len(cell.applies_to) for cell in r.cells), default=None),
        ),
        ColumnOf(
            "budget_ids",
            "預算識別碼",
            "identifiers of all budget cells that apply, in budgets, joined by spaces",
            "所有適用的預算儲存格識別碼（見 budgets），以空格相隔",
            value=lambda r: " ".join(r.item.budget_ids),
        ),
        FIRST_PAGE,
        LAST_PAGE,
        SHA256,
        ColumnOf(
            "finding_ids",
            "檢核發現識別碼",
            "identifiers of the findings about the item, joined by spaces",
            "與本項目有關的檢核發現識別碼，以空格相隔",
            value=lambda r: " ".join(r.item.finding_ids),
        ),
        ColumnOf(
            "confidence",
            "可信程度",
            "how sure the reading is, whatever people have checked or corrected since: certain, read twice alike and "
            "nothing was found; likely, read once, recognised on a picture, or something was found about its table or "
            "page; doubtful, an error or a warning is about it or its budget, or the two readings differ",
            "讀取結果的可信程度，不因其後人工核對或更正而改變：certain 為兩次讀取一致且無疑義，likely 為僅讀取一次、"
            "由圖片辨識或所屬表格、頁面有疑義，doubtful 為本項目或其預算有錯誤或警告，或兩次讀取不一致",
            required=True,
            enum=CONFIDENCES,
            value=lambda r: r.item.confidence,
        ),
    ),
    records=item_records,
)

STEPS = TableOf[StepRecord](
    name="steps",
    title_zh="實施步驟",
    english="One row per step of an item's implementation, in reading order.",
    chinese="實施內容每一步驟一列，依閱讀順序。",
    primary_key=("item_id", "path"),
    foreign_keys=(OF_ITEM, OF_SOURCE),
    columns=(
        PLAN_ID,
        ITEM_ID,
        ColumnOf(
            "path",
            "步驟位置",
            "position of the step: counted from 1 on each level, levels joined by '.', such as 2.1",
            "步驟的位置：各層自 1 起算，以「.」相連，例如 2.1",
            required=True,
            pattern=r"^[1-9]\d*(\.[1-9]\d*)*$",
            value=lambda r: ".".join(map(str, r.path)),
        ),
        ColumnOf(
            "depth",
            "層級",
            "level of the step, 1 being the outermost",
            "步驟的層級，1 為最外層",
            type="integer",
            required=True,
            minimum=1,
            value=lambda r: len(r.path),
        ),
        ColumnOf(
            "label",
            "編號",
            "number or bullet as printed; missing where there is none",
            "編號或項目符號（依原件），無則缺",
            value=lambda r: r.step.label,
        ),
        ColumnOf(
            "number",
            "編號數值",
            "value of the number",
            "編號的數值",
            type="integer",
            value=lambda r: r.step.number,
        ),
        ColumnOf("text", "文字", "text after the number", "編號之後的文字", value=lambda r: r.step.text),
        SHA256,
    ),
    records=step_records,
)

BUDGETS = TableOf[BudgetRecord](
    name="budgets",
    title_zh="預算",
    english="One row per budget, mostly a printed cell, in reading order: the only table to sum from.",
    chinese="每一預算（多為一儲存格）一列，依閱讀順序：唯一可供加總的表。",
    primary_key=("plan_id", "budget_id"),
    foreign_keys=(OF_SOURCE,),
    columns=(
        ColumnOf(
            "budget_id",
            "預算識別碼",
            "identifier of the budget cell within its plan",
            "預算儲存格的識別碼",
            required=True,
            value=lambda r: r.budget.id,
        ),
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        SECTION_ID,
        SECTION,
        ColumnOf(
            "header",
            "欄位標題",
            "header of the column as printed",
            "欄位標題（依原件）",
            value=lambda r: r.budget.header,
        ),
        ColumnOf(
            "role",
            "欄位角色",
            "which budget the column gives; sum one role at a time",
            "current 為本年度，previous 為上年度，difference 為增減，source 為經費來源；請就單一角色加總",
            required=True,
            enum=get_args(BudgetRole),
            value=lambda r: r.budget.role,
        ),
        ColumnOf(
            "raw",
            "原件文字",
            "text of the cell as printed; missing where the budget is the sum of its parts",
            "儲存格的原件文字；為各分項之和者缺",
            value=lambda r: r.budget.raw,
        ),
        ColumnOf(
            "kind",
            "類別",
            "amount: a number was printed; text: words only; nil: printed as none",
            "amount 為金額，text 為文字，nil 為無",
            required=True,
            enum=get_args(BudgetKind),
            value=lambda r: r.budget.kind,
        ),
        ColumnOf(
            "amount_twd",
            "金額（新臺幣元）",
            "amount of the cell in New Taiwan dollars; missing unless kind is amount, and where no unit is known",
            "金額，單位為新臺幣元；類別非 amount 者或單位不明者缺",
            type="integer",
            value=lambda r: r.budget.amount_twd,
        ),
        ColumnOf(
            "printed_unit",
            "金額單位（原件）",
            "unit that the amounts are printed in; missing where none is printed",
            "原件金額的單位；原件未印出者缺",
            enum=get_args(PrintedUnit),
            value=lambda r: r.budget.printed_unit,
        ),
        ColumnOf(
            "given_unit",
            "金額單位（指定）",
            "unit that the user or the profile gives where none is printed",
            "原件未印出時由使用者或設定檔指定的單位",
            enum=get_args(PrintedUnit),
            value=lambda r: r.budget.given_unit,
        ),
        ColumnOf(
            "note",
            "註記",
            "words of the cell beside the amount",
            "儲存格中金額以外的文字",
            value=lambda r: r.budget.note,
        ),
        ColumnOf(
            "basis",
            "適用依據",
            "why the cell applies to its items: a cell of its own, a merged cell, alignment, or a sum of parts",
            "own_cell 為自有儲存格，merged_cell 為合併儲存格，aligned 為依位置對齊，sum_of_parts 為各分項之和",
            required=True,
            enum=get_args(BudgetBasis),
            value=lambda r: r.budget.basis,
        ),
        ColumnOf(
            "part_of",
            "所屬預算識別碼",
            "identifier of the budget of the same plan that this one is a part of",
            "所屬預算（同一計畫）的識別碼",
            value=lambda r: r.budget.part_of,
        ),
        ColumnOf(
            "item_ids",
            "適用項目識別碼",
            "identifiers of the items that the cell applies to, in reading order, joined by spaces",
            "適用項目的識別碼，依閱讀順序，以空格相隔",
            value=lambda r: " ".join(r.budget.applies_to),
        ),
        ColumnOf(
            "items",
            "適用項目數",
            "number of items that the cell applies to",
            "適用項目的數目",
            type="integer",
            required=True,
            minimum=0,
            value=lambda r: len(r.budget.applies_to),
        ),
        FIRST_PAGE,
        LAST_PAGE,
        SHA256,
    ),
    records=budget_records,
)
