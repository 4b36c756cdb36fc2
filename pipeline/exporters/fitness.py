"""Which plans a format cannot hold, found before it is written: such a plan costs its own place in that format only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import UnwritableError
from pipeline.exporters.columns import Column, Row, Table, Value
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
Reason = tuple[str, str]
"""Why a value does not fit, in English and Chinese."""


@dataclass(frozen=True)
class Unfit:
    """A plan that a format cannot hold.

    Attributes:
        plan_id: empty for rows that belong to no plan, such as corrections of unknown items.
        path: of the format's file or folder, see ``FORMAT_PATHS``.
        place: table, column and row, the row as a spreadsheet counts it.
        reason: why, in English and Chinese.
    """

    plan_id: str
    path: str
    place: str
    reason: Reason

    def error(self) -> UnwritableError:
        """The same as an error with cause and remedy."""
        name = self.plan_id or "correction_log"
        told = UnwritableError(
            f"{name} is left out of {self.path}: {self.place} {self.reason[0]}.",
            f"{self.path} 略去 {name}：{self.place} {self.reason[1]}。",
        )
        told.remedy_en = "Use the CSV and JSON Lines files, which hold everything, or correct the value."
        told.remedy_zh = "請改用內容完整的 CSV 與 JSON Lines 檔，或更正該值。"
        return told


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
    table: Table, rows: list[Row], formats: Collection[Format]
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
            yield _plan_of(row), "sqlite", place, ("is there twice", "重複")
        keys.add(key)


def _limits(column: Column, value: Value) -> Mapping[Format, Reason]:
    """Why formats do not take a value; nothing for almost all of them."""
    if value is None:
        missing = "is missing", "缺值"
        return {"parquet": missing, "sqlite": missing} if column.required else {}
    if isinstance(value, str):
        if 2 * len(value) > EXCEL_CELL and cell_units(value) > EXCEL_CELL:
            return {"xlsx": ("is too long for a cell of Excel", "超過 Excel 儲存格的長度上限")}
        if column.enum and value not in column.enum:
            return {"sqlite": ("is none of the values that the column may have", "不是該欄可有的值")}
        return {}
    if abs(value) < EXACT_INTEGER:
        return {}
    digits = "has more digits than a cell keeps", "位數超過儲存格所能保留"
    too_large = "is larger than 64 bits hold", "超過 64 位元整數"
    large: Mapping[Format, Reason] = {"xlsx": digits, "ods": digits}
    return large if value in INT64 else {**large, "parquet": too_large, "sqlite": too_large}


def _plan_of(row: Row) -> str:
    return str(row["plan_id"] or "")
