"""Plan documents to rows of the flat tables, in plain Python: pandas is not needed to write files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.exporters.columns import Row, TableName
from pipeline.exporters.tables import CORRECTION_LOG, TABLES
from pipeline.models import PlanDocument

Rows = dict[TableName, list[Row]]
"""Rows of every table by its name, in the order of ``TABLES``."""


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
    rows: Rows = {name: [row for plan in plans for row in table.rows(plan)] for name, table in TABLES.items()}
    rows["correction_log"] = numbered([*rows["correction_log"], *log_rows])
    return rows


def numbered(log: Iterable[Row]) -> list[Row]:
    """Rows of ``correction_log``, from several plans or none, with their number in it."""
    return [
        {name: number if name == "number" else row[name] or None for name in CORRECTION_LOG.names}
        for number, row in enumerate(log, start=1)
    ]
