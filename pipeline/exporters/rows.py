"""Plan documents to rows of the flat tables, in plain Python: pandas is not needed to write files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.exporters import rows_notes, rows_plans
from pipeline.exporters.columns import Row, TableName
from pipeline.exporters.tables import CORRECTION_LOG, TABLES
from pipeline.models import PlanDocument

Rows = dict[TableName, list[Row]]
"""Rows of every table by its name, in the order of ``TABLES``."""

MAKERS: dict[TableName, Callable[[PlanDocument], Iterator[Row]]] = {
    "items": rows_plans.items,
    "steps": rows_plans.steps,
    "budgets": rows_plans.budgets,
    "mentions": rows_notes.mentions,
    "totals": rows_notes.totals,
    "findings": rows_notes.findings,
    "sources": rows_notes.sources,
    "correction_log": rows_notes.applied_corrections,
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
    log = [*rows["correction_log"], *map(_without_empty, log_rows)]
    rows["correction_log"] = [
        {name: number if name == "number" else row[name] for name in CORRECTION_LOG.names}
        for number, row in enumerate(log, start=1)
    ]
    return rows


def _without_empty(row: Row) -> Row:
    return {name: None if value == "" else value for name, value in row.items()}
