"""Tables that the database has beside the flat ones: plans, sections, and which budget cell applies to which item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.exporters.columns import (
    AGENCY,
    AGENCY_ID,
    FIRST_PAGE,
    ITEM_ID,
    LAST_PAGE,
    OF_ITEM,
    PLAN_ID,
    SECTION_ID,
    YEAR,
    YEAR_ROC,
    Column,
    ForeignKey,
    Row,
    Table,
)
from pipeline.exporters.rows_plans import whole_plan
from pipeline.models import PlanDocument

OF_PLAN = ForeignKey("plan_id", "plans", "plan_id")

PLANS = Table(
    name="plans",
    title_zh="計畫",
    english="One row per plan.",
    chinese="每一計畫一列。",
    primary_key=("plan_id",),
    columns=(
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        Column(
            "county", "縣市", "county or city; missing for the central government", "所屬縣市，中央機關者缺"
        ),
        Column("agency_code", "機關代碼", "official agency code, where known", "機關代碼（若已知）"),
        Column("title", "標題", "title as printed", "標題（依原件）"),
    ),
)
SECTIONS = Table(
    name="sections",
    title_zh="課室",
    english="One row per section of a plan.",
    chinese="計畫的每一課室一列。",
    primary_key=("plan_id", "section_id"),
    foreign_keys=(OF_PLAN,),
    columns=(
        PLAN_ID,
        SECTION_ID,
        Column("section", "課室", "name; missing where a plan has none", "課室名稱，計畫未分課室者缺"),
        Column("title", "標題", "title as printed above the section", "標題（依原件）"),
        FIRST_PAGE,
        LAST_PAGE,
    ),
)
ITEM_BUDGETS = Table(
    name="item_budgets",
    title_zh="項目與預算的對應",
    english="One row per item and budget cell that applies to it. Sums over it count shared cells twice.",
    chinese="項目與適用的預算儲存格，每一對應一列。由本表加總會重複計算共用的儲存格。",
    primary_key=("plan_id", "item_id", "budget_id"),
    foreign_keys=(OF_ITEM,),
    columns=(
        PLAN_ID,
        ITEM_ID,
        Column("budget_id", "預算識別碼", "budget cell that applies", "適用的預算儲存格", required=True),
    ),
)


def plan_rows(documents: Iterable[PlanDocument]) -> Iterator[Row]:
    """Yield the rows of ``PLANS``."""
    for plan in (document.plan for document in documents):
        yield {
            **whole_plan(plan),
            "county": plan.agency.county,
            "agency_code": plan.agency.code,
            "title": plan.title,
        }


def section_rows(documents: Iterable[PlanDocument]) -> Iterator[Row]:
    """Yield the rows of ``SECTIONS``."""
    for plan in (document.plan for document in documents):
        for section in plan.sections:
            first, last = section.pages
            yield {
                "plan_id": plan.id,
                "section_id": section.id,
                "section": section.name,
                "title": section.title,
                "first_page": first,
                "last_page": last,
            }


def link_rows(documents: Iterable[PlanDocument]) -> Iterator[Row]:
    """Yield the rows of ``ITEM_BUDGETS``."""
    for plan in (document.plan for document in documents):
        for section in plan.sections:
            for item in section.items:
                for budget_id in dict.fromkeys(item.budget_ids):
                    yield {"plan_id": plan.id, "item_id": item.id, "budget_id": budget_id}
