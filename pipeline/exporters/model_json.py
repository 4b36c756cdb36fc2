"""A contract model as JSON, the same bytes on every system; apart from the tables, which take time to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


def json_bytes(model: BaseModel) -> bytes:
    """A contract model as UTF-8 JSON: fields in the contract's order, one space of indent, ending in LF."""
    return (model.model_dump_json(indent=1) + "\n").encode()
