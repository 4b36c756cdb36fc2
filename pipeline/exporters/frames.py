"""Plan documents to pandas frames: the exchange form for people who analyse."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.exporters.columns import ColumnType, FlatTable, Row
from pipeline.exporters.rows import all_rows
from pipeline.exporters.tables import TABLES
from pipeline.models import Extraction, PlanDocument

DTYPES: dict[ColumnType, str] = {"string": "string", "integer": "Int64", "number": "Float64"}
"""Nullable dtypes: a missing year must not turn the others into 112.0."""


def to_frames(plans: Extraction | PlanDocument) -> dict[str, pd.DataFrame]:
    """All plans of a file, or one plan, as pandas frames.

    Args:
        plans: what ``extract`` gives, or one of its ``documents()``.

    Returns:
        The tables of ``frames_of``: ``items``, ``steps``, ``budgets`` and the others, by name.
    """
    return frames_of([plans] if isinstance(plans, PlanDocument) else list(plans.documents()))


def frames_of(documents: Sequence[PlanDocument], log_rows: Sequence[Row] = ()) -> dict[str, pd.DataFrame]:
    """Put plans into flat tables.

    Args:
        documents: one or more plans; their rows follow one another in this order.
        log_rows: rows of ``correction_log`` that no item lists, as in ``pipeline.exporters.rows.all_rows``.

    Returns:
        ``items`` (a row per plan item), ``steps`` (a row per step of the implementation), ``budgets`` (a
        row per printed budget cell; amounts in New Taiwan dollars; the only table to sum), ``mentions``,
        ``totals`` (as printed), ``findings``, ``sources`` (a row per plan) and ``correction_log``.
        Columns are those of ``schemas/dictionary.md``; every frame has them even without rows. Missing
        values are ``pandas.NA``.
    """
    rows = all_rows(documents, log_rows)
    return {name: _frame(table, rows[name]) for name, table in TABLES.items()}


def _frame(table: FlatTable, rows: list[Row]) -> pd.DataFrame:
    values = pd.DataFrame(rows, columns=list(table.names), dtype=object)
    return values.astype({column.name: DTYPES[column.type] for column in table.columns})
