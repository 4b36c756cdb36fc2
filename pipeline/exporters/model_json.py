"""A contract model as JSON, the same bytes on every system; apart from the tables, which take time to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


def json_bytes(model: BaseModel) -> bytes:
    """A contract model as UTF-8 JSON: fields in the contract's order, one space of indent, ending in LF."""
    # What pydantic gives as a string it has encoded already.
    return bytes(model.__pydantic_serializer__.to_json(model, indent=1)) + b"\n"
