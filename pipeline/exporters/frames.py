"""Plan documents to pandas frames: the exchange form for people who analyse."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.exporters.columns import TABLES, ColumnType, Table
from pipeline.exporters.rows import Row, rows_of
from pipeline.models import PlanDocument

DTYPES: dict[ColumnType, str] = {"string": "string", "integer": "Int64", "number": "Float64"}
"""Nullable dtypes: a missing year must not turn the others into 112.0."""


def frames_of(documents: Sequence[PlanDocument]) -> dict[str, pd.DataFrame]:
    """Put plans into flat tables.

    Args:
        documents: one or more plans; their rows follow one another in this order.

    Returns:
        ``items`` (a row per plan item), ``steps`` (a row per step of the implementation), ``budgets`` (a
        row per printed budget cell; amounts in New Taiwan dollars; the only table to sum) and ``findings``.
        Columns are those of ``schemas/dictionary.md``; every frame has them even without rows. Missing
        values are ``pandas.NA``.
    """
    return {
        name: _frame(table, [row for document in documents for row in rows_of(document, name)])
        for name, table in TABLES.items()
    }


def _frame(table: Table, rows: list[Row]) -> pd.DataFrame:
    values = pd.DataFrame(rows, columns=list(table.names), dtype=object)
    return values.astype({column.name: DTYPES[column.type] for column in table.columns})
