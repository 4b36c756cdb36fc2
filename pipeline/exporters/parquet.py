"""Tables as Parquet: typed by the columns, with their descriptions and without anything that changes by itself."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from pipeline.exporters.columns import ColumnType, FlatColumn, FlatTable

TYPES: dict[ColumnType, pa.DataType] = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
GROUP_ROWS = 32_768
"""Of a row group: as many as are in memory at once, and enough for readers that skip groups."""


def write_parquet(table: FlatTable, lines: Iterable[bytes], path: Path) -> None:
    """Write a table as Parquet (Snappy, which every reader knows).

    Args:
        table: its columns.
        lines: its rows as JSON Lines; what does not fit into their columns is none of them, see ``fitness``.
        path: of the file.

    Raises:
        OSError: the rows cannot be read, or the file cannot be written.
        pyarrow.ArrowInvalid: a value does not fit all the same.
    """
    schema = pa.schema([_field(column) for column in table.columns])
    # A path need not be text, which pyarrow would want.
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="snappy") as writer:
        for group in _groups(iter(lines), schema):
            writer.write_table(group, row_group_size=GROUP_ROWS)


def _groups(lines: Iterator[bytes], schema: pa.Schema) -> Iterator[pa.Table]:
    # The reader gives no column that may not be missing.
    read = pj.ParseOptions(
        explicit_schema=pa.schema([field.with_nullable(True) for field in schema]),
        unexpected_field_behavior="error",
    )
    is_empty = True
    while text := b"".join(islice(lines, GROUP_ROWS)):
        is_empty = False
        whole = pj.ReadOptions(block_size=len(text) + 1)
        found = pj.read_json(io.BytesIO(text), read_options=whole, parse_options=read)
        yield pa.Table.from_arrays(found.select(schema.names).columns, schema=schema)
    if is_empty:
        yield schema.empty_table()


def _field(column: FlatColumn) -> pa.Field[pa.DataType]:
    told = {"title_zh": column.title_zh, "description": column.english, "description_zh": column.chinese}
    return pa.field(column.name, TYPES[column.type], nullable=not column.required, metadata=told)
