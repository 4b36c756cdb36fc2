"""A plan's own words as rows: items, steps, budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.exporters.columns import LEVEL_COLUMNS, PATH_SEPARATOR, Row
from pipeline.models import Budget, Item, Plan, PlanDocument, Provenance, Section
from pipeline.normalizers.contents import contents, labelled, walk
from pipeline.normalizers.own_places import own_places

WEAKEST_BASIS_FIRST = ("aligned", "sum_of_parts", "merged_cell", "own_cell")
PLAINEST_KIND_FIRST = ("amount", "text", "nil")


def items(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per plan item."""
    for section in document.plan.sections:
        cells = {budget.id: budget for budget in section.budgets}
        for item in section.items:
            levels = [labelled(level) for level in item.work_item]
            yield {
                "item_id": item.id,
                **_place(document.plan, section),
                "work_item": PATH_SEPARATOR.join(levels),
                **{
                    f"work_item_{n + 1}": levels[n] if n < len(levels) else None for n in range(LEVEL_COLUMNS)
                },
                "plan_item": PATH_SEPARATOR.join(map(labelled, item.plan_item)),
                "implementation": contents(item.implementation),
                "extra": "\n".join(f"{extra.header}: {extra.text}" for extra in item.extra),
                **_budget_of(item, cells),
                "budget_ids": " ".join(item.budget_ids),
                **pages_of(own_places(item)),
                "source_sha256": document.source.sha256,
                "finding_ids": " ".join(item.finding_ids),
                "confidence": item.confidence,
            }


def _budget_of(item: Item, budgets: dict[str, Budget]) -> Row:
    """This year's budget of an item: mostly one cell, rarely several that stand beside its steps."""
    cells = [budgets[i] for i in item.budget_ids if i in budgets and budgets[i].role == "current"]
    amounts = [cell.amount_twd for cell in cells if cell.amount_twd is not None]
    return {
        "budget_raw": "\n".join(cell.raw for cell in cells if not cell.derived),
        "budget_twd": sum(amounts) if amounts else None,
        "budget_kind": _first(PLAINEST_KIND_FIRST, (cell.kind for cell in cells)),
        "budget_basis": _first(WEAKEST_BASIS_FIRST, (cell.basis for cell in cells)),
        "budget_items": max((len(cell.applies_to) for cell in cells), default=None),
    }


def _first(order: Sequence[str], values: Iterable[str]) -> str | None:
    found = set(values)
    return next((value for value in order if value in found), None)


def steps(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per step of an item's implementation."""
    for section in document.plan.sections:
        for item in section.items:
            for path, step in walk(item.implementation):
                yield {
                    "plan_id": document.plan.id,
                    "item_id": item.id,
                    "path": ".".join(map(str, path)),
                    "depth": len(path),
                    "label": step.label,
                    "number": step.number,
                    "text": step.text,
                    "source_sha256": document.source.sha256,
                }


def budgets(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per budget."""
    for section in document.plan.sections:
        for budget in section.budgets:
            yield {
                "budget_id": budget.id,
                **_place(document.plan, section),
                "header": budget.header,
                "role": budget.role,
                "raw": budget.raw,
                "kind": budget.kind,
                "amount_twd": budget.amount_twd,
                "printed_unit": budget.printed_unit,
                "given_unit": budget.given_unit,
                "note": budget.note,
                "basis": budget.basis,
                "part_of": budget.part_of,
                "item_ids": " ".join(budget.applies_to),
                "items": len(budget.applies_to),
                **pages_of(budget.provenance),
                "source_sha256": document.source.sha256,
            }


def whole_plan(plan: Plan) -> Row:
    """The columns that say whose plan a row is of."""
    return {
        "plan_id": plan.id,
        "year_roc": plan.year_roc,
        "year": plan.year,
        "agency_id": plan.agency.id,
        "agency": plan.agency.name,
    }


def pages_of(provenance: Sequence[Provenance]) -> Row:
    """First and last page of some places."""
    pages = [place.page for place in provenance]
    return {"first_page": min(pages, default=None), "last_page": max(pages, default=None)}


def _place(plan: Plan, section: Section) -> Row:
    return {**whole_plan(plan), "section_id": section.id, "section": section.name}
