"""Tables as JSON Lines: an object per row with every column, null where a value is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pipeline.exporters.columns import Row


def jsonl_bytes(rows: Iterable[Row]) -> bytes:
    r"""Rows as UTF-8 JSON Lines, keys in the order of the columns.

    >>> jsonl_bytes([{"item_id": "a", "budget_twd": None}])
    b'{"item_id":"a","budget_twd":null}\n'
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
    return "".join(encode(row) + "\n" for row in rows).encode()
