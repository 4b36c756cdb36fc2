"""Plan documents to rows of the flat tables, in plain Python: pandas is not needed to write files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.exporters.columns import LEVEL_COLUMNS, PATH_SEPARATOR, Row, TableName
from pipeline.exporters.tables import CORRECTION_LOG, TABLES
from pipeline.models import Budget, Item, Plan, PlanDocument, Provenance, Section
from pipeline.normalizers.records import contents, labelled, own_places, walk

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


def mentions(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per mention in the contents of an item."""
    for section in document.plan.sections:
        for item in section.items:
            for number, mention in enumerate(item.mentions, start=1):
                yield {
                    "plan_id": document.plan.id,
                    "item_id": item.id,
                    "number": number,
                    "kind": mention.kind,
                    "text": mention.text,
                    "value": mention.value,
                    "unit": mention.unit,
                    "offset": mention.offset,
                    "source_sha256": document.source.sha256,
                }


def totals(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per printed total."""
    plan = document.plan
    sections = {section.id for section in plan.sections}
    printed = (total for section in plan.sections for total in section.totals)
    for number, total in enumerate(printed, start=1):
        yield {
            "plan_id": plan.id,
            "number": number,
            **whole_plan(plan),
            "section_id": total.scope if total.scope in sections else None,
            "label": total.label,
            "raw": total.raw,
            "amount_twd": total.amount_twd,
            **pages_of(total.provenance),
            "source_sha256": document.source.sha256,
        }


def findings(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per finding; those of the whole file stand in every plan of it."""
    for finding in document.findings:
        # A spreadsheet keeps fewer digits than a float has; all formats have the same.
        x0, top, x1, bottom = map(_hundredths, finding.bbox or (None, None, None, None))
        yield {
            "finding_id": finding.id,
            "plan_id": document.plan.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "message_zh": finding.message_zh,
            "message_en": finding.message_en,
            "remedy_zh": finding.remedy_zh,
            "remedy_en": finding.remedy_en,
            "page": finding.page,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "item_id": finding.item_id,
            "source_sha256": document.source.sha256,
        }


def _hundredths(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def sources(document: PlanDocument) -> Iterator[Row]:
    """Yield the one row that says where a plan was read from."""
    yield {
        "plan_id": document.plan.id,
        "file_name": document.source.file_name,
        "source_sha256": document.source.sha256,
        "pages": document.source.pages,
        "producer": document.source.producer,
        "printed_by": document.source.printed_by,
        "pdf_sha256": document.source.pdf_sha256,
        "reader": document.generator.reader,
        "profile": document.generator.profile,
        "version": document.generator.version,
    }


def applied_corrections(document: PlanDocument) -> Iterator[Row]:
    """Yield a row per correction that an item lists, numbered within the plan."""
    items = (item for section in document.plan.sections for item in section.items)
    listed = ((one.item_id or item.id, one) for item in items for one in item.corrections)
    for number, (item_id, correction) in enumerate(listed, start=1):
        yield {
            "number": number,
            "plan_id": document.plan.id,
            "item_id": item_id,
            "field": correction.field,
            "old_value": correction.old,
            "new_value": correction.new,
            "reason": correction.reason,
            "who": correction.who,
            "date": correction.date,
            "status": "applied",
        }


Rows = dict[TableName, list[Row]]
"""Rows of every table by its name, in the order of ``TABLES``."""

MAKERS: dict[TableName, Callable[[PlanDocument], Iterator[Row]]] = {
    "items": items,
    "steps": steps,
    "budgets": budgets,
    "mentions": mentions,
    "totals": totals,
    "findings": findings,
    "sources": sources,
    "correction_log": applied_corrections,
}


def rows_of(document: PlanDocument, table: TableName) -> Iterator[Row]:
    """Yield the rows of one table, in reading order.

    Args:
        document: one plan.
        table: which of the flat tables.

    Yields:
        A value for each column that ``pipeline.exporters.tables`` declares, in its order; None where it is
        missing, never an empty string, which a CSV could not tell from it.
    """
    return map(_without_empty, MAKERS[table](document))


def all_rows(documents: Iterable[PlanDocument], log_rows: Sequence[Row] = ()) -> Rows:
    """The rows of every table over several plans.

    Args:
        documents: the plans; their rows follow one another in this order.
        log_rows: of corrections that no item lists because they were refused or their item is unknown: the
            columns of ``correction_log``, ``number`` aside, which is given here.

    Returns:
        Table name to rows; every table is there, if without rows.
    """
    plans = list(documents)
    rows: Rows = {name: [row for plan in plans for row in rows_of(plan, name)] for name in TABLES}
    rows["correction_log"] = numbered([*rows["correction_log"], *log_rows])
    return rows


def numbered(log: Iterable[Row]) -> list[Row]:
    """Rows of ``correction_log``, from several plans or none, with their number in it."""
    return [
        {name: number if name == "number" else row[name] for name in CORRECTION_LOG.names}
        for number, row in enumerate(map(_without_empty, log), start=1)
    ]


def _without_empty(row: Row) -> Row:
    return {name: None if value == "" else value for name, value in row.items()}
