"""Tables as Parquet: typed by the columns, with their descriptions and without anything that changes by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from pipeline.errors import UnwritableError
from pipeline.exporters.columns import ColumnType, FlatColumn, FlatTable

TYPES: dict[ColumnType, pa.DataType] = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
GROUP_ROWS = 32_768
"""Of a row group: as many as are in memory at once, and enough for readers that skip groups."""


def write_parquet(table: FlatTable, lines: Path, path: Path) -> None:
    """Write a table as Parquet (Snappy, which every reader knows).

    Args:
        table: its columns.
        lines: its rows as JSON Lines.
        path: of the file.

    Raises:
        UnwritableError: a value does not fit into its column.
        OSError: the rows cannot be read, or the file cannot be written.
    """
    schema = pa.schema([_field(column) for column in table.columns])
    try:
        with pq.ParquetWriter(path, schema, compression="snappy") as writer:
            for group in _groups(lines, schema):
                writer.write_table(group, row_group_size=GROUP_ROWS)
    except pa.ArrowInvalid as error:
        raise _refused(table, error) from error


def _groups(lines: Path, schema: pa.Schema) -> Iterator[pa.Table]:
    # The reader gives no column that may not be missing.
    read = pj.ParseOptions(
        explicit_schema=pa.schema([field.with_nullable(True) for field in schema]),
        unexpected_field_behavior="error",
    )
    if not lines.stat().st_size:
        yield schema.empty_table()
    with lines.open("rb") as file:
        while text := b"".join(islice(file, GROUP_ROWS)):
            whole = pj.ReadOptions(block_size=len(text) + 1)
            found = pj.read_json(io.BytesIO(text), read_options=whole, parse_options=read)
            yield pa.Table.from_arrays(found.select(schema.names).columns, schema=schema)


def _field(column: FlatColumn) -> pa.Field[pa.DataType]:
    told = {"title_zh": column.title_zh, "description": column.english, "description_zh": column.chinese}
    return pa.field(column.name, TYPES[column.type], nullable=not column.required, metadata=told)


def _refused(table: FlatTable, error: pa.ArrowInvalid) -> UnwritableError:
    why = " ".join(str(error).split())[:120]
    return UnwritableError("parquet-refused", file=f"{table.name}.parquet", error=why)
