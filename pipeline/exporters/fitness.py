"""Which plans a format cannot hold, found before it is written: such a plan costs its own place in that format only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import UnwritableError
from pipeline.exporters.columns import FlatColumn, FlatTable, Row, Value
from pipeline.exporters.rows import Rows
from pipeline.exporters.sheets import EXACT_INTEGER, EXCEL_CELL, cell_units
from pipeline.exporters.tables import TABLES

Format = Literal["parquet", "xlsx", "ods", "sqlite"]
"""Formats with limits of their own; CSV and JSON Lines hold whatever a plan does."""
FORMAT_PATHS: dict[Format, str] = {
    "parquet": "parquet/",
    "xlsx": "workplan.xlsx",
    "ods": "workplan.ods",
    "sqlite": "workplan.sqlite",
}
"""The file, or the folder of files, that holds all plans in the format."""
INT64 = range(-(2**63), 2**63)
Reason = Literal["missing", "too-long", "not-allowed", "too-many-digits", "too-large", "twice"]
"""Why a value does not fit."""


@dataclass(frozen=True)
class Unfit:
    """A plan that a format cannot hold.

    Attributes:
        plan_id: empty for rows that belong to no plan, such as corrections of unknown items.
        path: of the format's file or folder, see ``FORMAT_PATHS``.
        place: table, column and row, the row as a spreadsheet counts it.
        reason: why.
    """

    plan_id: str
    path: str
    place: str
    reason: Reason

    def error(self) -> UnwritableError:
        """The same as an error with cause and remedy."""
        plan = self.plan_id or "correction_log"
        return UnwritableError(
            "plan-does-not-fit", plan=plan, file=self.path, place=self.place, reason=self.reason
        )


def unfit_plans(rows: Rows, formats: Collection[Format]) -> tuple[Unfit, ...]:
    """The plans that some formats cannot hold, each with the first value that does not fit.

    Args:
        rows: of every table over all plans.
        formats: that are about to be written.
    """
    found: dict[tuple[Format, str], Unfit] = {}
    for name, table in TABLES.items():
        for plan_id, format_, place, reason in _misfits(table, rows[name], formats):
            key = format_, plan_id
            if key not in found:
                found[key] = Unfit(plan_id, FORMAT_PATHS[format_], place, reason)
    return tuple(found.values())


def without(rows: Rows, plan_ids: Collection[str]) -> Rows:
    """The rows of all plans but some."""
    if not plan_ids:
        return rows
    return {name: [row for row in kept if _plan_of(row) not in plan_ids] for name, kept in rows.items()}


def left_of(unfit: Collection[Unfit], format_: Format) -> frozenset[str]:
    """Identifiers of the plans that a format cannot hold."""
    return frozenset(one.plan_id for one in unfit if one.path == FORMAT_PATHS[format_])


def _misfits(
    table: FlatTable, rows: list[Row], formats: Collection[Format]
) -> Iterator[tuple[str, Format, str, Reason]]:
    keys: set[tuple[Value, ...]] = set()
    for number, row in enumerate(rows, start=2):
        for column in table.columns:
            for format_, reason in _limits(column, row[column.name]).items():
                if format_ in formats:
                    yield _plan_of(row), format_, f"{table.name}.{column.name} ({number})", reason
        key = tuple(row[name] for name in table.primary_key)
        if key in keys and "sqlite" in formats:
            place = f"{table.name}.{'+'.join(table.primary_key)} ({number})"
            yield _plan_of(row), "sqlite", place, "twice"
        keys.add(key)


def _limits(column: FlatColumn, value: Value) -> Mapping[Format, Reason]:
    """Why formats do not take a value; nothing for almost all of them."""
    if value is None:
        return {"parquet": "missing", "sqlite": "missing"} if column.required else {}
    if isinstance(value, str):
        if 2 * len(value) > EXCEL_CELL and cell_units(value) > EXCEL_CELL:
            return {"xlsx": "too-long"}
        return {"sqlite": "not-allowed"} if column.enum and value not in column.enum else {}
    if abs(value) < EXACT_INTEGER:
        return {}
    large: Mapping[Format, Reason] = {"xlsx": "too-many-digits", "ods": "too-many-digits"}
    return large if value in INT64 else {**large, "parquet": "too-large", "sqlite": "too-large"}


def _plan_of(row: Row) -> str:
    return str(row["plan_id"] or "")
