"""Which plans a format cannot hold, found before it is written: such a plan costs its own place in that format only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.dataclass import dataclass
from pipeline.errors import UnwritableError
from pipeline.exporters.columns import FlatColumn, FlatTable, Row, TableName, Value
from pipeline.exporters.sheets import EXACT_INTEGER
from pipeline.exporters.tables import TABLES
from pipeline.normalizers.text import EXCEL_CELL, cell_units

Format = Literal["parquet", "xlsx", "ods", "sqlite"]
"""Formats with limits of their own; CSV and JSON Lines hold whatever a plan does."""
INT64 = range(-(2**63), 2**63)
Reason = Literal["missing", "too-long", "not-allowed", "too-many-digits", "too-large", "twice"]
"""Why a value does not fit."""


class Misfit(NamedTuple):
    """A value that a format cannot hold.

    Attributes:
        format: that cannot.
        table: in which it stands.
        columns: name of its column; several with "+" between them where they are a key.
        row: of the table, from 0.
        reason: why.
    """

    format: Format
    table: TableName
    columns: str
    row: int
    reason: Reason


@dataclass(frozen=True)
class Unfit:
    """A plan that a format cannot hold.

    Attributes:
        plan_id: empty for rows that belong to no plan, such as corrections of unknown items.
        path: of the file of all tables that it should be in, or of the folder with a file for each table.
        place: table, column and row, the row as a spreadsheet counts it.
        reason: why.
    """

    plan_id: str
    path: str
    place: str
    reason: Reason

    @classmethod
    def of(cls, misfit: Misfit, plan_id: str, path: str) -> Unfit:
        """The plan that a value stands in.

        Args:
            misfit: with its row counted over all plans.
            plan_id: see ``Unfit``.
            path: see ``Unfit``.
        """
        place = f"{misfit.table}.{misfit.columns} ({misfit.row + 2})"
        return cls(plan_id, path, place, misfit.reason)

    def error(self) -> UnwritableError:
        """The same as an error with cause and remedy."""
        plan = self.plan_id or "correction_log"
        return UnwritableError(
            "plan-does-not-fit", plan=plan, file=self.path, place=self.place, reason=self.reason
        )


def misfits_of(rows: Mapping[TableName, Sequence[Row]]) -> tuple[Misfit, ...]:
    """The first value of a plan that does not fit, for each format that cannot hold the plan.

    Args:
        rows: of the plan by table.
    """
    found: dict[Format, Misfit] = {}
    for name, own in rows.items():
        for misfit in _misfits(TABLES[name], own):
            found.setdefault(misfit.format, misfit)
    return tuple(found.values())


def log_misfits(log: Sequence[Row]) -> Iterator[tuple[str, Misfit]]:
    """Yield the values of correction_log that do not fit, with the plan that each is of; empty where it is none's."""
    for misfit in _misfits(TABLES["correction_log"], log):
        yield str(log[misfit.row]["plan_id"] or ""), misfit


def _misfits(table: FlatTable, rows: Sequence[Row]) -> Iterator[Misfit]:
    for column in table.columns:
        values = [row[column.name] for row in rows]
        for number, value in enumerate(values) if _is_suspect(column, values) else ():
            for format_, reason in _limits(column, value).items():
                yield Misfit(format_, table.name, column.name, number, reason)
    keys: set[tuple[Value, ...]] = set()
    for number, row in enumerate(rows):
        key = tuple(row[name] for name in table.primary_key)
        if key in keys:
            yield Misfit("sqlite", table.name, "+".join(table.primary_key), number, "twice")
        keys.add(key)


def _is_suspect(column: FlatColumn, values: Sequence[Value]) -> bool:
    """Whether some value may not fit: one look at a column is much quicker than one at each cell."""
    texts = [value for value in values if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, int | float)]
    return (
        (column.required and len(texts) + len(numbers) < len(values))
        or 2 * max(map(len, texts), default=0) > EXCEL_CELL
        or (bool(column.enum) and not set(texts).issubset(column.enum))
        or max(map(abs, numbers), default=0) >= EXACT_INTEGER
    )


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
