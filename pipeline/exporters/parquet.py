"""Tables as Parquet: typed by the columns, with their descriptions and without anything that changes by itself."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.exporters.columns import ColumnType, FlatColumn, FlatTable, Row

TYPES: dict[ColumnType, pa.DataType] = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}


def parquet_bytes(table: FlatTable, rows: Sequence[Row]) -> bytes:
    """A table as Parquet (Snappy, which every reader knows)."""
    schema = pa.schema([_field(column) for column in table.columns])
    arrays = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="snappy")
    return out.getvalue()


def _field(column: FlatColumn) -> pa.Field[pa.DataType]:
    told = {"title_zh": column.title_zh, "description": column.english, "description_zh": column.chinese}
    return pa.field(column.name, TYPES[column.type], nullable=not column.required, metadata=told)
